"""What happened in which order: every dated record as an event, with what it answers and what answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crosscount.register.acts import ACTS
from crosscount.register.links import ANSWERS, actors_of, pointers
from crosscount.register.reading import Register
from crosscount.register.records import (
    Actor,
    Attribution,
    Case,
    Claim,
    Finding,
    Incident,
    Record,
    Response,
    Source,
    Statement,
)
from crosscount.register.values import earliest, same

__all__ = ["Answer", "Event", "day_of", "label", "named", "pointing_at", "timeline"]

UNDATED = "9999"
# Among events of one day: first what happened, then deeds, then words.
RANK = {Incident: 0, Response: 1, Attribution: 2, Statement: 3}


@dataclass(frozen=True, slots=True)
class Answer:
    """A link by which one event follows from another."""

    how: str  # responds_to, disputes, corrects, retracts, evidence_for, version_of
    to: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of a timeline."""

    id: str
    kind: str  # incident, attribution, response, statement
    date: str  # a day, month or year; "" where none is known
    zone: str
    act: str  # of the table of acts; "attribute" for an attribution, "" for an incident
    who: tuple[str, ...]  # names as shown
    whom: tuple[str, ...]
    text: str
    hedge: str
    answers: tuple[Answer, ...]  # only to events of the same timeline


def timeline(register: Register, case: Case | None = None) -> list[Event]:
    """The events of a case, or of the whole register, the earliest first."""
    wanted = case.records if case else tuple(register.records)
    records = [register.records[each] for each in wanted if type(register.records.get(each)) in RANK]
    inside = {record.id for record in records}
    depth = _depths(records)

    def place(record: Record) -> tuple[str, int, int, str]:
        day = day_of(record) or UNDATED
        return (earliest(day).isoformat(), depth[record.id], RANK[type(record)], record.id)

    return [_event(register, record, inside) for record in sorted(records, key=place)]


def day_of(record: Record) -> str:
    """The day, month or year under which a record is told; "" where none is known."""
    if isinstance(record, Incident):
        return record.reported or record.start or ""
    return getattr(record, "date", None) or ""


def label(register: Register, name: str) -> str:
    """What a reader sees instead of an id."""
    match register.records.get(name):
        case Actor(name=shown) | Incident(title=shown) | Case(title=shown):
            return shown
        case Source(publisher=publisher, title=title, date=date):
            return f"{publisher}: {title or 'untitled'}" + (f" ({date})" if date else "")
        case Statement(text=text) | Response(text=text) if text:
            return text
        case Claim(as_written=written, unit=unit):
            return f"{written} {unit}"
        case Finding(verdict=verdict, claim=claim):
            return f"{verdict.value}: {label(register, claim)}"
        case Response(act=act):
            return act
        case Attribution() as record:
            who = ", ".join([*(label(register, each) for each in record.to), *record.to_names, *record.to_countries])
            return f"{label(register, record.of)} → {who or record.category}"
    return name


def named(register: Register, name: str) -> list[Actor]:
    """The actors that bear a name, in any spelling; several where it is shared."""
    wanted = same(name)
    return [
        actor
        for actor in register.of(Actor)
        if actor.id == name or wanted in map(same, (actor.name, *actor.aliases, *actor.shared_aliases))
    ]


def pointing_at(register: Register) -> dict[str, list[tuple[str, str]]]:
    """Id → (field, id of the record that points at it there)."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for record in register.records.values():
        for _, name, to, _ in pointers(record):
            found[to].append((name, record.id))
    return dict(found)


def _event(register: Register, record: Record, inside: set[str]) -> Event:
    who, whom = actors_of(record)
    act, text, hedge, zone = "", "", "", ""
    shown = tuple(label(register, each) for each in who)
    at = tuple(label(register, each) for each in whom)
    match record:
        case Incident():
            text = record.title
        case Attribution():
            act, hedge = "attribute", record.hedge
            shown += (*record.by_names, *(record.by_countries if not (shown or record.by_names) else ()))
            at += (*record.to_names, *(record.to_countries if not (at or record.to_names) else ()))
            text = label(register, record.of)
        case Response():
            act, text, zone = record.act, record.text or record.as_written or ACTS[record.act].means, record.zone or ""
            shown += (*record.actor_names, *(record.countries if not (shown or record.actor_names) else ()))
        case Statement():
            act, text, hedge, zone = record.act, record.text, record.hedge, record.zone or ""
    answers = tuple(Answer(how, to) for how, to in _answers(record) if to in inside)
    return Event(record.id, type(record).__name__.lower(), day_of(record), zone, act, shown, at, text, hedge, answers)


def _answers(record: Record) -> Iterator[tuple[str, str]]:
    seen = set()
    for _, name, to, _ in pointers(record):
        if name in ANSWERS and to not in seen:
            seen.add(to)
            yield name, to


def _depths(records: Iterable[Record]) -> dict[str, int]:
    """How many answers lie before a record: on one day, a cause stands before its effect."""
    before = {record.id: [to for _, to in _answers(record)] for record in records}
    depth: dict[str, int] = {}
    for start in before:
        path = [start]
        under_way = {start}
        while path:
            here = path[-1]
            # A circle, which lint reports, ends where it closes.
            left = [to for to in before[here] if to in before and to not in depth and to not in under_way]
            if left:
                path.append(left[0])
                under_way.add(left[0])
            else:
                depth[here] = 1 + max((depth.get(to, -1) for to in before[here]), default=-1)
                under_way.discard(path.pop())
    return depth
