"""JSON: lines and arrays, types that change, broken objects, depth."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.cleaning.columns import as_bytes
from crosscount.kernels.reading import jsonlines, lines


def read(data: bytes, *wanted: str, block: int = lines.BLOCK) -> tuple[list[tuple[bytes | None, ...]], dict[int, str]]:
    rows: list[tuple[bytes | None, ...]] = []
    broken: dict[int, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", block)
        for batch in jsonlines.read(io.BytesIO(data), wanted):
            rows += zip(*(as_bytes(column).to_pylist() for column in batch.columns.columns), strict=True)
            if batch.faults is not None:
                broken |= dict(zip(*(batch.faults[n].to_pylist() for n in ("record_no", "reason")), strict=True))
    return rows, broken


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 3)),
    st.text(max_size=5),
    st.sampled_from(
        ["[x", "{", "[]", "7.0", "1e+16", "null", '"', "\u0000", "a\\nb", 1e16, 1e100, 2.5e-7, 1e-100, 2**70, -0.0]
    ),
    st.lists(st.text(max_size=3), max_size=3),
    st.lists(st.sampled_from([None, True, 7.0, 1e16, 1e100, 2e-7, 3, "[", ",{", [1], {"b": 2}, "7.0", ""]), max_size=3),
    st.just({"b": 1}),
)
OBJECTS = st.lists(st.dictionaries(st.sampled_from(["a", "d.b", "d", "c"]), VALUES, max_size=3), max_size=12)


@given(OBJECTS, st.integers(1, 60), st.booleans())
@settings(deadline=None)
def test_columns_and_the_slow_way_give_the_same(objects: list[dict[str, object]], block: int, ascii_only: bool) -> None:
    data = "\n".join(json.dumps(found, ensure_ascii=ascii_only) for found in objects).encode()
    whole = read(data, "a", "d.b", "c")
    assert len(whole[0]) == len(objects)
    assert read(data, "a", "d.b", "c", block=block) == whole
    array = json.dumps(objects, ensure_ascii=ascii_only).encode()
    assert read(array, "a", "d.b", "c", block=block) == whole


def test_a_path_leads_into_objects_and_lists() -> None:
    data = b'{"d":[{"ip":"192.0.2.1"},{"ip":"x"}],"e":{"f":{"g":1.5}}}\n{"e.f.g":2}\n'
    assert read(data, "d.0.ip", "e.f.g")[0] == [(b"192.0.2.1", b"1.5"), (None, b"2")]


def test_broken_lines_cost_themselves_only() -> None:
    data = b'{"a":1}\n{"a":\n[1]\n"text"\n\n{"a":"\xff"}\n{"a":2} {"a":3}\n{"a":4}'
    assert read(data, "a") == ([(b"1",), (b"4",)], dict.fromkeys((2, 3, 4, 6, 7), "bad-shape"))


@pytest.mark.parametrize("before", range(3))
def test_a_broken_line_of_any_characters_costs_itself_only(before: int) -> None:
    data = b'{"a":1}\n{"a":oops ' + b"x" * before + "\u1000".encode() * 400 + b'}\n{"a":2}'
    assert read(data, "a") == ([(b"1",), (b"2",)], {2: "bad-shape"})


def test_broken_objects_of_an_array_cost_themselves_only() -> None:
    rows, broken = read(b'[{"a":1},\n {"a": oops},\n 7, {"a":{"b":[{"a":2}]}},{"a":3}]', "a", block=3)
    assert [row for row in rows if row[0]] == [(b"1",), (b'{"b":[{"a":2}]}',), (b"3",)]
    assert broken == dict.fromkeys((2, 3), "bad-shape")


def test_an_array_that_breaks_off_keeps_what_was_whole() -> None:
    assert read(b'[{"a":1},{"a":2', "a") == ([(b"1",)], {2: "bad-shape"})


@pytest.mark.parametrize("data", [b'{"z":' + b"[" * 90_000 + b"]" * 90_000 + b"}", b'[{"z":' + b'{"z":' * 90_000])
def test_deep_nesting_is_a_fault(data: bytes) -> None:
    rows, broken = read(data + b'\n{"a":1}', "a", "z")
    assert set(broken.values()) == {"bad-shape"}
    assert (b"1", None) in rows or data.startswith(b"[")


def test_a_list_becomes_one_text() -> None:
    assert read(b'{"a":["x,y","z"]}\n{"a":[]}\n', "a")[0] == [(b"x\\x2cy,z",), (b"",)]


def test_of_a_repeated_name_the_first_value_counts_in_lines_in_arrays_and_beside_odd_values() -> None:
    objects = [b'{"a": 1, "b": {"c": "x"}, "a": 2, "b": {"c": "y"}}', b'{"a": [1], "a": 2, "b": {"c": "x", "c": "y"}}']
    expected = [(b"1", b"x"), (b"1", b"x")]
    assert read(b"\n".join(objects), "a", "b.c") == (expected, {})
    assert read(b"[" + b", ".join(objects) + b"]", "a", "b.c") == (expected, {})


def test_an_object_in_place_of_a_value_is_shown_and_not_lost() -> None:
    rows, broken = read(b'{"a":{"b":1}}\n{"a":[{"b":1},2]}\n{"a":{}}\n', "a")
    assert rows == [(b'{"b":1}',), (b"2",), (b"{}",)]
    assert not broken
