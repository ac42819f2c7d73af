"""Beacons: what is regular is suspected, what people and clocks do is not."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crosscount.detectors.beacon import DETECTOR
from crosscount.kernels.detecting import shuffle
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded
from tests.detectors.worlds import CLIENT, DAY, SERVER, beacon, browsing, flow

AWAKE = [flow(0, client="192.168.9.9"), flow(86_399, client="192.168.9.9")]  # the sensor saw the whole day
ANY = Settings(detection=Detection(beacon_score=0.0))


def suspects(rows: Sequence[dict[str, Any]], settings: Settings | None = None) -> list[tuple[Any, ...]]:
    return concluded(DETECTOR, [*rows, *AWAKE], "kind", "rule", "origin_ip", "target_ip", settings=settings)


def parts(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    found = concluded(DETECTOR, [*rows, *AWAKE], "measured", settings=ANY)
    assert len(found) == 1
    return dict(json.loads(found[0][0]))


WORLDS = {
    "perfect": beacon(),
    "jittered by a third": beacon(jitter=0.33),
    "jittered by half": beacon(jitter=0.5),
    "a fifth of the beats missing": beacon(missing=0.2),
    "two fifths of the beats missing": beacon(missing=0.4),
    "jittered, with beats missing": beacon(jitter=0.2, missing=0.2),
    "once an hour": beacon(3600, jitter=0.05),
    "every ten seconds": beacon(10, jitter=0.1),
    "in office hours only": beacon(until=9 * 3600),
    "with two sizes": beacon(sizes=(500, 501)),
}


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_beacon_is_suspected_whatever_it_does_to_hide(world: str) -> None:
    assert suspects(WORLDS[world]) == [("beacon", "beacon", SERVER, CLIENT)]


@pytest.mark.parametrize("seed", range(6))
def test_somebody_who_reads_a_site_is_not(seed: int) -> None:
    assert suspects(browsing(seed)) == []
    assert suspects(browsing(seed, visits=300)) == []
    assert parts(browsing(seed, visits=300))["score"] < 0.8


@pytest.mark.parametrize(
    "rows",
    [
        beacon(64, server_port=123, protocol="udp", sizes=(90, 90)),
        beacon(30, server_port=53, protocol="udp"),
        beacon(client="203.0.113.5"),
        beacon(server="10.0.0.9"),
        beacon(server="224.0.0.251"),
        beacon(8000),
        beacon(until=5 * 3600),
    ],
    ids=["time", "questions", "not ours", "inside", "group", "eleven times a day", "five hours"],
)
def test_what_is_regular_by_right_or_too_short_is_not_suspected(rows: list[dict[str, Any]]) -> None:
    assert suspects(rows) == []


def test_a_perfect_beacon_has_every_part_in_full_and_says_what_was_measured() -> None:
    said = parts(beacon())
    assert {said.pop(name) for name in ("score", "timing", "size", "duration", "histogram")} == {1}
    assert said == {"interval": 300, "bytes_out": 500, "connections": 288, "port": 443}


def test_without_sizes_the_other_parts_decide_and_no_size_is_said() -> None:
    said = parts([{**row, "bytes_out": None} for row in beacon(jitter=0.1)])
    assert "size" not in said
    assert said["score"] == pytest.approx((said["timing"] + said["duration"] + said["histogram"]) / 3, abs=0.001)


def test_jitter_lowers_the_timing_and_missing_beats_do_not() -> None:
    timing = [parts(beacon(jitter=share))["timing"] for share in (0, 0.1, 0.3, 0.6)]
    assert timing == sorted(timing, reverse=True)
    assert parts(beacon(missing=0.4))["timing"] == 1


def test_one_row_a_day_from_the_first_connection_that_day() -> None:
    rows = [row for row in beacon(until=2 * DAY) if row["observed_at"] < "2014-03-20 20"]
    found = concluded(DETECTOR, rows, "observed_at", "record", days=("2014-03-19", "2014-03-21"))
    assert found == [("2014-03-19 00:00:07", 1), ("2014-03-20 00:00:07", 289)]


def test_a_beacon_through_a_proxy_is_held_against_the_host_it_asks_for() -> None:
    asked = {"seen": "request", "method": "CONNECT", "host": "c2.example:443", "server_ip": "10.0.0.3", "bytes_out": 0}
    beats = [{**row, **asked} for row in beacon(jitter=0.1)]
    pages = [{**row, **asked, "host": f"s{number % 9}.example"} for number, row in enumerate(browsing())]
    outside = [{**row, "server_ip": "203.0.113.3", "host": "other.example"} for row in beats]
    plain = [{**row, "method": "GET", "host": "inside.example"} for row in beats]
    rows = [*beats, *pages, *outside, *plain, *AWAKE]
    found = concluded(DETECTOR, rows, "kind", "rule", "host", "origin_ip", "target_ip")
    assert found == [("beacon", "beacon-by-proxy", "c2.example", None, CLIENT)]


@pytest.mark.parametrize(("hours", "interval"), [(1.2, 60), (2, 60), (4, 300), (5.9, 600)])
def test_a_capture_of_hours_is_divided_as_a_day_is(hours: float, interval: int) -> None:
    seen = [flow(0, client="192.168.9.9"), flow(int(hours * 3600) - 1, client="192.168.9.9")]
    rows = [*beacon(interval, jitter=0.1, until=hours * 3600), *seen]
    assert concluded(DETECTOR, rows, "origin_ip") == [(SERVER,)]
    half = [*beacon(interval, jitter=0.1, until=hours * 600), *seen]
    assert concluded(DETECTOR, half, "origin_ip") == []


@pytest.mark.parametrize("seed", range(6))
def test_somebody_who_reads_a_site_during_a_capture_of_hours_is_not_suspected(seed: int) -> None:
    moment = random.Random(seed)
    seconds = sorted({int(moment.uniform(0, 3)) * 3600 + int(moment.expovariate(1 / 600)) for _ in range(80)})
    rows = [flow(second, sent=moment.randint(300, 9_000)) for second in seconds]
    seen = [flow(0, client="192.168.9.9"), flow(3 * 3600, client="192.168.9.9")]
    assert concluded(DETECTOR, [*rows, *seen], "origin_ip") == []


def test_a_capture_of_less_than_an_hour_says_nothing_of_regularity() -> None:
    assert concluded(DETECTOR, beacon(10, until=3_000), "origin_ip") == []


def test_ports_are_told_apart() -> None:
    mixed = [dict(row, server_port=443 + number % 2) for number, row in enumerate(beacon(60))]
    assert len(suspects(mixed)) == 2


def test_a_setting_makes_it_a_contact_with_a_c2_server_that_says_so() -> None:
    counted = Settings(detection=Detection(suspected_as_c2=True))
    assert suspects(beacon(), counted) == [("c2_contact", "beacon", SERVER, CLIENT)]
    assert DETECTOR.depends(counted) != DETECTOR.depends(Settings())


@pytest.mark.parametrize("split", [1, 7, 100])
def test_order_and_split_and_the_disk_change_nothing(
    split: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        dict(row, no=number) for number, row in enumerate(beacon(900, jitter=0.1) + beacon(900, server="203.0.113.9"))
    ]
    rows += [dict(row, no=1000 + number) for number, row in enumerate(AWAKE)]
    wanted = concluded(DETECTOR, rows, "origin_ip", "record", "measured")
    assert len(wanted) == 2
    random.Random(split).shuffle(rows)
    monkeypatch.setattr(shuffle, "IN_MEMORY", 20)
    found = concluded(DETECTOR, rows, "origin_ip", "record", "measured", split=split, scratch=tmp_path)
    assert sorted(found) == sorted(wanted)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
