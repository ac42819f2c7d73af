"""Reads a text or a file through a source, as ingest does, and gives back what became of every record."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from crosscount import plugins
from crosscount.kernels.cleaning import clean
from crosscount.model.source import FileContext, Head

DAY = date(2014, 3, 19)


@dataclass
class Account:
    """Kept and set-aside rows as dicts, and the number of remarks."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    aside: list[dict[str, Any]] = field(default_factory=list)
    remarks: int = 0

    @property
    def read(self) -> int:
        return len(self.kept) + len(self.aside)

    @property
    def reasons(self) -> Counter[str]:
        return Counter(row["reason"] for row in self.aside)

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.kept]


def read(source: str, data: bytes | str, name: str = "file", day: date | None = DAY) -> Account:
    """The account of a file with these bytes and this name."""
    found = plugins.sources()[source]
    context = FileContext(name, day, None, name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    account = Account()
    raw = data.encode() if isinstance(data, str) else data
    for batch in found.read(io.BytesIO(raw)):
        cleaned = clean.clean(batch, found, context)
        account.kept += cleaned.kept.to_pylist()
        account.aside += cleaned.set_aside.to_pylist()
        account.remarks += batch.remarks
    return account


def read_path(source: str, path: Path, day: date | None = DAY) -> Account:
    """The account of a file, decompressed if its name ends in .gz."""
    return read(source, content(path), str(path).removesuffix(".gz"), day)


def content(path: Path) -> bytes:
    """The bytes of a file, decompressed if its name ends in .gz."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def claimed(data: bytes | str, name: str) -> list[str]:
    """The ids of all sources that say a file with this beginning and name is theirs."""
    raw = data.encode() if isinstance(data, str) else data
    return [source.id for source in plugins.claiming(Head(name, raw[:65_536]))]


def address(text: str) -> bytes:
    """16 bytes of an address, IPv4 mapped into IPv6."""
    from ipaddress import ip_address

    number = ip_address(text)
    return (b"\0" * 10 + b"\xff\xff" + number.packed) if number.version == 4 else number.packed
