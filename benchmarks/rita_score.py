"""The beacon score as RITA 5 documents it, for one pair, computed plainly: what ours is held against.

Source: https://github.com/activecm/rita, docs/Configuration.md and the comments of default_config.hjson (weights of a
quarter each; at least four connections at different seconds; thresholds 0.5, 0.7 and 0.9). Times are whole seconds.
The bars of the histogram are 24 equal parts of the time from the first to the last connection of the whole data set.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median, pstdev

__all__ = ["rita_score"]

BARS = 24


def rita_score(times: Sequence[int], sizes: Sequence[float], first: int, last: int) -> float | None:
    """The score of a pair, from 0 to 1; None where RITA computes none."""
    distinct = sorted(set(times))
    if len(distinct) < 4 or last <= first:
        return None
    timing = _steady([float(after - before) for before, after in pairwise(distinct)], 1)
    bars = [0] * BARS
    for time in times:
        bars[min((time - first) * BARS // (last - first), BARS - 1)] += 1
    return mean([timing, _steady(list(sizes), 0), _duration(distinct, bars, last - first), _histogram(bars)])


def _steady(values: list[float], small: float) -> float:
    values = sorted(values)
    half = len(values) // 2
    low, middle, high = median(values[:half]), median(values), median(values[-half:])
    skewed = high - low >= 10 and middle not in (low, high)
    skew = (low + high - 2 * middle) / (high - low) if skewed else 0
    narrow = 1 - median(abs(value - middle) for value in values) / middle if middle >= 1 else small
    return (1 - abs(skew) + max(narrow, 0)) / 2


def _duration(times: Sequence[int], bars: Sequence[int], whole: int) -> float:
    if sum(map(bool, bars)) < 6:
        return 0
    longest = run = 0
    for bar in (*bars, *bars):  # the run may go around
        run = run + 1 if bar else 0
        longest = max(longest, run)
    return max(min((times[-1] - times[0]) / whole, 1), min(min(longest, BARS) / 12, 1))


def _histogram(bars: Sequence[int]) -> float:
    even = max(1 - pstdev(bars) / mean(bars), 0)
    used = [bar for bar in bars if bar]
    if len(used) < 11:
        return even
    step = max(-(-max(used) // 20), 1)
    levels = [bar // step for bar in used]
    most = sorted((levels.count(level) for level in set(levels)), reverse=True)
    return max(even, min(sum(most[:2]) / max(len(used) - 1, 1), 1))
