"""The places ahead of a number that none behind it speaks for: "Peru's share was 12 percent"."""

from __future__ import annotations

from collections.abc import Iterator

from crosscount.claims.counted.behind import BREAKS
from crosscount.claims.counted.roles import EVENTS
from crosscount.claims.sentences.doers import SAYING, outdone
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import Quantity
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["begins", "organisations", "subject"]

COUNTRIES = frozenset(("countries", "nations", "states"))  # whose number is none of machines or attacks
WEAK = frozenset(("organisation", "user", "country"))


def begins(reading: Reading, draft: Draft) -> int:
    """The token behind the last number before that has places of its own, else 0."""
    last = 0
    for quantity in reading.quantities:
        if quantity is draft.quantity:
            break
        doubled = draft.kind is ClaimKind.CHANGE and quantity.kind is ClaimKind.RATIO  # "doubled (up 103%)"
        countries = COUNTRIES & {reading.lower(quantity.last), reading.lower(quantity.last + 1)}
        if not (doubled or countries or quantity.most or quantity.kind is ClaimKind.RANK):
            last = max(last, quantity.last)
    return last


def organisations(reading: Reading, draft: Draft) -> list[str]:
    """Where those are of whom a change is told: "Peruvian firms saw a rise of 12 percent"."""
    if draft.kind is not ClaimKind.CHANGE:
        return []
    first, last = begins(reading, draft), draft.quantity.first
    firms = (p for p in reading.phrases if p.sort in WEAK and not p.counted and first <= p.first and p.last <= last)
    return [code for phrase in firms for code in phrase.places][-1:]


def subject(reading: Reading, draft: Draft) -> list[str]:
    """The place, or the places of a list, that the number is said of."""
    codes = [] if _own_clause(reading, draft) else [*_named(reading, draft)]
    codes = [code for code in codes if code != WORLD][-1:] or codes[-1:]  # "Malta's global share"
    listed = _listed_of(reading, begins(reading, draft), draft.quantity) if codes in ([], [WORLD]) else []
    return listed or _together(reading, codes, draft.quantity)


def _named(reading: Reading, draft: Draft) -> Iterator[str]:
    """The bare places before a number, in its clause."""
    first, last = max(begins(reading, draft), _spoken(reading, draft)), draft.quantity.first
    places = (p for p in reading.phrases if p.sort == "place" and first <= p.first < last and _leads(reading, p))
    for place in places:
        if not any(token.text in BREAKS for token in reading.tokens[place.last : last]):
            yield from place.places


def _leads(reading: Reading, place: Phrase) -> bool:
    """Whether a place is not the one that another outdoes; it is, in "overtaking China, which has"."""
    which = reading.lower(place.last + (reading.lower(place.last) == ",")) == "which"
    return which or not outdone(reading, place)


def _spoken(reading: Reading, draft: Draft) -> int:
    """The token of "said" in "to Peru's press, they said most attacks": what is before it is of whoever speaks."""
    if draft.role not in EVENTS:
        return -1
    said = (n for n in range(draft.quantity.first) if reading.lower(n) in SAYING)
    return max((n for n in said if reading.lower(n + 1) not in {",", "."}), default=-1)


def _own_clause(reading: Reading, draft: Draft) -> bool:
    """ "Peru was hit most, while four percent of all infections were": a whole of its own, and no place before it."""
    phrase, first = draft.phrase, draft.quantity.first
    begin = max((at for at in range(first) if reading.lower(at) in {"while", "whereas", ";", "；"}), default=-1)
    named = any(begin < mark.first < first for mark in reading.places)
    owned = phrase is not None and phrase in reading.phrases and phrase.first > first
    return begin >= 0 and owned and not named and draft.base is None


def _listed_of(reading: Reading, first: int, quantity: Quantity) -> list[str]:
    """All of "the Asian countries of Laos, Japan and India together account for 13 percent"."""
    left = [p for p in reading.phrases if p.sort == "country" and first <= p.first and p.last <= quantity.first]
    places = left[-1].places if left and not left[-1].counted else []
    return [code for code in places if code != "EU"] or list(places)


def _together(reading: Reading, codes: list[str], quantity: Quantity) -> list[str]:
    """All of "Canada, Malta and Peru received 20 percent", of which only the last was taken."""
    left = [mark for mark in reading.places if mark.last <= quantity.first and [mark.value] == codes]
    return reading.row(left[-1]) if left else codes
