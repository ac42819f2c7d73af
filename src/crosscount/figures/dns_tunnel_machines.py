"""Machines with a DNS tunnel: distinct addresses that asked for many long names of one domain."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind, Tag

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="dns-tunnel-machines",
    version=1,
    title="Machines with a suspected DNS tunnel (addresses)",
    unit=Unit.TARGET_ADDRESS,
    kinds=(Kind.DNS_TUNNEL,),
    means="Distinct addresses of one's own networks that asked for many different long names of one domain in a day.",
    caveats=(
        "Suspected from behaviour: some virus scanners and content networks ask like that.",
        "Where only the questions of a resolver are seen, the address is the resolver's.",
    ),
    without=(Tag.SCANNER, Tag.SINKHOLE, Tag.RESEARCHER, Tag.USUAL),
)
