"""Figures by country and by body, a case each: alerts, machines where they stand, shares that a country hosts.

A claim is its number as written, its role, its origin, its target and its days.
"""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2016, 6, 1)
Told = list[tuple[str, str, str | None, str]]
PLACES: list[tuple[str, Told]] = [
    # Alerts that a body received count, and the addresses that they are about; those that it published do not.
    (
        "CERT-LT received over 41,000 security alerts tied to 2,900 unique addresses. It published 36 security alerts.",
        [("41,000", "incident_report", None, "LT"), ("2,900", "infected_ip", None, "LT")],
    ),
    # A number in brackets behind the place where something stands.
    (
        "Most botnet servers are located in Peru (412). Peru is followed by Chile with 97 and Kenya with 81 servers.",
        [("412", "c2", "PE", "WW"), ("97", "c2", "CL", "WW"), ("81", "c2", "KE", "WW")],
    ),
    # Machines that a botnet controls are infected; "the country with the most" is not the one that a text is of.
    (
        "ESET found a botnet that has control of 64,000 systems. The country with the most machines was Peru with "
        "nearly 6,000.",
        [("64,000", "infected_host", None, "WW"), ("6,000", "infected_host", None, "PE")],
    ),
    ("Our sinkhole logged 700,000 infected addresses.", [("700,000", "infected_ip", None, "WW")]),
    # Attacks stand on nothing: a country that hosts a share of them has the machines.
    (
        "ESET found 900 phishing attacks. Peru hosted 43 percent of all phishing attacks.",
        [("900", "phish_event", None, "WW"), ("43 percent", "phish_host", "PE", "WW")],
    ),
    (
        "ESET said 46 percent of the botnet servers used for attacks are hosted in Peru.",
        [("46 percent", "c2", "PE", "WW")],
    ),
    (
        "Peru has overtaken Chile as the country hosting most phishing sites with 27 percent of the total, ESET said.",
        [("27 percent", "phish_page", "PE", "WW")],
    ),
    (
        "The African countries of Kenya, Ghana and Egypt together hosted 31 percent of the botnet servers, ESET said.",
        [("31 percent", "c2", "KE;GH;EG", "WW")],
    ),
    (
        "Sources of attacks include Peru, with 31 percent of all attacks, and Chile with 18 percent, ESET said.",
        [("31 percent", "attack_source_share", "PE", "WW"), ("18 percent", "attack_source_share", "CL", "WW")],
    ),
]  # fmt: skip
COUNTED: list[tuple[str, Told]] = [
    # A length of time parts no subject from its number; whoever heads a list has the number behind it.
    (
        "The worm is new. Since May the number of infections in Peru in the first three days was at over 9,500.",
        [("9,500", "infected_host", None, "PE")],
    ),
    (
        "ESET said Chile, which still tops the table with over 7,200 infections, is trailed by Peru with about 2,300.",
        [("7,200", "infected_host", None, "CL"), ("2,300", "infected_host", None, "PE")],
    ),
    # What malware was removed from was cleaned; cases of attacks are attacks.
    ("ESET removed malware from 41,000 computers.", [("41,000", "cleaned_host", None, "WW")]),
    ("Some 730 cases of cyberattacks were detected in Peru.", [("730", "attack_event", None, "PE")]),
    # The number behind "number of", and traffic of a botnet.
    (
        "Peru's army saw 8,200 attacks. That is on par with the earlier number of 7,900 tallied in 2014.",
        [("8,200", "attack_event", None, "PE"), ("7,900", "attack_event", None, "PE")],
    ),
    (
        "Imperva said 37.5 percent of botnet traffic came from Peru.",
        [("37.5 percent", "attack_source_share", "PE", "WW")],
    ),
]
TOLD: list[tuple[str, Told]] = [
    # A number in brackets between a percentage and its whole; domains that were broken into are sites.
    (
        "CERT-LT found that 31 percent (2,100) of the infected addresses were at home, and that 62 percent (4,400) of "
        "alerts received concern phishing. Some 170 domains were compromised.",
        [
            ("31 percent", "infected_ip", None, "LT"),
            ("2,100", "infected_ip", None, "LT"),
            ("62 percent", "incident_report", None, "LT"),
            ("4,400", "incident_report", None, "LT"),
            ("170", "hacked_site", None, "LT"),
        ],
    ),
    # What was scanned, and what there is, is no claim.
    ("The tool scanned 2.6 million machines.", []),
    # The spread of a program by country; a country and "where"; those who made it.
    (
        "ESET counted the infections of the worm by country: Peru 9%, Chile 6%.",
        [("9%", "infected_host", None, "PE"), ("6%", "infected_host", None, "CL")],
    ),
    ("The worm hit Peru, where 1,200 machines were infected.", [("1,200", "infected_host", None, "PE")]),
    (
        "A group of criminals in Peru created the malware. It has infected 4,100 phones, ESET said.",
        [("4,100", "infected_host", "PE", "WW")],
    ),
    ("Hackers also defaced 70 non-Danish sites, ESET said.", [("70", "defaced_site", None, "WW")]),
    # What a multiple is of, at the head of a sentence.
    (
        "ESET saw 4.1 million attacks from 6,000 addresses. This figure is nine times the number of 2015.",
        [
            ("4.1 million", "attack_event", None, "WW"),
            ("6,000", "attack_ip", None, "WW"),
            ("nine times", "attack_event", None, "WW"),
        ],
    ),
]
LATER: list[tuple[str, Told]] = [
    # Countries of a list, and a part of the world with countries of its own; people whom a program hit.
    (
        "ESET said the Asian countries of Japan and India together "
        "account for 13 percent of all botnet servers, and the East "
        "European countries of Poland and Latvia together account for 21 percent.",
        [("13 percent", "c2", "JP;IN", "WW"), ("21 percent", "c2", "PL;LV", "WW")],
    ),
    ("The worm has infected some 4 million people in Peru.", [("4 million", "infected_host", None, "PE")]),
    # Parts of the world are no country; what sites were plastered with defaces them.
    ("ESET found 40 botnet servers in Europe, North America and Kenya.", [("40", "c2", None, "WW")]),
    ("Hackers broke into 310 Peruvian sites, plastering them with slogans.", [("310", "defaced_site", None, "PE")]),
    # After a list of countries a share is of all of them, whoever is behind it; what there is, in brackets.
    (
        "A group of criminals in Peru created the malware. Some 1.6 million phones in Chile and 1.3 million in Kenya "
        "are infected, ESET said. About 50 percent of the infected phones run an old system.",
        [
            ("1.6 million", "infected_host", "PE", "CL"),
            ("1.3 million", "infected_host", "PE", "KE"),
            ("50 percent", "infected_host", "PE", "WW"),
        ],
    ),
    (
        "CERT-LT said 16 percent of the addresses allotted to Lithuania (approx. 2.9 million) were infected.",
        [("16 percent", "infected_ip", None, "LT")],
    ),
    ("境内1200台主机被木马控制。", [("1200", "victim_host", None, "CN")]),
    # A country to which attacks are traced is not the one that they hit.
    (
        "The database has 3,600 phishing attacks, about 15 percent of which were on hosts in Peru.",
        [("3,600", "phish_event", None, "WW"), ("15 percent", "phish_host", "PE", "WW")],
    ),
]
DAYS: list[tuple[str, list[tuple[str, str | None, str | None]]]] = [
    # When a program was found is not when machines were infected.
    ("ESET discovered the malware in February. It has infected 41,000 phones.", [("41,000", None, None)]),
    ("Peru's army had seen 3,100 attacks as of end-March.", [("3,100", "2016-01-01", "2016-03-31")]),
    # Yesterday at the end; since the end of a month; two years of one number.
    ("Our sensors logged 9,100 infected addresses yesterday.", [("9,100", "2016-05-31", "2016-05-31")]),
    ("Since the end of April some 800 sites have been hacked.", [("800", "2016-04-30", "2016-06-01")]),
    ("Some 158 sites were hacked in 2014 and 2015.", [("158", "2014-01-01", "2015-12-31")]),
    (
        "Iran's police saw 290 attacks in the last fiscal year, ended March 2016.",
        [("290", "2015-03-21", "2016-03-20")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), [*PLACES, *COUNTED, *TOLD, *LATER])
def test_where_figures_are_of(text: str, wanted: Told) -> None:
    found = [(claim.quantity_text, claim.role, claim.origin, claim.target) for claim in extract(text, day=DAY)]
    assert found == wanted


@pytest.mark.parametrize(("text", "wanted"), DAYS, ids=[text[:40] for text, _ in DAYS])
def test_when_figures_are_of(text: str, wanted: list[tuple[str, str | None, str | None]]) -> None:
    found = [(claim.quantity_text, *days_of(claim)) for claim in extract(text, day=DAY)]
    assert found == wanted


def test_no_more_than_is_not_denied() -> None:
    found = list(extract("The worm hit 12,500 machines. All in all, the figure does not go above 16,500.", day=DAY))
    assert [(claim.quantity_text, claim.negated) for claim in found] == [("12,500", False), ("16,500", False)]
