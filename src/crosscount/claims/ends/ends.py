"""The two ends of a number, origin and target, while they are found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from crosscount.claims.counted.roles import EVENTS, ORIGIN_SIDE, TARGET_SIDE
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["INFECTED", "Codes", "Ends", "without_world"]

Codes = list[str]
INFECTED = frozenset(("infected_host", "infected_ip"))


@dataclass(slots=True)
class Ends:
    """What is known of the ends of a draft so far; every rule of `direction` may say more, or correct it."""

    reading: Reading
    draft: Draft
    deeds: Collection[Deed]
    before: Sequence[Draft]  # of the same sentence
    origin: Codes = field(default_factory=list)
    target: Codes = field(default_factory=list)
    base: Draft | None = field(init=False)  # whose ends it has where none are said of it
    here: Phrase | None = field(init=False)  # what it counts, unless that stands in a sentence before
    own: bool = field(init=False)  # the noun stands with the number, and not with another
    governing: Deed | None = None  # the verb right before the number
    came: Codes = field(default_factory=list)  # near the number: where it comes from
    there: Codes = field(default_factory=list)  # where it is
    subject: Codes = field(default_factory=list)  # of whom the clause speaks
    beside: Codes = field(default_factory=list)  # with no noun between

    def __post_init__(self) -> None:
        phrase = self.draft.phrase
        self.base = self.draft.base
        self.here = phrase if phrase in self.reading.phrases else None
        self.own = phrase is not None and self.draft.quantity in phrase.counted

    @property
    def first(self) -> int:
        """The first token of the number."""
        return self.draft.quantity.first

    @property
    def last(self) -> int:
        """The token behind the number."""
        return self.draft.quantity.last

    @property
    def counts(self) -> bool:
        """Whether it says how many, and not which part or how many more."""
        return self.draft.kind is ClaimKind.COUNT

    @property
    def shares(self) -> bool:
        """Whether it says which part."""
        return self.draft.kind is ClaimKind.SHARE

    @property
    def event(self) -> bool:
        """Whether attacks are counted, which have two ends."""
        return self.draft.role in EVENTS

    @property
    def sends(self) -> bool:
        """Whether those are counted that attacks come from."""
        return self.draft.role in ORIGIN_SIDE

    @property
    def suffers(self) -> bool:
        """Whether those are counted that attacks go to."""
        return self.draft.role in TARGET_SIDE

    @property
    def near(self) -> bool:
        """Whether a place stands near the number."""
        return bool(self.came or self.there or self.subject)

    @property
    def placed(self) -> bool:
        """Whether a noun or a place of its own stands near the number or beside it."""
        return self.own or self.near or bool(self.beside)


def without_world(codes: Codes, there: Collection[str] = ()) -> Codes:
    """Without the whole world, of which a country is said: "60 percent of all infected computers are in Iran"."""
    return [code for code in codes if code != WORLD and not (there and code == "EU")]
