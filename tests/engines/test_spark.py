"""A cluster says what this machine says, cell by cell, also when some of it is killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crosscount.engines.base import Counted, Pairs, Question
from crosscount.engines.choice import chosen
from crosscount.engines.local import LocalEngine
from crosscount.errors import FileRefused, InputError
from crosscount.flow import compute, conclude, ingest, pieces, settle
from crosscount.kernels.counting.distinct import pairs_of_threats, threat_columns
from crosscount.model.figure import Unit
from crosscount.model.window import Window
from crosscount.settings import Engine, Settings
from crosscount.store import lake
from tests.engines import tasks
from tests.engines.cluster import Cluster
from tests.engines.test_counting import FIGURES, QUESTIONS, WINDOW, oracle
from tests.flow.observed import put
from tests.flow.watch import logs
from tests.kernels.threat_rows import threats

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("c2_contact", "c2_listing", "infection", "phishing_visit", "backdoor_access", "scan")
BY_UNIT = {figure.unit: figure for _, figure in sorted(FIGURES.items(), reverse=True)}


def generated(number: int, seed: int = 7) -> list[dict[str, Any]]:
    """Rows with every oddity: no member, no network, tags, two countries of one address, days outside the window."""
    pick = random.Random(seed)
    start = datetime(2014, 3, 18, tzinfo=UTC)
    return [
        {
            "kind": pick.choice(KINDS),
            "observed_at": start + timedelta(minutes=pick.randrange(5 * 24 * 60)),
            "origin_ip": pick.choice([None, "2001:db8::1", *(f"192.0.2.{n}" for n in range(40))]),
            "target_ip": pick.choice([None, "2001:db8::2", *(f"198.51.100.{n}" for n in range(200))]),
            "origin_country": pick.choice(["US", "DE", "ZZ"]),
            "target_country": pick.choice(["CN", "ZZ"]),
            "origin_asn": pick.choice([None, 64496, 64497]),
            "target_asn": pick.choice([None, 64511]),
            "family": pick.choice([None, "zeus", "café"]),
            "host": pick.choice([None, "a.example"]),
            "page": pick.choice([None, "http://a.example/", "http://a.example/b"]),
            "site": pick.choice([None, "www.example.cn"]),
            "tags": pick.choice(["", "", "scanner", "scanner,sinkhole"]),
        }
        for _ in range(number)
    ]


@pytest.mark.parametrize("unit", sorted(BY_UNIT))
def test_every_unit_is_counted_as_on_this_machine_and_as_by_plain_sets(on_spark: Engine, unit: Unit) -> None:
    figure, rows = BY_UNIT[unit], generated(600)
    batches = [threats(rows[:250]), threats(rows[250:]), threats(rows[100:300])]
    pairs = [pairs_of_threats(batch.select(threat_columns(figure)), figure, WINDOW) for batch in batches]
    counted = chosen(Settings(engine=on_spark)).count_distinct(pairs, QUESTIONS)
    assert counted == LocalEngine().count_distinct(pairs, QUESTIONS)
    for question, answer in zip(QUESTIONS, counted, strict=True):
        assert dict(answer.groups) == oracle(figure, rows, WINDOW, question)


def test_nothing_counted_is_nothing_on_both(on_spark: Engine) -> None:
    questions = [Question(), Question(("day",), {"origin_country": "FR"})]
    spark = chosen(Settings(engine=on_spark))
    assert spark.count_distinct([], questions) == LocalEngine().count_distinct([], questions)
    with pytest.raises(InputError, match="no dimension 'city'"):
        spark.count_distinct([], [Question(("city",))])


def test_each_answers_by_number_and_uses_every_worker(on_spark: Engine) -> None:
    spark = chosen(Settings(engine=on_spark))
    assert dict(spark.each(tasks.square, range(40))) == {number: number * number for number in range(40)}
    assert len({executor for _, executor in spark.each(tasks.whose, range(12))}) == 2


def test_what_work_raises_is_raised_here_as_it_was(on_spark: Engine) -> None:
    with pytest.raises(FileRefused, match="'a' is refused"):
        list(chosen(Settings(engine=on_spark)).each(tasks.refuse, ["a"]))


def first_steps(store: Path, engine: Engine) -> tuple[Settings, list[ingest.FileReport]]:
    """The example of the README, and twelve days of contacts, ingested."""
    settings = Settings(store=store, timezone="Asia/Shanghai", engine=engine)
    folders = [ROOT / "examples" / "first_steps" / name for name in ("logs", "lists")]
    reports = ingest.run(folders, settings=settings)
    for number in range(1, 13):
        day = f"2014-03-{number:02}"
        server = {"seen": "listing", "stated": "c2_listing", "server_ip": f"8.8.0.{number}", "observed_at": day}
        flows = [
            {"seen": "flow", "client_ip": f"1.2.{number % 5}.{client}", "server_ip": f"8.8.0.{number}"}
            | {"observed_at": f"{day} {client % 24:02}:30"}
            for client in range(1, 60)
        ]
        put(settings, [server, *flows[:30]], snapshot=day)
        put(settings, flows[30:], snapshot=f"{day} later")
    return settings, reports


def names(settings: Settings, table: str) -> list[tuple[str, str]]:
    """Of the files of a table, each named by the SHA-256 of its bytes: equal names, equal cells."""
    return sorted((str(dict(file.partition)), file.name) for file in lake.at(settings.store, table).files)


def test_all_steps_write_the_same_bytes_as_on_this_machine(
    on_spark: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small limits, so that a run has many shares, and a day several.
    monkeypatch.setattr(conclude, "CHUNK_DAYS", 3)
    monkeypatch.setattr(settle, "CHUNK_DAYS", 3)
    monkeypatch.setattr(conclude, "SPLIT_ROWS", 40)
    monkeypatch.setattr(conclude, "SPLIT_STATEMENTS", 20)
    monkeypatch.setattr(conclude, "CHUNK_ROWS", 100)
    monkeypatch.setattr(settle, "SPLIT_ROWS", 20)
    monkeypatch.setattr(settle, "CHUNK_ROWS", 60)
    monkeypatch.setattr(ingest, "BATCH_SECONDS", 600.0)  # on a slow machine more commits would give other versions
    found = []
    for name, engine in (("here", Engine(workers=1)), ("there", on_spark)):
        settings, reports = first_steps(tmp_path / name, engine)
        did = conclude.run(settings=settings), settle.run(settings=settings)
        window = Window(date(2014, 3, 1), date(2014, 4, 3), "Asia/Shanghai")
        requests = [
            compute.Request(figure, window, by)
            for figure, by in (("controlled-machines", ("day", "target_country")), ("c2-servers", ()))
        ] + [compute.Request("client-addresses", window, ("origin_country",))]
        statements = compute.many(requests, settings=settings)
        assert conclude.stale(settings) == settle.stale(settings) == []
        said = [replace(each, computed_at=datetime(2014, 1, 1, tzinfo=UTC)) for each in statements]
        tables = [names(settings, table) for table in ("threats", "sets")]
        accounts = [(report.name, report.read, report.kept, report.set_aside) for report in reports]
        found.append((tables, said, did[0].rows, did[0].threats, did[1].sets, accounts))
    assert found[0] == found[1]
    assert len(found[0][0][0]) > 14, "a busy day was not cut"


def test_one_file_larger_than_a_share_spreads_over_the_workers(
    on_spark: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "PIECE_BYTES", 40_000)
    log, small = tmp_path / "logs" / "conn.log", tmp_path / "logs" / "conn.2.log"
    log.parent.mkdir()
    log.write_text(logs.HEADER + logs.lines(0, 3000))
    small.write_text(logs.HEADER + logs.lines(5000, 5010))
    found = []
    for name, engine in (("here", Engine()), ("there", on_spark)):
        settings = Settings(store=tmp_path / name, engine=engine)
        reports = ingest.run([log.parent], settings=settings)
        assert [ingest.run([log.parent], settings=settings)[n].already for n in (0, 1)] == [True, True]
        said = [(each.name, each.read, each.kept, each.set_aside, each.state) for each in reports]
        found.append((said, logs.account(settings)))  # which short files share a commit depends on the clock
    assert found[0] == found[1]
    assert {said[1:4] for said in found[0][0]} == {(3000, 2940, 60), (10, 10, 0)}


@pytest.mark.parametrize("victim", ["executor", "worker"])
def test_an_answer_survives_the_kill_of_part_of_the_cluster_in_mid_job(
    cluster: Cluster, on_spark: Engine, tmp_path: Path, victim: str
) -> None:
    spark = chosen(Settings(engine=on_spark))
    pairs = Pairs(tasks.members, [(number, str(tmp_path)) for number in range(16)])
    answers: list[list[Counted]] = []
    job = Thread(target=lambda: answers.append(spark.count_distinct(pairs, QUESTIONS)))
    job.start()
    number = len(cluster.workers) - 1
    until(lambda: {*cluster.processes(number)} & {int(each.name.split("-")[2]) for each in tmp_path.glob("begun-*")})
    for pid in cluster.executors(number) if victim == "executor" else cluster.processes(number):
        with suppress(ProcessLookupError):  # some end with the one before them
            os.kill(pid, signal.SIGKILL)
    assert len(list(tmp_path.glob("begun-*"))) < 16, "the job was over before anything was killed"
    job.join(120)
    begun = len(list(tmp_path.glob("begun-*")))
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    pairs = Pairs(tasks.members, pairs.items)
    assert answers == [LocalEngine().count_distinct(pairs, QUESTIONS)]
    assert begun > 16, "no task was repeated"
    assert answers[0][0].groups == {(): 8500}


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    assert true()
