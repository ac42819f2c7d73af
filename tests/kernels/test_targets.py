"""Whom a site or a brand belongs to."""

from __future__ import annotations

import pyarrow as pa
import pytest

from crosscount.kernels.placing.targets import GENERIC, TOP_LEVEL, Targets, brand_key, top_level

TARGETS = Targets(
    sites={"example.org": "CN", "shop.example.org": "JP", "portal.example.tv": "BR"},
    brands={
        brand_key("Rakuten"): "JP",
        brand_key("三井住友銀行"): "JP",
        brand_key("AT&T"): "US",
        brand_key("Nobody"): "ZZ",
    },
)


def site(host: str | None) -> tuple[str, str]:
    country, basis = TARGETS.of_site(pa.array([host], pa.string()))
    return country[0].as_py(), basis[0].as_py()


def brand(name: str | None) -> tuple[str, str]:
    country, basis = TARGETS.of_brand(pa.array([name], pa.string()))
    return country[0].as_py(), basis[0].as_py()


@pytest.mark.parametrize(
    ("host", "country", "basis"),
    [
        ("example.org", "CN", "site"),
        ("deep.www.example.org", "CN", "site"),  # a host stands for its subdomains
        ("www.shop.example.org", "JP", "site"),  # the longest name decides
        ("notexample.org", "ZZ", "none"),
        ("portal.example.tv", "BR", "site"),  # the table comes before the domain
        ("www.example.com.cn", "CN", "cctld"),
        ("example.co.uk", "GB", "cctld"),
        ("example.su", "RU", "cctld"),
        ("example.xn--fiqs8s", "CN", "cctld"),
        ("example.eu", "ZZ", "none"),
        ("example.com", "ZZ", "none"),
        ("example.tv", "ZZ", "none"),
        ("example.io", "ZZ", "none"),
        ("www.gov.ws", "WS", "cctld"),  # the government zone of a domain sold to everyone
        ("cn", "ZZ", "none"),
        ("192.0.2.1", "ZZ", "none"),
        ("[2001:db8::1]", "ZZ", "none"),
        ("", "ZZ", "none"),
        (None, "ZZ", "none"),
    ],
)
def test_a_site_belongs_to_the_country_of_the_table_then_of_its_domain(
    host: str | None, country: str, basis: str
) -> None:
    assert site(host) == (country, basis)


@pytest.mark.parametrize(
    ("name", "country", "basis"),
    [
        ("Rakuten", "JP", "brand"),
        ("  RAKUTEN ", "JP", "brand"),
        ("Ｒａｋｕｔｅｎ", "JP", "brand"),
        ("三井住友銀行", "JP", "brand"),
        ("AT&amp;T", "US", "brand"),
        ("Nobody", "ZZ", "none"),  # the user says that it belongs to nobody
        ("example.org", "CN", "site"),
        ("https://www.example.co.jp/login", "JP", "cctld"),
        ("PayPal", "ZZ", "none"),
        ("Other", "ZZ", "none"),
        ("St. Example", "ZZ", "none"),
        ("", "ZZ", "none"),
        (None, "ZZ", "none"),
    ],
)
def test_a_brand_belongs_to_the_country_of_the_table_or_goes_the_way_of_a_site(
    name: str | None, country: str, basis: str
) -> None:
    assert brand(name) == (country, basis)


def test_every_row_has_its_answer_when_names_repeat() -> None:
    countries, grounds = TARGETS.of_site(pa.array(["a.cn", None, "a.de", "a.cn"]))
    assert countries.to_pylist() == ["CN", "ZZ", "DE", "CN"]
    assert grounds.to_pylist() == ["cctld", "none", "cctld", "cctld"]


def test_domains_in_other_scripts_are_written_as_the_root_zone_writes_them() -> None:
    words = {
        "中国": "CN",
        "рф": "RU",
        "укр": "UA",
        "한국": "KR",
        "ไทย": "TH",
        "امارات": "AE",
        "भारत": "IN",
        "台湾": "TW",
    }
    for word, country in words.items():
        assert TOP_LEVEL[word.encode("idna").decode()] == country
    for name in TOP_LEVEL:
        assert not name.startswith("xn--") or name.encode().decode("idna") != name


def test_generic_domains_are_country_codes_that_exist() -> None:
    assert set(GENERIC) <= set(top_level())
