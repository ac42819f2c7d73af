"""Which window a number belongs to, of those that its sentence and the sentences before name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from crosscount.claims.calendar import Dated
from crosscount.claims.lexicon import data
from crosscount.claims.quantities import QUALIFYING, Quantity, lead
from crosscount.claims.tokens import Token
from crosscount.model.claim import ClaimKind

__all__ = ["Timeline", "windows_of"]

Span = tuple[date, date]
ROSE = frozenset(
    (
        "up",
        "down",
        "increase",
        "increased",
        "rise",
        "rose",
        "fell",
        "grew",
        "drop",
        "dropped",
        "jumped",
        "climbed",
        "surged",
        "declined",
        "decreased",
        "soared",
        "risen",
        "grown",
        "fallen",
    )
)
BREAKS = frozenset(",;，；")
PUBLISHING = frozenset(
    [
        "said",
        "says",
        "announced",
        "reported",
        "released",
        "published",
        "asserted",
        "stated",
        "claimed",
        "told",
        "posted",
        "issued",
        "warned",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "updated",
        "disclosed",
        "revealed",
        "unsealed",
        "report",
        "memo",
        "dated",
        "statement",
    ]
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is remembered: the window that goes on into the next sentence."""

    main: Span | None = None
    weekday: bool = False  # known by a day of the week only: goes on only from a sentence with claims


def windows_of(
    tokens: Sequence[Token], quantities: Sequence[Quantity], dated: Sequence[Dated], before: Timeline
) -> tuple[list[Span | None], Timeline]:
    """The window of each quantity, and what goes on."""
    usable = [each for each in dated if each.covers and not _publishing(tokens, each)]
    placed = [(_at(tokens, each.start), each) for each in _related(usable, before) if each.covers]
    placed = [(at, _compared_with(tokens, at, each)) for at, each in placed]
    bound, taken = _listed(tokens, quantities, placed)
    for number, quantity in enumerate(quantities):
        if number in bound:
            continue
        near = next((each for at, each in placed if each.base and lead(tokens, quantity) == at), None)
        if near is not None and quantity.kind is ClaimKind.COUNT:  # "down from 2009's 358,343"
            bound[number] = (near.first, near.last)
            continue
        follower = quantities[number + 1].first if number + 1 < len(quantities) else len(tokens)
        for at, each in placed:
            if quantity.kind is ClaimKind.RATIO or (
                each.base and quantity.kind is not ClaimKind.COUNT and tokens[quantity.first - 1].lower != "from"
            ):
                continue
            if quantity.last <= at < follower and at not in taken and _attached(tokens, quantity.last, at, each):
                bound[number] = (each.first, each.last)
                taken.add(at)
                break
    mains = [(at, each) for at, each in placed if not each.base and at not in taken]
    attached = [(at, each) for at, each in placed if at in taken and not each.base]
    compared = all(_compared(tokens, quantities[number]) for number in bound)
    out: list[Span | None] = []
    for number, quantity in enumerate(quantities):
        if number in bound:
            out.append(bound[number])
            continue
        closing = next((each for at, each in attached if _closes(tokens, quantity.last, at)), None)
        if closing is not None and not mains and quantity.kind in (ClaimKind.COUNT, ClaimKind.SHARE):
            out.append((closing.first, closing.last))
            continue
        earlier = [each for at, each in mains if at < quantity.first]
        if earlier and _risen_from(tokens, quantity):
            out.append(_previous((earlier[-1].first, earlier[-1].last)))
        elif earlier:
            out.append((earlier[-1].first, earlier[-1].last))
        elif (
            mains
            and len({(e.first, e.last) for _, e in mains}) == 1
            and not _parted(tokens, quantity.last, mains[0][0])
        ):
            out.append((mains[0][1].first, mains[0][1].last))
        elif before.main is None and attached and not mains and not compared:
            out.append((attached[0][1].first, attached[0][1].last))
        else:
            # The first number of the sentence that has its own date speaks for what follows it.
            if before.main is not None and _risen_from(tokens, quantity):
                out.append(_previous(before.main))
                continue
            own = [bound[n] for n in range(number) if n in bound and not _compared(tokens, quantities[n])]
            out.append(own[0] if own else before.main)
    lasting = [each for _, each in (*mains, *(() if compared else attached)) if each.shifted is None]
    if not lasting:
        return out, before
    return out, Timeline((lasting[0].first, lasting[0].last), lasting[0].weekday)


def _listed(
    tokens: Sequence[Token], quantities: Sequence[Quantity], placed: Sequence[tuple[int, Dated]]
) -> tuple[dict[int, Span], set[int]]:
    """ "In 2011, 2012 and 2013, 13,301, 22,060 and 16,035 incidents respectively": each number its own window."""
    if len(placed) == 1 and not placed[0][1].base:
        return _years(tokens, quantities, placed[0][1]), set()
    if len(placed) < 2 or "respectively" not in {token.lower for token in tokens}:
        return {}, set()
    run = [placed[0]]
    for at, each in placed[1:]:
        if at - run[-1][0] > 7:
            break
        run.append((at, each))
    counts = [n for n, quantity in enumerate(quantities) if quantity.kind is ClaimKind.COUNT]
    behind = [n for n in counts if quantities[n].first > run[-1][0]]
    before = [n for n in counts if quantities[n].first < run[0][0]]
    behind = behind if len(behind) >= len(run) else before[-len(run) :]
    if len(behind) < len(run) or len(run) < 2:
        return {}, set()
    return {n: (e.first, e.last) for n, (_, e) in zip(behind, run, strict=False)}, {at for at, _ in run}


def _years(tokens: Sequence[Token], quantities: Sequence[Quantity], each: Dated) -> dict[int, Span]:
    """ "Between 2016 and 2018, 33,147, 30,067 and 16,500 sites": a number a year."""
    years = each.last.year - each.first.year + 1
    whole = (each.first.month, each.first.day, each.last.month, each.last.day) == (1, 1, 12, 31)
    if not whole or not 2 < years < 12 or len(quantities) < years:
        return {}
    for start in range(len(quantities) - years + 1):
        run = quantities[start : start + years]
        joined = all(
            {token.lower for token in tokens[a.last : b.first]} <= {",", "and", "、", "和"} | QUALIFYING
            and b.first > a.last
            for a, b in pairwise(run)
        )
        if joined and all(q.kind is ClaimKind.COUNT for q in run):
            return {
                start + n: (date(each.first.year + n, 1, 1), date(each.first.year + n, 12, 31)) for n in range(years)
            }
    return {}


def _related(usable: Sequence[Dated], before: Timeline) -> list[Dated]:
    """ "The previous year" placed before the window that the text speaks of."""
    out: list[Dated] = []
    for each in usable:
        if each.pointing and before.main is not None:
            continue
        if each.shifted is not None:
            here = next(((d.first, d.last) for d in reversed(out) if not d.base), before.main)
            each = _shifted(each, here) if here is not None else replace(each, covers=False)
        main = next(((d.first, d.last) for d in reversed(out) if not d.base), before.main)
        if each.earlier and main is not None:
            first, last = _previous(main)
            each = replace(each, first=first, last=last)
        out.append(each)
    return out


def _compared_with(tokens: Sequence[Token], at: int, each: Dated) -> Dated:
    """ "The number in the same period of 2020" is compared with; "in the same period of 2020 it had 802" is not."""
    opens = at < 2 or tokens[at - 2].sort == "mark"
    return replace(each, base=True) if each.shifted is not None and not opens else each


def _parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(token.text in {";", "；"} for token in tokens[first:last])


def _closes(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a date ends the clause of a number: "1.9 million hosts were controlled by 12,000 servers in June"."""
    between = {token.lower for token in tokens[first:last]}
    return first < last and not between & {
        ",",
        ";",
        "，",
        "；",
        "(",
        ")",
        "from",
        "than",
        "compared",
        "against",
        "over",
        "versus",
    }


def _previous(main: Span) -> Span:
    """The window as long that ends where this one begins."""
    last = main[0] - timedelta(days=1)
    if (main[0].month, main[0].day) == (main[1] + timedelta(days=1)).timetuple()[1:3]:
        return main[0].replace(year=main[0].year - 1), last
    if main[0].day == 1 and (main[1] + timedelta(days=1)).day == 1:
        months = (main[1].year - main[0].year) * 12 + main[1].month - main[0].month + 1
        begin = main[0].year * 12 + main[0].month - 1 - months
        return date(begin // 12, begin % 12 + 1, 1), last
    return last - (main[1] - main[0]), last


def _risen_from(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """ "Rose from 1,750 to 2,040": the first is of the time before."""
    origin = lead(tokens, quantity)
    if origin < 2 or tokens[origin].lower != "from":
        return False
    before = tokens[max(0, origin - 4) : origin]
    if before[-1].lower in {"percent", "%", "cent"} or before[-1].sort == "number":  # "to 33 percent from 34 percent"
        return "to" in {token.lower for token in before}
    if quantity.kind is not ClaimKind.COUNT:
        return False
    return (
        bool({token.lower for token in before[-3:]} & ROSE)
        and quantity.last < len(tokens)
        and tokens[quantity.last].lower in {"to", ","}
    )


@cache
def _said() -> frozenset[str]:
    """Verbs of speech that are one word."""
    return frozenset(data("sources")["speech"]["says"]) - {"according to"}


def _shifted(each: Dated, main: Span) -> Dated:
    """ "The same quarter of 2012": the window spoken of, in that year."""
    years = 1 if each.shifted == -1 else main[0].year - (each.shifted or main[0].year)
    try:
        first, last = main[0].replace(year=main[0].year - years), main[1].replace(year=main[1].year - years)
    except ValueError:  # 29 February
        return replace(each, covers=False)
    return replace(each, first=first, last=last, single_day=False)


def _at(tokens: Sequence[Token], start: int) -> int:
    return next((at for at, token in enumerate(tokens) if token.start <= start < token.end), None) or next(
        (at for at, token in enumerate(tokens) if token.end > start), len(tokens)
    )


def _attached(tokens: Sequence[Token], last: int, at: int, each: Dated) -> bool:
    """Whether a date belongs to the number before it: "158,574 found in the fourth quarter", "(8,469 in 2008)"."""
    if each.base and tokens[at - 1].lower not in {"in", "during", "(", "of"} and not each.earlier:
        return False
    between = tokens[last:at]
    if len(between) > 12 or any(token.text in BREAKS or token.text in {"(", "（"} for token in between):
        return False
    return not (each.single_day and len(between) > 6)


def _compared(tokens: Sequence[Token], quantity: Quantity) -> bool:
    near = {token.lower for token in tokens[max(0, quantity.first - 4) : quantity.first]}
    if "from" in near and quantity.first:
        return bool({token.lower for token in tokens[max(0, quantity.first - 6) : quantity.first]} & ROSE)
    return bool(near & {"than", "(", "over", "compared", "double", "times"})


def _publishing(tokens: Sequence[Token], each: Dated) -> bool:
    """Whether a day is when something was said."""
    if not each.single_day:
        return False
    at = _at(tokens, each.start)
    end = next((n for n, token in enumerate(tokens) if token.start >= each.end), len(tokens))
    said = PUBLISHING | _said()
    if {token.lower for token in tokens[max(0, at - 2) : at]} & said:
        return True
    # "On March 10, Xinhua said", "the agency on Monday said"; not "On March 10, hackers hit 1,200 sites".
    for token in tokens[end : end + (12 if at <= 1 else 3)]:
        if token.lower in said:
            return at <= 1 or tokens[end].text not in {",", "，"}
        if token.sort == "number":
            return False
    return False
    return False
