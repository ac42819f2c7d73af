"""What a source is: how one kind of file becomes observations.

A source file declares; it does not clean. `read` cuts the file into records and columns of text, the rules in
`fields` (see crosscount.kernels.cleaning.clean) turn text into values or into set-aside rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import BinaryIO

import pyarrow as pa

from crosscount.model.kinds import Seen

__all__ = [
    "Cleaned",
    "Column",
    "Cut",
    "Field",
    "FileContext",
    "Head",
    "Licence",
    "RawBatch",
    "Reason",
    "Rule",
    "Source",
]


class Reason(StrEnum):
    """Why a record was set aside. Codes are stored and never change meaning."""

    BAD_SHAPE = "bad-shape"  # not the columns or the structure that the format has
    BAD_TEXT = "bad-text"  # not valid UTF-8, or with control characters
    TOO_LONG = "too-long"  # a line or value beyond the limit
    BAD_IP = "bad-ip"  # not an IPv4 or IPv6 address
    BAD_PORT = "bad-port"  # not a whole number from 0 to 65535
    BAD_TIME = "bad-time"  # no date, an impossible one, or one outside 1990 to 2100
    BAD_NUMBER = "bad-number"  # not a whole number, or outside what the column can hold
    BAD_URL = "bad-url"  # not a URL with a scheme and a host
    BAD_HOST = "bad-host"  # not a host name
    MISSING = "missing"  # a required value is absent
    NO_SUBJECT = "no-subject"  # nothing that can be counted: no address, host or page (a file hash, for instance)
    UNMAPPED = "unmapped"  # a classification for which the source knows no kind
    TRUNCATED = "truncated"  # the file ends inside the record, or its compression is damaged from here


class Licence(StrEnum):
    """What the publisher lets us do with what is in the file."""

    OWN = "own"  # our own sensor
    OPEN = "open"  # records may be shown
    COUNTS = "counts"  # counts may be published, records may not
    CLOSED = "closed"  # for the recipient only (Shadowserver reports, for instance)


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, for `sniff`: decompressed bytes (64 KiB at most) and the name without .gz/.zst."""

    name: str  # may carry folders, "/" separated
    data: bytes


@dataclass(frozen=True, slots=True)
class FileContext:
    """What is known of a file beside its bytes. Only what a source's fields use enters the snapshot id."""

    name: str  # with folders as given, "/" separated, without .gz/.zst
    day: date | None = None  # from the user (--date), else the name or its folder, else when it was fetched
    site: str | None = None  # from the user (--site), else a host name in the file name: the web site of an access log
    family: str | None = None  # from the user (--family), else the file name
    report: str | None = None  # the lines of the user's own table of report types that are about this file


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Records as read: columns of bytes or text, their numbers, and the records that are none.

    `columns` holds pa.binary(), pa.string() or numeric columns, named as the publisher names them, null where the
    publisher says nothing. `record_no` in `columns` is not needed: it stands beside them.
    """

    columns: pa.RecordBatch
    record_no: pa.Array  # int64, one a row of `columns`
    faults: pa.RecordBatch | None = None  # record_no, column, value, reason, expected: broken records, not in `columns`
    remarks: int = 0  # lines seen that are no records: headers, comments, blank lines


@dataclass(frozen=True, slots=True)
class Column:
    """One cleaned column, and which rows failed."""

    values: pa.Array
    failed: pa.Array | None = None  # boolean; None if no row failed
    named: str | pa.Array | None = (
        None  # the publisher's column where the field chose among several, or that of each row
    )
    expected: str | None = None  # where the rule can say it better than its field


Rule = Callable[[pa.RecordBatch, FileContext], Column]


@dataclass(frozen=True, slots=True)
class Field:
    """How one output column is filled. Made by the functions of crosscount.kernels.cleaning.clean, not by hand."""

    rule: Rule
    reason: Reason
    expected: str  # for the message: "an IPv4 or IPv6 address"
    column: str | None = None  # the publisher's column that is named in a set-aside row
    required: bool = False  # a null is then a fault with reason `missing`
    uses: tuple[str, ...] = ()  # which of day, site, family, report it takes from the FileContext


@dataclass(frozen=True, slots=True)
class Cut:
    """How one long file may be cut at line ends, so that its pieces, read one by one, give the records of the whole.

    Record numbers of a source that cuts are line numbers.
    """

    lead: int = 0  # bytes of the file's head, whole lines and all of them remarks, that each piece needs in front
    begins: bytes = b""  # a piece begins with one of these bytes; with any if there are none
    opened: Callable[[bytes], Sequence[bool]] | None = None  # of whole lines: whether a record goes on in the next one
    turns: tuple[bytes, ...] = ()  # how a line begins that changes the way later ones are read: no cut behind it


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file. `id` is stored in every row and never reused."""

    id: str
    title: str
    publisher: str  # "own sensor", "Shadowserver Foundation"…
    licence: Licence
    seen: Seen  # of every record, unless `fields` fill `seen` record by record
    record_means: str  # one sentence: what one record is, and which end is which
    fields: Mapping[str, Field]  # output column → rule
    sniff: Callable[[Head], bool]
    read: Callable[[BinaryIO], Iterator[RawBatch]]
    subject: tuple[str, ...] = field(default=("client_ip", "server_ip", "host", "url"))  # one must be present
    last_resort: bool = field(default=False)  # text in no fixed form: claims only what no other source does
    cut: Callable[[bytes], Cut | None] = field(default=lambda head: None)  # from a file's head; None: leave it whole


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of one RawBatch: kept.num_rows + set_aside rows with distinct record_no = records read."""

    kept: pa.RecordBatch  # the columns of OBSERVATIONS without record, source and snapshot
    set_aside: pa.RecordBatch  # record_no, column, value, reason, expected: the first fault of each record
