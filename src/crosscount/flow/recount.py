"""A claim recounted from the store: which figure, for which days and countries, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosscount.errors import InputError
from crosscount.flow import compute
from crosscount.flow.reach import Reach, reach
from crosscount.kernels.claiming.implied import divided, number_interval
from crosscount.model.bulletin import Request
from crosscount.model.claim import FIGURE_OF, WORLD, Claim, Found, Interval
from crosscount.model.figure import Statement
from crosscount.model.window import Window
from crosscount.settings import Settings

__all__ = ["Counter", "Recounted", "figure_of", "recount", "share", "turned", "window_of"]

Key = tuple[str, Window, tuple[str, ...], tuple[tuple[str, str], ...]]

HUNDRED = Decimal(100)
BACKDOOR = ("backdoor", "back-door", "back door", "web shell", "webshell", "后门")


@dataclass(frozen=True, slots=True)
class Recounted:
    """What the store gives: one number, or the bounds between which it must lie."""

    found: Found
    interval: Interval
    exact: bool  # the interval is one number
    reach: Reach
    days_sum: int | None = None  # the daily numbers added up, which counts who came twice twice
    notes: tuple[str, ...] = ()


def figure_of(claim: Claim) -> str | None:
    """The figure that counts the same; None if none does. Attacks of every kind are counted by no figure."""
    figure = FIGURE_OF.get(claim.role)
    if figure == "backdoor-attacks":
        said = f"{claim.unit} {claim.sentence}".lower()
        return figure if any(word in said for word in BACKDOOR) else None
    return figure


def window_of(claim: Claim, settings: Settings) -> Window | None:
    """The days of a claim in its zone, or in the zone of the settings."""
    if claim.first is None or claim.last is None:
        return None
    try:
        return Window(claim.first, claim.last, claim.zone or settings.timezone)
    except InputError:
        return None


class Counter:
    """Counts each request once, however many claims need it; `prepare` counts many in one reading."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._statements: dict[Key, Statement] = {}
        self._reach: dict[tuple[str, Window, bool, bool], Reach] = {}

    def prepare(self, claims: Iterable[Claim]) -> None:
        """Count what these claims will most likely need."""
        asked = []
        for claim in claims:
            figure, window = figure_of(claim), window_of(claim, self.settings)
            placed = claim.origin is not None or claim.target not in (None, WORLD)
            if figure is not None and window is not None and placed and not self.reach(claim, figure, window).nothing:
                asked += _requests(claim, figure, window)
        self.many(asked)

    def many(self, requests: Sequence[Request]) -> list[Statement]:
        """A statement for each request."""
        missing = {_key(each): each for each in requests if _key(each) not in self._statements}
        made = compute.many(missing.values(), settings=self.settings) if missing else []
        self._statements |= zip(missing, made, strict=True)
        return [self._statements[_key(each)] for each in requests]

    def reach(self, claim: Claim, figure: str, window: Window) -> Reach:
        """What the store could have seen of a figure, for the ends that the claim names."""
        where = _target(claim) | ({"origin_country": str(claim.origin)} if claim.origin else {})
        key = figure, window, "origin_country" in where, "target_country" in where
        if key not in self._reach:
            made = reach(compute.figure_named(figure), window, settings=self.settings, where=where)
            self._reach[key] = made
        return self._reach[key]


def _key(request: Request) -> Key:
    return request.figure, request.window, request.by, tuple(sorted(request.where.items()))


def _target(claim: Claim) -> dict[str, str]:
    return {} if claim.target in (None, WORLD) else {"target_country": str(claim.target)}


def _requests(claim: Claim, figure: str, window: Window) -> list[Request]:
    """What `recount` and `turned` ask for a claim."""
    target = _target(claim)
    if claim.origin and claim.origin.startswith("XX"):
        home = [Request(figure, window, (), target | {"origin_country": claim.origin[3:]})] if claim.origin[3:] else []
        return [Request(figure, window, (), target), *home]
    codes = (claim.origin or "").split(";")
    if len(codes) > 1:
        return [Request(figure, window, (), target | {"origin_country": code}) for code in codes]
    where = target | ({"origin_country": claim.origin} if claim.origin else {})
    return [
        Request(figure, window, (), where),
        Request(figure, window, ("day",), where),
        *_turned(claim, figure, window),
    ]


def _turned(claim: Claim, figure: str, window: Window) -> list[Request]:
    if not claim.origin or len(claim.origin) != 2 or claim.target in (None, WORLD) or len(str(claim.target)) != 2:
        return []
    return [Request(figure, window, (), {"origin_country": str(claim.target), "target_country": claim.origin})]


def recount(claim: Claim, figure: str, window: Window, counter: Counter) -> Recounted:
    """Count what a claim counts. Several origins, or "overseas", give bounds: sets of countries may overlap."""
    seen = counter.reach(claim, figure, window)
    statements = counter.many(_requests(claim, figure, window))
    first = statements[0]
    if claim.origin and claim.origin.startswith("XX"):
        # At least all less home, at most all: a member may have been seen at home and abroad.
        home = (statements[1].total or 0) if len(statements) > 1 else 0
        return _between(first, (first.total or 0) - home, first.total or 0, seen)
    if claim.origin and ";" in claim.origin:
        values = [statement.total or 0 for statement in statements]
        return _between(first, max(values), sum(values), seen)
    days = sum(cell.value or 0 for cell in statements[1].cells)
    return Recounted(_found(first), number_interval(first.total or 0), True, seen, days, first.notes)


def turned(claim: Claim, figure: str, window: Window, counter: Counter) -> Found | None:
    """The same number with origin and target exchanged."""
    asked = _turned(claim, figure, window)
    return _found(counter.many(asked)[0]) if asked else None


def share(claim: Claim, figure: str, window: Window, counter: Counter) -> list[tuple[str, Interval, Found]]:
    """What share of all, and of all from abroad, comes from the origin of a claim, in per cent."""
    target = _target(claim)
    asked = [
        Request(figure, window, (), target | {"origin_country": str(claim.origin)}),
        Request(figure, window, (), target),
    ]
    if target:
        asked.append(Request(figure, window, (), target | {"origin_country": target["target_country"]}))
    part, whole, *home = counter.many(asked)
    out = []
    if whole.total:
        quotient = divided(number_interval(part.total or 0), number_interval(whole.total))
        out.append(("all", _percent(quotient), _found(part)))
    abroad = (whole.total or 0) - (home[0].total or 0) if home else 0
    if abroad > 0 and home and home[0].total:
        quotient = divided(number_interval(part.total or 0), Interval(Decimal(abroad), Decimal(whole.total or 0)))
        out.append(("those from abroad", _percent(quotient), _found(part)))
    return [(base, interval, found) for base, interval, found in out if interval is not None]


def _percent(quotient: Interval | None) -> Interval | None:
    if quotient is None or quotient.low is None or quotient.high is None:
        return None
    return Interval(quotient.low * HUNDRED, quotient.high * HUNDRED)


def _between(statement: Statement, low: int, high: int, seen: Reach) -> Recounted:
    interval = Interval(Decimal(low), Decimal(high))
    found = _found(statement)
    if low != high:
        found = Found(
            found.what, None, interval, found.statement, found.table, found.version, found.digest, found.where
        )
    return Recounted(found, interval, low == high, seen, None, statement.notes)


def _found(statement: Statement) -> Found:
    evidence = statement.evidence
    return Found(
        what=statement.figure,
        value=statement.total,
        interval=None if statement.total is None else number_interval(statement.total),
        statement=statement.id,
        table=evidence.table,
        version=evidence.version,
        digest=evidence.digest,
        where=evidence.where,
    )
