"""The role of a part where it is not that of its whole: "of the incidents, 1,854 were defacements"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crosscount.claims.counted.nearby import LOOSELY
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.model.claim import ClaimKind

__all__ = ["owner_role", "part_role"]

KINDS = frozenset(("phish", "scan", "spam", "infect", "ddos", "steal", "hack", "malicious", "deface"))
SITES = {"defaced_site": "deface", "backdoored_site": "implant"}
HELD = frozenset(("infected_host", "victim_host", "infected_ip"))
CLAUSE = frozenset((",", ";", "and", "while", "，", "；"))


def part_role(reading: Reading, draft: Draft, done: Collection[Deed]) -> str | None:
    """The role that a part has of its own, None where it has that of its whole."""
    whole = draft.base.role if draft.base is not None else None
    if whole == "incident_report":
        return "defaced_site" if _named(reading, draft) == {"deface"} else None
    if whole == "attack_event" and draft.kind is ClaimKind.COUNT:  # "900 attacks, of which 310 phishing and 19 deface"
        own = {"deface": "defaced_site", "phish": "phish_event"}
        named = _named(reading, draft)
        return own.get(next(iter(named))) if len(named) == 1 else None
    if _included(reading, draft):
        return whole
    suffered = _right_behind(draft, done)
    if whole in {*SITES, "hacked_site"} and suffered is not None and suffered.sort in SITES.values():
        return next(role for role, sort in SITES.items() if sort == suffered.sort)
    event = draft.phrase is not None and draft.phrase.sort == "event" and "phish" in draft.phrase.topics
    if draft.kind is ClaimKind.SHARE and (whole == "phish_event" or event) and _hosted(reading, draft):
        return "phish_host"  # "the US hosted 63 percent of all phishing attacks"
    verb = _right_before(reading, draft, done)
    if verb is None:
        return None
    if whole == "infected_host" and verb.sort == "control":
        return "victim_host"  # "servers in Peru controlled 4,000 of them"
    if whole == "phish_page" and verb.sort == "hosting" and draft.kind is ClaimKind.SHARE:
        return "phish_host"  # "Chilean servers hosting 12 percent": said of those who host
    return None


def owner_role(reading: Reading, draft: Draft, before: Sequence[Draft]) -> str | None:
    """ "1,900 infected computers at 60 organisations": whose the machines are."""
    phrase = draft.phrase
    if phrase is None or phrase.sort != "organisation" or not phrase.counted or not before:
        return None
    last = before[-1]
    machines = last.phrase is not None and last.phrase.after >= phrase.first - 1 and last.role in HELD
    joined = reading.lower(phrase.first - 1) in {"at", "in", "of", "from", "across"}
    return "victim_org" if machines and joined and any(last.phrase is each for each in reading.phrases) else None


def _hosted(reading: Reading, draft: Draft) -> bool:
    """Whether the clause of a share of attacks speaks of the machines that they stood on: "63 percent were hosted"."""
    floor = max((q.last for q in reading.quantities if q.last <= draft.quantity.first), default=0)
    stop = min((q.first for q in reading.quantities if q.first >= draft.quantity.last), default=len(reading.tokens))
    clause = range(floor, stop)
    return any(reading.lower(at) in {"host", "hosts", "hosted", "hosting"} for at in clause)


def _right_behind(draft: Draft, done: Collection[Deed]) -> Deed | None:
    """The deed that is said right behind a bare number: "3,187 were implanted with backdoors"."""
    if draft.phrase is None or draft.quantity in draft.phrase.counted:
        return None
    last = draft.quantity.last
    return next((deed for deed in done if last < deed.at <= last + 2 and deed.passive), None)


def _included(reading: Reading, draft: Draft) -> bool:
    """ "1,023 sites, including 41 government sites": more of the same, whatever the sentence goes on to."""
    phrase, whole = draft.phrase, draft.base
    if phrase is None or whole is None or whole.phrase is None or reading.lower(phrase.first - 1) != "including":
        return False
    return draft.quantity in phrase.counted and phrase.sort == whole.phrase.sort and not phrase.topics


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
    at = draft.quantity.first - 1
    while reading.lower(at) in LOOSELY:
        at -= 1
    return next((deed for deed in done if deed.at == at and not deed.passive), None)
