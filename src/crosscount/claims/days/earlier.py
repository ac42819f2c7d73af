"""Dates and numbers of a time before the one that is spoken of: "the previous year", "up from 730"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.periods import set_back
from crosscount.claims.days.timeline import Span, Timeline
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = [
    "ROSE",
    "changing",
    "compared",
    "compared_with",
    "end_of",
    "grown_in",
    "held_against",
    "measured",
    "previous",
    "related",
    "risen_from",
    "years_of",
]

ROSE = frozenset(
    ("up", "down", "increase", "increased", "rise", "rose", "fell", "grew", "drop", "dropped", "jumped", "climbed",
     "surged", "declined", "decreased", "soared", "reduced", "plunged", "plummeted", "slumped", "shrank", "tumbled",
     "slid", "swelled", "risen", "doubled", "tripled", "quadrupled", "rising", "falling", "growing", "dropping",
     "climbing", "grown", "fallen")
)  # fmt: skip
MORE = frozenset(("more", "less", "fewer", "greater", "higher", "rather", "better"))
FALLS = frozenset(("decrease", "decline", "fall", "growth", "jump", "surge", "reduction", "difference", "change"))
UNITS = frozenset(("year", "quarter", "month", "week"))
AGAINST = frozenset(("since", "from", "over", "than", "compared", "on", "against", "versus"))
UP_TO = frozenset(("the", "about", "some", "nearly", "almost", "only", "around", "of", "average", "daily", "monthly",
                   "number", "figure", "total"))  # fmt: skip
HELD = (("compared", "to"), ("compared", "with"), ("as", "against"))
MONTH = 31  # days
NEXT_DAY = (-1, "day")
HAN_FROM, HAN_TO = frozenset("由从"), frozenset(("到", "至"))
SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "m", "bn"))


def related(tokens: Sequence[Token], usable: Sequence[Dated], before: Timeline) -> list[Dated]:
    """ "The previous year" placed before the window that the text speaks of."""
    out: list[Dated] = []
    spans = [(each.first, each.last) for each in usable if each.whole is None and not each.base and not each.single_day]
    spans += [before.main] if before.main is not None and before.several_days else []
    for each in usable:
        if each.pointing and before.main is not None:
            pointed = _pointed_at(tokens, each, before.main)
            out += [pointed] if pointed is not None else []
            continue
        if each.running and before.main is not None and each.first > before.main[1] and _as_long(each, before.main):
            each = replace(each, first=before.main[0], last=before.main[1], single_day=False)  # of a report on it
        if each.running and each.first.timetuple().tm_yday == 1:  # "4 million in Q3, and 14 million year to date"
            inside = [span[1] for span in spans if each.first < span[0] and span[1] < each.last and span != before.main]
            each = replace(each, last=max(inside, default=each.last))
            ends = (d.last for d in usable if d.first == each.first and d.last < each.last and not d.base)
            each = replace(each, last=next(ends, each.last))  # "as of the end of August, 1,300 this year"
        told = next((span for span in spans if each.whole is not None and span[0] == each.first), None)
        if told is not None:
            each = replace(each, last=told[1])  # "since January", in a report on the first quarter
        if each.whole is not None and before.main is not None and _of_these(tokens):
            each = replace(each, last=max(each.first, min(each.last, before.main[1])))
        if each.running and before.main is not None and before.main[0] == each.first:
            each = replace(each, last=max(each.last, before.main[1]))  # the whole of it, if that is spoken of
        if each.shifted is not None:
            here = next(((d.first, d.last) for d in reversed(out) if not d.base), before.main)
            if here is None:
                continue
            years = 1 if each.shifted == -1 else here[0].year - each.shifted
            if each.shifted == -1 and before.main is not None and here[1] < before.main[0]:
                years += here[0].year - before.main[0].year  # "473 in June 2022, 664 in the same month last year"
            first, last = set_back(here, years, "year")
            each = replace(each, first=first, last=last, single_day=False)
        main = next(((d.first, d.last) for d in reversed(out) if not d.base), before.main)
        running = main is not None and main[0].timetuple().tm_yday == 1 and (main[1] + timedelta(days=1)).day != 1
        if each.back is not None and main is not None and not running and _fits(main, each.back[1]):
            here = (main[0], main[0]) if each.back == NEXT_DAY else main  # behind "they began on May 9"
            first, last = set_back(here, *each.back)
            each = replace(each, first=first, last=last, single_day=first == last)
        elif each.back is not None and each.back[0] < 0:
            continue  # "the following year", of no year that is known
        later = each.relative and main is not None and each.first > main[1]
        if each.base and main is not None and (later or main == (each.first, each.last)):
            first, last = previous(main)  # "down from 244 last month", said of last month, or of one before it
            each = replace(each, first=first, last=last)
        out.append(each)
    return out


def _pointed_at(tokens: Sequence[Token], each: Dated, main: Span) -> Dated | None:
    """ "During the year": none where a window as long is spoken of; the year around a day or a month."""
    if each.closing and not _by(tokens, each):
        return replace(each, first=main[1], last=main[1], single_day=True)
    year = main[0].replace(month=1, day=1), main[1].replace(month=12, day=31)
    if year[0] <= each.last < year[1]:
        year = year[0], main[1]  # not over yet: up to that month
    over = main[0].year == main[1].year
    if not over or (main[1] - main[0]).days > MONTH or _of_part(tokens, each):
        return None
    return replace(each, first=year[0], last=year[1], single_day=False, closing=False)


def _of_these(tokens: Sequence[Token]) -> bool:
    """ "Of these, 900 since the vote in May": no later than those."""
    words = [token.lower for token in tokens[:2]]
    return words[:1] == ["of"] and words[1:] in (["these"], ["them"], ["those"])


def _by(tokens: Sequence[Token], each: Dated) -> bool:
    """ "By the end of the year": what had come in since it began."""
    return "by" in [token.lower for token in tokens if token.end <= each.start][-4:]


def _of_part(tokens: Sequence[Token], each: Dated) -> bool:
    """ "The first months of the year": what only says of which year a part is; not "in the course of the year"."""
    before = [token.lower for token in tokens if token.end <= each.start][-2:]
    return before[-1:] == ["of"] and before[0] not in {"course", "end", "close"}


def _as_long(each: Dated, main: Span) -> bool:
    """Whether "this week", "month" or "quarter" may be the window spoken of, by its length and where it begins."""
    length = (main[1] - main[0]).days + 1
    if length == 7:
        return each.first.weekday() == 0 and main[0].weekday() in (0, 6)
    if (each.first - main[1]).days == 1 and set_back((each.first, each.first), 1, "month")[0] == main[0]:
        return True
    return 88 < length - 1 < 92 and each.first.day == 1 and each.first.month % 3 == 1


def _fits(main: Span, unit: str) -> bool:
    """Whether "a month earlier" may speak of this window: not where it is a year."""
    return (main[1] - main[0]).days < {"day": 15, "week": 15, "month": 62, "quarter": 190, "year": 5000}[unit]


def compared_with(tokens: Sequence[Token], at: int, each: Dated) -> Dated:
    """The date as what another number is held against, if words around token `at` say so."""
    if each.back is not None and each.back[0] > 0 and at <= 1:
        return replace(each, base=False, closing=True)  # "A year earlier it had been 13 percent"
    # "The number in the same period of 2020" is compared with; "in the same period of 2020 it had 802" is not.
    opens = at < 2 or tokens[at - 2].sort == "mark"
    return replace(each, base=True) if each.shifted is not None and not opens else each


def measured(tokens: Sequence[Token], quantities: Sequence[Quantity], at: int, each: Dated) -> Dated:
    """ "Up 9 percent from the number in 2017": what a change is measured against, where no other number is between."""
    before = next((q for q in reversed(quantities) if q.last <= at), None)
    if each.base or before is None or before.kind is ClaimKind.COUNT or each.latter is not None:
        return each
    between = [token.lower for token in tokens[before.last : at]]
    if between[1:2] == ["on"] and between[:1] == between[2:3]:
        return each  # "grew by 9 percent year on year in 2013": in that year
    if (
        before.kind is ClaimKind.RATIO
        and len(between) < 10
        and ({"number", "figure", "total", "those", "that"} & {*between} or {*between} <= {"the", "that", "of"})
    ):
        return replace(each, base=True)  # "four times the number of 2015", "double the 2019 figure"
    here = [token.lower for token in tokens[at : at + 3] if token.lower != "the"]
    if here[:1] in (["past"], ["last"]) and here[1] not in UNITS:
        return each  # "doubled over the past four years"
    behind = between[-2:] if between[-1:] == ["the"] else between[-1:]
    over = {*behind} & (AGAINST - {"on"})
    if len(between) <= 12 and over and not {*between} & {",", ";"}:
        return replace(each, base=True)  # "a 57 percent decrease in servers over the fourth quarter"
    return replace(each, base=True) if set(between[:2]) & AGAINST and len(between) <= 16 else each


def previous(main: Span) -> Span:
    """The window as long that ends where this one begins."""
    if main[0].day == 1 and (main[1] + timedelta(days=1)).day == 1:
        months = (main[1].year - main[0].year) * 12 + main[1].month - main[0].month + 1
        return set_back(main, months, "month")
    return set_back(main, (main[1] - main[0]).days + 1, "day")


def held_against(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "155 compared to 181", "900 as against 750", "155 versus 181": what a number before is held against."""
    at = lead(tokens, quantity)
    return at > 0 and (tokens[at].lower == "versus" or (tokens[at - 1].lower, tokens[at].lower) in HELD)


def risen_from(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Rose from 1,750 to 2,040": the first is of the time before."""
    origin = lead(tokens, quantity)
    if quantity.kind is ClaimKind.COUNT and held_against(tokens, quantity):
        return quantity.last == len(tokens) or tokens[quantity.last].text in {",", ".", ";", ")", "("}
    if origin > 0 and tokens[origin].text in HAN_FROM:
        return any(token.text in HAN_TO for token in tokens[quantity.last : quantity.last + 3])  # 由4%增长到9%
    if origin < 2 or tokens[origin].lower != "from":
        return False
    origin -= tokens[origin - 1].text == ","  # "up 4 percent, from 200"
    before = tokens[max(0, origin - 4) : origin]
    if before[-1].lower in {"percent", "%", "cent", *SCALES} or before[-1].sort == "number":
        words = {token.lower for token in before}  # "to 33 percent from 34 percent", "up 11 percent from 487"
        return "to" in words or bool(words & ROSE)
    if quantity.kind is ClaimKind.SHARE:  # "up from 33 percent in the third"
        return before[-1].lower in ROSE
    return (
        bool({token.lower for token in before[-3:]} & ROSE)
        and quantity.last < len(tokens)
        and (
            tokens[quantity.last].lower in {",", ".", ";", ")", "("}
            or any(token.lower == "to" for token in tokens[quantity.last : quantity.last + 3])
        )
    )


def changing(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a percentage is a change: "a fall of 22 percent", "-23%"."""
    if quantity.kind is not ClaimKind.SHARE:
        return False
    near = tokens[max(0, quantity.first - 5) : quantity.last + 3]
    return bool(quantity.sign) or bool({token.lower for token in near} & (ROSE | FALLS))


def years_of(span: Span) -> bool:
    """Whether a window is several whole years."""
    whole = (span[0].month, span[0].day, span[1].month, span[1].day) == (1, 1, 12, 31)
    return whole and span[0].year < span[1].year


def grown_in(tokens: Sequence[Token], quantity: Quantity, span: Span, latter: Span | None) -> Span:
    """ "Up by 24 percent (2012 to 2013)", "a 9 percent rise from the third to the fourth quarter": of the `latter`."""
    to = quantity.kind is ClaimKind.COUNT and tokens[lead(tokens, quantity)].lower == "to"
    return latter if latter is not None and (to or changing(tokens, quantity)) else span


def end_of(tokens: Sequence[Token], before: Sequence[Quantity], quantity: Quantity, span: Span) -> Span:
    """ "From 2011 to 2013 attacks grew from 250 to 2,500": the first is of the first year, the other of the last."""
    if risen_from(tokens, quantity):
        return span[0], span[0].replace(month=12, day=31)
    grown = tokens[lead(tokens, quantity)].lower == "to" and before and risen_from(tokens, before[-1])
    return (span[1].replace(month=1, day=1), span[1]) if grown else span


def compared(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether others are compared with a number: "than the 730", "(940", "an increase of 5 percent over 300"."""
    near = {token.lower for token in tokens[max(0, quantity.first - 4) : quantity.first]}
    if "from" in near:  # "up 4 percent from 730", but not "attacks from Peru made up 4 percent"
        told = [token.lower for token in tokens[max(0, quantity.first - 9) : quantity.first]]
        return bool({*told[: len(told) - told[::-1].index("from")]} & ROSE)
    if near & {"compared", "double", "times", "corresponding"} or held_against(tokens, quantity):
        return True
    at = quantity.first
    while at and tokens[at - 1].lower in UP_TO:
        at -= 1
    near_by = ["", "", *(token.lower for token in tokens[max(0, at - 4) : at])]
    words, last = near_by[:-1], near_by[-1]
    if last == "than":  # "20 percent more than the 5,100 of May", and not "more than 5,100"
        between = {token.lower for token in tokens[at : quantity.first]}
        percent = {"the", "percent", "%", "cent"} & {*between, words[-2]}
        return words[-1] not in MORE or bool(percent)
    return last == "(" or (last == "over" and bool(set(words) & (ROSE | {"percent", "cent", "%"})))
