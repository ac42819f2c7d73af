"""Several things in a sentence: each number has the role, the ends and the change of its own clause."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 10)
ROLES = (
    ("900 Chinese sites were controlled by 40 overseas IPs and 120 were defaced.", "backdoored_site", "defaced_site"),
    ("At least 900 Japanese sites came under cyberattacks; of these, 120 were defaced.", "hacked_site", "defaced_site"),
    ("In 2012, 900 Chilean websites were attacked and 120 defaced.", "hacked_site", "defaced_site"),
    ("In 2012, 900 Chilean websites were attacked, and 120 planted with backdoors.", "hacked_site", "backdoored_site"),
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


THINGS = {
    "cyberattacks on Chile": ("attack_event", None, "CL"),
    "phishing pages aimed at Chilean banks": ("phish_page", None, "CL"),
    "infected computers in Chile": ("infected_host", None, "CL"),
    "defaced Chilean websites": ("defaced_site", None, "CL"),
}
TWO = (
    "In 2012 the number of {} rose by 30 percent to 900, while the number of {} fell by 20 percent to 400.",
    "In 2012 there were 900 {}, up 30 percent, and 400 {}, down 20 percent.",
    "CL-CERT counted 900 {} in 2012, an increase of 30 percent, and 400 {}, a decrease of 20 percent.",
    "In 2012 the number of {} reached 900 (up 30%) and that of {} 400 (down 20%).",
    "In 2012, CL-CERT detected 900 {} (+30%) and 400 {} (-20%).",
    "Compared with 2011, the number of {} rose 30 percent to 900 in 2012, and that of {} fell 20 percent to 400.",
)


@pytest.mark.parametrize("frame", TWO)
def test_two_things_in_a_sentence_each_with_its_change(frame: str) -> None:
    for one, other in permutations(THINGS, 2):
        text = frame.format(one, other)
        told = {str(abs(claim.quantity)): (claim.role, claim.origin, claim.target) for claim in extract(text, day=DAY)}
        assert (told["900"], told["30"]) == (THINGS[one], THINGS[one]), text
        assert (told["400"], told["20"]) == (THINGS[other], THINGS[other]), text


PARTS = (
    ('"Website defacement" (120 cases) accounted for 20.3%, while "phishing site" (90 cases) made up 3.2%.',
     {"120": "defaced_site", "20.3": "defaced_site", "90": "phish_page", "3.2": "phish_page"}),
    ("Phishing sites (90 cases) made up 3.2%, website defacement (120 cases) 20.3%.",
     {"120": "defaced_site", "20.3": "defaced_site", "90": "phish_page", "3.2": "phish_page"}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "roles"), PARTS)
def test_kinds_of_incidents_in_brackets(text: str, roles: dict[str, str]) -> None:
    claims = extract(f"In 2012 JPCERT/CC counted 9,086 incidents. {text}", day=DAY)
    assert {str(claim.quantity): claim.role for claim in claims[1:]} == roles


SUFFERED = (
    ("460 Chinese host IPs fell victim to Trojans and bots", "infected_ip"),
    ("460 Chinese computers fell prey to Trojans", "infected_host"),
    ("460 Chinese IPs were hit by viruses", "infected_ip"),
    ("460 Chinese websites fell victim to hackers", "hacked_site"),
)


@pytest.mark.parametrize(("text", "role"), SUFFERED)
def test_what_fell_victim_to_something(text: str, role: str) -> None:
    (claim,) = extract(f"In 2012, {text}.", day=DAY)
    assert (claim.role, claim.origin, claim.target) == (role, None, "CN")


def test_what_is_compared_with_has_the_role_of_the_first() -> None:
    text = "In 2012, 900 overseas IPs attacked 1,200 Chinese computers, compared with 700 affected computers in 2011."
    claim = extract(text, day=DAY)[-1]
    assert (claim.quantity, claim.role, claim.target, str(claim.first)) == (700, "victim_host", "CN", "2011-01-01")


NETS = (
    "The Foo botnet has grown to 900,000 devices.",
    "The size of the Foo botnet was put at 900,000 computers.",
    "Foo infected 900,000 computers. Chile was hit hardest, with 120,000 infections.",
    "Foo infected 900,000 computers. Chile accounted for 120,000 of the infections.",
    "Of the 900,000 computers worldwide in the Foo botnet, 120,000 were in Chile.",
)


@pytest.mark.parametrize("text", NETS)
def test_the_machines_of_a_botnet_are_infected_and_a_part_in_a_country_is_no_whole(text: str) -> None:
    told = {str(claim.quantity): (claim.role, claim.target) for claim in extract(text, day=DAY)}
    assert told["900000"] == ("infected_host", "WW")
    assert told.get("120000", ("infected_host", "CL")) == ("infected_host", "CL")


def test_a_name_with_a_hyphen_is_no_end_of_a_sentence() -> None:
    text = "Citing data of the U.S. Navy, the U.S.-China Economic Commission said the US faced 900 attacks in 2012."
    (claim,) = extract(text, day=DAY)
    assert (claim.speaker, claim.target) == ("U.S.-China Economic Commission", "US")


AIMED = (
    "9,000 phishing pages were aimed at Chilean banks",
    "9,000 phishing pages were directed at Chilean banks",
    "9,000 phishing pages in the name of Chilean banks were found",
    "9,000 phishing pages abusing the names of Chilean banks were found",
    "9,000 phishing pages were designed to look like Chilean banks",
)


@pytest.mark.parametrize("text", AIMED)
def test_whom_phishing_pages_pass_for(text: str) -> None:
    (claim,) = extract(f"In 2012, {text}.", day=DAY)
    assert (claim.role, claim.origin, claim.target) == ("phish_page", None, "CL")


@pytest.mark.parametrize("verb", ["hosted", "carried", "held", "stored", "were home to", "were used to host"])
def test_hosts_of_pages_are_aimed_where_the_pages_are(verb: str) -> None:
    (claim,) = extract(f"In 2012, 135 hosts in Peru {verb} phishing pages aimed at Chilean banks.", day=DAY)
    assert (claim.role, claim.origin, claim.target) == ("phish_host", "PE", "CL")


SHARES = (
    "Some 37 percent targeted ministries.",
    "Of these, 37 percent targeted banks.",
    "37 percent hit the government.",
    "37 percent were directed at ministries.",
    "Most of them, 37 percent, were DDoS attacks.",
)


@pytest.mark.parametrize("text", SHARES)
def test_a_share_of_the_attacks_before_by_whom_they_hit(text: str) -> None:
    claims = extract(f"In 2012, CL-CERT recorded 30,000 attacks on Chilean networks. {text}", day=DAY)
    (share,) = [claim for claim in claims if claim.quantity == 37]
    assert (share.kind.value, share.role, share.origin, share.target) == ("share_pct", "attack_event", None, "CL")


@pytest.mark.parametrize("whom", ["Chile", "Chilean banks", "Chile's army"])
def test_who_came_under_attack_so_many_times(whom: str) -> None:
    (claim,) = extract(f"In 2012 {whom} came under attack more than 9,000 times.", day=DAY)
    assert (claim.role, claim.origin, claim.target) == ("attack_event", None, "CL")
