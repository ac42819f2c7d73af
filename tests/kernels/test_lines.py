"""Bytes to lines: ends, limits, damage, and blocks of any size."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.reading import lines


def read(data: bytes, block: int = lines.BLOCK) -> tuple[list[tuple[int, bytes]], list[tuple[int, str]]]:
    found: list[tuple[int, bytes]] = []
    broken: list[tuple[int, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", block)
        for part in lines.read(io.BytesIO(data)):
            assert part.texts().to_pylist() == [part.line(row) for row in range(len(part))]
            found += zip(part.numbers.tolist(), part.texts().to_pylist(), strict=True)
            broken += [(fault.record_no, fault.reason.value) for fault in part.faults]
    return found, broken


@given(st.lists(st.sampled_from([b"a", b"bc", b"\r", b"\n", b"\r\n", b"\0", b"\xff"]), max_size=30), st.integers(1, 9))
@settings(deadline=None)
def test_the_size_of_blocks_changes_no_line(parts: list[bytes], block: int) -> None:
    data = b"".join(parts)
    assert read(data, block) == read(data)
    first = data.find(b"\r")
    if first < 0 or data[first + 1 : first + 2] == b"\n" or 0 <= data.find(b"\n") < first:
        expected = data.removesuffix(b"\n").split(b"\n") if data else []
        assert [line for _, line in read(data)[0]] == [line.removesuffix(b"\r") for line in expected]


def test_old_line_ends_are_lines_too() -> None:
    assert [line for _, line in read(b"a\rb\r\rc")[0]] == [b"a", b"b", b"", b"c"]


def test_the_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert read(b"\xef\xbb\xbfa\nb", 1)[0] == [(1, b"a"), (2, b"b")]


def test_a_line_beyond_the_limit_is_one_fault_and_the_next_line_is_read() -> None:
    data = b"a\n" + b"x" * (lines.LIMIT + 1) + b"\nb\n" + b"y" * lines.LIMIT + b"\r\nc"
    for block in (lines.BLOCK, 100_000):
        found, broken = read(data, block)
        assert [(number, len(line)) for number, line in found] == [(1, 1), (3, 1), (4, lines.LIMIT), (5, 1)]
        assert broken == [(2, "too-long")]


def test_lines_before_a_break_in_the_compression_are_kept() -> None:
    whole = b"".join(b"line %d\n" % number for number in range(50_000))
    packed = gzip.compress(whole)[:-3000]
    found: list[bytes] = []
    broken = []
    with gzip.open(io.BytesIO(packed)) as file:
        for part in lines.read(file):  # type: ignore[arg-type]
            found += part.texts().to_pylist()
            broken += list(part.faults)
    assert found == whole.split(b"\n")[: len(found)]
    assert len(found) > 30_000
    assert [(fault.record_no, fault.reason.value) for fault in broken] == [(len(found) + 1, "truncated")]


def test_records_leave_out_comments_and_blank_lines_but_count_them() -> None:
    batch = next(lines.records(io.BytesIO(b"# list\n\n192.0.2.1\n  \n192.0.2.2\n")))
    assert batch.columns.to_pydict() == {"line": [b"192.0.2.1", b"192.0.2.2"]}
    assert (batch.record_no.to_pylist(), batch.remarks) == ([3, 5], 3)
