"""A store with hand-made threats, so that counting can be tested without files and detectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from crosscount.settings import Settings
from crosscount.store import commit, staging
from tests.kernels.threat_rows import threats

NAMES = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto"
HEAD = "#separator \\x09\n#unset_field\t-\n#path\tconn\n#fields\t" + NAMES.replace(" ", "\t") + "\n"
NOON = 1_396_353_600  # 1 April 2014 12:00 UTC


def put_threats(settings: Settings, rows: Iterable[Mapping[str, Any]]) -> list[date]:
    """Replace the UTC days of the rows in `threats`."""
    batch = threats(rows)
    days = sorted(set(batch.column("day").to_pylist()))
    staged = staging.write(settings.store, "threats", [batch])
    commit.replace_days(settings.store, "threats", days, staged)
    return days


def settings_in(folder: Path, zone: str = "Asia/Shanghai") -> Settings:
    """Settings with an empty store in a folder."""
    return Settings(store=folder / "store", timezone=zone)


def three_days(folder: Path) -> tuple[Settings, list[Path]]:
    """Settings in UTC, and what is not ingested yet: a list, and traffic of 1 to 3 April in a file each."""
    listed = folder / "c2.tsv"
    listed.write_text("ip\tfamily\tfirst_seen\tlast_seen\n192.0.2.10\tgozi\t2014-03-31\t2014-04-10\n")
    return settings_in(folder, "UTC"), [listed, *(connections(folder, day, 5 + day) for day in (1, 2, 3))]


def connections(folder: Path, day: int, clients: int) -> Path:
    """A log of one day: every client contacts the listed server."""
    at = NOON + (day - 1) * 86_400
    lines = [f"{at + n}.0\tC{day}{n}\t198.51.100.{n + 1}\t4000\t192.0.2.10\t443\ttcp" for n in range(clients)]
    file = folder / f"conn.2014-04-0{day}.log"
    file.write_text(HEAD + "\n".join(lines) + "\n")
    return file
