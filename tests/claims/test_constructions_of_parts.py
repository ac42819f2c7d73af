"""Constructions that say which part, each in several sentences, with all that they say."""

from __future__ import annotations

import pytest

from tests.claims.figures import told

MOST = (
    (
        "2018-04-05",
        "Chile registered 360 incidents in 2017. Among the 360 incidents, most registered as minor events.",
        "360 incident_report >CL 2017-01-01..2017-12-31; 360 incident_report >CL 2017-01-01..2017-12-31; "
        "50 incident_report >CL 2017-01-01..2017-12-31",
    ),
    (
        "2018-04-05",
        "Chile registered 360 incidents in 2017. Of the 360 incidents, most concerned banks.",
        "360 incident_report >CL 2017-01-01..2017-12-31; 360 incident_report >CL 2017-01-01..2017-12-31; "
        "50 incident_report >CL 2017-01-01..2017-12-31",
    ),
    (
        "2018-04-05",
        "Chile faced 360 attacks in 2017. Of these, most came from Peru.",
        "360 attack_event >CL 2017-01-01..2017-12-31; 50 attack_event PE>CL 2017-01-01..2017-12-31",
    ),
    (
        "2018-04-05",
        "Of 360 attacks on Chile in 2017, most targeted ministries.",
        "360 attack_event >CL 2017-01-01..2017-12-31; 50 attack_event >CL 2017-01-01..2017-12-31",
    ),
    (
        "2018-04-05",
        "Chile suffered 900 attacks in 2017. About a quarter targeted ministries.",
        "900 attack_event >CL 2017-01-01..2017-12-31; 25 attack_event >CL 2017-01-01..2017-12-31",
    ),
)
NEXT = (
    (
        "2019-02-20",
        "A quarter of all ransomware attacks last year struck the US, which was followed by India (9%), Japan "
        "(7.5%) and Taiwan (6%), Trend Micro said.",
        "25 attack_event >US 2018-01-01..2018-12-31; 9 attack_event >IN 2018-01-01..2018-12-31; "
        "7.5 attack_event >JP 2018-01-01..2018-12-31; 6 attack_event >TW 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "A quarter of all attacks last year hit the US, followed by India (9%) and Japan (7.5%).",
        "25 attack_event >US 2018-01-01..2018-12-31; 9 attack_event >IN 2018-01-01..2018-12-31; "
        "7.5 attack_event >JP 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Last year 25 percent of all attacks targeted Chile, followed by India with 9 percent and Japan with 7.5 "
        "percent.",
        "25 attack_event >CL 2018-01-01..2018-12-31; 9 attack_event >IN 2018-01-01..2018-12-31; "
        "7.5 attack_event >JP 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Last year 25 percent of all attacks were aimed at Chile, 9 percent at India and 7.5 percent at Japan.",
        "25 attack_event >CL 2018-01-01..2018-12-31; 9 attack_event >IN 2018-01-01..2018-12-31; "
        "7.5 attack_event >JP 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Chile bore a quarter of all attacks last year, India 9 percent and Japan 7.5 percent.",
        "25 attack_event >CL 2018-01-01..2018-12-31; 9 attack_event >IN 2018-01-01..2018-12-31; "
        "7.5 attack_event >JP 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Kenya detected 51.9 million cyber threats in the three months to December, an increase of 167 percent over"
        " the preceding quarter's 19.4 million.",
        "51900000 attack_event >KE 2018-10-01..2018-12-31; 167 attack_event >KE 2018-10-01..2018-12-31; "
        "19400000 attack_event >KE 2018-07-01..2018-09-30",
    ),
    (
        "2019-02-20",
        "Kenya detected 900 attacks in the fourth quarter of 2018, against 700 in the preceding quarter.",
        "900 attack_event >KE 2018-10-01..2018-12-31; 700 attack_event >KE 2018-07-01..2018-09-30",
    ),
    (
        "2019-02-20",
        "Kenya detected 900 attacks in the fourth quarter of 2018, up from the previous quarter's 700.",
        "900 attack_event >KE 2018-10-01..2018-12-31; 700 attack_event >KE 2018-07-01..2018-09-30",
    ),
    (
        "2019-02-20",
        "Kenya detected 900 attacks in the fourth quarter of 2018, up from 700 in the quarter before.",
        "900 attack_event >KE 2018-10-01..2018-12-31; 700 attack_event >KE 2018-07-01..2018-09-30",
    ),
    (
        "2019-02-20",
        "Kenya detected 900 attacks in 2018, more than the previous year's total of 700.",
        "900 attack_event >KE 2018-01-01..2018-12-31; 700 attack_event >KE 2017-01-01..2017-12-31",
    ),
    (
        "2019-02-20",
        "Of the 900 websites defaced in Turkey during 2018, 310 belonged to municipalities and 45 to universities. "
        "The attackers came from Greece and Armenia.",
        "900 defaced_site >TR 2018-01-01..2018-12-31; 310 defaced_site >TR 2018-01-01..2018-12-31; "
        "45 defaced_site >TR 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Some 900 websites, about a quarter of the total, were attacked by 62 computers located in Peru in 2018.",
        "900 hacked_site PE>WW 2018-01-01..2018-12-31; 25 hacked_site PE>WW 2018-01-01..2018-12-31; "
        "62 attack_ip PE>WW 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Some 900 websites, 25 percent of all, were attacked by 62 computers located in Peru in 2018.",
        "900 hacked_site PE>WW 2018-01-01..2018-12-31; 25 hacked_site PE>WW 2018-01-01..2018-12-31; "
        "62 attack_ip PE>WW 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Of the 900 hosts hit in Chile in 2018, a quarter were controlled from Peru.",
        "900 victim_host >CL 2018-01-01..2018-12-31; 25 victim_host PE>CL 2018-01-01..2018-12-31",
    ),
)
GAPPED = (
    (
        "2019-02-20",
        "Egypt hosted 7 percent and Morocco 4 percent of Africa's 320 phishing servers in 2018.",
        "7 phish_host EG>WW 2018-01-01..2018-12-31; 4 phish_host MA>WW 2018-01-01..2018-12-31; "
        "320 phish_host >WW 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "In 2018 Peru launched 30 percent and Kenya 12 percent of the attacks on Chile.",
        "30 attack_source_share PE>CL 2018-01-01..2018-12-31; 12 attack_source_share KE>CL 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Peru accounted for 30 percent and Kenya for 12 percent of all attacks in 2018.",
        "30 attack_source_share PE>WW 2018-01-01..2018-12-31; 12 attack_source_share KE>WW 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Peru sent 30 percent of the attacks of 2018 and Kenya 12 percent.",
        "30 attack_source_share PE>WW 2018-01-01..2018-12-31; 12 attack_source_share KE>WW 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "In 2018, 30 percent of the infected hosts were in Peru and 12 percent in Kenya.",
        "30 infected_host >PE 2018-01-01..2018-12-31; 12 infected_host >KE 2018-01-01..2018-12-31",
    ),
    (
        "2019-02-20",
        "Peru had 30 percent and Kenya 12 percent of the infected hosts in 2018.",
        "30 infected_host >PE 2018-01-01..2018-12-31; 12 infected_host >KE 2018-01-01..2018-12-31",
    ),
)


@pytest.mark.parametrize(("day", "text", "figures"), MOST)
def test_most_of_those_that_were_told(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), NEXT)
def test_shares_of_those_hit_next(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), GAPPED)
def test_a_noun_that_is_said_once_for_two_shares(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures
