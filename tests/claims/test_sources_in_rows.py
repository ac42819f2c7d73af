"""Where the attacks on one country came from, in rows of countries, each with its number."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 10)
HEADS = (
    "In 2012, China suffered 9,000 cyberattacks.",
    "In 2012, 9,000 cyberattacks on China were recorded.",
    "In 2012, overseas IPs attacked 8.9 million Chinese computers.",
    "CNCERT recorded 9,000 attacks on Chinese websites in 2012.",
    "China's ministry of defense was attacked 9,000 times in 2012.",
    "Chinese government websites faced 9,000 DDoS attacks in 2012.",
)
SHARES = (
    "The attacks came from Japan (37 percent), Peru (21 percent) and Chile (12 percent).",
    "Most of the attacks came from Japan (37 percent), Peru (21 percent) and Chile (12 percent).",
    "The attacks originated mostly in Japan (37%), Peru (21%) and Chile (12%).",
    "Japan accounted for 37 percent of the attacks, Peru for 21 percent and Chile for 12 percent.",
    "Japan was the largest source of the attacks with 37 percent, followed by Peru (21%) and Chile (12%).",
    "Attackers in Japan were responsible for 37 percent of the attacks, those in Peru for 21 percent and those in "
    "Chile for 12 percent.",
    "Hackers from Japan launched 37 percent of the attacks, hackers from Peru 21 percent and hackers from Chile 12 "
    "percent.",
    "IP addresses in Japan accounted for 37 percent of the attacks, those in Peru for 21 percent and those in "
    "Chile for 12 percent.",
    "The attacks mainly came from Japan, Peru and Chile, which accounted for 37 percent, 21 percent and 12 percent "
    "respectively.",
    "37 percent of the attacks originated in Japan, while Peru and Chile accounted for 21 percent and 12 percent "
    "respectively.",
)
NUMBERS = (
    "They came mainly from Japan (700), Peru (600) and Chile (500).",
    "The attacks were launched from Japan (700), Peru (600) and Chile (500).",
    "The attacks originated mostly in Japan (700), Peru (600) and Chile (500).",
    "The attacks mainly came from Japan, Peru and Chile, which accounted for 700, 600 and 500 respectively.",
    "By origin, Japan led with 700, followed by Peru (600) and Chile (500).",
)


@pytest.mark.parametrize("row", [*SHARES, *NUMBERS])
def test_the_countries_of_a_row_are_where_the_attacks_came_from(row: str) -> None:
    for head in HEADS:
        first = len(extract(head, day=DAY))
        parts = [claim for claim in extract(f"{head} {row}", day=DAY)[first:] if claim.kind.value != "rank"]
        told = [(claim.origin, claim.target) for claim in parts if "ost of" not in claim.quantity_text]
        assert told == [("JP", "CN"), ("PE", "CN"), ("CL", "CN")], head


ROLES = (
    ("900 Chinese sites were controlled by 40 overseas IPs and 120 were defaced.", "backdoored_site", "defaced_site"),
    ("At least 900 Japanese sites came under cyberattacks; of these, 120 were defaced.", "hacked_site", "defaced_site"),
    ("The number of hosts in China infected with viruses was 900. The total number of tampered websites rose to 120.",
     "infected_host", "defaced_site"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), ROLES)
def test_each_clause_has_its_own_role(text: str, first: str, last: str) -> None:
    told = {str(claim.quantity): claim.role for claim in extract(text, day=DAY)}
    assert (told["900"], told["120"]) == (first, last)


BOGUS = ("servers that imitated", "server IPs that falsified", "IP addresses that impersonated")
BANKS = ("the websites of Chinese banks", "Chinese banks")


@pytest.mark.parametrize(("machines", "whom"), [*product(BOGUS, BANKS)])
def test_machines_that_pass_for_a_bank(machines: str, whom: str) -> None:
    (claim,) = extract(f"In 2011, 95.8 percent of the {machines} {whom} were based overseas.", day=DAY)
    assert (claim.role, claim.origin, claim.target) == ("phish_host", "XX-CN", "CN")


DAYS = (
    ("Chile recorded 900 attacks in 2011, while 2012 saw 1,200.", 1200, ("2012-01-01", "2012-12-31")),
    ("Chile recorded 900 attacks in 2011, and 2012 brought as many as 1,200.", 1200, ("2012-01-01", "2012-12-31")),
    ("Attacks on Chile rose last week. There were 900 attacks, CL-CERT said.", 900, ("2013-02-25", "2013-03-03")),
    ("In the third week of January (January 14 to 20) 900 attacks hit Chile.", 900, ("2013-01-14", "2013-01-20")),
    ("Chile faces 900 attacks a day. In 2011 its CERT had counted 1,100 attacks.", 900, ("None", "None")),
    ("The number of cyberattacks on Chile reached 900 last December.", 900, ("2012-12-01", "2012-12-31")),
    ("The number of cyberattacks on Chile reached 900 over two days in January.", 900, ("2013-01-01", "2013-01-31")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "number", "days"), DAYS)
def test_the_days_of_a_number(text: str, number: int, days: tuple[str, str]) -> None:
    (claim,) = [claim for claim in extract(text, day=DAY) if claim.quantity == number]
    assert (str(claim.first), str(claim.last)) == days


def test_what_a_later_sentence_counts_is_no_rate() -> None:
    text = "Chile faces 3,000 attacks a day. In 2011 its CERT had counted 1,100 attacks. In 2010 there were some 900."
    assert [claim.kind.value for claim in extract(text, day=DAY)] == ["rate_per_day", "count", "count"]
