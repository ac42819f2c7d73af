"""The bundle of a case, or of a whole register.

An incident of STIX 2.1 is a stub that cannot be attributed to anybody, so each incident has a campaign beside it that
can. Statements and responses are notes; so are claims, with their quantity in an extension. An opinion says who
disagrees with what: a denial with an attribution or statement, a finding with a claim.
"""

from __future__ import annotations

from typing import Any

import orjson

from crosscount.errors import InputError
from crosscount.flow.register_lint import lint
from crosscount.model.bulletin import Marking
from crosscount.model.claim import Verdict
from crosscount.model.legible import json_escaped
from crosscount.products.stix import actors
from crosscount.products.stix.making import Maker, moment
from crosscount.products.stix.saying import Said, claim, response, statement
from crosscount.register.reading import Register
from crosscount.register.records import Actor, Attribution, Case, Claim, Finding, Incident, Record, Response, Statement
from crosscount.register.timeline import day_of, label, timeline

__all__ = ["bundle", "bundle_text"]

VERDICTS = {
    Verdict.REPRODUCED: "strongly-agree",
    Verdict.CONSISTENT: "agree",
    Verdict.CONTRADICTED: "strongly-disagree",
    Verdict.NOT_COVERED: "neutral",
    Verdict.UNVERIFIABLE: "neutral",
}
DISPUTES = {"deny": "strongly-disagree", "retract": "strongly-disagree", "acknowledge": "agree"}


def bundle_text(register: Register, case: Case | None, publisher: str, marking: Marking | None = None) -> str:
    """The bundle as JSON; the same register gives the same bytes."""
    made = bundle(register, case, publisher, marking)
    return json_escaped(orjson.dumps(made, option=orjson.OPT_INDENT_2).decode()) + "\n"


def bundle(register: Register, case: Case | None, publisher: str, marking: Marking | None = None) -> dict[str, Any]:
    """A STIX 2.1 bundle; InputError while lint finds errors, because links would lead nowhere."""
    errors = [fault for fault in lint(register) if fault.level == "error"]
    if errors:
        raise InputError(f"{errors[0]}; export wants a register without errors ({len(errors)} in all)")
    stricter = marking or (case.marking if case else Marking.CLEAR)
    maker = Maker(publisher, stricter, case.language if case else "")
    wanted = [register.records[event.id] for event in timeline(register, case)]
    said = Said(maker, register)
    for incident in [record for record in wanted if isinstance(record, Incident)]:
        _incident(said, incident)
    for attribution in [record for record in wanted if isinstance(record, Attribution)]:
        _attribution(said, attribution)
    if case is None:
        for each in register.of(Actor):
            actors.actor(maker, register, each.id)
    _sayings(said, wanted)
    _claims(said, wanted)
    _opinions(said, wanted)
    if case is not None:
        _report(said, case)
    return maker.bundle()


def _incident(said: Said, record: Incident) -> None:
    maker, day = said.maker, day_of(record) or None
    cite = actors.cited(said.register, record)
    described = " ".join(filter(None, (record.described, f"Types: {', '.join(record.types)}." if record.types else "")))
    incident = maker.make("incident", day, name=record.title, description=described, external_references=cite)
    campaign = maker.make(
        "campaign",
        day,
        name=record.title,
        description=described,
        first_seen=moment(record.start) if record.start else None,
        last_seen=moment(record.end) if record.end and record.end != record.start else None,
    )
    maker.relate(campaign, "related-to", incident, day)
    said.ids[record.id], said.attributable[record.id] = incident, campaign
    for victim in record.victims:
        if victim.actor:
            maker.relate(campaign, "targets", actors.actor(maker, said.register, victim.actor), day)
        elif victim.name:
            named = maker.make("identity", None, name=victim.name, identity_class="organization")
            maker.relate(campaign, "targets", named, day)
        elif victim.country and len(victim.country) == 2:
            maker.relate(campaign, "targets", actors.country(maker, victim.country), day)


def _attribution(said: Said, record: Attribution) -> None:
    maker, register, day = said.maker, said.register, record.date
    of = register.records[record.of]
    source = said.attributable.get(record.of)
    if source is None and isinstance(of, Incident):
        _incident(said, of)  # of another case: brought along, so that the attribution does not hang in the air
        source = said.attributable[record.of]
    if source is None:
        source = actors.threat(maker, register, record.of)
    who = ", ".join([*(label(register, each) for each in record.by), *record.by_names, *record.by_countries])
    basis = ", ".join(each.value for each in record.basis)
    text = f"Attributed by {who or 'somebody not named'}; basis: {basis}."
    text += f" As written: {record.basis_as_written}." if record.basis_as_written else ""
    text += f" Hedge: {record.hedge}." if record.hedge else ""
    targets = [actors.threat(maker, register, each) for each in record.to]
    targets += [actors.name_only(maker, each) for each in record.to_names]
    if not targets:  # a country alone; beside an actor it only says where that one belongs
        targets = [actors.name_only(maker, each, "organization") for each in record.to_countries]
    cite = actors.cited(register, record)
    for target in dict.fromkeys(targets):
        if target != source:
            made = maker.relate(source, "attributed-to", target, day, description=text, external_references=cite)
            said.related.setdefault(record.id, []).append(made)
    if record.id not in said.related:
        said.ids[record.id] = maker.make("note", day, content=text, object_refs=[source], external_references=cite)


def _sayings(said: Said, wanted: list[Record]) -> None:
    for record in wanted:
        if isinstance(record, (Statement, Response)) and record.id not in said.ids:
            _saying(said, record, ())


def _saying(said: Said, record: Statement | Response, under_way: tuple[str, ...]) -> None:
    """A note; the sayings that it answers are made before it, so that it can point at them."""
    for each in said.before(record):
        earlier = said.register.records.get(each)
        if isinstance(earlier, (Statement, Response)) and each not in said.ids and each not in under_way:
            _saying(said, earlier, (*under_way, record.id))
    said.ids[record.id] = statement(said, record) if isinstance(record, Statement) else response(said, record)


def _claims(said: Said, wanted: list[Record]) -> None:
    inside = {record.id for record in wanted if isinstance(record, Statement)}
    for record in said.register.of(Claim):
        if record.statement in inside:
            said.ids[record.id] = claim(said, record)


def _opinions(said: Said, wanted: list[Record]) -> None:
    for record in wanted:
        if not isinstance(record, Statement):
            continue
        for field in ("disputes", "retracts", "corrects"):
            named = getattr(record, field)
            if field == "disputes" and not named and record.act in ("deny", "dispute"):
                named = record.responds_to  # what it answers is then what it denies
            about = [made for each in named for made in said.made(each)]
            if about:
                said.maker.make(
                    "opinion",
                    record.date,
                    opinion=DISPUTES.get(record.act, "disagree"),
                    explanation=record.text,
                    authors=[label(said.register, record.speaker)],
                    object_refs=about,
                    external_references=actors.cited(said.register, record),
                )
    for attribution in wanted:
        if isinstance(attribution, Attribution):
            _denied(said, attribution)
    for finding in said.register.of(Finding):
        if finding.claim in said.ids:
            said.maker.make(
                "opinion",
                finding.date,
                opinion=VERDICTS[finding.verdict],
                explanation=f"{finding.verdict.value}: {finding.sentence}",
                authors=[finding.by],
                object_refs=[said.ids[finding.claim]],
            )


def _denied(said: Said, attribution: Attribution) -> None:
    for name in attribution.denied_by:
        denial = said.register.records.get(name)
        if isinstance(denial, Statement) and attribution.id not in denial.disputes and said.made(attribution.id):
            said.maker.make(
                "opinion",
                denial.date,
                opinion="strongly-disagree",
                explanation=denial.text,
                authors=[label(said.register, denial.speaker)],
                object_refs=said.made(attribution.id),
            )


def _report(said: Said, case: Case) -> None:
    maker = said.maker
    last = max(
        (day_of(said.register.records[each]) for each in case.records if each in said.register.records), default=""
    )
    refs = [
        name for name in maker.objects if name.partition("--")[0] not in ("marking-definition", "extension-definition")
    ]
    maker.make(
        "report",
        last or None,
        name=case.title,
        description=case.summary,
        report_types=["threat-report"],
        published=moment(last or None),
        object_refs=refs,
        lang=maker.language or None,
    )
