"""Web sites with backdoors, who uses them, and the access logs of two hosting companies and some single sites.

By construction 2,016 addresses in the US use backdoors on 1,754 Chinese sites in 57,000 distinct (address, site,
30-minute slot). A backdoor is used when a request to a web shell is answered with success.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from files import damage, lines, table, text_of, write
from world import (
    COVER_END,
    COVER_START,
    DAY,
    HOUR,
    MINUTE,
    PREVIOUS_START,
    SECOND,
    WINDOW_END,
    WINDOW_START,
    World,
    day_of,
    within,
)
from zeek import spans

__all__ = ["Backdoors", "build", "write_logs", "write_truth"]

SLOT = 30 * MINUTE
# Request lines of web shells, as attackers send them; the rules of the product must know their kinds.
SHELLS = (
    "GET /images/c99.php?act=ls&d=%2Fvar%2Fwww HTTP/1.1",
    "POST /upload/b374k.php HTTP/1.1",
    "GET /wp-content/uploads/r57shell.php?cmd=id HTTP/1.1",
    "POST /data/cache/wso.php HTTP/1.0",
    "GET /plus/c99shell.php?cmd=whoami HTTP/1.1",
    "GET /include/r57.php?cmd=uname%20-a HTTP/1.1",
)
ORDINARY = ("GET / HTTP/1.1", "GET /index.php?id=7 HTTP/1.1", "GET /news/2014/03/notice.html HTTP/1.1",
            "GET /images/logo.png HTTP/1.1",
            "POST /login.php HTTP/1.1", "GET /css/site.css HTTP/1.1", "HEAD / HTTP/1.0")  # fmt: skip
BROWSERS = ("Mozilla/5.0 (Windows NT 6.1; WOW64; rv:27.0) Gecko/20100101 Firefox/27.0",
            "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1)",
            "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "-")  # fmt: skip
DAMAGED = (
    b'www.synthetic0001.cn:80 218.30.0.9 - - [31/Feb/2014:25:00:00 +0800] "GET /images/c99.php?cmd=id HTTP/1.1" 200 1',
    b"\x16\x03\x01\x00garbage",
    b"www.synthetic0001.cn:80 not-an-address",
)
FAILED = np.array([404, 404, 404, 403, 500, 302, 301, 400])
SINGLE = 24  # so many sites keep a log of their own
OFFSETS = {"+0800": 8 * HOUR, "+0000": 0, "-0500": -5 * HOUR}


@dataclass
class Backdoors:
    """Sites by number and, piece by piece, requests: time, client, site, status, whether to a web shell."""

    sites: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    table: dict[str, str] = field(default_factory=dict)  # the user's table of sites
    requests: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)

    def named(self, size: int, pattern: str, country: str, listed: bool = False) -> np.ndarray:
        """New sites; in the user's table if the ending of the name does not tell the country."""
        first = len(self.sites)
        for number in range(first, first + size):
            self.sites.append(pattern.format(number))
            self.countries.append(country)
            if listed:  # the table names the domain, which stands for all hosts below it
                self.table[pattern.format(number).removeprefix("www.")] = country
        return np.arange(first, first + size)

    def add(
        self, times: np.ndarray, clients: np.ndarray, sites: np.ndarray, status: np.ndarray | int, shell: bool
    ) -> None:
        """Add requests, in whole seconds as access logs have them."""
        size = len(times)
        self.requests.append(
            (times // SECOND * SECOND, clients, sites, np.broadcast_to(status, size), np.full(size, shell))
        )


def build(world: World, scanners_of: str = "US") -> tuple[Backdoors, np.ndarray]:
    """Make the sites and every request; also the addresses of scanners."""
    rng, made = world.rng("backdoors"), Backdoors()
    size = world.scaled(1_754, 24)
    shares = {"www.synthetic{:04d}.cn": 0.3, "www.synthetic{:04d}.gov.cn": 0.15, "bbs.synthetic{:04d}.edu.cn": 0.15}
    groups = [made.named(int(size * share), pattern, "CN") for pattern, share in shares.items()]
    groups.append(made.named(max(1, round(size * 0.1)), "www.synthetic{:04d}.com", "CN", listed=True))
    groups.append(made.named(size - sum(map(len, groups)), "www.synthetic{:04d}.com.cn", "CN"))
    sites = np.concatenate(groups)
    origins, since, until = _origins(world, world.scaled(2_016, 24))
    low, high = np.maximum(since, WINDOW_START), np.minimum(until, WINDOW_END)
    _attack(rng, made, origins, sites, low, high, world.scaled(57_000, 600), everyone=True)
    # The 61 days before: fewer origins, some of them the same, at fewer sites.
    steady = origins[(since == 0) & (until > COVER_END)][: world.scaled(500, 5)]
    before = np.concatenate([steady, world.draw("US", world.scaled(450, 5))])
    start, end = np.full(len(before), PREVIOUS_START), np.full(len(before), WINDOW_START)
    _attack(rng, made, before, sites[: len(sites) // 3], start, end, world.scaled(21_000, 200), everyone=True)
    scanners = _noise(world, rng, made, origins, sites, since, until, scanners_of)
    return made, scanners


def _origins(world: World, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    leaving, coming, six = max(1, round(size * 0.05)), max(1, round(size * 0.04)), max(1, round(size * 0.01))
    origins = np.concatenate([world.draw("US", size - leaving - coming - six), world.draw("US>DE", leaving),
                              world.draw("DE>US", coming), world.draw("US", six, version=6)])  # fmt: skip
    return origins, *world.home(origins, "US")


def _attack(
    rng: np.random.Generator, made: Backdoors, origins: np.ndarray, sites: np.ndarray,
    low: np.ndarray, high: np.ndarray, slots: int, *, everyone: bool,
) -> None:  # fmt: skip
    """Exactly `slots` distinct (origin, site, slot); if everyone is to appear, each origin and each site does."""
    size, forced = 3 * slots, (len(origins) + len(sites)) if everyone else 0
    eager, weak = rng.pareto(1.2, len(origins)) + 0.2, rng.pareto(1.4, len(sites)) + 0.2
    who = rng.choice(len(origins), size, p=eager / eager.sum())
    where = rng.choice(sites, size, p=weak / weak.sum())
    if everyone:
        who[: len(origins)] = np.arange(len(origins))
        where[len(origins) : forced] = sites
    time = within(rng, low[who], high[who])
    _, first = np.unique(np.stack([who, where, time // SLOT]), axis=1, return_index=True)
    chosen = np.sort(first)[:slots]
    assert len(chosen) == slots >= forced
    assert chosen[:forced].tolist() == list(range(forced))
    who, where, time = who[chosen], where[chosen], time[chosen]
    made.add(time, origins[who], where, rng.choice(np.array([200, 200, 200, 206]), slots), True)
    for share in (0.5, 0.25, 0.1):  # more requests within the same slot are the same attack
        again = rng.random(slots) < share
        start = time[again] // SLOT * SLOT
        made.add(within(rng, start, start + SLOT), origins[who[again]], where[again], 200, True)


def _noise(
    world: World, rng: np.random.Generator, made: Backdoors, origins: np.ndarray, sites: np.ndarray,
    since: np.ndarray, until: np.ndarray, scanners_of: str,
) -> np.ndarray:  # fmt: skip
    def whenever(size: int) -> np.ndarray:
        return within(rng, np.full(size, COVER_START), np.full(size, COVER_END))

    def anyone(pool: np.ndarray, size: int) -> np.ndarray:
        return pool[rng.integers(0, len(pool), size)]

    clean = made.named(world.scaled(400, 6), "www.synthetic{:04d}.net.cn", "CN")  # sites without a backdoor
    everywhere = np.concatenate([sites, clean])
    # Probes for web shells that are not there, by attackers known and unknown.
    size = world.scaled(40_000)
    probers = np.concatenate([world.draw("US", world.scaled(1_500, 5)), origins])
    made.add(
        whenever(size),
        anyone(probers, size),
        anyone(everywhere, size),
        FAILED[rng.integers(0, len(FAILED), size)],
        True,
    )
    # Ordinary visitors, from the US and elsewhere.
    size = world.scaled(120_000)
    guests = np.concatenate([world.draw("CN", world.scaled(9_000)), world.draw("US", world.scaled(3_000)), origins])
    made.add(
        whenever(size),
        anyone(guests, size),
        anyone(everywhere, size),
        rng.choice(np.array([200, 200, 304, 404]), size),
        False,
    )
    # Attackers of other countries at the same sites, and Americans at sites of other countries.
    for country, many in {"DE": 300, "KR": 250, "RU": 200, "HK": 150, "CN": 500, "BR": 60}.items():
        size = world.scaled(many * 15)
        made.add(
            whenever(size), anyone(world.draw(country, world.scaled(many, 2)), size), anyone(sites, size), 200, True
        )
    foreign = [made.named(world.scaled(90, 3), "www.synthetic{:04d}." + ending, country)
               for ending, country in {"co.jp": "JP", "com.tw": "TW", "de": "DE", "com.br": "BR"}.items()]  # fmt: skip
    foreign.append(made.named(world.scaled(20, 2), "www.synthetic{:04d}.org", "ZZ"))  # nobody knows whose
    foreign.append(made.named(world.scaled(20, 2), "www.synthetic{:04d}.cn", "US", listed=True))  # the table wins
    strangers = world.draw("US", world.scaled(300, 4))
    for places in foreign:
        size = world.scaled(2_500, 10)
        made.add(
            whenever(size), anyone(np.concatenate([strangers, origins[:4]]), size), anyone(places, size), 200, True
        )
    # Attackers whose block was, or will be, in Germany.
    for moved, (begin, end) in (
        ((until < COVER_END), (WINDOW_START + 33 * DAY, COVER_END)),
        ((since > 0), (COVER_START, WINDOW_START + 32 * DAY)),
    ):
        pool, size = origins[moved], world.scaled(1_500, 10)
        made.add(
            within(rng, np.full(size, begin), np.full(size, end)), anyone(pool, size), anyone(sites, size), 200, True
        )
    # Only in the hours that are 19 May in Shanghai and still 18 May in UTC; and only in the first hours of the window.
    for begin, many in ((WINDOW_END, 200), (WINDOW_END + 8 * HOUR, 300), (PREVIOUS_START - 8 * HOUR, 50)):
        late, size = world.draw("US", world.scaled(many // 5, 2)), world.scaled(many, 5)
        made.add(
            within(rng, np.full(size, begin), np.full(size, begin + 8 * HOUR)),
            anyone(late, size),
            anyone(sites, size),
            200,
            True,
        )
    # A research project looks whether the shells are still there; private addresses come through a proxy.
    scanners = world.draw(scanners_of, 4)
    size = world.scaled(1_500, 10)
    made.add(whenever(size), anyone(scanners, size), anyone(sites, size), 200, True)
    private = world.named([f"10.200.{n}.3" for n in range(30)])
    made.add(whenever(size), anyone(private, size), anyone(sites, size), 200, True)
    return scanners


def _columns(made: Backdoors) -> list[np.ndarray]:
    columns = [np.concatenate([piece[n] for piece in made.requests]) for n in range(5)]
    order = np.argsort(columns[0], kind="stable")
    return [column[order] for column in columns]


def write_logs(world: World, made: Backdoors, folder: Path) -> int:
    """Two shared hosts with many sites in one log (virtual host first), and single sites in the Combined format."""
    rng = world.rng("weblogs")
    time, client, site, status, shell = _columns(made)
    alone = rng.choice(len(made.sites), min(SINGLE, len(made.sites) // 3), replace=False)
    home = np.where(np.isin(site, alone), 2, site % 2)
    shells, ordinary = pa.array(SHELLS), pa.array(ORDINARY)
    asked = pc.if_else(pa.array(shell), shells.take(pa.array(rng.integers(0, len(SHELLS), len(time)))),
                       ordinary.take(pa.array(rng.integers(0, len(ORDINARY), len(time)))))  # fmt: skip
    agents = pa.array(BROWSERS).take(pa.array(rng.integers(0, len(BROWSERS), len(time))))
    sizes = rng.integers(200, 40_000, len(time), dtype=np.int32)
    hosts = pc.binary_join_element_wise(
        pa.array(made.sites), pa.array(np.where(np.arange(len(made.sites)) % 5, "80", "443")), ":"
    )

    def rows(chosen: np.ndarray, zone: str, virtual: bool) -> bytes:
        take = pa.array(chosen)
        front = [hosts.take(pa.array(site[chosen])), " "] if virtual else []
        return lines([*front, world.show(client[chosen]), " - - [", _clock(time[chosen], zone), '] "', asked.take(take),
                      '" ', status[chosen], " ", sizes[chosen], ' "-" "', agents.take(take), '"'],
                     separator="")  # fmt: skip

    for start, end in spans(world, days_in_window=False):
        first, last = (int(n) for n in np.searchsorted(time, [start, end]))
        for number, (name, zone) in enumerate((("hosting-beijing", "+0800"), ("hosting-europe", "+0000"))):
            chosen = first + np.flatnonzero(home[first:last] == number)
            broken = [DAMAGED[n] for n in rng.integers(0, len(DAMAGED), world.scaled(20))]
            if len(chosen):
                file = folder / name / f"other_vhosts_access.{day_of(start).isoformat()}.log.gz"
                write(file, damage(rows(chosen, zone, True), broken, rng))
    for turn, number in enumerate(sorted(alone.tolist())):
        chosen = np.flatnonzero(home[: len(site)] * 100_000 + site == 200_000 + number)
        if len(chosen):
            zone = list(OFFSETS)[turn % 3]
            write(folder / "single" / f"{made.sites[number]}-access.log", rows(chosen, zone, False))
    return len(time)


def _clock(time: np.ndarray, zone: str) -> pa.Array:
    """19/Mar/2014:08:01:02 +0800, from two small tables."""
    local = (time + OFFSETS[zone]) // SECOND
    begin = int(local.min()) // 86_400 if len(local) else 0
    many = int(local.max()) // 86_400 - begin + 1 if len(local) else 1
    days = pa.array([f"{date(1970, 1, 1) + timedelta(days=begin + n):%d/%b/%Y}" for n in range(many)])
    clock = pa.array([f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d} {zone}" for s in range(86_400)])
    return pc.binary_join_element_wise(
        days.take(pa.array(local // 86_400 - begin)), clock.take(pa.array(local % 86_400)), ":"
    )


def write_truth(world: World, made: Backdoors, truth: Path) -> None:
    """Every request to a web shell: for truth.py, not for the product."""
    columns = _columns(made)
    time, client, site, status, _ = (column[columns[4]] for column in columns)
    table(
        truth / "shell_requests.tsv.gz",
        ("time_us", "origin", "origin_country", "site", "site_country", "status"),
        (text_of(time), world.show(client), world.country(client, time), pa.array(made.sites).take(pa.array(site)),
         pa.array(made.countries).take(pa.array(site)), text_of(status)),
    )  # fmt: skip
