"""The user's own tables, and ours of brands."""

from __future__ import annotations

from importlib.resources import files

import pyarrow as pa
import pytest

from crosscount.errors import SettingsError
from crosscount.kernels.placing.targets import Targets
from crosscount.reference import belongs
from crosscount.reference.overrides import overrides
from tests.kernels.address_ranges import addresses


def test_the_narrowest_override_decides() -> None:
    table = overrides(
        b"cidr,country,asn\n# ours\n192.0.2.0/24,US,64496\n192.0.2.128/25,CN,\n2001:db8::/32,,64497\n", "x"
    )
    asked = addresses(["192.0.2.1", "192.0.2.129", "2001:db8::1", "198.51.100.1"])
    assert table.country(asked).to_pylist() == ["US", "CN", None, None]
    assert table.network(asked).to_pylist() == [64496, None, 64497, None]


def test_overrides_need_no_network_column() -> None:
    assert overrides(b"192.0.2.0/24,US", "x").country(addresses(["192.0.2.1"])).to_pylist() == ["US"]


@pytest.mark.parametrize(
    "line", ["192.0.2.1/24,US", "192.0.2.0/24", "192.0.2.0/24,USA", "x,US", "192.0.2.0/24,US,x", "a,b,c,d"]
)
def test_a_fault_in_the_overrides_is_named_with_its_line(line: str) -> None:
    with pytest.raises(SettingsError, match=r"mine\.csv, line 2: "):
        overrides(b"cidr,country,asn\n" + line.encode(), "mine.csv")


def test_the_users_brands_stand_above_ours() -> None:
    ours = Targets(brands=belongs.brands(b"", ""))
    names = pa.array(["ICBC", "Bradesco", "Her Majesty's Revenue and Customs", "三菱UFJ銀行", "PayPal", "au"])
    assert ours.of_brand(names)[0].to_pylist() == ["CN", "BR", "GB", "JP", "ZZ", "JP"]
    mine = Targets(brands=belongs.brands(b"brand,country\nICBC,ZZ\nPaypal,us\n", "mine"))
    assert mine.of_brand(names)[0].to_pylist() == ["ZZ", "BR", "GB", "JP", "US", "JP"]


def test_global_brands_are_absent_from_our_table() -> None:
    known = belongs.brands(b"", "")
    for name in (
        "amazon",
        "apple",
        "apple id",
        "facebook",
        "google",
        "microsoft",
        "netflix",
        "paypal",
        "visa",
        "hsbc",
        "dhl",
    ):
        assert name not in known


def test_our_table_of_brands_is_sorted_and_without_repeats() -> None:
    lines = (files("crosscount.reference") / "brands.csv").read_text("utf-8").splitlines()
    assert lines[0] == "brand,country"
    assert len(belongs.brands(b"", "")) == len(lines) - 1


def test_sites_of_the_user_are_read_in_punycode() -> None:
    assert belongs.sites("host,country\nExample.ORG.,cn\nbücher.example,DE\n".encode(), "x") == {
        "example.org": "CN",
        "xn--bcher-kva.example": "DE",
    }


@pytest.mark.parametrize("line", ["example.org", "example.org,CHN", ",CN", '"example.org,CN'])
def test_a_fault_in_the_sites_is_named_with_its_line(line: str) -> None:
    with pytest.raises(SettingsError, match=r"mine\.csv, line 1: "):
        belongs.sites(line.encode(), "mine.csv")
