"""How many machines stand behind the addresses: LIVE (machines in an hour) and FOOTPRINT (machines in the window).

FOOTPRINT is what all show divided by what one machine shows, as the machines that carry an id show it. Four things
are measured so (MEASURES), and the mean of their four answers is taken whose error is least (Olkin, "Multivariate
ratio estimation for finite populations", Biometrika 45, 1958): hours and days of addresses differ less from machine
to machine than sightings do, but more from network to network. A machine has its share in what an address shows, so
neither changing addresses (DHCP) nor shared ones (NAT) disturb, and no rate of beacons is needed. LIVE is the
addresses of all hours by the hours of a machine for each of its addresses and hours; where all show more sightings for
an address and hour than machines with ids do, there may be gateways where no ids are, and its upper end says so.

Networks are told apart as far as their machines differ (random effects: DerSimonian and Laird, Controlled Clinical
Trials 7, 1986); ids that favour busy machines are corrected for as far as the data speak for it
(kernels.estimating.tilt), and ids that contradict themselves are told apart or put together (kernels.estimating.ids).
The interval comes from leaving out one of fifty groups of machines at a time (Kott, "The Delete-a-Group Jackknife",
Journal of Official Statistics 17, 2001), never from sightings, which hang together; to it are added the difference
between networks, by Student's distribution with as much freedom as they leave (Satterthwaite, "An Approximate
Distribution of Estimates of Variance Components", Biometrics Bulletin 2, 1946), and a floor for what no such method
sees. Where ids favour machines that no weights make up for, only the fewest and the most machines are said.

Without ids nothing tells addresses of one machine from those of many. Then LIVE is the mean of the addresses in an
hour, which botnets studied from inside show to be near to the machines (Torpig: 1.3 % below; Stone-Gross et al.,
"Your Botnet is My Botnet", CCS 2009), and FOOTPRINT has no point: only the envelope of the ratios that were found
there between countries.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crosscount.kernels.estimating import ids, networks, tilt
from crosscount.kernels.estimating.sightings import BOTS, NETWORKS, Day
from crosscount.model.estimate import Interval, Machines

__all__ = ["FEWEST", "estimated"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST = 30  # machines with an id, below which they say too little of the others
GROUPS = 50
QUANTILE, NORMAL = 2.01, 1.96  # 97.5 % of Student's t with 49 degrees of freedom, and of the normal distribution
FLOOR = {"footprint": 0.01, "live": 0.01}  # relative standard error that stays, however many machines carry an id
FORM = 0.08  # relative standard error of what a correction does to the logarithm, for the form of the chance of an id
RATIOS = (1.75, 13.35)  # addresses a machine in ten days: Torpig's lowest and highest country
LIVE_WITHOUT_IDS = (0.99, 1.05)  # machines for each address in an hour
ALWAYS = 0.7  # below this share of its sightings a machine shows its id by chance, row by row

# What can be measured of a machine with an id → the same of all machines. None needs a rate of beacons, and in none
# does it matter how many addresses a machine has or shares.
MEASURES = {
    "sightings": "sightings",
    "hour_parts": "address_hours",
    "parts": "addresses",
    "root_parts": "root_hours",
}
ODDS = "probability that ids favour or shun busy machines"
SEVERAL, AGAIN = "ids in several networks at once", "ids that begin where another ended"
AS_THEY_ARE = "machines in the window were each id one machine"
LEAST, MOST = "fewest machines, whomever ids favour", "most machines, whomever ids favour"
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
    "No weights give the machines with an id the long days that all addresses have, so these do not tell what machines "
    "without an id are like. Where that is likelier than chance, the fewest and the most machines are all that is said."
)
NOT_WEIGHED = "Nothing seen here can tell whether ids favour busy machines; it is assumed that they do not."
WITHOUT_IDS = (
    "No row, or too few, name a machine, so the number of machines in the window cannot be estimated.",
    "In one hour few machines share or change their address.",
)


@dataclass(frozen=True)
class _Sample:
    """The machines with an id, one element each, and the networks, one element each."""

    network: Ints  # position of the network
    group: Ints
    weight: Floats  # how many machines it stands for, as ids on some rows only would have missed others
    shown: Floats  # one row for each of MEASURES: what it shows of it
    hours: Floats
    surplus: Floats  # squares of hours of its addresses less those that as many addresses and days of its network have
    totals: Floats  # one row for each of MEASURES, one column a network: what all show


def estimated(days: Iterable[Day], hours: float) -> Machines:
    """The estimate from the days of a window of `hours` hours; the order of the days does not matter."""
    parts = list(days)
    everything = _summed([part.networks for part in parts], NETWORKS, ["network"])
    bots = _summed([part.bots for part in parts], BOTS, ["bot", "network"])
    addresses = len(pa.chunked_array([part.addresses for part in parts], pa.binary()).unique())
    hourly = float(sum(int(part.hourly.sum()) for part in parts)) / hours if hours else 0.0
    known = len(pc.unique(bots.column("bot")))
    said: dict[str, float] = {"machines with an id": known, "addresses an hour": round(hourly, 3)}
    if not addresses:
        return Machines(None, None, None, 0, said, WITHOUT_IDS)
    if known < FEWEST:
        without = (addresses / RATIOS[1], addresses / RATIOS[0])
        return Machines(_live_without_ids(hourly), None, without, addresses, said, WITHOUT_IDS)
    followed, again = ids.succeeded([part.lives for part in parts])
    machine, several = ids.told_apart(bots, followed)
    apart = bots.set_column(bots.schema.get_field_index("bot"), "bot", machine)
    sample, more = _sample(everything, _summed([apart], BOTS, ["bot", "network"]))
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


def _sample(everything: pa.Table, bots: pa.Table) -> tuple[_Sample, dict[str, float]]:
    count = {name: bots.column(name).to_numpy().astype(float) for name in BOTS.names[2:]}
    expected = everything.column("square_hours").to_numpy() / everything.column("addresses").to_numpy()
    here = pc.index_in(bots.column("network"), everything.column("network").combine_chunks()).to_numpy()
    surplus = count["square_parts"] - expected[here] * count["parts"]
    # A machine that moved is of the network where it was seen most; the sums are those of all its networks.
    machine = pc.index_in(bots.column("bot"), pc.unique(bots.column("bot"))).to_numpy()
    order = np.lexsort((here, -count["sightings"], machine))
    first = order[np.unique(machine[order], return_index=True)[1]]
    number = len(first)
    shown = _showing(
        np.bincount(machine, count["again"], number).astype(float),
        np.bincount(machine, count["paired"], number).astype(float),
    )
    seen = np.bincount(machine, count["sightings"], number)
    partly = shown < ALWAYS
    sample = _Sample(
        network=here[first].astype(np.int64),
        group=(np.arange(number, dtype=np.int64) * 2_654_435_761 % 2**32) % GROUPS,  # scattered over the sorted ids
        weight=1 / (1 - (1 - shown) ** (seen / shown)) if partly else np.ones(number),
        shown=np.array([np.bincount(machine, count[own], number) for own in MEASURES]) / (shown if partly else 1),
        hours=np.bincount(machine, count["hours"], number).astype(float),
        surplus=np.zeros(number) if partly else np.bincount(machine, surplus, number).astype(float),
        totals=np.array([everything.column(every).to_numpy().astype(float) for every in MEASURES.values()]),
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
    sample: _Sample, hours: float
) -> tuple[Interval | None, tuple[float, float] | None, Interval, dict[str, float]]:
    """FOOTPRINT or, where nothing corrects what must be corrected, its envelope; LIVE; what was found on the way."""
    busy = _busy(sample)
    power = tilt.solved(busy)
    first = tilt.first_steps(busy, [sample.group == group for group in range(GROUPS)])
    odds = tilt.probability(float(first.mean()), _jackknife(first)) if tilt.told(busy) else 0.0
    sums = _left_out(sample, lambda group: np.where(sample.group == group, 0.0, sample.weight))
    plain, between = _counted(sample, sums, sample.weight, alike=True)
    live = _live(sample, sums, hours)
    said = {"standard deviation between networks": float(np.sqrt(between))}
    chosen = sample.weight
    if power is None:
        ends = _ends(sample, plain, favoured=bool(first.mean() > 0))
        corrected = (sum(ends) / 2, (ends[1] - ends[0]) / 2 / NORMAL)
        found = {LEAST: float(np.exp(ends[0])), MOST: float(np.exp(ends[1]))}
    else:
        weight, corrected, error = _corrected(sample, busy, power)
        found = {
            "ids favour busy machines by the power": power,
            "standard error of that power": error,
            "machines in the window if they do": float(np.exp(corrected[0])),
        }
        chosen = weight if odds > 0.5 else sample.weight
        # Another form of that chance would have made another correction.
        corrected = corrected[0], math.hypot(corrected[1], FORM * (corrected[0] - plain[0]))
    said["hours a machine"] = float((chosen * sample.hours).sum() / chosen.sum())
    if odds:
        said |= {ODDS: odds, "machines in the window if they do not": float(np.exp(plain[0]))} | found
    if power is None and odds > 0.5:
        return None, (found[LEAST], found[MOST]), live, said
    low, middle, high = (np.exp(tilt.quantile(part, odds, plain, corrected)) for part in (0.025, 0.5, 0.975))
    return Interval(float(middle), float(low), float(high)), None, live, said


def _corrected(sample: _Sample, busy: tilt.Busy, power: float) -> tuple[Floats, tuple[float, float], float]:
    """The weights under a power, the logarithm of FOOTPRINT with them and its error, and the error of the power."""
    stands = tilt.weights(power, busy)
    parts = [busy.without(sample.group == group, stands, GROUPS) for group in range(GROUPS)]
    moved = np.clip(tilt.steps(power, busy, parts), -1, 1)
    left = _left_out(
        sample,
        lambda group: (
            (tilt.weights(power + moved[group], parts[group]) * parts[group].held if group >= 0 else stands)
            * sample.weight
        ),
    )
    weight = sample.weight * stands
    return weight, _counted(sample, left, weight, alike=False)[0], _jackknife(moved)


def _ends(sample: _Sample, plain: tuple[float, float], *, favoured: bool) -> tuple[float, float]:
    """Logarithms of the fewest and the most machines that there can be, whomever ids favour or shun.

    What is known of machines without an id is what they show, not how many share in it (Manski, Partial Identification
    of Probability Distributions, 2003). If ids favour busy machines there are no fewer than if they favour nobody,
    and no more than were each of the others seen on a single day at an address of its own.
    """
    at = list(MEASURES).index("parts")
    known = float(sample.weight.sum())
    rest = max(0.0, float(sample.totals[at].sum() - (sample.weight * sample.shown[at]).sum()))
    low, high = (plain[0] + end * NORMAL * plain[1] for end in (-1, 1))
    if favoured:
        return max(low, math.log(known)), max(high, math.log(known + rest))
    return min(low, math.log(known)), high


def _busy(sample: _Sample) -> tilt.Busy:
    at = list(MEASURES).index("parts")
    here = np.unique(sample.network)
    return tilt.Busy(sample.hours, sample.surplus, sample.shown[at], float(sample.totals[at, here].sum()))


def _left_out(sample: _Sample, weights: Callable[[int], Floats]) -> Floats:
    """Sums of weight, weight², weight·hours and weight·measures by network: with all groups, then without each.

    Shape (3 + measures, 1 + GROUPS, networks). `weights` gives those of the machines without a group; -1 is none.
    """
    several = sample.totals.shape[1]
    out = np.empty((3 + len(MEASURES), 1 + GROUPS, several))
    for group in range(-1, GROUPS):
        weight = weights(group)
        for row, value in enumerate((weight, weight**2, weight * sample.hours, *(weight * sample.shown))):
            out[row, group + 1] = np.bincount(sample.network, value, several)
    return out


def _counted(sample: _Sample, sums: Floats, weight: Floats, *, alike: bool) -> tuple[tuple[float, float], float]:
    """Logarithm of FOOTPRINT and its standard error; and the variance between networks.

    Of a finite number of machines a part was not drawn but is known (Kish, Survey Sampling, 1965): with chances that
    are all `alike` the error is less by that part, else what was left out of each machine has it.
    """
    mix = _mixed(sample, sums, weight)
    spread = networks.variance(weight, mix @ sample.shown)
    total = mix @ sample.totals
    scores = np.einsum("m,mgn->gn", mix, sums[3:])
    value, between, rest = networks.footprint(sums[:2, 0], scores[0], spread, total)
    without = [networks.footprint(sums[:2, 1 + group], scores[1 + group], spread, total)[0] for group in range(GROUPS)]
    left = 1 - min(1.0, weight.sum() ** 2 / (weight**2).sum() / value) if alike else 1.0
    chosen = (GROUPS - 1) / (GROUPS - len(MEASURES))  # the mix was chosen for a small variance in these groups
    drawn = _jackknife(np.log(without)) ** 2 * left * chosen + FLOOR["footprint"] ** 2
    held = sums[0, 0] / sums[0, 0].sum()
    several = max(1.0, 1 / float((held**2).sum()) - 1)  # networks of one size that would say as much, less one
    freedom = (drawn + rest) ** 2 / (drawn**2 / (GROUPS - 1) + rest**2 / several)  # Satterthwaite 1946
    error = np.sqrt(drawn + rest) * student(freedom) / NORMAL
    return (float(np.log(value)), float(error)), between


def _mixed(sample: _Sample, sums: Floats, weight: Floats) -> Floats:
    """How much each of MEASURES counts, so that the error is least (Olkin 1958): score = mix @ measures.

    What differs between networks counts for little where ids are in few of them: there the machines of some networks
    must speak for those of others.
    """
    means = sums[3:].sum(axis=-1) / sums[0].sum(axis=-1)
    ids = sums[0, 0] / sums[0, 0].sum()
    strange = float(((ids - sample.totals[0] / sample.totals[0].sum()) ** 2).sum())
    spread = np.cov(np.log(means[:, 1:])) * (GROUPS - 1) ** 2 / GROUPS
    spread += strange * networks.differences(sample.network, weight, sample.shown) + FLOOR["footprint"] ** 2 * np.eye(
        len(MEASURES)
    )
    mix: Floats = networks.least(spread) / means[:, 0]
    return mix


def _live(sample: _Sample, sums: Floats, hours: float) -> Interval:
    """LIVE: the addresses of all hours, times the hours of a machine for each of its addresses and hours."""
    names = list(MEASURES)
    at = names.index("hour_parts")
    parts, ran = sums[3 + at], sums[2]
    rates = ran.sum(axis=-1) / parts.sum(axis=-1)
    lives = sample.totals[at].sum() * rates / hours
    # Gateways are in some networks: what one network moves the rate by stands for what one without ids would.
    ids = parts[0] / parts[0].sum()
    apart = ((ran[0] / rates[0] - parts[0]) ** 2).sum() / parts[0].sum() ** 2
    between = apart * ((ids - sample.totals[at] / sample.totals[at].sum()) ** 2).sum() / (ids**2).sum()
    error = np.sqrt(_jackknife(np.log(lives[1:])) ** 2 + between + FLOOR["live"] ** 2)
    # Where gateways are more than machines with ids show, all have more sightings for an address and hour than these.
    each = names.index("sightings")
    more = np.log(
        sample.totals[each].sum() / sums[3 + each].sum(axis=-1) * parts.sum(axis=-1) / sample.totals[at].sum()
    )
    hidden = max(0.0, float(more[0]) ** 2 - _jackknife(more[1:]) ** 2) if more[0] > 0 else 0.0
    value = float(lives[0])
    low, high = (value * float(np.exp(end * QUANTILE)) for end in (-error, np.sqrt(error**2 + hidden)))
    return Interval(value, low, high)


def student(freedom: float) -> float:
    """97.5 % of Student's distribution, to a hundredth from three degrees of freedom on (Cornish and Fisher 1938)."""
    z = NORMAL
    terms = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + sum(term / max(freedom, 2.0) ** (power + 1) for power, term in enumerate(terms))


def _jackknife(values: Floats) -> float:
    return float(np.sqrt((GROUPS - 1) / GROUPS * ((values - values.mean()) ** 2).sum()))
