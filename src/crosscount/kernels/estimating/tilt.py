"""Do ids favour busy machines? The power of a machine's hours by which the chance of an id grows, and its correction.

A machine that runs long is more likely to show its id, so the mean over machines with ids is too high, and a count
made with it too low. What can be held against it is known for all addresses: the hours of an address in a day. With
weights that are one over the chance of an id, min(1, c · hours^g), the machines with ids must show the same hours an
address and day as all addresses of the same networks do. Squares of hours tell most, as they tell days that are long
from days that are not; g solves

    Σ weight · (hours² of its addresses - expected hours² · its address-days) = 0,

and c lets the weighted machines show as many address-days as all machines of these networks. This is calibration of
survey weights to known margins (Deville and Särndal, "Calibration Estimators in Survey Sampling", JASA 87, 1992), in
the form that lets no weight fall below one: where ids are many, the busiest machines have one all the same, and
weights that kept falling with their hours would make up for that with short machines too few.

Whether ids favour anybody is not known before, and with few of them g is known badly: to correct by it always would
make the interval two to four times as wide where there is nothing to correct. So both answers are given, each with
its `probability` (Bayesian model averaging: Hoeting, Madigan, Raftery and Volinsky, Statistical Science 14, 1999),
and `quantile` of the two together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

__all__ = ["Busy", "first_steps", "probability", "quantile", "solved", "steps", "told", "weights"]

Floats = NDArray[np.float64]
LOWEST, HIGHEST = -1.5, 2.5  # powers that are believed; where a steeper one is wanted the form of the chance is another
PRIOR = 0.1  # probability, before anything is seen, that ids favour or shun busy machines
LIKELY = 1.0  # standard deviation of g if they do: ids seen on a share of all sightings make it 1
PRECISION = 1e-6
STEP = 0.2  # of g, over which a slope is measured


@dataclass(frozen=True)
class Busy:
    """What is known of how busy the machines with an id are: one element a machine, but `every`."""

    hours: Floats
    surplus: Floats  # hours² of its addresses beyond those that as many addresses and days of its network have
    parts: Floats  # its address-days
    every: float  # address-days of all machines in the networks that have ids
    held: Floats | float = 1.0  # how much of each machine is there: 1, or less where a part of it is left out

    def without(self, group: NDArray[np.bool_], stands: Floats, groups: int) -> Busy:
        """The same less one of so many groups, of each machine as much as was left to chance.

        `stands` is what a machine stands for: one over the chance of its id. Of n such machines the number varies by
        n · (1 - chance), so the root of that is left out; the busiest, which all have an id, stay (Berger and Skinner,
        "A Jackknife Variance Estimator for Unequal Probability Sampling", JRSS B 67, 2005).
        """
        out = np.sqrt(1 - 1 / np.maximum(1.0, stands))
        known = stands * self.parts
        share = float(1 - (out * known).sum() / (known.sum() or 1.0) / groups)
        return replace(self, held=np.where(group, 1 - out, 1.0), every=self.every * share)


def weights(power: float, busy: Busy) -> Floats:
    """One over the chance of an id, min(1, c · hours^power), with c from the address-days of all.

    Else one of the shortest machines decides alone. None weighs more than as many average ones as the root of their
    number, which errs least (Ionides, "Truncated Importance Sampling", Journal of Computational and Graphical
    Statistics 17, 2008), so that with more machines less is cut off.
    """
    inverse = (busy.hours / busy.hours.mean()) ** -power
    inverse = np.minimum(inverse, inverse.mean() * math.sqrt(len(inverse)))
    order = np.argsort(inverse)
    parts = busy.held * busy.parts
    shown, stands = parts[order], (inverse * parts)[order]
    # With the k busiest at a weight of one the others make up for the rest: the fewest for which none falls below.
    rest = busy.every - np.append(0.0, np.cumsum(shown)[:-1])
    scale = rest / np.cumsum(stands[::-1])[::-1]
    enough = np.flatnonzero(scale * inverse[order] >= 1)
    found: Floats = np.maximum(1.0, inverse * scale[enough[0]]) if len(enough) else np.ones(len(inverse))
    return found


def told(busy: Busy) -> bool:
    """Whether anything can tell the power: hours that differ, and more than one in most days of an address."""
    if np.ptp(busy.hours) == 0 or not busy.surplus.any():
        return False
    return bool(np.median(busy.hours / np.maximum(busy.parts, 1e-9)) > 1)


def solved(busy: Busy) -> float | None:
    """The power g; 0 where nothing can tell it, and none where no power gives what all addresses show."""
    if not told(busy):
        return 0.0
    powers = np.linspace(LOWEST, HIGHEST, 41)
    moments = np.array([_moment(power, busy) for power in powers])
    crossings = np.flatnonzero(np.sign(moments[:-1]) != np.sign(moments[1:]))
    if not len(crossings):
        return None
    at = crossings[np.abs(powers[crossings]).argmin()]  # the solution that corrects least
    low, high = float(powers[at]), float(powers[at + 1])
    while high - low > PRECISION:
        middle = (low + high) / 2
        if np.sign(_moment(middle, busy)) == np.sign(moments[at]):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _moment(power: float, busy: Busy) -> float:
    """The mean surplus under the weights of a power."""
    weight = weights(power, busy) * busy.held
    return float((weight * busy.surplus).sum() / weight.sum())


def steps(power: float, busy: Busy, parts: Sequence[Busy]) -> Floats:
    """How far g moves from a power, for each of what remains when a part is left out: one step of Newton's method."""
    slope = (_moment(power + STEP, busy) - _moment(power - STEP, busy)) / (2 * STEP)
    return np.array([-_moment(power, part) / slope if slope else 0.0 for part in parts])


def first_steps(busy: Busy, groups: Sequence[NDArray[np.bool_]]) -> Floats:
    """The same from 0 without each group, where they tell whether ids favour anybody, with the slope of hours^-g.

    A power far from 0 with its own error would tell it worse, as the error grows there (Hauck and Donner, "Wald's
    Test as Applied to Hypotheses in Logit Analysis", JASA 72, 1977). Weights that may not fall below one hardly move
    where most machines have an id: with their slope no step would say anything.
    """
    logs = np.log(busy.hours)
    slope = -float(((logs - logs.mean()) * busy.surplus).mean())
    if not slope:
        return np.zeros(len(groups))
    moved = np.array([-float(busy.surplus[~group].mean()) / slope for group in groups])
    # Of machines that all have an id none is favoured: what is left to chance is the part without (Kish 1965).
    unseen = math.sqrt(max(0.0, 1 - float(busy.parts.sum()) / busy.every))
    found: Floats = moved.mean() + (moved - moved.mean()) * unseen
    return found


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
