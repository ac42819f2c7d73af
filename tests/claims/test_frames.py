"""The same fact in many sentences: each must give the same number, role, ends and days."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 10)
YEAR = (date(2012, 1, 1), date(2012, 12, 31))
BEFORE = (date(2011, 1, 1), date(2011, 12, 31))
ATTACKS = ("cyberattacks", "hacking attempts", "DDoS attacks")
SENT = (
    "In 2012, Japan suffered 8,900 {} from Russia.",
    "8,900 {} against Japanese websites originated in Russia in 2012.",
    "The number of {} from Russia on Japan rose to 8,900 in 2012.",
    "In 2012 there were 8,900 {} on Japanese targets, launched from Russia.",
    "Russia was the source of 8,900 {} on Japan in 2012.",
    "Russia accounted for 8,900 {} on Japan in 2012.",
    "Russia topped the list with 8,900 {} on Japan in 2012.",
    "Japan's government was the target of 8,900 {} from Russia in 2012.",
    "In 2012, Russia mounted 8,900 {} on targets in Japan.",
    "In 2012, 8,900 {} on banks in Japan were blamed on Russia.",
    "In 2012, hackers in Russia targeted banks in Japan with 8,900 {}.",
    "In 2012, 8,900 {} on Japan were traced to IP addresses in Russia.",
)
SHARES = (
    "In 2012, 37 percent of {} on Japan came from Russia.",
    "Russia made up 37 percent of the total number of {} on Japan in 2012.",
    "Of all {} on Japan in 2012, 37 percent originated from Russia.",
    "Among the sources of {} on Japan in 2012, Russia accounted for the largest portion at 37 percent.",
)
HURT = (
    "In 2012, 8,900 {} in China were {}.",
    "CNCERT said 8,900 {} in China were {} in 2012.",
    "The number of {} in China {} rose to 8,900 in 2012.",
    "The number of Chinese {} {} in 2012 was 8,900.",
    "China saw 8,900 of its {} {} in 2012.",
    "There were 8,900 {} {} in China in 2012.",
)
MACHINES = ("computers", "servers", "systems")
DONE = {
    "hit by cyberattacks": "victim_host",
    "attacked": "victim_host",
    "compromised": "victim_host",
    "infected with malware": "infected_host",
}
SITES = ("websites", "government websites")
DONE_TO_SITES = {
    "hit by attacks": "hacked_site",
    "defaced": "defaced_site",
    "implanted with backdoors": "backdoored_site",
}
STEERING = (
    "In 2012, 8,900 servers in Russia controlled 500,000 computers in Japan.",
    "In 2012, 500,000 computers in Japan were under the control of 8,900 servers located in Russia.",
    "In 2012, 8,900 servers in Russia took part in controlling 500,000 computers in Japan.",
    "In 2012 Japan's CERT found 8,900 servers in Russia controlling 500,000 computers in Japan.",
)
TWO_YEARS = (
    "The number of {} rose from 4,400 in 2011 to 8,900 in 2012.",
    "In 2012 there were 8,900 {}, compared with 4,400 in 2011.",
    "In 2011 there were 4,400 {}. In 2012 the number rose to 8,900.",
    "There were 8,900 {} in 2012, against 4,400 in 2011.",
)
COUNTED = (
    "cyberattacks on Japan",
    "infected computers in Japan",
    "cyberattacks on the state, banks and other companies seen in Japan",
)
GROWTH = (
    "37 percent more than in 2011",
    "37 percent greater than in 2011",
    "a number 37 percent higher than in 2011",
    "37 percent above the level of 2011",
    "growing 37 percent year on year",
)
TOTAL = ("amounted to", "summed", "approached", "surpassed", "topped", "stood at")


def read(text: str, quantity: int) -> tuple[str, str | None, str, tuple[date | None, date | None]]:
    found = [claim for claim in extract(text, day=DAY) if claim.quantity == quantity]
    assert len(found) == 1, text
    return found[0].role, found[0].origin, found[0].target, (found[0].first, found[0].last)


@pytest.mark.parametrize("frame", SENT)
def test_attacks_from_one_country_on_another(frame: str) -> None:
    for noun in ATTACKS:
        assert read(frame.format(noun), 8900) == ("attack_event", "RU", "JP", YEAR), noun


@pytest.mark.parametrize("frame", SHARES)
def test_a_share_of_the_attacks_on_a_country(frame: str) -> None:
    for noun in ATTACKS:
        assert read(frame.format(noun), 37) == ("attack_source_share", "RU", "JP", YEAR), noun


@pytest.mark.parametrize("frame", HURT)
def test_machines_and_sites_to_which_something_was_done(frame: str) -> None:
    every = [*product(MACHINES, DONE.items()), *product(SITES, DONE_TO_SITES.items())]
    for noun, (done, role) in every:
        assert read(frame.format(noun, done), 8900)[::2] == (role, "CN"), (noun, done)


@pytest.mark.parametrize("text", STEERING)
def test_servers_that_control_machines(text: str) -> None:
    assert read(text, 8900) == ("c2", "RU", "JP", YEAR)
    assert read(text, 500_000) == ("victim_host", "RU", "JP", YEAR)


@pytest.mark.parametrize("frame", TWO_YEARS)
def test_the_numbers_of_two_years(frame: str) -> None:
    for noun in COUNTED:
        text = frame.format(noun)
        now, then = read(text, 8900), read(text, 4400)
        assert now[:3] == then[:3]
        assert (now[3], then[3]) == (YEAR, BEFORE)


@pytest.mark.parametrize("growth", GROWTH)
def test_by_how_much_there_were_more(growth: str) -> None:
    (_, change) = extract(f"In 2012 there were 8,900 attacks on Japan, {growth}.", day=DAY)
    assert (change.kind.value, change.quantity, change.target) == ("change_pct", 37, "JP")


@pytest.mark.parametrize("verb", TOTAL)
def test_what_a_number_amounted_to(verb: str) -> None:
    assert read(f"In 2012 attacks on Japan {verb} 8,900.", 8900) == ("attack_event", None, "JP", YEAR)


def test_the_same_number_to_more_digits_has_the_same_ends() -> None:
    text = "A Chilean spy network broke into nearly 2,400 computers, a firm found. It saw 2,387 infected computers."
    assert {claim.origin for claim in extract(text, day=DAY)} == {"CL"}


def test_times_as_many() -> None:
    (claim,) = extract("In 2012 there were three times as many attacks on Japan as in 2011.", day=DAY)
    assert (claim.kind.value, claim.quantity, claim.role, claim.target) == ("ratio", 3, "attack_event", "JP")


def test_kinds_behind_a_colon_are_those_of_the_cases_before() -> None:
    text = "CERT-In handled over 90,000 incidents in 2012. They were: phishing 1122, scanning 331, virus 430, other 7."
    assert [(each.role, each.quantity) for each in extract(text, day=DAY)[1:]] == [
        ("incident_report", 1122),
        ("incident_report", 331),
        ("incident_report", 430),
        ("incident_report", 7),
    ]


def test_what_a_report_covers_is_when_it_counted() -> None:
    text = "The report, which analysed attacks from April to June 2012, said 900 attacks came from Peru."
    assert read(text, 900)[3] == (date(2012, 4, 1), date(2012, 6, 30))


def test_what_was_said_last_week_of_another_year() -> None:
    text = "In 2012 it was attacked 700 times. Last week Ana Lund had said that in the same year 900 sites were hacked."
    assert read(text, 900)[3] == YEAR


def test_a_verb_that_is_said_once_for_a_list() -> None:
    text = (
        "CERT-UA handled 2,543 incidents last year. Of them, 347 concerned ministries, 276 local authorities, "
        "175 the defence sector and 127 commercial organisations."
    )
    assert [(each.role, each.quantity, each.target) for each in extract(text, day=DAY)] == [
        ("incident_report", number, "UA") for number in (2543, 347, 276, 175, 127)
    ]


def test_what_is_overseas_stays_so_in_the_next_clause() -> None:
    text = (
        "In 2012, 730 overseas addresses controlled 9,000 hosts in Japan and 32 addresses controlled 38 Japanese sites."
    )
    assert {claim.origin for claim in extract(text, day=DAY)} == {"XX-JP"}


def test_a_year_that_brackets_spell_out() -> None:
    text = "Iran thwarted 900 attacks last year (March 2011 to March 2012)."
    assert read(text, 900)[3] == (date(2011, 3, 1), date(2012, 3, 31))


def test_a_change_is_of_the_number_before_the_one_held_against() -> None:
    (_, _, change) = extract("There were 143 attacks in 2012 against 109 in 2011, a rise of 30%.", day=DAY)
    assert (change.first, change.last) == YEAR


def test_most_of_them_from_one_country() -> None:
    (_, most) = extract("Japan was hit by 900 attacks in 2012, with most originating from Peru.", day=DAY)
    assert (most.kind.value, most.quantity, most.origin) == ("share_pct", 50, "PE")


def test_a_response_team_counts_no_computers() -> None:
    text = "In 2012, 900 sites were hit - all defaced - said a report by the Utopia Computer Emergency Response Team."
    assert [claim.quantity for claim in extract(text, day=DAY)] == [900]


def test_what_the_dictionary_does_not_know_is_no_attack() -> None:
    text = "In 2012 there were 8,900 attacks on Japan, while the number of sensors, roughly 210,000, did not change."
    assert [claim.quantity for claim in extract(text, day=DAY)] == [8900]


def test_cases_that_are_classified_as_something_are_cases() -> None:
    text = 'JPCERT/CC received 9,386 incidents in 2012. Of them, incidents classified as "scan" numbered 4,629.'
    assert [claim.role for claim in extract(text, day=DAY)] == ["incident_report", "incident_report"]


def test_the_number_of_a_hotline_is_its_name() -> None:
    text = "Of 13,040 reports received by the 119 hotline of JPCERT/CC in 2012, up 43% on 2011, 68% were of phishing."
    assert [claim.quantity for claim in extract(text, day=DAY)] == [13040, 43, 68]


def test_a_share_of_all_there_are_is_of_those_that_were_hit() -> None:
    text = "In 2012, 55 million addresses in Japan were infected, or 14.2 percent of the total number of addresses."
    assert [(claim.role, claim.target) for claim in extract(text, day=DAY)] == [("infected_ip", "JP")] * 2


def test_the_devices_of_a_botnet_with_words_between() -> None:
    text = "The botnet consisted in June 2012 of over 260,000 routers, of which 126,000 were in Chile."
    found = extract(text, day=DAY)
    assert [(claim.role, claim.target) for claim in found] == [("infected_host", "WW"), ("infected_host", "CL")]


@pytest.mark.parametrize(
    ("words", "value"), [("one and a half million", 1_500_000), ("two and a quarter thousand", 2250)]
)
def test_a_number_and_a_part_of_it(words: str, value: int) -> None:
    assert read(f"In 2012 there were {words} attacks on Japan.", value)[0] == "attack_event"


def test_sites_of_which_the_content_was_changed() -> None:
    assert read("In 2012 the content of 1,116 Japanese sites was changed.", 1116)[::2] == ("defaced_site", "JP")


def test_a_change_is_of_what_it_is_held_against() -> None:
    text = "In 2012, 900 hosts in Japan were controlled by 14 servers, up 90 percent from the server number in 2011."
    assert [claim.role for claim in extract(text, day=DAY)] == ["victim_host", "c2", "c2"]


def test_shares_beside_the_numbers_of_several_sources() -> None:
    text = (
        "Japan was hit by 900 attacks in 2012. Among the identified sources, 500 attacks came from Peru, accounting "
        "for 55.6 percent, followed by Chile (150 times, accounting for 16.7 percent) and Cuba (90 attacks, or 10%)."
    )
    origins = [claim.origin for claim in extract(text, day=DAY)]
    assert origins == [None, "PE", "PE", "CL", "CL", "CU", "CU"]


def test_shares_of_reports_are_of_reports_whatever_their_kind() -> None:
    text = (
        "JPCERT/CC received 13,040 reports in 2012. Of these, 41% concerned accounts, 25% involved phishing attempts, "
        "and 13% intrusions into systems, the others being malware (3%)."
    )
    assert {claim.role for claim in extract(text, day=DAY)} == {"incident_report"}


def test_a_firm_that_speaks_is_no_place_of_its_numbers() -> None:
    text = "Of the infected IP addresses, 19 percent were in India and 8 percent in Brazil, the Spanish company said."
    assert [claim.target for claim in extract(text, day=DAY)] == ["IN", "BR"]


def test_who_is_behind_incidents_is_not_where_they_were() -> None:
    text = "CERT Polska registered 900 incidents in Poland in 2012. Russia and Belarus are behind most of them."
    assert [(claim.origin, claim.target) for claim in extract(text, day=DAY)] == [(None, "PL"), ("RU;BY", "PL")]


@pytest.mark.parametrize(
    "whole", ["In 2012 Japan suffered 9,000 attacks.", "In 2012, 9,000 attacks on Japan were seen."]
)
@pytest.mark.parametrize(
    "parts",
    [
        "Russia accounted for 700, Peru for 600 and Chile for 500.",
        "Russia led with 700, followed by Peru with 600 and Chile with 500.",
        "Of these, 700 were in Russia, 600 in Peru and 500 in Chile.",
        "Most were in Russia (700), Peru (600) and Chile (500).",
        "Russia was first with 700, Peru second with 600 and Chile third with 500.",
        "Russia (700) led the list, followed by Peru (600) and Chile (500).",
        "Russia led with 37 percent, followed by Peru with 21 percent and Chile with 12 percent.",
        "Russia had 37 percent, Peru 21 percent and Chile 12 percent.",
    ],
)
def test_parts_of_what_hit_one_country_came_from_others(whole: str, parts: str) -> None:
    found = [claim for claim in extract(f"{whole} {parts}", day=DAY)[1:] if claim.kind.value != "rank"]
    assert [(claim.origin, claim.target) for claim in found] == [("RU", "JP"), ("PE", "JP"), ("CL", "JP")]
