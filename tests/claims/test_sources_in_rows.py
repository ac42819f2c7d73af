"""Where the attacks on one country came from, in rows of countries, each with its number."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product

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


DAYS = (
    ("Chile recorded 900 attacks in 2011, while 2012 saw 1,200.", 1200, ("2012-01-01", "2012-12-31")),
    ("Chile recorded 900 attacks in 2011, and 2012 brought as many as 1,200.", 1200, ("2012-01-01", "2012-12-31")),
    ("Attacks on Chile rose last week. There were 900 attacks, CL-CERT said.", 900, ("2013-02-25", "2013-03-03")),
    ("In the third week of January (January 14 to 20) 900 attacks hit Chile.", 900, ("2013-01-14", "2013-01-20")),
    ("Chile faces 900 attacks a day. In 2011 its CERT had counted 1,100 attacks.", 900, ("None", "None")),
    ("In January Ms Diaz told Congress that 900 computers in Chile had been infected.", 900, ("None", "None")),
    ("Last April, asked about the charge, Ms Diaz said that 900 computers in Chile were hijacked.", 900,
     ("None", "None")),
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


def test_a_rise_over_two_months_has_a_number_of_each() -> None:
    text = "From August to September, the number of infected computers in Chile rose from 700 to 900."
    assert [claim.first.month for claim in extract(text, day=DAY) if claim.first] == [8, 9]


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


SPELLED = (
    ("558-thousand-674 attacks on Chile were seen", 558_674),
    ("22-point-nine percent of attacks hit Chile", 22.9),
)


@pytest.mark.parametrize(("text", "number"), SPELLED)
def test_numbers_as_they_are_read_out(text: str, number: float) -> None:
    (claim,) = extract(f"In 2012, {text}.", day=DAY)
    assert float(claim.quantity) == number


def test_months_that_each_have_a_number() -> None:
    text = "In October, November and December, CL-CERT received 530, 468 and 244 reports respectively, 1,242 in total."
    assert [claim.first.month for claim in extract(text, day=DAY)[:3] if claim.first] == [10, 11, 12]


FALLS = ("plummeted", "dwindled", "slumped", "went down", "subsided")


@pytest.mark.parametrize("verb", FALLS)
def test_words_for_a_fall(verb: str) -> None:
    claims = extract(f"The number of attacks on Chile {verb} 30 percent to 900 in 2012.", day=DAY)
    assert [(claim.kind.value, int(claim.quantity)) for claim in claims] == [("change_pct", -30), ("count", 900)]


def test_the_sharpest_falls_are_changes() -> None:
    text = "In 2012, 900 computers were infected with Foo. The sharpest drops were seen in Peru (71%) and Chile (70%)."
    told = [(claim.kind.value, int(claim.quantity), claim.target) for claim in extract(text, day=DAY)[1:]]
    assert told == [("change_pct", -71, "PE"), ("change_pct", -70, "CL")]


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
