"""Do ids favour busy machines? The power of a machine's hours by which the chance of an id grows, and its correction.

A machine that runs long is more likely to show its id, so the mean over machines with ids is too high, and a count
made with it too low. What can be held against it is known for all addresses: the hours of an address in a day. With
weights hours^-g the machines with ids must show the same hours an address and day as all addresses of the same
networks do. Squares of hours tell most, as they tell days that are long from days that are not; g solves

    Σ weight · (hours² of its addresses - expected hours² · its address-days) = 0.

This is calibration of survey weights to a known margin (Deville and Särndal, "Calibration Estimators in Survey
Sampling", JASA 87, 1992) with the margin inside an address-day, which neither changing nor shared addresses disturb
much.

Whether ids favour anybody is not known before, and with few of them g is known badly: to correct by it always would
make the interval two to four times as wide where there is nothing to correct. So both answers are given, each with
its `probability` (Bayesian model averaging: Hoeting, Madigan, Raftery and Volinsky, Statistical Science 14, 1999),
and `quantile` of the two together.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

__all__ = ["probability", "quantile", "solved", "steps", "trimmed"]

Floats = NDArray[np.float64]
LOWEST, HIGHEST = -1.5, 4.0
PRIOR = 0.1  # probability, before anything is seen, that ids favour or shun busy machines
LIKELY = 1.0  # standard deviation of g if they do: ids seen on a share of all sightings make it 1
PRECISION = 1e-6


def trimmed(hours: Floats) -> Floats:
    """Logarithms of the hours of machines, about their mean; one that ran very short is weighted as if it had longer.

    Else one of them decides. The bound lets a machine ids favour by its hours weigh as much as the root of their
    number of average ones, which errs least (Ionides, "Truncated Importance Sampling", Journal of Computational and
    Graphical Statistics 17, 2008), so that with more machines less is cut off.
    """
    logs = np.log(np.maximum(hours, hours.mean() / np.sqrt(len(hours))))
    centred: Floats = logs - logs.mean()
    return centred


def solved(log_hours: Floats, surplus: Floats) -> float:
    """The power g; 0 where nothing can tell it. `surplus` is what a machine's addresses show beyond what was expected
    of them."""

    if np.ptp(log_hours) == 0 or not surplus.any():
        return 0.0
    powers = np.linspace(LOWEST, HIGHEST, 56)
    moments = np.array([_moment(power, log_hours, surplus) for power in powers])
    crossings = np.flatnonzero(np.sign(moments[:-1]) != np.sign(moments[1:]))
    if not len(crossings):
        return 0.0
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


def probability(power: float, error: float) -> float:
    """The probability that ids favour or shun busy machines, from g and its standard error."""
    if not 0 < error < math.inf:
        return 0.0
    wide = error**2 + LIKELY**2
    evidence = math.log(error / math.sqrt(wide)) + power**2 / 2 * (1 / error**2 - 1 / wide)
    return 1 / (1 + (1 - PRIOR) / PRIOR * math.exp(-min(evidence, 700.0)))


def quantile(share: float, odds: float, plain: tuple[float, float], corrected: tuple[float, float]) -> float:
    """The value below which a share of two normal distributions lies, each (mean, standard deviation); the second
    has the probability `odds`."""
    parts = [(1 - odds, NormalDist(*plain)), (odds, NormalDist(*corrected))]
    ends = [held.inv_cdf(share) for part, held in parts if part > 0]
    low, high = min(ends), max(ends)
    while high - low > PRECISION:
        middle = (low + high) / 2
        if sum(part * held.cdf(middle) for part, held in parts) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
