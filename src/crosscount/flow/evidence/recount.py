"""Recount a bundle from the bundle alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.flow.evidence.bundle import CELLS, MANIFEST, MEMBERS, PUBLIC, SIGNATURE, Bundle
from crosscount.flow.evidence.members import CELL_SEPARATOR
from crosscount.flow.verify import Check, Report
from crosscount.kernels.proving.merkle import Tree
from crosscount.model.figure import CellState, Statement

__all__ = ["is_bundle", "run"]


def is_bundle(path: Path) -> bool:
    """Whether the path is a folder that is a bundle, or was one before something was taken from it."""
    return path.is_dir() and any((path / name).exists() for name in (MANIFEST, SIGNATURE, PUBLIC))


def run(bundle: Bundle, statements: Sequence[Statement]) -> Report:
    """Hold the bundle to its signature, its cells to the bulletin in it, and its members to the cells."""
    checks = [Check("signature and files", False, "as signed", fault) for fault in bundle.faults]
    checks = checks or [Check("signature and files", True, "as signed", f"key {bundle.key}")]
    cells = bundle.table("cells.parquet", CELLS)
    checks.append(_same_cells(cells, statements))
    members = bundle.table("members.parquet", MEMBERS)
    found = _sizes(members)
    for row in cells.select(["statement", "figure", "cell", "value", "state"]).to_pylist():
        counted = found.pop((row["statement"], row["cell"]), 0)
        about = f"{row['figure']} {row['cell'] or 'total'} ({row['statement']})"
        if row["state"] in (CellState.VALUE, CellState.ZERO):
            checks.append(Check(about, counted == row["value"], f"{row['value']:,}", f"{counted:,} recounted"))
        elif counted:
            checks.append(Check(about, False, row["state"], f"{counted:,} members are given all the same"))
        elif row["state"] == CellState.SUPPRESSED:
            checks.append(Check(about, True, "withheld", "no members are given"))
    checks += [Check(f"cell {c!r} of {s}", False, "not published", f"{n:,} members") for (s, c), n in found.items()]
    checks += _trees(bundle, members, statements)
    return Report(tuple(checks))


def _same_cells(cells: pa.Table, statements: Sequence[Statement]) -> Check:
    said = {
        (s.id, s.figure, CELL_SEPARATOR.join(cell.key), cell.value, cell.state.value)
        for s in statements
        for cell in s.cells
    }
    names = ("statement", "figure", "cell", "value", "state")
    found = {tuple(row[name] for name in names) for row in cells.select(list(names)).to_pylist()}
    same = said == found and len(found) == cells.num_rows
    return Check("cells of the bulletin", same, f"{len(said)}", f"{len(said & found)} the same")


def _sizes(members: pa.Table) -> dict[tuple[str, str], int]:
    distinct = members.group_by(["statement", "cell", "member"]).aggregate([])
    sizes = distinct.group_by(["statement", "cell"]).aggregate([([], "count_all")])
    return {(row["statement"], row["cell"]): row["count_all"] for row in sizes.to_pylist()}


def _trees(bundle: Bundle, members: pa.Table, statements: Sequence[Statement]) -> list[Check]:
    """Each published total has the tree of its members, and nothing else has one from which something can be proved."""
    totals = {statement.id: statement.cells[0] for statement in statements if not statement.by and statement.cells}
    out = []
    for statement in sorted(totals.keys() | bundle.manifest["trees"].keys()):
        about, cell = f"tree of {statement}", totals.get(statement)
        published = cell is not None and cell.value is not None
        if statement not in bundle.manifest["trees"]:
            if published:
                out.append(Check(about, False, "a published total", "the manifest has no tree for it"))
            continue
        number, root = bundle.root(statement)
        if cell is None or cell.value is None:
            # Bundles of before withheld totals were left out have an empty tree for them, which proves nothing.
            state = "no total of the bulletin" if cell is None else cell.state.value
            out += [] if number == 0 else [Check(about, False, state, f"a tree of {number:,} leaves all the same")]
            continue
        leaves = members.filter(pc.equal(members.column("statement"), statement)).column("member").unique().sort()
        same = len(leaves) == number == cell.value and Tree(leaves.to_pylist()).root == root
        out.append(Check(about, same, root.hex()[:16], "the same" if same else "another root"))
    return out
