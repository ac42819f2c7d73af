"""Server addresses seen: the coverage of the sensors, by country and network."""

from __future__ import annotations

from crosscount.model.figure import Figure, Unit

__all__ = ["FIGURE"]

FIGURE = Figure(
    id="server-addresses",
    version=1,
    title="Server addresses seen",
    unit=Unit.TARGET_ADDRESS,
    kinds=(),
    means="Distinct addresses that answered a connection or a request, whatever they did.",
    caveats=(
        "Traffic, not threats: it says what the sensors saw.",
        "The resolver of a DNS question is not counted.",
    ),
    without=(),
)
