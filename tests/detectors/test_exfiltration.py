"""Exfiltration: far more than the client ever sent, held against its own past."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from crosscount.detectors.exfiltration import DETECTOR
from crosscount.kernels.detecting import shuffle
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded
from tests.detectors.worlds import CLIENT, SERVER

MB = 1_000_000
Rows = list[dict[str, Any]]


def sent(
    day: str, size: int, *, server: str = SERVER, back: int = 0, client: str = CLIENT, hour: int = 10
) -> dict[str, Any]:
    at = f"2014-03-{day} {hour:02d}:00"
    return {
        "seen": "flow",
        "client_ip": client,
        "server_ip": server,
        "observed_at": at,
        "bytes_out": size,
        "bytes_in": back,
    }


def usual(days: range, size: int = 2 * MB, client: str = CLIENT) -> Rows:
    return [sent(f"{day:02d}", size + day * 10_000, server="203.0.113.8", client=client, back=size * 9) for day in days]


def suspects(rows: Rows, past: Rows, *columns: str, settings: Settings | None = None) -> list[tuple[Any, ...]]:
    names = columns or ("kind", "rule", "origin_ip", "target_ip")
    return concluded(DETECTOR, rows, *names, past=past, settings=settings)


def test_far_more_than_ever_before_is_suspected_with_its_measure() -> None:
    rows = [sent("19", 300 * MB), sent("19", 200 * MB, hour=9)]
    past = usual(range(5, 19))
    assert suspects(rows, past) == [("exfiltration", "volume", SERVER, CLIENT)]
    ((measured, record),) = suspects(rows, past, "measured", "record")
    said = json.loads(measured)
    assert record == 1  # the larger flow, though not the earlier
    assert (said["bytes_out"], said["days"]) == (500 * MB, 14)
    assert said["usual_bytes"] == pytest.approx(2.1 * MB, rel=0.05)
    assert said["score"] > 20


@pytest.mark.parametrize(
    ("rows", "past"),
    [
        ([sent("19", 500 * MB)], []),
        ([sent("19", 500 * MB)], usual(range(15, 19))),
        ([sent("19", 500 * MB)], usual(range(5, 19), 400 * MB)),
        ([sent("19", 49 * MB)], usual(range(5, 19))),
        ([sent("19", 500 * MB, back=600 * MB)], usual(range(5, 19))),
        ([sent("19", 500 * MB, server="10.0.0.1")], usual(range(5, 19))),
        ([sent("19", 500 * MB, client="203.0.113.1")], usual(range(5, 19), client="203.0.113.1")),
        ([sent("19", 500 * MB)], usual(range(1, 5))),
    ],
    ids=["first day", "four days", "as always", "below the floor", "a download", "inside", "not ours", "long ago"],
)
def test_what_is_usual_small_or_without_a_past_is_not(rows: Rows, past: Rows) -> None:
    assert suspects(rows, past) == []


def test_the_past_of_another_client_does_not_count() -> None:
    assert suspects([sent("19", 500 * MB)], usual(range(5, 19), client="192.168.1.6")) == []


def test_floor_and_score_are_settings() -> None:
    rows, past = [sent("19", 30 * MB)], usual(range(5, 19))
    assert suspects(rows, past) == []
    assert len(suspects(rows, past, settings=Settings(detection=Detection(exfiltration_bytes=MB)))) == 1
    strict = Settings(detection=Detection(exfiltration_bytes=MB, exfiltration_score=1000.0))
    assert suspects(rows, past, settings=strict) == []


def test_order_and_split_change_nothing() -> None:
    rows = [sent("19", 100 * MB + number, hour=8 + number) for number in range(6)]
    numbered = [dict(row, no=number) for number, row in enumerate(rows, 1)]
    wanted = suspects(numbered, usual(range(5, 19)), "record", "measured")
    assert concluded(DETECTOR, numbered[::-1], "record", "measured", past=usual(range(5, 19))[::-1], split=1) == wanted


def test_the_past_is_read_once_for_the_suspects_of_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = [f"192.168.{number}.7" for number in range(40)]
    rows = [dict(sent("19", 300 * MB, client=client), no=number) for number, client in enumerate(clients, 1)]
    past = [row for client in clients[:-1] for row in usual(range(5, 19), client=client)]
    columns = ("record", "target_ip", "measured")
    wanted = concluded(DETECTOR, rows, *columns, past=past)
    monkeypatch.setattr(shuffle, "IN_MEMORY", 1)
    asked: list[pa.Array] = []
    found = concluded(DETECTOR, rows, *columns, past=past, split=3, scratch=tmp_path, asked=asked)
    assert [len(clients) for clients in asked] == [40]
    assert sorted(found) == sorted(wanted)
    assert [record for record, *_ in sorted(found)] == list(range(1, 40))
