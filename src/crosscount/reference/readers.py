"""Which reader a reference file belongs to."""

from __future__ import annotations

from crosscount.errors import InputError, UnknownFormat
from crosscount.reference import csv_ranges, delegated, mmdb, prefix_lines
from crosscount.reference.ranges import Reader

__all__ = ["READERS", "reader_of"]

READERS: tuple[Reader, ...] = (
    mmdb.READER,
    delegated.READER,
    prefix_lines.PYASN,
    prefix_lines.ROUTEVIEWS,
    csv_ranges.READER,
)


def reader_of(data: bytes, name: str, format: str | None = None) -> Reader:  # noqa: A002 - the word of the option
    """The reader named `format`, or the only one that recognises the bytes."""
    if format is not None:
        chosen = [reader for reader in READERS if reader.id == format]
        if not chosen:
            known = ", ".join(reader.id for reader in READERS)
            raise InputError(f"no reference format '{format}'; there are: {known}")
        return chosen[0]
    found = [reader for reader in READERS if reader.sniff(data)]
    if not found:
        known = ", ".join(reader.title for reader in READERS)
        raise UnknownFormat(f"{name}: no reference table that is known ({known}); name it with --format")
    return found[0]
