"""The table `snapshots`: one row a file as delivered, or a member of an archive, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import orjson

from crosscount.model.source import FileContext, Source
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["INGESTED", "REFUSED", "UNKNOWN", "current", "ingested", "observed", "snapshot_id", "transaction", "used"]

INGESTED, REFUSED, UNKNOWN = "ingested", "refused", "unknown"


def snapshot_id(stored: str, member: str | None, source: str | None, used_context: Mapping[str, str]) -> str:
    """SHA-256 over the bytes' SHA-256, the member, the source and the context that the source uses: 64 hex digits."""
    context = orjson.dumps(dict(used_context), option=orjson.OPT_SORT_KEYS).decode()
    return sha256("\n".join((stored, member or "", source or "", context)).encode()).hexdigest()


def used(source: Source, context: FileContext) -> dict[str, str]:
    """What the fields of the source take from the context, as text; without what is not known."""
    names = sorted({name for field in source.fields.values() for name in field.uses})
    return {name: str(value) for name in names if (value := getattr(context, name)) is not None}


def transaction(row: Mapping[str, Any]) -> str:
    """The id under which a row is appended at most once.

    A refused or unknown file may be tried again: it has an id of its own, so that a later success is no repetition.
    """
    if row["state"] == INGESTED:
        return f"ingest:{row['snapshot']}"
    return f"{row['state']}:{row['snapshot']}:{sha256(str(row['fault']).encode()).hexdigest()[:16]}"


def ingested(settings: Settings) -> dict[str, dict[str, Any]]:
    """The rows of what is ingested completely, by snapshot id."""
    rows = lake.read(lake.at(settings.store, "snapshots")).to_pylist()
    return {row["snapshot"]: row for row in rows if row["state"] == INGESTED}


def observed(settings: Settings) -> tuple[date, date] | None:
    """The first and the last UTC day of which anything was ingested; None if nothing was."""
    spans = [(row["first_at"], row["last_at"]) for row in ingested(settings).values() if row["first_at"] is not None]
    return (min(first for first, _ in spans).date(), max(last for _, last in spans).date()) if spans else None


def current(settings: Settings) -> list[dict[str, Any]]:
    """The rows that hold now, by name: a refusal is forgotten once the same bytes were ingested or refused again."""
    rows = lake.read(lake.at(settings.store, "snapshots")).to_pylist()
    good = [row for row in rows if row["state"] == INGESTED]
    read = {(row["sha256"], row["member"]) for row in good}
    latest = {(row["sha256"], row["member"]): row for row in sorted(rows, key=_when) if row["state"] != INGESTED}
    return sorted([*good, *(row for key, row in latest.items() if key not in read)], key=_by_name)


def _when(row: Mapping[str, Any]) -> Any:
    return row["ingested_at"]


def _by_name(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return (row["name"], row["member"] or "", row["snapshot"])
