"""What weights of the machines with an id make of a count of all machines, with its error.

Four things are measured (MEASURES), and the mean of their four answers is taken whose error is least (Olkin,
"Multivariate Ratio Estimation for Finite Populations", Biometrika 45, 1958). Networks are told apart as far as they
differ (kernels.estimating.networks). The answer is moved by what the weights leave of the margins, which are known for
all addresses (Cassel, Saerndal and Wretman, "Some Results on Generalized Difference Estimation and Generalized
Regression Estimation for Finite Populations", Biometrika 63, 1976).

Its error comes from machines, of each as much as was left to chance: of n machines with the same chance of an id the
number varies by n · (1 - chance), and the busiest, which all have one, do not (Berger and Skinner, "A Jackknife
Variance Estimator for Unequal Probability Sampling", JRSS B 67, 2005). To it come the difference between networks, by
Student's distribution with as much freedom as both leave (Satterthwaite, "An Approximate Distribution of Estimates of
Variance Components", Biometrics Bulletin 2, 1946), and a floor for what no such method sees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosscount.kernels.estimating import networks
from crosscount.kernels.estimating.tilt import Fit

__all__ = ["MEASURES", "NORMAL", "Sample", "fit"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NORMAL = 1.96  # 97.5 % of the normal distribution
FLOOR = 0.01  # relative standard error that stays, however many machines carry an id
MOVED = 0.5  # how far an answer is moved by what is left of the margins: how the two hang together is known from few
LEAST_LEFT = 0.1  # of a variance, however well the margins tell it
SKEWED = 4  # a variance of what differs so much between machines is known as well as from this part of them
TINY = 1e-12

# What can be measured of a machine with an id → the same of all machines. None needs a rate of beacons, and in none
# does it matter how many addresses a machine has or shares.
MEASURES = {
    "sightings": "sightings",
    "hour_parts": "address_hours",
    "parts": "addresses",
    "root_parts": "root_hours",
}


@dataclass(frozen=True)
class Sample:
    """The machines with an id, one element each, and the networks, one element each."""

    network: Ints  # position of the network
    group: Ints
    weight: Floats  # how many machines it stands for, as ids on some rows only would have missed others
    shown: Floats  # one row for each of MEASURES: what it shows of it
    hours: Floats
    margins: Floats  # what it shows of MARGINS less what as many addresses and days of its network do; one row each
    totals: Floats  # one row for each of MEASURES, one column a network: what all show


def fit(sample: Sample, weight: Floats, margins: Floats) -> tuple[Fit, float]:
    """What comes of weights, and the variance between networks."""
    several = sample.totals.shape[1]
    # Of each machine as much is error as was left to chance; the busiest, which all have an id, have none.
    chance = weight * np.sqrt(np.maximum(0.0, 1 - 1 / np.maximum(weight, 1.0)))
    mix = _mixed(sample, weight, chance)
    score, total = mix @ sample.shown, mix @ sample.totals
    sums = np.array([np.bincount(sample.network, one, several) for one in (weight, weight**2, weight * score)])
    count = networks.footprint(sums[:2], sums[2], networks.variance(weight, score), total)
    mean = sums[2].sum() / sums[0].sum()
    off = score / mean - 1
    here = score / mean / count.means[sample.network] - 1
    alone = (count.own / np.maximum(sums[0], 1e-9))[sample.network]
    moves = -chance * (count.common * off / sums[0].sum() + alone * here)
    drawn = float(moves @ moves)
    value, left, misfit, spread, over = math.log(count.machines), drawn, 0.0, 0.0, 0.0
    if len(margins):
        size = np.maximum(np.sqrt((margins**2).sum(axis=1)), TINY)
        scaled = margins / size[:, None] * chance
        covariance = scaled @ scaled.T + TINY * np.eye(len(size))
        inverse, missed = np.linalg.inv(covariance), margins @ weight / size
        misfit, spread = float(missed @ inverse @ missed), float(np.linalg.slogdet(covariance)[1])
        over = float(margins[:2].sum(axis=0) @ weight)
        slope = inverse @ (scaled @ moves)
        value -= MOVED * float(slope @ missed)
        left = max(LEAST_LEFT * drawn, drawn - (2 * MOVED - MOVED**2) * float(slope @ (scaled @ moves)))
    left += FLOOR**2
    share = sums[0] / sums[0].sum()
    apart = max(1.0, 1 / float((share**2).sum()) - 1)  # networks of one size that would say as much, less one
    known = max(3.0, sums[0].sum() ** 2 / sums[1].sum() / SKEWED)
    freedom = (left + count.rest) ** 2 / (left**2 / known + count.rest**2 / apart)  # Satterthwaite 1946
    error = math.sqrt(left + count.rest) * _student(freedom) / NORMAL
    rests = float((chance**2).sum() ** 2 / max(float((chance**4).sum()), TINY))
    return Fit(misfit, spread, value, error, over, rests), count.between


def _mixed(sample: Sample, weight: Floats, chance: Floats) -> Floats:
    """How much each of MEASURES counts, so that the error is least (Olkin 1958): score = mix @ measures.

    What differs between networks counts for little where ids are in few of them: there the machines of some networks
    must speak for those of others.
    """
    means = sample.shown @ weight / weight.sum()
    ids = np.bincount(sample.network, weight, sample.totals.shape[1]) / weight.sum()
    strange = float(((ids - sample.totals[0] / sample.totals[0].sum()) ** 2).sum())
    off = (sample.shown / means[:, None] - 1) * chance / weight.sum()
    spread = off @ off.T + FLOOR**2 * np.eye(len(MEASURES))
    spread += strange * networks.differences(sample.network, weight, sample.shown)
    mix: Floats = networks.least(spread) / means
    return mix


def _student(freedom: float) -> float:
    """97.5 % of Student's distribution, to a hundredth from three degrees of freedom on (Cornish and Fisher 1938)."""
    z = NORMAL
    terms = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + sum(term / max(freedom, 2.0) ** (power + 1) for power, term in enumerate(terms))
