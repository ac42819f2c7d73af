"""How regular the connections of many pairs are: four parts between 0 and 1, and their mean.

The method is the beacon score that RITA 5 documents (Active Countermeasures, https://github.com/activecm/rita,
docs/Configuration.md and the comments of default_config.hjson), computed for all pairs at once:

- timing: of the seconds between connections, the mean of 1 - |Bowley skewness| and of 1 - MAD / median. A minority of
  missing beats moves neither median nor quartiles, jitter widens the MAD (the median absolute deviation) only.
- size: the same of the bytes that the client sent.
- duration: how much of the time that the sensors saw lies between first and last connection, or the longest run of
  hours with a connection, as a part of 12, if that is more.
- histogram: how even the hours are: 1 - standard deviation / mean of the connections an hour, or how many hours have
  one of the two most usual counts, if that is more. Duration and histogram are 0 below six hours.

Of a day that the sensors saw for less than six hours, but at least one, the hours are 24 equal parts of that time, as
RITA divides a short capture. Otherwise than there, the hours are those of one UTC day; the evenness is that of the
hours between the first and the last connection, so that a machine that is switched off at night is not let off; and
nothing wraps around midnight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crosscount.kernels.detecting.groups import Floats, Groups, Ints

__all__ = ["HOURS_NEEDED", "Regularity", "measured"]

HOURS_NEEDED = 6  # with a connection; RITA: duration_min_hours_seen
RUN_IDEAL = 12  # hours on end; RITA: duration_consistency_ideal_hours_seen
TWO_COUNTS_HOURS = 11  # with a connection before the two most usual counts say anything; RITA: histogram_bimodal_…
SAME_COUNT = 0.05  # of the largest count: counts so near are one; RITA: histogram_mode_sensitivity
SPREAD_NEEDED = 10  # below it the quartiles are too near to be called skewed
AT_ONCE = 20_000  # pairs
HOUR = 3_600
SHORT = HOUR, 6 * HOUR  # from and below which the time seen is divided instead of the day


@dataclass(frozen=True, slots=True)
class Regularity:
    """Of each pair: the score, its parts (NaN where nothing is known), and what a reader checks them by."""

    score: Floats
    timing: Floats
    size: Floats
    duration: Floats
    histogram: Floats
    interval: Floats  # median seconds between connections
    bytes_out: Floats  # median

    def parts(self) -> dict[str, Floats]:
        """By name, the score first."""
        return {name: getattr(self, name) for name in self.__slots__}


def measured(seconds: Ints, sent: Floats, pairs: Groups, first: Ints, last: Ints) -> Regularity:
    """The regularity of pairs with at least two connections.

    `seconds` of the UTC day of each connection (distinct and ascending within a pair) and the bytes sent (NaN if
    unknown); `first` and `last` second that the sensors saw on each pair's day.
    """
    number = pairs.numbers()
    same = number[1:] == number[:-1]
    between = Groups.of(number[1:][same], len(pairs.size))
    deltas = between.ordered((seconds[1:] - seconds[:-1])[same].astype(np.float64))
    timing, interval = _steadiness(deltas, between, 1.0)
    known = ~np.isnan(sent)
    sized = Groups.of(number[known], len(pairs.size))
    ordered = sized.ordered(sent[known])
    size, usual = _steadiness(ordered, sized, 0.0)
    size[sized.size * 2 < pairs.size] = np.nan  # most sizes are unknown
    seen = last - first
    short = (seen >= SHORT[0]) & (seen < SHORT[1])
    begins, long = np.where(short, first, 0), np.where(short, seen / 24, HOUR)
    hour = np.clip((seconds - begins[number]) // long[number], 0, 23).astype(np.int64)
    duration, histogram = np.zeros(len(pairs.size)), np.zeros(len(pairs.size))
    for low in range(0, len(pairs.size), AT_ONCE):
        part = slice(low, low + AT_ONCE)
        rows = slice(int(pairs.first[low]), int((pairs.first[part] + pairs.size[part])[-1]))
        hours = np.zeros((len(pairs.size[part]), 24))
        np.add.at(hours, (number[rows] - low, hour[rows]), 1)
        begin, end = seconds[pairs.first[part]], seconds[pairs.first[part] + pairs.size[part] - 1]
        duration[part] = _duration(hours, end - begin, last[part] - first[part])
        ends = pairs.first[part], pairs.first[part] + pairs.size[part] - 1
        histogram[part] = _evenness(hours, hour[ends[0]], hour[ends[1]])
    score = np.nanmean(np.stack([timing, size, duration, histogram]), axis=0)
    return Regularity(score, timing, size, duration, histogram, interval, usual)


def _steadiness(ordered: Floats, groups: Groups, small: float) -> tuple[Floats, Floats]:
    """How symmetric and narrow each group is, and its median; `small` stands for narrow if the median is below 1."""
    low, middle, high = groups.quartiles(ordered)
    spread = high - low
    skewed = (spread >= SPREAD_NEEDED) & (middle != low) & (middle != high)
    skew = np.divide(low + high - 2 * middle, spread, out=np.zeros(len(spread)), where=skewed)
    with np.errstate(invalid="ignore"):
        narrow = np.where(middle >= 1, 1 - groups.deviations(ordered, middle) / np.maximum(middle, 1), small)
    return (1 - np.abs(skew) + np.clip(narrow, 0, 1)) / 2, middle


def _duration(hours: Floats, spanned: Ints, seen: Ints) -> Floats:
    coverage = np.minimum(spanned / np.maximum(seen, 1), 1)
    run = np.zeros(len(hours))
    longest = np.zeros(len(hours))
    for hour in range(24):
        run = np.where(hours[:, hour] > 0, run + 1, 0)
        longest = np.maximum(longest, run)
    enough = (hours > 0).sum(axis=1) >= HOURS_NEEDED
    return np.where(enough, np.maximum(coverage, np.minimum(longest / RUN_IDEAL, 1)), 0)


def _evenness(hours: Floats, first: Ints, last: Ints) -> Floats:
    hour = np.arange(24)
    between = (hour >= first[:, None]) & (hour <= last[:, None])
    count = between.sum(axis=1)
    mean = hours.sum(axis=1) / count
    spread = np.sqrt((np.where(between, hours - mean[:, None], 0) ** 2).sum(axis=1) / count)
    even = np.clip(1 - spread / mean, 0, 1)
    bars = hours > 0
    step = np.maximum(np.ceil(hours.max(axis=1) * SAME_COUNT), 1)
    level = np.where(bars, hours // step[:, None], -1)
    alike = ((level[:, :, None] == level[:, None, :]) & bars[:, None, :]).sum(axis=2) * bars
    most = alike.max(axis=1)
    mode = np.take_along_axis(level, alike.argmax(axis=1)[:, None], axis=1)
    second = np.where(level != mode, alike, 0).max(axis=1)
    used = bars.sum(axis=1)
    two = np.where(used >= TWO_COUNTS_HOURS, np.minimum((most + second) / np.maximum(used - 1, 1), 1), 0)
    return np.where(used >= HOURS_NEEDED, np.maximum(even, two), 0)
