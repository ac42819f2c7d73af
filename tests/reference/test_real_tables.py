"""Real reference tables against what others said of the same addresses at the time. Rates are measured lower bounds."""

from __future__ import annotations

import gzip
import json
from bisect import bisect_right
from collections import Counter
from ipaddress import ip_address, ip_network
from pathlib import Path

import pyarrow as pa
import pytest

from crosscount.kernels.cleaning import ip
from crosscount.kernels.placing.prefixes import PrefixTable
from crosscount.model.place import Basis
from tests.reference.reading import read, rows

RIR = [f"rir/2014-04-28/delegated-{name}-2014-04-28.gz" for name in ("apnic", "lacnic", "ripencc")]
GEOLITE = "geolite2_country_2014-02-07.csv.gz"


def table(shared: Path, *names: str, basis: Basis | None = None) -> PrefixTable:
    files = [gzip.decompress((shared / "geo" / name).read_bytes()) for name in names]
    return PrefixTable.build(
        pa.concat_tables([read(data, name, basis).ranges for data, name in zip(files, names, strict=True)])
    )


@pytest.fixture(scope="module")
def phishtank(shared: Path) -> list[tuple[str, str, str]]:
    """Distinct (address, country, registry) that PhishTank recorded during 2014."""
    pages = json.loads(gzip.decompress((shared / "phish/phishtank_2014-10_online-valid_shared.json.gz").read_bytes()))
    details = [detail for page in pages for detail in page.get("details") or ()]
    return sorted(
        {
            (d["ip_address"], d["country"].upper(), d["rir"])
            for d in details
            if d["detail_time"] >= "2014" and d["country"]
        }
    )


def agreement(found: PrefixTable, stated: list[tuple[str, str, str]]) -> tuple[float, float]:
    """Share of addresses placed, and share of those placed as stated."""
    countries = found.country(ip.parse(pa.array([address for address, _, _ in stated])).values).to_pylist()
    pairs = [(ours, theirs) for ours, (_, theirs, _) in zip(countries, stated, strict=True) if ours is not None]
    return len(pairs) / len(stated), sum(ours == theirs for ours, theirs in pairs) / len(pairs)


@pytest.mark.parametrize(
    ("names", "basis", "registries", "placed", "agreed"),
    [
        ([GEOLITE], Basis.LOCATED, None, 0.975, 0.970),
        ([GEOLITE], Basis.REGISTERED, None, 0.975, 0.995),
        (RIR, None, {"apnic", "lacnic", "ripencc"}, 0.993, 0.993),
        (["geo-whois-asn-country-ipv4_2026-06.csv.gz"], None, None, 0.999, 0.925),
    ],
)
def test_phishtanks_country_of_2014_is_ours(
    shared: Path,
    phishtank: list[tuple[str, str, str]],
    names: list[str],
    basis: Basis | None,
    registries: set[str] | None,
    placed: float,
    agreed: float,
) -> None:
    stated = [one for one in phishtank if registries is None or one[2] in registries]
    shares = agreement(table(shared, *names, basis=basis), stated)
    assert shares[0] >= placed
    assert shares[1] >= agreed


def test_todays_table_blames_others_for_2014(shared: Path, phishtank: list[tuple[str, str, str]]) -> None:
    """The registered table of the day agrees with PhishTank far better than the one of twelve years later."""
    then = agreement(table(shared, GEOLITE, basis=Basis.REGISTERED), phishtank)[1]
    now = agreement(table(shared, "geo-whois-asn-country-ipv4_2026-06.csv.gz"), phishtank)[1]
    assert then - now > 0.06


def test_clients_of_a_real_sensor_are_counted_by_country_as_plain_python_counts_them(shared: Path) -> None:
    logs = sorted((shared / "netlog/rita_2024-04-19_exposed_server").glob("conn.*.log.gz"))
    lines = [line for log in logs for line in gzip.decompress(log.read_bytes()).decode().splitlines()]
    clients = sorted({line.split("\t")[3] for line in lines if line and not line.startswith("#")})
    name = "rir_country_ipv4_2023-06-30.csv.gz"
    listed = gzip.decompress((shared / "geo" / name).read_bytes()).decode().splitlines()[1:]
    blocks = sorted(
        (int(n[0]), int(n[-1]), c) for p, _, c in (x.partition(",") for x in listed) for n in [ip_network(p)]
    )
    starts = [start for start, _, _ in blocks]

    def plain(text: str) -> str | None:
        block = blocks[bisect_right(starts, int(ip_address(text))) - 1]
        return block[2] if block[1] >= int(ip_address(text)) else None

    ours = table(shared, name).country(ip.parse(pa.array(clients)).values).to_pylist()
    assert len(clients) > 1_000
    assert Counter(ours) == Counter(plain(client) for client in clients)
    assert ours == [plain(client) for client in clients]


def test_ipv6_addresses_are_placed_as_the_listed_ranges_say(shared: Path) -> None:
    name = "geo-whois-asn-country-ipv6_2026-06.csv.gz"
    found = read(gzip.decompress((shared / "geo" / name).read_bytes()), name)
    assert (found.read, found.set_aside) == (216_295, 0)
    prefixes = PrefixTable.build(found.ranges)
    some = rows(found)[::50]
    for end in (0, 1):
        asked = ip.parse(pa.array([row[end] for row in some])).values
        assert prefixes.country(asked).to_pylist() == [row[2] for row in some]


def test_ipv6_blocks_of_the_registries_are_placed(shared: Path) -> None:
    asked = ip.parse(pa.array(["2001:da8::1", "2a00:1450::1", "2001:1284::1", "2001:db8::1", "2001:4860::1"])).values
    assert table(shared, *RIR).country(asked).to_pylist() == ["CN", "IE", "BR", None, None]  # ARIN's file is absent


@pytest.mark.parametrize(
    ("name", "kept", "set_aside"),
    [
        (GEOLITE, 84_138, 0),
        ("geolite_legacy_country_2012-09_geoip-lite-1.0.10.csv.gz", 167_672, 1_980),  # A1 and A2: proxies, satellites
        ("rir_country_ipv4_2022-03-31.csv.gz", 155_025, 0),
        ("asn-ipv4_2026-06.csv.gz", 411_961, 0),
        ("rir/2014-04-28/delegated-ripencc-2014-04-28.gz", 58_979, 0),
        ("rir/2014-04-28/delegated-apnic-2014-04-28.gz", 26_735, 0),
    ],
)
def test_every_record_of_a_real_table_is_accounted_for(shared: Path, name: str, kept: int, set_aside: int) -> None:
    data = gzip.decompress((shared / "geo" / name).read_bytes())
    found = read(data, name)
    assert (found.kept, found.set_aside) == (kept, set_aside)
    assert found.read + found.remarks == data.count(b"\n") + (not data.endswith(b"\n"))
