"""DNS tunnels: many different long names of one domain."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

import pytest

from crosscount.detectors.dns_tunnel import DETECTOR
from crosscount.settings import Detection, Settings
from tests.detectors.detecting import concluded
from tests.detectors.worlds import CLIENT

Rows = list[dict[str, Any]]


def lookups(names: list[str], client: str = CLIENT) -> Rows:
    base = {"seen": "lookup", "client_ip": client, "server_ip": "192.168.1.1"}
    return [
        {**base, "host": name, "observed_at": f"2014-03-19 10:{number // 60 % 60:02d}:{number % 60:02d}"}
        for number, name in enumerate(names)
    ]


def encoded(count: int, domain: str = "t.example.com", size: int = 30, seed: int = 1) -> list[str]:
    rng = random.Random(seed)
    return [base64.b32encode(rng.randbytes(size)).decode().strip("=").lower() + f".{domain}" for _ in range(count)]


def suspects(names: list[str], settings: Settings | None = None) -> list[tuple[Any, ...]]:
    return concluded(DETECTOR, lookups(names), "kind", "rule", "host", "origin_ip", "target_ip", settings=settings)


def test_data_in_names_are_suspected_and_the_domain_is_named() -> None:
    found = concluded(DETECTOR, lookups(encoded(150)), "kind", "host", "target_ip", "origin_ip", "record", "measured")
    assert found[0][:-1] == ("dns_tunnel", "example.com", CLIENT, None, 1)
    said = json.loads(found[0][-1])
    assert said["names"] == 150
    assert said["length"] == 49
    assert 4.5 < said["entropy"] <= 5.1


def test_the_domain_is_the_registered_one_even_below_a_long_public_suffix() -> None:
    assert [row[2] for row in suspects(encoded(120, "a.b.example.co.uk"))] == ["example.co.uk"]


@pytest.mark.parametrize(
    "names",
    [
        encoded(99),
        encoded(1) * 500,
        [f"host{number}.branch.office.example.com" for number in range(500)],
        [f"{number}.2.0.192.zen.dnsbl.example.org" for number in range(500)],
        [("a" * 40) + f"{number:03d}.example.com" for number in range(500)],
        [f"{number:032x}"[::-1].replace("", ".").strip(".") + ".ip6.arpa" for number in range(500)],
        [name.removesuffix(".t.example.com")[:40] + f".d{number}.example" for number, name in enumerate(encoded(300))],
    ],
    ids=["too few", "always the same", "short", "block list", "one letter", "reverse", "a domain each"],
)
def test_other_questions_are_not(names: list[str]) -> None:
    assert suspects(names) == []


def test_the_number_of_names_is_a_setting_and_upper_case_is_not_another_name() -> None:
    few = Settings(detection=Detection(tunnel_names=50))
    assert len(suspects(encoded(50), few)) == 1
    assert suspects([*encoded(40), *(name.upper() for name in encoded(40))], few) == []


def test_names_of_different_clients_are_not_added_up() -> None:
    names = encoded(150)
    rows = lookups(names[:75]) + lookups(names[75:], "192.168.1.6")
    assert concluded(DETECTOR, rows, "kind") == []


def test_order_and_split_change_nothing() -> None:
    rows = [dict(row, no=number) for number, row in enumerate(lookups(encoded(150)))]
    wanted = concluded(DETECTOR, rows, "record", "measured")
    random.Random(3).shuffle(rows)
    assert concluded(DETECTOR, rows, "record", "measured", split=13) == wanted
