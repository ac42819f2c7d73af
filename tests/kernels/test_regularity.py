"""The score of many pairs at once is that of each alone, computed the plain way."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean, median, pstdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscount.kernels.detecting.groups import Groups
from crosscount.kernels.detecting.regularity import Regularity, measured

LAST = 86_399
PAIR = st.lists(st.integers(0, LAST), min_size=4, max_size=60, unique=True).map(sorted)


def both(pairs: list[list[int]], sizes: list[list[float]]) -> Regularity:
    numbers = np.repeat(np.arange(len(pairs)), [len(pair) for pair in pairs])
    seconds = np.array([second for pair in pairs for second in pair])
    sent = np.array([size for each in sizes for size in each], dtype=np.float64)
    zero = np.zeros(len(pairs), np.int64)
    return measured(seconds, sent, Groups.of(numbers), zero, zero + LAST)


def steadiness(values: list[float], small: float) -> float:
    values = sorted(values)
    half = len(values) // 2
    low, middle, high = median(values[:half]), median(values), median(values[-half:])
    skew = 0.0
    if high - low >= 10 and middle not in (low, high):
        skew = (low + high - 2 * middle) / (high - low)
    narrow = 1 - median(abs(value - middle) for value in values) / middle if middle >= 1 else small
    return (1 - abs(skew) + max(narrow, 0)) / 2


def evenness(pair: list[int]) -> float:
    hours = [sum(second // 3600 == hour for second in pair) for hour in range(24)]
    used = sum(map(bool, hours))
    between = hours[pair[0] // 3600 : pair[-1] // 3600 + 1]
    even = max(1 - pstdev(between) / mean(between), 0)
    step = max(-(-max(hours) // 20), 1)
    levels = [count // step for count in hours if count]
    most = sorted((levels.count(level) for level in set(levels)), reverse=True)
    two = min(sum(most[:2]) / (used - 1), 1) if used >= 11 else 0
    return max(even, two) if used >= 6 else 0


@given(pairs=st.lists(PAIR, min_size=1, max_size=5), data=st.data())
def test_every_part_is_that_of_the_plain_computation(pairs: list[list[int]], data: st.DataObject) -> None:
    sizes = [data.draw(st.lists(st.integers(0, 5000), min_size=len(pair), max_size=len(pair))) for pair in pairs]
    found = both(pairs, sizes)
    for number, (pair, sent) in enumerate(zip(pairs, sizes, strict=True)):
        between = [float(after - before) for before, after in pairwise(pair)]
        assert found.timing[number] == pytest.approx(steadiness(between, 1))
        assert found.size[number] == pytest.approx(steadiness([float(size) for size in sent], 0))
        assert found.histogram[number] == pytest.approx(evenness(pair))
        parts = [getattr(found, name)[number] for name in ("timing", "size", "duration", "histogram")]
        assert all(0 <= part <= 1 for part in parts)
        assert found.score[number] == pytest.approx(mean(parts))


def test_a_beat_every_five_minutes_is_perfect() -> None:
    found = both([list(range(10, LAST, 300))], [[500.0] * 288])
    assert [part[0] for part in found.parts().values()] == [pytest.approx(1, abs=0.001)] * 5 + [300, 500]
