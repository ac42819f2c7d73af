"""What a part, a comparison or a list has of its own, and what it takes from its whole."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2018, 2, 10)
# A text with, for each number, its role, origin and target.
TEXTS = [
    # A kind of incident has a role of its own where it is one of sites.
    (
        "CERT-LT handled 7,900 incidents in 2017, among them 1,203 defacements and 3,821 cases of online fraud.",
        [("incident_report", None, "LT"), ("defaced_site", None, "LT"), ("incident_report", None, "LT")],
    ),
    (
        "CERT-LT handled 7,900 incidents. Website defacement accounted for 1,203 cases and malware for 814.",
        [("incident_report", None, "LT"), ("defaced_site", None, "LT"), ("incident_report", None, "LT")],
    ),
    # What is included is more of the same, whatever the sentence goes on to.
    (
        "Last week 1,023 websites in China were tampered with, including 41 government sites; 3,187 were implanted "
        "with backdoors, a year-on-year drop of 12 percent.",
        [("defaced_site", None, "CN"), ("defaced_site", None, "CN"), ("backdoored_site", None, "CN"),
         ("backdoored_site", None, "CN")],
    ),
    # Whom servers control are victims; who hosts pages is a host.
    (
        "Some 120,000 computers in Poland were infected. Servers in the Netherlands controlled 42,000 of them.",
        [("infected_host", None, "PL"), ("victim_host", "NL", "PL")],
    ),
    (
        "Some 40,000 phishing pages were found, with servers in Peru hosting 12 percent.",
        [("phish_page", None, "WW"), ("phish_host", "PE", "WW")],
    ),
    # The number of those who do something is not that of those to whom it is done.
    (
        "The number of phishing sites was 538, of which 247 imitated banks and 174 imitated shops.",
        [("phish_page", None, "WW"), ("phish_page", None, "WW"), ("phish_page", None, "WW")],
    ),
    # A participle belongs to the noun before it.
    (
        "In 2017, 900 addresses in Peru implanted backdoors in 3,000 websites in Chile, and 60 percent of the phishing "
        "pages imitating Chilean websites were hosted abroad.",
        [("backdoor_ip", "PE", "CL"), ("backdoored_site", "PE", "CL"), ("phish_page", "XX-CL", "CL")],
    ),
    # Those who follow do or suffer what the first did or suffered.
    (
        "In 2017, 47 percent of DDoS attacks hit targets in China, followed by Peru with 21 percent and Chile with 11.",
        [("attack_event", None, "CN"), ("attack_event", None, "PE"), ("attack_event", None, "CL")],
    ),
    (
        "Targets in China were hit by 60 percent of all attacks. Peru and Chile followed with 9 percent and 7 percent "
        "of attacks respectively.",
        [("attack_event", None, "CN"), ("attack_event", None, "PE"), ("attack_event", None, "CL")],
    ),
    (
        "Peru was the top country for malicious activity in 2017 with 23 percent of the total, down from 26 percent in "
        "2016. Chile ranked second with 9 percent.",
        [("attack_source_share", "PE", "WW"), ("attack_source_share", "PE", "WW"), ("attack_source_share", "CL", "WW")],
    ),
    # A number that another is compared with has its sides; complaints come from those who were hit.
    (
        "In 2017, servers abroad controlled 8.9 million computers in China, compared with 5 million computers in 2016.",
        [("victim_host", "XX-CN", "CN"), ("victim_host", "XX-CN", "CN")],
    ),
    ("The centre received 8,473 complaints from the American public.", [("incident_report", None, "US")]),
    # Whose machines are counted, and who suffered what, are those who were hit.
    (
        "Authorities in Chile said 1,900 computers at 60 organisations were infected by the wiper on March 3. By "
        "March 5 the figure had grown to 3,100 computers at 95 organisations.",
        [("infected_host", None, "CL"), ("infected_host", None, "CL")],
    ),
    ("Officials in Chile said 22 percent of 255 companies had suffered an incident.", []),
    # A noun's own words come first; what was not cleaned is still infected.
    ("A domain in Peru controlled 500,000 infected routers in Chile.", [("infected_host", "PE", "CL")]),
    (
        "In Chile, 3 million of the 4 million infected computers had not been cleaned.",
        [("infected_host", None, "CL"), ("infected_host", None, "CL")],
    ),
    (
        "Police dismantled a botnet. In Chile alone, 50,000 computers were part of it.",
        [("infected_host", None, "CL")],
    ),
    # Some numbers between two lists do not part them.
    (
        "Peru, Bolivia and Paraguay ranked as the top three sources, controlling 4,430, 2,140 and 1,200 hosts in Chile "
        "respectively.",
        [("victim_host", "PE", "CL"), ("victim_host", "BO", "CL"), ("victim_host", "PY", "CL")],
    ),
    (
        "In 2017, 16 percent of all attacks were aimed at users in Chile, followed by Peru and Bolivia with 15 percent "
        "and 14 percent.",
        [("attack_event", None, "CL"), ("attack_event", None, "PE"), ("attack_event", None, "BO")],
    ),
    # Who sends, who was overtaken, who was behind.
    (
        "Attacks from Peru made up 21 percent of all attacks seen by Akamai, those from Chile 13 percent.",
        [("attack_source_share", "PE", "WW"), ("attack_source_share", "CL", "WW")],
    ),
    (
        "Peru overtook Chile as the leading source of attack traffic with 38 percent. Chile was second with 33 "
        "percent, down from 34, and Bolivia third with 7 percent.",
        [("attack_source_share", "PE", "WW"), ("attack_source_share", "CL", "WW"), ("attack_source_share", "CL", "WW"),
         ("attack_source_share", "BO", "WW")],
    ),
    (
        "Chile registered 1,730 cyberattacks in 2017. Peru was behind most of them.",
        [("attack_event", None, "CL"), ("attack_event", "PE", "CL")],
    ),
    # An agent stands before the next comma.
    (
        "Some 770,000 computers worldwide were infected by Simda in 2017, with 90,000 new infections in Chile.",
        [("infected_host", None, "WW"), ("infected_host", None, "CL")],
    ),
    (
        "KISA blocked 9,522 fake banking sites in 2017, up from 4,104, and 6,900 malicious apps.",
        [("phish_page", None, "KR"), ("phish_page", None, "KR")],
    ),
    # How strong attacks must be to be counted is no claim; a number in commas is one.
    ("CERT-LT saw 220 DDoS attacks with a peak traffic above 10 Gbps.", [("attack_event", None, "LT")]),
    ("The largest number of attacks on Chile, 1,676, was recorded in June.", [("attack_event", None, "CL")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_parts_and_lists(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert [(c.role, c.origin, c.target) for c in extract(text, day=DAY)] == expected
