"""Export: a published bulletin → a bundle from which a stranger recounts every number in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from jinja2 import Environment, StrictUndefined

from crosscount import __version__
from crosscount.errors import InputError, NotReproduced
from crosscount.flow.evidence.bundle import CELLS, MANIFEST, MEMBERS, PUBLIC, SCHEMA, SIGNATURE, SIGNED
from crosscount.flow.evidence.keys import Keys, fingerprint, keys
from crosscount.flow.evidence.members import CELL_SEPARATOR, members_of
from crosscount.kernels.proving.merkle import Tree
from crosscount.kernels.proving.pseudonyms import pseudonyms
from crosscount.model.bulletin import Bulletin
from crosscount.model.figure import CellState, Statement
from crosscount.settings import Settings

__all__ = ["run"]


def run(
    bulletin: Bulletin,
    text: str,
    *,
    settings: Settings,
    out: Path,
    progress: Callable[[str, int], None] | None = None,
) -> Path:
    """Write the bundle into `out` and return its folder. `text` is the bulletin's JSON as it was published."""
    folder = out / f"evidence-{bulletin.name}-{bulletin.id}"
    if (folder / MANIFEST).exists():
        raise InputError(f"'{folder}' exists; a bundle is not written over: remove it or choose another --out")
    own = keys(settings, make=True)
    try:
        _write(folder, bulletin, text, own, settings, progress)
    except BaseException as error:  # also of one that was stopped nothing is left that looks like a bundle
        for name in (*SIGNED, PUBLIC, SIGNATURE, MANIFEST):
            (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # not there, or something of somebody else lies in it
            folder.rmdir()
        if isinstance(error, OSError):
            raise InputError(f"'{folder}' cannot be written: {error.strerror or error}") from error
        raise
    return folder


def _write(
    folder: Path,
    bulletin: Bulletin,
    text: str,
    own: Keys,
    settings: Settings,
    progress: Callable[[str, int], None] | None,
) -> None:
    """Write the files, the manifest last: a folder with one is a whole bundle."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(_cells(bulletin.statements), folder / "cells.parquet", compression="zstd")
    trees = _members(bulletin.statements, settings, own, folder / "members.parquet", progress)
    (folder / "bulletin.json").write_text(text, encoding="utf-8")
    smallest = _smallest(bulletin)
    readme = _readme(bulletin, fingerprint(own.public), smallest)
    (folder / "README.md").write_text(readme, encoding="utf-8")
    (folder / PUBLIC).write_bytes(own.public)
    manifest = {
        "product": "crosscount evidence",
        "schema": SCHEMA,
        "bulletin": bulletin.id,
        "publisher": bulletin.publisher,
        "marking": bulletin.marking.value,
        "made_at": datetime.now(UTC).isoformat(),
        "code": f"crosscount {__version__}",
        "smallest_cell": smallest,
        "pseudonyms": own.commitment,
        "files": {name: sha256((folder / name).read_bytes()).hexdigest() for name in SIGNED},
        "trees": trees,
    }
    content = orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
    (folder / SIGNATURE).write_text(own.signing.sign(content).hex(), encoding="ascii")
    (folder / MANIFEST).write_bytes(content)


def _cells(statements: Sequence[Statement]) -> pa.Table:
    rows: list[dict[str, Any]] = [
        {
            "statement": statement.id,
            "figure": statement.figure,
            "first": statement.window.first,
            "last": statement.window.last,
            "zone": statement.window.zone,
            "narrowed": ", ".join(f"{name}={value}" for name, value in sorted(statement.where.items())),
            "by": ", ".join(statement.by),
            "cell": CELL_SEPARATOR.join(cell.key),
            "value": cell.value,
            "state": cell.state.value,
        }
        for statement in statements
        for cell in statement.cells
    ]
    return pa.Table.from_pylist(rows, CELLS)


def _members(
    statements: Sequence[Statement],
    settings: Settings,
    own: Keys,
    file: Path,
    progress: Callable[[str, int], None] | None,
) -> dict[str, dict[str, Any]]:
    """Write all members under their pseudonyms; return the tree of each total."""
    trees = {}
    groups: dict[object, list[Statement]] = {}
    for statement in statements:
        groups.setdefault((statement.figure, statement.window, statement.evidence.version), []).append(statement)
    with pq.ParquetWriter(file, MEMBERS, compression="zstd", use_dictionary=["statement", "cell"]) as writer:
        for group in groups.values():
            for statement, pairs in members_of(group, settings):
                _agree(statement, pairs)
                cells, members = (pairs.column(name).combine_chunks() for name in ("cell", "member"))
                names = pseudonyms(cells, members, own.pseudonyms, statement.id)
                rows = pa.table([pa.repeat(statement.id, len(names)), cells, names], schema=MEMBERS)
                rows = rows.sort_by([("cell", "ascending"), ("member", "ascending")])
                writer.write_table(rows)
                # Of a withheld total nothing may be provable: an empty tree would "prove" that nobody is counted in it.
                if not statement.by and statement.total is not None:
                    tree = Tree(rows.column("member").to_pylist())
                    trees[statement.id] = {"leaves": rows.num_rows, "root": tree.root.hex()}
                if progress is not None:
                    progress("export", rows.num_rows)
    return trees


def _agree(statement: Statement, pairs: pa.Table) -> None:
    """What is given away must be what was said; the store may have lost rows since."""
    counts = pairs.group_by("cell").aggregate([([], "count_all")]).to_pylist()
    found = {row["cell"]: row["count_all"] for row in counts}
    said = {CELL_SEPARATOR.join(cell.key): cell.value for cell in statement.cells if cell.value}
    if found != said:
        raise NotReproduced(
            f"statement {statement.id} ({statement.figure}) is not what the store gives now, so no bundle was made; "
            "'crosscount verify' says what differs"
        )


def _smallest(bulletin: Bulletin) -> int:
    """Below what the bulletin withholds numbers, whatever the settings say now. Old ones only show that they do: 2."""
    if bulletin.quality is not None:
        return bulletin.quality.smallest_cell
    states = {cell.state for statement in bulletin.statements for cell in statement.cells}
    return 2 if CellState.SUPPRESSED in states else 0


def _readme(bulletin: Bulletin, key: str, smallest: int) -> str:
    template = files("crosscount.flow.evidence").joinpath("readme.md.j2").read_text("utf-8")
    # Markdown for readers, not HTML for a browser: there is nothing to escape but what the publisher calls itself.
    made = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True).from_string(template)
    return made.render(bulletin=bulletin, key=key, smallest=smallest)
