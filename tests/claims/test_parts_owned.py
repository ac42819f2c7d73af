"""Parts whose whole is said in passing: "20 of its 30 servers", "450, or 50 percent, of", "those implanted with …"."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2014, 3, 10)
LONG, LIFE, NONE = ("2011-01-01", "2013-12-31"), ("2009-01-01", "2014-03-10"), (None, None)
Figure = tuple[int, str, str | None, str]
FIGURES: list[tuple[str, list[Figure]]] = [
    # The place behind "20 of the 30" is that of the 20, whoever has the 30.
    ("20 of its 30 control servers were in Peru.", [(20, "c2", "PE", "WW"), (30, "c2", None, "WW")]),
    ("20 of the botnet's 30 control servers were in Peru.", [(20, "c2", "PE", "WW"), (30, "c2", None, "WW")]),
    (
        "In 2013, 900 and 700 addresses worldwide were infected with Foo and Bar, of which 90 and 70 were in Peru.",
        [(n, "infected_ip", None, "WW") for n in (900, 700)] + [(n, "infected_ip", None, "PE") for n in (90, 70)],
    ),
    (
        "In 2013, defaced Peruvian sites numbered 330; those implanted with backdoors, 45, up 28%.",
        [(330, "defaced_site", None, "PE"), (45, "backdoored_site", None, "PE"), (28, "backdoored_site", None, "PE")],
    ),
    (
        "In 2013, defaced Peruvian sites numbered 330, and those implanted with backdoors 45.",
        [(330, "defaced_site", None, "PE"), (45, "backdoored_site", None, "PE")],
    ),
    ("In 2013 phishing pages that targeted the websites in Peru reached 663.", [(663, "phish_page", None, "PE")]),
    ("Peru saw 5,600 outside hacking attempts into its systems in 2013.", [(5600, "attack_event", None, "PE")]),
    (
        "In 2013 it saw 311 computers in Peru controlled by Trojans or botnets with an increase of 40%.",
        [(311, "victim_host", None, "PE"), (40, "victim_host", None, "PE")],
    ),
    # A share of all such sites, and not of those that were counted before: by whom is not said.
    (
        "In 2013 6,100 sites in China were controlled by Peru. Besides, 4 percent of ministry websites were defaced.",
        [(6100, "backdoored_site", "PE", "CN"), (4, "defaced_site", None, "CN")],
    ),
    (
        "In 2013 6,100 websites in China were hacked by Peru. 4 percent of the websites were defaced.",
        [(6100, "hacked_site", "PE", "CN"), (4, "defaced_site", "PE", "CN")],
    ),
]
SINCE = "Foo has infected 900 computers since 2009, Europol said. "
DATED = [
    # Of the number that it is such a percentage of.
    (
        "Peru saw 900 attacks from 2011 to 2013. In 2013 there were 400 attacks. Of these, 12 did harm. Logs showed "
        "450, or 50 percent, of the attacks were traced to Chile.",
        450,
        LONG,
    ),
    # Where another one speaks of the present, "since 2009" has ended.
    (SINCE + "Peru accounts for 30 percent of the infected machines, Symantec says.", 30, NONE),
    (SINCE + "Peru accounts for 30 percent of the infected machines.", 30, LIFE),
    (SINCE + "Peru accounted for 30 percent of the infected machines, Symantec says.", 30, LIFE),
]


@pytest.mark.parametrize(("text", "figures"), FIGURES)
def test_roles_and_ends_of_parts(text: str, figures: list[Figure]) -> None:
    read = [(claim.quantity, claim.role, claim.origin, claim.target) for claim in extract(text, day=DAY)]
    assert read == figures


@pytest.mark.parametrize(("text", "quantity", "days"), DATED)
def test_days_of_parts(text: str, quantity: int, days: tuple[str | None, str | None]) -> None:
    assert [days_of(claim) for claim in extract(text, day=DAY) if claim.quantity == quantity] == [days]
