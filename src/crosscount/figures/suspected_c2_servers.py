"""Suspected C2 servers: distinct addresses that clients contacted at regular intervals."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind, Tag

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="suspected-c2-servers",
    version=1,
    title="Suspected C2 servers (beacons)",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(Kind.BEACON,),
    means="Distinct addresses outside that a client of one's own networks contacted at regular intervals.",
    caveats=(
        "Suspected from behaviour: much regular traffic is lawful (updates, monitoring, push messages).",
        "Only clients in detection.own_networks are watched.",
        "What lasts under six hours of a UTC day, or a quarter of a capture of one to six hours, is not seen.",
        "None of them counts in c2-servers, unless detection.suspected_as_c2 says so: then all do, and none here.",
    ),
    without=(Tag.SCANNER, Tag.SINKHOLE, Tag.RESEARCHER, Tag.USUAL),
)
