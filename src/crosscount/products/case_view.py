"""What the page of a case shows, ready to be written down: events with their lines, actors, attributions, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crosscount.products.claims_view import Number, numbers
from crosscount.products.tracks import Segment, laid_out
from crosscount.products.wording import Words
from crosscount.register.acts import ACTS
from crosscount.register.links import actors_of, pointers
from crosscount.register.reading import Register
from crosscount.register.records import Actor, Attribution, Case, Incident, Record, Response, Source, Statement
from crosscount.register.timeline import Event, label, timeline

__all__ = ["ActorRow", "Link", "Row", "SourceRow", "View", "view"]


@dataclass(frozen=True, slots=True)
class Link:
    """A jump to another event of the page."""

    number: int
    how: str  # in the words of the page
    what: str  # its act


@dataclass(frozen=True, slots=True)
class Row:
    """One event."""

    number: int
    id: str
    form: str  # incident, attribution, word, deed: how it looks
    day: str  # in the words of the page, "" where it is that of the event before
    date: str  # as ISO 8601 writes it
    zone: str
    act: str
    who: tuple[tuple[str, str], ...]  # name, country
    whom: tuple[tuple[str, str], ...]
    text: str
    quote: str
    hedge: str
    notes: tuple[tuple[str, str], ...]  # what else a record says: basis, victims, …
    chain: tuple[tuple[str, str, str], ...]  # role, name, hedge
    answers: tuple[Link, ...]
    answered: tuple[Link, ...]
    sources: tuple[tuple[str, str, str], ...]  # anchor, text, address
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor under all its names."""

    name: str
    kind: str
    country: str
    aliases: tuple[str, ...]
    shared: tuple[str, ...]
    part_of: str
    described: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source."""

    id: str
    text: str
    date: str
    kind: str
    url: str
    archived: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything of the page."""

    rows: tuple[Row, ...]
    tracks: int
    numbers: tuple[Number, ...]
    actors: tuple[ActorRow, ...]
    sources: tuple[SourceRow, ...]
    period: str


def view(register: Register, case: Case, words: Words) -> View:
    """The page of a case."""
    events = timeline(register, case)
    number = {event.id: place for place, event in enumerate(events, 1)}
    segments, tracks = laid_out([event.id for event in events], {e.id: [a.to for a in e.answers] for e in events})
    answered: dict[str, list[Link]] = {}
    for event in events:
        for answer in event.answers:
            what = words.word("acts", event.act or event.kind)
            answered.setdefault(answer.to, []).append(Link(number[event.id], words.word("answers", answer.how), what))
    acts = {event.id: words.word("acts", event.act or event.kind) for event in events}
    rows: list[Row] = []
    for event, beside in zip(events, segments, strict=True):
        answers = [Link(number[a.to], words.word("answers", a.how), acts[a.to]) for a in event.answers]
        before = rows[-1].date if rows else ""
        rows.append(_row(register, words, event, answers, answered.get(event.id, []), beside, number, before))
    shown = [register.records[event.id] for event in events]
    found = numbers(register, [record.id for record in shown if isinstance(record, Statement)], words)
    dated = [event.date for event in events if event.date]
    first, last = (words.when(each) for each in (min(dated), max(dated))) if dated else ("", "")
    period = first if first == last else words.case("period", first=first, last=last)
    used = list(dict.fromkeys(to for record in shown for _, _, to, _ in pointers(record)))
    return View(
        tuple(rows),
        tracks,
        found,
        tuple(_actors(register, words, used)),
        tuple(_sources(register, words, used)),
        period,
    )


def _row(
    register: Register,
    words: Words,
    event: Event,
    answers: list[Link],
    answered: list[Link],
    beside: list[Segment],
    number: dict[str, int],
    before: str,
) -> Row:
    record = register.records[event.id]
    who, whom = actors_of(record)
    act = ACTS.get(event.act)
    deed = isinstance(record, Response)
    chain = record.chain if isinstance(record, Statement) else ()
    return Row(
        number=number[event.id],
        id=event.id,
        form=event.kind if act is None else "deed" if deed else "word",
        day="" if event.date == before else words.when(event.date) if event.date else words.case("undated"),
        date=event.date,
        zone=event.zone,
        act=words.word("acts", event.act or event.kind),
        who=_named(register, words, who, event.who),
        whom=_named(register, words, whom, event.whom),
        text=words.case("attributed", what=event.text) if isinstance(record, Attribution) else event.text,
        quote=record.quote if isinstance(record, Statement) else "",
        hedge=event.hedge,
        notes=tuple(_notes(register, words, record)),
        chain=tuple((words.word("roles", link.role), label(register, link.actor), link.hedge) for link in chain),
        answers=tuple(answers),
        answered=tuple(answered),
        sources=tuple(_cited(register, record)),
        segments=tuple(beside),
    )


def _named(
    register: Register, words: Words, ids: tuple[str, ...], shown: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    found = []
    for place, name in enumerate(shown):
        actor = register.records.get(ids[place]) if place < len(ids) else None
        found.append((name, words.country(actor.country) if isinstance(actor, Actor) and actor.country else ""))
    # A state needs no country beside its name.
    return tuple((name, "" if place == name else place) for name, place in found)


def _notes(register: Register, words: Words, record: Record) -> Iterator[tuple[str, str]]:
    listed = words.mark("listed") + words.mark("gap")
    if isinstance(record, Incident):
        if record.described:
            yield "", record.described
        if record.start:
            ends = [words.when(each) for each in (record.start, record.end) if each]
            yield (
                words.case("happened"),
                ends[0] if len(set(ends)) == 1 else words.case("period", first=ends[0], last=ends[1]),
            )
        names = [each.name or (label(register, each.actor) if each.actor else "") for each in record.victims]
        places = [words.country(each.country) if each.country else each.region for each in record.victims]
        said = [name or place for name, place in zip(names, places, strict=True) if name or place]
        if said:
            yield words.case("victims"), listed.join(dict.fromkeys(said))
    if isinstance(record, Attribution):
        yield words.case("basis"), listed.join(words.word("bases", basis) for basis in record.basis)
        denied = [label(register, each.speaker) for each in register.of(Statement) if record.id in each.disputes]
        denied += [
            label(register, register.find(each, Statement).speaker)
            for each in record.denied_by
            if each in register.records
        ]
        yield words.case("denied_by"), listed.join(dict.fromkeys(denied)) or words.case("nobody")
    if record.note:
        yield words.case("note"), record.note


def _cited(register: Register, record: Record) -> Iterator[tuple[str, str, str]]:
    for name in record.sources:
        source = register.records.get(name)
        if isinstance(source, Source):
            yield name, source.publisher, source.url or ""
    for number, address in enumerate(record.refs, 1):
        yield "", f"[{number}]", address


def _actors(register: Register, words: Words, used: list[str]) -> Iterator[ActorRow]:
    for name in used:
        actor = register.records.get(name)
        if isinstance(actor, Actor):
            yield ActorRow(
                actor.name,
                words.word("actor_kinds", actor.kind),
                words.country(actor.country) if actor.country else "",
                actor.aliases,
                actor.shared_aliases,
                label(register, actor.part_of) if actor.part_of else "",
                actor.described,
            )


def _sources(register: Register, words: Words, used: list[str]) -> Iterator[SourceRow]:
    found = [each for each in map(register.records.get, used) if isinstance(each, Source)]
    for source in sorted(found, key=lambda each: (each.date or "9999", each.id)):
        said = words.mark("colon").join(filter(None, (source.publisher, source.title)))
        day = words.when(source.date) if source.date else words.case("undated")
        kind = words.word("source_kinds", source.kind)
        yield SourceRow(source.id, said, day, kind, source.url or "", source.archived or "")
