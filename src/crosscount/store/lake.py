"""Which files belong to a version and window of a table, and their rows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial, reduce
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from crosscount.errors import StoreError
from crosscount.model.provenance import DataFile, TableAt
from crosscount.store.tables import TableSpec, folder, spec

__all__ = ["at", "batches", "having", "overlapping", "pieces", "present", "read", "verify", "version"]

BATCH_ROWS = 131_072
_LOCAL = pa.fs.LocalFileSystem()
_FITS = "fits"  # the name of a condition among columns; no column of ours is called so
_READAHEAD = {"batch_readahead": 2, "fragment_readahead": 1}


def at(root: Path, table: str, version: int | None = None) -> TableAt:
    """The table at that version, or as it is now; version -1 without files if nothing was ever written."""
    one = spec(table)
    if version == -1:  # before anything was written
        return TableAt(table, -1, ())
    if version is not None:
        try:
            return _table_at(DeltaTable(folder(root, table), version=version), root, one)
        except TableNotFoundError as error:
            raise StoreError(f"the store has no table '{table}', so no version {version} of it") from error
        except DeltaError as error:
            raise StoreError(f"table '{table}' cannot be read at version {version}: {_first_line(error)}") from error
    latest = _latest(root, table)
    if latest is None:
        return TableAt(table, -1, ())
    if latest.table_at is None:
        latest.table_at = _table_at(latest.delta, root, one)
    return latest.table_at


def present(root: Path, table: str, transactions: Collection[str]) -> set[str]:
    """Which of the transactions are in the table as it is now."""
    latest = _latest(root, table)
    if latest is None:
        return set()
    known = latest.transactions
    for one in transactions:
        if one not in known:
            known[one] = latest.delta.transaction_version(one) is not None
    return {one for one in transactions if known[one]}


@dataclass(slots=True)
class _Latest:
    """A table as it was last seen: it is so still if its last commit is the same file and none came after."""

    delta: DeltaTable
    commit: str
    following: str
    mark: tuple[int, int] | None
    table_at: TableAt | None = None
    transactions: dict[str, bool] = field(default_factory=dict)  # whether each that was asked for is in

    def holds(self) -> bool:
        return self.mark is not None and _mark(self.commit) == self.mark and _mark(self.following) is None


_LATEST: dict[str, _Latest] = {}


def _latest(root: Path, table: str) -> _Latest | None:
    base = os.path.join(os.path.abspath(root), spec(table).name)
    known = _LATEST.get(base)
    if known is not None and known.holds():
        return known
    try:
        delta = DeltaTable(folder(root, table))
    except TableNotFoundError:
        return None
    except DeltaError as error:
        raise StoreError(f"table '{table}' cannot be read: {_first_line(error)}") from error
    now, following = (_log(base, number) for number in (int(delta.version()), int(delta.version()) + 1))
    _LATEST[base] = latest = _Latest(delta, now, following, _mark(now))
    return latest


def _table_at(delta: DeltaTable, root: Path, one: TableSpec) -> TableAt:
    protocol = delta.protocol()
    if "deletionVectors" in {*(protocol.reader_features or ()), *(protocol.writer_features or ())}:
        raise StoreError(
            f"table '{one.name}' has deletion vectors, which a list of files ignores; it is not ours to read"
        )
    return TableAt(one.name, int(delta.version()), _files(delta, Path(os.path.abspath(root), one.name), one))


def _log(base: str, version: int) -> str:
    """The commit of that version (Delta protocol, "Delta Log Entries")."""
    return f"{base}/_delta_log/{version:020d}.json"


def _mark(commit: str) -> tuple[int, int] | None:
    try:
        said = os.stat(commit)
    except OSError:
        return None
    return said.st_ino, said.st_mtime_ns


def version(root: Path, table: str) -> int:
    """The version of the table as it is now, -1 if nothing was ever written."""
    latest = _latest(root, table)
    return -1 if latest is None else int(latest.delta.version())


def overlapping(table_at: TableAt, column: str, start: datetime, end: datetime) -> TableAt:
    """The files that may hold a row whose `column` lies in [start, end).

    A file in which `column` has a null, or of which the bounds are unknown, always stays.
    """
    kept = tuple(
        file
        for file in table_at.files
        if column not in file.minimum or (file.minimum[column] < end and file.maximum[column] >= start)
    )
    return TableAt(table_at.table, table_at.version, kept)


def having(table_at: TableAt, column: str, value: str) -> TableAt:
    """The files that may hold a row whose `column` is that text: a partition column, or one with bounds."""

    def possible(file: DataFile) -> bool:
        if column in file.partition:
            return file.partition[column] == value
        return column not in file.minimum or bool(file.minimum[column] <= value <= file.maximum[column])

    return TableAt(table_at.table, table_at.version, tuple(filter(possible, table_at.files)))


def batches(
    table_at: TableAt,
    columns: Sequence[str] | None = None,
    where: pc.Expression | None = None,
    *,
    dictionaries: Sequence[str] = (),
) -> Iterator[pa.RecordBatch]:
    """The rows, file by file in the order of `table_at`, partition columns included.

    Text columns named in `dictionaries` come as dictionaries, which is faster where few values repeat.
    """
    names = list(columns) if columns is not None else spec(table_at.table).schema.names
    # Mostly all rows of a batch fit, and a filter would copy them: so the condition is read like a column.
    wanted = {name: pc.field(name) for name in names} | ({} if where is None else {_FITS: where})
    try:
        for piece in _pieces(_dataset(table_at, dictionaries), where):
            for batch in piece.to_batches(columns=wanted, batch_size=BATCH_ROWS, **_READAHEAD):
                fits = batch.column(_FITS) if where is not None else None
                rows = batch.select(names)
                if fits is not None and fits.true_count < len(fits):
                    rows = rows.filter(fits)
                if rows.num_rows:
                    yield rows
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(table_at, error) from error


def pieces(
    table_at: TableAt,
    columns: Sequence[str],
    where: Mapping[str, Collection[str]],
    *,
    exact: Collection[str] | None = None,
    dictionaries: Sequence[str] = (),
) -> list[Callable[[], pa.Table]]:
    """For each file a function that reads the rows whose text columns have one of the wanted values.

    Row groups that cannot hold such a row are not read; what a file's footer says is remembered, as files never change.
    Rows are held only to the columns of `where` that are in `exact` (None: to all).
    """
    held = frozenset(where if exact is None else exact)
    return [partial(_piece, file, table_at, list(columns), where, held, list(dictionaries)) for file in table_at.files]


def read(table_at: TableAt, columns: Sequence[str] | None = None, where: pc.Expression | None = None) -> pa.Table:
    """All rows in memory; without any, an empty table of the same columns."""
    schema = spec(table_at.table).schema
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    return pa.Table.from_batches((batch.cast(wanted) for batch in batches(table_at, columns, where)), wanted)


def verify(table_at: TableAt) -> list[str]:
    """The paths of the files that are missing or whose bytes no longer hash to their name."""
    return [file.path for file in table_at.files if not _whole(Path(file.path))]


def _unreadable(table_at: TableAt, error: Exception) -> StoreError:
    where = f"table '{table_at.table}', version {table_at.version}"
    if isinstance(error, FileNotFoundError):
        return StoreError(
            f"{where}: a file is missing: {error}; if 'store vacuum' or 'store retain' has just run, run this again"
        )
    return StoreError(f"{where}: a file is damaged: {error}")


def _first_line(error: Exception) -> str:
    """Without the frames that the kernel of Delta Lake may put below."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def _whole(file: Path) -> bool:
    try:
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return False
    return file.name.partition(".")[0].partition("-")[0] == digest


def _piece(
    file: DataFile,
    table_at: TableAt,
    columns: Sequence[str],
    where: Mapping[str, Collection[str]],
    exact: Collection[str],
    dictionaries: Sequence[str],
) -> pa.Table:
    schema = spec(table_at.table).schema
    try:
        footer, bounds = _footer(file.path, spec(table_at.table).indexed)
        groups = [n for n, one in enumerate(bounds) if all(_possible(one[name], where[name]) for name in where)]
        inside = [name for name in dict.fromkeys([*columns, *exact]) if name not in file.partition]
        with pq.ParquetFile(
            file.path, metadata=footer, read_dictionary=dictionaries, memory_map=True, pre_buffer=False
        ) as parquet:
            table = parquet.read_row_groups(groups, columns=inside, use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(table_at, error) from error
    masks = [
        pc.is_in(table.column(name), pa.array(sorted(values), pa.string()))
        for name, values in where.items()
        if name in exact
    ]
    if masks:
        table = table.filter(reduce(pc.and_, masks))
    for name in columns:
        if name in file.partition:
            kind = schema.field(name).type
            text = file.partition[name]
            constant = pa.scalar(date.fromisoformat(text) if pa.types.is_date(kind) else text, kind)
            table = table.append_column(name, pa.repeat(constant, table.num_rows))
    return table.select(list(columns))


@lru_cache(maxsize=2_000)
def _footer(path: str, indexed: tuple[str, ...]) -> tuple[pq.FileMetaData, list[dict[str, tuple[str, str] | None]]]:
    """What the file says of itself, and the bounds of each row group."""
    footer = pq.read_metadata(path, memory_map=True)
    names = {footer.schema.column(n).name: n for n in range(len(footer.schema))}
    bounds: list[dict[str, tuple[str, str] | None]] = []
    for number in range(footer.num_row_groups):
        group = footer.row_group(number)
        bounds.append({})
        for name in indexed:
            said = group.column(names[name]).statistics
            known = said is not None and said.has_min_max
            bounds[-1][name] = (said.min, said.max) if known else None
    return footer, bounds


def _possible(bounds: tuple[str, str] | None, values: Collection[str]) -> bool:
    return bounds is None or any(bounds[0] <= value <= bounds[1] for value in values)


def _pieces(dataset: ds.FileSystemDataset, where: pc.Expression | None) -> Iterator[ds.FileSystemDataset]:
    """Row group by row group, or small files together: a scan lets up to 1 GiB wait for a slow reader."""
    waiting: list[ds.Fragment] = []
    size = 0
    for fragment in dataset.get_fragments(filter=where):
        rows = fragment.metadata.num_rows
        groups = [fragment] if rows <= BATCH_ROWS else fragment.split_by_row_group(where, schema=dataset.schema)
        for group in groups:
            if waiting and size + min(rows, BATCH_ROWS) > BATCH_ROWS:
                yield ds.FileSystemDataset(waiting, dataset.schema, dataset.format, _LOCAL)
                waiting, size = [], 0
            waiting.append(group)
            size += min(rows, BATCH_ROWS)
    if waiting:
        yield ds.FileSystemDataset(waiting, dataset.schema, dataset.format, _LOCAL)


def _dataset(table_at: TableAt, dictionaries: Sequence[str] = ()) -> ds.FileSystemDataset:
    schema, form = spec(table_at.table).schema, ds.ParquetFileFormat()
    if dictionaries:
        form = ds.ParquetFileFormat(read_options=ds.ParquetReadOptions(dictionary_columns=list(dictionaries)))
        schema = pa.schema(
            [f.with_type(pa.dictionary(pa.int32(), f.type)) if f.name in dictionaries else f for f in schema]
        )
    fragments = [
        form.make_fragment(file.path, filesystem=_LOCAL, partition_expression=_constants(file, schema))
        for file in table_at.files
    ]
    return ds.FileSystemDataset(fragments, schema, form, _LOCAL)


def _constants(file: DataFile, schema: pa.Schema) -> pc.Expression | None:
    """The partition values of a file as a condition that all its rows fulfil; the scan fills the columns from it."""
    out = None
    for name, text in file.partition.items():
        kind = schema.field(name).type
        same = pc.field(name) == pa.scalar(date.fromisoformat(text) if pa.types.is_date(kind) else text, kind)
        out = same if out is None else out & same
    return out


def _files(delta: DeltaTable, base: Path, table: TableSpec) -> tuple[DataFile, ...]:
    """The files of a version, ordered by path."""
    actions = pa.table(delta.get_add_actions(flatten=True))
    if not actions.num_rows:
        return ()
    given = set(actions.column_names)
    partitions = {name: actions.column(f"partition.{name}").to_pylist() for name in table.partition_by}
    bounds: dict[str, tuple[list[Any], list[Any], list[Any]]] = {
        name: tuple(actions.column(f"{what}.{name}").to_pylist() for what in ("min", "max", "null_count"))
        for name in table.bounded
        if {f"min.{name}", f"max.{name}", f"null_count.{name}"} <= given
    }
    out = []
    for row, (path, rows) in enumerate(
        zip(actions.column("path").to_pylist(), actions.column("num_records").to_pylist(), strict=True)
    ):
        known = {
            name: (low[row], high[row])
            for name, (low, high, nulls) in bounds.items()
            if nulls[row] == 0 and low[row] is not None and high[row] is not None
        }
        out.append(
            DataFile(
                str(base / path),
                rows,
                {name: str(values[row]) for name, values in partitions.items()},
                {name: low for name, (low, _) in known.items()},
                {name: high for name, (_, high) in known.items()},
            )
        )
    return tuple(sorted(out, key=lambda file: file.path))
