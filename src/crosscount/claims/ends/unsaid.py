"""Deeds that no verb says: "135 hosts with 563 phishing pages", "5,000 attacks on 1,500 systems"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from crosscount.claims.counted.party import is_page
from crosscount.claims.ends.means import (
    MACHINES,
    SUFFERING,
    bracketed,
    by_means,
    carried,
    relayed,
    sent,
    wielded,
)
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.doers import crosses, doer
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import lead

__all__ = ["launched", "paired"]

SPLIT = {
    "took": "seize", "taken": "seize", "take": "seize", "taking": "seize", "shut": "seize", "shutting": "seize",
    "pulled": "seize", "knocked": "attack", "knocking": "attack", "brought": "attack", "bringing": "attack",
}  # fmt: skip
NOMINAL = {
    "control": "control", "hijacking": "control", "takeover": "control", "defacement": "deface", "hacking": "attack",
    "infection": "infect", "infiltration": "attack", "implanting": "implant", "planting": "implant",
    "implantation": "implant", "insertion": "implant",
}  # fmt: skip
ON = frozenset(("on", "against", "at"))
ACCOUNTING = frozenset(("accounted for", "accounting for", "accounts for", "list with"))
# What machines are, or do, in attacks.
USED = re.compile(r"(?:used|involved|employed) (?:for|in|to (?:launch|carry out|mount|stage|make|conduct))|part in")
APART = 9  # tokens between machines and what they carry


def paired(reading: Reading, done: list[Deed]) -> None:
    """Add the deeds that no verb says to those that verbs say; each rule knows those that were found before."""
    for deed in done:
        if deed.sort == "impersonate" and deed.agent is not None and deed.agent.sort == "site":
            deed.agent.topics.add("phish")
    relayed(reading, done)
    for rule in BY_WORDS:
        done += list(rule(reading))
    for complement in BESIDE_OTHERS:
        done += list(complement(reading, done))


def nominal(reading: Reading) -> Iterator[Deed]:
    """Deeds that a noun says: "the defacement of 117 Indian sites by hackers", "control of 900 hosts by 12 servers"."""
    for at in range(len(reading.tokens) - 1):
        sort = NOMINAL.get(reading.lower(at))
        if sort is None or reading.lower(at + 1) != "of":
            continue
        by = next((each for each in range(at + 2, min(len(reading.tokens), at + 16)) if reading.lower(each) == "by"), 0)
        if not by or crosses(reading, at, by):
            continue
        near = [p for p in reading.phrases if at < p.first and p.last <= by and p.sort not in ("place", "backdoor")]
        agent = next((p for p in reading.phrases if by < p.first <= by + 3), None)
        if near and agent is not None:
            yield Deed(sort, at, True, agent, near[0])


def held(reading: Reading) -> Iterator[Deed]:
    """Machines that others have "under their control"."""
    for at in range(1, len(reading.tokens) - 2):
        if reading.words(at, at + 3) not in {"under their control", "under its control", "under his control"}:
            continue
        patient = next((p for p in reading.phrases if at in (p.last, p.after) and p.sort in MACHINES), None)
        agent = doer(reading, patient.first) if patient is not None else None
        if agent is not None:
            yield Deed("control", at, False, agent, patient)


def hit(reading: Reading) -> Iterator[Deed]:
    """Chinese: sites that attacks befell, 64个网站遭俄罗斯黑客攻击."""
    for mark in reading.auxiliaries:
        event = next((p for p in reading.phrases if p.first == mark.last and p.sort == "event"), None)
        if event is not None and reading.lower(mark.first) in {"遭", "遭到", "受到", "遭受", "被"}:
            yield Deed("defend", mark.first, False, doer(reading, mark.first), event)


def behind(reading: Reading) -> Iterator[Deed]:
    """ "Peru behind 900 attacks", in a headline without a verb, "hackers from Peru made 900 attacks", "servers in Peru
    were used for 900 attacks".
    """
    for event in reading.phrases:
        at = lead(reading.tokens, event.counted[0]) if event.counted and event.sort == "event" else -1
        used = next((n for n in range(2, 5) if USED.fullmatch(reading.words(at - n + 1, at + 1))), 0)
        if used or reading.lower(at) in {"made", "making", "committed", "attempted"}:
            agent = doer(reading, at - max(0, used - 1))
            known = agent is not None and agent.sort in ("actor", "place", *MACHINES)
        else:
            agent = next((p for p in reading.phrases if p.last == at and p.places), None)
            known = reading.lower(at) == "behind"
        if agent is not None and known:
            yield Deed("launch", at, False, agent, event)


def taken_off(reading: Reading) -> Iterator[Deed]:
    """A verb on both sides of its object: "took 31 servers offline", "shut 14 sites down"."""
    for phrase in reading.phrases:
        at = lead(reading.tokens, phrase.counted[0]) if phrase.counted else -1
        off = reading.lower(phrase.last) in {"offline", "down", "over"}
        sort = SPLIT.get(reading.lower(at)) if off else None
        if sort is not None:
            yield Deed(sort, at, False, doer(reading, at), phrase)


def struck_by(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """ "5,000 attacks on 1,500 systems": what attacks hit, and the machines that were involved in them."""
    for event in reading.phrases:
        struck = _struck(reading, event) if event.sort == "event" else None
        if struck is None or any(deed.patient is struck for deed in done):
            continue
        if reading.lower(lead(reading.tokens, struck.counted[0])) in ON:
            yield Deed("attack", event.last, False, event, struck)
            helper = _involved(reading, event)
            if helper is not None:
                yield Deed("control" if struck.sort == "host" else "attack", event.last, False, helper, struck)


def _struck(reading: Reading, event: Phrase) -> Phrase | None:
    """What is counted right behind an event, or behind its "against"."""
    at = (event.last, _aim(reading, event))
    counted = [p for p in reading.phrases if p.counted and p.counted[0].first >= p.first > event.last]
    return next((p for p in counted if lead(reading.tokens, p.counted[0]) in at), None)


def _aim(reading: Reading, event: Phrase) -> int | None:
    """The "against" of "an attack was launched in May against as many as 870 servers": a preposition of the event."""
    done = next((m for m in reading.actives if m.value == "launch" and m.first >= event.last), None)
    if done is None or any(p.first >= event.last and p.last <= done.first for p in reading.phrases):
        return None
    near = range(done.last, min(len(reading.tokens), done.last + 6))
    return next(
        (at for at in near if reading.lower(at) in {"against", "on", "at"} and at + 1 not in reading.dated), None
    )


def _involved(reading: Reading, event: Phrase) -> Phrase | None:
    """The machines of "7,000 addresses were involved in attacks on 1,500 systems"."""
    at = event.first - 1
    at -= reading.lower(at) in {"the", "these", "such"}
    took = reading.words(at - 1, at + 1) in {"involved in", "used in", "participated in", "part in"}
    helper = doer(reading, at - 1) if took and not event.counted else None
    return helper if helper is not None and helper.counted and helper.sort in MACHINES else None


def taking_part(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """ "7,000 addresses were involved in the attacks"; those of a botnet are infected."""
    if any(mark.value in ("bot", "infect") for mark in reading.topics):
        return
    for event in reading.phrases:
        helper = _involved(reading, event) if event.sort == "event" else None
        machine = helper is not None and helper.sort in ("ip", "server")
        if machine and not any(deed.agent is helper for deed in done):
            yield Deed("launch", event.first - 1, False, helper, event)


def sources(reading: Reading) -> Iterator[Deed]:
    """ "Peru accounted for 900 attacks on Chile", where they hit another; "Peru was the source of 900 attacks"."""
    for event in reading.phrases:
        if event.sort != "event" or not event.counted:
            continue
        at = lead(reading.tokens, event.counted[0])
        verb = reading.words(at - 1, at + 1)
        if verb == "source of" or (event.to_places and verb in ACCOUNTING):
            agent = next((p for p in reversed(reading.phrases) if p.last < at), None)
            if agent is not None and agent.sort == "place":
                yield Deed("launch", at - 1, False, agent, event)


def side_by_side(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """ "135 hosts with 563 phishing pages": machines beside pages host them, beside sites they plant a backdoor."""
    for one, other in pairwise([p for p in reading.phrases if p.counted]):
        if not _free(reading, one, other) or any(_told(deed, one, page=is_page(other)) for deed in done):
            continue
        between = range(one.last, other.first)
        if is_page(other):
            yield Deed("hosting", one.last, False, one, other)
        elif other.sort == "site" and any(m.value == "backdoor" and m.first in between for m in reading.topics):
            yield Deed("implant", one.last, False, one, other)


def _free(reading: Reading, one: Phrase, other: Phrase) -> bool:
    """Whether machines that suffer nothing stand close before something else that is counted."""
    machines = one.sort in MACHINES and not SUFFERING & one.topics
    return machines and other.first - one.last <= APART and not crosses(reading, one.last, other.first)


def _told(deed: Deed, machines: Phrase, *, page: bool) -> bool:
    """Whether a deed already says what machines do, other than attack with a page, or who does what to them."""
    does = deed.agent is machines and not (page and deed.sort == "attack")
    return does or (deed.patient is machines and deed.agent is not None)


def launched(done: Sequence[Deed]) -> None:
    """An attack comes from where those are who are behind it."""
    for deed in done:
        agent, event = deed.agent, deed.patient
        if deed.sort == "launch" and agent is not None and event is not None and event.sort == "event":
            known = event.from_places
            known += [code for code in (*agent.places, *agent.from_places) if code not in known]


BY_WORDS: tuple[Callable[[Reading], Iterator[Deed]], ...] = (
    nominal,
    held,
    hit,
    carried,
    sent,
    behind,
    wielded,
    taken_off,
    sources,
)
BESIDE_OTHERS: tuple[Callable[[Reading, Sequence[Deed]], Iterator[Deed]], ...] = (
    bracketed,
    by_means,
    struck_by,
    taking_part,
    side_by_side,
)
