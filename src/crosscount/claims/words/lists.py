"""Lists in a text: lines with a place and its number, below one that says what is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crosscount.claims.words.cells import NUMBER, Cell
from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["lists"]

SHORTEST = 2  # lines below what is counted
ITEM = re.compile(  # "- Russia: 452", "2) Russia – 452"
    rf"\s*(?:[-*•]\s+|\d+[.)]\s+)?(?P<place>[^\W\d][^:|;\d\t]{{1,40}}?)(?:\s*:|\s+[-–—])\s+(?P<number>{NUMBER.pattern})\s*"
)
BEHIND = frozenset(("by", "per", "in", "during", "for", "from", "since", "and", "were", "are", "was", "is"))
COUNTRIES = frozenset(("country", "countries", "nations"))  # "top countries hosting malware servers"
FROM = frozenset(("origin", "source", "sources", "from", "attacker", "attackers"))
NUMBER_OF = re.compile(r"\s*(?:the\s+)?(?:total\s+)?numbers?\s+of\s+", re.IGNORECASE)


def lists(text: str, between: Callable[[int, int], Sequence[Token]]) -> list[list[list[Cell]]]:
    """Runs of lines with a place and its number, behind one that says without a number what is counted.

    The head of each is how the place is said ("from", "in") and what is counted.
    """
    out: list[list[list[Cell]]] = []
    above: re.Match[str] | None = None  # the last line that is no item
    under: re.Match[str] | None = None  # the one above the last run
    for line in re.finditer(r"[^\n]+", text):
        item = ITEM.fullmatch(line[0])
        if item is None:
            above = line
            continue
        place, number = (_cell(line, item, name) for name in ("place", "number"))
        if above is None or not lexicon().marks(between(place.start, place.end), "place"):
            continue
        if above is not under:
            head, under = _counted(above, between), above
            out += [[head]] if head else []
        if out and out[-1][0][0].start == above.start():
            out[-1].append([place, number])
    return [each for each in out if len(each) > SHORTEST]


def _cell(line: re.Match[str], item: re.Match[str], name: str) -> Cell:
    return Cell(line.start() + item.start(name), line.start() + item.end(name), item[name])


def _counted(line: re.Match[str], between: Callable[[int, int], Sequence[Token]]) -> list[Cell] | None:
    """The "control servers" of "Number of control servers by country:"; None without a noun or behind a number."""
    tokens = between(line.start() + line[0].rfind(". ") + 1, line.end())  # of its last sentence
    marks = [one for one in lexicon().marks(tokens, "head") if tokens[one.last - 1].lower not in COUNTRIES]
    if not marks or any(token.sort == "number" for token in tokens[: marks[0].last]):
        return None
    last = marks[0].last
    while last < len(tokens) and tokens[last].sort == "word" and tokens[last].lower not in BEHIND:
        last += 1  # "attacks on Peru by country"
    hosting = max((at + 2 for at in range(marks[0].first) if tokens[at].lower in COUNTRIES), default=0)
    start = tokens[min(hosting, marks[0].first)].start
    if said := NUMBER_OF.match(line.string, start):
        start = said.end()
    end = tokens[last - 1].end
    aimed = lexicon().marks(tokens[marks[0].last : last], "place")
    where = "from" if aimed or FROM & {token.lower for token in tokens[last:]} else "in"
    return [Cell(line.start(), line.start(), where), Cell(start, end, line.string[start:end])] if start < end else None
