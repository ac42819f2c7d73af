"""Whom attacks are laid at the door of: "blamed Peruvian hackers for 900 attacks", "traced 900 attacks to Peru"."""

from __future__ import annotations

from crosscount.claims.ends.ends import Codes, Ends
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import lead

__all__ = ["by_blame"]

BLAMING = frozenset(("blamed", "blames", "blaming", "blame", "accused", "accuses", "accusing"))
TRACING = frozenset(("traced", "traces", "tracked", "attributed", "attributes", "linked", "tied"))
NEAR, FAR = 4, 7  # tokens from the attacks to where they are traced, and from "blamed" to "for"


def by_blame(ends: Ends) -> None:
    """The origin of attacks that are counted behind a word of blame, and whom they hit where that is left."""
    part = ends.reading.lower(ends.last) == "of"  # "blamed Peru for 390 of the attacks"
    if not ends.event or ends.here is None or not (ends.own or part):
        return
    reading = ends.reading
    at = lead(reading.tokens, ends.draft.quantity)
    traced = reading.lower(at) in TRACING
    sender, verb = (_traced_to(reading, ends.here), at) if traced else _blamed(reading, at)
    if sender:
        struck = [code for code in ends.target if code not in sender] or _subject(reading, verb)
        ends.origin, ends.target = sender, [code for code in struck if code not in sender]


def _traced_to(reading: Reading, attacks: Phrase) -> Codes:
    """The place behind "to" behind the attacks: "traced 900 attacks on its banks back to Peru"."""
    for mark in reading.places:
        at = mark.first - 1 - (reading.lower(mark.first - 1) == "the")
        if attacks.last <= at < attacks.after + NEAR and reading.lower(at) == "to":
            return reading.row(mark) or [mark.value]
    return []


def _blamed(reading: Reading, at: int) -> tuple[Codes, int]:
    """Who is blamed "for", or accused "of", what stands behind, and the verb; "was accused of": the subject."""
    blame = next((n for n in range(at - 1, at - FAR, -1) if reading.lower(n) in BLAMING), 0)
    if not blame or reading.lower(at) not in {"for", "of"}:
        return [], 0
    whom = [mark for mark in reading.places if blame < mark.first and mark.last <= at]
    passive = blame == at - 1
    return _subject(reading, blame) if passive else [code for mark in whom[-1:] for code in reading.row(mark)], blame


def _subject(reading: Reading, verb: int) -> Codes:
    """The last place before a verb."""
    before = [mark for mark in reading.places if mark.last <= verb]
    return [before[-1].value] if before else []
