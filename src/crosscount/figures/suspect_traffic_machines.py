"""Machines with suspect traffic: distinct clients whose traffic a Sigma rule describes."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind, Tag

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="suspect-traffic-machines",
    version=1,
    title="Machines with suspect traffic (by Sigma rules)",
    unit=Unit.TARGET_ADDRESS,
    kinds=(Kind.SUSPECT_TRAFFIC,),
    means="Distinct addresses whose requests or DNS questions a Sigma rule of the settings describes.",
    caveats=(
        "Suspected by rule alone: each rule names false positives of its own.",
        "None without rules: no such rule is built in; detection.rules names folders of them.",
        "Of a DNS question the client may be a resolver that asks for others.",
    ),
    without=(Tag.SCANNER, Tag.SINKHOLE, Tag.RESEARCHER, Tag.USUAL),
)
