"""Which organisations a sentence names, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crosscount.claims.sentences.reading import STOPS
from crosscount.claims.speakers.runs import Name
from crosscount.claims.speakers.voices import CREW, Voice
from crosscount.claims.words.lexicon import Mark, Organisation, is_country, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["Found", "mentioned", "named_bodies", "office_of", "response_teams"]

GENERIC = frozenset(
    ("National", "State", "Federal", "Ministry", "Central", "Defense", "Department", "Security", "Information")
)
SHARED = frozenset(("NCSC", "NCSA", "NCA", "NCC", "CSA", "NSB", "CSIRT", "CCB", "NIS"))  # bodies of several countries
TEAMS = frozenset(("team", "centre", "center", "unit"))
RESPONDING = frozenset(("response", "readiness", "coordination"))
FEW = 2  # countries of a text of which one may be that of a body without one; more are a list


@dataclass(frozen=True, slots=True)
class Found:
    """An organisation where a sentence names it."""

    organisation: Organisation
    mark: Mark
    cited: bool = False  # by whoever speaks


def mentioned(tokens: Sequence[Token]) -> list[Mark]:
    """Names of organisations in a sentence."""
    return lexicon().marks(tokens, "organisation")


def response_teams(tokens: Sequence[Token]) -> Iterator[range]:
    """Names of response teams, known or not: "Vietnam Computer Emergency Response Team" counts no computers."""
    for at in range(2, len(tokens)):
        if tokens[at].lower not in TEAMS or tokens[at - 1].lower not in RESPONDING:
            continue
        first = at
        while first and (tokens[first - 1].text[:1].isupper() or tokens[first - 1].text in {"/", "-", "&"}):
            first -= 1
        if tokens[at].text[:1].isupper() and at - first > len(("Emergency", "Response")):
            yield range(first, at + 1)


def named_bodies(tokens: Sequence[Token], before: Voice) -> list[Found]:
    """The organisations that a sentence names, in order, those among them that only its text knows."""
    known = lexicon()
    places = known.marks(tokens, "place")
    named = [
        Found(_owned(known.organisations[mark.value], mark, places, tokens, before), mark) for mark in mentioned(tokens)
    ]
    return sorted([*named, *_known_here(tokens, before.introduced)], key=lambda found: found.mark.first)


def office_of(tokens: Sequence[Token], places: Sequence[Mark]) -> Name | None:
    """ "South Korea's unification ministry": a country's body, written small; not "Georgian government websites"."""
    at_noun = {head.first for head in lexicon().marks(tokens, "head")}
    for mark in lexicon().marks(tokens, "institutions"):
        country = next((p for p in places if 0 <= mark.first - p.last <= 3 and is_country(p.value)), None)
        if country is None:
            continue
        words = tokens[country.first : mark.last]
        small = mark.last - country.last > 1 and all(token.text.islower() for token in tokens[country.last : mark.last])
        between = {token.lower for token in tokens[country.last : mark.first]}
        if between & {*STOPS, "a", "an", "the", "into"} or CREW & {token.lower for token in words}:
            continue  # "Chile broke into a bank"
        if small and mark.last not in at_noun:
            return Name(" ".join(token.text for token in words), country.value)
    return None


def _owned(
    who: Organisation, mark: Mark, places: Sequence[Mark], tokens: Sequence[Token], before: Voice
) -> Organisation:
    """ "Italy's National Cyber Security Centre" is Italy's, whoever else has a body of that name.

    So is one that says no country, in a text that names Italy and not the country that we know it of.
    """
    alias = f"({tokens[mark.first].text})"  # the short form that a body gave itself
    told = next((v for v in (before, *before.past) if v.speaker and alias in v.speaker), None)
    if told is not None and mark.last - mark.first == 1 and told.home not in (None, who.home):
        return Organisation(told.cited or who.name, who.kind, told.home)
    generic = tokens[mark.first].text in GENERIC and mark.last - mark.first > 1
    generic |= tokens[mark.first].text in SHARED
    known = {*before.countries, *before.accused}
    away = before.countries and who.home is not None and who.home not in known
    if generic and away and (before.ruled or len(before.countries) <= FEW) and who.kind in ("cert", "office"):
        short = who.name.split()[0] if "(" in who.name else None  # "NCSC (UK)": others shorten theirs alike
        text = " ".join(token.text for token in tokens[mark.first : mark.last])
        return Organisation(f"{text} ({short})" if short else text, who.kind, (before.ruled or before.countries)[0])
    who = _as_written(who, tokens[mark.first : mark.last])
    owner = next((p for p in places if p.last == mark.first and is_country(p.value)), None)
    behind = next((p for p in places if p.first == mark.last + 1 and is_country(p.value)), None)
    of = behind is not None and tokens[mark.last].lower == "of" and behind.value != who.home
    if behind is not None and of and who.home is not None and who.kind in ("cert", "office"):
        name = " ".join(token.text for token in tokens[mark.first : behind.last])
        return Organisation(name, who.kind, behind.value)  # "the Cyber Security Agency of Qatar"
    if owner is not None and who.kind in ("outlet", "vendor") and who.home is None:
        return Organisation(who.name, who.kind, owner.value if who.kind == "outlet" else None)
    if owner is None or who.home in (None, owner.value) or who.kind not in ("cert", "office"):
        return who
    name = " ".join(token.text for token in tokens[owner.first : mark.last])
    return Organisation(name, who.kind, owner.value)


def _as_written(who: Organisation, tokens: Sequence[Token]) -> Organisation:
    """The long form with the short one, where its initials are the short one."""
    initials = "".join(token.text[0] for token in tokens if token.text[:1].isupper())
    short = who.name.split()[0]
    national = initials == f"N{short}" and tokens[0].text == "National"  # the National CVERC
    if len(tokens) < 2 or (initials != short and not national):
        return who
    return replace(who, name=f"{' '.join(token.text for token in tokens)} ({short})")


def _known_here(tokens: Sequence[Token], introduced: Sequence[Name]) -> list[Found]:
    """Short forms that the text itself gave: "(AIS)"."""
    words = [token.text for token in tokens]
    return [
        Found(Organisation(name.text, "office", name.home), Mark(at, at + 1, "organisation", name.text))
        for name in introduced
        for at, word in enumerate(words)
        if word == name.alias
    ]
