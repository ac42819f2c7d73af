"""Backdoored sites: distinct host names whose web backdoor was used, or that a publisher reports."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="backdoored-sites",
    version=1,
    title="Backdoored sites",
    unit=Unit.SITE,
    kinds=(Kind.BACKDOOR_ACCESS, Kind.BACKDOOR_LISTING),
    means="Distinct sites (host names) whose web backdoor was used with success, or that a publisher reports.",
    caveats=(
        "Counted by the first 128 bits of the SHA-256 of the canonical host name.",
        "A log without a host name needs --site at ingest, else its site is unknown and not counted.",
    ),
)
