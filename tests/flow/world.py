"""A small random world written as evidence files, and what follows from it, in plain Python.

Times fall on the edges that make counts wrong: midnights of several zones, boundaries of slots, first and last instants
of listings. Shares nothing with the product but the file formats.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_network
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

Address = IPv4Address | IPv6Address
EPOCH, SECOND, DAY = datetime(1970, 1, 1, tzinfo=UTC), 1_000_000, 86_400_000_000
FIRST = datetime(2014, 3, 25, tzinfo=UTC)
NETWORKS = [ip_network(f"20.0.{number}.0/24") for number in range(8)]
NETWORKS6 = [ip_network(f"2a00:{number}::/32") for number in range(1, 5)]
PRIVATE = ip_network("192.168.0.0/16")
EDITIONS = (date(2014, 3, 5), date(2014, 3, 28))
SITES = {"shop.example.cn": "CN", "www.example.de": "DE", "example.com": "ZZ"}
SHELLS = ("/c99.php?act=cmd", "/r57.php", "/wso.php")
ZONES = (UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/St_Johns"))
MONTHS = ("Jan", "Feb", "Mar", "Apr")


@dataclass(frozen=True)
class Fact:
    """One threat that holds at each instant of [start, end), in microseconds."""

    kind: str
    start: int
    end: int
    origin: Address | None = None
    target: Address | None = None
    family: str = ""
    site: str | None = None


@dataclass
class World:
    """Evidence files by name, the countries of each edition, and the facts."""

    files: dict[str, str] = field(default_factory=dict)
    countries: dict[date, dict[str, str]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)

    def country(self, address: Address | None, at: int) -> str:
        """By the edition on or before the UTC day, else the earliest."""
        if address is None:
            return "ZZ"
        day = (EPOCH + timedelta(microseconds=at)).date()
        edition = max((one for one in EDITIONS if one <= day), default=EDITIONS[0])
        found = [code for net, code in self.countries[edition].items() if address in ip_network(net)]
        return found[0] if found else "ZZ"

    def members(self, figure: str, first: date, last: date, zone: str) -> Iterator[tuple[dict[str, str], object]]:
        """Every (dimensions, member) of a figure on the days of a zone."""
        midnights = [_midnight(first + timedelta(days=n), zone) for n in range((last - first).days + 2)]
        for fact in self.facts:
            if fact.kind not in KINDS[figure]:
                continue
            for low, high in pairwise(midnights):
                begin, end = max(low, fact.start), min(high, fact.end)
                # Within a local day the country may change at midnight UTC.
                for at in [begin, (begin // DAY + 1) * DAY] if begin < end else []:
                    if at < end and (member := _member(figure, fact, at)) is not None:
                        yield self._dimensions(fact, at, low, zone), member

    def _dimensions(self, fact: Fact, at: int, midnight: int, zone: str) -> dict[str, str]:
        target = self.country(fact.target, at)
        day = (EPOCH + timedelta(microseconds=midnight)).astimezone(ZoneInfo(zone)).date().isoformat()
        return {
            "origin_country": self.country(fact.origin, at),
            "target_country": SITES.get(fact.site or "", target),
            "family": fact.family,
            "day": day,
        }

    def count(self, figure: str, first: date, last: date, zone: str, by: tuple[str, ...]) -> dict[tuple[str, ...], int]:
        """The size of the set in each group that is not empty."""
        sets: dict[tuple[str, ...], set[object]] = defaultdict(set)
        for dimensions, member in self.members(figure, first, last, zone):
            sets[tuple(dimensions[name] for name in by)].add(member)
        return {key: len(found) for key, found in sets.items()}


KINDS = {
    "c2-servers": ("c2_contact", "c2_listing"),
    "controlled-machines": ("c2_contact", "infection"),
    "backdoor-origins": ("backdoor_access",),
    "backdoored-sites": ("backdoor_access",),
    "backdoor-attacks": ("backdoor_access",),
}


def _member(figure: str, fact: Fact, at: int) -> object:
    if figure == "backdoor-attacks":
        return fact.origin, fact.site, at // (30 * 60 * SECOND)
    return {"controlled-machines": fact.target, "backdoored-sites": fact.site}.get(figure, fact.origin)


def _midnight(day: date, zone: str) -> int:
    return _micros(datetime.combine(day, time(), ZoneInfo(zone)))


def _micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def made(seed: int) -> World:
    """The world of a seed."""
    dice, world = random.Random(seed), World()
    for edition in EDITIONS:
        chosen = {str(net): dice.choice(["US", "CN", "DE", ""]) for net in [*NETWORKS, *NETWORKS6]}
        world.countries[edition] = {net: code for net, code in chosen.items() if code}
    servers, clients = ([_address(dice) for _ in range(number)] for number in (12, 30))
    listings = _lists(world, dice, servers)
    _connections(world, dice, servers, clients, listings)
    _requests(world, dice, clients)
    sunk = [(_instant(dice, whole=True), dice.choice(clients)) for _ in range(30)]
    world.facts += [Fact("infection", at, at + 1, None, client, "conficker") for at, client in sunk]
    head = "timestamp,severity,protocol,src_ip,src_port,src_asn,src_geo,src_region,src_city,dst_ip,infection,family\n"
    rows = [f"{_text(at)},high,tcp,{_shown(dice, client)},1,1,XX,,,20.0.1.1,x,conficker\n" for at, client in sunk]
    world.files["2014-03-30-event4_sinkhole-example.csv"] = head + "".join(rows)
    return world


def _lists(world: World, dice: random.Random, servers: list[Address]) -> list[tuple[Address, str, int, int]]:
    daily, spans, listings = ["date\tfamily\tip\n"], ["ip\tfamily\tfirst_seen\tlast_seen\n"], []
    for _ in range(20):
        day, ip, family = (
            date(2014, 3, 18) + timedelta(days=dice.randrange(18)),
            dice.choice(servers),
            dice.choice("abc"),
        )
        at = _midnight(day, "UTC")
        daily.append(f"{day}\t{family}\t{_shown(dice, ip)}\n")
        world.facts.append(Fact("c2_listing", at, at + 1, ip, None, family))
        listings.append((ip, family, at, at + 7 * DAY))
    for _ in range(12):
        ip, family, first = dice.choice(servers), dice.choice("abc"), _instant(dice, whole=True)
        last = first + SECOND * dice.choice([0, 1, 3_600, 86_400, dice.randrange(9 * 86_400)])
        last -= last % DAY if dice.random() < 0.3 and last - last % DAY >= first else 0
        spans.append(f"{_shown(dice, ip)}\t{family}\t{_text(first)}\t{_text(last)}\n")
        end = last + 1
        world.facts.append(Fact("c2_listing", first, end, ip, None, family))
        listings.append((ip, family, first, end))
    world.files |= {"daily.tsv": "".join(daily), "spans.tsv": "".join(spans)}
    return listings


def _connections(
    world: World,
    dice: random.Random,
    servers: list[Address],
    clients: list[Address],
    listings: list[tuple[Address, str, int, int]],
) -> None:
    lines = ["#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.resp_h\tproto\tconn_state\n"]
    for _ in range(300):
        at, server, client = _instant(dice), dice.choice([*servers, _address(dice)]), dice.choice(clients)
        if dice.random() < 0.5:
            server, _, start, end = dice.choice(listings)
            at = dice.choice([start - 1, start, end - 1, end])
        seconds = "{}.{:06}".format(*divmod(at, SECOND))
        lines.append(f"{seconds}\t{_shown(dice, client)}\t{_shown(dice, server)}\ttcp\tSF\n")
        named = {family for ip, family, start, end in listings if ip == server and start <= at < end}
        if not _private(server):
            world.facts += [Fact("c2_contact", at, at + 1, server, client, family) for family in named]
    world.files["conn.log"] = "".join(lines)


def _requests(world: World, dice: random.Random, clients: list[Address]) -> None:
    lines = []
    for _ in range(150):
        at, client, site = _instant(dice, whole=True), dice.choice(clients), dice.choice(list(SITES))
        path, status = dice.choice([*SHELLS, "/", "/index.php"]), dice.choice([200, 204, 302, 404, 500])
        local = (EPOCH + timedelta(microseconds=at)).astimezone(dice.choice(ZONES))
        stamp = f"{local.day:02}/{MONTHS[local.month - 1]}/{local.year}:{local:%H:%M:%S %z}"
        host = site.upper() if dice.random() < 0.3 else site
        lines.append(f'{host}:80 {_shown(dice, client)} - - [{stamp}] "GET {path} HTTP/1.1" {status} 5 "-" "x"\n')
        if path in SHELLS and status < 300:
            world.facts.append(Fact("backdoor_access", at, at + 1, client, None, path[1:4], site))
    world.files["access.log"] = "".join(lines)


def _address(dice: random.Random) -> Address:
    net = dice.choice([*NETWORKS, *NETWORKS6, PRIVATE])
    return net[dice.randrange(1, 7)]


def _private(address: Address) -> bool:
    return address in PRIVATE


def _shown(dice: random.Random, address: Address) -> str:
    """As one publisher or another writes it."""
    if address.version == 4:
        return f"::ffff:{address}" if dice.random() < 0.1 else str(address)
    return address.exploded.upper() if dice.random() < 0.3 else str(address)


def _instant(dice: random.Random, *, whole: bool = False) -> int:
    at = _micros(FIRST) + dice.randrange(12 * 86_400) * SECOND
    if dice.random() < 0.4:
        at = _micros(FIRST) + dice.randrange(12 * 48) * 1_800 * SECOND + dice.choice([-SECOND, -1, 0, 1])
    return at - at % SECOND if whole else at


def _text(at: int) -> str:
    return f"{EPOCH + timedelta(microseconds=at):%Y-%m-%d %H:%M:%S}"


def written(world: World, folder: Path) -> list[tuple[Path, date]]:
    """Write the evidence into `folder`/in; the reference files and their days are returned."""
    (folder / "in").mkdir(parents=True)
    for name, text in world.files.items():
        (folder / "in" / name).write_text(text)
    out = []
    for edition, countries in world.countries.items():
        out.append((folder / f"countries-{edition}.csv", edition))
        with out[-1][0].open("w", newline="") as file:
            csv.writer(file).writerows([("cidr", "country"), *countries.items()])
    return out
