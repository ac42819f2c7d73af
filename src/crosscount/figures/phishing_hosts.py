"""Phishing hosts: distinct addresses that hosted a listed phishing page."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="phishing-hosts",
    version=1,
    title="Phishing hosts",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(Kind.PHISHING_LISTING, Kind.PHISHING_VISIT),
    means="Distinct addresses that hosted a listed phishing page.",
    caveats=(
        "The address comes from the list where it names one, else from the traffic to the page.",
        "A hijacked server of a third party counts like one that the criminal rents.",
    ),
)
