"""A number and the role that its noun gives it, before what was told before has its say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.model.claim import ClaimKind

__all__ = ["EVENTS", "SITES", "Candidate"]

EVENTS = ("attack_event", "phish_event", "incident_report")
SITES = ("hacked_site", "defaced_site", "backdoored_site", "phish_page")


@dataclass(eq=False, slots=True)
class Candidate:
    """A number of a sentence, with its noun."""

    reading: Reading
    draft: Draft
    noun: Phrase
    done: Sequence[Deed]
    clause: Collection[str]  # topics of its clause
    topics: Collection[str]  # of its sentence
    known: Sequence[str]  # of the sentences before, the nearest first
    before: Sequence[Draft]  # the numbers before
    role: str | None
    told: set[str | None] = field(init=False)  # roles of the numbers before

    def __post_init__(self) -> None:
        self.told = {each.role for each in self.before}

    @property
    def kind(self) -> ClaimKind:
        """What sort of figure it is."""
        return self.draft.kind

    @property
    def last_word(self) -> str:
        """The last word of the noun."""
        return self.reading.lower(self.noun.last - 1)

    @property
    def kind_of_attack(self) -> bool:
        """Whether it is a share of what no number counts: "Trojans made up 39 percent"."""
        return self.kind is ClaimKind.SHARE and not self.noun.counted

    @property
    def handled(self) -> bool:
        """Whether cases that a body handled were counted before."""
        return "incident_report" in self.told
