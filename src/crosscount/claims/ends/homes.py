"""The countries that a text names, and which of them it may be of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pycountry

from crosscount.claims.sentences.relays import relayed
from crosscount.claims.speakers.voices import LAW, STATE
from crosscount.claims.words.lexicon import Mark, lexicon
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import WORLD

__all__ = ["countries", "domains", "opening"]

ACCUSED = frozenset(("actor", "event", "ip", "server"))  # nouns behind a nationality of which no good is said
DOMAIN = re.compile(
    r"(?<![\w@.])(?:[a-z0-9-]{2,}\.)+(?!io|me|tv|co|cc|ws|to|ly|ai|gg|so|sh|fm|py|rs|cs)([a-z]{2})(?![\w.]\w)"
)
ORIGINATING = frozenset(("originating", "originated", "originate"))
NEAR = 2  # words between a nationality and its noun: "Chinese state-sponsored hackers"


def countries(tokens: Sequence[Token]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The countries that a text names, in order, those of which it only says that attacks come from there, and apart
    those whose ministries or other bodies of state it names ("Peru's foreign ministry").
    """
    known = lexicon()
    through = relayed(tokens)
    marks = [mark for mark in known.marks(tokens, "place") if mark.first not in through]
    named = [m for m in marks if len(m.value) == 2 and m.value not in ("XX", WORLD) and not _seat(tokens, m)]
    heads = {mark.first for mark in known.marks(tokens, "head") if mark.value in ACCUSED}
    said = Counter(mark.value for mark in named)
    badly = Counter(mark.value for mark in named if _accused(tokens, mark, heads))
    accused = {code for code, times in badly.items() if times * 2 >= said[code]}
    governed = [mark.value for mark in named if _governed(tokens, mark)]
    accused -= {*governed}
    codes = dict.fromkeys([*governed, *(mark.value for mark in named)])
    kept = tuple(code for code in codes if code not in accused)
    return kept, tuple(code for code in codes if code in accused), tuple(dict.fromkeys(governed))


def _accused(tokens: Sequence[Token], mark: Mark, heads: set[int]) -> bool:
    """Whether attackers or their machines stand right behind a nationality, or "from" before a country."""
    at = mark.first - 1
    at -= at > 0 and tokens[at].lower == "the"
    if at >= 0 and (tokens[at].lower == "from" or (at and tokens[at - 1].lower in ORIGINATING)):
        return True
    for at in range(mark.last, min(len(tokens), mark.last + NEAR + 1)):
        if at in heads:
            return True
        if tokens[at].sort != "word":
            return False
    return False


def _seat(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether it only says where something stands: "a Malta-based institute", "US-based hosts"."""
    return "based" in [token.lower for token in tokens[mark.last : mark.last + 2]]


def _governed(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether a state's words stand right behind a country: "Taiwan's government", "the Swedish police"."""
    behind = [token.lower for token in tokens[mark.last : mark.last + NEAR + 2]]
    return bool({*behind} & (STATE | LAW))


def domains(text: str) -> tuple[str, ...]:
    """The countries of the domains that a text names: "antiphishing.ch", "gov.ie"; those that anybody uses left out."""
    codes = (each[1].upper().replace("UK", "GB") for each in DOMAIN.finditer(text))
    return tuple(dict.fromkeys(code for code in codes if pycountry.countries.get(alpha_2=code)))


def opening(text: str, tokens: Sequence[Token]) -> str | None:
    """The country whose body a text opens with: "Singapore's CSA found"."""
    first = next((mark for mark in lexicon().marks(tokens, "place") if mark.first <= 1), None)
    if first is None or not text.startswith("'", tokens[first.last - 1].end):
        return None
    return None if len(first.value) != 2 or first.value in ("XX", WORLD) else first.value
