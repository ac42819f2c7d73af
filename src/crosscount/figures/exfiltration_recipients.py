"""Exfiltration recipients: distinct addresses that received unusually much from a client."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind, Tag

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="exfiltration-recipients",
    version=1,
    title="Suspected recipients of stolen data",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(Kind.EXFILTRATION,),
    means="Distinct addresses outside that a client sent far more in a day than it had sent any server for 14 days.",
    caveats=(
        "Suspected from volume: a new backup or a large upload looks the same.",
        "A client without five days of past is not judged; theft spread over weeks is not seen.",
    ),
    without=(Tag.SCANNER, Tag.SINKHOLE, Tag.RESEARCHER, Tag.USUAL),
)
