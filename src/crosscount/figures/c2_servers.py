"""C2 servers: distinct addresses of botnet command-and-control servers that a list named or a machine contacted."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="c2-servers",
    version=1,
    title="C2 servers",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(Kind.C2_CONTACT, Kind.C2_LISTING),
    means="Distinct addresses of botnet command-and-control servers that a list named or a machine contacted.",
    caveats=(
        "A server that is only listed has no known target: it counts for target ZZ.",
        "One server may use several addresses, and one address may serve several botnets.",
    ),
)
