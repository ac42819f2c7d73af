"""Do ids favour busy machines? The power of a machine's hours by which the chance of an id grows, and its correction.

A machine that runs long is more likely to show its id, so the mean over machines with ids is too high, and a count
made with it too low. What can be held against it is known for all addresses: the hours of an address in a day. With
weights hours^-g the machines with ids must show as many hours an address and day as all addresses of the same
networks do; g solves

    Σ weight · (hours of its addresses - expected hours · its address-days) = 0.

This is calibration of survey weights to a known margin (Deville and Särndal, "Calibration Estimators in Survey
Sampling", JASA 87, 1992) with the margin inside an address-day, which neither changing nor shared addresses disturb
much.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["solved", "steps"]

Floats = NDArray[np.float64]
LOWEST, HIGHEST = -1.5, 4.0
PRECISION = 1e-6


def solved(log_hours: Floats, surplus: Floats) -> float:
    """The power g; 0 where nothing can tell it. `surplus` is hours of a machine's addresses less those expected of
    them."""

    if np.ptp(log_hours) == 0 or not surplus.any():
        return 0.0
    powers = np.linspace(LOWEST, HIGHEST, 56)
    moments = np.array([_moment(power, log_hours, surplus) for power in powers])
    crossings = np.flatnonzero(np.sign(moments[:-1]) != np.sign(moments[1:]))
    if not len(crossings):
        return float(powers[np.abs(moments).argmin()])
    at = crossings[np.abs(powers[crossings]).argmin()]  # the solution that corrects least
    low, high = float(powers[at]), float(powers[at + 1])
    while high - low > PRECISION:
        middle = (low + high) / 2
        if np.sign(_moment(middle, log_hours, surplus)) == np.sign(moments[at]):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _moment(power: float, log_hours: Floats, surplus: Floats) -> float:
    """The mean surplus under the weights of a power."""
    weight = np.exp(-power * (log_hours - log_hours.mean()))
    return float((weight * surplus).sum() / weight.sum())


def steps(power: float, log_hours: Floats, surplus: Floats, group: NDArray[np.int64], groups: int) -> Floats:
    """How far g moves when each of the groups is left out: one step of Newton's method from the solution."""
    weighted = np.exp(-power * log_hours) * surplus
    slope = -(log_hours * weighted)
    left = weighted.sum() - np.bincount(group, weighted, groups)
    slopes = slope.sum() - np.bincount(group, slope, groups)
    moved: Floats = np.divide(-left, slopes, out=np.zeros(groups), where=slopes != 0)
    return np.clip(moved, -1, 1)
