"""How many machines stand behind the addresses: LIVE (machines in an hour) and FOOTPRINT (machines in the window).

FOOTPRINT is all sightings divided by the sightings of one machine, as the machines that carry an id show them: it
needs no rate of beacons, and neither changing addresses (DHCP) nor shared ones (NAT) disturb it. LIVE is all
sightings divided by the hours of the window and by the sightings of one machine in an hour in which it is seen.
Networks are told apart as far as their machines differ (random effects: DerSimonian and Laird, Controlled Clinical
Trials 7, 1986); ids that favour busy machines are corrected for (kernels.estimating.tilt). The interval comes from
leaving out one of fifty groups of machines at a time (Kott, "The Delete-a-Group Jackknife", Journal of Official
Statistics 17, 2001), never from sightings, which hang together; to it are added the difference between networks
without ids and a floor for what no such method sees.

Without ids nothing tells addresses of one machine from those of many. Then LIVE is the mean of the addresses in an
hour, which botnets studied from inside show to be near to the machines (Torpig: 1.3 % below; Stone-Gross et al.,
"Your Botnet is My Botnet", CCS 2009), and FOOTPRINT has no point: only the envelope of the ratios that were found
there between countries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from crosscount.kernels.estimating import tilt
from crosscount.kernels.estimating.sightings import BOTS, NETWORKS, Day
from crosscount.model.estimate import Interval, Machines

__all__ = ["FEWEST", "estimated"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST = 30  # machines with an id, below which they say too little of the others
GROUPS = 50
QUANTILE = 2.01  # Student's t with 49 degrees of freedom, 97.5 %
FLOOR = {"footprint": 0.01, "live": 0.01}  # relative standard error that stays, however many machines carry an id
RATIOS = (1.75, 13.35)  # addresses a machine in ten days: Torpig's lowest and highest country
LIVE_WITHOUT_IDS = (0.99, 1.05)  # machines for each address in an hour
TRIM = 0.1  # of the mean hours: a machine that ran less is weighted as if it had, lest one of them decides
ALWAYS = 0.7  # below this share of its sightings a machine shows its id by chance, row by row

SHOWN = "share of a named machine's sightings that name it"
ASSUMPTIONS = (
    "Machines with an id are seen as often as those without, but for their network and for running longer.",
    "An id belongs to one machine throughout the window.",
    "A machine that was never seen is not estimated.",
)
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
    sightings: Floats
    hours: Floats
    surplus: Floats  # hours of its addresses less those that as many addresses and days of its network have
    sightings_of: Floats  # of each network: all sightings


def estimated(days: Iterable[Day], hours: float) -> Machines:
    """The estimate from the days of a window of `hours` hours; the order of the days does not matter."""
    parts = list(days)
    networks = _summed([part.networks for part in parts], NETWORKS, ["network"])
    bots = _summed([part.bots for part in parts], BOTS, ["bot", "network"])
    addresses = len(pa.chunked_array([part.addresses for part in parts], pa.binary()).unique())
    hourly = float(sum(int(part.hourly.sum()) for part in parts)) / hours if hours else 0.0
    known = len(pc.unique(bots.column("bot")))
    said: dict[str, float] = {"machines with an id": known, "addresses an hour": round(hourly, 3)}
    if not addresses:
        return Machines(None, None, None, 0, said, WITHOUT_IDS)
    if known < FEWEST:
        live = _live_without_ids(hourly)
        envelope = (addresses / RATIOS[1], addresses / RATIOS[0])
        return Machines(live, None, envelope, addresses, said, WITHOUT_IDS)
    sample, more = _sample(networks, bots)
    footprint, live, found = _both(sample, hours)
    if more[SHOWN] < ALWAYS:  # the hours of a machine are not known then, only some of them
        live = _live_without_ids(hourly)
    said |= more | found
    said["addresses a machine"] = round(addresses / footprint.value, 3)
    return Machines(live, footprint, None, addresses, said, ASSUMPTIONS)


def _live_without_ids(hourly: float) -> Interval:
    return Interval(hourly, *(hourly * factor for factor in LIVE_WITHOUT_IDS))


def _summed(parts: list[pa.Table], schema: pa.Schema, keys: list[str]) -> pa.Table:
    values = [name for name in schema.names if name not in keys]
    table = (
        pa.concat_tables([schema.empty_table(), *parts]).group_by(keys).aggregate([(name, "sum") for name in values])
    )
    return table.rename_columns([*keys, *values]).sort_by([(key, "ascending") for key in keys])


def _sample(networks: pa.Table, bots: pa.Table) -> tuple[_Sample, dict[str, float]]:
    count = {name: bots.column(name).to_numpy().astype(float) for name in BOTS.names[2:]}
    shown = count["again"].sum() / count["paired"].sum() if count["paired"].any() else 1.0
    expected = networks.column("address_hours").to_numpy() / networks.column("addresses").to_numpy()
    here = pc.index_in(bots.column("network"), networks.column("network").combine_chunks()).to_numpy()
    surplus = count["part_hours"] - expected[here] * count["parts"]
    # A machine that moved is of the network where it was seen most; the sums are those of all its networks.
    machine = pc.index_in(bots.column("bot"), pc.unique(bots.column("bot"))).to_numpy()
    order = np.lexsort((here, -count["sightings"], machine))
    first = order[np.unique(machine[order], return_index=True)[1]]
    number = len(first)
    seen = np.bincount(machine, count["sightings"], number)
    partly = shown < ALWAYS
    sample = _Sample(
        network=here[first].astype(np.int64),
        group=(np.arange(number, dtype=np.int64) * 2_654_435_761 % 2**32) % GROUPS,  # scattered over the sorted ids
        weight=1 / (1 - (1 - shown) ** (seen / shown)) if partly else np.ones(number),
        sightings=seen / shown if partly else seen.astype(float),
        hours=np.bincount(machine, count["hours"], number).astype(float),
        surplus=np.zeros(number) if partly else np.bincount(machine, surplus, number).astype(float),
        sightings_of=networks.column("sightings").to_numpy().astype(float),
    )
    return sample, {SHOWN: round(float(shown), 4)}


def _both(sample: _Sample, hours: float) -> tuple[Interval, Interval, dict[str, float]]:
    log_hours = np.log(np.maximum(sample.hours, TRIM * sample.hours.mean()))
    power = tilt.solved(log_hours, sample.surplus)
    moved = tilt.steps(power, log_hours, sample.surplus, sample.group, GROUPS)
    weight = sample.weight * np.exp(-power * log_hours)
    sums = _left_out(sample, weight, log_hours, moved)
    spread = _variance(weight, sample.sightings)
    total = sample.sightings_of.sum()
    footprint, between, rest = _footprint(sums[:, 0], spread, sample.sightings_of)
    footprints = [_footprint(one, spread, sample.sightings_of)[0] for one in np.moveaxis(sums[:, 1:], 1, 0)]
    rate, *rates = (sums[1].sum(axis=-1) / sums[2].sum(axis=-1)).tolist()
    lives = np.array([total / one / hours for one in (rate, *rates)])
    error = _jackknife(np.log(footprints))
    found = {
        "ids favour busy machines by the power": round(power, 3),
        "standard error of that power": round(_jackknife(moved), 3),
        "sightings a machine and hour": round(rate, 4),
        "hours a machine": round(float((weight * sample.hours).sum() / weight.sum()), 3),
        "standard deviation between networks": round(float(np.sqrt(between)), 4),
    }
    whole = _interval(footprint, np.sqrt(error**2 + rest + FLOOR["footprint"] ** 2))
    live = _interval(float(lives[0]), np.sqrt(_jackknife(np.log(lives[1:])) ** 2 + FLOOR["live"] ** 2))
    return whole, live, found


def _left_out(sample: _Sample, weight: Floats, log_hours: Floats, moved: Floats) -> Floats:
    """Sums of weight, weight·sightings, weight·hours and weight² by network: with all groups, then without each of
    them.

    Shape (4, 1 + GROUPS, networks). With a group, the power g moves; weights follow it to first order.
    """
    networks = len(sample.sightings_of)
    cell = sample.group * networks + sample.network
    out = np.empty((4, 1 + GROUPS, networks))
    for row, value in enumerate((weight, weight * sample.sightings, weight * sample.hours, weight**2)):
        parts = np.bincount(cell, value, GROUPS * networks).reshape(GROUPS, networks)
        slopes = np.bincount(cell, value * log_hours, GROUPS * networks).reshape(GROUPS, networks)
        out[row, 0] = parts.sum(axis=0)
        out[row, 1:] = parts.sum(axis=0) - parts - moved[:, None] * (slopes.sum(axis=0) - slopes)
    return np.maximum(out, 0)


def _variance(weight: Floats, sightings: Floats) -> float:
    """Relative variance of the sightings of one machine."""
    mean = (weight * sightings).sum() / weight.sum()
    return float((weight * (sightings - mean) ** 2).sum() / weight.sum() / mean**2)


def _footprint(sums: Floats, spread: float, sightings_of: Floats) -> tuple[float, float, float]:
    """The estimate, the variance between networks, and what that adds to the relative variance of the estimate."""
    weight, seen, _, squares = sums
    mean = seen.sum() / weight.sum()
    known = (weight > 0) & (seen > 0)
    within = np.divide(spread * squares, weight**2, out=np.full(len(weight), np.inf), where=known)
    value = (
        np.log(np.divide(seen, weight * mean, out=np.ones(len(weight)), where=known)) + np.where(known, within, 0) / 2
    )
    between = _between(value[known], within[known])
    trust = np.divide(between, between + within, out=np.zeros(len(weight)), where=np.isfinite(within) & (between > 0))
    machines = sightings_of / (mean * np.exp(np.where(known, trust * value, 0.0)))
    share = machines / machines.sum()
    return float(machines.sum()), between, float((share**2 * between * (1 - trust)).sum())


def _between(value: Floats, within: Floats) -> float:
    several = within < 0.2  # a network with a handful of ids says nothing of networks
    value, weight = value[several], 1 / within[several]
    if len(value) < 3:
        return 0.0
    mean = (weight * value).sum() / weight.sum()
    surplus = (weight * (value - mean) ** 2).sum() - (len(value) - 1)
    return max(0.0, float(surplus / (weight.sum() - (weight**2).sum() / weight.sum())))


def _jackknife(values: Floats) -> float:
    return float(np.sqrt((GROUPS - 1) / GROUPS * ((values - values.mean()) ** 2).sum()))


def _interval(value: float, error: float) -> Interval:
    return Interval(value, value * float(np.exp(-QUANTILE * error)), value * float(np.exp(QUANTILE * error)))
