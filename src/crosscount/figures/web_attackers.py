"""Web attackers: distinct addresses that sent a request which a Sigma rule describes as an attack."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="web-attackers",
    version=1,
    title="Web attackers (by Sigma rules)",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(Kind.WEB_ATTACK,),
    means="Distinct addresses from which a request came that a Sigma rule of the settings describes as an attack.",
    caveats=(
        "An attempt: whether it succeeded is not said.",
        "None without rules: no rule for attacks is built in; detection.rules names folders of them.",
    ),
)
