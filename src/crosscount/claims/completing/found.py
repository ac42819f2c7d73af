"""A number with all that its sentence gave it."""

from __future__ import annotations

from dataclasses import dataclass

from crosscount.claims.days.timeline import Span
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.tokens import Sentence
from crosscount.model.claim import ClaimKind, Modifier

__all__ = ["COMPARING", "INFECTED", "Found"]

COMPARING = (ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK)
INFECTED = {"infected_host", "infected_ip", "botnet"}


@dataclass(slots=True)
class Found:
    """A draft with all that its sentence gave it."""

    draft: Draft
    kind: ClaimKind
    window: Span | None
    voice: Voice
    modifier: Modifier
    hedge: str | None
    negated: bool
    sentence: Sentence
    present: bool  # the sentence speaks of no past, or of a raid: no later days are its own
    unit: str
    lends: bool = True  # its days are also those of numbers before that have none; not a raid's, nor "since 2004"
    struck: str | None = None  # the country that was said before to be attacked
    disputed_by: str | None = None
    narrowed: str | None = None
