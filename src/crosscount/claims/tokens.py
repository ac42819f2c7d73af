"""Cut a text into sentences of tokens. Every token keeps its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Sentence", "Token", "cut", "plain", "sentences"]

WIDE: dict[int, int | str] = {
    **{0xFF10 + n: 0x30 + n for n in range(10)},
    0xFF05: "%",
    0xFF0E: ".",
    0x2019: "'",
    0x00A0: " ",
    0x202F: " ",
}
TOKEN = re.compile(
    r"""
    (?P<date>(?:19|20)\d\d-\d\d-\d\d)(?!\d)
  | (?P<word>\d+(?:st|nd|rd|th|s)\b | \d+(?:\.\d+){2,} | \.[a-z]{2,4}\b
      | (?:[A-Za-z]\.){2,} | [A-Z]&[A-Z]\b | [A-Za-z]+\.(?:ch|br|com|org|net|ru|cn)\b
      | [A-Za-zÀ-ɏ][A-Za-z0-9À-ɏ]*)
  | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d) | \d{1,3}(?:\ \d{3})+(?!\d) | \d+(?:\.\d+)?)
  | (?P<han>[一-鿿〇]+)
  | (?P<own>'s\b|')
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
# A full stop after one of these ends no sentence.
SHORT = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "no",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "vs",
        "approx",
        "inc",
        "co",
        "corp",
        "ltd",
        "gen",
        "col",
        "lt",
        "sen",
        "rep",
        "prof",
        "gov",
        "adm",
        "maj",
        "capt",
        "fig",
        "est",
        "art",
        "sec",
    ]
)
# Words that begin a sentence after "U.S.", which would otherwise go on as in "U.S. Department".
OPENERS = frozenset(
    [
        "The",
        "In",
        "A",
        "An",
        "It",
        "Of",
        "However",
        "Meanwhile",
        "Moreover",
        "That",
        "This",
        "These",
        "Those",
        "According",
        "From",
        "On",
        "At",
        "As",
        "But",
        "And",
        "He",
        "She",
        "They",
        "Its",
        "Among",
        "Some",
        "Another",
        "Also",
        "Such",
        "During",
        "Last",
        "While",
        "By",
        "For",
        "With",
        "Most",
        "CNCERT",
        "Xinhua",
        "China",
    ]
)
LONGEST = 150  # tokens of a sentence: more is a table or an attack, and is cut
ENDS = frozenset("。！？!?")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: `text` as written, `lower` for comparison."""

    text: str
    start: int
    end: int
    sort: str  # "word", "number", "date", "han", "mark"
    glued: bool  # follows the one before without a space

    @property
    def lower(self) -> str:
        """For comparison."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence, in order."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.tokens[-1].end


def plain(text: str) -> str:
    """The same text, as long, with digits and signs of full width made narrow."""
    return text.translate(WIDE)


def cut(text: str, han: frozenset[str]) -> Iterator[Token]:
    """The tokens of a text; Chinese is cut by the longest known word. Hyphens between words are left out."""
    longest = max(map(len, han), default=1)
    last = -1
    for found in TOKEN.finditer(text):
        sort, start, end = found.lastgroup or "mark", found.start(), found.end()
        if sort == "own" or (found[0] in "-‐" and _between_letters(text, start, end)):
            last = end
            continue
        for first, after in _words_of(text, start, end, han, longest) if sort == "han" else [(start, end)]:
            yield Token(text[first:after], first, after, sort, first == last)
            last = after


def _words_of(text: str, start: int, end: int, han: frozenset[str], longest: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = next(
            (each for each in range(min(end, start + longest), start + 1, -1) if text[start:each] in han), start + 1
        )
        yield start, stop
        start = stop


def _between_letters(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def sentences(text: str, tokens: Iterable[Token]) -> Iterator[Sentence]:
    """Tokens grouped into sentences: by final marks, and by empty lines."""
    held: list[Token] = []
    every = list(tokens)
    for number, token in enumerate(every):
        held.append(token)
        after = every[number + 1] if number + 1 < len(every) else None
        if after is None or len(held) >= LONGEST or _ends(text, held, token, after):
            yield Sentence(tuple(held))
            held = []


def _ends(text: str, held: list[Token], token: Token, after: Token) -> bool:
    gap = text[token.end : after.start]
    if gap.count("\n") > 1 or token.text in ENDS:
        return True
    if token.text == ".":
        before = held[-2].lower if len(held) > 1 else ""
        spaced = bool(gap) or after.text in "\"'”’)"
        return (
            spaced and before not in SHORT and not (len(before) == 1 and before.isalpha() and held[-2].text.isupper())
        )
    return token.sort == "word" and token.text.endswith(".") and after.text in OPENERS
