"""Do ids favour busy machines? How the chance of an id may grow with a machine's hours, and what speaks for it.

A machine that runs long is more likely to show its id, so the mean over machines with ids is too high, and a count
made with it too low. What can be held against it is known for all addresses, with ids or without: the margins, such as
the hours of an address in a day and its days in the window. With weights that are one over the chance of an id the
machines with ids must show the same margins as all addresses of the same networks do. This is calibration under a
model of who answers (Chang and Kott, "Using Calibration Weighting to Adjust for Nonresponse under a Plausible Model",
Biometrika 95, 2008; Kott and Chang, JASA 105, 2010, for what is known of those who answered only).

The form of that chance is not known. Three are tried, of one family (Aranda-Ordaz, "On Two Families of
Transformations to Additivity for Binary Response Data", Biometrika 68, 1981): 1 - (1 + bend · x)^(-1/bend) with
x = c · hours^power. A bend of -1 is a power that ends at one, 0 is 1 - exp(-x), as where each hour has a chance, and 1
is logistic in the logarithm of hours. For each form and power, c lets the weighted machines show as many address-days
as all machines of these networks. Margins are more than powers, so they tell forms apart as far as they can: each form
and power is as likely as its misfit says (quasi-posteriors: Chernozhukov and Hong, "An MCMC Approach to Classical
Estimation", Journal of Econometrics 115, 2003; Kim, Journal of Econometrics 107, 2002), with `quantile` of all answers
together (Bayesian model averaging: Hoeting, Madigan, Raftery and Volinsky, Statistical Science 14, 1999). That ids
favour nobody is one of them. Where even the best fits worse than chance explains, all misfits count for as much less
(Birge, "The Calculation of Errors by the Method of Least Squares", Physical Review 40, 1932).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["BENDS", "Answer", "Busy", "Fit", "answers", "excess", "held", "hopeless", "quantile", "told", "weights"]

Floats = NDArray[np.float64]
BENDS = (-1.0, 0.0, 1.0)
POWERS = np.linspace(-1.5, 3, 31)
FINER = np.linspace(-0.15, 0.15, 13)  # beside the best of them
STEEP = ((-1, 1.25), (1, 2.0))  # powers beyond which hardly one of the machines that ids shun has one to speak for it
UNFIT = 4.0  # times as badly as by chance, from which on a misfit that no weights change is none by chance
PRIOR = 0.1  # probability, before anything is seen, that ids favour or shun busy machines
LIKELY = 1.0  # standard deviation of the power if they do: ids seen on a share of all sightings make it 1
PRECISION = 1e-6


@dataclass(frozen=True)
class Busy:
    """What is known of how busy the machines with an id are: one element a machine, but `every`."""

    hours: Floats
    parts: Floats  # its address-days
    every: float  # address-days of all machines in the networks that have ids


class Fit(NamedTuple):
    """What comes of weights: how the margins fit, and the logarithm of the count with its standard error."""

    misfit: float  # sum of squares of the margins in their standard errors
    spread: float  # logarithm of the determinant of their covariance
    value: float
    error: float
    over: float  # what the weights leave of the first margins; above zero: those with an id are still the busier ones
    rests: float  # on how many machines with an id the errors rest, as many of the same weight as would say as much


@dataclass(frozen=True)
class Answer:
    """What comes of one form and power of the chance of an id, and how probable it is."""

    bend: float | None  # none where ids favour nobody
    power: float
    fit: Fit
    probability: float  # not yet divided by the sum of all, until `held`


def told(busy: Busy) -> bool:
    """Whether anything can tell the power: hours that differ, and more than one in most days of an address."""
    return bool(np.ptp(busy.hours) > 0 and np.median(busy.hours / np.maximum(busy.parts, 1e-9)) > 1)


def weights(bend: float, power: float, busy: Busy) -> Floats:
    """One over the chance of an id, with c from the address-days of all; none below one.

    None weighs more than as many average ones as the root of their number, which errs least (Ionides, "Truncated
    Importance Sampling", Journal of Computational and Graphical Statistics 17, 2008); else one of the shortest
    machines decides alone.
    """
    hours, place = np.unique(busy.hours, return_inverse=True)
    parts, number = np.bincount(place, busy.parts), np.bincount(place)
    if parts.sum() >= busy.every:
        return np.ones(len(busy.hours))
    grown = power * (np.log(hours) - np.log(busy.hours).mean())
    low, high = -30.0, 15.0  # logarithm of c
    for _ in range(40):
        middle = (low + high) / 2
        weight = 1 / np.maximum(_chance(bend, np.exp(np.clip(middle + grown, -30, 30))), 1e-12)
        if (weight * parts).sum() > busy.every:
            low = middle
        else:
            high = middle
    mean = float((weight * number).sum() / number.sum())
    found: Floats = np.minimum(weight, max(1.0, mean * math.sqrt(number.sum())))[place]
    return found


def answers(busy: Busy, fitted: Callable[[Floats], Fit], plain: Fit) -> list[Answer]:
    """One answer for each form and power, the plain one first; `fitted` says what comes of weights."""
    found = [Answer(None, 0.0, plain, 1 - PRIOR)]
    for bend in BENDS:
        fits = {power: fitted(weights(bend, power, busy)) for power in POWERS.tolist()}
        best = max(fits, key=lambda power: -fits[power].misfit - fits[power].spread - (power / LIKELY) ** 2)
        fits |= {power: fitted(weights(bend, power, busy)) for power in (best + FINER).tolist() if power not in fits}
        powers = np.array(sorted(fits))
        prior = np.exp(-((powers / LIKELY) ** 2) / 2) * np.gradient(powers)
        prior *= PRIOR / len(BENDS) / prior.sum()
        both = zip(powers.tolist(), prior.tolist(), strict=True)
        found += [Answer(bend, power, fits[power], share) for power, share in both]
    return found


def held(prior: Sequence[Answer], margins: int) -> list[Answer]:
    """The answers with their probabilities after as many margins were seen.

    One that rests on fewer machines than half the margins has none: so few make no covariance of them.
    """
    misfit = np.array([one.fit.misfit for one in prior])
    spread = np.array([one.fit.spread for one in prior])
    likely = np.log([one.probability for one in prior]) - misfit / 2 / max(1.0, excess(prior, margins)) - spread / 2
    likely[np.array([one.bend is not None and one.fit.rests < margins / 2 for one in prior])] = -np.inf
    share = np.exp(likely - likely.max())
    share /= share.sum()
    return [replace(one, probability=part) for one, part in zip(prior, share.tolist(), strict=True)]


def excess(found: Sequence[Answer], margins: int) -> float:
    """How many times as badly as by chance the best answer fits so many margins."""
    return min(one.fit.misfit for one in found) / max(1, margins - 1)


def hopeless(found: Sequence[Answer], margins: int) -> int:
    """1 where ids favour busy machines so much that no weights make up for it, -1 where they shun them so; 0 else."""
    over = [one.fit.over for one in found]
    if excess(found, margins) > UNFIT and (min(over) > 0 or max(over) < 0):
        return 1 if min(over) > 0 else -1
    shun, favour = (sum(one.probability for one in found if sign * one.power > end) for sign, end in STEEP)
    return int(favour > 0.5) - int(shun > 0.5)


def quantile(share: float, parts: Sequence[tuple[float, float, float]]) -> float:
    """The value below which a share of several normal distributions lies, each (probability, mean, deviation)."""
    some = [(part, NormalDist(mean, deviation)) for part, mean, deviation in parts if part > PRECISION / 100]
    whole = sum(part for part, _ in some)
    ends = [normal.inv_cdf(share) for _, normal in some]
    low, high = min(ends), max(ends)
    while high - low > PRECISION:
        middle = (low + high) / 2
        if sum(part * normal.cdf(middle) for part, normal in some) < share * whole:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _chance(bend: float, x: Floats) -> Floats:
    if bend == 0:
        found: Floats = -np.expm1(-x)
    elif bend < 0:
        found = 1 - np.maximum(0.0, 1 + bend * x) ** (-1 / bend)
    else:
        found = 1 - (1 + bend * x) ** (-1 / bend)
    return found
