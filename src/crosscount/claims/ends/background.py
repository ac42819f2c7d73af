"""What sentences tell beside numbers and later sentences rest on: a raid, who keeps a botnet, who is attacked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.timeline import Span
from crosscount.claims.sentences.deeds import VERBAL, Deed
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.tokens import Token

__all__ = ["keepers", "lifetime", "makers", "raid", "struck"]

MAKING = frozenset(("created", "developed", "built", "wrote", "spread"))
RUNNING = MAKING | frozenset(
    ("spreading", "ran", "running", "operated", "operating", "building", "orchestrated", "distributed", "creating")
)
PEOPLE = ("ians", "cans", "eans")  # "Romanians"
KEEPING = frozenset(("control", "use", "hosting", "launch"))
COMPARED = frozenset(("most", "top", "worst", "hardest", "largest", "biggest", "second", "third"))
BORN = frozenset(("created", "emerged", "appeared", "surfaced", "active", "operating", "operational", "circulating"))
BEGUN = frozenset(("beginning", "began", "started", "starting"))
CREWS = frozenset(("ring", "gang", "hackers", "criminals", "group", "scheme", "botnet"))
NEAR = 7  # tokens between such a word and its date
RAIDING = frozenset(
    ("arrest", "arrested", "smashed", "disrupted", "disabled", "silenced", "takedown", "takeover", "seizure",
     "crippled", "dismantled", "raids", "busted", "enforcement", "neutralised", "neutralized")
)  # fmt: skip


def lifetime(tokens: Sequence[Token], dated: Sequence[Dated], today: date | None) -> Span | None:
    """ "The botnet was created in 2008", "active since 2004": from then until today its machines were infected."""
    words = [token.lower for token in tokens]
    for each in dated:
        at = next((n for n, token in enumerate(tokens) if token.end > each.start), len(tokens))
        near = words[max(0, at - NEAR) : at]
        born = {*near} & BORN or ({*near} & BEGUN and {*words} & CREWS)
        if today is not None and each.first < today and born and {*near[-4:]} & {"in", "since", "from"}:
            return each.first, today
    return None


def keepers(done: Sequence[Deed]) -> str | None:
    """The countries of those who run a botnet: "a botnet run by Chinese hackers"."""
    for deed in done:
        agent = deed.agent
        if agent is None or agent.sort != "actor" or not agent.places or deed.sort not in KEEPING:
            continue
        if deed.patient is not None and deed.patient.sort == "botnet":
            return ";".join(agent.places)
    return None


def makers(reading: Reading, *, people: bool) -> str | None:
    """The countries of those who made a program or live on it: "a group of criminals in China created the malware".

    `people`: of those who are named by their country only, "five Romanians ran a botnet".
    """
    for actor in reading.phrases:
        nation = actor.sort == "place" and reading.lower(actor.last - 1).endswith(PEOPLE)
        if not actor.places or not (nation or actor.sort == "person" if people else actor.sort == "actor"):
            continue
        behind = range(max(actor.last, actor.after), max(actor.last, actor.after) + NEAR)
        verb = next((at for at in behind if reading.lower(at) in (RUNNING if people else MAKING)), None)
        made = next((p for p in reading.phrases if verb is not None and verb < p.first <= verb + 3), None)
        if made is not None and made.sort in ("malware", "botnet") and not made.counted:
            return ";".join(actor.places)
    return None


def struck(reading: Reading, done: Sequence[Deed]) -> str | None:
    """The one country that a sentence says to be attacked: "Georgian websites have come under attack"."""
    if COMPARED & {token.lower for token in reading.tokens}:
        return None  # "Peru was the country most attacked": one of those that were
    found: list[str] = [code for p in reading.phrases if p.sort == "event" for code in p.to_places]
    for deed in done:
        suffers = deed.agent if deed.sort == "defend" else deed.patient if deed.sort in VERBAL else None
        if suffers is not None and suffers.sort not in ("actor", "event", "malware"):
            found += suffers.places
    known = set(found)
    return found[0] if len(known) == 1 and len(found[0]) == 2 and found[0] not in ("XX", "WW") else None


def raid(reading: Reading, done: Sequence[Deed]) -> bool:
    """Whether a sentence tells that a botnet was taken over or its keepers arrested."""
    words = {token.lower for token in reading.tokens}
    nets = any(phrase.sort == "botnet" for phrase in reading.phrases) or any(
        mark.value in ("control", "infect") for mark in reading.topics
    )
    nets |= bool(words & {"network", "networks"}) and any(mark.value == "hack" for mark in reading.topics)
    taken = any(deed.sort == "seize" for deed in done) or bool(words & RAIDING)
    taken |= any(p.sort == "botnet" and reading.lower(p.last) in {"offline", "down", "over"} for p in reading.phrases)
    return nets and taken
