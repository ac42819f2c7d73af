"""The reference tables that the store holds: which editions there are, and their tables opened.

The ledger names every file that was added (kind `edition`); its bytes are in `raw`. What is compiled from them lies in
<store>/reference/<basis or network>/<day>/: the ranges of each file and the merged table of each edition. Both can be
removed at any time, they are built again from `raw`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from crosscount.errors import FileRefused, InputError, ReferenceTableError
from crosscount.flow import opening
from crosscount.kernels.placing.prefixes import RANGES, PrefixTable
from crosscount.model.place import Basis, Edition
from crosscount.model.provenance import TableAt
from crosscount.reference.ranges import COUNTRY, RangeFile
from crosscount.reference.readers import reader_of
from crosscount.settings import Ingest
from crosscount.store import durable, lake, ledger, raw

__all__ = ["KIND", "Shelf", "keep", "open_table", "read_raw", "shelf"]

KIND = "edition"
MAX_BYTES = 4 * 1024**3  # a reference table is read into memory whole


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every edition that users added."""

    current: tuple[Edition, ...]  # by content, day and id
    past: tuple[Edition, ...]  # as they were before a further file of the same day and basis was added
    registries: Mapping[str, frozenset[str]]  # edition id → registries whose delegated files it is made of


def shelf(root: Path) -> Shelf:
    """The editions in the store as it is now. Asked for every day and batch: read again only when the ledger grew."""
    now = lake.at(root, "ledger")
    if not now.files:
        return Shelf((), (), {})
    known = _KNOWN.get(root)
    if known is None or known[0] is not now:
        known = _KNOWN[root] = (now, _shelf(root))
    return known[1]


_KNOWN: dict[Path, tuple[TableAt, Shelf]] = {}


def _shelf(root: Path) -> Shelf:
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for entry in ledger.entries(root, KIND):
        body = entry.body
        groups.setdefault((body["content"], body["basis"], body["day"]), []).append(body)
    current, past, registries = list[Edition](), list[Edition](), dict[str, frozenset[str]]()
    for (content, basis, day), bodies in groups.items():
        grown = [_edition(content, Basis(basis), date.fromisoformat(day), bodies[: n + 1]) for n in range(len(bodies))]
        current.append(grown[-1])
        past.extend(grown[:-1])
        for count, edition in enumerate(grown, 1):
            names = [name for body in bodies[:count] for name in str(body["registry"]).split(",")]
            registries[edition.id] = frozenset(names)
    current.sort(key=lambda edition: (edition.content, edition.day, edition.id))
    return Shelf(tuple(current), tuple(past), registries)


def _edition(content: str, basis: Basis, day: date, bodies: list[Mapping[str, Any]]) -> Edition:
    files = tuple(sorted({str(body["sha256"]) for body in bodies}))
    digest = sha256("\n".join(files).encode()).hexdigest()[:8]
    ground = basis.value if content == COUNTRY else content
    return Edition(f"{ground}-{day}-{digest}", content, basis, day, files)


def read_raw(
    root: Path, digest: str, name: str, limits: Ingest, *, reader_id: str | None, basis: Basis | None
) -> tuple[str, RangeFile]:
    """The stored bytes unpacked and read, and the id of the reader that did."""
    members = list(opening.members(raw.path(root, digest), name, limits))
    if len(members) != 1:
        raise InputError(f"'{name}' holds {len(members)} files; unpack it and add the one that is the table")
    if members[0].refused is not None:
        raise FileRefused(members[0].refused)
    try:
        with members[0].open() as file:
            data = b"".join(_pieces(file))
    except (OSError, EOFError, ValueError) as error:
        raise FileRefused(f"'{name}' cannot be read: {error}") from error
    plain = members[0].name.rsplit("/", 1)[-1]
    reader = reader_of(data, plain, reader_id)
    return reader.id, reader.read(data, plain, basis)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """Read to the very end: only there does a damaged file say so."""
    size = 0
    while piece := file.read(1 << 20):
        size += len(piece)
        if size > MAX_BYTES:
            raise ValueError(f"it is larger than {MAX_BYTES} bytes, and a reference table is read into memory whole")
        yield piece


def keep(root: Path, content: str, basis: Basis, day: date, digest: str, ranges: pa.Table) -> None:
    """Keep the ranges of one file, so that an edition of several files need not read them again."""
    target = _folder(root, content, basis, day) / f"{digest}.arrow"
    with (
        durable.becoming(root, target) as written,
        pa.OSFile(str(written), "wb") as sink,
        pa.ipc.new_file(sink, RANGES) as writer,
    ):
        writer.write_table(ranges)


@lru_cache(maxsize=16)
def open_table(root: Path, edition: Edition, limits: Ingest) -> PrefixTable:
    """The merged table of an edition, opened once a process; compiled if it is not there."""
    path = _folder(root, edition.content, edition.basis, edition.day) / f"{edition.id}.arrow"
    if not path.is_file():
        table = PrefixTable.build(
            pa.concat_tables([_ranges(root, edition, digest, limits) for digest in edition.files])
        )
        with durable.becoming(root, path) as written:
            table.save(written)
    return PrefixTable.load(path)


def _ranges(root: Path, edition: Edition, digest: str, limits: Ingest) -> pa.Table:
    path = _folder(root, edition.content, edition.basis, edition.day) / f"{digest}.arrow"
    if path.is_file():
        with pa.memory_map(str(path)) as source:
            return pa.ipc.open_file(source).read_all()
    entry = ledger.find(root, KIND, entry_id(edition.content, edition.basis, edition.day, digest))
    if entry is None or not raw.verify(root, digest):
        raise ReferenceTableError(f"edition {edition.id}: file {digest[:12]}… is missing or damaged; add it again")
    return read_raw(root, digest, entry.body["name"], limits, reader_id=entry.body["format"], basis=edition.basis)[
        1
    ].ranges


def entry_id(content: str, basis: Basis, day: date, digest: str) -> str:
    """What names one added file in the ledger."""
    return f"{content}:{basis.value}:{day}:{digest}"


def _folder(root: Path, content: str, basis: Basis, day: date) -> Path:
    return root / "reference" / (basis.value if content == COUNTRY else content) / day.isoformat()
