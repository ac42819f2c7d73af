"""What every reader of a reference table has in common: records of text → address ranges, nothing lost on the way.

A reader cuts its file into `Records`; `ranges` turns the text into addresses. Read = kept + set aside: a record that
cannot be understood is set aside for its first fault and counted, and nothing raises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crosscount.kernels.cleaning import columns, ip
from crosscount.kernels.placing.prefixes import RANGES
from crosscount.kernels.placing.wide import Wide, joined, wide
from crosscount.model.place import UNKNOWN, Basis
from crosscount.model.source import Reason

__all__ = ["ABSENT", "COUNTRY", "NETWORK", "Fault", "RangeFile", "Reader", "Records", "ranges", "together"]

COUNTRY, NETWORK = "country", "network"  # what an edition says of an address
SHOWN_FAULTS = 20
ABSENT = frozenset(
    {"", "-", "--", "*", "none", "null", UNKNOWN.casefold()}
)  # a publisher's ways to say that it has none
CODE = re.compile(r"[A-Z]{2}")
MAX_ASN = 2**32 - 1
DECIMAL = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One record set aside."""

    record_no: int  # line number, or number of the network in an MMDB
    value: str  # what was found, at most 200 characters
    reason: Reason
    expected: str


@dataclass(slots=True)
class Records:
    """The text of each record, by column. `end`, `length` or `count` says how far the range goes; else `start` does."""

    record_no: list[int] = field(default_factory=list)
    start: list[str] = field(default_factory=list)  # an address, or a prefix such as 192.0.2.0/24
    end: list[str] | None = None  # last address, included
    length: list[str] | None = None  # of the prefix, in bits
    count: list[str] | None = None  # addresses in the block, not always a power of two
    country: list[str] | None = None
    asn: list[str] | None = None
    faults: list[Fault] = field(default_factory=list)  # records that could not even be cut into columns
    remarks: int = 0  # lines that are no records: headers, comments, blank lines, AS number blocks


@dataclass(frozen=True, slots=True)
class RangeFile:
    """A reference file as read. read = kept + set_aside."""

    content: str  # COUNTRY or NETWORK
    basis: Basis
    ranges: pa.Table  # RANGES; a null country says that the block has none
    read: int
    set_aside: int
    remarks: int
    reasons: Mapping[str, int]
    faults: tuple[Fault, ...]  # the first few, by record number
    notes: tuple[str, ...] = ()
    registry: str = ""  # of a delegated file: "apnic", or several, sorted, joined by ","

    @property
    def kept(self) -> int:
        """Records that became a range."""
        return int(self.ranges.num_rows)


@dataclass(frozen=True, slots=True)
class Reader:
    """One format of reference table."""

    id: str
    title: str
    sniff: Callable[[bytes], bool]  # all bytes, decompressed
    read: Callable[[bytes, str, Basis | None], RangeFile]  # bytes, file name, basis that the user stated


def ranges(records: Records, *, content: str, basis: Basis, notes: Sequence[str] = (), registry: str = "") -> RangeFile:
    """The records as address ranges, and what was set aside."""
    faults = list(records.faults)
    start, end, good = _extents(records, faults)
    rows = len(records.record_no)
    country = _each(records, records.country, _country, good, faults, Reason.UNMAPPED, "two letters, as in ISO 3166-1")
    asn = _each(records, records.asn, _asn, good, faults, Reason.BAD_NUMBER, f"an AS number from 1 to {MAX_ASN}")
    arrays = [
        joined(start),
        joined(end),
        pa.array(country if country is not None else [None] * rows, pa.string()),
        pa.array(asn if asn is not None else [None] * rows, pa.int64()),
    ]
    table = pa.table(arrays, schema=RANGES).filter(pa.array(good))
    faults.sort(key=lambda fault: fault.record_no)
    reasons = dict(sorted(Counter(fault.reason.value for fault in faults).items()))
    read = rows + len(records.faults)
    shown = tuple(faults[:SHOWN_FAULTS])
    return RangeFile(content, basis, table, read, len(faults), records.remarks, reasons, shown, tuple(notes), registry)


def together(first: RangeFile, second: RangeFile) -> RangeFile:
    """Two parts of one file as one; content, basis and registry are those of the first."""
    faults = sorted(first.faults + second.faults, key=lambda fault: fault.record_no)
    return replace(
        first,
        ranges=pa.concat_tables([first.ranges, second.ranges]),
        read=first.read + second.read,
        set_aside=first.set_aside + second.set_aside,
        remarks=first.remarks + second.remarks,
        reasons=dict(sorted((Counter(first.reasons) + Counter(second.reasons)).items())),
        faults=tuple(faults[:SHOWN_FAULTS]),
        notes=first.notes + second.notes,
    )


def _extents(records: Records, faults: list[Fault]) -> tuple[Wide, Wide, columns.Mask]:
    """First and last address of each record, and where both could be read."""
    first, lengths = records.start, records.length
    if records.end is None and records.count is None and lengths is None:
        split = [text.partition("/") for text in first]
        first = [address for address, _, _ in split]
        lengths = [(length or "none") if slash else "" for _, slash, length in split]
    start, good = _addresses(first)
    _note(records, records.start, ~good, np.ones(len(good), np.bool_), faults, Reason.BAD_IP, "an IPv4 or IPv6 address")
    before = good.copy()
    if records.end is not None:
        end, fine = _addresses(records.end)
        _note(records, records.end, ~fine, before, faults, Reason.BAD_IP, "an IPv4 or IPv6 address")
        ordered = ~start.exceeds(end) & (start.is_ipv4() == end.is_ipv4())
        expected = "a last address not before the first"
        _note(records, records.end, ~ordered, before & fine, faults, Reason.BAD_NUMBER, expected)
        return start, end, good & fine & ordered
    whole = np.where(start.is_ipv4(), 32, 128)
    if records.count is not None:
        count = np.array([int(text) if DECIMAL.fullmatch(text) else 0 for text in records.count], np.uint64)
        end = start.plus(np.maximum(count, np.uint64(1)) - np.uint64(1))
        fine = (count > 0) & start.is_ipv4() & end.is_ipv4()
        _note(records, records.count, ~fine, before, faults, Reason.BAD_NUMBER, "a number of addresses that fits")
        return start, end, good & fine
    texts = lengths if lengths is not None else [""] * len(first)
    bits = np.array([_bits(text, width) for text, width in zip(texts, whole.tolist(), strict=True)], np.int64)
    host = start.below(np.where(start.is_ipv4(), bits + 96, bits))
    clean = ((start.high & host.high) == 0) & ((start.low & host.low) == 0)
    fine = (bits <= whole) & clean
    expected = "a prefix length whose host bits are zero"
    shown = [f"{address}/{text}" for address, text in zip(first, texts, strict=True)]
    _note(records, shown, ~fine, before, faults, Reason.BAD_NUMBER, expected)
    return start, Wide(start.high | host.high, start.low | host.low), good & fine


def _bits(text: str, width: int) -> int:
    """Length of a prefix; a lone address is as long as its family is wide. Beyond the family where it is no number."""
    return width if not text else int(text) if DECIMAL.fullmatch(text) else 999


def _addresses(texts: list[str]) -> tuple[Wide, columns.Mask]:
    """The addresses; IPv4 may be written as a decimal number. Zero where the text is none."""
    dotted = [_dotted(text) if DECIMAL.fullmatch(text) else text for text in texts]
    parsed = ip.parse(pa.array(dotted, pa.string())).values
    return wide(parsed.fill_null(bytes(16))), columns.present(parsed)


def _dotted(text: str) -> str:
    number = int(text)
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0)) if number < 2**32 else text


def _each(
    records: Records,
    texts: list[str] | None,
    meaning: Callable[[str], object],
    good: columns.Mask,
    faults: list[Fault],
    reason: Reason,
    expected: str,
) -> list[object] | None:
    """The meaning of each text, looked at once; records in which it has none leave `good`."""
    if texts is None:
        return None
    meanings = {text: meaning(text) for text in set(texts)}
    values = [meanings[text] for text in texts]
    wrong = np.array([value is _WRONG for value in values], np.bool_)
    _note(records, texts, wrong, good, faults, reason, expected)
    good &= ~wrong  # in place: the caller's mask
    return [None if value is _WRONG else value for value in values]


_WRONG = object()


def _country(text: str) -> object:
    code = text.strip().upper()
    return None if code.casefold() in ABSENT else code if CODE.fullmatch(code) else _WRONG


def _asn(text: str) -> object:
    digits = text.strip().upper().removeprefix("AS")
    if digits.casefold() in ABSENT or digits == "0":  # AS 0 announces nothing (RFC 7607)
        return None
    return int(digits) if DECIMAL.fullmatch(digits) and int(digits) <= MAX_ASN else _WRONG


def _note(
    records: Records,
    texts: list[str],
    wrong: npt.NDArray[np.bool_],
    judged: npt.NDArray[np.bool_],
    faults: list[Fault],
    reason: Reason,
    expected: str,
) -> None:
    for row in np.flatnonzero(wrong & judged).tolist():
        faults.append(Fault(records.record_no[row], texts[row][:200], reason, expected))
