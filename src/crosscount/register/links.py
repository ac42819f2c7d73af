"""How records point at each other: every link with its field, and what a link may point at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crosscount.register.records import (
    Actor,
    Attribution,
    Claim,
    Finding,
    Incident,
    Record,
    Response,
    Source,
    Statement,
)

__all__ = ["ANSWERS", "Pointer", "actors_of", "pointers"]

_EVENT = (Statement, Response, Attribution, Incident)
_SAID = (Statement, Claim, Attribution, Response, Incident, Finding)
# Field → kinds that it may point at. A field that is not here holds no ids.
MAY_POINT_AT: dict[str, tuple[type[Record], ...]] = {
    "sources": (Source,),
    "source": (Source,),
    "actor": (Actor,),
    "speaker": (Actor,),
    "target": (Actor,),
    "part_of": (Actor,),
    "to": (Actor,),
    "by": (Actor,),
    "of": (Incident, Actor),
    "about": (Incident,),
    "stated_in": (Statement, Response),
    "denied_by": (Statement,),
    "responds_to": _EVENT,
    "disputes": _SAID,
    "corrects": (Statement, Claim, Attribution),
    "retracts": (Statement, Claim, Attribution),
    "evidence_for": (Statement, Response, Attribution),
    "version_of": (Statement,),
    "statement": (Statement,),
    "drifts_from": (Claim,),
    "claim": (Claim,),
    "records": (Incident, Attribution, Response, Statement, Claim, Finding, Actor),
}
NO_IDS = {(Claim, "target"), (Finding, "by")}  # a country, and a name
# By which a record follows from an earlier one: no circle, and never before its cause.
ANSWERS = ("responds_to", "disputes", "corrects", "retracts", "evidence_for", "version_of", "drifts_from")


class Pointer(NamedTuple):
    """One id in one field of one record."""

    field: str  # "chain.2.actor"
    name: str  # "actor"
    to: str
    may_be: tuple[type[Record], ...]


def pointers(record: Record) -> Iterator[Pointer]:
    """Every id by which the record points at another one."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in ("chain", "victims"):
            for number, part in enumerate(value, 1):
                yield from _of(part, type(part).model_fields, f"{name}.{number}.")
        elif (type(record), name) not in NO_IDS:
            yield from _of(record, (name,), "")


def actors_of(record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acts, and at whom: ids of actors."""
    match record:
        case Statement():
            return (record.speaker,), record.target
        case Response():
            return ((record.actor,) if record.actor else ()), record.target
        case Attribution():
            return record.by, record.to
    return (), ()


def _of(holder: object, names: object, prefix: str) -> Iterator[Pointer]:
    for name in names:  # type: ignore[attr-defined]
        value = getattr(holder, name)
        if name not in MAY_POINT_AT or not value:
            continue
        if isinstance(value, str):
            yield Pointer(prefix + name, name, value, MAY_POINT_AT[name])
        elif isinstance(value, tuple) and all(isinstance(each, str) for each in value):
            for number, each in enumerate(value, 1):
                yield Pointer(f"{prefix}{name}.{number}", name, each, MAY_POINT_AT[name])
