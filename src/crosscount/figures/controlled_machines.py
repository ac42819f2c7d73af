"""Controlled machines, counted as addresses that contacted a listed C2 server or are reported as infected."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="controlled-machines",
    version=1,
    title="Controlled machines (addresses)",
    unit=Unit.TARGET_ADDRESS,
    kinds=(Kind.C2_CONTACT, Kind.INFECTION),
    means="Distinct addresses that contacted a listed C2 server within its validity, or that are reported as infected.",
    caveats=(
        "Addresses, not machines: dynamic addressing shows one machine under several addresses, NAT several under one.",
        "An infection reported by a sinkhole has no known origin: it counts for origin ZZ.",
    ),
)
