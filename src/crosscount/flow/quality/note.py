"""The note of a bulletin, made from its statements, its coverage and the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from crosscount.errors import InputError
from crosscount.flow import compute, machines
from crosscount.flow.quality.measure import measure
from crosscount.flow.quality.revisions import issues
from crosscount.flow.reach import watched
from crosscount.model.bulletin import Coverage, Request
from crosscount.model.estimate import Interval, MachineEstimate
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.kinds import Seen
from crosscount.model.provenance import TableAt
from crosscount.model.quality import Behind, Limitation, QualityNote
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import lake

__all__ = ["behind", "run", "totals"]

TRAFFIC = {seen.value for seen in (Seen.FLOW, Seen.REQUEST, Seen.LOOKUP)}
DIGITS = 4  # of an estimate: more than its interval lets matter


def run(
    figures: Sequence[str],
    origin: str,
    target: str,
    window: Window,
    statements: Iterable[Statement],
    coverage: Coverage,
    *,
    settings: Settings,
    smallest: int = 0,
) -> QualityNote:
    """The note of the figures in that order. `statements` are as published: what they withhold, the note withholds."""
    available = list(statements)
    now = totals(available, figures, origin, target, window)
    before = totals(available, figures, origin, target, window.previous())
    stated = {statement.figure: statement.cells[0] for statement in now}
    version = now[0].evidence.version
    pair = {"origin_country": origin, "target_country": target}
    measured = measure(
        [compute.figure_named(name) for name in figures],
        stated,
        pair,
        window,
        settings=settings,
        version=version,
        smallest=smallest,
    )
    sensors, feeds = _sources(window, settings)
    return QualityNote(
        version=version,
        editions=measured.editions,
        sensors=sensors,
        feeds=feeds,
        placed=measured.placed,
        tagged=measured.tagged,
        issues=issues(
            {window: now, window.previous(): before},
            f"bulletin-{origin}-{target}",
            settings=settings,
            smallest=smallest,
        ),
        machines=behind(
            stated.get(machines.FIGURE), pair, window, settings=settings, version=version, smallest=smallest
        ),
        smallest_cell=smallest,
        limitations=_limitations(now, coverage, len(measured.editions), settings),
    )


def totals(
    statements: Iterable[Statement], figures: Sequence[str], origin: str, target: str, window: Window
) -> list[Statement]:
    """The statement of each figure for the pair, in order; InputError where one is missing."""
    pair = {"origin_country": origin, "target_country": target}
    available = [statement for statement in statements if not statement.by]
    out = []
    for name in figures:
        request = Request(name, window, (), pair)
        found = [statement for statement in available if request.asks_for(statement)]
        if not found:
            raise InputError(f"no statement of '{name}' for {window.first} to {window.last}; run 'crosscount compute'")
        out.append(found[-1])
    return out


def behind(
    stated: Cell | None,
    pair: dict[str, str],
    window: Window,
    *,
    settings: Settings,
    version: int,
    smallest: int,
) -> Behind | None:
    """The machines behind the addresses, None where none was seen; withheld where they, or the addresses, are few."""
    if stated is None or (not stated.value and stated.state is not CellState.SUPPRESSED):
        return None
    if stated.value is None:
        return Behind("", None, None, None, withheld=True)
    made = machines.estimate(window, settings=settings, where=pair, version=version)
    said = made.machines
    values = [part.low for part in (said.live, said.footprint) if part] + list(said.envelope or ())[:1]
    if any(0 < value < smallest for value in values) or said.addresses < smallest:
        return Behind("", None, None, None, withheld=True)
    return _rounded(made)


def _rounded(made: MachineEstimate) -> Behind:
    said = made.machines
    envelope = None if said.envelope is None else (_digits(said.envelope[0]), _digits(said.envelope[1]))
    return Behind(made.id, _ends(said.live), _ends(said.footprint), envelope, assumptions=said.assumptions)


def _ends(interval: Interval | None) -> Interval | None:
    if interval is None:
        return None
    return replace(interval, **{name: _digits(getattr(interval, name)) for name in ("value", "low", "high")})


def _digits(value: float) -> float:
    return float(f"{Decimal(value):.{DIGITS}g}")


def _sources(window: Window, settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources with rows in the window: those that saw traffic, those that name or report."""
    table = lake.overlapping(lake.at(settings.store, "observations"), "observed_at", window.start, window.end)
    found: tuple[set[str], set[str]] = (set(), set())
    for file in table.files:
        names = found[0 if file.partition["seen"] in TRAFFIC else 1]
        low, high = file.minimum.get("source"), file.maximum.get("source")
        if low is not None and low == high:
            names.add(low)
        else:
            for batch in lake.batches(TableAt(table.table, table.version, (file,)), ["source"]):
                names |= set(batch.column("source").unique().to_pylist())
    return tuple(sorted(found[0])), tuple(sorted(found[1]))


def _limitations(
    now: Sequence[Statement], coverage: Coverage, editions: int, settings: Settings
) -> tuple[Limitation, ...]:
    """What holds always, then what the data show."""
    observed, window = lake.at(settings.store, "observations"), now[0].window
    unseen = {
        f"missing-{seen.value}s": window.length - len(watched(observed, (seen,), window))
        for seen in (Seen.FLOW, Seen.REQUEST)
    }
    units = {statement.figure: statement for statement in now}
    aside = sum(source.set_aside for source in coverage.sources)
    counts = {
        "one-edition": int(editions == 1),
        "later-edition": sum(1 for use in coverage.editions if use.instead_from),
        "embedded-edition": sum(1 for use in coverage.editions if use.embedded),
        "no-networks": int(not any(use.content == "network" for use in coverage.editions)),
        "missing-days": len(coverage.missing),
        **unseen,
        "refused-files": sum(source.refused for source in coverage.sources),
        "set-aside": aside,
        "without-member": sum(statement.without_member for statement in units.values()),
        "unknown-figures": sum(1 for statement in now if statement.cells[0].state is CellState.UNKNOWN),
    }
    always = [Limitation(key) for key in ("seen-part", "addresses", "place", "lists")]
    return (*always, *(Limitation(key, count) for key, count in counts.items() if count))
