"""Beaconing machines: distinct addresses that contacted one server at regular intervals."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind, Tag

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="beaconing-machines",
    version=1,
    title="Beaconing machines (addresses)",
    unit=Unit.TARGET_ADDRESS,
    kinds=(Kind.BEACON,),
    means="Distinct addresses of one's own networks that contacted a server outside at regular intervals.",
    caveats=(
        "Suspected from behaviour: much regular traffic is lawful (updates, monitoring, push messages).",
        "Only clients in detection.own_networks are watched.",
        "What lasts under six hours of a UTC day, or a quarter of a capture of one to six hours, is not seen.",
        "Addresses, not machines: behind address translation many machines look like one, and none looks regular.",
    ),
    without=(Tag.SCANNER, Tag.SINKHOLE, Tag.RESEARCHER, Tag.USUAL),
)
