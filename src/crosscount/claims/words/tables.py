"""Tables and lists in a text, row by row as sentences.

"Russia | 452" below "C&C servers" is "452 C&C servers in Russia"; so is "- Russia: 452" below "C&C servers by country".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from crosscount.claims.words.cells import YEAR, Cell
from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.lists import lists
from crosscount.claims.words.tokens import Sentence, Token, sentences

__all__ = ["read_aloud"]

CELLS = re.compile(r"\s*\|\s*|\t+|\s*;\s*|(?<=\S)\s{3,}(?=\S)")
RULE = re.compile(r"[\s|:+=-]+")
SHORTEST = 3  # lines of a table, its head included


def read_aloud(text: str, tokens: Sequence[Token]) -> Iterator[Sentence]:
    """The sentences of a text in order, rows of tables among them."""
    starts = [token.start for token in tokens]

    def between(first: int, last: int) -> Sequence[Token]:
        return tokens[bisect_left(starts, first) : bisect_left(starts, last)]

    at = 0
    listed = lists(text, between)
    for table in sorted([*_tables(text), *listed], key=lambda each: each[1][0].start):
        head, *rows = table
        first, last = (rows[0] if table in listed else head)[0].start, rows[-1][-1].end
        yield from sentences(text, between(at, first))  # the head of a list among them
        inside = between(head[0].start, last)
        above = text[at:first].rstrip().rpartition("\n")[2]
        caption = between(first - len(above) - 2, first)
        noun = _noun(_inside(head[0], inside)) or _noun(caption)
        yield from (_row(head, line, inside, noun) for line in rows)
        at = last
    yield from sentences(text, between(at, len(text)))


def _tables(text: str) -> Iterator[list[list[Cell]]]:
    """Runs of lines with equally many cells, a head without numbers first."""
    run: list[list[Cell]] = []
    for line in re.finditer(r"[^\n]+", text):
        if RULE.fullmatch(line[0]):
            continue
        cells = list(_cells(line))
        fits = len(cells) > 1 and (not run or len(cells) == len(run[0]))
        if fits and (any(cell.numeric for cell in cells[1:]) if run else not any(cell.numeric for cell in cells)):
            run.append(cells)
            continue
        if len(run) >= SHORTEST:
            yield run
        run = [cells] if len(cells) > 1 and not any(cell.numeric for cell in cells) else []
    if len(run) >= SHORTEST:
        yield run


def _cells(line: re.Match[str]) -> Iterator[Cell]:
    at = 0
    for cut in [*CELLS.finditer(line[0]), None]:
        end = cut.start() if cut is not None else len(line[0])
        text = line[0][at:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            yield Cell(line.start() + at + lead, line.start() + at + len(text.rstrip()), text.strip())
        at = cut.end() if cut is not None else end


def _noun(tokens: Sequence[Token]) -> list[Token]:
    """What a table counts, said once above it."""
    return [tokens[at] for mark in lexicon().marks(tokens, "head")[:1] for at in range(mark.first, mark.last)]


def _row(head: list[Cell], line: list[Cell], tokens: Sequence[Token], counted: list[Token]) -> Sentence:
    """Each number with the noun above it, or beside it where a year stands above; where it is, once."""
    label = _inside(line[0], tokens)
    place = bool(lexicon().marks(label, "place"))
    if not place and not _noun(label) and not any(_noun(_inside(title, tokens)) for title in head[1:]):
        label = [*label, *counted]
    words: list[Token] = []
    for title, cell in zip(head[1:], line[1:], strict=True):
        if not cell.numeric:
            continue
        noun = _inside(title, tokens)
        words += [*([_link(",", cell)] if words else []), *_inside(cell, tokens)]
        words += [*([] if place else label), *([] if YEAR.fullmatch(title.text) else noun)]
        if place and len(words) <= 1 + len(noun) + 2:
            words += [_link("from" if head[0].text == "from" else "in", cell), *label]
        if YEAR.fullmatch(title.text):
            words += [_link("in", cell), *noun]
    return Sentence(tuple(words))


def _inside(cell: Cell, tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if cell.start <= token.start < cell.end]


def _link(text: str, cell: Cell) -> Token:
    return Token(text, cell.start, cell.start, "mark" if text == "," else "word", glued=False)
