"""Decimals, multiples, rates and parts: what a number counts that goes on with others, and numbers of no threat."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 10)
NUMBERS = (
    (
        "An audit of 2012 found malware on 890 of the agency's 12,000 computers in Chile.",
        [("890", "count", "infected_host")],
    ),
    (
        "Hacking cases in Chile came to 890 in 2012, and 2,600 people were arrested.",
        [("890", "count", "incident_report")],
    ),
    (
        "In 2012, 890 computers in Chile were controlled from abroad, of which servers in Peru controlled 400.",
        [("890", "count", "victim_host"), ("400", "count", "victim_host")],
    ),
    (
        "Every day hackers try 890 times to get into the networks of Chile's army.",
        [("890", "rate_per_day", "attack_event")],
    ),
    (
        "In 2012 the number of attacks on Chile rose from 890 to 900, or by 1.1 percent.",
        [("890", "count", "attack_event"), ("900", "count", "attack_event"), ("1.1", "change_pct", "attack_event")],
    ),
    (
        "Chile was attacked 890 times in May. In April there had been 900.",
        [("890", "count", "attack_event"), ("900", "count", "attack_event")],
    ),
    (
        "In 2012, 26.3 percent of computers in Chile faced at least one web threat.",
        [("26.3", "share_pct", "attack_event")],
    ),
    ("In 2012 attacks on Chile rose by 2,07 percent.", [("2.07", "change_pct", "attack_event")]),
    ("In 2012, 12,4 million computers in Chile were infected.", [("12400000", "count", "infected_host")]),
    (
        "In 2012 there were 890 hacked websites, two and a half times as many as in 2011.",
        [("890", "count", "hacked_site"), ("2.5", "ratio", "hacked_site")],
    ),
    ("In 2012 every fifth computer in Chile was infected.", [("20", "share_pct", "infected_host")]),
    ("Chile ranked third among the targets of attacks in 2012.", []),
    (
        "In 2012 the daily number of attacks on Chile rose from 700 to 890.",
        [("700", "rate_per_day", "attack_event"), ("890", "rate_per_day", "attack_event")],
    ),
    (
        "CL-CERT handled 890 incidents in 2012. Phishing accounted for 400, malware for 300.",
        [("890", "count", "incident_report"), ("400", "count", "incident_report"), ("300", "count", "incident_report")],
    ),
    ("In 2012 the botnet was made up of 890 computers in Chile.", [("890", "count", "infected_host")]),
    ("In 2012 CL-CERT got 890 reports of computer security incidents.", [("890", "count", "incident_report")]),
    ("In 2012, 890 IT crimes were registered.", [("890", "count", "incident_report")]),
)
IDLE = (
    "Detection stood at 37 percent.",
    "Its shares fell 12 percent.",
    "The number of Internet users rose by 12 percent.",
    "Internet penetration reached 37 percent.",
    "It has a market share of 37 percent.",
    "Some 890 delegates discussed cyberattacks.",
    "About 37 percent of respondents fear cyberattacks.",
    "Police seized 40 laptops and 12 phones.",
)


@pytest.mark.parametrize(("text", "figures"), NUMBERS)
def test_number(text: str, figures: list[tuple[str, str, str]]) -> None:
    """Decimals, multiples, rates and kinds."""
    read = [(f"{claim.quantity.normalize():f}", claim.kind.value, claim.role) for claim in extract(text, day=DAY)]
    assert sorted(read) == sorted(figures)


@pytest.mark.parametrize("sentence", IDLE)
def test_idle_number(sentence: str) -> None:
    """Numbers of people, trade and evidence are none of threats, beside those that are."""
    claims = extract(f"In 2012 Chile suffered 8,900 attacks. {sentence}", day=DAY)
    assert [claim.quantity for claim in claims] == [8900]


GOING_ON = (
    (
        "In 2012, 9,000 websites in Chile were hacked, including 700 implanted with backdoors and 300 defaced.",
        ["hacked_site", "backdoored_site", "defaced_site"],
    ),
    (
        "In 2012, 9,000 websites in Chile were hacked, of which 700 were implanted with backdoors.",
        ["hacked_site", "backdoored_site"],
    ),
    (
        "In 2012, 9,000 hosts in Chile were infected, 700 of which were controlled by servers in Peru.",
        ["infected_host", "victim_host"],
    ),
    ("In 2012, 9,000 hosts in Chile were infected, a third more than in 2011.", ["infected_host"] * 2),
    ("In 2012, 9,000 out of 40,000 websites in Chile were hacked.", ["hacked_site"]),
    ("In 2012 Chile suffered half as many attacks as in 2011.", ["attack_event"]),
    (
        "In 2012, 32,215 overseas addresses implanted backdoors in 38,000 Chilean sites; 7,370 of these addresses were"
        " in Peru and controlled 10,037 sites.",
        ["backdoor_ip", "backdoored_site", "backdoor_ip", "backdoored_site"],
    ),
    (
        "CERT.br received 466,029 notifications in 2012. Scans made up 50.7 percent of the notifications and fraud"
        " attempts 14.9 percent.",
        ["incident_report"] * 3,
    ),
    (
        "Agencies reported 46,562 incidents in 2012. Improper usage accounted for 20 percent, malicious code for 18"
        " percent.",
        ["incident_report"] * 3,
    ),
    ("Police shut down 300 servers used by the Bar botnet, which comprised 3.2 million infected machines.",
     ["c2", "infected_host"]),
    ("Akamai saw attack traffic from 180 countries. China was responsible for 33 percent, Peru for 13 percent.",
     ["attack_source_share"] * 2),
)  # fmt: skip


@pytest.mark.parametrize(("text", "roles"), GOING_ON)
def test_going_on(text: str, roles: list[str]) -> None:
    """What a number counts that goes on with those before it."""
    assert [claim.role for claim in extract(text, day=DAY)] == roles
