"""Which words of a sentence name a place, and which only look as if they did."""

from __future__ import annotations

from crosscount.claims.lexicon import Mark, lexicon
from crosscount.claims.reading import Reading
from crosscount.claims.whereabouts import outside

__all__ = ["naming"]

# "Foreign" before these is no place from which anything comes.
MINISTRIES = frozenset(
    ("minister", "ministry", "ministers", "affairs", "office", "secretary", "policy", "embassy", "embassies",
     "ministries", "missions", "trade", "exchange", "currency", "investors")
)  # fmt: skip
BESIDE = frozenset(("the neighbouring", "the neighboring", "the latter"))
BEING = frozenset(("is", "was", "remains", "remained", "became", "as"))


def naming(reading: Reading, there: str | None) -> list[Mark]:
    """The places of a sentence, with "there" for the one named last, here or (`there`) in the sentences before."""
    for at in range(1, len(reading.tokens)):
        named = [
            mark.value
            for mark in lexicon().marks(reading.tokens, "place")
            if mark.last <= at and mark.value not in ("XX", "HOME")
        ]
        meant = named[-1] if named else there
        if meant is not None and _points(reading, at):
            reading.places = sorted([*reading.places, Mark(at, at + 1, "place", meant)], key=lambda mark: mark.first)
        beside = reading.words(at - 1, at + 1) in BESIDE and reading.lower(at + 1) in {"country", "nation", "state"}
        if meant is not None and beside:
            reading.places = sorted([*reading.places, Mark(at - 1, at + 2, "place", meant)], key=lambda mark: mark.first)
    return [
        mark
        for mark in outside(reading)
        if (reading.lower(mark.last) not in MINISTRIES or mark.value != "XX")
        and reading.lower(mark.last) != "speaking"  # "Russian-speaking countries"
        and (reading.lower(mark.last) not in {"tech", "institute"} or reading.lower(mark.first) != "georgia")
        and (mark.value != "HOME" or not _any_country(reading, mark))
    ]


def _any_country(reading: Reading, mark: Mark) -> bool:
    """ "Mexico was the country that", "The country with the most machines": not the one that a text is of."""
    return reading.lower(mark.first - 1) in BEING or reading.lower(mark.last) in {"with", "hosting", "where", "most"}


def _points(reading: Reading, at: int) -> bool:
    """ "4,062 servers were located there"."""
    states = reading.lower(at + 1) in {"were", "was", "are", "is", "have", "had"}  # "found there were"
    return (
        reading.lower(at) == "there"
        and not states
        and reading.lower(at - 1)
        in {
            "servers",
            "computers",
            "machines",
            "addresses",
            "ips",
            "sites",
            "websites",
            "located",
            "based",
            "found",
            "hosted",
            "stood",
            "situated",
        }
    )
