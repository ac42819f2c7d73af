"""Finds records by kind, actor, act or text."""

from __future__ import annotations

from dataclasses import dataclass

from crosscount.errors import InputError
from crosscount.register.acts import ACTS, nearest_act
from crosscount.register.links import pointers
from crosscount.register.reading import Register
from crosscount.register.records import Actor, Record
from crosscount.register.timeline import named
from crosscount.register.writing import text_of

__all__ = ["Wanted", "search"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; None leaves a condition out."""

    kind: type[Record] | None = None
    actor: str | None = None  # any name of it; its parts count too
    act: str | None = None
    text: str | None = None  # in any field, whatever the case


def search(register: Register, wanted: Wanted) -> list[Record]:
    """The records that meet every condition; InputError for an act or actor that is not known."""
    if wanted.act is not None and wanted.act not in ACTS:
        near = nearest_act(wanted.act)
        hint = f", perhaps '{near}'" if near else ""
        raise InputError(f"no act '{wanted.act[:40]}'{hint}; 'crosscount register acts' lists them")
    actors = _with_parts(register, wanted.actor) if wanted.actor is not None else set()
    if wanted.actor is not None and not actors:
        raise InputError(f"no actor '{wanted.actor[:80]}' in {register.folder}")
    return [record for record in register.records.values() if _meets(record, wanted, actors)]


def _with_parts(register: Register, name: str) -> set[str]:
    """The actors of that name, and their parts: what a ministry says, its state says."""
    found = {actor.id for actor in named(register, name)}
    while more := {each.id for each in register.of(Actor) if each.part_of in found} - found:
        found |= more
    return found


def _meets(record: Record, wanted: Wanted, actors: set[str]) -> bool:
    if wanted.kind is not None and not isinstance(record, wanted.kind):
        return False
    if wanted.act is not None and getattr(record, "act", None) != wanted.act:
        return False
    if actors and not actors & {record.id, *(to for _, _, to, _ in pointers(record))}:
        return False
    return wanted.text is None or wanted.text.casefold() in text_of(record).casefold()
