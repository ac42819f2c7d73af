"""A simulated botnet whose truth is known: bots that come and go, change address and share addresses.

It is shaped after what was published of Torpig (Stone-Gross et al., "Your Botnet is My Botnet", CCS 2009): 182,800
bots showed 1,247,642 addresses in ten days, 6.8 a bot, from 1.8 in the Netherlands to 13.4 in Germany; in one hour
addresses and bots were almost equal (.99), and 27 % of all bots were live at one time. `shape` measures these ratios
on what was made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["COUNTRIES", "Botnet", "Plan", "made", "shape", "threats"]

# Country → bots and addresses in ten days, as published; the last is all others.
COUNTRIES = {
    "US": (54_627, 158_209),
    "IT": (46_508, 383_077),
    "DE": (24_413, 325_816),
    "PL": (6_365, 44_117),
    "ES": (5_733, 31_745),
    "GR": (5_402, 45_809),
    "CH": (4_826, 30_706),
    "GB": (4_792, 21_465),
    "BG": (3_037, 11_240),
    "NL": (2_331, 4_073),
    "ZZ": (24_766, 180_070),
}
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Plan:
    """What is simulated."""

    bots: int = 18_000
    days: int = 10
    rate: float = 3.0  # beacons an hour that a running bot sends, evenly spaced
    spread: float = 0.0  # standard deviation of the logarithm of the rate between bots
    behind_gateways: float = 0.016  # share of bots that share an address with 1 to 39 others
    always_on: float = 0.03
    born: float = 0.27  # share of bots infected during the window
    ids: str = "random"  # which bots show an id: random, clustered (a third of the networks), busy, logistic (by hours)
    share: float = 0.10  # of the bots, on average; clustered: of the bots of these networks, three times that
    tilt: float = 1.0  # busy, logistic: the chance of an id, or its odds, grows with this power of a bot's hours


@dataclass(frozen=True)
class Botnet:
    """One row a bot and hour in which it sent: all arrays are parallel, but `truth` and `present`."""

    country: NDArray[np.str_]
    network: Ints
    address: Ints
    hour: Ints
    bot: Ints
    with_id: NDArray[np.bool_]
    sightings: Ints
    truth: int  # bots that sent at least once
    present: float  # bots that sent, mean over all hours


def made(plan: Plan, seed: int) -> Botnet:
    """The sightings of one simulated botnet; the same plan and seed give the same."""
    chance = np.random.default_rng(seed)
    country, network, factor = _homes(plan, chance)
    active, begins = _active(plan, chance)
    address = _addresses(plan, chance, active, begins, network, factor)
    rate = plan.rate * np.exp(chance.normal(0, plan.spread, plan.bots) - plan.spread**2 / 2)
    bot, hour = np.nonzero(active)
    sent = np.floor(rate[bot] + chance.random(len(bot))).astype(np.int64)  # evenly spaced beats, any phase
    seen = sent > 0
    bot, hour, sent = bot[seen], hour[seen], sent[seen]
    with_id = _with_id(plan, chance, np.bincount(bot, minlength=plan.bots).astype(float), network)
    return Botnet(
        country[bot], network[bot], address[bot, hour], hour, bot, with_id[bot], sent,
        truth=len(np.unique(bot)), present=len(bot) / (plan.days * 24),
    )  # fmt: skip


def _homes(plan: Plan, chance: np.random.Generator) -> tuple[NDArray[np.str_], Ints, NDArray[np.float64]]:
    """Country and network of each bot, and how many addresses a bot of its network shows in ten days."""
    bots = np.array([bots for bots, _ in COUNTRIES.values()])
    home = np.sort(chance.choice(len(bots), plan.bots, p=bots / bots.sum()))
    network = np.zeros(plan.bots, np.int64)
    factors: list[float] = []
    for number, (held, addresses) in enumerate(COUNTRIES.values()):
        here = np.flatnonzero(home == number)
        several = max(3, int(len(here) ** 0.5))
        weights = 1 / np.arange(1, several + 1)
        network[here] = len(factors) + np.sort(chance.choice(several, len(here), p=weights / weights.sum()))
        factors += (addresses / held * np.exp(chance.normal(-0.18, 0.6, several))).tolist()  # mean 1: e^(.6²/2) = e^.18
    return np.array(list(COUNTRIES))[home], network, np.array(factors)[network]


def _active(plan: Plan, chance: np.random.Generator) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each bot and hour: whether it runs, and whether a session begins."""
    bots, hours = plan.bots, plan.days * 24
    daily = chance.beta(4.05, 0.95, bots)  # share of days on which a machine is switched on: mean .81
    length = chance.gamma(4, 2.3, bots)  # its usual hours a day
    on = chance.random((bots, plan.days)) < daily[:, None]
    first = np.arange(plan.days) * 24 + chance.normal(13, 3, (bots, plan.days)).astype(int)
    last = first + np.maximum(1, chance.gamma(6, length[:, None] / 6, (bots, plan.days))).astype(int)
    edges = np.zeros((bots, hours + 1), np.int16)
    rows, days = np.nonzero(on)
    np.add.at(edges, (rows, np.clip(first[rows, days], 0, hours)), 1)
    np.add.at(edges, (rows, np.clip(last[rows, days], 0, hours)), -1)
    active = np.cumsum(edges[:, :hours], axis=1) > 0
    active[chance.random(bots) < plan.always_on] = True
    late = chance.random(bots) < plan.born
    infected = np.where(late, chance.integers(0, hours, bots), 0)
    active &= np.arange(hours) >= infected[:, None]
    begins = active.copy()
    begins[:, 1:] &= ~active[:, :-1]
    return active, begins


def _addresses(
    plan: Plan,
    chance: np.random.Generator,
    active: NDArray[np.bool_],
    begins: NDArray[np.bool_],
    network: Ints,
    factor: NDArray[np.float64],
) -> Ints:
    """The address of each bot in each hour: a new one when a session begins or, more rarely, within it."""
    wanted = (factor - 1) / 4.9  # changes in a day on which it runs, the infection having come late for some
    at_start = np.minimum(1, wanted / 1.1)
    within = (wanted - at_start).clip(0) / 9  # one session and nine hours in such a day, on average
    odds = np.where(begins, at_start[:, None], within[:, None])
    changes = np.cumsum(active & (chance.random(active.shape) < odds), axis=1)
    offset = np.concatenate([[0], np.cumsum(changes[:, -1] + 1)[:-1]])
    pool = 60 * np.bincount(network)[network]
    owner = np.repeat(np.arange(plan.bots), changes[:, -1] + 1)
    drawn = network[owner] * 10_000_000 + (chance.random(len(owner)) * pool[owner]).astype(np.int64)
    address: Ints = drawn[changes + offset[:, None]]
    return _shared(plan, chance, address, network)


def _shared(plan: Plan, chance: np.random.Generator, address: Ints, network: Ints) -> Ints:
    """Neighbours behind one gateway take the address of the first of them."""
    behind = 0
    while behind < plan.behind_gateways * plan.bots:
        first, size = int(chance.integers(0, plan.bots)), int(chance.integers(2, 41))
        here = np.flatnonzero(network[first : first + size] == network[first]) + first
        address[here] = address[first]
        behind += len(here)
    return address


def _with_id(plan: Plan, chance: np.random.Generator, hours: NDArray[np.float64], network: Ints) -> NDArray[np.bool_]:
    if plan.ids == "clustered":
        odds = np.where(chance.random(network.max() + 1)[network] < 1 / 3, 3 * plan.share, 0.0)
    elif plan.ids == "busy":
        odds = plan.share * hours**plan.tilt / (hours**plan.tilt).mean()
    elif plan.ids == "logistic":
        odds = _logistic(hours**plan.tilt, plan.share)
    else:
        odds = np.full(plan.bots, plan.share)
    return chance.random(plan.bots) < odds


def _logistic(odds: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Chances whose odds are in these proportions, and whose mean is a share."""
    low, high = 1e-12, 1e12
    while high / low > 1.001:
        middle = (low * high) ** 0.5
        above = (middle * odds / (1 + middle * odds)).mean() > share
        low, high = (low, middle) if above else (middle, high)
    found: NDArray[np.float64] = high * odds / (1 + high * odds)
    return found


def shape(botnet: Botnet, days: int) -> dict[str, float]:
    """The ratios that were published of Torpig."""
    addresses_an_hour = len(np.unique(np.stack([botnet.address, botnet.hour]), axis=1).T) / (days * 24)
    return {
        "addresses a bot": len(np.unique(botnet.address)) / botnet.truth,
        "addresses/bots an hour": addresses_an_hour / botnet.present,
        "live share": botnet.present / botnet.truth,
    }


def threats(botnet: Botnet, day: int, seed: int = 0) -> pa.RecordBatch:
    """The rows of `threats` that the sightings of one day would give, with the columns that an estimate reads."""
    chance = np.random.default_rng((seed, day))
    rows = np.flatnonzero(botnet.hour // 24 == day)
    rows = np.repeat(rows, botnet.sightings[rows])
    at = botnet.hour[rows] * 3_600_000_000 + chance.integers(0, 3_600_000_000, len(rows))
    addresses = np.zeros((len(rows), 16), np.uint8)
    addresses[:, 8:] = botnet.address[rows].astype(">i8").view(np.uint8).reshape(-1, 8)
    packed = pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(rows), [None, pa.py_buffer(addresses.tobytes())])
    named = pc.if_else(pa.array(botnet.with_id[rows]), pa.array(botnet.bot[rows]).cast(pa.string()), None)
    return pa.record_batch(
        {
            "target_ip": packed.cast(pa.binary()),
            "target_asn": pa.array(botnet.network[rows]),
            "target_country": pa.array(botnet.country[rows]),
            "observed_at": pa.array(at, pa.timestamp("us", "UTC")),
            "bot_id": named,
            "family": pa.nulls(len(rows), pa.string()),
        }
    )
