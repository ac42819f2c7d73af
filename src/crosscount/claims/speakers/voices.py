"""Whose words and whose data a sentence holds, and how that changes when somebody else speaks or is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pycountry

from crosscount.claims.speakers.runs import Name
from crosscount.claims.words.lexicon import Organisation, lexicon

__all__ = [
    "CREW",
    "KEPT",
    "LAW",
    "STATE",
    "Voice",
    "again",
    "back",
    "cites",
    "is_body",
    "named_later",
    "response_team",
    "so_called",
    "spoke",
    "turned",
    "unnamed",
    "vague",
    "words_of",
]

TRUSTED = frozenset(("cert", "data"))
TEAM = re.compile(
    r"\b(?:(?:Gov)?C(?:ERT|S?IRT)|NIC)(?:[-. ]GOV)?(?:[- ](?P<behind>[A-Z]{2})|\.(?P<domain>[A-Za-z]{2}))\b"
    r"|\b(?P<before>[A-Z]{2})-C(?:ERT|S?IRT)\b"
    r"|\b(?P<glued>[A-Z][A-Za-z])CERT\b"
)
KEPT = 1024  # names of which it is known what they are
REMEMBERED = 6  # voices before, to which "the company" or a surname may go back
# Words of those who speak of a country, and of those who speak of the world.
STATE = frozenset(
    ("ministry", "minister", "government", "agency", "authority", "authorities", "bureau", "office", "officials",
     "official", "department", "commission", "council", "committee", "army", "military", "service", "parliament",
     "regulator", "directorate", "embassy", "intelligence", "secretary", "president", "chancellor", "premier",
     "inspectorate", "administration", "cert", "csirt", "cirt", "assembly", "senate", "senator", "ombudsman")
)  # fmt: skip
CREW = frozenset(("hackers", "hacker", "hacktivists", "gang", "attackers", "militants"))
LAW = frozenset(("police", "crime", "prosecutor", "prosecutors", "guard", "gendarmerie", "investigators", "court"))
UNNAMED = frozenset(
    ("agency", "centre", "center", "institute", "group", "authority", "bureau", "regulator", "watchdog")
)
# "The agency" may be any of these.
KINDS = {
    **dict.fromkeys(("company", "firm", "vendor"), ("vendor",)),
    **dict.fromkeys(
        ("agency", "center", "centre", "team", "bureau", "office", "authority", "cert"), ("cert", "office")
    ),
}
ALIKE = {
    "police": LAW, "force": LAW, "researchers": frozenset(("researchers", "scientists", "university")),
    "authors": frozenset(("researchers", "scientists", "university", "authors")),
    "spokesman": frozenset(("spokesman", "spokesperson", "spokeswoman")),
    "spokesperson": frozenset(("spokesman", "spokesperson", "spokeswoman")),
}  # fmt: skip


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
    answers: bool | None = None  # in a record of questions and answers: whether an answer goes on
    past: tuple[Voice, ...] = ()  # who spoke before, the last one first

    def same(self, other: Voice) -> bool:
        """Whether it is the same body, whoever speaks for it."""
        one, two = self.speaker or "", other.speaker or ""
        return one.startswith(two) or two.startswith(one) if one and two else one == two

    @property
    def words(self) -> frozenset[str]:
        """The words of the names of who speaks and who is cited."""
        return words_of(f"{self.speaker or ''} {self.cited or ''} {self.also}")


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


def words_of(text: str) -> frozenset[str]:
    """The words of a name, small and without brackets."""
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


def turned(before: Voice, after: Voice) -> Voice:
    """A change of voice, the one before remembered."""
    if before.speaker is None or before.speaker == after.speaker:
        return after
    return replace(after, past=(replace(before, past=()), *before.past)[:REMEMBERED])


def so_called(voice: Voice, noun: str) -> Iterator[Voice]:
    """The voices that may be called so, the last one first: "the company" a vendor, "the ministry" one by name."""
    alike = ALIKE.get(noun, frozenset((noun,)))
    for each in (voice, *voice.past):
        if alike & each.words or each.kind in KINDS.get(noun, ()):
            yield back(voice, each)


def again(voice: Voice, noun: str) -> Voice:
    """ "The company", "his ministry": the last voice that may be called so, else whoever spoke last."""
    for each in so_called(voice, noun):
        return replace(each, spoken=True)
    words = (voice.speaker or "").split()
    if noun == "ministry" and "Minister" in words:  # "Finance Minister Dan Oren … his ministry"
        ministry = " ".join([*words[: words.index("Minister")], "Ministry"])
        return turned(voice, replace(voice, speaker=ministry, cited=ministry, once=None, spoken=True))
    return replace(voice, spoken=voice.speaker is not None)


def back(voice: Voice, each: Voice) -> Voice:
    """An earlier voice once more."""
    if each is voice:
        return voice
    found = replace(
        each, once=None, first_named=voice.first_named, introduced=voice.introduced, countries=voice.countries
    )
    return turned(voice, replace(found, past=voice.past))


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
            return replace(voice, carried_by=who.name, cited=who.name if voice.spoken else voice.cited)
        return replace(voice, speaker=name, cited=voice.cited if other else name, kind="outlet", spoken=True, home=home)
    if other and finds and who.kind != "vendor":
        return replace(voice, cited=who.name, home=home, world=False)
    carried = current if voice.kind == "outlet" and not finds else voice.carried_by
    world = who.kind in ("vendor", "court") and not who.home
    after = replace(
        voice, speaker=name, cited=who.name, carried_by=carried, home=who.home if not world else None, kind=who.kind,
        world=world, once=None, spoken=True,
    )  # fmt: skip
    return turned(voice, after)


def response_team(text: str) -> str | None:
    """The country that a response team has in its name: "CERT-FI", "CERT-GOV-GE", "CERT.LV", "SI-CERT"."""
    found = TEAM.search(text)
    code = next(filter(None, found.groups()), "").upper() if found else ""
    return code if pycountry.countries.get(alpha_2=code) else None


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
        return turned(voice, spoke(replace(voice, speaker=None), who, None, finds=False))
    if who.kind == "outlet":
        return replace(voice, carried_by=who.name, cited=who.name if voice.spoken else voice.cited)
    if who.kind == "vendor" and voice.kind in ("cert", "office") and who.name == "vendors":
        return replace(voice, cited=who.name, world=True)
    return replace(voice, cited=who.name, home=who.home or voice.home, world=voice.world and not who.home)
