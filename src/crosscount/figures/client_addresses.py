"""Client addresses seen: the coverage of the sensors, by country and network."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="client-addresses",
    version=1,
    title="Client addresses seen",
    unit=Unit.ORIGIN_ADDRESS,
    kinds=(),
    means="Distinct addresses that opened a connection, sent a request or asked a DNS question, whatever they did.",
    caveats=(
        "Traffic, not threats: it says what the sensors saw.",
        "Origin is the client and target the server of the record.",
    ),
    without=(),
)
