"""Which words of a sentence name a place, and which only look as if they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscount.claims.sentences.reading import Reading
from crosscount.claims.sentences.whereabouts import outside
from crosscount.claims.words.lexicon import Mark, is_country, lexicon
from crosscount.model.claim import WORLD

__all__ = ["naming", "opener"]

# "Foreign" before these is no place from which anything comes.
MINISTRIES = frozenset(
    ("minister", "ministry", "ministers", "affairs", "office", "secretary", "policy", "embassy", "embassies",
     "ministries", "missions", "trade", "exchange", "currency", "investors")
)  # fmt: skip
BESIDE = frozenset(("the neighbouring", "the neighboring", "the latter"))
BEFORE_THERE = frozenset(
    ("servers", "computers", "machines", "addresses", "ips", "sites", "websites", "located", "based", "found",
     "hosted", "stood", "situated")
)  # fmt: skip
HEAD = 2  # tokens before a subject: "Overall, the country"
BEING = frozenset(("is", "was", "remains", "remained", "became", "as"))


def naming(reading: Reading, there: str | None, opened: str | None) -> list[Mark]:
    """The places of a sentence, with "there" for the one named last, here or (`there`) in the sentences before.

    `opened`: the country that opened the sentence before, which "the country" at the head of this one stands for.
    """
    reading.places = [_meant(reading, mark, opened) for mark in reading.places]
    known = [mark for mark in lexicon().marks(reading.tokens, "place") if mark.value not in ("XX", "HOME")]
    added = []
    for at in range(1, len(reading.tokens)):
        meant = next((mark.value for mark in reversed(known) if mark.last <= at), there)
        if meant is not None and _points(reading, at):
            added.append(Mark(at, at + 1, "place", meant))
        beside = reading.words(at - 1, at + 1) in BESIDE and reading.lower(at + 1) in {"country", "nation", "state"}
        if meant is not None and beside:
            added.append(Mark(at - 1, at + 2, "place", meant))
    reading.places = sorted([*reading.places, *added], key=lambda mark: mark.first)
    return [
        replace(mark, value=WORLD) if reading.lower(mark.first - 1) == "non" else mark  # "700 non-Danish sites"
        for mark in outside(reading)
        if (reading.lower(mark.last) not in MINISTRIES or mark.value != "XX")
        and (reading.lower(mark.last) not in {"tech", "institute"} or reading.lower(mark.first) != "georgia")
        and (mark.value != "HOME" or not _any_country(reading, mark))
    ]


def opener(places: Sequence[Mark]) -> str | None:
    """The country at the head of a sentence: "Peru came fourth"."""
    first = places[0] if places and places[0].first <= 1 else None
    return first.value if first is not None and is_country(first.value) else None


def _meant(reading: Reading, mark: Mark, opened: str | None) -> Mark:
    """A place, with the country that opens the sentence for "the country" behind it."""
    if reading.words(mark.first, mark.last) not in {"the country", "the nation"} or _any_country(reading, mark):
        return mark
    head = opener(reading.places)
    value = opened if mark.first <= HEAD and head is None else head
    return mark if value is None else replace(mark, value=value)


def _any_country(reading: Reading, mark: Mark) -> bool:
    """ "Mexico was the country that", "The country with the most machines": not the one that a text is of."""
    return reading.lower(mark.first - 1) in BEING or reading.lower(mark.last) in {"with", "hosting", "where", "most"}


def _points(reading: Reading, at: int) -> bool:
    """ "512 servers were located there"."""
    states = reading.lower(at + 1) in {"were", "was", "are", "is", "have", "had"}  # "found there were"
    return reading.lower(at) == "there" and not states and reading.lower(at - 1) in BEFORE_THERE
