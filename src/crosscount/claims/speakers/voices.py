"""Whose words and whose data a sentence holds, and how that changes when somebody else speaks or is cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pycountry

from crosscount.claims.speakers.runs import Name
from crosscount.claims.words.lexicon import Organisation, lexicon

__all__ = [
    "CREW",
    "LAW",
    "STATE",
    "Voice",
    "again",
    "cites",
    "named_later",
    "response_team",
    "spoke",
    "unknown",
    "unnamed",
]

TRUSTED = frozenset(("cert", "data"))
TEAM = re.compile(
    r"\b(?:(?:Gov)?C(?:ERT|S?IRT)|NIC)(?:[-. ]GOV)?(?:[- ](?P<behind>[A-Z]{2})|\.(?P<domain>[A-Za-z]{2}))\b"
    r"|\b(?P<before>[A-Z]{2})-C(?:ERT|S?IRT)\b"
    r"|\b(?P<glued>[A-Z][A-Za-z])CERT\b"
)
# Who carries what others say.
PRESS = frozenset(("newspaper", "newspapers", "magazine", "broadcaster"))
TITLES_OF_PAPERS = frozenset(("daily", "weekly", "times", "post", "herald", "tribune", "gazette", "radio", "news"))
KEPT = 1024  # names of which it is known what they are
REMEMBERED = 6  # voices before, to which "the company" or a surname may go back
# Words of those who speak of a country, and of those who speak of the world.
STATE = frozenset(
    ("ministry", "minister", "government", "agency", "authority", "authorities", "bureau", "office", "officials",
     "official", "department", "commission", "council", "committee", "army", "military", "service", "parliament",
     "regulator", "directorate", "embassy", "intelligence", "secretary", "president", "chancellor", "premier",
     "inspectorate", "administration", "cert", "csirt", "cirt", "assembly", "senate", "senator", "ombudsman")
)  # fmt: skip
# "The Cyber Security Operations Centre" is a state's, whoever it is that says so.
CENTRES = frozenset(("centre", "center"))
SECURITY = frozenset(("security", "national", "incident", "response", "coordination", "operations"))
CREW = frozenset(("hackers", "hacker", "hacktivists", "gang", "attackers", "militants"))
LAW = frozenset(("police", "crime", "prosecutor", "prosecutors", "guard", "gendarmerie", "investigators", "court"))
OFFICIALS = frozenset(  # who speak on the data of their country's response team
    ("minister", "secretary", "official", "officials", "president", "spokesman", "spokesperson", "spokeswoman",
     "deputy")
)  # fmt: skip
FIRM = frozenset(("firm", "company", "vendor", "laboratory", "labs", "lab", "inc", "corporation", "ltd"))
DOMESTIC = frozenset(("CN",))  # whose firms count what their programs see at home, unless they say more
UNNAMED = frozenset(
    ("agency", "centre", "center", "institute", "group", "authority", "bureau", "regulator", "watchdog")
)
TITLES = frozenset(("dr", "mr", "ms", "mrs", "prof", "gen", "adm", "col", "maj", "lt"))
BODIES = FIRM | frozenset(
    ("watch", "networks", "group", "research", "security", "systems", "technologies", "foundation", "university",
     "team", "project", "union", "institute", "alliance", "guard", "telecom", "online", "solutions", "software")
)  # fmt: skip
# "The agency" may be any of these.
KINDS = {
    **dict.fromkeys(("company", "firm", "vendor"), ("vendor",)),
    **dict.fromkeys(
        ("agency", "center", "centre", "team", "bureau", "office", "authority", "cert"), ("cert", "office")
    ),
}
OWNING = frozenset(
    ("department", "agency", "ministry", "force", "company", "firm", "bureau", "centre", "center", "police")
)
ALIKE = {
    "police": LAW, "force": LAW, "researchers": frozenset(("researchers", "scientists", "university")),
    "authors": frozenset(("researchers", "scientists", "university", "authors")),
    "spokesman": frozenset(("spokesman", "spokesperson", "spokeswoman")),
    "spokesperson": frozenset(("spokesman", "spokesperson", "spokeswoman")),
}  # fmt: skip
# Who speaks for a body without naming it: not a minister, whose title says it.
FOR_A_BODY = frozenset(
    ("director", "head", "chief", "founder", "spokesman", "spokesperson", "spokeswoman", "researcher", "researchers",
     "officer", "chairman", "deputy", "vice", "its", "analyst", "analysts", "engineer", "executive", "official")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words and whose data a sentence holds. `world`: the data are not of one country."""

    speaker: str | None = None
    cited: str | None = None
    carried_by: str | None = None
    home: str | None = None  # country that the data are about unless another is named
    kind: str = ""
    world: bool = False
    once: str | None = None  # cited in this sentence only
    spoken: bool = False  # somebody speaks in the sentence itself
    first_named: str | None = None  # the first body that a text names: speaks where nobody else does
    introduced: tuple[Name, ...] = ()  # bodies that only this text knows, with their short forms
    also: str = ""  # the person who speaks for a body, by name
    countries: tuple[str, ...] = ()  # that the text names, in order: whose "national police" it is
    accused: tuple[str, ...] = ()  # those from which attacks are said to come, and nothing else
    ruled: tuple[str, ...] = ()  # those whose ministries it names, accused or not
    people: frozenset[str] = frozenset()  # words of the names of people that the text named
    past: tuple[Voice, ...] = ()  # who spoke before, the last one first

    def same(self, other: Voice) -> bool:
        """Whether it is the same body, whoever speaks for it."""
        one, two = self.speaker or "", other.speaker or ""
        return one.startswith(two) or two.startswith(one) if one and two else one == two

    @property
    def words(self) -> frozenset[str]:
        """The words of the names of who speaks and who is cited."""
        return _words(f"{self.speaker or ''} {self.cited or ''} {self.also}")


@lru_cache(maxsize=KEPT)
def vague(speaker: str | None) -> bool:
    """Whether somebody has no name: "government agency", "Swiss researchers"."""
    if speaker is None:
        return False
    tokens = list(lexicon().cut(speaker))
    placed = {at for mark in lexicon().apart(tokens, "place") for at in range(mark.first, mark.last)}
    return not any(token.text[:1].isupper() for at, token in enumerate(tokens) if at not in placed)


@lru_cache(maxsize=KEPT)
def is_body(name: str) -> bool:
    """Whether a name says what body it is, and no person's office."""
    known = lexicon()
    tokens = list(known.cut(name))
    return bool(known.apart(tokens, "institutions") or name in known.organisations) and not known.apart(
        tokens, "persons"
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().replace("(", " ").replace(")", " ").split())


def unnamed(voice: Voice) -> bool:
    """Whether a body speaks that has no name: "a government agency"."""
    return vague(voice.speaker) and bool(UNNAMED & voice.words)


def named_later(voice: Voice, later: Sequence[Voice]) -> Voice:
    """ "A government agency said … The National Institute (NICT) counted": the name that comes later."""
    if not voice.spoken or not unnamed(voice):
        return voice
    found = next((each for each in later if each.speaker and not vague(each.speaker)), None)
    if found is None or not is_body(found.speaker or "") or voice.home not in (None, found.home or voice.home):
        return voice
    return replace(voice, speaker=found.speaker, cited=found.cited, home=voice.home or found.home)


def _turned(before: Voice, after: Voice) -> Voice:
    """A change of voice, the one before remembered."""
    if before.speaker is None or before.speaker == after.speaker:
        return after
    return replace(after, past=(replace(before, past=()), *before.past)[:REMEMBERED])


def again(voice: Voice, noun: str) -> Voice:
    """ "The company", "his ministry": the last voice that may be called so, else whoever spoke last."""
    alike = ALIKE.get(noun, frozenset((noun,)))
    for each in (voice, *voice.past):
        if alike & each.words or each.kind in KINDS.get(noun, ()):
            return replace(_back(voice, each), spoken=True)
    words = (voice.speaker or "").split()
    if noun == "ministry" and "Minister" in words:  # "Finance Minister Dan Oren … his ministry"
        ministry = " ".join([*words[: words.index("Minister")], "Ministry"])
        return _turned(voice, replace(voice, speaker=ministry, cited=ministry, once=None, spoken=True))
    return replace(voice, spoken=voice.speaker is not None)


def _back(voice: Voice, each: Voice) -> Voice:
    """An earlier voice once more."""
    if each is voice:
        return voice
    found = replace(
        each, once=None, first_named=voice.first_named, introduced=voice.introduced, countries=voice.countries
    )
    return _turned(voice, replace(found, past=voice.past))


def spoke(voice: Voice, who: Organisation, person: str | None, *, finds: bool) -> Voice:
    """Somebody whom the dictionary holds says or finds something."""
    name = (
        who.name
        if person in (None, "head", "chief", "general", "officer") or (who.kind in TRUSTED and finds)
        else f"{who.name} {person}"
    )
    home = who.home or voice.home
    if who.kind == "data":
        return replace(voice, once=who.name, home=home)
    current = voice.speaker or ""
    other = bool(current) and not current.startswith(who.name)
    if who.kind == "outlet":
        if voice.spoken or (other and voice.kind != "outlet"):
            return replace(voice, carried_by=who.name)
        return replace(voice, speaker=name, cited=voice.cited if other else name, kind="outlet", spoken=True, home=home)
    if other and finds and who.kind != "vendor":
        return replace(voice, cited=who.name, home=home, world=False)
    carried = current if voice.kind == "outlet" and not finds else voice.carried_by
    world = who.kind in ("vendor", "court") and not who.home
    after = replace(
        voice, speaker=name, cited=who.name, carried_by=carried, home=who.home if not world else None, kind=who.kind,
        world=world, once=None, spoken=True,
    )  # fmt: skip
    return _turned(voice, after)


def response_team(text: str) -> str | None:
    """The country that a response team has in its name: "CERT-FI", "CERT-GOV-GE", "CERT.LV", "SI-CERT"."""
    found = TEAM.search(text)
    code = next(filter(None, found.groups()), "").upper() if found else ""
    return code if pycountry.countries.get(alpha_2=code) else None


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
    plain = all(word[:1].isupper() and not word.isupper() for word in words) and not BODIES & _words(name.text)
    return not name.office and name.home is None and plain and (titled or len(words) == 2)


def unknown(voice: Voice, name: Name, body: Organisation | None = None) -> Voice:
    """Somebody whose name we do not know; the country in it is what the data are about.

    `body`: that the sentence names, for a person who says no body.
    """
    name = _national(name)
    team = response_team(name.text)
    name = name if team is None else replace(name, home=name.home or team)
    words = _words(name.text)
    if PRESS & words or (TITLES_OF_PAPERS & words and not name.office):
        paper = re.sub(rf"^.*?\b(?:{'|'.join(PRESS)}) (?=.)", "", name.text)  # "Peruvian newspaper El Sol"
        return spoke(voice, Organisation(paper, "outlet", name.home), None, finds=False)
    called = vague(voice.speaker) and is_body(name.text) and not vague(name.text)
    if called and (voice.home is None or name.home in (None, voice.home)):
        after = replace(voice, speaker=name.text, cited=name.text, once=None, spoken=True)
        return _turned(voice, after)  # "a government agency said": now it is named
    parts = {part for part in words if len(part) > 3} - STATE - LAW - FIRM
    if voice.speaker and (parts or words) & _words(f"{voice.speaker} {voice.also}") and (parts or len(words) == 1):
        return replace(voice, spoken=True)
    earlier = next((each for each in voice.past if len(words) == 1 and words & each.words), None)
    if earlier is not None:
        return replace(_back(voice, earlier), spoken=True)
    owner = _owner(name)
    owning = None if owner is None else _called(voice, owner)
    if owning is not None:
        return replace(owning, also=name.text, spoken=True)
    known = name.owned or (name.definite and voice.speaker and not name.home)
    if name.text.islower() and known:  # "his ministry", "the deputy head"
        return again(voice, name.text.split()[-1])
    if name.person and (name.owned or words & FOR_A_BODY) and not name.home:
        if voice.speaker and voice.kind != "outlet":
            whole = voice.cited or voice.speaker
            return replace(voice, speaker=f"{whole} {name.text}", cited=whole, once=None, spoken=True)
        if body is not None:
            return spoke(voice, body, name.text, finds=False)
    somebody = _is_person(name) or (len(words) == 1 and words <= voice.people)
    theirs = voice.cited or voice.speaker or (voice.first_named if words <= voice.people else None)
    if somebody and theirs and voice.kind != "outlet":  # of the body that spoke before
        return replace(voice, speaker=f"{theirs} {name.text}", cited=theirs, once=None, spoken=True)
    if CREW & words:
        name = replace(name, home=None)  # where hackers are from is not where they break in
    firm = bool(FIRM & words)
    state = bool(STATE & words) or (bool(CENTRES & words) and bool(SECURITY & words))
    law = bool(LAW & words) and name.home is None and not state
    official = bool(OFFICIALS & words) and voice.kind == "cert" and name.home in (None, voice.home)
    world = law or (firm and name.home not in DOMESTIC and len(voice.countries) != 1)
    home = name.home or (voice.home if state else None)
    after = replace(
        voice,
        speaker=name.text,
        cited=(voice.cited if official else None) or name.body or name.text,
        home=None if world else home,
        kind="cert" if team else "vendor" if firm else "court" if world else "office",
        world=world,
        once=None,
        spoken=True,
        introduced=(*voice.introduced, name) if name.alias else voice.introduced,
    )
    return _turned(voice, after)


def _owner(name: Name) -> str | None:
    """ "Department Director Chien", "Superintendent Moen of the force's cybercrime bureau": the noun of the body."""
    words = name.text.split()
    behind = next((words[at + 2] for at in range(len(words) - 2) if words[at : at + 2] == ["of", "the"]), "")
    first = words[0].lower() if len(words) > 1 and not name.home else ""
    return next((noun for noun in (behind, first) if noun in OWNING), None)


def _called(voice: Voice, noun: str) -> Voice | None:
    """The voice that may be called so, if any spoke or a text opened with its name."""
    alike = ALIKE.get(noun, frozenset((noun,)))
    for each in (voice, *voice.past):
        if each.speaker and (alike & each.words or each.kind in KINDS.get(noun, ())):
            return _back(voice, each)
    first = voice.first_named
    if first is None or not alike & _words(first):
        return None
    who = lexicon().organisations.get(first, Organisation(first, "office", voice.home))
    return spoke(replace(voice, speaker=None), who, None, finds=False)


@lru_cache(maxsize=KEPT)
def _a_ministrys(speaker: str) -> bool:
    """Whether somebody speaks for a ministry that says no country: that of whose data he cites."""
    return "minist" in speaker.lower() and not lexicon().apart(list(lexicon().cut(speaker)), "place")


def cites(voice: Voice, who: Organisation, *, cited: bool) -> Voice:
    """Somebody's data are named as the source."""
    if who.kind == "data":
        return replace(voice, once=who.name)
    if voice.speaker is None:
        world = who.kind in ("vendor", "court") and not who.home
        return replace(voice, speaker=who.name, cited=who.name, home=who.home, kind=who.kind, world=world)
    if (
        not voice.spoken
        and not cited
        and who.kind in ("cert", "office", "vendor")
        and (who.home != voice.home or (who.kind == "vendor" and who.name != voice.cited))
        and not (voice.kind == "office" and who.kind == "cert" and _a_ministrys(voice.speaker))
        and who.name != "vendors"
    ):
        return _turned(voice, spoke(replace(voice, speaker=None), who, None, finds=False))
    if who.kind == "outlet":
        return replace(voice, carried_by=who.name, cited=who.name if voice.spoken else voice.cited)
    if who.kind == "vendor" and voice.kind in ("cert", "office") and who.name == "vendors":
        return replace(voice, cited=who.name, world=True)
    return replace(voice, cited=who.name, home=who.home or voice.home, world=voice.world and not who.home)
