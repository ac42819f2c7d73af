"""Machines behind addresses, the whole way: from a CSV with bot ids to an estimate in the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from benchmarks.botnet import Botnet, Plan, made, threats
from pyarrow import csv

from crosscount.errors import InputError
from crosscount.flow import conclude, ingest, machines
from crosscount.kernels.estimating.machines import estimated
from crosscount.kernels.estimating.sightings import day_of_sightings
from crosscount.model.window import Window
from crosscount.settings import Settings
from crosscount.store import ledger

FIRST = date(2014, 3, 19)
START = 1_395_187_200_000_000  # its midnight, microseconds
WINDOW = Window(FIRST, date(2014, 3, 20), "UTC")
MAPPING = """
name = "sinkhole"
kind = "infection"
[columns]
observed_at = "time"
client_ip = "address"
bot_id = "bot"
family = "family"
"""


def table(botnet: Botnet, day: int) -> pa.Table:
    """The sightings of a day as a table of text, in 10.0.0.0/8 shifted to 36.0.0.0/8, which an edition can place."""
    rows = threats(botnet, day)
    number = np.frombuffer(b"".join(rows.column("target_ip").to_pylist()), ">u8").reshape(-1, 2)[:, 1]
    place = np.unique(number, return_inverse=True)[1]
    address = [f"36.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in place.tolist()]
    at = pc.add(rows.column("observed_at").cast(pa.int64()), START).cast(pa.timestamp("us"))
    times = pc.strftime(at, "%Y-%m-%dT%H:%M:%SZ")
    return pa.table({"time": times, "address": address, "bot": rows.column("bot_id"), "family": ["torpig"] * len(at)})


@pytest.fixture
def store(tmp_path: Path) -> tuple[Settings, Botnet]:
    botnet = made(Plan(bots=800, days=2, share=0.5), 11)
    settings = Settings(store=tmp_path / "store", timezone="UTC")
    (tmp_path / "mapping.toml").write_text(MAPPING)
    for day in (0, 1):
        csv.write_csv(table(botnet, day), tmp_path / f"day-{day}.csv")
    ingest.run(sorted(tmp_path.glob("*.csv")), settings=settings)
    conclude.run(settings=settings)
    return settings, botnet


def test_an_estimate_rests_on_rows_of_a_version(store: tuple[Settings, Botnet]) -> None:
    settings, botnet = store
    made_now = machines.run(WINDOW, settings=settings)
    found = made_now.machines
    assert found.footprint is not None
    assert found.footprint.value == pytest.approx(botnet.truth, rel=0.15)
    direct = estimated([day_of_sightings([threats(botnet, day)]) for day in (0, 1)], 48).footprint
    assert direct is not None
    # One second holds two beats of neighbours behind one gateway once; nothing else differs.
    assert found.footprint.value == pytest.approx(direct.value, rel=0.05)
    assert made_now.evidence.rows > found.addresses
    (entry,) = ledger.entries(settings.store, "estimate")
    assert entry.id == made_now.id
    assert entry.body["machines"]["footprint"]["low"] < entry.body["machines"]["footprint"]["value"]


def test_the_same_rows_give_the_same_estimate_at_their_version(store: tuple[Settings, Botnet], tmp_path: Path) -> None:
    settings, botnet = store
    first = machines.run(WINDOW, settings=settings)
    csv.write_csv(table(botnet, 1).slice(0, 500), tmp_path / "again.csv")
    ingest.run([tmp_path / "again.csv"], settings=settings)
    conclude.run(settings=settings)
    assert machines.estimate(WINDOW, settings=settings).evidence.digest == first.evidence.digest  # sightings, not rows
    late = table(botnet, 0)
    elsewhere = pc.replace_substring_regex(late.column("address"), r"^36\.", "37.")
    csv.write_csv(late.set_column(1, "address", elsewhere), tmp_path / "late.csv")
    ingest.run([tmp_path / "late.csv"], settings=settings)
    conclude.run(settings=settings)
    again = machines.estimate(WINDOW, settings=settings, version=first.evidence.version)
    assert (again.id, again.evidence.digest) == (first.id, first.evidence.digest)
    assert machines.estimate(WINDOW, settings=settings).evidence.digest != first.evidence.digest


def test_a_place_without_sightings_has_no_estimate(store: tuple[Settings, Botnet]) -> None:
    settings, _ = store
    found = machines.estimate(WINDOW, settings=settings, where={"family": "other"}).machines
    assert (found.live, found.footprint, found.addresses) == (None, None, 0)


def test_an_estimate_is_for_one_place_at_a_time(store: tuple[Settings, Botnet]) -> None:
    with pytest.raises(InputError, match="cannot be narrowed by 'day'"):
        machines.estimate(WINDOW, settings=store[0], where={"day": "2014-03-19"})
