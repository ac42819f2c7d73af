"""Hand-made threat rows for tests: only what a test cares about is named, the rest is null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import pyarrow as pa

from crosscount.model.tables import THREATS

DEFAULTS: dict[str, Any] = {
    "kind": "c2_contact",
    "observed_at": datetime(2014, 3, 20, 12, tzinfo=UTC),
    "origin_country": "US",
    "target_country": "CN",
    "tags": "",
}


def address(text: str) -> bytes:
    """16 bytes; IPv4 mapped into IPv6."""
    parsed = ip_address(text)
    return parsed.packed if parsed.version == 6 else b"\0" * 10 + b"\xff\xff" + parsed.packed


def threats(rows: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """A batch of the schema THREATS; addresses may be given as text."""
    out = []
    for given in rows:
        row = {**DEFAULTS, **given}
        for name in ("origin_ip", "target_ip"):
            if isinstance(row.get(name), str):
                row[name] = address(row[name])
        row["day"] = row["observed_at"].date()
        out.append(row)
    return pa.RecordBatch.from_pylist(out, schema=THREATS)
