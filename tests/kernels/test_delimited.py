"""CSV: names, quotes, broken rows; against Python's csv where that is well defined."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.reading import delimited, lines


def read(data: bytes, block: int = lines.BLOCK, **how: Any) -> tuple[list[dict[str, bytes]], dict[int, str], list[int]]:
    rows, broken, numbers = [], {}, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", block)
        for batch in delimited.read(io.BytesIO(data), **how):
            rows += batch.columns.to_pylist()
            numbers += batch.record_no.to_pylist()
            if batch.faults is not None:
                broken |= dict(zip(*(batch.faults[n].to_pylist() for n in ("record_no", "reason")), strict=True))
    return rows, broken, numbers


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS).filter(any), max_size=12), st.integers(1, 40))
@settings(deadline=None)
def test_what_csv_writes_is_read(rows: list[tuple[str, str, str]], block: int) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([("a", "b", "c"), *rows])
    found, broken, _ = read(text.getvalue().encode(), block)
    assert [tuple(value.decode() for value in row.values()) for row in found] == rows
    assert not broken


@pytest.mark.parametrize("block", [1, 16, lines.BLOCK])
def test_a_quote_that_never_closes_costs_its_own_row_only(block: int) -> None:
    data = b'a,b\n1,2\n"open,3\n4,5\n"6","7"\n8,9\n'
    rows, broken, numbers = read(data, block)
    assert [row["a"] for row in rows] == [b"1", b"4", b"6", b"8"]
    assert (numbers, broken) == ([2, 4, 5, 6], {3: "bad-shape"})


@pytest.mark.parametrize("block", [1, 16, lines.BLOCK])
def test_rows_of_another_width_are_faults(block: int) -> None:
    rows, broken, numbers = read(b"a,b\r\n1,2\r\n3\r\n\r\n4,5,6\r\n\xff\r\n7,\xff\r\na,b\r\n", block)
    assert rows == [{"a": b"1", "b": b"2"}, {"a": b"7", "b": b"\xff"}]
    assert (numbers, broken) == ([2, 7], dict.fromkeys((3, 5, 6), "bad-shape"))


@given(
    st.lists(st.sampled_from([*'ab,"\n\r# ', ",", "\n", "a,b\n", '"a",b\n', "1,2\n", '", "']), max_size=40).map(
        "".join
    ),
    st.integers(1, 60),
    st.sampled_from([{}, {"comment": "#"}, {"quote": None}, {"spaced": True}, {"short": 1}, {"names": ("a", "b")}]),
)
@settings(deadline=None, max_examples=400)
def test_blocks_read_whole_are_as_if_read_line_by_line(text: str, block: int, how: dict[str, Any]) -> None:
    data = b"a,b\n" + text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_HEAD", 1)
        found = read(data, block, **how)
        patch.setattr(lines, "_plain", lambda *_: None)
        assert found == read(data, block, **how)


def test_a_quoted_value_may_hold_line_ends() -> None:
    rows, broken, numbers = read(b'a,b\n"x\n\n# y",1\n2,3\n', 5, comment="#")
    assert rows == [{"a": b"x\n\n# y", "b": b"1"}, {"a": b"2", "b": b"3"}]
    assert (numbers, broken) == ([2, 5], {})


def test_a_header_may_stand_in_a_comment_with_spaces_between_values() -> None:
    data = b'# list of today\n# "ioc", "kind"\n"192.0.2.1, 1", "x"\n"192.0.2.2", "y"\n'
    rows, broken, _ = read(data, comment="#", commented_header=True, spaced=True)
    assert rows == [{"ioc": b"192.0.2.1, 1", "kind": b"x"}, {"ioc": b"192.0.2.2", "kind": b"y"}]
    assert not broken


def test_names_may_come_from_the_caller_and_be_wanted_in_part() -> None:
    assert read(b"1\t2\n", delimiter="\t", quote=None, names=["a", "b"], wanted=["b", "c"])[0] == [{"b": b"2"}]


def test_a_second_column_of_one_name_gets_a_number() -> None:
    assert read(b"a, a ,b\n1,2,3\n")[0] == [{"a": b"1", "a.2": b"2", "b": b"3"}]


@pytest.mark.parametrize("data", [b"", b"\n", b"a,b", b"a,b\n", b"#\n", b'"', b'"\n"'])
def test_a_file_without_rows_is_read(data: bytes) -> None:
    assert read(data, comment="#")[0] == []


@pytest.mark.parametrize("block", [1, 4, 8, 9, 1000])
def test_a_byte_order_mark_inside_the_file_is_kept_whatever_the_block(block: int) -> None:
    rows, broken, _ = read(b"a,b\n1,2\n\xef\xbb\xbf3,4\n5,6\n", block)
    assert [row["a"] for row in rows] == [b"1", b"\xef\xbb\xbf3", b"5"]
    assert broken == {}
