"""What STIX patterns name."""

from __future__ import annotations

import pytest

from crosscount.kernels.reading.stix_patterns import named


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("[ipv4-addr:value = '192.0.2.1']", [{"ip": "192.0.2.1"}]),
        (
            "[ipv4-addr:value='192.0.2.1' OR domain-name:value='OR.example']",
            [{"ip": "192.0.2.1"}, {"host": "OR.example"}],
        ),
        ("[ipv6-addr:value = '2001:db8::1/128']", [{"ip": "2001:db8::1"}]),
        ("[url:value = 'http://a.example/it\\'s AND more']", [{"url": "http://a.example/it's AND more"}]),
        (
            "[url:value IN ('http://a.example', 'http://b.example')]",
            [{"url": "http://a.example"}, {"url": "http://b.example"}],
        ),
        (
            "[network-traffic:dst_ref.value = 'a.example' AND network-traffic:dst_port = 80]",
            [{"host": "a.example", "port": "80"}],
        ),
        ("[ipv4-addr:value = '192.0.2.1' AND domain-name:value = 'a.example']", [{}]),
        ("[ipv4-addr:value = '192.0.2.1'] AND [ipv4-addr:value = '192.0.2.2']", [{}]),
        ("[(url:value = 'http://a.example' OR url:value = 'http://b.example') AND file:size > 1]", [{}]),
        ("[domain-name:value != 'a.example']", [{}]),
        ("[domain-name:value LIKE '%.example']", [{}]),
        ("[file:hashes.MD5 = '00']", [{}]),
        ("", [{}]),
    ],
)
def test_a_pattern_names_what_or_joins(pattern: str, found: list[dict[str, str]]) -> None:
    assert named(pattern) == found
