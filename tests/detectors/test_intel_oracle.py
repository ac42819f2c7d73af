"""C2 contacts against the meaning that Zeek's intelligence framework gives a match, written again in plain Python.

Zeek compares an address exactly; a domain, in lower case, with the Host header without its port and with the DNS
question; a URL without its scheme with host and target of the request (base/frameworks/intel/main.zeek, and
policy/frameworks/intel/seen/http-headers.zeek, http-url.zeek, dns.zeek). Ours also asks whether the listing counts at
that instant, and looks at the server's end only. Zeek's URLs know no case and ours do, so paths here are lower case.
A subnet holds an address as its bits say; a contact is concluded by it where no other indicator of its family does.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.detectors.c2 import DETECTOR
from tests.detectors.detecting import concluded

DAY = datetime(2014, 3, 19, tzinfo=UTC)
VALID = timedelta(days=7)  # of a sighting, as the settings say
FAMILIES = {"address": "a", "page": "p", "domain": "d", "network": "n"}
addresses = st.sampled_from(["192.0.2.1", "192.0.2.2", "2001:db8::1"])
domains = st.sampled_from(["bad.example", "www.bad.example", "bad.example.net"])
pages = st.sampled_from(["/gate.php", "/gate.php?id=1", "/a/gate.php"])
networks = st.sampled_from(["192.0.2.0/31", "192.0.0.0/8", "192.0.2.1/30", "2001:db8::/32", "198.51.100.0/24"])
before = st.integers(-9 * 24, 23).map(lambda hours: DAY + timedelta(hours=hours))
today = st.integers(0, 24 * 60 - 1).map(lambda minutes: DAY + timedelta(minutes=minutes))

LISTED = st.one_of(
    st.fixed_dictionaries({"type": st.just("address"), "value": addresses, "at": before}),
    st.fixed_dictionaries({"type": st.just("domain"), "value": domains, "at": before}),
    st.fixed_dictionaries({"type": st.just("network"), "value": networks, "at": before}),
    st.fixed_dictionaries({"type": st.just("page"), "value": st.tuples(domains, pages), "at": before}),
)
SEEN = st.one_of(
    st.fixed_dictionaries({"seen": st.just("flow"), "server_ip": addresses, "at": today}),
    st.fixed_dictionaries({"seen": st.just("lookup"), "server_ip": addresses, "host": domains, "at": today}),
    st.fixed_dictionaries(
        {"seen": st.just("request"), "server_ip": addresses, "host": domains, "url": pages, "at": today}
    ),
)
WRITTEN = st.sampled_from([str.lower, str.upper, lambda host: f"{host}:80"])


def intel_hits(listed: list[dict[str, Any]], row: dict[str, Any]) -> set[str]:
    """Which types of indicator match: what Intel::find says, for those that count at the instant."""
    standing = [one for one in listed if one["at"] <= row["at"] < one["at"] + VALID]
    hosts = {one["value"] for one in standing if one["type"] == "address"}
    strings = {(one["value"], "domain") for one in standing if one["type"] == "domain"}
    strings |= {("".join(one["value"]), "page") for one in standing if one["type"] == "page"}
    hits = set()
    if row["seen"] != "lookup" and row["server_ip"] in hosts:
        hits.add("address")
    subnets = [ip_network(one["value"], strict=False) for one in standing if one["type"] == "network"]
    if row["seen"] != "lookup" and any(ip_address(row["server_ip"]) in one for one in subnets):
        hits.add("network")
    if "host" in row and (row["host"].lower(), "domain") in strings:
        hits.add("domain")
    if "url" in row and ((row["host"] + row["url"]).lower(), "page") in strings:
        hits.add("page")
    return hits


@settings(deadline=None, max_examples=60)
@given(st.lists(LISTED, max_size=8), st.lists(SEEN, min_size=1, max_size=12), st.data())
def test_a_contact_is_what_the_intel_framework_of_zeek_matches(
    listed: list[dict[str, Any]], rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    listings = []
    for one in listed:
        where = {"address": "server_ip", "domain": "host", "page": "url", "network": "host"}[one["type"]]
        value = one["value"] if one["type"] != "page" else "http://" + "".join(one["value"])
        stated = {"stated": "c2_listing", "family": FAMILIES[one["type"]], where: value}
        listings.append({**stated, "observed_at": f"{one['at']:%Y-%m-%d %H:%M}"})
    traffic = []
    for row in rows:
        said = {name: value for name, value in row.items() if name != "at"}
        if "host" in said:
            write = data.draw(WRITTEN) if row["seen"] == "request" else str.upper
            said["host"] = write(said["host"])
        traffic.append({**said, "client_ip": "203.0.113.5", "observed_at": f"{row['at']:%Y-%m-%d %H:%M}"})
    found = set(concluded(DETECTOR, traffic, "record", "rule", listings=listings))
    expected = {(number, f"c2-{kind}") for number, row in enumerate(rows, 1) for kind in intel_hits(listed, row)}
    assert found == expected
