"""Origin and target over several sentences: who was told to be hit first, and where the attacks came from after it."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 6, 20)
Told = list[tuple[str, str | None, str]]
RELATIVE: list[tuple[str, Told]] = [
    ("Chile counted 900 attacks, which it said came from Peru.", [("900", "PE", "CL")]),
    ("Chile counted 900 attacks, which were attributed to Peru.", [("900", "PE", "CL")]),
    ("Chile suffered 900 attacks, which experts believe were launched from Peru.", [("900", "PE", "CL")]),
    ("Chilean officials recorded 900 attacks, all of which they blamed on Peru.", [("900", "PE", "CL")]),
    ("Chile recorded 900 attacks that had their origin in Peru.", [("900", "PE", "CL")]),
    ("Attacks of Peruvian origin on Chilean sites numbered 900.", [("900", "PE", "CL")]),
    ("Of the 900 attacks on Chile, 310 were of Peruvian origin.", [("900", None, "CL"), ("310", "PE", "CL")]),
]
MACHINES: list[tuple[str, Told]] = [
    ("IP addresses in Peru were used for 900 attacks on Chile.", [("900", "PE", "CL")]),
    ("Servers in Peru were used to launch 900 attacks on Chile.", [("900", "PE", "CL")]),
    ("Computers in Peru were used to attack Chilean sites 900 times.", [("900", "PE", "CL")]),
    ("Attackers using IPs in Peru hit Chile 900 times.", [("900", "PE", "CL")]),
    ("Foreign hackers attacked Korean websites 900 times.", [("900", "XX-KR", "KR")]),
    ("Chile saw 900 attacks from hackers based in Peru.", [("900", "PE", "CL")]),
    ("Chile saw 900 attacks, which it traced to six computers in Peru.", [("900", "PE", "CL"), ("six", "PE", "CL")]),
]
LATER: list[tuple[str, Told]] = [  # behind "Chile recorded 900 attacks."
    ("Banks were the target of 37 percent.", [("37 percent", None, "CL")]),
    ("Banks were the target in 37 percent of cases.", [("37 percent", None, "CL")]),
    ("Peruvian hackers were responsible for 390.", [("390", "PE", "CL")]),
    ("Peruvian IP addresses accounted for 390 and Cuban ones for 120.", [("390", "PE", "CL"), ("120", "CU", "CL")]),
    ("Servers in Peru accounted for 390 and those in Cuba for 120.", [("390", "PE", "CL"), ("120", "CU", "CL")]),
    ("The largest share, 390, came from Peru, followed by Cuba with 120.", [("390", "PE", "CL"), ("120", "CU", "CL")]),
    ("Ministries were the victims of 210.", [("210", None, "CL")]),
    ("Peru topped the list of sources with 390 attempts.", [("390", "PE", "CL")]),
    ("Hackers from Peru carried out 390.", [("390", "PE", "CL")]),
    ("Most came from Peru - 390, Cuba - 120.", [("390", "PE", "CL"), ("120", "CU", "CL")]),
    ("Sources of attacks: Peru - 390, Cuba - 120.", [("390", "PE", "CL"), ("120", "CU", "CL")]),
    ("In 390 cases the trail led to Peru.", [("390", "PE", "CL")]),
    ("More than 60 percent had their source in Peru.", [("60 percent", "PE", "CL")]),
    ("Of the attacks, 310 caused serious damage.", [("310", None, "CL")]),
    ("The most, 390, were launched from Peru. Cuba came next with 120.", [("390", "PE", "CL"), ("120", "CU", "CL")]),
    ("Peru was the biggest source, accounting for 390.", [("390", "PE", "CL")]),
    ("Peru topped the list with 390 attacks, followed by Cuba with 120.", [("390", "PE", "CL"), ("120", "CU", "CL")]),
    ("Attacks by Peruvian hackers rose to 390.", [("390", "PE", "CL")]),
    (
        "Peru was responsible for 32 percent and Cuba for 10 percent.",
        [("32 percent", "PE", "CL"), ("10 percent", "CU", "CL")],
    ),
    ("The attackers used 700 foreign addresses, 310 of them in Peru.", [("700", "XX-CL", "CL"), ("310", "PE", "CL")]),
]
TEXTS: list[tuple[str, Told]] = [
    (
        "Foreign hackers attacked Korean websites 900 times. China led with 390.",
        [("900", "XX-KR", "KR"), ("390", "CN", "KR")],
    ),
    ("Chilean websites are under attack. Hackers defaced 73 pages on Monday.", [("73", None, "CL")]),
    ("Hackers stole data from Chilean hospitals. Some 2,300 computers were infected.", [("2,300", None, "CL")]),
    (
        "Hackers from China attacked government systems 900 times in 2012, the National Intelligence Service said.",
        [("900", "CN", "KR")],
    ),
    (
        "The New Zealand response team handled 900 incidents in 2012. Its American counterpart handled 45,000.",
        [("900", None, "NZ"), ("45,000", None, "US")],
    ),
    ("The Seimas was told on Monday. In all, 900 attacks on state bodies were counted.", [("900", None, "LT")]),
    ("Hackers defaced 700 sites in Chile. Hackers from Peru defaced 220.", [("700", None, "CL"), ("220", "PE", "CL")]),
    (
        "In terms of infected computers, Peru came first with 4 million and Cuba second with 3 million.",
        [("4 million", None, "PE"), ("3 million", None, "CU")],
    ),
    ("In terms of the number of controlled Chilean computers, Peru ranked first with 4,000.", [("4,000", "PE", "CL")]),
    (
        "Hackers in Peru have stepped up attacks on Chilean banks. Banks were attacked 900 times in May, the watchdog "
        "said.",
        [("900", None, "CL")],
    ),
    (
        "Akamai said attacks originated from 182 countries. Peru accounted for 41 percent, Chile for 10 percent.",
        [("41 percent", "PE", "WW"), ("10 percent", "CL", "WW")],
    ),
    (
        "Check Point said banks in Chile were attacked 1,900 times a week, compared with 1,100 times globally.",
        [("1,900", None, "CL"), ("1,100", None, "WW")],
    ),
    (
        "Chile counted 900 attacks, with Peru accounting for 390 and Cuba for 120.",
        [("900", None, "CL"), ("390", "PE", "CL"), ("120", "CU", "CL")],
    ),
    (
        "Attacks in Chile increased by 20 percent, Check Point said, with an average of 1,466 attacks a week.",
        [("20 percent", None, "CL"), ("1,466", None, "CL")],
    ),
    (
        "According to an interior ministry report submitted to Rep. Kim Min-su, 900 hacking attempts were detected.",
        [("900", None, "KR")],
    ),
    (
        "German authorities found 900 computers under the control of botnets. Peru controlled 390, Cuba 120.",
        [("900", None, "DE"), ("390", "PE", "DE"), ("120", "CU", "DE")],
    ),
    (
        "In 2012, 900 Chilean websites were defaced. Attacks from Peru accounted for 34 percent of the defacements.",
        [("900", None, "CL"), ("34 percent", "PE", "CL")],
    ),
    (
        "German police found 900 bots. Overseas servers controlled them; 31 servers were in Peru.",
        [("900", None, "DE"), ("31", "PE", "DE")],
    ),
    ("Among the 900 incidents handled by the Polish CERT, 120 were scans.", [("900", None, "PL"), ("120", None, "PL")]),
    (
        "Polish police logged 900 cases. Foreign teams reported 310 of the cases.",
        [("900", None, "PL"), ("310", None, "PL")],
    ),
    (
        "Chile was attacked 900 times. It blames Peru for 390 of the attacks.",
        [("900", None, "CL"), ("390", "PE", "CL")],
    ),
    ("ESET said the worm mainly struck Chile, where it saw 61,000 infections.", [("61,000", None, "CL")]),
    (
        "Peru and Cuba were the worst hit, with 300,000 and 90,000 infected machines respectively.",
        [("300,000", None, "PE"), ("90,000", None, "CU")],
    ),
    ("Chile recorded 900 attacks in 2012, more than the 700 of 2011.", [("900", None, "CL"), ("700", None, "CL")]),
    (
        "Chile recorded 900 attacks. By origin, 390 came from Peru and 120 from Cuba.",
        [("900", None, "CL"), ("390", "PE", "CL"), ("120", "CU", "CL")],
    ),
]


def ends(text: str) -> Told:
    return [(claim.quantity_text, claim.origin, claim.target) for claim in extract(text, day=DAY)]


@pytest.mark.parametrize(("text", "expected"), [*RELATIVE, *MACHINES, *TEXTS])
def test_ends_in_one_sentence(text: str, expected: Told) -> None:
    assert ends(text) == expected


@pytest.mark.parametrize(("later", "expected"), LATER)
def test_ends_of_what_follows(later: str, expected: Told) -> None:
    assert ends("Chile recorded 900 attacks. " + later)[1:] == expected
