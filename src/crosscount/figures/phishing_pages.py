"""Phishing pages: distinct canonical URLs of phishing pages that were listed or visited."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="phishing-pages",
    version=1,
    title="Phishing pages",
    unit=Unit.PAGE,
    kinds=(Kind.PHISHING_LISTING, Kind.PHISHING_VISIT),
    means="Distinct canonical URLs of phishing pages that were listed or visited.",
    caveats=(
        "Counted by the first 128 bits of the SHA-256 of the canonical URL.",
        "A list names who a page imitates, a visit who was reached: a page counts for both countries.",
        "A dump of a list holds survivors, not every page of the window.",
    ),
)
