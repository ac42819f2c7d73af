"""Who speaks that no dictionary holds: a paper, the body that was vague before, a person of one, or somebody new."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from crosscount.claims.speakers.runs import Name
from crosscount.claims.speakers.voices import (
    ALIKE,
    CREW,
    KEPT,
    LAW,
    STATE,
    Voice,
    again,
    back,
    is_body,
    response_team,
    so_called,
    spoke,
    turned,
    vague,
    words_of,
)
from crosscount.claims.words.lexicon import Organisation, is_country, lexicon

__all__ = ["unknown"]

# Who carries what others say.
PRESS = frozenset(("newspaper", "newspapers", "magazine", "broadcaster", "daily", "weekly"))
TITLES_OF_PAPERS = frozenset(("daily", "weekly", "times", "post", "herald", "tribune", "gazette", "radio", "news"))
# "The Cyber Security Operations Centre" is a state's, whoever it is that says so.
CENTRES = frozenset(("centre", "center"))
SECURITY = frozenset(("security", "national", "incident", "response", "coordination", "operations"))
OFFICIALS = frozenset(  # who speak on the data of their country's response team
    ("minister", "secretary", "official", "officials", "president", "spokesman", "spokesperson", "spokeswoman",
     "deputy")
)  # fmt: skip
FIRM = frozenset(("firm", "company", "vendor", "laboratory", "labs", "lab", "inc", "corporation", "ltd"))
SHORT = 3  # letters of words by which nobody is known again
DOMESTIC = frozenset(("CN",))  # whose firms count what their programs see at home, unless they say more
TITLES = frozenset(("dr", "mr", "ms", "mrs", "prof", "gen", "adm", "col", "maj", "lt"))
BODIES = FIRM | frozenset(
    ("watch", "networks", "group", "research", "security", "systems", "technologies", "foundation", "university",
     "team", "project", "union", "institute", "alliance", "guard", "telecom", "online", "solutions", "software")
)  # fmt: skip
OWNING = frozenset(
    ("department", "agency", "ministry", "force", "company", "firm", "bureau", "centre", "center", "police")
)
# Who speaks for a body without naming it: not a minister, whose title says it.
FOR_A_BODY = frozenset(
    ("director", "head", "chief", "founder", "spokesman", "spokesperson", "spokeswoman", "researcher", "researchers",
     "officer", "chairman", "deputy", "vice", "its", "analyst", "analysts", "engineer", "executive", "official")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who speaks, as the text names them."""

    name: Name
    words: frozenset[str]  # of the name
    team: str | None  # the country of a response team
    body: Organisation | None  # that the sentence names, for a person who says no body

    def any_of(self, words: frozenset[str]) -> bool:
        """Whether one of these words is in the name."""
        return bool(self.words & words)


def unknown(voice: Voice, name: Name, body: Organisation | None = None) -> Voice:
    """Somebody whose name we do not know; the country in it is what the data are about.

    `body`: that the sentence names, for a person who says no body.
    """
    name = _national(name)
    team = response_team(name.text)
    who = Stranger(replace(name, home=name.home or team), words_of(name.text), team, body)
    known = (rule(voice, who) for rule in KNOWN)
    return next((after for after in known if after is not None), None) or _new(voice, who)


def _paper(voice: Voice, who: Stranger) -> Voice | None:
    """ "Peruvian newspaper El Sol"."""
    if not who.any_of(PRESS) and (who.name.office or not who.any_of(TITLES_OF_PAPERS)):
        return None
    paper = re.sub(rf"^.*?\b(?:{'|'.join(PRESS)}) (?=.)", "", who.name.text)
    return spoke(voice, Organisation(paper, "outlet", who.name.home), None, finds=False)


def _name_of_vague(voice: Voice, who: Stranger) -> Voice | None:
    """ "A government agency said": now it is named."""
    name = who.name
    if not vague(voice.speaker) or not is_body(name.text) or vague(name.text):
        return None
    if voice.home is not None and name.home not in (None, voice.home):
        return None
    return turned(voice, replace(voice, speaker=name.text, cited=name.text, once=None, spoken=True))


def _same(voice: Voice, who: Stranger) -> Voice | None:
    """Whoever spoke before, by a part of the name: "Lund", "the Data Institute"."""
    parts = {part for part in who.words if len(part) > SHORT} - STATE - LAW - FIRM - _places(who.name.text)
    parts = parts - FOR_A_BODY or parts  # "a foreign ministry spokesman" is not the defence ministry's
    before = words_of(f"{voice.speaker} {voice.also}") if voice.speaker else frozenset()
    return replace(voice, spoken=True) if parts & before or who.words <= before else None


@lru_cache(maxsize=KEPT)
def _places(name: str) -> frozenset[str]:
    """The words for places in a name: "the Society of Chile" is not Chile's police."""
    tokens = list(lexicon().cut(name))
    places = lexicon().apart(tokens, "place")
    return frozenset(
        tokens[at].lower for mark in places if is_country(mark.value) for at in range(mark.first, mark.last)
    )


def _earlier(voice: Voice, who: Stranger) -> Voice | None:
    """Somebody who spoke earlier, by a single word: a surname."""
    if len(who.words) != 1:
        return None
    earlier = next((each for each in voice.past if who.any_of(each.words)), None)
    return None if earlier is None else replace(back(voice, earlier), spoken=True)


def _of_known_body(voice: Voice, who: Stranger) -> Voice | None:
    """ "Superintendent Moen of the force's cybercrime bureau": the body that spoke or was named, by its noun."""
    noun = _owner(who.name)
    if noun is None:
        return None
    spoken = (each for each in so_called(voice, noun) if each.speaker)
    owning = next(spoken, None) or _first_named(voice, noun)
    return None if owning is None else replace(owning, also=who.name.text, spoken=True)


def _by_noun(voice: Voice, who: Stranger) -> Voice | None:
    """ "His ministry", "the deputy head"."""
    name = who.name
    known = name.owned or (name.definite and voice.speaker and not name.home)
    return again(voice, name.text.split()[-1]) if known and name.text.islower() else None


def _for_body(voice: Voice, who: Stranger) -> Voice | None:
    """ "Spokesman Geng", "its head": for the body that spoke before, else the one that the sentence names."""
    name = who.name
    if not name.person or name.home or not (name.owned or who.any_of(FOR_A_BODY)):
        return None
    if voice.speaker and voice.kind != "outlet":
        return _speaks_for(voice, voice.cited or voice.speaker, name)
    return None if who.body is None else spoke(voice, who.body, name.text, finds=False)


def _person(voice: Voice, who: Stranger) -> Voice | None:
    """ "Dr Mohammed Al Kuwaiti", "Lund": for the body that spoke before, or that the text named first."""
    named = who.words <= voice.people
    if voice.kind == "outlet" or not (_is_person(who.name) or (len(who.words) == 1 and named)):
        return None
    theirs = voice.cited or voice.speaker or (voice.first_named if named else None)
    return _speaks_for(voice, theirs, who.name) if theirs else None


KNOWN: tuple[Callable[[Voice, Stranger], Voice | None], ...] = (
    _paper,
    _name_of_vague,
    _same,
    _earlier,
    _of_known_body,
    _by_noun,
    _for_body,
    _person,
)


def _new(voice: Voice, who: Stranger) -> Voice:
    """A body or person that speaks for the first time, on data of the country in the name, or of the world."""
    name = replace(who.name, home=None) if who.any_of(CREW) else who.name  # not where hackers break in
    firm = who.any_of(FIRM)
    state = who.any_of(STATE) or (who.any_of(CENTRES) and who.any_of(SECURITY))
    law = who.any_of(LAW) and name.home is None and not state
    official = who.any_of(OFFICIALS) and voice.kind == "cert" and name.home in (None, voice.home)
    world = law or (firm and name.home not in DOMESTIC and len(voice.countries) != 1)
    after = replace(
        voice,
        speaker=name.text,
        cited=(voice.cited if official else None) or name.body or name.text,
        home=None if world else name.home or (voice.home if state else None),
        kind="cert" if who.team else "vendor" if firm else "court" if world else "office",
        world=world,
        once=None,
        spoken=True,
        introduced=(*voice.introduced, name) if name.alias else voice.introduced,
    )
    return turned(voice, after)


def _speaks_for(voice: Voice, body: str, name: Name) -> Voice:
    """A person who speaks for a body, on its data."""
    return replace(voice, speaker=f"{body} {name.text}", cited=body, once=None, spoken=True)


def _first_named(voice: Voice, noun: str) -> Voice | None:
    """The body with whose name a text opened, if it may be called so."""
    first = voice.first_named
    if first is None or not ALIKE.get(noun, frozenset((noun,))) & words_of(first):
        return None
    body = lexicon().organisations.get(first, Organisation(first, "office", voice.home))
    return spoke(replace(voice, speaker=None), body, None, finds=False)


def _owner(name: Name) -> str | None:
    """ "Department Director Chien", "Superintendent Moen of the force's cybercrime bureau": the noun of the body."""
    words = name.text.split()
    behind = next((words[at + 2] for at in range(len(words) - 2) if words[at : at + 2] == ["of", "the"]), "")
    first = words[0].lower() if len(words) > 1 and not name.home else ""
    return next((noun for noun in (behind, first) if noun in OWNING), None)


def _national(name: Name) -> Name:
    """ "China's computer emergency response team" by the name that the dictionary has for it."""
    if name.home is None or "emergency response" not in name.text.lower():
        return name
    teams = (
        o for o in lexicon().organisations.values() if o.kind == "cert" and o.home == name.home and "CERT" in o.name
    )
    return next((Name(team.name, team.home, name.alias) for team in teams), name)


def _is_person(name: Name) -> bool:
    """ "Dr Mohammed Al Kuwaiti", "Ana Lund": a name and surname, and no word of a body."""
    words = name.text.split()
    titled = words[0].lower() in TITLES
    plain = all(word[:1].isupper() and not word.isupper() for word in words) and not BODIES & words_of(name.text)
    return not name.office and name.home is None and plain and (titled or len(words) == 2)
