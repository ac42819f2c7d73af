"""Tables in a text, row by row as sentences: "Russia | 452" below "C&C servers" is "452 C&C servers in Russia"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.tokens import Sentence, Token, sentences

__all__ = ["YEAR", "read_aloud"]

CELLS = re.compile(r"\s*\|\s*|\t+|\s*;\s*|(?<=\S)\s{3,}(?=\S)")
RULE = re.compile(r"[\s|:+=-]+")
NUMBER = re.compile(
    r"(?:[~<>≈]|nearly |about |over |some |almost |more than |约|近)?\s*\d[\d,. ]*"
    r"(?:%|per ?cent|thousand|million|billion|[万亿])?"
)
YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
SHORTEST = 3  # lines of a table, its head included


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


def read_aloud(text: str, tokens: Sequence[Token]) -> Iterator[Sentence]:
    """The sentences of a text in order, rows of tables among them."""
    starts = [token.start for token in tokens]

    def between(first: int, last: int) -> Sequence[Token]:
        return tokens[bisect_left(starts, first) : bisect_left(starts, last)]

    at = 0
    for table in _tables(text):
        first, last = table[0][0].start, table[-1][-1].end
        yield from sentences(text, between(at, first))
        inside = between(first, last)
        above = text[at:first].rstrip().rpartition("\n")[2]
        caption = between(first - len(above) - 2, first)
        noun = _noun(_inside(table[0][0], inside)) or _noun(caption)
        yield from (_row(table[0], line, inside, noun) for line in table[1:])
        at = last
    yield from sentences(text, between(at, len(text)))


def _tables(text: str) -> Iterator[list[list[_Cell]]]:
    """Runs of lines with equally many cells, a head without numbers first."""
    run: list[list[_Cell]] = []
    for line in re.finditer(r"[^\n]+", text):
        if RULE.fullmatch(line[0]):
            continue
        cells = list(_cells(line))
        fits = len(cells) > 1 and (not run or len(cells) == len(run[0]))
        if fits and (any(_numeric(cell) for cell in cells[1:]) if run else not any(_numeric(cell) for cell in cells)):
            run.append(cells)
            continue
        if len(run) >= SHORTEST:
            yield run
        run = [cells] if len(cells) > 1 and not any(_numeric(cell) for cell in cells) else []
    if len(run) >= SHORTEST:
        yield run


def _cells(line: re.Match[str]) -> Iterator[_Cell]:
    at = 0
    for cut in [*CELLS.finditer(line[0]), None]:
        end = cut.start() if cut is not None else len(line[0])
        text = line[0][at:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            yield _Cell(line.start() + at + lead, line.start() + at + len(text.rstrip()), text.strip())
        at = cut.end() if cut is not None else end


def _numeric(cell: _Cell) -> bool:
    return bool(NUMBER.fullmatch(cell.text)) and not YEAR.fullmatch(cell.text)


def _noun(tokens: Sequence[Token]) -> list[Token]:
    """What a table counts, said once above it."""
    return [tokens[at] for mark in lexicon().marks(tokens, "head")[:1] for at in range(mark.first, mark.last)]


def _row(head: list[_Cell], line: list[_Cell], tokens: Sequence[Token], counted: list[Token]) -> Sentence:
    """Each number with the noun above it, or beside it where a year stands above; where it is, once."""
    label = _inside(line[0], tokens)
    place = bool(lexicon().marks(label, "place"))
    if not place and not _noun(label) and not any(_noun(_inside(title, tokens)) for title in head[1:]):
        label = [*label, *counted]
    words: list[Token] = []
    for title, cell in zip(head[1:], line[1:], strict=True):
        if not _numeric(cell):
            continue
        noun = _inside(title, tokens)
        words += [*([_link(",", cell)] if words else []), *_inside(cell, tokens)]
        words += [*([] if place else label), *([] if YEAR.fullmatch(title.text) else noun)]
        if place and len(words) <= 1 + len(noun) + 2:
            words += [_link("in", cell), *label]
        if YEAR.fullmatch(title.text):
            words += [_link("in", cell), *noun]
    return Sentence(tuple(words))


def _inside(cell: _Cell, tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if cell.start <= token.start < cell.end]


def _link(text: str, cell: _Cell) -> Token:
    return Token(text, cell.start, cell.start, "mark" if text == "," else "word", glued=False)
