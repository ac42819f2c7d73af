"""Growing logs for tests, and the account that one ingest of all of them gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from crosscount.flow import ingest, snapshots
from crosscount.flow.taking import Order
from crosscount.flow.watch.files import Files
from crosscount.settings import Settings
from crosscount.store import lake

HEADER = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#open\t2014-04-02-00-00-00\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tresp_bytes\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tcount\tcount\n"
)
SERVER = "198.51.100.7"


def line(number: int) -> str:
    """One connection to the listed server; every 50th has an address that is none."""
    client = "192.0.2.300" if number % 50 == 49 else f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return f"{1396396800 + number / 10:.6f}\tC{number}\t{client}\t40000\t{SERVER}\t443\ttcp\t100\t200\n"


def lines(first: int, after: int) -> str:
    return "".join(line(number) for number in range(first, after))


def followed(files: Files, settings: Settings, *, last: bool = False, finish: bool = False) -> int:
    """Take what is new and commit it; how many records that were."""
    read = 0
    while True:
        reports = ingest.publish(settings, files.poll(last=last, finish=finish))
        read += sum(report.read for report in reports if not report.already)
        if not files.more:
            return read


OPENED: list[Files] = []  # for the fixture that closes them


def watching(folder: Path, settings: Settings) -> Files:
    OPENED.append(Files([folder], Order(settings)))
    return OPENED[-1]


def account(settings: Settings) -> dict[str, Any]:
    """The sums of all snapshots, and all rows without where they stood."""
    rows = snapshots.current(settings)
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(orjson.loads(row["reasons"]))
    kept = lake.read(lake.at(settings.store, "observations")).drop_columns(["record", "record_no", "snapshot"])
    aside = lake.read(lake.at(settings.store, "set_aside"))
    return {
        **{name: sum(row[name] for row in rows) for name in ("read", "kept", "set_aside", "remarks")},
        "reasons": reasons,
        "states": {row["state"] for row in rows},
        "rows": Counter(str(row) for row in kept.to_pylist()),
        "aside": Counter(row["value"] for row in aside.to_pylist()),
    }


def of_one_ingest(folder: Path, contents: Sequence[str | bytes], name: str = "conn.log") -> dict[str, Any]:
    """The same of a store into which the whole files were ingested at once."""
    settings = Settings(store=folder / "at-once")
    for number, content in enumerate(contents):
        file = folder / f"whole-{number}" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    ingest.run([folder / f"whole-{number}" for number in range(len(contents))], settings=settings)
    return account(settings)


def append(file: Path, text: str | bytes) -> None:
    with file.open("ab") as out:
        out.write(text if isinstance(text, bytes) else text.encode())


def chunks(text: bytes, sizes: Iterable[int]) -> list[bytes]:
    out, place = [], 0
    for size in sizes:
        out.append(text[place : place + size])
        place += size
    return [*out, text[place:]]
