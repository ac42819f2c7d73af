"""Days that contradict themselves: effects before causes, windows that end before they begin, days yet to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crosscount.register.links import ANSWERS, pointers
from crosscount.register.reading import Fault, Register
from crosscount.register.records import Claim, Finding, Incident, Record, Source, Statement
from crosscount.register.values import earliest, latest

__all__ = ["of_record"]

SLACK = 1  # days: a day is the day of its own place, so what is answered within hours may bear the day before elsewhere
OWN = ("date", "start", "end", "reported")  # days on which something is said to have happened


def of_record(register: Register, record: Record, file: str, today: date, gap: str) -> Iterator[Fault]:
    """The faults of a record's days. `gap`: the level of what a registry may leave in disorder."""
    yield from _order(register, record, file)
    yield from _future(record, file, today, gap)
    match record:
        case Incident(start=first, end=last, reported=reported):
            if first and last and earliest(first) > latest(last):
                yield Fault(file, "end", last, f"no day before {first}")
            if first and reported and _after(first, reported):
                yield Fault(file, "reported", reported, f"no day before {first}", gap)
        case Claim():
            yield from _window(register, record, file)


def _order(register: Register, record: Record, file: str) -> Iterator[Fault]:
    own = _day(register, record)
    for field, name, to, _ in pointers(record):
        other = register.records.get(to)
        if other is None or own is None:
            continue
        cause = _day(register, other)
        judges = isinstance(record, Finding) and name == "claim"
        if (name in ANSWERS or judges) and cause is not None and _after(cause, own):
            yield Fault(file, field, f"'{to}' of {cause}", f"nothing later than the record itself, {own}")
        # A source may be undated in parts, but none is printed before what it tells.
        printed = other.date if isinstance(other, Source) and name == "sources" else None
        if printed and not isinstance(record, Incident) and _after(own, printed):
            yield Fault(file, field, f"'{to}' of {printed}", f"a source of {own} or later")


def _future(record: Record, file: str, today: date, gap: str) -> Iterator[Fault]:
    told = [(name, getattr(record, name, None)) for name in OWN]
    if isinstance(record, Statement):
        told += [(f"chain.{number}.date", link.date) for number, link in enumerate(record.chain, 1)]
    for name, day in told:
        if day and (earliest(day) - today).days > SLACK:
            yield Fault(file, name, day, f"no day after today, {today}", gap)


def _window(register: Register, claim: Claim, file: str) -> Iterator[Fault]:
    first, last, said = claim.first, claim.last, _day(register, claim)
    if first and last and earliest(first) > latest(last):
        yield Fault(file, "last", last, f"no day before {first}")
    for name, day in (("first", first), ("last", last)):
        if day and said and _after(day, said):
            told = f"no day after the statement of {said}, unless it is a forecast"
            yield Fault(file, name, day, told, "warning")
            return


def _after(one: str, other: str) -> bool:
    """Whether all of `one` lies after all of `other`."""
    return (earliest(one) - latest(other)).days > SLACK


def _day(register: Register, record: Record) -> str | None:
    if isinstance(record, Claim):
        statement = register.records.get(record.statement)
        return statement.date if isinstance(statement, Statement) else None
    if isinstance(record, Incident):
        return record.start or record.reported
    day = getattr(record, "date", None)
    return day if isinstance(day, str) else None
