"""MaxMind DB files."""

from __future__ import annotations

import pytest

from crosscount.model.place import Basis
from tests.reference.mmdb_writer import mmdb
from tests.reference.reading import read, rows

AU, CN = {"iso_code": "AU"}, {"iso_code": "CN"}
COUNTRIES = {
    "1.0.0.0/24": {"country": AU, "registered_country": CN},
    "1.0.1.0/24": {"registered_country": CN},
    "2001:218::/32": {"country": CN, "continent": {"code": "AS"}},
}


def test_the_located_country_is_read_unless_the_registered_one_is_asked_for() -> None:
    data = mmdb(COUNTRIES)
    assert sorted(rows(read(data)), key=str) == [
        ("1.0.0.0", "1.0.0.255", "AU"),
        ("1.0.1.0", "1.0.1.255", None),
        ("2001:218::", "2001:218:ffff:ffff:ffff:ffff:ffff:ffff", "CN"),
    ]
    assert read(data).basis is Basis.LOCATED
    assert {said for _, _, said in rows(read(data, basis=Basis.REGISTERED))} == {"CN", None}
    assert read(data, "x.mmdb").notes == ("x.mmdb: Test-Country, built on 2014-02-07",)


def test_networks_are_read() -> None:
    found = read(mmdb({"1.0.0.0/24": {"autonomous_system_number": 64496}}, "Test-ASN"))
    assert (found.content, found.basis) == ("network", Basis.ROUTED)
    assert rows(found) == [("1.0.0.0", "1.0.0.255", 64496)]


@pytest.mark.parametrize("cut", [0, 1, 7, 40, 97])
def test_a_damaged_file_is_read_as_far_as_it_goes_and_never_raises(cut: int) -> None:
    data = mmdb(COUNTRIES)
    start = data.rfind(b"\xab\xcd\xef")
    found = read(data[: max(0, start // 2 - cut)] + data[start:])
    assert found.kept + found.set_aside == found.read
    assert found.reasons.get("truncated", 0) == 1 or found.kept <= 3
