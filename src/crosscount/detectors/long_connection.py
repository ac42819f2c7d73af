"""Long connections: one that a client of one's own networks holds open to the outside for half a day.

Tunnels and remote shells stay open where a page is done in seconds. RITA 5 (https://github.com/activecm/rita) calls 12
hours of one connection high, 1 hour low; the setting is in hours. Only sources that say how long a connection lasted
take part, a sensor writes it down when it ends, and an exporter that cuts flows after minutes (NetFlow, Argus) shows
none. The row stands at the time when the connection began. The origin is the server, the target the client.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.conclusions import conclusions, measurements
from crosscount.kernels.detecting.outward import outward
from crosscount.model.detector import Context, Detect
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR"]


class LongConnection:
    """Connections of many hours, by the rule "duration"."""

    id = "long-connection"
    revision = 1
    seen: Sequence[Seen] = (Seen.FLOW,)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """From how many hours on."""
        return repr(settings.detection.long_connection_hours)

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: no files."""
        return []

    def prepare(self, context: Context) -> Detect:
        """Look at each connection alone."""
        least = context.settings.detection.long_connection_hours * 3600

        def detect(rows: pa.RecordBatch) -> pa.Table:
            rows = rows.filter(pc.fill_null(pc.greater_equal(rows.column("duration"), least), False))
            rows = rows.filter(pa.array(outward(rows, context.own)))
            names = ("duration", "bytes_out", "bytes_in")
            said = {name: rows.column(name).cast(pa.float64()).fill_null(np.nan).to_numpy() for name in names}
            columns = {
                "origin_ip": rows.column("server_ip"),
                "target_ip": rows.column("client_ip"),
                "measured": measurements(said),
            }
            return conclusions(rows, Kind.LONG_CONNECTION, "duration", columns)

        return detect


DETECTOR = LongConnection()
