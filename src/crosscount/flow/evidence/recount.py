"""Recount a bundle from the bundle alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crosscount.errors import InputError
from crosscount.flow.evidence.bundle import CELLS, MANIFEST, MEMBERS, Bundle
from crosscount.flow.evidence.keys import fingerprint
from crosscount.flow.evidence.members import CELL_SEPARATOR
from crosscount.flow.verify import Check, Report
from crosscount.kernels.proving.merkle import Tree
from crosscount.model.figure import CellState, Statement

__all__ = ["is_bundle", "run"]


def is_bundle(path: Path) -> bool:
    """Whether the path is a folder with a manifest."""
    return (path / MANIFEST).is_file()


def run(bundle: Bundle, statements: Sequence[Statement]) -> Report:
    """Hold the bundle to its signature, its cells to the bulletin in it, and its members to the cells."""
    checks = [Check("signature and files", False, "as signed", fault) for fault in bundle.faults]
    checks = checks or [Check("signature and files", True, "as signed", f"key {fingerprint(bundle.public)}")]
    cells = _read(bundle, "cells.parquet", CELLS)
    checks.append(_same_cells(cells, statements))
    members = _read(bundle, "members.parquet", MEMBERS)
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
    checks += _trees(bundle, members)
    return Report(tuple(checks))


def _read(bundle: Bundle, name: str, schema: pa.Schema) -> pa.Table:
    try:
        return pq.read_table(bundle.folder / name, partitioning=None).select(schema.names).cast(schema)
    except (OSError, pa.ArrowException, KeyError) as error:
        raise InputError(f"'{bundle.folder / name}' cannot be read: {str(error).splitlines()[0]}") from error


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


def _trees(bundle: Bundle, members: pa.Table) -> list[Check]:
    out = []
    for statement in bundle.manifest["trees"]:
        number, root = bundle.root(statement)
        leaves = members.filter(pc.equal(members.column("statement"), statement)).column("member").unique().sort()
        same = len(leaves) == number and Tree(leaves.to_pylist()).root == root
        out.append(Check(f"tree of {statement}", same, root.hex()[:16], "the same" if same else "another root"))
    return out
