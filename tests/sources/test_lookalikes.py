"""Files that look like a list or a report and are none, and files named so that only their content can tell."""

from __future__ import annotations

import pytest

from crosscount import plugins
from crosscount.model.source import Head
from tests.sources.reading import claimed, read

NOBODYS = {
    "empty file": ("list.txt", ""),
    "comments only": ("list.txt", "# nothing today\n#\n"),
    "ranges with countries": ("rir.csv", "cidr,country\n192.0.2.0/24,US\n"),
    "ranges without a header": ("geo.csv", "192.0.2.0,192.0.2.255,US\n198.51.100.0,198.51.100.255,CN\n"),
    "one range a line": ("drop.txt", "192.0.2.0/24\n198.51.100.0/24\n"),
    "addresses and hosts mixed": ("trail.txt", "# Reference: https://example.org\nexample.com\n192.0.2.1\n192.0.2.2\n"),
    "a list of sinkholes": ("sinkhole_example.txt", "192.0.2.1\n192.0.2.2\n"),
    "a list in a folder of scanners": ("lists/scanners/example.txt", "192.0.2.1\n192.0.2.2\n"),
    "exits of Tor": ("tor-exits.txt", "192.0.2.1\n192.0.2.2\n"),
    "addresses with ports": ("c2.txt", "192.0.2.1:443\n192.0.2.2:80\n"),
    "mostly no addresses": ("versions.txt", "1.2.3.400\n1.2.3.500\n1.2.3.4\n"),
    "a report in prose": ("report.txt", "Hosts seen today:\nhttp://example.com/a\n192.0.2.1\n"),
    "pages of malware": ("urlhaus_text.txt", "http://example.com/a.exe\nhttp://example.com/b.exe\n"),
    "hosts, one a line": ("domains.txt", "example.com\nexample.net\n"),
    "a table of phishing without ids": ("phish.csv", "date,url,brand\n2014-03-19,http://example.com,Bank\n"),
    "a calendar": ("calendar.csv", "date,description\n2014-03-19,Meeting\n"),
    "flows of another product": (
        "flows.csv",
        "timestamp,src_ip,src_port,dst_ip,dst_port,protocol\n2014-03-19,192.0.2.1,1,192.0.2.2,2,tcp\n",
    ),
    "first sighting only": ("c2.csv", "First Seen,C2\n2014-03-19 10:00:00,192.0.2.1\n"),
    "interval of file hashes": ("hashes.csv", "sha256,first_seen,last_seen\n00,2014-03-19,2014-03-20\n"),
    "days and families without addresses": ("daily.tsv", "date\tfamily\tcount\n2014-03-19\tExample\t3\n"),
    "certificates of abuse.ch": (
        "sslblacklist.csv",
        "# Listingdate,SHA1,Listingreason\n2014-03-19 10:00:00,00,Example C&C\n",
    ),
    "samples of abuse.ch": (
        "bazaar.csv",
        '# "first_seen_utc","sha256_hash","md5_hash","file_name"\n"2014-03-19 10:00:00", "00", "00", "a"\n',
    ),
    "JSON lines of another sensor": (
        "eve.json",
        '{"timestamp": "2014-03-19T10:00:00Z", "src_ip": "192.0.2.1", "event_type": "alert"}\n',
    ),
    "events of another product": ("log.json", '{"timestamp": "2014-03-19T10:00:00Z", "event_type": "login"}\n'),
    "sums by nfdump": ("top.csv", "ts,te,td,pr,val,fl,flP,pkt,pktP,byt,bytP,pps,bps,bpp\n"),
    "events of another honeypot": (
        "honeypot.json",
        '{"eventid": "login", "src_ip": "192.0.2.1", "timestamp": "2014-03-19T10:00:00Z"}\n',
    ),
    "an IntelMQ report before parsing": (
        "report.json",
        '{"feed.name": "Example", "raw": "", "time.observation": "2014-03-19T10:00:00+00:00"}\n',
    ),
}


@pytest.mark.parametrize(("name", "text"), NOBODYS.values(), ids=NOBODYS.keys())
def test_a_lookalike_is_claimed_by_nobody(name: str, text: str) -> None:
    assert claimed(text, name) in ([], ["indicator-list"])


@pytest.mark.parametrize(("name", "text"), NOBODYS.values(), ids=NOBODYS.keys())
def test_a_plain_list_states_no_more_than_its_name_says(name: str, text: str) -> None:
    if claimed(text, name):
        said = {"c2.txt": {"c2_listing"}, "urlhaus_text.txt": {"malware_listing"}}
        assert set(read("indicator-list", text, name).column("stated")) == said.get(name, {"other"})


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("2001:db8::1\n192.0.2.1\n", "address-list"),
        ("\ufeff192.0.2.1\r\n192.0.2.2\r\n", "address-list"),
        ("https://login.example.com/\nhttp://192.0.2.1/pp\n", "openphish"),
        ("description,URL,date\nBank,http://example.com,2014/03/19 10:00:00\n", "jpcert-csv"),
        (
            "# Firstseen,DstIP,DstPort,LastOnline,Malware\n2014-03-19 10:00:00,192.0.2.1,80,2014-03-19,Heodo\n",
            "feodo-csv",
        ),
        (
            "target,url,phish_id,submission_time\nOther,http://example.com,1,2014-03-19T10:00:00+00:00\n",
            "phishtank-csv",
        ),
        (
            '[{"phish_id":"1","url":"http://example.com","submission_time":"2014-03-19T10:00:00+00:00"}]',
            "phishtank-json",
        ),
        ("last_seen\tfirst_seen\tc2_ip\n2014/03/20\t2014/03/19\t192.0.2.1\n", "interval-list"),
        (
            "# Copyright (c) 2014 Maltrail developers (https://example.org)\n# Reference: https://example.org\n192.0.2.1\n",
            "maltrail",
        ),
        ("Source,Date added,Malware,Domain\nX,2019-03-19,examplerat,example.com\n", "blackbook-csv"),
        ("2022-03-19 00:00:00,a,ip,192.0.2.1,,https://example.org/1\n", "tweetfeed-csv"),
        ("# id,dateadded,url,url_status,threat,tags,urlhaus_link,reporter\n", "urlhaus-csv"),
        ("ip\tfamily\tdate\n192.0.2.1\tExample\t2014-03-19\n", "dated-list"),
        ('"date","ip","family"\n"2014-03-19","192.0.2.1","Example"\n', "dated-list"),
        ("severity,timestamp,geo,asn,ip\nlow,2014-03-19 10:00:00,XX,64496,192.0.2.1\n", "shadowserver"),
        (
            "not json\n" + '{"time.source": "2014-03-19T10:00:00+00:00", "classification.type": "spam"}\n',
            "intelmq-events",
        ),
    ],
)
def test_content_tells_where_the_name_does_not(text: str, source: str) -> None:
    assert claimed(text, "data.bin") == [source]


def test_a_page_with_thousands_of_addresses_is_known_though_its_object_is_longer_than_the_head() -> None:
    details = ",".join(['{"ip_address":"192.0.2.1","country":"US"}'] * 5_000)
    text = f'[{{"phish_id":"1","url":"http://example.com","submission_time":"2014-03-19T10:00:00Z","details":[{details}]}}]'
    assert claimed(text, "dump") == ["phishtank-json"]


@pytest.mark.parametrize("damaged", ["23.16.0.1234", "23.16.0.300", "1.2.3.4 5.6.7.8", "\\x00\\xff", "not an address"])
def test_one_damaged_line_does_not_lose_a_list_of_addresses(damaged: str) -> None:
    lines = [f"192.0.2.{number}" for number in range(1, 20)]
    head = Head("Zeus IPs.txt", "\n".join([*lines[:7], damaged, *lines[7:]]).encode())
    assert plugins.recognise(head).id == "address-list"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("# IOCs of the last days\n192.0.2.1\n192.0.2.2\n", "address-list"),
        (
            "# ThreatFox IOCs: all (CSV format)\n"
            '# "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","malware_printable"\n'
            '"2014-03-19 10:00:00", "1", "192.0.2.1:443", "ip:port", "botnet_cc", "Example"\n',
            "threatfox-csv",
        ),
    ],
)
def test_a_title_that_speaks_of_indicators_makes_no_report_of_a_table(text: str, source: str) -> None:
    assert plugins.recognise(Head("data.txt", text.encode())).id == source


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zeus IPs.txt", "192.0.2.1\n192.0.2.2\nnot an address\n"),
        ("Zeus IPs 2014-03-19.txt", "192.0.2.1\n192.0.2.2:443\n192.0.2.3\n"),
        ("data.bin", "192.0.2.1\n192.0.2.2\nnone\n192.0.2.3\n192.0.2.4\n"),
    ],
)
def test_one_damaged_line_does_not_lose_a_short_list_of_addresses(name: str, text: str) -> None:
    assert plugins.recognise(Head(name, text.encode())).id == "address-list"


def test_a_shadowserver_report_of_few_columns_is_known_by_its_name() -> None:
    text = "timestamp,src_ip,src_port,infection\n2014-03-19 10:00:00,192.0.2.1,1,example\n"
    assert claimed(text, "reports/2014-03-19-event4_sinkhole-xx.csv") == ["shadowserver"]
    assert claimed(text, "events.csv") == []


def test_a_report_is_known_by_its_headings_or_by_a_defanged_indicator_at_the_start_of_a_line() -> None:
    assert claimed("THREAT IDENTIFICATION: EXAMPLE\n\nEXAMPLE C2\n192.0.2.1\n", "a.txt") == ["ioc-report"]
    assert claimed("= Example -- Indicators of Compromise\n", "README.adoc") == ["ioc-report"]
    assert claimed("Seen today:\n\n* hxxps://example[.]com/a\n", "notes.md") == ["ioc-report"]
    assert claimed("Seen today at hxxp://example.com, and it was bad.\n", "notes.md") == []
    assert claimed('192.0.2.1 - - [19/Mar/2024:10:00:00 +0000] "GET /?u=hxxp://a[.]b HTTP/1.1" 200 1\n', "a.log") == [
        "access-log"
    ]
