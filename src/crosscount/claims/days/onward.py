"""Which of the windows of a sentence the text goes on with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from crosscount.claims.days.asides import place_of
from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.earlier import ROSE, end_of, years_of
from crosscount.claims.days.present import opens_now
from crosscount.claims.days.timeline import Span, Timeline
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.claims.words.tokens import Token

__all__ = ["SEASON", "as_of", "goes_on", "parted", "titled"]

# What stands before a date that speaks for the whole sentence: "in the year 2013", "over the course of".
HEAD = frozenset(
    ("in", "on", "during", "over", "for", "the", "year", "years", "month", "quarter", "of", "between", "from", "by",
     "since", "whole", "course", "throughout", "late", "early", "mid", "and", "but", "already", "also", ",")
)  # fmt: skip
MONTH, YEAR = 27, 366
WHOLE = 3  # days by which months and quarters differ
# "March saw the highest number", "the worst month".
PEAKS = frozenset(("highest", "lowest", "worst", "peak", "peaked", "most", "busiest", "record", "high", "low", "alone"))
BRINGS = frozenset(("takes", "took", "brings", "brought", "raises", "raised", "lifts", "makes", "made", "puts"))
OTHERS = frozenset(("who", "adding", "noting"))
SEASON = 85  # days of a window of which a text tells parts


def goes_on(
    tokens: Sequence[Token],
    quantities: Sequence[Quantity],
    dated: Sequence[Dated],
    before: Timeline,
    spans: Sequence[Span],
    mains: Sequence[tuple[int, Dated]],
    attached: Sequence[tuple[int, Dated]],
    leading: Sequence[Dated],
    implied: Span | None,
) -> Timeline:
    """The window of the sentences to come. `spans`: those that numbers here have of their own; `mains`: dates of the
    whole sentence, `attached`: of one number, `leading`: of these the ones that may speak for others.
    """
    if titled(tokens, quantities, dated):
        return Timeline((dated[-1].first, dated[-1].last))
    heading = [each for at, each in mains if all(token.lower in HEAD for token in tokens[:at])]
    others = [each for _, each in mains if each not in heading]
    lasting = [each for each in (*heading, *leading, *others) if each.shifted is None and not each.closing]
    lasting = [each for each in lasting if not _trailing(tokens, quantities, place_of(tokens, each.start))]
    if not quantities and ROSE & {token.lower for token in tokens}:
        lasting = [each for each in lasting if each.whole is None]  # "attacks have been on the rise since 2009"
    if not quantities and before.main is not None:
        lasting = [each for each in lasting if not _background(each, before.main)]
    if before.main is not None:
        lasting = [each for each in lasting if not _from_its_start(tokens, each)]
        lasting = [each for each in lasting if not _glance(tokens, each, before.main, leads=each in heading)]
    if not lasting:
        ended = not dated and tokens[0].lower == "since" and opens_now(tokens)
        return Timeline(implied) if implied is not None else Timeline() if ended else before
    onward = next((each for each in lasting if each.since), lasting[0])
    onward = next((each for each in others if _holds(each, onward)), onward)
    onward = next((each for at, each in attached if _grown_by(tokens, quantities, at, onward, each)), onward)
    told = lasting if len(quantities) > 1 else ()
    onward = max([onward, *_following(onward, told)], key=lambda each: each.first)
    grown = onward.latter is not None and onward.latter in spans  # "up 25 percent from the first to the second quarter"
    main = onward.latter if grown else (onward.first, onward.last)
    main = _risen_to(tokens, quantities, main) or main
    return Timeline(main, onward.weekday, until=_until(tokens, onward))


def titled(tokens: Sequence[Token], quantities: Sequence[Quantity], dated: Sequence[Dated]) -> bool:
    """Whether a line without numbers is the title of what stands below: "May 2013", "Key figures of 2013:"."""
    if quantities or not dated or not dated[-1].covers or dated[-1].single_day:
        return False
    outside = [t for t in tokens if t.sort != "mark" and not any(d.start <= t.start < d.end for d in dated)]
    return not outside or (tokens[-1].text == ":" and tokens[-2].end == dated[-1].end)


def _background(each: Dated, main: Span) -> bool:
    """ "It is the third such report since 2011", "the worm had spread in 2008": no days of the numbers behind it."""
    return each.whole is not None or each.last < main[0]


def _holds(whole: Dated, part: Dated) -> bool:
    """ "In the report on the second quarter: it had 700 in May": whether a window has another as a part."""
    longer = (whole.last - whole.first).days > (part.last - part.first).days
    return longer and whole.start < part.start and whole.first <= part.first and part.last <= whole.last


def _risen_to(tokens: Sequence[Token], quantities: Sequence[Quantity], main: Span | None) -> Span | None:
    """ "From 2011 to 2013 attacks grew from 250 to 2,500": the last year, in which they were as many."""
    ends = (
        [end_of(tokens, quantities[:n], quantity, main) for n, quantity in enumerate(quantities)]
        if main and years_of(main)
        else ()
    )
    return next((span for span in ends if main is not None and span != main and span[1] == main[1]), None)


def _following(onward: Dated, lasting: Sequence[Dated]) -> list[Dated]:
    """ "After 300 in 2012, there were 400 in 2013": of windows of one length, those behind the first that was named."""
    days = (onward.last - onward.first).days
    return [
        each
        for each in lasting
        if days >= MONTH and each.first > onward.last and abs((each.last - each.first).days - days) <= WHOLE
    ]


def _grown_by(tokens: Sequence[Token], quantities: Sequence[Quantity], at: int, start: Dated, each: Dated) -> bool:
    """ "In 2011 there were 40, and this rose to 90 in 2012": the text goes on from where the growth ended."""
    number = next((quantity for quantity in reversed(quantities) if quantity.last <= at), None)
    to = number is not None and tokens[lead(tokens, number)].lower == "to"
    return to and start.last < each.first and not each.single_day


def _glance(tokens: Sequence[Token], each: Dated, main: Span, *, leads: bool) -> bool:
    """Whether a text returns from a date to the window that it is about, `main`: from as long a time before ("It had
    42 percent in 2012"), from a part ("the worst month was May"; a part that a sentence opens with may be told at
    length), from the whole ("that brings the total of 2013 to").
    """
    length, here = (main[1] - main[0]).days, (each.last - each.first).days
    words = [token.lower for token in tokens]
    if each.last < main[0]:
        yearly = main[0].timetuple().tm_yday == 1 and (each.first.month, each.last.month) == (1, 12)
        return abs(length - here) <= WHOLE or yearly
    if main[0] <= each.first and each.last <= main[1] and (length >= SEASON or _month(main)):
        return here < length / 2 and (not leads or length > YEAR or bool(PEAKS & {*words}))
    return each.first <= main[0] and main[1] <= each.last and words[0] in {"this", "that"} and words[1] in BRINGS


def _month(span: Span) -> bool:
    """Whether a window is a month that is over."""
    return span[0].day == 1 and (span[1] + timedelta(days=1)).day == 1


def _trailing(tokens: Sequence[Token], quantities: Sequence[Quantity], at: int) -> bool:
    """ "That is 420,000 a month; no data for 2019 are held": a date in a clause of its own behind all numbers."""
    last = max((quantity.last for quantity in quantities), default=len(tokens))
    return last <= at and parted(tokens, last, at)


def _until(tokens: Sequence[Token], each: Dated) -> bool:
    at = place_of(tokens, each.start)
    return each.closing or (at > 0 and tokens[at - 1].lower in {"by", "until"}) or as_of(tokens, at)


def _from_its_start(tokens: Sequence[Token], each: Dated) -> bool:
    """ "Since it opened in 2016": a look back, from which a text returns to the days before."""
    at = place_of(tokens, each.start)
    words = [token.lower for token in tokens[max(0, at - 6) : at]]
    return words[-1:] == ["in"] and "since" in words[:-2]


def as_of(tokens: Sequence[Token], at: int) -> bool:
    """Whether a date stands behind "as of"."""
    return at > 1 and [token.lower for token in tokens[at - 2 : at]] == ["as", "of"]


def parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a semicolon stands between two tokens, or a clause of somebody else opens: ", who was jailed in"."""
    between = tokens[first:last]
    other = any(one.text == "," and word.lower in OTHERS for one, word in pairwise(between))
    return other or any(token.text in {";", "；"} for token in between)
