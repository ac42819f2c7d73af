"""The role of a part where it is not that of its whole: "of the incidents, 1,854 were defacements"."""

from __future__ import annotations

from collections.abc import Collection

from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.quantities import lead
from crosscount.model.claim import ClaimKind

__all__ = ["part_role"]

KINDS = frozenset(("phish", "scan", "spam", "infect", "ddos", "steal", "hack", "malicious", "deface"))
SITES = {"defaced_site": "deface", "backdoored_site": "implant"}
CLAUSE = frozenset((",", ";", "and", "while", "，", "；"))


def part_role(reading: Reading, draft: Draft, done: Collection[Deed]) -> str | None:
    """The role that a part has of its own, None where it has that of its whole."""
    whole = draft.base.role if draft.base is not None else None
    named = _named(reading, draft)
    if whole in SITES and draft.base is not None and draft.base.base is not None and named and "deface" not in named:
        whole = draft.base.base.role  # "defacements (1,847) made up 20 percent, phishing sites (287) 3 percent"
        if whole == "incident_report" and not _phishing_sites(reading, draft):
            return whole
    if whole == "incident_report":
        return "defaced_site" if named == {"deface"} else "phish_page" if _phishing_sites(reading, draft) else None
    if whole == "attack_event" and draft.kind is ClaimKind.COUNT:  # "900 attacks, of which 310 phishing and 19 deface"
        own = {"deface": "defaced_site", "phish": "phish_event"}
        return own.get(next(iter(named))) if len(named) == 1 else None
    suffered = _done_to(reading, draft, done)
    steered = suffered is not None and suffered.sort == "control" and draft.kind is ClaimKind.COUNT
    if whole == "infected_host" and steered:
        return "victim_host"  # "including 700 controlled from Peru"
    if whole in {*SITES, "hacked_site"} and suffered is not None and suffered.sort in SITES.values():
        return next(role for role, sort in SITES.items() if sort == suffered.sort)
    if draft.kind is ClaimKind.SHARE and whole == "phish_event" and _hosted(reading, draft):
        return "phish_host"  # "the US hosted 63 percent of all phishing attacks"
    verb = _right_before(reading, draft, done)
    if verb is None:
        return None
    if whole == "infected_host" and verb.sort == "control":
        return "victim_host"  # "servers in Peru controlled 4,000 of them"
    if whole == "phish_page" and verb.sort == "hosting" and draft.kind is ClaimKind.SHARE:
        return "phish_host"  # "Chilean servers hosting 12 percent": said of those who host
    return None


def _clause_begins(reading: Reading, before: int) -> int:
    """The token behind the last comma, "and", … before one."""
    return max((at + 1 for at in range(before) if reading.tokens[at].text in CLAUSE), default=0)


def _phishing_sites(reading: Reading, draft: Draft) -> bool:
    """ "Phishing sites (287 cases) made up 3.2 percent": whether the clause of a number opens with such sites."""
    first = draft.quantity.first
    floor = _clause_begins(reading, first)
    return any(
        floor <= phrase.first and phrase.last <= first and phrase.sort in ("site", "page") and "phish" in phrase.topics
        for phrase in reading.phrases
    )


def _hosted(reading: Reading, draft: Draft) -> bool:
    """Whether the clause of a share of attacks speaks of the machines that they stood on: "63 percent were hosted"."""
    floor = max((q.last for q in reading.quantities if q.last <= draft.quantity.first), default=0)
    stop = min((q.first for q in reading.quantities if q.first >= draft.quantity.last), default=len(reading.tokens))
    clause = range(floor, stop)
    return any(reading.lower(at) in {"host", "hosts", "hosted", "hosting"} for at in clause)


def _done_to(reading: Reading, draft: Draft, done: Collection[Deed]) -> Deed | None:
    """The deed that is said right behind a bare number: "3,187 were implanted with backdoors"."""
    if draft.phrase is None or draft.quantity in draft.phrase.counted:
        return None
    last = draft.quantity.last
    last += 2 * (reading.words(last, last + 2) in {"of which", "of them"})  # "700 of which were controlled"
    behind = next((deed for deed in done if last <= deed.at <= last + 2 and deed.passive), None)
    return behind or _of_those(reading, draft, done)


def _of_those(reading: Reading, draft: Draft, done: Collection[Deed]) -> Deed | None:
    """What is done to "those" before a number: "those implanted with backdoors, 45"."""
    first = draft.quantity.first
    floor = _clause_begins(reading, first - 1)
    those = (deed for deed in done if floor < deed.at < first and reading.lower(deed.at - 1) == "those")
    return next(those, None)


def _named(reading: Reading, draft: Draft) -> set[str]:
    """The kinds of incident that the clause names up to the number."""
    first = draft.quantity.first
    floor = max((q.last for q in reading.quantities if q.last <= first), default=0)
    floor = max((at + 1 for at in range(floor, first) if reading.tokens[at].text in CLAUSE), default=floor)
    ahead = range(draft.quantity.last, draft.quantity.last + 2)
    ahead = range(0) if reading.lower(ahead[0]) in CLAUSE else ahead
    return {
        mark.value
        for mark in reading.topics
        if (floor <= mark.first < first or mark.first in ahead) and mark.value in KINDS
    }


def _right_before(reading: Reading, draft: Draft, done: Collection[Deed]) -> Deed | None:
    """The deed whose verb stands right before the number."""
    at = lead(reading.tokens, draft.quantity)
    return next((deed for deed in done if deed.at == at and not deed.passive), None)
