"""Suspicions from behaviour, in a store: kinds of their own, which leave every other figure as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crosscount.flow import compute, conclude
from crosscount.flow.contamination import variants
from crosscount.model.window import Window
from crosscount.settings import Contamination, Detection, Settings
from tests.detectors.worlds import CLIENT, SERVER, beacon
from tests.flow.observed import put, threats

MB = 1_000_000
WINDOW = Window(date(2014, 3, 1), date(2014, 3, 31), "UTC")
LISTED = {"seen": "listing", "stated": "c2_listing", "server_ip": "203.0.113.77", "observed_at": "2014-03-19"}
CONTACT = {"seen": "flow", "client_ip": "192.0.2.1", "server_ip": "203.0.113.77", "observed_at": "2014-03-20"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store", folder=tmp_path)


def volume(day: int, size: int, **more: Any) -> dict[str, Any]:
    ends = {"client_ip": CLIENT, "server_ip": SERVER, "bytes_out": size, "bytes_in": 0}
    return {"seen": "flow", "observed_at": f"2014-03-{day:02d} 12:00", **ends, **more}


def value(figure: str, settings: Settings) -> int | None:
    return compute.run(figure, WINDOW, settings=settings).total


def test_a_beacon_is_a_suspicion_and_no_c2_server(settings: Settings) -> None:
    put(settings, [LISTED, CONTACT], "known")
    put(settings, beacon(), "beacon")
    conclude.run(settings=settings)
    kinds = [row[0] for row in threats(settings, "kind")]
    assert sorted(kinds) == ["beacon", "c2_contact", "c2_listing"]
    assert (value("c2-servers", settings), value("controlled-machines", settings)) == (1, 1)
    assert (value("suspected-c2-servers", settings), value("beaconing-machines", settings)) == (1, 1)
    measured = dict(threats(settings, "kind", "measured"))
    assert json.loads(measured["beacon"])["score"] == 1
    assert measured["c2_contact"] is None


def test_a_setting_lets_beacons_into_the_c2_figures_and_the_statement_says_so(settings: Settings) -> None:
    put(settings, [LISTED, CONTACT, *beacon()])
    bold = replace(settings, detection=Detection(suspected_as_c2=True))
    conclude.run(settings=bold)
    assert (value("c2-servers", bold), value("suspected-c2-servers", bold)) == (2, 0)
    assert {row[1] for row in threats(bold, "kind", "rule") if row[0] == "c2_contact"} == {"c2-address", "beacon"}
    notes = compute.run("c2-servers", WINDOW, settings=bold).notes
    assert any("suspected_as_c2" in note for note in notes)
    assert conclude.stale(settings) == [date(2014, 3, day) for day in (19, 20)]


def test_the_past_comes_from_other_files_and_a_late_one_makes_the_days_after_it_due(settings: Settings) -> None:
    for day in range(10, 15):
        put(settings, [volume(day, MB + day)], f"day {day}")
    put(settings, [volume(19, 400 * MB)], "theft")
    conclude.run(settings=settings)
    assert threats(settings, "kind", "rule") == [("exfiltration", "volume")]
    assert json.loads(threats(settings, "measured")[0][0])["days"] == 5
    put(settings, [volume(9, 400 * MB)], "late")
    assert conclude.stale(settings) == [date(2014, 3, day) for day in (9, 10, 11, 12, 13, 14, 19)]
    conclude.run(settings=settings)
    assert json.loads(threats(settings, "measured")[0][0])["days"] == 6


def test_the_order_of_arrival_changes_no_suspicion(tmp_path: Path) -> None:
    files = {f"day {day}": [volume(day, MB + day)] for day in range(10, 16)}
    files |= {"theft": [volume(19, 400 * MB)], "beats": beacon()[::2], "more beats": beacon()[1::2]}
    found = []
    for names in (list(files), list(files)[::-1]):
        settings = Settings(store=tmp_path / names[0], folder=tmp_path)
        for name in names:
            put(settings, files[name], name)
            conclude.run(settings=settings)
        found.append(threats(settings))
    assert found[0] == found[1]
    assert len(found[0]) == 2


def test_own_networks_say_whose_behaviour_counts(settings: Settings) -> None:
    put(settings, beacon(client="203.0.113.5"))
    conclude.run(settings=settings)
    assert threats(settings) == []
    (settings.folder / "own.txt").write_text("203.0.113.0/24 # ours\n")
    mine = replace(settings, detection=Detection(own_networks=("own.txt",)))
    conclude.run(settings=mine)
    assert threats(mine, "kind", "target_ip") == [("beacon", "203.0.113.5")]


@pytest.mark.parametrize(
    ("lists", "tags", "counted"),
    [
        (Contamination(usual_servers=(SERVER,)), "usual", 0),
        (Contamination(researchers=(CLIENT,), tor=(CLIENT,)), "researcher,tor", 0),
        (Contamination(shared_hosting=(SERVER,), vpn=(CLIENT,)), "shared_hosting,vpn", 1),
        (Contamination(sinkholes=(SERVER,)), "sinkhole", 0),
        (Contamination(scanners=(SERVER,)), "", 1),
    ],
)
def test_lists_tag_a_suspicion_and_the_figure_says_what_it_leaves_out(
    settings: Settings, lists: Contamination, tags: str, counted: int
) -> None:
    put(settings, beacon())
    mine = replace(settings, contamination=lists)
    conclude.run(settings=mine)
    assert threats(mine, "kind", "tags") == [("beacon", tags)]
    statement = compute.run("suspected-c2-servers", WINDOW, settings=mine)
    assert (statement.total, statement.excluded) == (counted, 1 - counted)


def test_a_tor_exit_is_tagged_and_still_counts_in_the_eight_figures(settings: Settings) -> None:
    access = {"seen": "request", "client_ip": "203.0.113.9", "host": "site.example", "url": "/c99.php", "status": 200}
    put(settings, [{**access, "observed_at": "2014-03-19"}])
    mine = replace(settings, contamination=Contamination(tor=("203.0.113.9",), scanners=("192.0.2.0/24",)))
    conclude.run(settings=mine)
    assert threats(mine, "kind", "tags") == [("backdoor_access", "tor")]
    assert value("backdoor-origins", mine) == 1
    found = variants("backdoor-origins", WINDOW, settings=mine)
    assert found["without scanner and sinkhole"] == found["with everything"] == 1
    assert found["without scanner and sinkhole and tor"] == 0
    assert found["without scanner and sinkhole and vpn"] == 1
