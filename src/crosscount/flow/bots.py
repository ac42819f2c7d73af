"""Parsers of IntelMQ as sources: `--source intelmq:MODULE`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import BinaryIO

import pyarrow as pa

from crosscount import plugins
from crosscount.errors import InputError
from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.reading import bots, faults
from crosscount.model.kinds import TimeBasis
from crosscount.model.source import RawBatch, Source

__all__ = ["is_bot", "source_of"]

PREFIX = "intelmq:"
EVENTS = "intelmq-events"  # the source that says what the fields of an event mean


def is_bot(source: str) -> bool:
    """Whether a name of a source means a parser."""
    return source.startswith(PREFIX)


def source_of(source: str, file_name: str = "") -> Source:
    """The source that a parser makes; InputError if there is no such parser, or no IntelMQ."""
    name = source.removeprefix(PREFIX)
    parser, events = _parser(name), plugins.sources()[EVENTS]

    def read(file: BinaryIO) -> Iterator[RawBatch]:
        found, failed = bots.events(parser, file, file_name.rpartition("/")[2])
        last = None
        for batch in events.read(found):
            last = batch
            yield batch
        if failed:
            columns = pa.RecordBatch.from_arrays([], []) if last is None else last.columns.slice(0, 0)
            yield RawBatch(columns, pa.array([], pa.int64()), faults.batch(failed))

    times = (clean.iso_time("time.source"), clean.from_context("day"))
    happened = matching(clean.text("time.source"), ".", TimeBasis.EVENT)
    fields = {
        **events.fields,
        "observed_at": clean.first_of(*times),
        "time_basis": clean.first_of(happened, clean.constant(TimeBasis.FETCH)),
    }
    title = f"IntelMQ parser {name}"
    return replace(events, id=f"intelmq-{name}", title=title, fields=fields, read=read, cut=lambda _: None)


@cache
def _parser(name: str) -> bots.Parser:
    try:
        return bots.load(name)
    except LookupError as error:
        raise InputError(str(error)) from error
