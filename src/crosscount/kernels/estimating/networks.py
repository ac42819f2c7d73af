"""Networks of machines: how far they differ, and what that does to a count of machines.

The machines of one network may be seen more often than those of another. Each network gets a mean of its own as far
as it differs by more than chance (random effects: DerSimonian and Laird, Controlled Clinical Trials 7, 1986); for
networks without ids the common mean stands, and the difference enters the error.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["differences", "footprint", "variance"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ENOUGH = 5  # machines with an id, below which a network says nothing of networks


def variance(weight: Floats, score: Floats) -> float:
    """Relative variance of the score of one machine."""
    mean = (weight * score).sum() / weight.sum()
    return float((weight * (score - mean) ** 2).sum() / weight.sum() / mean**2)


def footprint(weights: Floats, seen: Floats, spread: float, totals: Floats) -> tuple[float, float, float]:
    """The estimate, the variance between networks, and what that adds to the relative variance of the estimate."""
    weight, squares = weights
    mean = seen.sum() / weight.sum()
    known = (weight > 0) & (seen > 0)
    within = np.divide(spread * squares, weight**2, out=np.full(len(weight), np.inf), where=known)
    value = (
        np.log(np.divide(seen, weight * mean, out=np.ones(len(weight)), where=known)) + np.where(known, within, 0) / 2
    )
    between = _between(value[known], within[known])
    trust = np.divide(between, between + within, out=np.zeros(len(weight)), where=np.isfinite(within) & (between > 0))
    machines = totals / (mean * np.exp(np.where(known, trust * value, 0.0)))
    # Where a network is not trusted the common mean stands for it, which is the mean of the networks with ids.
    strange = machines / machines.sum() * (1 - trust)
    rest = between * ((strange.sum() * weight / weight.sum() - strange) ** 2).sum()
    return float(machines.sum()), between, float(rest)


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
