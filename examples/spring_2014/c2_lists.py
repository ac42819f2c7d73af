"""The lists of C2 servers in three shapes: with first and last sighting, one row a day, one file a week and family."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from botnets import BARE, DAILY, FAMILIES, INTERVAL, WEEKLY, Botnets, Servers
from files import table, text_of, write
from world import DAY, SECOND, World, day_of

__all__ = ["write_lists"]

WEEKLY_FAMILIES = 2  # the weekly list knows only so many families


def write_lists(world: World, botnets: Botnets, folder: Path, truth: Path) -> None:
    """Write the lists into `folder`, and what they mean into `truth`."""
    servers = Servers(
        *(
            np.concatenate([getattr(part, name) for part in botnets.servers])
            for name in ("address", "list_kind", "family", "first", "last")
        )
    )
    weekly = servers.list_kind == WEEKLY
    servers.family = np.where(weekly, servers.family % WEEKLY_FAMILIES, servers.family)
    names = np.array(FAMILIES, dtype=object)[servers.family]
    _intervals(world, servers, folder / "synthetic-c2-intervals")
    _daily(world, servers, folder / "synthetic-c2-daily")
    _weekly(world, servers, folder / "synthetic-c2-tracker")
    table(
        truth / "c2_listed.tsv",
        ("address", "family", "from_us", "until_us"),
        (world.show(servers.address), text_of(np.asarray(names, dtype=str)), servers.first, servers.until),
    )


def _intervals(world: World, servers: Servers, folder: Path) -> None:
    """Tab-separated, as in reports of vendors: some write the time of day, some only the day."""
    for kind, pattern, label in ((INTERVAL, "%Y/%m/%d %H:%M:%S", ""), (BARE, "%Y/%m/%d", "-days")):
        for number, family in enumerate(FAMILIES):
            chosen = servers.part(np.flatnonzero((servers.list_kind == kind) & (servers.family == number)))
            rows = ["c2_ip\tfirst_seen\tlast_seen\tprotocol\tport\tversion"]
            for address, first, last in zip(
                world.show(chosen.address).to_pylist(), chosen.first.tolist(), chosen.last.tolist(), strict=True
            ):
                rows.append(f"{address}\t{_told(first, pattern)}\t{_told(last, pattern)}\tTCP\t443\tsynthetic")
            if len(rows) > 1:
                write(folder / f"{family.lower()}{label}.tsv", "\n".join(rows), "\n")


def _daily(world: World, servers: Servers, folder: Path) -> None:
    """One row for each server and day, in files of a month."""
    months: dict[str, list[str]] = {}
    chosen = servers.part(np.flatnonzero(servers.list_kind == DAILY))
    rows = []
    for address, family, first, last in zip(
        world.show(chosen.address).to_pylist(),
        chosen.family.tolist(),
        chosen.first.tolist(),
        chosen.last.tolist(),
        strict=True,
    ):
        rows += [(day, FAMILIES[family], address) for day in range(first, last + 1, DAY)]
    for day, family, address in sorted(rows):
        told = day_of(day).isoformat()
        months.setdefault(told[:7], []).append(
            f"{told}\t{told}T00:19:11+00:00\t{family}\t{address}\tsynthetic{day // DAY:03d}"
        )
    for month, found in months.items():
        write(
            folder / f"c2_daily_{month}.tsv.gz",
            "snapshot_date\tcommit_time\tfamily\tip\tcommit\n",
            "\n".join(found),
            "\n",
        )


def _weekly(world: World, servers: Servers, folder: Path) -> None:
    """One address a line, the family in the file name, the day in the folder; some lines twice, some broken."""
    chosen = servers.part(np.flatnonzero(servers.list_kind == WEEKLY))
    files: dict[tuple[int, int], list[str]] = {}
    for address, family, first, last in zip(
        world.show(chosen.address).to_pylist(),
        chosen.family.tolist(),
        chosen.first.tolist(),
        chosen.last.tolist(),
        strict=True,
    ):
        for week in range(first, last + 1, 7 * DAY):
            files.setdefault((week, family), []).append(address)
    for (week, family), addresses in files.items():
        rows = [*addresses, *addresses[:2]]
        if len(rows) > 40:
            rows.insert(7, "23.16.0.300")
        notice = "# SYNTHETIC list, invented by examples/spring_2014\n"
        write(folder / day_of(week).isoformat() / f"{FAMILIES[family]} IPs.txt", notice, "\n".join(rows), "\n")


def _told(time: int, pattern: str) -> str:
    return datetime.fromtimestamp(time // SECOND, UTC).strftime(pattern)
