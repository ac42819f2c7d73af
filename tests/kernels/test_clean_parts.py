"""Values that a publisher spreads, packs or counts in another unit, lines cut by a pattern, and lists in JSON."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, told_or, turned
from crosscount.kernels.cleaning.clean_parts import (
    difference,
    epoch_milliseconds,
    first_listed,
    hexadecimal_port,
    seconds,
    time_of_parts,
)
from crosscount.kernels.cleaning.columns import as_bytes
from crosscount.kernels.reading import jsonlines, patterned
from crosscount.model.source import Field, FileContext, Head


def applied(field: Field, **columns: list[Any]) -> list[Any]:
    """The values of a field; "FAULT" where it failed."""
    batch = pa.RecordBatch.from_pydict({name: pa.array(values, pa.string()) for name, values in columns.items()})
    found = field.rule(batch, FileContext("file"))
    failed = [False] * batch.num_rows if found.failed is None else found.failed.to_pylist()
    return ["FAULT" if bad else value for bad, value in zip(failed, found.values.to_pylist(), strict=True)]


def test_milliseconds_are_read_exactly_and_nothing_else_is() -> None:
    texts = ["1395223200125", "1395223200", "-1395223200125", "1395223200.125", "1e12", "", None, "999999999999"]
    at = datetime(2014, 3, 19, 10, 0, 0, 125_000, tzinfo=UTC)
    earlier = datetime(2001, 9, 9, 1, 46, 39, 999_000, tzinfo=UTC)
    expected = [at, "FAULT", "FAULT", "FAULT", "FAULT", None, None, earlier]
    assert applied(epoch_milliseconds("t"), t=texts) == expected


def test_a_date_in_the_publishers_order_is_put_together() -> None:
    field = time_of_parts("y", "m", "d", "c")
    found = applied(field, y=["2014", "2014", None], m=["03", "13", "03"], d=["19", "01", "19"], c=["10:00:00.5"] * 3)
    assert found == [datetime(2014, 3, 19, 10, 0, 0, 500_000, tzinfo=UTC), "FAULT", None]


def test_a_port_may_be_hexadecimal() -> None:
    texts = ["0x0050", "80", "0xffff", "0x10000", "0x", "http", "-1", None, "0X1F90"]
    assert applied(hexadecimal_port("p"), p=texts) == [80, 80, 65535, "FAULT", "FAULT", "FAULT", "FAULT", None, 8080]


def test_what_came_back_is_the_whole_less_what_was_sent() -> None:
    found = applied(difference("all", "out"), all=["10", "3", "x", None, "5"], out=["4", "4", "4", "4", None])
    assert found == [6, None, "FAULT", None, None]


def test_seconds_are_read_with_a_small_exponent_too() -> None:
    texts = ["1.5", "9.5367431640625e-7", "1e-06", "-1", "1e3", "nan", "", None]
    assert applied(seconds("s"), s=texts) == [1.5, 9.5367431640625e-07, 1e-06, None, None, None, None, None]


def test_the_first_of_a_list_keeps_an_escaped_comma() -> None:
    assert applied(first_listed("l"), l=["a,b", "a", "", None, "a\\x2cb,c"]) == ["a", "a", None, None, "a\\x2cb"]


def test_ends_change_places_and_each_column_is_blamed_for_its_own_faults() -> None:
    way = matching(clean.text("way"), "back", "back")
    columns = {"way": ["back", None, "back"], "a": ["1", "1", "x"], "b": ["2", "2", "2"]}
    assert applied(turned(way, "back", clean.port("a"), clean.port("b")), **columns) == [2, 1, "FAULT"]
    assert applied(turned(way, "back", clean.port("b"), clean.port("a")), **columns) == [1, 2, None]
    told = told_or(clean.port("told"), clean.port("a"))
    assert (told.column, applied(told, told=["7", None, "x"], a=["1", "x", "3"])) == ("a", [7, "FAULT", "FAULT"])


def test_lines_are_cut_by_a_pattern_and_the_others_are_faults() -> None:
    data = b"a=1\n\n\tmore\nb=2 (x)\nno\n\xff=3\n"
    pattern = r"^(?P<name>[a-z])=(?P<value>[0-9])(?: \((?P<note>.)\))?$"
    (batch,) = patterned.read(io.BytesIO(data), pattern, "a pair", continued=True)
    assert batch.columns.to_pydict() == {"name": [b"a", b"b"], "value": [b"1", b"2"], "note": [b"", b"x"]}
    assert (batch.record_no.to_pylist(), batch.remarks) == ([1, 4], 2)
    assert batch.faults is not None
    assert batch.faults["record_no"].to_pylist() == [5, 6]


@pytest.mark.parametrize(("text", "fits"), [("a=1\nb\n c\n", False), ("a=1\n\ta\n\tb\n\tc\n", True), ("\n\n", False)])
def test_a_file_fits_if_most_of_its_first_lines_do(text: str, fits: bool) -> None:
    assert patterned.mostly(Head("f", text.encode()), "^[a-z]=", continued=True) is fits


ELEMENTS = st.lists(
    st.one_of(
        st.fixed_dictionaries({}, optional={"v": st.one_of(st.none(), st.text(max_size=3)), "w": st.integers(0, 3)}),
    ),
    max_size=4,
)


@given(st.lists(st.one_of(st.none(), ELEMENTS), min_size=1, max_size=8))
def test_every_element_of_a_list_is_taken_in_lines_as_in_an_array(lists: list[Any]) -> None:
    objects = [{"t": "x", "a": {"l": elements}} for elements in lists]
    expected = [
        None
        if elements is None
        else ",".join(e["v"].replace(",", "\\x2c") for e in elements if e.get("v") is not None).encode()
        for elements in lists
    ]
    for text in ("\n".join(map(json.dumps, objects)), json.dumps(objects)):
        batches = jsonlines.read(io.BytesIO(text.encode()), ("t", "a.l.*.v"))
        found = [value for batch in batches for value in as_bytes(batch.columns.column("a.l.*.v")).to_pylist()]
        assert found == expected


def test_no_element_is_taken_of_what_is_no_list() -> None:
    lines = (
        b'{"a":{"l":[{"v":"1"}]}}\n{"a":{"l":{"v":"2"}}}\n{"a":{"l":"3"}}\n{"a":[{"v":"4"}]}\n{"a":{"l":[{"v":5},6]}}\n'
    )
    batches = jsonlines.read(io.BytesIO(lines), ("a.l.*.v",))
    found = [value for batch in batches for value in as_bytes(batch.columns.column(0)).to_pylist()]
    assert found == [b"1", None, None, None, b"5"]
