"""A percentage under question: its sentence, what stands behind its "of", and the numbers told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crosscount.claims.sentences.grammar import NO_CLAIM, WEAK, Draft, alike, part_of
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import Quantity
from crosscount.model.claim import ClaimKind

__all__ = ["Percentage"]

HOLDING = frozenset(
    ("占", "约", "accounted", "accounting", "for", "about", "some", "nearly", "made", "up", "making", "constituted",
     "represented", "comprised")
)  # fmt: skip
OPENING = frozenset(("of these", "of those", "of them", "among these", "among those", "among them"))


@dataclass(eq=False, slots=True)
class Percentage:
    """A percentage of a sentence that is a share."""

    reading: Reading
    quantity: Quantity
    noun: Phrase | None  # its own: the phrase that it stands in
    here: Sequence[Draft]  # told before it in the sentence
    earlier: Sequence[Draft]  # of the sentences before
    end: int = field(init=False)  # the token behind it, or behind the list that it opens
    part: Phrase | None = field(init=False)  # behind "of": what it is a share of

    def __post_init__(self) -> None:
        end = _end_of_list(self.reading, self.quantity)
        end -= self.reading.lower(end - 1) == "of"  # "most of"
        self.end = end + (self.reading.words(end, end + 2) == ") of")  # "over half (57 percent) of"
        self.part = part_of(self.reading, self.end) or self._most_of() or self._of_the_total()

    @property
    def told(self) -> list[Draft]:
        """The numbers before it, the last one last."""
        return [*self.earlier, *self.here]

    @property
    def unranked(self) -> list[Draft]:
        """The numbers before it in the sentence that are no ranks."""
        return [each for each in self.here if each.kind is not ClaimKind.RANK]

    @property
    def of_these(self) -> bool:
        """Whether its sentence opens with "Of these"."""
        return self.reading.words(0, 2) in OPENING

    def of(self, phrase: Phrase | None, whole: Draft | None) -> Draft:
        """A share of what a phrase names, or of what an earlier number counted."""
        return Draft(self.quantity, ClaimKind.SHARE, phrase, whole)

    def of_named(self, phrase: Phrase) -> Draft:
        """A share of what a phrase names, and of the number before that counted it, if any."""
        return self.of(phrase, alike(phrase, self.told))

    def subject(self) -> Phrase | None:
        """ "US-based servers accounting for 24.3 percent": the noun right before, which no number counts."""
        first = self.quantity.first
        at = self.reading.back(first - 1, HOLDING) + 1
        held = (phrase for phrase in self.reading.phrases if at in (phrase.last, phrase.after))
        noun = next(held, None) if at != first else None
        return None if noun is None or noun.counted or noun.sort in NO_CLAIM | WEAK else noun

    def _most_of(self) -> Phrase | None:
        """ "Most of attacks": no article parts them, and yet they are not as many."""
        if self.noun is None or not self.quantity.most or self.reading.lower(self.end) != "of":
            return None
        self.noun.counted = [each for each in self.noun.counted if each is not self.quantity]
        return self.noun

    def _of_the_total(self) -> Phrase | None:
        """ "Of the worldwide total for attacks"."""
        near = range(self.end + 2, self.end + 5)
        total = next((at for at in near if self.reading.lower(at) == "total"), None)
        if total is None or self.reading.lower(total + 1) not in {"for", "of"}:
            return None
        return next((p for p in self.reading.phrases if p.first - total in (2, 3)), None)


def _end_of_list(reading: Reading, quantity: Quantity) -> int:
    """The token after the last of "30, 20 and 10 percent"."""
    last = quantity.last
    for other in reading.quantities:
        words = [reading.lower(at) for at in range(last, other.first)]
        if other.first > last and other.kind is ClaimKind.SHARE and set(words) <= {",", "and", "、", "和"}:
            last = other.last
    return last
