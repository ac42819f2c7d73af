"""Servers of long connections: distinct addresses to which a client held a connection open for hours."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind, Tag

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="long-connection-servers",
    version=1,
    title="Servers of long connections",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(Kind.LONG_CONNECTION,),
    means="Distinct addresses outside to which a client of one's own networks held a connection open for many hours.",
    caveats=(
        "Suspected from behaviour: remote work, streams and push messages stay open too.",
        "Only sources that say how long a connection lasted take part; one that is still open is not seen yet.",
    ),
    without=(Tag.SCANNER, Tag.SINKHOLE, Tag.RESEARCHER, Tag.USUAL),
)
