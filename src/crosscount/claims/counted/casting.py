"""Which role a number has, its sentence and those before considered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crosscount.claims.counted.parts import part_role
from crosscount.claims.counted.roles import role_of
from crosscount.claims.counted.subjects import dropped_from
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import BARE_CASES, Draft
from crosscount.claims.sentences.reading import STOPS, Phrase, Reading
from crosscount.claims.words.quantities import lead
from crosscount.model.claim import ClaimKind

__all__ = ["cast", "near_topics"]

SITED = frozenset(("ip", "server", "site", "page", "domain", "report"))
SITES = ("hacked_site", "defaced_site", "backdoored_site", "phish_page")
# What events are of which a sentence goes on to speak with no other word.
TOLD = {"attack_event": "attack_event", "phish_event": "phish_event", "phish_page": "phish_event"}
TROJANS, NETS = (
    frozenset(("trojan", "trojans", "viruses", "virus")),
    frozenset(("botnet", "botnets", "bots", "networks")),
)
PROGRAM = frozenset(("virus", "worm", "trojan", "ransomware"))
POINTING = frozenset(("such", "these", "those", "this"))
WHOLES = ("attack_event", "incident_report")
MASSES = frozenset(("malware", "ransomware", "spyware", "phishing", "spam"))  # of which cases are counted
EVENTS = ("attack_event", "phish_event", "incident_report")
DEFINITE = frozenset(("the", "these", "those", "such", "all", "of"))
REACHED = frozenset(("to", "reaching", "totaling", "totalling", "hitting"))
SITES_BEHIND = 3  # tokens
CLAUSES = frozenset(";；。")


def near_topics(reading: Reading, draft: Draft) -> set[str]:
    """The topics of the clause of a number."""
    marks = [
        at for at, token in enumerate(reading.tokens) if token.text in CLAUSES or token.lower in {"while", "whereas"}
    ]
    marks += [at for at in range(1, len(reading.tokens)) if reading.words(at, at + 2) == "and that"]
    first = max((at for at in marks if at < draft.quantity.first), default=-1)
    last = min((at for at in marks if at >= draft.quantity.last), default=len(reading.tokens))
    return {mark.value for mark in reading.topics if first < mark.first < last}


def cast(
    reading: Reading,
    draft: Draft,
    done: Sequence[Deed],
    topics: Sequence[set[str]],
    known: Sequence[str],
    before: Sequence[Draft],
) -> str | None:
    """The role, or None where the number counts no threat. `topics`: of its clause, and of its sentence.

    `known`: topics of the sentences before, the nearest first; `before`: the numbers before.
    """
    phrase, base = draft.phrase, draft.base
    if draft.kind is ClaimKind.RANK:
        return "attack_source_rank"
    equal = _the_same(reading, draft, before)
    if equal is not None:
        draft.phrase, draft.base = equal.phrase, draft.base or equal
        return equal.role
    part = part_role(reading, draft, done)
    if part is not None:
        return part
    if phrase is None or (base is not None and phrase is base.phrase and base.role is not None):
        return base.role if base is not None else None
    role = role_of(phrase, done, topics[1], known, topics[0])
    named = {reading.lower(at) for at in range(phrase.first, phrase.last)}
    if role == "botnet" and phrase.counted and named & TROJANS and not named & NETS:
        role = "malware_sample"  # "1,500 mobile banking Trojans"
    role = _reported_sites(reading, phrase, done, topics, known) or role
    kinds = (ClaimKind.SHARE, ClaimKind.CHANGE) if role == "botnet" else (ClaimKind.SHARE,)
    if role in ("malware_sample", "botnet") and draft.kind in kinds and not phrase.counted:
        role = next((each.role for each in reversed(before) if each.role in EVENTS), role)  # a kind of attack
    acting = any(deed.agent is phrase and deed.sort == "attack" and not deed.passive for deed in done)
    if role == "malware_sample" and acting and draft.kind is ClaimKind.SHARE and not phrase.counted:
        role = "attack_event"  # "the worm attacked machines from addresses in Peru (20%)"
    one = reading.lower(phrase.last - 1) in PROGRAM and "infect" in {*phrase.topics, *known}
    if role == "malware_sample" and one and draft.kind is ClaimKind.SHARE and not phrase.counted:
        return "infected_host"  # "the spread of the worm by country: Peru 9%"
    if role == "attack_ip" and draft.kind is ClaimKind.SHARE and not phrase.counted:
        attacks = any(each.role == "attack_event" for each in before)
        role = "attack_event" if attacks else role  # whose addresses attacks were traced to: a share of the attacks
    if role == "attack_event" and _only_defaced(reading, phrase, topics[1], known):
        role = "defaced_site"
    sites = {each.role for each in before if each.role in SITES}
    if role == "hacked_site" and sites == {"defaced_site"} and not {"hack", "infect"} & topics[1]:
        role = "defaced_site"
    if role == "incident_report":
        role = _same_again(reading, phrase, before) or role
    handled = any(each.role == "incident_report" for each in before)
    if role == "phish_page" and reading.tokens[min(draft.quantity.last, len(reading.tokens) - 1)].text == "次":
        role = "phish_event"  # 拦截钓鱼网站52亿次
    if role == "attack_event" and _of_the_handled(reading, draft, phrase, topics[1], before):
        return "incident_report"
    infected = any(each.role == "infected_host" for each in before) and not handled
    machines = any(each.role in ("infected_host", "cleaned_host") for each in before)
    if role == "victim_org" and machines and draft.kind is ClaimKind.SHARE and reading.lower(phrase.head) == "victims":
        return "infected_host"  # "Peru had 35 percent of the victims", of a program
    if role == "incident_report" and infected and "infect" in phrase.topics:
        return "infected_host"  # "68 cases of infection"
    falls = draft.kind in (ClaimKind.CHANGE, ClaimKind.COUNT)
    if handled and phrase.sort == "infection" and not phrase.counted and falls:
        return "incident_report"  # "malware infections plunged by 85 percent": cases
    if handled and role == "phish_event" and phrase.sort == "incident":
        return "incident_report"  # a kind of the cases that a body handled
    bracketed = phrase.last == draft.quantity.first - 1 and reading.lower(phrase.last) == "("
    if handled and role in ("attack_event", "malware_sample") and bracketed:
        return "incident_report"  # "incidents of fraud (510 cases); intrusion (72)"
    kind = reading.lower(phrase.last - 1) in MASSES and bool(phrase.counted)
    whole = next((d.role for d in before if kind and d.role in WHOLES and d.phrase in reading.phrases), None)
    if role == "malware_sample" and whole is not None:  # "900 attacks: 310 phishing, 120 malware"
        return whole
    if handled and role in ("attack_event", "malware_sample", "phish_event") and _goes_on(reading, draft, before):
        return "incident_report"
    if handled and role is None and phrase.sort == "report" and reading.lower(phrase.first - 1) in DEFINITE:
        return "incident_report"  # "only 18 of the reports"
    if base is not None and base.role is not None:
        if base.role == "incident_report" and not phrase.counted and not ({"deface", "phish"} & phrase.topics):
            return base.role  # a kind of incident
        kind = base.role in ("incident_report", "attack_event", "phish_event") and "deface" not in phrase.topics
        if base.role in SITES and _of_those_sites(reading, draft, phrase, base):
            return base.role  # "900 sites were defaced, of which 42 incidents were in June"
        if phrase.sort == "incident" and kind and not (phrase.counted and phrase.topics):
            return base.role
        if not phrase.counted:
            same = base.phrase is not None and base.phrase.sort == phrase.sort and not phrase.topics
            return base.role if same and phrase.sort == "event" else role or base.role
    if role is None and phrase.counted and not phrase.topics and phrase.sort in SITED:
        return next((each.role for each in reversed(before) if each.phrase and each.phrase.sort == phrase.sort), None)
    bare = phrase.sort == "event" and not phrase.topics and not topics[1] - {"phish"}
    if role == "attack_event" and bare and phrase.counted:
        told = next((TOLD[each.role] for each in reversed(before) if each.role in TOLD), None)
        return told or role  # "that is more than the 72,758 attacks of the first half"
    return role


def _of_those_sites(reading: Reading, draft: Draft, phrase: Phrase, base: Draft) -> bool:
    """Whether "cases" are of the sites counted before in the sentence."""
    here = any(base.phrase is each for each in reading.phrases)
    counted = draft.kind is ClaimKind.COUNT and draft.quantity in phrase.counted
    return counted and here and phrase.sort == "incident" and not phrase.topics - {"reported"}


def _reported_sites(
    reading: Reading, phrase: Phrase, done: Sequence[Deed], topics: Sequence[set[str]], known: Sequence[str]
) -> str | None:
    """What sites are in "the team received 900 reports of sites being hacked"."""
    if phrase.sort != "report" or reading.lower(phrase.last) != "of":
        return None
    sites = (p for p in reading.phrases if p.sort == "site" and 0 < p.first - phrase.last <= SITES_BEHIND)
    site = next(sites, None)
    return None if site is None else role_of(site, done, topics[1], known, topics[0])


def _goes_on(reading: Reading, draft: Draft, before: Sequence[Draft]) -> bool:
    """ "900 incidents, of which 510 were fraud, 72 intrusions and 31 malware": the next kind of the same list."""
    last = before[-1]
    if last.role != "incident_report" or last.base is None or not any(last.phrase is p for p in reading.phrases):
        return False
    between = [reading.lower(at) for at in range(last.quantity.last, draft.quantity.first)]
    return between[-1:] in ([","], ["and"]) and not {*between[1:]} & (STOPS - {"and"})


def _of_the_handled(
    reading: Reading, draft: Draft, phrase: Phrase, topics: Collection[str], before: Sequence[Draft]
) -> bool:
    """Whether attacks are cases that a body handled, where no others were counted: "half of the attacks"."""
    events = {each.role for each in before if each.role in EVENTS}
    attacks = phrase.sort == "event" and "attack" in reading.lower(phrase.last - 1)  # "of the scans" is a kind
    if events != {"incident_report"} or reading.places or not attacks:
        return False
    part = draft.quantity not in phrase.counted and reading.lower(phrase.first - 1) in DEFINITE
    beside_it = any(p.counted and p.sort in ("report", "incident") for p in reading.phrases)
    return part or beside_it or draft.kind is ClaimKind.CHANGE or "reported" in topics


def _the_same(reading: Reading, draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The number before, of "430 sites, compared to 390 cases in 2012", "rose by 12%, reaching 5,000 cases"."""
    phrase, last = draft.phrase, before[-1] if before else None
    if phrase is None or last is None or draft.quantity not in phrase.counted:
        return None
    here = any(last.phrase is each for each in reading.phrases)
    bare = reading.lower(phrase.head) in BARE_CASES | {"incidents"}
    if not here or not bare or phrase.topics - {"reported"}:
        return None
    at = lead(reading.tokens, draft.quantity)
    word, held = reading.lower(at), reading.words(at - 1, at + 1) in {"compared to", "compared with"}
    held |= word == "versus" or dropped_from(reading, draft.quantity)
    reached = last.kind is ClaimKind.CHANGE and word in REACHED
    return last if reached or (last.kind is draft.kind and held) else None


def _same_again(reading: Reading, phrase: Phrase, before: Sequence[Draft]) -> str | None:
    """ "The number of such incidents": of the attacks that were counted before."""
    pointed = {reading.lower(at) for at in range(phrase.first - 1, phrase.last)} & POINTING
    return next((each.role for each in reversed(before) if pointed and each.role in EVENTS), None)


def _only_defaced(reading: Reading, phrase: Phrase, topics: Collection[str], known: Collection[str]) -> bool:
    """Whether the attacks of a text are defacements, and nothing else: "the archive filed 4,100 attacks"."""
    attacks = phrase.sort == "event" and "attack" in reading.lower(phrase.head)  # no "intrusion attempts"
    return attacks and not {*phrase.topics, *topics} - {"reported"} and {*known} == {"deface"}
