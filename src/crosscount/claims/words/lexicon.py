"""The dictionaries of `data`, and where their phrases stand in a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pycountry
from babel import Locale

from crosscount.claims.words.tokens import TOKEN, Token, cut
from crosscount.model.claim import WORLD

__all__ = ["Lexicon", "Mark", "Organisation", "data", "is_country", "lexicon"]

Words = tuple[str, ...]
CYBER = ("event", "incident", "breach", "actor")  # nouns before which "cyber" says nothing new
SURNAMED = frozenset(("Al", "El", "Bin", "Ben", "Van", "Von"))  # "Dr Al Kuwaiti" is a name, not a place
HALVES = {"South": "KR", "North": "KP"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase found in a sentence: tokens `first` up to `last`, the latter not included."""

    first: int
    last: int
    sort: str  # "head", "place", "active", …
    value: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who may speak: `kind` is cert, office, court, vendor, outlet or data."""

    name: str
    kind: str
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every phrase by what it is; Chinese words by which a text is cut."""

    phrases: Mapping[str, Mapping[Words, tuple[str, bool]]]  # sort → lower words → (value, as written only)
    longest: Mapping[str, int]
    written: Mapping[Words, frozenset[Words]]  # lower words → the ways to write them, for names
    han: frozenset[str]
    organisations: Mapping[str, Organisation]

    def cut(self, text: str) -> Iterator[Token]:
        """The tokens of a text."""
        return cut(text, self.han)

    def marks(self, tokens: Sequence[Token], sort: str) -> list[Mark]:
        """Where phrases of a sort stand, the longest first, none inside another."""
        found = _of_sentence(tokens)
        if sort not in found:
            found[sort] = tuple(self._marks(tokens, sort))
        return list(found[sort])

    def apart(self, tokens: Sequence[Token], sort: str) -> list[Mark]:
        """The same in a name, or a part of a sentence: what was found in the sentence stays known."""
        return self._marks(tokens, sort)

    def _marks(self, tokens: Sequence[Token], sort: str) -> list[Mark]:
        known = self.phrases[sort]
        lower = [token.lower for token in tokens]
        out: list[Mark] = []
        at = 0
        while at < len(tokens):
            for length in range(min(self.longest[sort], len(tokens) - at), 0, -1):
                words = tuple(lower[at : at + length])
                found = known.get(words)
                if found is not None and (not found[1] or self._as_written(words, tokens[at : at + length])):
                    if sort != "place" or not (
                        _surname(tokens, at) or _somebody(tokens, at) or _tongue(tokens, at + length)
                    ):
                        out.append(Mark(at, at + length, sort, found[0]))
                    at += length
                    break
            else:
                at += 1
        return _halves(tokens, out) if sort == "place" else out

    def _as_written(self, words: Words, tokens: Sequence[Token]) -> bool:
        texts = tuple(token.text for token in tokens)
        if all(len(text) > 3 and text.isupper() for text in texts):  # a headline in capitals
            return True
        return texts in self.written[words]


def is_country(code: str | None) -> bool:
    """Whether a place's code is of one country."""
    return code is not None and len(code) == 2 and code not in ("XX", WORLD)


def _surname(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].text in SURNAMED


def _tongue(tokens: Sequence[Token], at: int) -> bool:
    """ "Russian-speaking hackers", "the Arabic-language daily": a language, spoken in more countries than one."""
    return at < len(tokens) and tokens[at].lower in {"speaking", "language"}


def _somebody(tokens: Sequence[Token], at: int) -> bool:
    """Whether "Jordan" or "Chad" stands beside another name, and so is a person's."""
    if tokens[at].text not in data("places")["doubtful"]["words"]:
        return False
    before = tokens[at - 1].text if at > 1 else ""
    owning = at + 1 < len(tokens) and tokens[at + 1].start > tokens[at].end + 1  # "Jordan's"
    after = tokens[at + 1].text if at + 1 < len(tokens) and not owning else ""
    return before[:1].isupper() or after[:1].isupper()


def _halves(tokens: Sequence[Token], places: list[Mark]) -> list[Mark]:
    """With "the South" and "the North", in a sentence that names one half of Korea."""
    if not {"KP", "KR"} & {mark.value for mark in places}:
        return places
    taken = {at for mark in places for at in range(mark.first, mark.last)}
    more = [
        Mark(at - 1, at + 1, "place", HALVES[token.text])
        for at, token in enumerate(tokens)
        if token.text in HALVES and at and at not in taken and tokens[at - 1].lower == "the"
    ]
    return sorted([*places, *more], key=lambda mark: mark.first)


_sentence: tuple[Sequence[Token], dict[str, tuple[Mark, ...]]] = ((), {})


def _of_sentence(tokens: Sequence[Token]) -> dict[str, tuple[Mark, ...]]:
    """The marks found so far in a sentence: many rules ask for the same ones. Only the last sentence is kept."""
    global _sentence  # replaced whole, so that another thread finds one sentence or the other
    held = _sentence
    if held[0] is not tokens:
        _sentence = held = (tokens, {})
    return held[1]


@cache
def data(name: str) -> dict[str, Any]:
    """One dictionary file."""
    return tomllib.loads((files("crosscount.claims") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lexicon() -> Lexicon:
    """All dictionaries, read once."""
    organisations = _organisations()
    entries = [*_entries(), *_places(), *(("organisation", name, phrase, True) for name, phrase in organisations[1])]
    han = frozenset(
        found[0] for _, _, phrase, _ in entries for found in TOKEN.finditer(phrase) if found.lastgroup == "han"
    )
    phrases: dict[str, dict[Words, tuple[str, bool]]] = {}
    written: dict[Words, set[Words]] = {}
    for sort, value, phrase, exact in entries:
        texts = tuple(token.text for token in cut(phrase, han))
        words = tuple(text.lower() for text in texts)
        phrases.setdefault(sort, {}).setdefault(words, (value, exact))
        written.setdefault(words, set()).add(texts)
    return Lexicon(
        phrases=phrases,
        longest={sort: max(map(len, known)) for sort, known in phrases.items()},
        written={words: frozenset(ways) for words, ways in written.items()},
        han=han,
        organisations=organisations[0],
    )


def _entries() -> Iterator[tuple[str, str, str, bool]]:
    """Sort, value, phrase, whether only as written."""
    numbers, qualifiers, units, verbs = data("numbers"), data("qualifiers"), data("units"), data("verbs")
    for sort in ("fractions", "most", "ratios", "vague"):
        yield from ((sort, phrase, phrase, False) for phrase in numbers[sort])
    yield from (("numeral", word, word, False) for word in (*numbers["digits"], *numbers["scales"]))
    for sort, group in (("before", "before"), ("after", "after"), ("hedge", "hedges"), ("negation", "negations")):
        yield from _group(sort, qualifiers[group])
    yield from _group("head", units["heads"])
    for sort in CYBER:  # "cyberthreats", "cyber intrusions"
        words = filter(str.isascii, units["heads"][sort])
        yield from (("head", sort, f"cyber{link}{word}", False) for word in words for link in ("", " "))
    yield from _group("head", units["others"])
    yield from _group("topic", units["topics"])
    for sort in ("active", "passive", "change", "auxiliary", "consequence", "plain", "function"):
        yield from _group(sort, verbs[sort])
    speech = data("sources")["speech"]
    yield from ((sort, word, word, False) for sort in speech for word in speech[sort])
    yield from (("again", word, word, False) for word in data("sources")["again"]["words"])


def _group(sort: str, group: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str, bool]]:
    for value, words in group.items():
        yield from ((sort, value, word, False) for word in words)


def _places() -> Iterator[tuple[str, str, str, bool]]:
    places = data("places")
    for code, names in places["names"].items():
        yield from (("place", code, name, name[0].isupper()) for name in names)
        yield from (("place", code, f"{name}s", True) for name in names if name.endswith(("ian", "can", "ean")))
    for code, group in (("XX", "overseas"), ("HOME", "home"), ("WW", "world"), ("WW", "regions")):
        yield from (("place", code, word, False) for word in places[group]["words"])
    never = set(places["never"]["words"])
    english, chinese = Locale("en").territories, Locale("zh").territories
    for country in pycountry.countries:
        names = {country.name, *(getattr(country, name, "") for name in ("common_name", "official_name"))}
        names = {*names, english.get(country.alpha_2, "")} - never - {""}
        yield from (("place", country.alpha_2, name, True) for name in sorted(names))
        if chinese.get(country.alpha_2):
            yield "place", country.alpha_2, chinese[country.alpha_2], False


def _organisations() -> tuple[dict[str, Organisation], list[tuple[str, str]]]:
    sources = data("sources")
    known = {each["name"]: Organisation(each["name"], each["kind"], each.get("home")) for each in sources["source"]}
    named = [(each["name"], phrase) for each in sources["source"] for phrase in each["names"]]
    for group, kind in (("vendors", "vendor"), ("outlets", "outlet")):
        known |= {name: Organisation(name, kind) for name in sources[group]["names"]}
        named += [(name, name) for name in sources[group]["names"]]
    for group, kind in (("home_vendors", "vendor"), ("teams", "cert")):
        for code, names in sources[group].items():
            known |= {name: Organisation(name, kind, code) for name in names}
            named += [(name, name) for name in names]
    return known, named
