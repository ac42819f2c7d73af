"""A sentence with everything that was found in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import Modifier

__all__ = ["LOOSELY", "MARKS", "STOPS", "UP_TO", "Phrase", "Reading"]

STOPS = frozenset(
    ("of", "in", "on", "at", "by", "for", "from", "to", "with", "within", "inside", "outside", "across", "against",
     "among", "amid", "via", "through", "into", "onto", "over", "under", "behind", "and", "but", "or", "nor", "while",
     "whereas", "which", "who", "whom", "whose", "that", "as", "than", "then", "if", "when", "where", "because",
     "since", "until", "despite", "the", "a", "an", "its", "their", "his", "her", "our", "this", "these", "those",
     "it", "they", "them", "themselves", "he", "she", "we", "there", "also", "not", "no", "only", "both", "each",
     "every", "such", "including", "like", "per", "during", "after", "before", "between", "about", "around",
     "respectively", "meanwhile", "however")
)  # fmt: skip
LOOSELY = frozenset(  # before a number
    ("more", "than", "about", "some", "nearly", "almost", "at", "least", "over", "around", "a", "the")
)
UP_TO = LOOSELY | {"up", "to"}
AND = frozenset(("and", "和", "及", "&"))
JOINTS = AND | {",", "the", "、"}  # between the places of a row
MARKS = frozenset("\"“”'’‘「」《》")  # inside a phrase


@dataclass(eq=False, slots=True)
class Phrase:
    """Tokens `first` up to `last` (excluded). `sort` is a class of units.toml, or "place" for a bare place."""

    first: int
    last: int
    head: int
    sort: str
    topics: set[str] = field(default_factory=set)
    counted: list[Quantity] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # in the phrase or behind it: where it is
    from_places: list[str] = field(default_factory=list)  # behind "from", "by", "来自"
    came_from: list[str] = field(default_factory=list)  # of its places, those behind "from"
    to_places: list[str] = field(default_factory=list)  # behind "on", "against", "针对"
    after: int = 0  # token after what was read behind it


@dataclass(eq=False, slots=True)
class Reading:
    """A sentence with everything that was found in it."""

    tokens: Sequence[Token]
    quantities: list[Quantity]
    phrases: list[Phrase]
    places: list[Mark]
    topics: list[Mark]
    actives: list[Mark]
    passives: list[Mark]
    auxiliaries: list[Mark]
    consequences: list[Mark]
    changes: list[Mark]
    plains: list[Mark]
    dated: Collection[int]
    rows: str | None = None  # the side of the country that the last attacks were counted for
    qualified: Mapping[int, Modifier] = field(default_factory=dict)  # what was left out before numbers, by their start
    told: Phrase | None = None  # attacks that a sentence before spoke of, where nothing was counted since
    side: str | None = None  # "origin" or "target": which of them the places are of which the text speaks

    def lower(self, at: int) -> str:
        """The word at a place, "" outside the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def back(self, at: int, words: Collection[str]) -> int:
        """The first token from a place to the left that is none of these words."""
        while self.lower(at) in words:
            at -= 1
        return at

    def hyphened(self, at: int) -> bool:
        """Whether a hyphen joins a word to the one before: "infected" in "bot-infected"."""
        return 0 < at < len(self.tokens) and self.tokens[at].glued and self.tokens[at].start > self.tokens[at - 1].end

    def row(self, place: Mark) -> list[str]:
        """The places that commas and "and" join to one, and itself: "France, South Korea and Italy".

        Not "in Kenya, and Peru": two with both between are of two clauses.
        """
        run, joint = [place], False
        for mark in reversed([each for each in self.places if each.last <= place.first]):
            between = {self.lower(at) for at in range(mark.last, run[0].first)}
            if not between or not between <= JOINTS:
                break
            joint |= bool(between & AND)
            run.insert(0, mark)
        if len(run) == len(("Kenya", "Peru")) and "," in {self.lower(at) for at in range(run[0].last, place.first)}:
            return [place.value]
        return list(dict.fromkeys(mark.value for mark in run)) if joint else [place.value]

    def words(self, first: int, last: int) -> str:
        """Tokens joined by a space, for a look at what is written there."""
        return " ".join(token.lower for token in self.tokens[max(0, first) : last])
