"""How many machines stand behind the addresses: LIVE (machines in an hour) and FOOTPRINT (machines in the window).

FOOTPRINT is what all show divided by what one machine shows, as the machines that carry an id show it
(kernels.estimating.counting): hours and days of addresses differ less from machine to machine than sightings do, but
more from network to network. A machine has its share in what an address shows, so neither changing addresses (DHCP)
nor shared ones (NAT) disturb, and no rate of beacons is needed. LIVE is the addresses of all hours by the hours of a
machine for each of its addresses and hours; where all show more sightings for an address and hour than machines with
ids do, there may be gateways where no ids are, and its upper end says so. Its error comes from leaving out one of fifty
groups of machines at a time (Kott, "The Delete-a-Group Jackknife", Journal of Official Statistics 17, 2001).

Ids that favour busy machines are corrected for as far as the data speak for it, in each form that the chance of an id
may have (kernels.estimating.tilt), and ids that contradict themselves are told apart or put together
(kernels.estimating.ids). Where ids favour machines that no weights make up for, only the fewest and the most machines
are said.

Without ids nothing tells addresses of one machine from those of many. Then LIVE is the mean of the addresses in an
hour, which botnets studied from inside show to be near to the machines (Torpig: 1.3 % below; Stone-Gross et al.,
"Your Botnet is My Botnet", CCS 2009), and FOOTPRINT has no point: only the envelope of the ratios that were found
there between countries.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crosscount.kernels.estimating import ids, tilt
from crosscount.kernels.estimating.counting import MEASURES, NORMAL, Sample, fit
from crosscount.kernels.estimating.sightings import BOTS, NETWORKS, Day
from crosscount.kernels.estimating.stays import LASTING_BOTS, lasting, with_stays
from crosscount.model.estimate import Interval, Machines

__all__ = ["FEWEST", "estimated"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST = 30  # machines with an id, below which they say too little of the others
GROUPS = 50
QUANTILE = 2.01  # 97.5 % of Student's t with 49 degrees of freedom
FLOOR = 0.01  # relative standard error of LIVE that stays, however many machines carry an id
FORM = 0.08  # relative standard error of what a correction does to the logarithm, for yet other forms of the chance
RATIOS = (1.75, 13.35)  # addresses a machine in ten days: Torpig's lowest and highest country
LIVE_WITHOUT_IDS = (0.99, 1.05)  # machines for each address in an hour
ALWAYS = 0.7  # below this share of its sightings a machine shows its id by chance, row by row

# What is known of all addresses, and tells how busy the machines without an id are: of a machine with an id → of all.
MARGINS = {"square_parts": "square_hours", "distinct_parts": "distinct", "log_parts": "log_days"}
ODDS = "probability that ids favour or shun busy machines"
MISFIT = "misfit of the margins, 1 by chance"
SEVERAL, AGAIN = "ids in several networks at once", "ids that begin where another ended"
AS_THEY_ARE = "machines in the window were each id one machine"
LEAST, MOST = "fewest machines, whomever ids favour", "most machines, whomever ids favour"
FORMS = {
    -1.0: "probability of a power of hours that ends at one",
    0.0: "probability that each hour has a chance to show an id",
    1.0: "probability of a logistic chance of an id",
}
SHOWN = "share of a named machine's sightings that name it"
ASSUMPTIONS = (
    "Machines with an id are seen as often as those without, but for their network and for running longer.",
    "An id belongs to one machine throughout the window, but for those seen to be of several or to follow another.",
    "A machine that was never seen is not estimated.",
)
WEIGHED = (
    "That ids favour busy machines, or shun them, is held for one in ten before anything is seen, and for as likely as "
    "measured afterwards; the interval covers both cases."
)
UNCORRECTED = (
    "Ids favour or shun busy machines so much that hardly one of the others has an id to speak for them: the fewest "
    "and the most machines are all that is said."
)
NOT_WEIGHED = "Nothing seen here can tell whether ids favour busy machines; it is assumed that they do not."
WITHOUT_IDS = (
    "No row, or too few, name a machine, so the number of machines in the window cannot be estimated.",
    "In one hour few machines share or change their address.",
)


def estimated(days: Iterable[Day], hours: float) -> Machines:
    """The estimate from the days of a window of `hours` hours; the order of the days does not matter."""
    parts = list(days)
    everything = _summed([part.networks for part in parts], NETWORKS, ["network"])
    bots = _summed([part.bots for part in parts], BOTS, ["bot", "network"])
    seen = [part.addresses.column("address").combine_chunks() for part in parts]
    addresses = len(pa.chunked_array(seen, pa.binary()).unique())
    hourly = float(sum(int(part.hourly.sum()) for part in parts)) / hours if hours else 0.0
    known = len(pc.unique(bots.column("bot")))
    said: dict[str, float] = {"machines with an id": known, "addresses an hour": round(hourly, 3)}
    if not addresses:
        return Machines(None, None, None, 0, said, WITHOUT_IDS)
    if known < FEWEST:
        without = (addresses / RATIOS[1], addresses / RATIOS[0])
        return Machines(_live_without_ids(hourly), None, without, addresses, said, WITHOUT_IDS)
    followed, again = ids.succeeded([part.lives for part in parts])
    everything, bots = with_stays(parts, everything, bots)
    machine, several = ids.told_apart(bots, followed)
    apart = bots.set_column(bots.schema.get_field_index("bot"), "bot", machine)
    sample, more = _sample(everything, _summed([apart], LASTING_BOTS, ["bot", "network"]))
    footprint, envelope, live, found = _both(sample, hours)
    if again or several:
        found |= {SEVERAL: several, AGAIN: again}
        as_they_are = _both(_sample(everything, bots)[0], hours)[0]
        if as_they_are:
            found[AS_THEY_ARE] = as_they_are.value
        if as_they_are and footprint:
            footprint = _reaching(footprint, footprint.value / as_they_are.value)
    if more[SHOWN] < ALWAYS:  # the hours of a machine are not known then, only some of them
        live = _live_without_ids(hourly)
    said |= more | found
    if footprint:
        said["addresses a machine"] = round(addresses / footprint.value, 3)
    weighed = NOT_WEIGHED if ODDS not in found else UNCORRECTED if MOST in found else WEIGHED
    return Machines(live, footprint, envelope, addresses, said, (*ASSUMPTIONS, weighed))


def _reaching(interval: Interval, told: float) -> Interval:
    """An interval that reaches as much further as ids that contradict themselves moved its value: as many more may not
    have been seen to."""
    return Interval(interval.value, interval.low * min(1.0, told), interval.high * max(1.0, told))


def _live_without_ids(hourly: float) -> Interval:
    return Interval(hourly, *(hourly * factor for factor in LIVE_WITHOUT_IDS))


def _summed(parts: list[pa.Table], schema: pa.Schema, keys: list[str]) -> pa.Table:
    values = [name for name in schema.names if name not in keys]
    table = (
        pa.concat_tables([schema.empty_table(), *parts]).group_by(keys).aggregate([(name, "sum") for name in values])
    )
    return table.rename_columns([*keys, *values]).sort_by([(key, "ascending") for key in keys])


def _sample(everything: pa.Table, bots: pa.Table) -> tuple[Sample, dict[str, float]]:
    count = {name: bots.column(name).to_numpy().astype(float) for name in LASTING_BOTS.names[2:]}
    known = {name: everything.column(name).to_numpy().astype(float) for name in everything.column_names[1:]}
    here = pc.index_in(bots.column("network"), everything.column("network").combine_chunks()).to_numpy()
    over = [count[own] - (known[every] / known["addresses"])[here] * count["parts"] for own, every in MARGINS.items()]
    long = lasting(everything)[here]
    # A machine that moved is of the network where it was seen most; the sums are those of all its networks.
    machine = pc.index_in(bots.column("bot"), pc.unique(bots.column("bot"))).to_numpy()
    order = np.lexsort((here, -count["sightings"], machine))
    first = order[np.unique(machine[order], return_index=True)[1]]
    number = len(first)
    sorts = [np.bincount(machine, one * some, number) for one in over for some in (long, ~long)]
    shown = _showing(
        np.bincount(machine, count["again"], number).astype(float),
        np.bincount(machine, count["paired"], number).astype(float),
    )
    seen = np.bincount(machine, count["sightings"], number)
    partly = shown < ALWAYS
    sample = Sample(
        network=here[first].astype(np.int64),
        group=(np.arange(number, dtype=np.int64) * 2_654_435_761 % 2**32) % GROUPS,  # scattered over the sorted ids
        weight=1 / (1 - (1 - shown) ** (seen / shown)) if partly else np.ones(number),
        shown=np.array([np.bincount(machine, count[own], number) for own in MEASURES]) / (shown if partly else 1),
        hours=np.bincount(machine, count["hours"], number).astype(float),
        margins=np.zeros((0, number)) if partly else np.array(sorts),
        totals=np.array([known[every] for every in MEASURES.values()]),
    )
    return sample, {SHOWN: round(float(shown), 4)}


def _showing(again: Floats, paired: Floats) -> float:
    """The chance that a sighting of a machine with an id carries it: the mean of the middle half of the machines.

    Not of all, since others behind a gateway look like sightings of the machine that do not name it. 1 where nothing
    can tell, as with one sighting a day.
    """
    share = np.divide(again, paired, out=np.zeros(len(again)), where=paired > 0)
    order = np.argsort(share)
    ends = np.cumsum(paired[order])
    if not ends[-1]:
        return 1.0
    low, high = ends[-1] / 4, ends[-1] * 3 / 4
    middle = np.clip(ends, low, high) - np.clip(ends - paired[order], low, high)
    return float((middle * share[order]).sum() / middle.sum()) or 1.0


def _both(
    sample: Sample, hours: float
) -> tuple[Interval | None, tuple[float, float] | None, Interval, dict[str, float]]:
    """FOOTPRINT or, where nothing corrects what must be corrected, its envelope; LIVE; what was found on the way."""
    at = list(MEASURES).index("parts")
    known = sample.totals[at, np.unique(sample.network)].sum()
    alike = sample.weight * max(1.0, float(known / (sample.weight * sample.shown[at]).sum()))
    busy = tilt.Busy(sample.hours, sample.shown[at], float(known))
    margins = sample.margins if tilt.told(busy) else sample.margins[:0]
    several = int(margins.any(axis=1).sum())
    plain, between = fit(sample, alike, margins)
    said = {"standard deviation between networks": float(np.sqrt(between))}
    prior = tilt.answers(busy, lambda weight: fit(sample, weight, margins)[0], plain) if several else []
    answers = tilt.held(prior, several) if prior else [tilt.Answer(None, 0.0, plain, 1.0)]
    best = max(answers, key=lambda one: one.probability)
    chosen = alike if best.bend is None else tilt.weights(best.bend, best.power, busy)
    said["hours a machine"] = float((chosen * sample.hours).sum() / chosen.sum())
    live = _live(sample, hours)
    if prior:
        said |= _told(answers, several)
        sign = tilt.hopeless(answers, several)
        if sign:
            ends = _ends(sample, plain, favoured=sign > 0)
            return None, ends, live, said | {ODDS: 1.0, LEAST: ends[0], MOST: ends[1]}
    # Yet another form of the chance of an id would have made another correction.
    parts = [
        (one.probability, one.fit.value, math.hypot(one.fit.error, FORM * (one.fit.value - plain.value)))
        for one in answers
    ]
    low, middle, high = (math.exp(tilt.quantile(part, parts)) for part in (0.025, 0.5, 0.975))
    return Interval(middle, low, high), None, live, said


def _told(answers: Sequence[tilt.Answer], margins: int) -> dict[str, float]:
    """What the margins say of whom ids favour."""
    favoured = [one for one in answers if one.bend is not None]
    odds = sum(one.probability for one in favoured)
    share = np.array([one.probability for one in favoured]) / (odds or 1.0)
    mean = float(share @ np.array([one.fit.value for one in favoured]))
    powers = np.array([one.power for one in favoured])
    power = float(share @ powers)
    said = {ODDS: odds, "machines in the window if they do not": math.exp(answers[0].fit.value)}
    said |= {
        "ids favour busy machines by the power": power,
        "standard error of that power": math.sqrt(float(share @ (powers - power) ** 2)),
        "machines in the window if they do": math.exp(mean),
    }
    for bend, name in FORMS.items():
        said[name] = sum(one.probability for one in favoured if one.bend == bend)
    return said | {MISFIT: tilt.excess(answers, margins)}


def _ends(sample: Sample, plain: tilt.Fit, *, favoured: bool) -> tuple[float, float]:
    """The fewest and the most machines that there can be, whomever ids favour or shun.

    What is known of machines without an id is what they show, not how many share in it (Manski, Partial Identification
    of Probability Distributions, 2003). If ids favour busy machines there are no fewer than if they favour nobody,
    and no more than were each of the others seen on a single day at an address of its own.
    """
    at = list(MEASURES).index("parts")
    known = float(sample.weight.sum())
    rest = max(0.0, float(sample.totals[at].sum() - (sample.weight * sample.shown[at]).sum()))
    low, high = (math.exp(plain.value + end * NORMAL * plain.error) for end in (-1, 1))
    return (max(low, known), max(high, known + rest)) if favoured else (min(low, known), high)


def _left_out(sample: Sample) -> Floats:
    """Sums of hours and of measures by network: with all groups of machines, then without each.

    Shape (1 + measures, 1 + GROUPS, networks).
    """
    several = sample.totals.shape[1]
    out = np.empty((1 + len(MEASURES), 1 + GROUPS, several))
    for group in range(-1, GROUPS):
        weight = np.where(sample.group == group, 0.0, sample.weight)
        for row, value in enumerate((weight * sample.hours, *(weight * sample.shown))):
            out[row, group + 1] = np.bincount(sample.network, value, several)
    return out


def _live(sample: Sample, hours: float) -> Interval:
    """LIVE: the addresses of all hours, times the hours of a machine for each of its addresses and hours."""
    names, sums = list(MEASURES), _left_out(sample)
    at = names.index("hour_parts")
    parts, ran = sums[1 + at], sums[0]
    rates = ran.sum(axis=-1) / parts.sum(axis=-1)
    lives = sample.totals[at].sum() * rates / hours
    # Gateways are in some networks: what one network moves the rate by stands for what one without ids would.
    ids = parts[0] / parts[0].sum()
    apart = ((ran[0] / rates[0] - parts[0]) ** 2).sum() / parts[0].sum() ** 2
    between = apart * ((ids - sample.totals[at] / sample.totals[at].sum()) ** 2).sum() / (ids**2).sum()
    error = np.sqrt(_jackknife(np.log(lives[1:])) ** 2 + between + FLOOR**2)
    # Where gateways are more than machines with ids show, all have more sightings for an address and hour than these.
    each = names.index("sightings")
    more = np.log(
        sample.totals[each].sum() / sums[1 + each].sum(axis=-1) * parts.sum(axis=-1) / sample.totals[at].sum()
    )
    hidden = max(0.0, float(more[0]) ** 2 - _jackknife(more[1:]) ** 2) if more[0] > 0 else 0.0
    value = float(lives[0])
    low, high = (value * float(np.exp(end * QUANTILE)) for end in (-error, np.sqrt(error**2 + hidden)))
    return Interval(value, low, high)


def _jackknife(values: Floats) -> float:
    return float(np.sqrt((GROUPS - 1) / GROUPS * ((values - values.mean()) ** 2).sum()))
