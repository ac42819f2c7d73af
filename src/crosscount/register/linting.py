"""Checks of a register beyond the single record: links, order of events, chains of citation, names, seals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise

from crosscount.register import amounts, days, sealing
from crosscount.register.links import ANSWERS, pointers
from crosscount.register.reading import Fault, Register
from crosscount.register.records import (
    Actor,
    Attribution,
    Case,
    Claim,
    Finding,
    Incident,
    Record,
    Response,
    Role,
    Source,
    SourceKind,
    Statement,
)
from crosscount.register.values import earliest, latest, same

__all__ = ["lint"]

ORDER = list(Role)
FOLLOWS = (*ANSWERS, "part_of")  # links that may not lead back to where they start


def lint(register: Register, *, today: date | None = None) -> list[Fault]:
    """Every fault of the register, those of reading included, in the order of its files.

    Whether a number agrees with how it was written is for `flow.register_lint`, which can read texts.
    """
    found = [*register.faults, *sealing.broken(register), *_circles(register), *_names(register)]
    for record in register.records.values():
        file = register.files[record.id]
        found += _links(register, record, file)
        found += days.of_record(register, record, file, today or datetime.now(UTC).date(), _gap(register, record))
        found += _alone(register, record, file)
    found += _unused(register)
    return sorted(found, key=lambda fault: (fault.file, fault.level, fault.field))


def _links(register: Register, record: Record, file: str) -> Iterator[Fault]:
    for field, _, to, may_be in pointers(record):
        kinds = " or ".join(_a(kind) for kind in may_be)
        target = register.records.get(to)
        if target is None:
            yield Fault(file, field, f"'{to}', which no record has as id", f"the id of {kinds}")
        elif not isinstance(target, may_be):
            yield Fault(file, field, f"'{to}', {_a(type(target))}", kinds)
        elif to == record.id:
            yield Fault(file, field, "the record itself", "another record")
    if record.needs_source and not record.sources and not record.refs:
        yield Fault(file, "sources", "none", "at least one source, or an address in 'refs'")


def _alone(register: Register, record: Record, file: str) -> Iterator[Fault]:
    match record:
        case Statement():
            yield from _chain(record, file)
            for act, field in (("correct", "corrects"), ("retract", "retracts")):
                if record.act == act and not getattr(record, field):
                    yield Fault(file, field, "nothing", f"what the statement {field}")
            if record.speaker in record.target:
                yield Fault(file, "target", f"'{record.speaker}', who speaks", "somebody else", "warning")
            if record.act in ("deny", "dispute", "counter_accuse") and not (record.responds_to or record.disputes):
                yield Fault(file, "disputes", "nothing", "what it denies, disputes or answers", "warning")
        case Response() if not (record.actor or record.actor_names or record.countries):
            gap = _gap(register, record)
            yield Fault(file, "actor", "nobody", "who acted: actor, actor_names or countries", gap)
        case Attribution():
            if not (record.to or record.to_countries or record.to_names or record.category):
                yield Fault(
                    file, "to", "nobody", "who is named: to, to_countries, to_names or category", _gap(register, record)
                )
            if not (record.by or record.by_names or record.by_countries):
                yield Fault(file, "by", "nobody", "who says so: by, by_names or by_countries", _gap(register, record))
        case Claim():
            yield from amounts.of_claim(record, file)
        case Finding():
            yield from amounts.of_finding(record, file)
        case Case():
            for number, each in enumerate(record.records, 1):
                if each in record.records[: number - 1]:
                    yield Fault(file, f"records.{number}", f"'{each}' once more", "each record once")
        case Incident() if not (record.start or record.reported):
            yield Fault(file, "start", "no day", "a day, month or year of 'start' or 'reported'", "warning")


def _chain(statement: Statement, file: str) -> Iterator[Fault]:
    if not statement.chain:
        yield Fault(
            file, "chain", "no link", "at least who asserted it, and who carried it where the source is not theirs"
        )
        return
    places = [ORDER.index(link.role) for link in statement.chain]
    for number, (before, after) in enumerate(pairwise(places), 2):
        if after < before:
            yield Fault(file, f"chain.{number}.role", statement.chain[number - 1].role, f"the order {', '.join(ORDER)}")
    asserted = [link.actor for link in statement.chain if link.role is Role.ASSERTED_BY]
    if statement.speaker not in asserted:
        found = ", ".join(f"'{each}'" for each in asserted) or "nobody"
        yield Fault(file, "chain", f"{found} as asserted_by", f"the speaker '{statement.speaker}' among them")
    dated = [(number, link.date) for number, link in enumerate(statement.chain, 1) if link.date]
    for (_, first), (number, last) in pairwise(dated):
        if (earliest(first) - latest(last)).days > 1:
            yield Fault(file, f"chain.{number}.date", last, f"no day before that of the link before, {first}")


def _circles(register: Register) -> Iterator[Fault]:
    """Circles of answers, and of actors that are parts of each other; each is told once."""
    follows = {
        record.id: [(to, name) for _, name, to, _ in pointers(record) if name in FOLLOWS and to != record.id]
        for record in register.records.values()
    }
    state: dict[str, int] = {}
    for start in follows:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            here, done = stack.pop()
            if done:
                state[here] = 2
                path.pop()
            elif state.get(here) is None:
                state[here] = 1
                path.append(here)
                stack.append((here, True))
                for to, name in follows.get(here, ()):
                    if state.get(to) == 1:
                        round_trip = " → ".join([*path[path.index(to) :], to])
                        yield Fault(register.files[here], name, f"a circle: {round_trip}", "no way back to itself")
                    elif state.get(to) is None:
                        stack.append((to, False))


def _names(register: Register) -> Iterator[Fault]:
    owners: defaultdict[str, list[tuple[Actor, str, str]]] = defaultdict(list)
    for actor in register.of(Actor):
        own = [("name", actor.name), *((f"aliases.{n}", alias) for n, alias in enumerate(actor.aliases, 1))]
        seen: set[str] = set()
        shared = set(map(same, actor.shared_aliases))
        for field, name in own:
            if name in seen:
                yield Fault(register.files[actor.id], field, f"'{name}' once more", "each name once")
            seen.add(name)
            if same(name) not in shared:
                owners[same(name)].append((actor, field, name))
    for found in owners.values():
        first, *others = [each for n, each in enumerate(found) if each[0].id not in {e[0].id for e in found[:n]}]
        for actor, field, name in others:
            said = f"a name that is not also one of '{first[0].id}'; if both are called so, 'shared_aliases' of both"
            yield Fault(register.files[actor.id], field, f"'{name}'", said)


def _unused(register: Register) -> Iterator[Fault]:
    used = {to for record in register.records.values() for _, _, to, _ in pointers(record)}
    for record in register.of(Source):
        if record.id not in used:
            yield Fault(register.files[record.id], "", "a source that no record cites", "a record for it", "warning")


def _gap(register: Register, record: Record) -> str:
    """A gap is an error of whoever writes by hand; a registry may know that something was said, and not by whom."""
    sources = map(register.records.get, record.sources)
    return (
        "warning" if any(isinstance(each, Source) and each.kind is SourceKind.DATASET for each in sources) else "error"
    )


def _a(kind: type[Record]) -> str:
    word = kind.__name__.lower()
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
