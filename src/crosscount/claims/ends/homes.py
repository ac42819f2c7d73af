"""The countries that a text names, and which of them it may be of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, takewhile

import pycountry

from crosscount.claims.sentences.relays import relayed
from crosscount.claims.sentences.whereabouts import ROBBING
from crosscount.claims.speakers.voices import CREW, LAW, STATE
from crosscount.claims.words.lexicon import Mark, data, is_country, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["countries", "domains", "lawmakers", "opening"]

ACCUSED = frozenset(("actor", "event", "ip", "server"))  # nouns behind a nationality of which no good is said
DOMAIN = re.compile(
    r"(?<![\w@.])(?:[a-z0-9-]{2,}\.)+(?!io|me|tv|co|cc|ws|to|ly|ai|gg|so|sh|fm|py|rs|cs)([a-z]{2})(?![\w.]\w)"
)
# A lawmaker or minister with a given name of two parts.
NAMED = re.compile(
    r"\b(?:Rep\.|(?i:lawmaker|legislator|representative|minister|premier|president)) ([A-Z][a-z]+) [A-Z][a-z]+-[a-z]+"
)
ORIGINATING = frozenset(("originating", "originated", "originate"))
TRACED = frozenset(("traced", "tracked", "linked", "attributed", "tied"))
BLAMING = frozenset(("blamed", "blames", "blaming", "accused", "accuses", "accusing"))
JOINTS = frozenset((",", "and", "or", "the", "to", "、", "和"))  # between the countries of a list
BEING = frozenset(("was", "were", "is", "are", "be", "been", "stood", "stands"))
BEHIND = 7  # words between a country and "was behind"
ROBBED = 6  # words from "stole" to "from Peru"
NEAR = 2  # words between a nationality and its noun: "Chinese state-sponsored hackers"


def countries(tokens: Sequence[Token]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The countries that a text names, in order, those of which it only says that attacks come from there, and apart
    those whose ministries or other bodies of state it names ("Peru's foreign ministry").
    """
    known = lexicon()
    through = relayed(tokens)
    marks = [mark for mark in known.marks(tokens, "place") if mark.first not in through]
    named = [m for m in marks if is_country(m.value) and not _seat(tokens, m)]
    heads = {mark.first for mark in known.marks(tokens, "head") if mark.value in ACCUSED}
    said = Counter(mark.value for mark in named)
    badly = Counter(mark.value for mark in _in_lists(tokens, named, lambda mark: _accused(tokens, mark, heads)))
    accused = {code for code, times in badly.items() if times * 2 >= said[code]}
    blamed = [*_in_lists(tokens, named, lambda mark: _blamed(tokens, mark))]
    governed = [mark.value for mark in named if mark not in blamed and _governed(tokens, mark)]
    if {*said} <= accused:
        accused -= {*governed}
    codes = dict.fromkeys([*governed, *(mark.value for mark in named)])
    kept = tuple(code for code in codes if code not in accused)
    return kept, tuple(code for code in codes if code in accused), tuple(dict.fromkeys(governed))


def _in_lists(tokens: Sequence[Token], named: Sequence[Mark], bad: Callable[[Mark], bool]) -> Iterator[Mark]:
    """The countries of which `bad` is true, with those of a list that begins with such a one."""
    last: Mark | None = None
    for mark in named:
        between = {token.lower for token in tokens[last.last : mark.first]} if last is not None else {"."}
        joined = between - STATE <= JOINTS and (bool(between & {"and", "or"}) or not _governed(tokens, mark))
        last = mark if joined or bad(mark) else None
        if last is not None:
            yield mark


def _accused(tokens: Sequence[Token], mark: Mark, heads: set[int]) -> bool:
    """Whether attackers or their machines stand right behind a nationality, or "from" or "blamed" before a country."""
    earlier, last = _before(tokens, mark)
    robbed = ROBBING & {token.lower for token in tokens[max(0, mark.first - ROBBED) : mark.first]}
    crew = last == "in" and earlier in CREW  # "hackers in Peru"
    if crew or (last == "from" and not robbed) or earlier in ORIGINATING or _blamed(tokens, mark):
        return True
    for at in range(mark.last, min(len(tokens), mark.last + NEAR + 1)):
        if at in heads:
            return True
        if tokens[at].sort != "word":
            return False
    return False


def _before(tokens: Sequence[Token], mark: Mark) -> tuple[str, str]:
    """The two words before a place, without "the"."""
    words = [token.lower for token in tokens[max(0, mark.first - 3) : mark.first] if token.lower != "the"]
    return ("", "", *words)[-2], ("", *words)[-1]


def _blamed(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether an attack is laid at the door of a country, be it by name of its government: "Peru's army was behind"."""
    earlier, last = _before(tokens, mark)
    clause = takewhile(lambda token: token.sort == "word", tokens[mark.last : mark.last + BEHIND])
    if any(word.lower in BEING and after.lower == "behind" for word, after in pairwise(clause)):
        return True
    return last in BLAMING or (last, earlier) == ("on", "blamed") or (last == "to" and earlier in TRACED)


def _seat(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether it only says where something stands: "a Malta-based institute", "US-based hosts"."""
    return "based" in [token.lower for token in tokens[mark.last : mark.last + 2]]


def _governed(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether a state's words stand right behind a country: "Taiwan's government", "the Swedish police"."""
    behind = [*takewhile(lambda token: token.sort == "word", tokens[mark.last : mark.last + NEAR + 2])]
    verb = next((other.first for other in lexicon().marks(behind, "active")), len(behind))
    return bool({token.lower for token in behind[:verb]} & (STATE | LAW))  # not "Peru attacked government sites"


def lawmakers(text: str) -> str | None:
    """The country whose lawmakers' names are written so: "Rep. Kim Min-su", "Legislator Wang Shu-fen"."""
    surnames = data("places")["surnames"]
    codes = {code for each in NAMED.finditer(text) for code, names in surnames.items() if each[1] in names}
    return codes.pop() if len(codes) == 1 else None


def domains(text: str) -> tuple[str, ...]:
    """The countries of the domains that a text names: "antiphishing.ch", "gov.ie"; those that anybody uses left out."""
    codes = (each[1].upper().replace("UK", "GB") for each in DOMAIN.finditer(text))
    return tuple(dict.fromkeys(code for code in codes if pycountry.countries.get(alpha_2=code)))


def opening(text: str, tokens: Sequence[Token]) -> str | None:
    """The country whose body a text opens with: "Singapore's CSA found"."""
    first = next((mark for mark in lexicon().marks(tokens, "place") if mark.first <= 1), None)
    if first is None or not text.startswith("'", tokens[first.last - 1].end):
        return None
    return first.value if is_country(first.value) else None
