"""Compute: a figure for a window becomes a statement in the ledger, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial

from crosscount import __version__, plugins
from crosscount.engines.base import Counted, Question
from crosscount.errors import InputError
from crosscount.flow import conclude, editions, rows
from crosscount.flow.reach import Shown
from crosscount.model.bulletin import Request
from crosscount.model.figure import DIMENSIONS, Cell, CellState, Figure, Statement
from crosscount.model.kinds import Kind
from crosscount.model.plain import statement_id, statement_to_plain
from crosscount.model.provenance import Evidence, TableAt
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import commit, lake, ledger

__all__ = ["Request", "count", "figure_named", "many", "run"]

Covered = Callable[[Mapping[str, str]], Collection[date]]  # narrowed to → days that could show whatever there was


def run(
    figure: str,
    window: Window,
    *,
    settings: Settings,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
) -> Statement:
    """Compute one statement and keep it in the ledger."""
    return many([Request(figure, window, tuple(by), dict(where or {}))], settings=settings)[0]


def many(
    requests: Iterable[Request], *, settings: Settings, progress: Callable[[str, int], None] | None = None
) -> list[Statement]:
    """Compute statements, reading each figure's window once, and keep them in the ledger."""
    with commit.citing(settings.store):
        return _many(list(requests), settings, progress)


def _many(asked: Sequence[Request], settings: Settings, progress: Callable[[str, int], None] | None) -> list[Statement]:
    found: dict[int, Statement] = {}
    windows: dict[Window, dict[str, list[int]]] = {}
    for number, request in enumerate(asked):
        windows.setdefault(request.window, {}).setdefault(request.figure, []).append(number)
    stale = frozenset(conclude.stale(settings))
    for window, figures in windows.items():
        asks = [
            rows.Ask(figure_named(name), tuple(Question(asked[n].by, asked[n].where) for n in numbers))
            for name, numbers in figures.items()
        ]
        for (name, numbers), answers in zip(figures.items(), _counted(asks, window, settings, stale), strict=True):
            found.update(zip(numbers, answers, strict=True))
            if progress is not None:
                progress(name, len(numbers))
    out = [found[number] for number in range(len(asked))]
    ledger.append_many(
        settings.store,
        "figure",
        [(statement.id, statement_to_plain(statement)) for statement in out],
        at=datetime.now(UTC),
    )
    return out


def count(
    figure: Figure,
    window: Window,
    questions: Sequence[Question],
    *,
    settings: Settings,
    version: int | None = None,
    references: Collection[str] | None = None,
    stale: Collection[date] = (),
) -> list[Statement]:
    """Count without writing anything; with a version, from the rows of that version, and by those editions only.

    A note says so where one of the `stale` days (UTC, not concluded since their inputs changed) is in the window.
    """
    return next(
        _counted([rows.Ask(figure, tuple(questions))], window, settings, stale, version=version, references=references)
    )


def _counted(
    asks: Sequence[rows.Ask],
    window: Window,
    settings: Settings,
    stale: Collection[date],
    *,
    version: int | None = None,
    references: Collection[str] | None = None,
) -> Iterator[list[Statement]]:
    """The statements of each figure; what all share, such as the notes on the window, is found once."""
    for ask in asks:
        for question in ask.questions:
            _check(question)
    notes = cache(lambda late: _notes(window, settings, late))
    used = cache(lambda table: _references(pinned[table], window, settings, references))
    shown = Shown(window, settings)
    pinned: dict[str, TableAt] = {}
    for ask, (reading, answers) in zip(
        asks, rows.answers(asks, window, settings=settings, version=version, references=references), strict=True
    ):
        table = reading.pinned.table
        pinned.setdefault(table, reading.pinned)
        said = notes(frozenset(stale) if ask.figure.kinds else frozenset())
        if settings.detection.suspected_as_c2 and Kind.C2_CONTACT in ask.figure.kinds:
            said = (*said, "servers of beacons count as C2 servers, by the setting detection.suspected_as_c2")
        yield [
            _statement(
                ask.figure, window, question, answer, reading, partial(shown.days, ask.figure), used(table), said
            )
            for question, answer in zip(ask.questions, answers, strict=True)
        ]


def figure_named(name: str) -> Figure:
    """The installed figure of that id."""
    figures = plugins.figures()
    if name not in figures:
        raise InputError(f"no figure '{name}'; there are: {', '.join(sorted(figures))}")
    return figures[name]


def _check(question: Question) -> None:
    for dimension in (*question.by, *question.where):
        if dimension not in DIMENSIONS:
            raise InputError(f"no dimension '{dimension}'; a figure can be told apart by {', '.join(DIMENSIONS)}")
    if len(set(question.by)) < len(question.by):
        raise InputError(f"a dimension is named twice: {', '.join(question.by)}")


def _statement(
    figure: Figure,
    window: Window,
    question: Question,
    answer: Counted,
    reading: rows.Reading,
    covered: Covered,
    references: tuple[str, ...],
    notes: tuple[str, ...],
) -> Statement:
    evidence = Evidence(
        table=reading.pinned.table,
        version=reading.pinned.version,
        where=_sentence(figure, window, question),
        rows=answer.rows,
        digest=answer.digest,
        files=rows.names_digest(reading.pinned),
        references=references,
        code=f"crosscount {__version__}, {figure.id}@{figure.version}",
    )
    statement = Statement(
        id="",
        figure=figure.id,
        version=figure.version,
        title=figure.title,
        unit=figure.unit.value,
        window=window,
        by=tuple(question.by),
        where=dict(sorted(question.where.items())),
        cells=_cells(answer, question, window, partial(covered, question.where)),
        without_member=answer.without_member,
        excluded=answer.excluded,
        path=reading.path,
        evidence=evidence,
        computed_at=datetime.now(UTC),
        notes=notes,
    )
    return replace(statement, id=statement_id(statement))


def _cells(
    answer: Counted, question: Question, window: Window, covered: Callable[[], Collection[date]]
) -> tuple[Cell, ...]:
    """Largest first, then by key. Absent days and totals are zero where some could have been seen, else unknown."""
    sizes: dict[tuple[str, ...], int | None] = dict(answer.groups)
    if not question.by and not sizes:
        sizes[()] = 0 if covered() else None
    if tuple(question.by) == ("day",):
        for day in window.days():
            if (day.isoformat(),) not in sizes:
                sizes[(day.isoformat(),)] = 0 if day in covered() else None
    return tuple(
        Cell(key, value, CellState.UNKNOWN if value is None else CellState.VALUE if value else CellState.ZERO)
        for key, value in sorted(sizes.items(), key=lambda item: (-(item[1] or 0), item[0]))
    )


def _references(pinned: TableAt, window: Window, settings: Settings, among: Collection[str] | None) -> tuple[str, ...]:
    """The editions that placed the rows: as the threat rows name them, or as the days choose them."""
    if not pinned.files:
        return ()
    if pinned.table == "threats":
        names = _named_editions(pinned)
    else:
        placers = [editions.placer(settings, day, among) for day in window.utc_days()]
        names = {name for placer in placers for name in (placer.edition, placer.asn_edition)}
    return tuple(sorted(name for name in names if name))


def _named_editions(threats: TableAt) -> set[str]:
    """The editions that the rows name: from each file's bounds where they are one value, else from the rows."""
    columns = ("edition", "asn_edition")
    plain = {f.path for f in threats.files if all(f.minimum.get(c, 0) == f.maximum.get(c, 1) for c in columns)}
    names = {f.minimum[column] for f in threats.files if f.path in plain for column in columns}
    mixed = tuple(f for f in threats.files if f.path not in plain and f.rows)
    table = lake.read(TableAt(threats.table, threats.version, mixed), columns)
    return names | {name for column in table.columns for name in column.unique().to_pylist()}


def _notes(window: Window, settings: Settings, stale: Collection[date]) -> tuple[str, ...]:
    days_of: dict[str, list[date]] = {}  # sentence, with the day it names cut out → days
    for day in window.utc_days():
        for note in editions.placer(settings, day).notes:
            days_of.setdefault(note.replace(day.isoformat(), "{day}"), []).append(day)
    notes = {note.replace("{day}", _span(days)) for note, days in days_of.items()}
    near = sorted(day for day in window.utc_days() if day in stale)
    if near:
        few = f"{len(near)} of the days, {_span(near)}"
        notes.add(f"not concluded since files or settings changed: {few}; 'crosscount run' does it")
    return tuple(sorted(notes))


def _span(days: Sequence[date]) -> str:
    return f"{days[0]} to {days[-1]}" if len(days) > 1 else f"{days[0]}"


def _sentence(figure: Figure, window: Window, question: Question) -> str:
    kinds = ", ".join(kind.value for kind in figure.kinds) or "flow, request, lookup"
    narrowed = "".join(f", {name} = {value or '(none)'}" for name, value in sorted(question.where.items()))
    left_out = f", without tag {' or '.join(tag.value for tag in figure.without)}" if figure.without else ""
    return (
        f"kind in ({kinds}), {window.start:%Y-%m-%dT%H:%MZ} ≤ time < {window.end:%Y-%m-%dT%H:%MZ}{narrowed}{left_out}"
    )
