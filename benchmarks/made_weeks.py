"""Sixteen days of made traffic whose truth is known: tunnels, thefts and long connections among people who upload.

Documentation addresses only; written as Zeek logs, conn.log and dns.log. Same seed, same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.made_day import HEAD, MIDNIGHT

__all__ = ["write_weeks"]

DAY = 86_400
DAYS = 16
CLIENTS = 40
DNS_HEAD = (
    "#separator \\x09\n#unset_field\t-\n#path\tdns\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\tquery\tqtype_name\trcode_name\tanswers\n"
)
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
# Megabytes sent to one server on the last day: from what a mail takes to a disk.
STOLEN = (20, 60, 80, 150, 400, 1_000, 4_000, 20_000)
# Names asked for in a day, letters of each: from a trickle to a download. The last two are slow or short.
TUNNELS = ((3_000, 60), (1_000, 100), (500, 50), (200, 40), (120, 30), (80, 60), (400, 14))
HOURS = (12.5, 13, 18, 23, 11)
Pair = tuple[str, str]
Flow = tuple[float, str, str, int, float, int, int]  # at, client, server, port, seconds, bytes out, bytes in


def write_weeks(folder: Path) -> Mapping[str, set[Pair]]:
    """Write the logs; kind → the pairs that are malicious (client and server; of a tunnel client and domain)."""
    rng = random.Random(11)
    flows: list[Flow] = []
    truth: dict[str, set[Pair]] = {
        "long_connection": set(),
        "dns_tunnel": set(),
        "exfiltration": set(),
        "beacon": set(),
    }
    clients = [f"10.2.0.{number + 1}" for number in range(CLIENTS)]
    for number, client in enumerate(clients):
        usual = rng.lognormvariate(15, 1)  # bytes a day to where it keeps its copies
        for day in range(DAYS):
            flows += _working(rng, client, day, usual, f"198.51.100.{number % 5 + 1}")
    last = (DAYS - 1) * DAY
    for number, size in enumerate(STOLEN):
        pair = clients[number], f"192.0.2.{number + 1}"
        truth["exfiltration"].add(pair)
        parts = rng.randint(1, 5)
        flows += [
            (last + 3_600 * (2 + part), *pair, 443, 900.0, size * 1_000_000 // parts, 40_000) for part in range(parts)
        ]
    for number, hours in enumerate(HOURS):
        pair = clients[20 + number], f"192.0.2.{100 + number}"
        truth["long_connection"].add(pair)
        flows.append((last + 60.0, *pair, 443, hours * 3_600, 400_000, 900_000))
    flows.sort()
    with (folder / "conn.log").open("w", encoding="ascii") as out:
        out.write(HEAD)
        for count, (at, client, server, port, long, sent, got) in enumerate(flows):
            ends = f"{client}\t40000\t{server}\t{port}"
            out.write(f"{MIDNIGHT + at:.6f}\tC{count}\t{ends}\ttcp\t{long:.3f}\t{sent}\t{got}\tSF\n")
    with (folder / "dns.log").open("w", encoding="ascii") as out:
        out.write(DNS_HEAD)
        for at, client, name in sorted(_questions(rng, clients, truth["dns_tunnel"])):
            ends = f"{client}\t40000\t10.2.255.53\t53"
            out.write(f"{MIDNIGHT + last + at:.6f}\tD\t{ends}\tudp\t1\t{name}\tA\tNOERROR\t-\n")
    return truth


def _working(rng: random.Random, client: str, day: int, usual: float, copies: str) -> Iterator[Flow]:
    """Pages, and the copies of a day; now and then a large one, and a call that lasts for hours."""
    for _ in range(rng.randint(10, 30)):
        at = day * DAY + rng.uniform(8, 18) * 3_600
        yield (
            at,
            client,
            f"203.0.113.{rng.randint(1, 250)}",
            443,
            rng.expovariate(1 / 5),
            rng.randint(500, 9_000),
            80_000,
        )
    yield day * DAY + 19 * 3_600.0, client, copies, 443, 300.0, int(usual * rng.lognormvariate(0, 0.5)), 9_000
    if rng.random() < 0.02:
        yield day * DAY + 12 * 3_600.0, client, copies, 443, 900.0, rng.randint(60, 300) * 1_000_000, 9_000
    if rng.random() < 0.05:
        yield day * DAY + 9 * 3_600.0, client, "203.0.113.251", 443, rng.uniform(1, 10) * 3_600, 900_000, 900_000


def _questions(rng: random.Random, clients: list[str], truth: set[Pair]) -> Iterator[tuple[float, str, str]]:
    for client in clients:
        for _ in range(300):
            yield rng.uniform(0, DAY), client, f"www{rng.randint(1, 900)}.example{rng.randint(1, 90)}.com"
        for _ in range(40):  # names that content networks make up
            yield rng.uniform(0, DAY), client, f"r{rng.randint(1, 20)}---sn-{_letters(rng, 8)}.cdn.example"
    for _ in range(600):  # a virus scanner that asks for digests
        yield rng.uniform(0, DAY), clients[39], f"{rng.getrandbits(128):032x}.avqs.scanner.example"
    for number, (names, length) in enumerate(TUNNELS):
        client, domain = clients[10 + number], f"tunnel{number}.net"
        truth.add((client, domain))
        for _ in range(names):
            text = _letters(rng, length)
            labels = ".".join(text[low : low + 60] for low in range(0, length, 60))
            yield rng.uniform(0, DAY), client, f"{labels}.{domain}"


def _letters(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(BASE32) for _ in range(length))
