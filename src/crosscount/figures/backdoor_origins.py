"""Backdoor origins: distinct addresses that used a web backdoor with success."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="backdoor-origins",
    version=1,
    title="Backdoor origins",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(Kind.BACKDOOR_ACCESS,),
    means="Distinct addresses that used a web backdoor with success.",
    caveats=("An address may be a proxy or a hijacked machine: it says where the request came from, not who sent it.",),
)
