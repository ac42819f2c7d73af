"""Delegated statistics of the registries."""

from __future__ import annotations

from crosscount.model.place import Basis
from tests.reference.reading import read, rows

FILE = """# conditions of use
2|apnic|20140428|7|19830613|20140427|+1000
apnic|*|asn|*|1|summary
apnic|*|ipv4|*|4|summary
apnic|AU|asn|64496|1|20020801|allocated
apnic|AU|ipv4|1.0.0.0|256|20110811|assigned
apnic|CN|ipv4|1.0.1.0|768|20110414|allocated
apnic|JP|ipv6|2001:200::|35|19990813|allocated
"""
EXTENDED = """2.3|arin|1398657600|5|19700101|20140428|-0400
arin|US|ipv4|3.0.0.0|16777216|19880223|assigned|abc
arin||ipv4|23.130.1.0|256||available|
arin|ZZ|ipv4|23.130.2.0|256||reserved|
arin|US|ipv6|2600::|12|20050101|allocated|def
"""


def test_a_block_counts_addresses_in_ipv4_and_bits_in_ipv6() -> None:
    found = read(FILE)
    assert rows(found) == [
        ("1.0.0.0", "1.0.0.255", "AU"),
        ("1.0.1.0", "1.0.3.255", "CN"),  # 768 addresses are no power of two
        ("2001:200::", "2001:200:1fff:ffff:ffff:ffff:ffff:ffff", "JP"),
    ]
    assert (found.basis, found.registry) == (Basis.REGISTERED, "apnic")


def test_headers_summaries_comments_and_network_blocks_are_remarks() -> None:
    found = read(FILE)
    assert (found.read, found.remarks, found.set_aside) == (3, 5, 0)


def test_available_and_reserved_blocks_are_in_no_country() -> None:
    assert [said for _, _, said in rows(read(EXTENDED))] == ["US", None, None, "US"]


def test_one_file_of_all_registries_names_them_all() -> None:
    both = "2|nro|20140428|2|19830613|20140427|+0000\niana|ZZ|ipv4|0.0.0.0|16777216||ietf|\n"
    both += "apnic|AU|ipv4|1.0.0.0|256|20110811|assigned\nlacnic|BR|ipv4|177.0.0.0|256|20110811|allocated\n"
    found = read(both)
    assert (found.registry, [said for _, _, said in rows(found)]) == ("apnic,iana,lacnic", [None, "AU", "BR"])


def test_every_damaged_record_is_set_aside_for_its_first_fault() -> None:
    damaged = FILE + "\n".join(
        [
            "apnic|AU|ipv4|1.0.0|256|20110811|assigned",
            "apnic|AU|ipv4|1.0.4.0|0|20110811|assigned",
            "apnic|AU|ipv4|255.255.255.0|512|20110811|assigned",
            "apnic|AU|ipv4|1.0.4.0|2x|20110811|assigned",
            "apnic|A1|ipv4|1.0.4.0|256|20110811|assigned",
            "apnic|AU|ipv6|2001:db8::1|32|20110811|assigned",
            "apnic|AU|ipv6|2001:db8::|129|20110811|assigned",
            "apnic|AU|ipv4|1.0.4.0|256|20110811|borrowed",
            "apnic|AU|ipv4|1.0.4.0",
            "",
        ]
    )
    found = read(damaged)
    assert (found.read, found.kept, found.remarks) == (12, 3, 5)
    assert found.reasons == {"bad-ip": 1, "bad-number": 5, "bad-shape": 1, "unmapped": 2}
    assert [fault.record_no for fault in found.faults] == list(range(9, 18))


def test_a_registry_that_writes_eu_is_quoted_as_it_writes() -> None:
    assert rows(read("ripencc|EU|ipv4|2.0.0.0|256|20100712|allocated\n")) == [("2.0.0.0", "2.0.0.255", "EU")]
