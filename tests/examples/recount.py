"""A second reading of the synthetic evidence: from the raw text, with csv, re and ipaddress, one line at a time.

Shares nothing with the generator, truth.py or the product: an error would have to be made three times.
"""

from __future__ import annotations

import csv
import gzip
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

START = datetime(2014, 3, 18, 16, tzinfo=UTC)  # 19 March, midnight in Shanghai
END = datetime(2014, 5, 18, 16, tzinfo=UTC)
ACCESS = re.compile(
    r"^(?:(?P<site>[\w.-]+):\d+ )?(?P<client>[0-9a-f.:]+) \S+ \S+ \[(?P<time>[^\]]+)\] "
    r'"(?P<method>\S+) (?P<target>\S+) [^"]*" '
    r"(?P<status>\d{3}) "
)
SHELL = re.compile(r"/(c99|c99shell|r57|r57shell|b374k|wso)\.php(\?|$)")


def lines(file: Path) -> Iterator[str]:
    """The lines that can be read; a file cut off inside its compression ends where it ends."""
    with gzip.open(file, "rt", errors="replace") if file.suffix == ".gz" else file.open(errors="replace") as opened:
        try:
            yield from (line.rstrip("\n") for line in opened)
        except EOFError:
            return


class Places:
    """Which country an address was in on a day, from the edition files."""

    def __init__(self, reference: Path) -> None:
        found: dict[date, list[tuple[int, int, str]]] = defaultdict(list)
        for file in reference.glob("countries_*.csv"):
            for row in csv.DictReader(line for line in lines(file) if not line.startswith("#")):
                span = (int(ip_address(row["start"])), int(ip_address(row["end"])), row["country"])
                found[date.fromisoformat(file.stem[-10:])].append(span)
        for file in reference.glob("delegated-*"):
            for line in lines(file):
                cells = line.split("|")
                if len(cells) > 6 and cells[2] in ("ipv4", "ipv6") and cells[1] != "*":
                    first = int(ip_address(cells[3]))
                    size = int(cells[4]) if cells[2] == "ipv4" else ip_network(f"{cells[3]}/{cells[4]}").num_addresses
                    day = datetime.strptime(file.name[-8:], "%Y%m%d").date()
                    found[day].append((first, first + size - 1, cells[1]))
        self.days = sorted(found)
        self.tables = [sorted(found[day]) for day in self.days]
        self.known: dict[tuple[str, int], str] = {}

    def country(self, address: str, day: date) -> str:
        """ZZ where no block covers the address."""
        edition = max(0, bisect_right(self.days, day) - 1)
        if (address, edition) not in self.known:
            number, table = int(ip_address(address)), self.tables[edition]
            at = bisect_right(table, (number, 1 << 200, "")) - 1
            self.known[address, edition] = table[at][2] if at >= 0 and table[at][1] >= number else "ZZ"
        return self.known[address, edition]


def attacks(demo: Path) -> set[tuple[str, str, int]]:
    """(origin, site, 30-minute slot) of web shells used from the US on Chinese sites in the window."""
    places, scanners = Places(demo / "reference"), _addresses(demo / "reference" / "scanners.txt")
    sites = {row["host"]: row["country"] for row in csv.DictReader(lines(demo / "reference" / "sites.csv"))}
    found = set()
    for file in (demo / "evidence" / "logs" / "web").rglob("*.log*"):
        for line in lines(file):
            read = ACCESS.match(line)
            if not read or not SHELL.search(read["target"]) or not read["status"].startswith("2"):
                continue
            try:
                time = datetime.strptime(read["time"], "%d/%b/%Y:%H:%M:%S %z").astimezone(UTC)
            except ValueError:
                continue
            site = read["site"] or file.name.removesuffix("-access.log")
            if not START <= time < END or read["client"] in scanners or _country_of_site(site, sites) != "CN":
                continue
            if places.country(read["client"], time.date()) == "US":
                found.add((read["client"], site, int(time.timestamp()) // 1800))
    return found


def machines(demo: Path) -> tuple[set[str], set[str]]:
    """Machines in China that contacted a listed C2 server in the US in the window, and those servers."""
    places, listed = Places(demo / "reference"), _listed(demo / "evidence" / "lists")
    scanners, sinkholes = (_addresses(demo / "reference" / name) for name in ("scanners.txt", "sinkholes.txt"))
    clients, servers = set(), set()
    for file in (demo / "evidence" / "logs" / "synthetic-sensor-1").glob("*conn*"):
        for line in lines(file):
            cells = line.split("\t")
            if line.startswith("#") or len(cells) != 20 or cells[4] not in listed or not cells[0][0].isdigit():
                continue
            time = datetime.fromtimestamp(float(cells[0]), UTC)
            if not START <= time < END or cells[2] in scanners or cells[4] in sinkholes or int(cells[3]) > 65_535:
                continue
            if not any(first <= time <= last for first, last in listed[cells[4]]) or cells[2].endswith(".300"):
                continue
            if places.country(cells[2], time.date()) == "CN" and places.country(cells[4], time.date()) == "US":
                clients.add(cells[2])
                servers.add(cells[4])
    return clients, servers


def _listed(folder: Path) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    week = timedelta(days=7)
    for file in (folder / "synthetic-c2-intervals").glob("*.tsv"):
        for row in csv.DictReader(lines(file), delimiter="\t"):
            first, last = (_instant(row[name]) for name in ("first_seen", "last_seen"))
            whole_day = timedelta(days=1, microseconds=-1) if len(row["last_seen"]) == 10 else timedelta(0)
            found[row["c2_ip"]].append((first, last + whole_day))
    for file in (folder / "synthetic-c2-daily").glob("*.tsv.gz"):
        for row in csv.DictReader(lines(file), delimiter="\t"):
            day = _instant(row["snapshot_date"].replace("-", "/"))
            found[row["ip"]].append((day, day + week))
    for file in (folder / "synthetic-c2-tracker").glob("*/*.txt"):
        day = _instant(file.parent.name.replace("-", "/"))
        for line in lines(file):
            if not line.startswith("#"):
                found[line].append((day, day + week))
    return found


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y/%m/%d %H:%M:%S" if " " in text else "%Y/%m/%d").replace(tzinfo=UTC)


def _addresses(file: Path) -> set[str]:
    return {line for line in lines(file) if not line.startswith("#")}


def _country_of_site(site: str, table: dict[str, str]) -> str:
    labels = site.split(".")
    for start in range(len(labels)):
        if ".".join(labels[start:]) in table:
            return table[".".join(labels[start:])]
    return "CN" if labels[-1] == "cn" else "other"
