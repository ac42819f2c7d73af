"""Statements, responses and claims as notes that point at what they are about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crosscount.model.claim import FIGURE_OF
from crosscount.model.claim_plain import number
from crosscount.products.stix import actors
from crosscount.products.stix.making import Maker
from crosscount.register.acts import ACTS
from crosscount.register.links import ANSWERS
from crosscount.register.reading import Register
from crosscount.register.records import Claim, Record, Response, Statement
from crosscount.register.timeline import label

__all__ = ["Said", "claim", "response", "statement"]


@dataclass
class Said:
    """What was made of which record."""

    maker: Maker
    register: Register
    ids: dict[str, str] = field(default_factory=dict)
    attributable: dict[str, str] = field(default_factory=dict)  # incident → its campaign
    related: dict[str, list[str]] = field(default_factory=dict)  # attribution → its relationships

    def made(self, name: str) -> list[str]:
        """The objects that stand for a record."""
        return self.related.get(name) or ([self.ids[name]] if name in self.ids else [])

    def before(self, record: Record) -> list[str]:
        """The records that it answers."""
        found: list[str] = []
        for name in ANSWERS:
            value = getattr(record, name, None) or ()
            found += [value] if isinstance(value, str) else value
        return found


def statement(said: Said, record: Statement) -> str:
    """The note of a statement."""
    chain = [
        {"role": link.role.value, "actor": label(said.register, link.actor), "hedge": link.hedge, "date": link.date}
        for link in record.chain
    ]
    plain = [{name: value for name, value in link.items() if value} for link in chain]
    told = {"kind": "statement", "hedge": record.hedge, "zone": record.zone, "chain": plain}
    speaker = [label(said.register, record.speaker)]
    return _note(said, record, record.date, told, speaker, [record.speaker, *record.target], record.about)


def response(said: Said, record: Response) -> str:
    """The note of a response."""
    named = [label(said.register, record.actor)] if record.actor else []
    told = {"kind": "response", "zone": record.zone, "as_written": record.as_written}
    who = [*named, *record.actor_names, *record.countries]
    involved = [*([record.actor] if record.actor else []), *record.target]
    return _note(said, record, record.date, told, who, involved, record.about)


def claim(said: Said, record: Claim) -> str:
    """The note of a claim, which points at the note of its statement."""
    holder = said.register.find(record.statement, Statement)
    told: dict[str, Any] = {
        "record": record.id,
        "kind": "claim",
        "quantity": number(record.quantity),
        "low": number(record.low),
        "high": number(record.high),
        "as_written": record.as_written,
        "modifier": record.modifier.value,
        "quantity_kind": record.kind.value,
        "unit": record.unit,
        "role": record.role,
        "figure": FIGURE_OF.get(record.role),
        "origin_country": record.origin,
        "target_country": record.target,
        "first_day": record.first,
        "last_day": record.last,
        "zone": record.zone,
        "hedge": record.hedge,
    }
    about = [said.ids[holder.id], *(made for each in holder.about for made in said.made(each))]
    return said.maker.make(
        "note",
        holder.date,
        abstract=f"claim: {record.as_written} {record.unit}",
        content=f"{record.as_written} {record.unit}"
        + (f", {record.window_as_written}" if record.window_as_written else ""),
        authors=[label(said.register, holder.speaker)],
        object_refs=about,
        external_references=actors.cited(said.register, holder),
        extensions=said.maker.extension(told),
    )


def _note(
    said: Said,
    record: Statement | Response,
    day: str | None,
    told: dict[str, Any],
    who: list[str],
    involved: list[str],
    about: tuple[str, ...],
) -> str:
    act = ACTS[record.act]
    codes = {"act": act.id, "cameo": act.cameo, "plover": act.plover, "eurepoc": act.eurepoc}
    refs = [made for each in (*about, *said.before(record)) for made in said.made(each)]
    refs += [actors.actor(said.maker, said.register, each) for each in involved]
    return said.maker.make(
        "note",
        day,
        abstract=f"{act.id.replace('_', ' ')}: {', '.join(who) or 'not stated'}",
        content=record.text or getattr(record, "as_written", "") or act.means,
        authors=who,
        object_refs=list(dict.fromkeys(refs)) or [said.maker.author],
        external_references=actors.cited(said.register, record),
        lang=said.maker.language or None,
        extensions=said.maker.extension({"record": record.id, "date": day, **codes, **told}),
    )
