"""Sites with a suspected phishing kit: distinct host names on which a part of one answered."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="phishing-kit-sites",
    version=1,
    title="Sites with a suspected phishing kit",
    unit=Unit.SITE,
    kinds=(Kind.PHISHING_KIT,),
    means="Distinct sites (host names) on which a file known of phishing kits, or one named like theirs, answered.",
    caveats=(
        "Suspected from names: a site may have a file of such a name by right.",
        "Only sites whose access log is read are seen. None of them counts in phishing-hosts or phishing-pages.",
        "A log without a host name needs --site at ingest, else its site is unknown and not counted.",
    ),
)
