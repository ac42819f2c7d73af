"""Count the right answer of a generated folder with plain Python sets.

    python examples/spring_2014/truth.py demo

Reads what the generator wrote down about its own world (OUT_DIR/truth: who contacted whom, which country an address
was in that day, what was listed from when to when) and counts. It knows no expected number and shares no code with
the product. The result goes to OUT_DIR/truth.json and to standard output.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SLOTS = (30, 5, 60, 1_440)  # minutes
PAIRS = (("US", "CN"), ("DE", "CN"), ("HK", "CN"), ("ZZ", "CN"), ("US", "JP"), ("US", "HK"), ("US", "US"))
PHISHING_VALID = 7 * 86_400_000_000  # microseconds that a sighting of a page counts
FIGURES = (
    "c2-servers", "controlled-machines", "phishing-hosts", "phishing-pages", "phishing-operations",
    "backdoor-origins", "backdoored-sites", "backdoor-attacks",
)  # fmt: skip
Sets = dict[tuple[str, str, str], set]  # (figure, origin country, target country) → members


def main() -> int:
    """Count and write truth.json."""
    parser = argparse.ArgumentParser(description="Count the right answer of a generated folder.")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    folder = parser.parse_args().out
    text = json.dumps(count(folder), indent=2)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def count(folder: Path) -> dict:
    """The numbers of the window, of the one before, and of the same days in UTC."""
    first, last = date(2014, 3, 19), date(2014, 5, 18)
    before = timedelta(days=(last - first).days + 1)
    windows = {
        "window": window(first, last, "Asia/Shanghai"),
        "previous": window(first - before, last - before, "Asia/Shanghai"),
        "utc": window(first, last, "UTC"),
    }
    truth = folder / "truth"
    members: dict[str, Sets] = {name: {} for name in windows}
    for figure, origin, target, member, time in events(truth):
        for name, (start, end) in windows.items():
            if start <= time < end:
                members[name].setdefault((figure, origin, target), set()).add(member)
    answer: dict = json.loads((truth / "world.json").read_text())
    names = sorted({figure for found in members.values() for figure, _, _ in found} | set(FIGURES))
    for name, found in members.items():
        answer[name] = {"pairs": {}}
        for origin, target in PAIRS:
            answer[name]["pairs"][f"{origin}>{target}"] = {f: len(found.get((f, origin, target), ())) for f in names}
        answer[name]["to CN from anywhere"] = {
            f: len(set().union(*(s for (g, _, t), s in found.items() if g == f and t == "CN"))) for f in names
        }
    answer["figures"] = {f: answer["window"]["pairs"]["US>CN"][f] for f in FIGURES}
    return answer


def window(first: date, last: date, zone: str) -> tuple[int, int]:
    """Microseconds since 1970 of the first instant inside and the first after."""
    ends = (datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) for day in (first, last + timedelta(days=1)))
    start, end = (int(end.timestamp()) * 1_000_000 for end in ends)
    return start, end


def events(truth: Path) -> Iterator[tuple[str, str, str, object, int]]:
    """Every member of every figure: figure, origin country, target country, member, time."""
    scanners = {row[0] for row in rows(truth / "scanners.tsv")}
    yield from contacts(truth, scanners)
    yield from visits(truth, scanners)
    yield from attacks(truth, scanners)
    for time, machine, country in rows(truth / "infections.tsv"):
        yield "controlled-machines", "ZZ", country, machine, int(time)


def contacts(truth: Path, scanners: set[str]) -> Iterator[tuple[str, str, str, object, int]]:
    """Machines at servers that a list vouches for; a sinkhole controls nobody."""
    listed = vouched((address, int(start), int(end)) for address, _, start, end in rows(truth / "c2_listed.tsv"))
    sinkholes = {row[0] for row in rows(truth / "sinkholes.tsv")}
    for text, machine, country, server, origin in rows(truth / "contacts.tsv.gz"):
        time = int(text)
        if machine in scanners or not any(start <= time < end for start, end in listed[server]):
            continue
        if server in sinkholes:
            yield "controlled-machines", "ZZ", country, machine, time
        else:
            yield "controlled-machines", origin, country, machine, time
            yield "c2-servers", origin, country, server, time


def visits(truth: Path, scanners: set[str]) -> Iterator[tuple[str, str, str, object, int]]:
    """Listed pages by whom they imitate, and visits to pages and hosts while a list vouches for them."""
    pages, hosts, whole = [], [], []
    for url, host, address, origin, target, text in rows(truth / "phishing_listed.tsv"):
        time = int(text)
        yield "phishing-pages", origin, target, url, time
        if address != "-":
            yield "phishing-hosts", origin, target, address, time
        pages.append((url, time, time + PHISHING_VALID))
        hosts.append((host, time, time + PHISHING_VALID))
        if url.split("/", 3)[3] == "":  # the list names the host as a whole
            whole.append((host, time, time + PHISHING_VALID))
    by_page, by_host, by_whole = vouched(pages), vouched(hosts), vouched(whole)
    for text, visitor, target, address, origin, url, host in rows(truth / "phishing_visits.tsv.gz"):
        time = int(text)
        page = url != "-" and any(start <= time < end for start, end in by_page.get(url, ()))
        known = by_host if url == "-" else by_whole
        if visitor in scanners or not (page or any(start <= time < end for start, end in known.get(host, ()))):
            continue
        yield "phishing-hosts", origin, target, address, time
        if page:
            yield "phishing-pages", origin, target, url, time
        yield from slots("phishing-operations", origin, target, (address, visitor), time)


def attacks(truth: Path, scanners: set[str]) -> Iterator[tuple[str, str, str, object, int]]:
    """Requests to web shells that were answered with success."""
    for text, origin, country, site, target, status in rows(truth / "shell_requests.tsv.gz"):
        if status.startswith("2") and origin not in scanners:
            time = int(text)
            yield "backdoor-origins", country, target, origin, time
            yield "backdoored-sites", country, target, site, time
            yield from slots("backdoor-attacks", country, target, (origin, site), time)


def slots(figure: str, origin: str, target: str, pair: tuple, time: int) -> Iterator[tuple[str, str, str, object, int]]:
    """The pair in its slot, at every length of the slot."""
    for minutes in SLOTS:
        name = figure if minutes == 30 else f"{figure}-{minutes}"
        yield name, origin, target, (*pair, time // (minutes * 60_000_000)), time


def vouched(listings) -> dict[str, list[tuple[int, int]]]:
    """For each thing listed the stretches of time that some list covers, joined where they touch."""
    found: dict[str, list[tuple[int, int]]] = {}
    for thing, start, end in sorted(listings):
        stretches = found.setdefault(thing, [])
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], end))
        else:
            stretches.append((start, end))
    return found


def rows(file: Path) -> Iterator[list[str]]:
    """The lines of a tab-separated file after its header, cut into cells."""
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


if __name__ == "__main__":
    sys.exit(main())
