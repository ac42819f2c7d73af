"""Numbers that count what an earlier one does: "900 sites were defaced, of which 42 incidents were in June"."""

from __future__ import annotations

from crosscount.claims.answers import NO_THREAT, NoThreat
from crosscount.claims.counted.candidate import EVENTS, SITES, Candidate
from crosscount.model.claim import ClaimKind

__all__ = ["LIKE_BEFORE"]

SITED = frozenset(("ip", "server", "site", "page", "domain", "report"))
STEERING = frozenset(("c2", "backdoor_ip"))
# What events are of which a sentence goes on to speak with no other word.
TOLD = {"attack_event": "attack_event", "phish_event": "phish_event", "phish_page": "phish_event"}


def _kind_of_incident(number: Candidate) -> str | None:
    """ "Of the incidents, 12 percent were intrusions"."""
    noun, whole = number.noun, _whole(number)
    other = noun.counted or {"deface", "phish"} & noun.topics
    return whole if whole == "incident_report" and not other else None


def _cases_of_sites(number: Candidate) -> str | None:
    """ "900 sites were defaced, of which 42 incidents were in June"."""
    noun, base, whole = number.noun, number.draft.base, _whole(number)
    if base is None or whole not in SITES or base.phrase not in number.reading.phrases:
        return None
    counted = number.kind is ClaimKind.COUNT and number.draft.quantity in noun.counted
    return whole if counted and noun.sort == "incident" and not noun.topics - {"reported"} else None


def _cases_of_events(number: Candidate) -> str | None:
    """ "Of the attacks, 310 cases were in June"."""
    noun, whole = number.noun, _whole(number)
    if noun.sort != "incident" or whole not in EVENTS or "deface" in noun.topics:
        return None
    return None if noun.counted and noun.topics else whole


def _part_of_the_whole(number: Candidate) -> str | None:
    """ "44 percent of the attacks": as the whole, if the noun says no more than its."""
    noun, base, whole = number.noun, number.draft.base, _whole(number)
    if base is None or whole is None or noun.counted:
        return None
    same = base.phrase is not None and base.phrase.sort == noun.sort == "event" and not noun.topics
    return whole if same else number.role or whole


def _whole(number: Candidate) -> str | None:
    """The role of what it is a part of."""
    return number.draft.base.role if number.draft.base is not None else None


def _last_alike(number: Candidate) -> str | None:
    """The role of the last number before of the same sort of thing."""
    like = (each.role for each in reversed(number.before) if each.phrase and each.phrase.sort == number.noun.sort)
    return next(like, None)


def _same_sites(number: Candidate) -> str | NoThreat | None:
    """ "640 servers", of which nothing else is said: as those before."""
    noun = number.noun
    if number.role is not None or not noun.counted or noun.topics or noun.sort not in SITED:
        return None
    return _last_alike(number) or NO_THREAT


def _same_attacks(number: Candidate) -> str | None:
    """ "That is more than the 72,758 attacks of the first half"."""
    noun = number.noun
    if number.role != "attack_event" or noun.sort != "event" or not noun.counted or noun.to_places or noun.places:
        return None
    if noun.topics or {*number.topics} - {"phish"}:
        return None
    return next((TOLD[each.role] for each in reversed(number.before) if each.role in TOLD), None)


def _attacking_as_told(number: Candidate) -> str | None:
    """ "21 percent of the attacking addresses": of those that were told to control machines."""
    if number.role != "attack_ip" or not number.kind_of_attack:
        return None
    return next((each.role for each in reversed(number.before) if each.role in STEERING), None)


def _these(number: Candidate) -> str | None:
    """ "7,370 of these addresses": as those that were counted before."""
    noun, reading = number.noun, number.reading
    pointed = reading.lower(noun.first - 1) in {"these", "those"} or reading.lower(noun.first) in {"these", "those"}
    if number.kind is not ClaimKind.COUNT or noun.sort not in ("ip", "server") or noun.topics or not pointed:
        return None
    return _last_alike(number)


LIKE_BEFORE = (
    _these,
    _attacking_as_told,
    _kind_of_incident,
    _cases_of_sites,
    _cases_of_events,
    _part_of_the_whole,
    _same_sites,
    _same_attacks,
)
