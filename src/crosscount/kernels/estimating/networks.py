"""Networks of machines: how far they differ, and what that does to a count of machines.

The machines of one network may be seen more often than those of another. Each network gets a mean of its own as far
as it differs by more than chance (random effects: DerSimonian and Laird, Controlled Clinical Trials 7, 1986); for
networks without ids the common mean stands, and the difference enters the error.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Count", "differences", "footprint", "least", "variance"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ENOUGH = 5  # machines with an id, below which a network says nothing of networks


def variance(weight: Floats, score: Floats) -> tuple[float, float]:
    """Relative variance of a weighted mean of scores, and twice by how much its logarithm comes out too low.

    Both are for one machine: to be divided by as many as would say as much, were all weights the same. Where weights
    make up for scores, as they do where ids favour busy machines, the logarithm comes out too high.
    """
    relative = score / ((weight * score).sum() / weight.sum())
    share = weight**2 / (weight**2).sum()
    return float((share * (relative - 1) ** 2).sum()), float((share * relative**2).sum() - 1)


class Count(NamedTuple):
    """The machines of all networks, and what they rest on."""

    machines: float
    between: float  # variance between networks
    rest: float  # what that adds to the relative variance of the machines
    common: float  # share of the machines that rests on the common mean
    own: Floats  # share of them that rests on the mean of a network, one element each
    means: Floats  # the mean of each network by the common one


def footprint(weights: Floats, seen: Floats, spread: tuple[float, float], totals: Floats) -> Count:
    """The estimate. `weights` are the sums of weights and of their squares, `spread` what `variance` says."""
    weight, squares = weights
    mean = seen.sum() / weight.sum()
    known = (weight > 0) & (seen > 0)
    each = np.divide(squares, weight**2, out=np.full(len(weight), np.inf), where=known)
    own = np.divide(seen, weight * mean, out=np.ones(len(weight)), where=known)
    # Of a network's machines a part was not drawn but is known: only what is left is chance (Kish 1965).
    drawn = np.divide(own * mean, each * totals, out=np.zeros(len(weight)), where=known)
    left = np.where(known, each * np.maximum(0.0, 1 - drawn), np.inf)
    value = np.log(own) + np.where(known, spread[1] * left, 0) / 2
    within = spread[0] * left
    between = _between(value[known], spread[0] * each[known])
    trust = np.divide(between, between + within, out=np.zeros(len(weight)), where=np.isfinite(within) & (between > 0))
    machines = totals / (mean * np.exp(np.where(known, trust * value, 0.0)))
    # Where a network is not trusted the common mean stands for it, which is the mean of the networks with ids.
    share = machines / machines.sum()
    strange = share * (1 - trust)
    off = ((strange.sum() * weight / weight.sum() - strange) ** 2).sum()
    # Of that, what comes of drawing machines anywhere is in the error of the machines already.
    anywhere = strange.sum() ** 2 * squares.sum() / weight.sum() ** 2
    rest = float(between * max(0.0, off - anywhere))
    return Count(float(machines.sum()), between, rest, float(strange.sum()), share * trust, own)


def least(spread: Floats) -> Floats:
    """Shares that sum to one, none below zero, for which what has this covariance varies least.

    Shares below zero would fit the networks at hand better than those to come (Jagannathan and Ma, "Risk Reduction in
    Large Portfolios", Journal of Finance 58, 2003), and could make a network's machines none or fewer.
    """
    size = len(spread)
    best, found = np.inf, np.full(size, 1 / size)
    for number in range(1, size + 1):
        for some in map(list, combinations(range(size), number)):
            share = np.linalg.solve(spread[np.ix_(some, some)], np.ones(number))
            if (share >= 0).all() and 1 / share.sum() < best:
                best = 1 / share.sum()
                found = np.zeros(size)
                found[some] = share * best
    return found


def differences(network: Ints, weight: Floats, shown: Floats) -> Floats:
    """The covariance between networks of what machines show, relative to the means, beyond what chance explains.

    One row of `shown` for each thing measured, one column for each machine with an id.
    """
    number = np.bincount(network)[network]
    several = number >= ENOUGH
    at = np.unique(network[several], return_inverse=True)[1]
    size = np.bincount(at, weight[several])
    count = len(size)
    if count < 3:
        return np.zeros((len(shown), len(shown)))
    known, counts = shown[:, several], weight[several]
    off = known / (known @ counts / counts.sum())[:, None] - 1
    mean = np.array([np.bincount(at, counts * one, count) for one in off]) / size
    within = off - mean[:, at]
    chance = (within * counts**2) @ within.T * len(at) / (len(at) - count)
    surplus = (mean * size**2) @ mean.T - chance
    values, vectors = np.linalg.eigh(surplus / (size**2).sum())
    found: Floats = (vectors * np.maximum(values, 0)) @ vectors.T
    return found


def _between(value: Floats, within: Floats) -> float:
    several = within < 1 / ENOUGH
    value, weight = value[several], 1 / within[several]
    if len(value) < 3:
        return 0.0
    mean = (weight * value).sum() / weight.sum()
    surplus = (weight * (value - mean) ** 2).sum() - (len(value) - 1)
    return max(0.0, float(surplus / (weight.sum() - (weight**2).sum() / weight.sum())))
