"""Words by which a sentence points to days of its own or of one before: "that year", "at the time", "in addition"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from crosscount.claims.days.asides import aside, speech_verbs
from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.periods import WEEKDAYS
from crosscount.claims.days.timeline import Span
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token

__all__ = ["refers_back", "said_on", "spoken_on", "then", "turns"]

THEN = (
    " at the time ",
    " at that time ",
    " was then ",
    " were then ",
    " had then ",
    " on that day ",
    " that same day ",
)
TURNS = frozenset(("besides", "moreover", "furthermore", "additionally", "also", "separately", "elsewhere"))
RECENT = 3  # days before a text, within which what is reported is its news


def refers_back(tokens: Sequence[Token]) -> str | None:
    """ "That year", "in the same month": the unit that is spoken of again."""
    units = ("year", "quarter", "month", "week", "day", "period")
    pairs = ((one.lower, other.lower) for one, other in pairwise(tokens))
    return next((unit for that, unit in pairs if that in {"that", "same"} and unit in units), None)


def said_on(
    tokens: Sequence[Token], dated: Sequence[Dated], quantities: Sequence[Quantity], today: date | None
) -> Span | None:
    """The day, well before the text, on which somebody reported: what was infected, was so then."""
    for each in dated:
        old = today is not None and (today - each.first).days > RECENT
        if old and each.single_day and not each.weekday and each.covers and aside(tokens, each, quantities):
            return each.first, each.last
    return None


def spoken_on(tokens: Sequence[Token], today: date | None) -> date | None:
    """The one weekday of a text, if it is when somebody spoke: "officials said on Monday"."""
    named = [at for at, token in enumerate(tokens) if token.lower in WEEKDAYS]
    if today is None or len({tokens[at].lower for at in named}) != 1:
        return None
    said = speech_verbs()
    near = (tokens[max(0, at - 2) : at + 3] for at in named)
    spoken = any(said & {token.lower for token in each} for each in near)
    back = (today.weekday() - WEEKDAYS.index(tokens[named[0]].lower)) % len(WEEKDAYS)
    return today - timedelta(days=back) if spoken else None


def then(tokens: Sequence[Token]) -> bool:
    """ "At the time", "it was then made up of": on the day before spoken of."""
    words = " ".join(token.lower for token in tokens)
    return any(each in f" {words} " for each in THEN)


def turns(tokens: Sequence[Token]) -> bool:
    """ "In addition, …": another matter, with days of its own."""
    return tokens[0].lower in TURNS or [token.lower for token in tokens[:2]] == ["in", "addition"]
