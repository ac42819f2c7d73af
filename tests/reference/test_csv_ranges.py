"""CSV tables of address ranges."""

from __future__ import annotations

import pytest

from crosscount.errors import InputError, UnknownFormat
from crosscount.model.place import Basis
from crosscount.reference.readers import reader_of
from tests.reference.reading import read, rows

BOTH = "start,end,country,registered_country\n1.0.0.0,1.0.0.255,AU,US\n1.0.1.0,1.0.1.255,,CN\n"


@pytest.mark.parametrize(
    "text",
    [
        "start,end,country\n1.0.0.0,1.0.0.255,AU\n",
        "1.0.0.0,1.0.0.255,AU\n",
        '"1.0.0.0","1.0.0.255","au"\r\n',
        "16777216,16777471,AU\n",
        '"16777216","16777471","AU","Australia"\n',
        "cidr,country\n1.0.0.0/24,AU\n",
        "1.0.0.0/24,AU",
        "\ufeffcountry;network\n".replace(";", ",") + "AU,1.0.0.0/24\n",
        "# comment\n\nip_from,ip_to,country_code,country_name\n16777216,16777471,AU,Australia\n",
    ],
)
def test_a_range_of_countries_is_read_in_any_of_its_shapes(text: str) -> None:
    assert rows(read(text)) == [("1.0.0.0", "1.0.0.255", "AU")]


@pytest.mark.parametrize(
    "text",
    [
        '1.0.0.0,1.0.0.255,64496,"Example, Inc. ""Net"""\n',
        "start,end,asn,holder\n1.0.0.0,1.0.0.255,64496,Example\n",
        "1.0.0.0/24,AS64496\n",
        "prefix,asn\n1.0.0.0/24,64496\n",
    ],
)
def test_a_range_of_networks_is_read_in_any_of_its_shapes(text: str) -> None:
    found = read(text)
    assert (found.content, found.basis) == ("network", Basis.ROUTED)
    assert rows(found) == [("1.0.0.0", "1.0.0.255", 64496)]


def test_ipv6_ranges_are_read() -> None:
    found = read("2001:db8::,2001:db8::ff,DE\n2001:db8:1::/48,FR\n2001:db8:2::,2001:db8:2::,NL\n")
    assert rows(found) == [("2001:db8::", "2001:db8::ff", "DE"), ("2001:db8:2::", "2001:db8:2::", "NL")]
    assert found.reasons == {"bad-shape": 1}


def test_the_column_of_the_basis_is_used() -> None:
    assert [said for _, _, said in rows(read(BOTH))] == ["AU", None]
    assert [said for _, _, said in rows(read(BOTH, basis=Basis.REGISTERED))] == ["US", "CN"]
    assert read(BOTH).basis is Basis.LOCATED


@pytest.mark.parametrize(
    ("name", "basis"), [("GeoLite2-Country.csv", Basis.LOCATED), ("rir_country_ipv4.csv", Basis.REGISTERED)]
)
def test_an_unstated_basis_is_taken_from_the_name_and_said(name: str, basis: Basis) -> None:
    found = read("1.0.0.0,1.0.0.255,AU\n", name)
    assert found.basis is basis
    assert found.notes == (f"{name}: no basis stated, taken as {basis.value}; say --basis if that is wrong",)


def test_every_damaged_record_is_set_aside_for_its_first_fault() -> None:
    found = read(
        "start,end,country\n"
        "1.0.0.0,1.0.0.255,AU\n"
        "1.0.1.0,1.0.0.255,AU\n"  # ends before it begins
        "1.0.1.0,2001:db8::1,AU\n"  # two families
        "1.0.1,1.0.1.255,AU\n"
        "01.0.1.0,1.0.1.255,AU\n"  # an octet that can be read in two ways
        "1.0.1.0,4294967296,AU\n"
        "1.0.1.0,1.0.1.255,A1\n"
        "1.0.1.0,1.0.1.255\n"
        '1.0.1.0,1.0.1.255,"AU\n'
        "\n"
    )
    assert (found.read, found.kept, found.remarks) == (9, 1, 2)
    assert found.reasons == {"bad-ip": 3, "bad-number": 2, "bad-shape": 2, "unmapped": 1}


def test_a_prefix_with_host_bits_is_set_aside() -> None:
    found = read("1.0.0.0/24,AU\n1.0.0.1/24,AU\n1.0.0.0/33,AU\n1.0.0.0/,AU\n1.0.0.7,AU\n0.0.0.0/0,US\n::/0,US\n")
    assert rows(found) == [
        ("1.0.0.0", "1.0.0.255", "AU"),
        ("1.0.0.7", "1.0.0.7", "AU"),
        ("0.0.0.0", "255.255.255.255", "US"),
        ("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "US"),
    ]
    assert found.reasons == {"bad-number": 3}


def test_a_network_number_beyond_32_bits_is_set_aside() -> None:
    found = read("1.0.0.0/24,64496\n1.0.1.0/24,4294967296\n1.0.2.0/24,0\n1.0.3.0/24,\n")
    assert [said for _, _, said in rows(found)] == [64496, None, None]
    assert found.reasons == {"bad-number": 1}


@pytest.mark.parametrize("text", ["", "hello\n", "name,age\nx,1\n", "192.0.2.1\n192.0.2.2\n", '{"a": 1}'])
def test_what_is_no_reference_table_is_not_recognised(text: str) -> None:
    with pytest.raises(UnknownFormat, match="no reference table"):
        reader_of(text.encode(), "file")


def test_a_format_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="there are: mmdb, delegated, pyasn, routeviews, csv-ranges"):
        reader_of(b"", "file", "excel")
