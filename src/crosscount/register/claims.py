"""The claims of a register, as the checker of texts wants them: earlier versions of what a text may repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation

from crosscount.kernels.claiming.implied import implied, last_place
from crosscount.model import claim as model
from crosscount.register.reading import Register
from crosscount.register.records import Claim, Role, Source, Statement
from crosscount.register.timeline import label
from crosscount.register.values import earliest, latest

__all__ = ["registered"]

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def registered(register: Register) -> tuple[model.Registered, ...]:
    """Every claim with a number, in the order of the ids. A month or year is taken as all of its days."""
    disputed = _disputed(register)
    found = []
    for record in register.of(Claim):
        statement = register.records.get(record.statement)
        quantity = record.quantity if record.quantity is not None else record.low
        if not isinstance(statement, Statement) or quantity is None:
            continue  # lint says so
        sources = [each for each in map(register.records.get, statement.sources) if isinstance(each, Source)]
        by = disputed.get(record.id) or disputed.get(statement.id)
        claim = model.Claim(
            quantity=quantity,
            upper=record.high if record.quantity is None else None,
            quantity_text=record.as_written,
            kind=record.kind,
            unit=record.unit,
            role=record.role,
            origin=record.origin,
            target=record.target,
            first=earliest(record.first) if record.first else None,
            last=latest(record.last) if record.last else None,
            speaker=label(register, statement.speaker),
            cited_source=_link(register, statement, Role.DATA_BY),
            interval=implied(quantity, _place(record, quantity), record.modifier, record.kind, upper=record.high),
            modifier=record.modifier,
            hedge=record.hedge or statement.hedge or None,
            approx=record.modifier in (model.Modifier.ABOUT, model.Modifier.NEARLY),
            disputed=by is not None,
            disputed_by=by,
            carried_by=_link(register, statement, Role.CARRIED_BY),
            zone=record.zone,
            sentence=statement.text,
        )
        source = label(register, sources[0].id) if sources else ""
        published = sources[0].date if sources else None
        day = latest(published) if published else None
        found.append(model.Registered(record.id, claim, source, day, record.drifts_from or None))
    return tuple(found)


def _place(record: Claim, quantity: Decimal) -> Decimal:
    """One unit of the last digit as printed: "1.18 million" is good to ten thousand."""
    printed = DIGITS.search(record.as_written)
    try:
        if printed and (number := Decimal(printed[0].replace(",", ""))) != 0:
            return last_place(printed[0].replace(",", ""), abs(quantity / number))
    except InvalidOperation:
        pass  # a number written in words: its own digits have to do
    return last_place(str(abs(quantity).normalize().to_integral_value() or 1))


def _link(register: Register, statement: Statement, role: Role) -> str | None:
    actors = [link.actor for link in statement.chain if link.role is role]
    return label(register, actors[-1]) if actors else None


def _disputed(register: Register) -> dict[str, str]:
    """Id of a record → who disputes it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for statement in register.of(Statement):
        for each in (*statement.disputes, *statement.retracts):
            found[each].append(label(register, statement.speaker))
    return {each: ", ".join(dict.fromkeys(speakers)) for each, speakers in found.items()}
