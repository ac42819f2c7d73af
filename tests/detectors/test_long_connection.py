"""Long connections: half a day open to a server outside."""

from __future__ import annotations

import json

from crosscount.detectors.long_connection import DETECTOR
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded
from tests.detectors.worlds import CLIENT, SERVER, flow

HOUR = 3600.0


def test_a_connection_of_half_a_day_is_one_and_says_how_long() -> None:
    rows = [flow(60, duration=12 * HOUR), flow(61, duration=12 * HOUR - 1), flow(62)]
    ((kind, rule, origin, target, record, measured),) = concluded(
        DETECTOR, rows, "kind", "rule", "origin_ip", "target_ip", "record", "measured"
    )
    assert (kind, rule, origin, target, record) == ("long_connection", "duration", SERVER, CLIENT, 1)
    assert json.loads(measured) == {"duration": 43_200, "bytes_out": 500}


def test_the_hours_are_a_setting_and_only_our_clients_to_the_outside_count() -> None:
    rows = [
        flow(1, duration=HOUR),
        flow(2, duration=HOUR, server="10.0.0.1"),
        flow(3, duration=HOUR, client="203.0.113.1"),
    ]
    assert concluded(DETECTOR, rows, "record") == []
    short = Settings(detection=Detection(long_connection_hours=1.0))
    assert concluded(DETECTOR, rows, "record", settings=short) == [(1,)]
