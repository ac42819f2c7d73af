"""Exfiltrating machines: distinct addresses that sent one server unusually much."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind, Tag

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="exfiltrating-machines",
    version=1,
    title="Suspected victims of data theft (addresses)",
    unit=Unit.TARGET_ADDRESS,
    kinds=(Kind.EXFILTRATION,),
    means="Distinct addresses of one's own networks that sent a server outside far more in a day than any for 14 days.",
    caveats=(
        "Suspected from volume: a new backup or a large upload looks the same.",
        "A client without five days of past is not judged; theft spread over weeks is not seen.",
    ),
    without=(Tag.SCANNER, Tag.SINKHOLE, Tag.RESEARCHER, Tag.USUAL),
)
