"""What earlier bulletins of the pair said of the same days, and what the same numbers are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crosscount.errors import InputError
from crosscount.flow.quality.withhold import visible
from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.plain import statement_from_plain
from crosscount.model.quality import Issue, Revision
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import ledger

__all__ = ["issues"]

WITHHELD = Cell((), None, CellState.SUPPRESSED)  # the ledger holds every statement as it was counted, but not so


def issues(
    now: Mapping[Window, Sequence[Statement]], name: str, *, settings: Settings, smallest: int
) -> tuple[Issue, ...]:
    """For each window the last bulletin whose totals are other statements than `now`, with every total then and now.

    `name` is the bulletin's without its days: "bulletin-US-CN". A bulletin that says the same again is no other issue,
    so that publishing twice gives the same note twice.
    """
    published = [entry for entry in ledger.entries(settings.store, "bulletin") if _pair(entry.body) == name]
    out = []
    for window, statements in now.items():
        same = f"{name}-{window.first}-{window.last}"
        for entry in reversed(published):
            if entry.body["name"] != same:
                continue
            if {statement.id for statement in statements} <= set(entry.body["statements"]):
                continue
            then = _statements(settings, entry.body["statements"], window, len(statements))
            if not then:  # of another time zone
                continue
            before = {statement.figure: statement for statement in then}
            revisions = tuple(_revision(before.get(s.figure), s, smallest) for s in statements)
            out.append(Issue(entry.id, entry.at, window, revisions))
            break
    return tuple(out)


def _pair(body: Mapping[str, object]) -> str:
    """The name of a bulletin without its days, each of ten characters."""
    return str(body["name"])[: -len("-2014-03-19-2014-05-18")]


def _statements(settings: Settings, ids: Sequence[str], window: Window, many: int) -> list[Statement]:
    """The totals of a bulletin, which come first in it. What it withheld is not in the ledger."""
    out = []
    for name in ids[:many]:
        entry = ledger.find(settings.store, "figure", name)
        if entry is None:
            continue
        try:
            statement = statement_from_plain(entry.body)
        except InputError:
            continue  # of an older form
        if not statement.by and statement.window == window:
            out.append(statement)
    return out


def _revision(then: Statement | None, now: Statement, smallest: int) -> Revision:
    before = WITHHELD if then is None else then.cells[0]
    after = now.cells[0]
    hidden = after.state is CellState.SUPPRESSED
    if before.value is not None and (hidden or not visible(before.value, [after.value or 0], smallest)):
        before = Cell((), None, CellState.SUPPRESSED)
    return Revision(now.figure, before, after, _causes(then, now) if then and not hidden else ())


def _causes(then: Statement, now: Statement) -> tuple[str, ...]:
    """What differs in the evidence, the strongest ground first."""
    same = {
        "definition": (then.figure, then.version) == (now.figure, now.version),
        "editions": then.evidence.references == now.evidence.references,
        "records": then.evidence.rows == now.evidence.rows and then.evidence.digest == now.evidence.digest,
        "program": then.evidence.code == now.evidence.code,
    }
    return tuple(cause for cause, holds in same.items() if not holds)
