"""Where attacks came from and whom they hit, in rows of countries and told of who did it to whom."""

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


DEFENDED = ("repelled", "blocked", "detected", "recorded", "thwarted", "intercepted", "suffered", "handled")
DEFENDERS = (
    "Chilean banks",
    "the Chilean army",
    "Chile's election authority",
    "the Chilean government's systems",
    "Chile",
)


@pytest.mark.parametrize("verb", DEFENDED)
def test_attacks_that_somebody_repelled_went_there(verb: str) -> None:
    for whom in DEFENDERS:
        (claim,) = extract(f"In 2012, 900 cyberattacks were {verb} by {whom}.", day=DAY)
        assert (claim.role, claim.origin, claim.target) == ("attack_event", None, "CL"), whom


SENDERS = ("hackers in Peru", "Peruvian hackers", "hackers based in Peru", "IP addresses in Peru", "criminals in Peru")
STRUCK = ("Chile", "Chilean banks", "Chilean websites", "the Chilean government", "companies in Chile")
LAUNCHED = (
    "In 2012, 900 cyberattacks were launched on {struck} by {sender}.",
    "In 2012, 900 cyberattacks against {struck} were carried out by {sender}.",
    "In 2012, {sender} mounted 900 cyberattacks on {struck}.",
    "In 2012, {struck} suffered 900 cyberattacks by {sender}.",
)


@pytest.mark.parametrize("frame", LAUNCHED)
def test_who_launched_attacks_on_whom(frame: str) -> None:
    for sender, struck in product(SENDERS, STRUCK):
        text = frame.format(sender=sender, struck=struck)
        (claim,) = [each for each in extract(text, day=DAY) if each.quantity == 900]
        assert (claim.role, claim.origin, claim.target) == ("attack_event", "PE", "CL"), text


STEERED = "In 2012, 30,000 overseas control servers controlled 9 million computers in Chile. "
BY_COUNTRY = (
    ("Servers in Peru and Cuba controlled 4 million and 2 million computers in Chile respectively.",
     {4_000_000: ("victim_host", "PE"), 2_000_000: ("victim_host", "CU")}),
    ("Peru had the largest number of control servers, 7,000, followed by Cuba with 5,000.",
     {7000: ("c2", "PE"), 5000: ("c2", "CU")}),
    ("Peru ranked first with 7,000 servers, controlling 4 million computers, followed by Cuba with 5,000 servers, "
     "controlling 2 million.",
     {7000: ("c2", "PE"), 4_000_000: ("victim_host", "PE"), 5000: ("c2", "CU"), 2_000_000: ("victim_host", "CU")}),
    ("Peru-based servers controlled the most computers, 4 million, ahead of servers in Cuba with 2 million.",
     {4_000_000: ("victim_host", "PE"), 2_000_000: ("victim_host", "CU")}),
    ("Most of the servers were in Peru (7,000) and Cuba (5,000).", {7000: ("c2", "PE"), 5000: ("c2", "CU")}),
    ("The largest share, 23 percent, of the servers was in Peru.", {23: ("c2", "PE")}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), BY_COUNTRY)
def test_servers_and_what_they_control_country_by_country(text: str, parts: dict[int, tuple[str, str]]) -> None:
    claims = [claim for claim in extract(STEERED + text, day=DAY)[2:] if claim.kind.value != "rank"]
    assert {int(claim.quantity): (claim.role, claim.origin) for claim in claims} == parts
    assert {claim.target for claim in claims} == {"CL"}


BLAMED = (
    "Chile blamed Peruvian hackers for 900 attacks on its ministries in 2012.",
    "Chile blames Peru for 900 attacks in 2012.",
    "Peru was accused of 900 attacks on Chile in 2012.",
    "In 2012 Chile traced 900 attacks to Peru.",
    "In 2012, 900 of the attacks on Chile were blamed on Peru.",
    "Peru denied that it had launched 900 attacks on Chile in 2012.",
)


@pytest.mark.parametrize("text", BLAMED)
def test_whom_attacks_are_laid_at_the_door_of(text: str) -> None:
    (claim,) = extract(text, day=DAY)
    assert (claim.role, claim.origin, claim.target) == ("attack_event", "PE", "CL")


UNBLAMED = (
    "Chile suffered 900 attacks in 2012, its ambassador in Peru said.",
    "Chile suffered 900 attacks in 2012, more than Peru.",
    "In 2012 Chile suffered 900 attacks; hackers from Peru were not involved.",
    "Peru's foreign ministry expressed regret that Chile had suffered 900 attacks in 2012.",
)


@pytest.mark.parametrize("text", UNBLAMED)
def test_a_country_that_is_only_named_is_not_blamed(text: str) -> None:
    (claim,) = extract(text, day=DAY)
    assert (claim.role, claim.origin, claim.target) == ("attack_event", None, "CL")
