"""The two ends that the verbs and prepositions of a sentence give to what a phrase counts."""

from __future__ import annotations

from collections.abc import Collection

from crosscount.claims.counted.nearby import LOOSELY
from crosscount.claims.counted.roles import EVENTS, ORIGIN_SIDE
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.speakers.voices import LAW
from crosscount.model.claim import WORLD

__all__ = ["by_law", "ends_of", "governing_deed", "lies_still"]

ACTING = frozenset(("event", "actor", "ip", "server", "botnet"))  # what befalls others
AUTHORITIES = frozenset(("authorities", "enforcement", "officers", "detectives", "agents"))
ACTS = frozenset(("control", "hosting", "attack", "infect", "deface", "implant", "lure", "launch"))


def governing_deed(reading: Reading, draft: Draft, deeds: Collection[Deed]) -> Deed | None:
    """The deed whose verb stands right before the number: "servers in the US controlled 4.49 million of them"."""
    at = reading.back(draft.quantity.first - 1, LOOSELY)
    if at < 0 or reading.lower(at) == "of" or reading.tokens[at].sort == "mark":
        return None
    verb = next((deed for deed in deeds if deed.at <= at <= deed.at + 2 and not deed.passive), None)
    return verb if verb is not None and verb.sort in ACTS else None


def _handed_on(reading: Reading, draft: Draft, deed: Deed) -> bool:
    """Whether a deed is done to a part only: "of the 61,000 hosts, 12.5 percent were controlled from Peru"."""
    phrase = draft.phrase
    if phrase is None or draft.quantity not in phrase.counted or not deed.passive:
        return False
    owned = {q.first for other in reading.phrases for q in other.counted}
    last = deed.agent.first if deed.agent is not None and deed.agent.first > deed.at else deed.at
    return any(q.first in range(phrase.last, last) and q.first not in owned for q in reading.quantities)


def ends_of(reading: Reading, draft: Draft, deeds: Collection[Deed]) -> tuple[list[str], list[str]]:
    """Origin and target of what a phrase counts, by its own places and by who does what to whom."""
    phrase = draft.phrase
    assert phrase is not None
    origin, target = list(phrase.from_places), list(phrase.to_places)
    if draft.role in ORIGIN_SIDE:
        page = draft.role in ("phish_page", "malicious_domain")
        imitated = page and bool(phrase.places) and _adjective(phrase) and not _hosted(reading, phrase)
        origin += [] if imitated else phrase.places
        target += phrase.places if imitated else []
    elif draft.role in EVENTS and phrase.sort not in ("host", "user"):  # "on PCs in Peru": attacks that hit those
        origin += [code for code in phrase.places if code != WORLD]
        target += [code for code in phrase.places if code == WORLD and not target]  # "global attacks"
    else:
        target += phrase.places
        planted = next((p for p in reading.phrases if p.first == phrase.last + 1 and p.sort == "backdoor"), None)
        if planted is not None and reading.lower(phrase.last) == "with":
            origin += planted.places  # "Peruvian sites with Chilean backdoors"
    if any(deed.patient is phrase and not deed.passive for deed in deeds) and phrase.sort in ("site", "host", "page"):
        origin += phrase.came_from  # "tampered with 370 websites from abroad"
        target = [code for code in target if code not in phrase.came_from]
    for deed in deeds:
        if deed.sort == "hosting" and draft.role in ("infected_host", "infected_ip", "botnet"):
            if deed.agent is not None and deed.agent.sort == "place":  # "Peru hosts 900 bots"
                target += deed.agent.places
            continue  # "arrested three men suspected of running a network of 13 million computers"
        if deed.sort == "defend":
            if deed.agent is phrase and deed.patient is not None and not phrase.from_places:
                sent = deed.patient.places if deed.patient.sort in ACTING else []
                origin += [code for code in (*deed.patient.from_places, *sent) if code != WORLD]
            if deed.patient is phrase and deed.agent is not None and deed.agent.sort not in ("actor", "ip", "server"):
                struck = (*deed.agent.places, *deed.agent.to_places)
                target += [code for code in struck if code not in target]
            continue
        if deed.agent is phrase and deed.patient is not None:
            hurt = [] if deed.sort == "hosting" and not _adjective(deed.patient) else deed.patient.places
            # Of a page, not where it stands: "pages in the US on 135 servers".
            hit = [code for code in hurt if code not in deed.patient.came_from or draft.role not in EVENTS]
            origin += deed.patient.came_from if draft.role in EVENTS else []  # "hit portals, coming from Peru"
            target += [code for code in (*hit, *deed.patient.to_places) if code not in target]
        elif deed.patient is phrase and deed.agent is not None:
            if (
                (deed.sort == "comprise" and deed.agent.sort != "botnet")
                or _handed_on(reading, draft, deed)
                or deed.sort == "seize"
                or lies_still(deed.agent)
                or by_law(reading, deed.agent)
                or (draft.role in ORIGIN_SIDE and deed.sort == "attack")
            ):
                continue  # "Russian police shut down 14 servers"
            origin += [code for code in (*deed.agent.places, *deed.agent.from_places) if code not in origin]
            target += deed.agent.to_places
    if draft.role in ORIGIN_SIDE and not origin:
        origin = _raided_by(reading, phrase, deeds)
    return origin, target


def _raided_by(reading: Reading, phrase: Phrase, deeds: Collection[Deed]) -> list[str]:
    """Whose police took servers down, which are there if nothing else is said: "Dutch police seized 14 servers"."""
    for deed in deeds:
        agent = deed.agent
        if deed.sort not in ("seize", "attack") or agent is None or deed.patient is not phrase:
            continue
        words = {*reading.words(agent.first - 2, agent.last + 2).split()}
        if agent.sort in ("place", "organisation") and (LAW | AUTHORITIES) & words:
            return [code for code in agent.places if code not in ("XX", "EU", WORLD)]
    return []


def lies_still(agent: Phrase) -> bool:
    """Whether the nearest noun is one that attacks nobody."""
    return agent.sort in ("site", "page") and "phish" not in agent.topics


def by_law(reading: Reading, agent: Phrase) -> bool:
    """Whether a country stands for its police, who attack nobody."""
    return agent.sort == "place" and reading.lower(agent.last) in LAW


def _hosted(reading: Reading, phrase: Phrase) -> bool:
    """ "US-hosted phishing sites" are there."""
    return any(reading.lower(at) in {"hosted", "based", "registered"} for at in range(phrase.first, phrase.head))


def _adjective(phrase: Phrase) -> bool:
    """Whether the place stands before the noun: "Chinese sites" are imitated or hit, "sites in China" are there."""
    return phrase.after == phrase.last
