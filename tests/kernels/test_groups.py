"""Groups of rows, and numbers for combinations of values."""

from __future__ import annotations

from statistics import median

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.detecting.groups import Groups, changes, codes, combined


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-(2**61), 2**60), st.integers(0, 2**61))))
def test_equal_combinations_and_only_those_have_one_number(rows: list[tuple[int, int, int]]) -> None:
    columns = [np.array([row[place] for row in rows], dtype=np.int64) for place in range(3)]
    found = combined(*columns).tolist()
    assert len(set(found)) == len(set(rows)) == len(set(zip(found, rows, strict=True)))
    assert set(found) == set(range(len(set(rows))))


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=1), min_size=1))
def test_medians_are_those_of_each_group_alone(groups: list[list[float]]) -> None:
    number = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    values = np.array([value for group in groups for value in group])
    rows = Groups.of(number)
    found = rows.medians(rows.ordered(values))
    assert found.tolist() == [(sorted(g)[(len(g) - 1) // 2] + sorted(g)[len(g) // 2]) / 2 for g in groups]
    assert np.allclose(found, [median(group) for group in groups])


def test_a_group_may_be_empty_and_null_is_a_value() -> None:
    rows = Groups.of(np.array([0, 0, 2]), 3)
    assert rows.size.tolist() == [2, 0, 1]
    assert np.isnan(rows.medians(np.array([1.0, 2.0, 5.0]))[1])
    assert codes(pa.array(["a", None, "a", None])).tolist() == [0, 1, 0, 1]
    assert changes(np.array([1, 1, 2]), np.array([1, 2, 2])).tolist() == [True, True, True]
