"""A plain number under question: its sentence, the words beside it, and the numbers told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crosscount.claims.answers import NO_THREAT, NoThreat
from crosscount.claims.sentences.grammar import NO_CLAIM, Draft, based, nearest, nounless
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = ["PlainNumber", "Said"]

Said = Draft | NoThreat | None  # by a rule: a draft, no threat, or nothing


@dataclass(eq=False, slots=True)
class PlainNumber:
    """A plain number of a sentence."""

    reading: Reading
    place: int  # among the numbers of the sentence
    noun: Phrase | None  # its own: the phrase that it stands in
    owners: dict[int, Phrase]  # the own nouns of all numbers of the sentence, by `id` of the number
    here: Sequence[Draft]  # told before it in the sentence
    earlier: Sequence[Draft]  # of the sentences before
    quantity: Quantity = field(init=False)
    lead: int = field(init=False)  # the token before it and its "about", "more than", …
    lead_word: str = field(init=False)
    word_before: str = field(init=False)
    word_after: str = field(init=False)
    second_after: str = field(init=False)

    def __post_init__(self) -> None:
        self.quantity = self.reading.quantities[self.place]
        self.lead = lead(self.reading.tokens, self.quantity)
        self.lead_word = self.reading.lower(self.lead)
        self.word_before = self.reading.lower(self.quantity.first - 1)
        self.word_after = self.reading.lower(self.quantity.last)
        self.second_after = self.reading.lower(self.quantity.last + 1)

    @property
    def nounless(self) -> bool:
        """Whether no noun follows it."""
        return nounless(self.reading, self.quantity.last)

    @property
    def told(self) -> list[Draft]:
        """The numbers before it, the last one last."""
        return [*self.earlier, *self.here]

    def of(self, phrase: Phrase, whole: Draft | None = None) -> Draft:
        """A number of what a phrase names, as a part of a whole."""
        return Draft(self.quantity, ClaimKind.COUNT, phrase, whole)

    def of_threat(self, phrase: Phrase, whole: Draft | None = None) -> Draft | NoThreat:
        """The same, where the phrase may name a threat: no money, time, person, …"""
        return NO_THREAT if phrase.sort in NO_CLAIM else self.of(phrase, whole)

    def like(self, whole: Draft | None) -> Draft | NoThreat:
        """A number of what an earlier one counted, where there is one."""
        return based(self.quantity, whole) or NO_THREAT

    def like_nearest(self) -> Draft | NoThreat:
        """A number of what the last one before counted that may contain it."""
        return self.like(nearest(self.here, self.earlier, self.quantity))
