"""Machines that others act with, numbers said twice, levels before a fall, and periods that a paper is about."""

from __future__ import annotations

import pytest

from tests.claims.figures import assert_figures

TEXTS = [
    # What machines are used for is done by them; whoever takes control of sites left a backdoor in them.
    (
        "Some 3,500 Peruvian systems had been used to take over about 7,700 websites in Chile.",
        "3500 backdoor_ip PE>CL, 7700 backdoored_site PE>CL",
    ),
    (
        "Nearly 300 servers in Brazil have been used to hack 1,100 websites in Portugal.",
        "300 attack_ip BR>PT, 1100 hacked_site BR>PT",
    ),
    # The number in an apposition, and the share that it says in figures, suffer the same.
    (
        "More than half of infected systems — 29,000 PCs — were controlled by about 40 control servers in Peru.",
        "50 infected_host PE>WW, 29000 infected_host PE>WW, 40 c2 PE>WW",
    ),
    (
        "About a third of the machines, 90,000 computers, were controlled by 12 servers in Peru.",
        "33.3333 victim_host PE>WW, 90000 victim_host PE>WW, 12 c2 PE>WW",
    ),
    # What is compared with is somewhere else.
    (
        "Hackers from Peru controlled 3,500 Chilean websites, nearly nine times more than those controlled by "
        "Kenyan hackers.",
        "3500 backdoored_site PE>CL, 9 backdoored_site PE>CL",
    ),
    ("About half the attacks on Ukrainian networks came from Peru.", "50 attack_source_share PE>UA"),
    # A level before a fall is no fall.
    (
        "Peru launched 40 percent of attacks. Chile was second at 33 percent (down from 34 percent).",
        "40 attack_source_share PE>WW, 33 attack_source_share CL>WW, 34 attack_source_share CL>WW",
    ),
    # A year that owns a part of it.
    (
        "About 31,000 phones in Kenya were infected during last year's final quarter.",
        "31000 infected_host None>KE @ 2013-10-01 2013-12-31",
    ),
    (
        "In 2013's first half, 31,000 phones in Kenya were infected.",
        "31000 infected_host None>KE @ 2013-01-01 2013-06-30",
    ),
    # "Against" whom attacks go, and not what a number is held against.
    (
        "Some 7,000 IP addresses abroad were involved in attacks against 31,000 Kenyan computers last year.",
        "7000 c2 XX-KE>KE, 31000 victim_host XX-KE>KE @ 2013-01-01 2013-12-31",
    ),
    # The period and the author of a report may come after its first figures.
    (
        "Some 410 Vietnamese websites were controlled by 230 foreign IP addresses, a new report revealed on Monday. "
        "About 700 overseas IPs attacked 13,000 Vietnamese computers last year, according to the report by VNCERT.",
        "410 backdoored_site XX-VN>VN, 230 backdoor_ip XX-VN>VN, 700 attack_ip XX-VN>VN, "
        "13000 victim_host XX-VN>VN @ 2013-01-01 2013-12-31",
    ),
    # Whose country it is, the response team says that is named later, not whoever spoke last.
    (
        "Kenya saw more attacks from abroad in 2013, a local group said. During the year 730 servers hijacked 1,400 "
        "machines in the country. KE-CIRT encountered 160 samples of malware. U.S. officials warned the country.",
        "730 c2 XX-KE>KE, 1400 victim_host XX-KE>KE",
    ),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_figures(text: str, expected: str) -> None:
    """Number, role, origin, target and days."""
    assert_figures(text, expected)
