"""Who does what to whom: programs that machines steer, police, appositions, and those whom others left behind."""

from __future__ import annotations

import pytest

from tests.claims.figures import assert_figures

TEXTS = [
    # What machines "were used to" do, whatever stands between.
    (
        "Nearly 850 servers in Ukraine had been used since January to hijack about 31,000 Hungarian computers.",
        "850 c2 UA>HU, 31000 victim_host UA>HU",
    ),
    (
        "In all 2,600 computers located in Romania were used to infiltrate 90 Italian government websites.",
        "2600 attack_ip RO>IT, 90 hacked_site RO>IT",
    ),
    # Whoever steers a program controls what it infects.
    (
        "Some 15,000 Kenyan systems were infected with a Trojan run from 80 servers in Ghana.",
        "15000 victim_host GH>KE, 80 c2 GH>KE",
    ),
    (
        "About 5,600 servers outside Fiji controlled malicious programs that infected 24,000 computers in Fiji.",
        "5600 c2 XX-FJ>FJ, 24000 victim_host XX-FJ>FJ",
    ),
    # Police take down what is in their country.
    ("In Operation Sun, the Finnish authorities dismantled 12 control servers.", "12 c2 FI>WW"),
    ("A total of 54 command servers were confiscated by police in Austria.", "54 c2 AT>WW"),
    # A share in an apposition has the ends of its number.
    (
        "Iranian hackers launched 310 attacks on Saudi banks, or 62 percent of all attacks.",
        "310 attack_event IR>SA, 62 attack_event IR>SA",
    ),
    # Those who were left behind are not spoken of.
    (
        "Last year Iran and Iraq surpassed Russia, China and the US as sources of attacks, contributing 36 percent.",
        "36 attack_source_share IR;IQ>WW",
    ),
    (
        "Germany edged the Netherlands out of first place, with 27 percent of the phishing sites.",
        "27 phish_page DE>WW",
    ),
    # What attacks are made with is behind them.
    (
        "The gang staged 3,300 phishing attacks against Dutch clients, exploiting 980 domain names.",
        "3300 phish_event None>NL, 980 malicious_domain None>NL",
    ),
    (
        "Around 80 percent of the attacks on Egypt were made via servers in Malta.",
        "80 attack_source_share MT>EG",
    ),
    # A verb on both sides of its object.
    ("Swiss police shut 14 control servers down.", "14 c2 CH>WW"),
    ("Attackers in Iraq knocked some 45 Kurdish websites offline.", "45 hacked_site IQ>WW"),
    # Where pages stand is not whom they target.
    (
        "Some 63 percent of phishing pages targeting Kenya were hosted overseas, with 24 percent of them in the US.",
        "63 phish_page XX-KE>KE, 24 phish_page US>KE",
    ),
    # What is compared with is of the same; a place with a number of its own goes on with the list.
    (
        "German servers hosted 900 phishing pages, a drop from 1,300 pages a year earlier.",
        "900 phish_page DE>WW, 1300 phish_page DE>WW",
    ),
    (
        "Peru had 12 percent of bots, then at 4.9 percent was Colombia, Chile at 3.1 percent and Cuba at 2 percent.",
        "12 infected_host None>PE, 4.9 infected_host None>CO, 3.1 infected_host None>CL, 2 infected_host None>CU",
    ),
    (
        "Hackers from Mali made 500 attacks on Chad in May, a jump from 120 attacks in April.",
        "500 attack_event ML>TD, 120 attack_event ML>TD",
    ),
    # Some of those who do it are no more than examples; a number of countries counts nothing.
    ("Twelve countries, such as Peru and Chile, hosted 900 control servers.", "900 c2 None>WW"),
    (
        "France and Spain were the two countries hit most, suffering 39 percent of the attacks.",
        "39 attack_event None>FR;ES",
    ),
]


@pytest.mark.parametrize(("text", "figures"), TEXTS)
def test_ends(text: str, figures: str) -> None:
    """Each number with its role and who does it to whom."""
    assert_figures(text, figures)
