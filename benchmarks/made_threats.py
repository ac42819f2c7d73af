"""A made world of threats, columnar and of any size: what figures, settle and layouts are measured on.

About 200 countries by Zipf's law; each has /16 networks, in which a few /24 hold most of the hosts, as in real address
space; one machine in thirty has IPv6. A machine contacts servers of one of 60 families on some of its days, and each
contact is seen several times a day: a bot reports all day long, a visit to a page or to a backdoor is a session within
one half hour. The same arguments give the same rows.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import product
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.model.provenance import StagedFile
from crosscount.model.tables import THREATS
from crosscount.settings import Settings
from crosscount.store import commit, staging

__all__ = ["COUNTRIES", "FIRST", "World", "store_threats"]

FIRST = date(2014, 3, 19)
COUNTRIES = list(dict.fromkeys(["US", "CN", *("".join(two) for two in product(ascii_uppercase[:15], repeat=2))]))[:200]
DAY = 86_400_000_000
SESSION = 1_800_000_000  # microseconds
KINDS = ["c2_contact", "phishing_visit", "backdoor_access", "infection", "c2_listing", "phishing_listing"]
SHARES = [0.70, 0.17, 0.06, 0.05, 0.01, 0.01]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Hosts:
    """Machines, or servers."""

    country: Numbers
    asn: Numbers
    address: npt.NDArray[np.uint8]  # rows of 16 bytes

    @staticmethod
    def made(count: int, first_block: int, random: np.random.Generator) -> Hosts:
        """`count` hosts; their networks begin at first_block.0.0."""
        weight = 1 / np.arange(1, len(COUNTRIES) + 1) ** 1.1
        country = np.searchsorted(np.cumsum(weight / weight.sum()), random.random(count)).clip(0, len(COUNTRIES) - 1)
        blocks = np.maximum(1, (weight / weight.sum() * 6_000).astype(np.int64))  # /16 networks of each country
        before = np.cumsum(blocks) - blocks
        block = before[country] + (random.random(count) ** 2 * blocks[country]).astype(np.int64)
        third = (random.random(count) ** 3 * 256).astype(np.int64)
        number = (first_block << 24) + (block << 16) + (third << 8) + random.integers(0, 256, count)
        address = np.zeros((count, 16), np.uint8)
        address[:, 10:12] = 255
        address[:, 12:] = number.astype(">u4").view(np.uint8).reshape(-1, 4)
        six = random.random(count) < 1 / 30
        address[six, :4] = (0x20, 0x01, 0x0D, 0xB8)
        address[six, 4:10] = 0
        return Hosts(country, 64_512 + block // 3, address)


@dataclass(frozen=True)
class World:
    """`contacts` distinct contacts a day, each seen `sightings` times on average."""

    contacts: int
    sightings: int = 3
    days: int = 61
    seed: int = 2014

    @cached_property
    def machines(self) -> Hosts:
        """Whoever is acted upon; each is active on about five days."""
        return Hosts.made(max(1_000, self.contacts * self.days // 5), 36, np.random.default_rng(self.seed))

    @cached_property
    def servers(self) -> Hosts:
        """Whoever acts."""
        return Hosts.made(max(200, self.contacts // 10), 80, np.random.default_rng(self.seed + 1))

    def day(self, number: int) -> pa.Table:
        """The threats of one UTC day, in the order of time."""
        random = np.random.default_rng([self.seed, number])
        machine = (random.random(self.contacts) ** 1.5 * len(self.machines.country)).astype(np.int64)
        server = (random.random(self.contacts) ** 3 * len(self.servers.country)).astype(np.int64)
        kind = np.searchsorted(np.cumsum(SHARES), random.random(self.contacts)).clip(0, len(KINDS) - 1)
        # A member's contacts do not depend on how often each is seen: `sightings` changes nothing else.
        often = random.integers(1, 2 * self.sightings, self.contacts) if self.sightings > 1 else np.ones(1, np.int64)
        session = random.integers(0, DAY // SESSION, self.contacts) * SESSION
        row = np.repeat(np.arange(self.contacts), often)
        start = (FIRST - date(1970, 1, 1)).days * DAY + number * DAY
        visit = (kind == 1) | (kind == 2)
        at = random.integers(0, DAY, len(row))
        at = start + np.where(visit[row], session[row] + at % SESSION, at)
        order = np.argsort(at)
        row = row[order]
        return self._table(number, machine[row], server[row], kind[row], at[order])

    def _table(self, number: int, machine: Numbers, server: Numbers, kind: Numbers, at: Numbers) -> pa.Table:
        count = len(at)
        known_origin, known_target = kind != 3, kind < 4
        page = _texts("http://host-{}.example/{}", server % 20_000, server % 7)
        columns = {
            "day": pa.repeat(pa.scalar(FIRST + timedelta(days=number), pa.date32()), count),
            "kind": _words(KINDS, kind),
            "rule": pa.repeat("made", count),
            "source": pa.repeat("zeek-conn", count),
            "record": _binary(_records(number, count)),
            "observed_at": pa.array(at).cast(THREATS.field("observed_at").type),
            "origin_ip": _binary(self.servers.address[server], known_origin),
            "origin_country": _words([*COUNTRIES, "ZZ"], np.where(known_origin, self.servers.country[server], 200)),
            "origin_asn": pa.array(self.servers.asn[server], mask=~known_origin),
            "origin_basis": pa.repeat("registered", count),
            "target_ip": _binary(self.machines.address[machine], known_target),
            "target_country": _words([*COUNTRIES, "ZZ"], np.where(known_target, self.machines.country[machine], 200)),
            "target_asn": pa.array(self.machines.asn[machine], mask=~known_target),
            "target_basis": pa.repeat("registered", count),
            "edition": pa.repeat("made-countries", count),
            "asn_edition": pa.repeat("made-networks", count),
            "family": _words([f"family-{n:02d}" for n in range(60)], server % 60),
            "page": _where(page, (kind == 1) | (kind == 5)),
            "site": _where(_texts("www-{}.example{}", machine % 5_000, machine * 0), kind == 2),
            "tags": _words(["", "scanner"], (server % 97 == 0).astype(np.int64)),
        }
        return pa.table([columns.get(f.name, pa.nulls(count, f.type)) for f in THREATS], schema=THREATS)


def store_threats(world: World, settings: Settings) -> int:
    """Put the threats of the world into a store; returns how many."""
    days = [FIRST + timedelta(days=number) for number in range(world.days)]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        staged = [file for part in pool.map(partial(_staged, world, settings), range(world.days)) for file in part]
    commit.replace_days(settings.store, "threats", days, staged)
    return sum(file.rows for file in staged)


def _staged(world: World, settings: Settings, number: int) -> list[StagedFile]:
    world = _WORLDS.setdefault(world, world)
    batches = world.day(number).drop_columns(["day"]).to_batches(max_chunksize=131_072)
    day = FIRST + timedelta(days=number)
    return staging.write(settings.store, "threats", batches, partition={"day": day.isoformat()})


_WORLDS: dict[World, World] = {}  # hosts are made once a process


def _words(words: list[str], numbers: Numbers) -> pa.Array:
    return pa.array(words).take(pa.array(numbers))


def _where(texts: pa.Array, wanted: npt.NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(wanted), texts, None)


def _texts(form: str, *numbers: Numbers) -> pa.Array:
    key = numbers[0] * 1_000 + numbers[1]
    distinct, index = np.unique(key, return_inverse=True)
    return _words([form.format(one // 1_000, one % 1_000) for one in distinct.tolist()], index)


def _records(number: int, count: int) -> npt.NDArray[np.uint8]:
    out = np.zeros((count, 2), ">u8")
    out[:, 0], out[:, 1] = number + 1, np.arange(count)
    return out.view(np.uint8).reshape(-1, 16)


def _binary(rows: npt.NDArray[np.uint8], known: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    rows = np.ascontiguousarray(rows)
    fixed = pa.Array.from_buffers(pa.binary(16), len(rows), [None, pa.py_buffer(rows)]).cast(pa.binary())
    return fixed if known is None else _where(fixed, known)
