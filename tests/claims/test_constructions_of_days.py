"""Constructions that say when, each in several sentences, with all that they say."""

from __future__ import annotations

import pytest

from tests.claims.figures import told

RECENT = (
    (
        "2022-03-12",
        '"The main target is government resources," it said on Friday, noting around 1,700 DDoS attacks against one'
        " government portal in the past three days alone.",
        "1700 attack_event >WW 2022-03-09..2022-03-11",
    ),
    (
        "2022-03-12",
        "Rostelecom on Friday said it had noted increased activity. It noted around 1,700 DDoS attacks against one "
        "government portal in the past three days alone.",
        "1700 attack_event >RU 2022-03-09..2022-03-11",
    ),
    (
        "2022-03-12",
        "Hackers attempted 40,000 attacks on India in the last five days, a police official said on Friday.",
        "40000 attack_event >IN 2022-03-07..2022-03-11",
    ),
    (
        "2022-03-12",
        "On Friday police said there were 40,000 attacks on India over the past week.",
        "40000 attack_event >IN 2022-03-04..2022-03-11",
    ),
    (
        "2022-03-12",
        "Police said on Friday there were 40,000 attacks on India in the last 24 hours.",
        "40000 attack_event >IN 2022-03-10..2022-03-11",
    ),
    (
        "2022-03-12",
        "There were 40,000 attacks on India in the last four days.",
        "40000 attack_event >IN 2022-03-09..2022-03-12",
    ),
    (
        "2022-03-12",
        "The ministry told reporters Thursday that 40,000 attacks on banks had been blocked over the last ten days.",
        "40000 attack_event >WW 2022-03-01..2022-03-10",
    ),
    (
        "2022-03-12",
        "Some 40,000 attacks on banks had been blocked in the previous two weeks, the ministry said on Thursday.",
        "40000 attack_event >WW 2022-02-24..2022-03-10",
    ),
)
LISTS = (
    (
        "2021-08-04",
        "The total includes hacking of 15,651 Indian websites in 2021 (up to June), as against 17,560; 24,768 and "
        "26,121 during the year 2018, 2019 and 2020.",
        "15651 hacked_site >IN 2021-01-01..2021-06-30; 17560 hacked_site >IN 2018-01-01..2018-12-31; "
        "24768 hacked_site >IN 2019-01-01..2019-12-31; 26121 hacked_site >IN 2020-01-01..2020-12-31",
    ),
    (
        "2021-08-04",
        "Some 15,651 Indian websites were hacked in 2020, against 17,560, 24,768 and 26,121 in 2017, 2018 and 2019.",
        "15651 hacked_site >IN 2020-01-01..2020-12-31; 17560 hacked_site >IN 2017-01-01..2017-12-31; "
        "24768 hacked_site >IN 2018-01-01..2018-12-31; 26121 hacked_site >IN 2019-01-01..2019-12-31",
    ),
    (
        "2021-08-04",
        "In 2020, 15,651 cyberattacks hit Kenya, compared with 17,560 and 24,768 in 2018 and 2019 respectively.",
        "15651 attack_event >KE 2020-01-01..2020-12-31; 17560 attack_event >KE 2018-01-01..2018-12-31; "
        "24768 attack_event >KE 2019-01-01..2019-12-31",
    ),
    (
        "2021-08-04",
        "In 2020 Kenya recorded 15,651 incidents, as compared to 17,560 and 24,768 in 2018 and 2019.",
        "15651 incident_report >KE 2020-01-01..2020-12-31; 17560 incident_report >KE 2018-01-01..2018-12-31; "
        "24768 incident_report >KE 2019-01-01..2019-12-31",
    ),
    (
        "2021-08-04",
        "The team handled 1,560 incidents in 2020, up from 1,210; 1,330 and 1,402 during the years 2017, 2018 and "
        "2019.",
        "1560 incident_report >WW 2020-01-01..2020-12-31; 1210 incident_report >WW 2017-01-01..2017-12-31; "
        "1330 incident_report >WW 2018-01-01..2018-12-31; 1402 incident_report >WW 2019-01-01..2019-12-31",
    ),
    (
        "2021-08-04",
        "The number of hacked sites was 1,210, 1,330, 1,402 and 1,560 in 2017, 2018, 2019 and 2020 (up to June).",
        "1210 hacked_site >WW 2017-01-01..2017-12-31; 1330 hacked_site >WW 2018-01-01..2018-12-31; "
        "1402 hacked_site >WW 2019-01-01..2019-12-31; 1560 hacked_site >WW 2020-01-01..2020-06-30",
    ),
    (
        "2021-08-04",
        "The team observed 6.07 lakh incidents in the first six months of 2021, of which about 12,000 were related "
        "to government organisations, the government informed parliament on Wednesday.",
        "607000 incident_report >WW 2021-01-01..2021-06-30; 12000 incident_report >WW 2021-01-01..2021-06-30",
    ),
    (
        "2021-08-04",
        "The team saw 6,070 incidents in the first half of 2021, of which 120 concerned banks, the minister told "
        "parliament on Wednesday.",
        "6070 incident_report >WW 2021-01-01..2021-06-30; 120 incident_report >WW 2021-01-01..2021-06-30",
    ),
    (
        "2021-08-04",
        "The team saw 6,070 incidents in May, including 120 at banks, the minister informed lawmakers on Tuesday.",
        "6070 incident_report >WW 2021-05-01..2021-05-31; 120 incident_report >WW 2021-05-01..2021-05-31",
    ),
)
AFTERWARDS = (
    (
        "2025-05-13",
        "The office counted 1,500 cyber attacks on banks across Chile following the earthquake of April 22, "
        "officials said on Monday.",
        "1500 attack_event >CL 2025-04-22..2025-05-12",
    ),
    (
        "2025-05-13",
        "Officials said on Monday that 1,500 cyber attacks on Chile were launched after the strike of 22 April. Of "
        "these, only 15 were successful.",
        "1500 attack_event >CL 2025-04-22..2025-05-12; 15 attack_event >CL 2025-04-22..2025-05-12",
    ),
    (
        "2025-05-13",
        "Since the vote of April 22 Chile has suffered 1,500 cyber attacks.",
        "1500 attack_event >CL 2025-04-22..2025-05-13",
    ),
    (
        "2025-05-13",
        "After the terror attack of April 22, hackers launched 1,500 attacks on Chile's websites, the ministry "
        "reported.",
        "1500 attack_event >CL 2025-04-22..2025-05-13",
    ),
    (
        "2025-05-13",
        "Some 1,500 attacks were carried out on Chile following the April 22 vote.",
        "1500 attack_event >CL 2025-04-22..2025-05-13",
    ),
    (
        "2025-05-13",
        "In the days following the vote of April 22 there were 1,500 attacks on Chile.",
        "1500 attack_event >CL 2025-04-22..2025-05-13",
    ),
    (
        "2025-05-13",
        "Since April 22 there have been 1,500 attacks on Chile. Only 15 were successful, officials said on Monday.",
        "1500 attack_event >CL 2025-04-22..2025-05-12; 15 attack_event >CL 2025-04-22..2025-05-12",
    ),
    (
        "2025-05-13",
        "Chile was hit by 1,500 cyber attacks in the wake of the election of April 22, it was said on Sunday.",
        "1500 attack_event >CL 2025-04-22..2025-05-11",
    ),
    (
        "2019-02-20",
        "In the fortnight to 10 February, hackers took over 73 websites in Chile.",
        "73 hacked_site >CL 2019-01-28..2019-02-10",
    ),
    (
        "2019-02-20",
        "Chile saw 73 attacks in the fortnight ending 10 February.",
        "73 attack_event >CL 2019-01-28..2019-02-10",
    ),
    (
        "2019-02-20",
        "Chile saw 73 attacks in the week to 10 February.",
        "73 attack_event >CL 2019-02-04..2019-02-10",
    ),
)
AGAINST = (
    (
        "2022-11-01",
        "Over 24,000 attacks on Ukraine were seen in Q3 2022. If compared to Q1 and Q2, critical attacks from "
        "russian IP addresses have increased 35-fold.",
        "24000 attack_event >UA 2022-07-01..2022-09-30; 35 attack_event RU>UA 2022-07-01..2022-09-30",
    ),
    (
        "2022-11-01",
        "Ukraine saw 900 attacks in Q3 2022. Compared to Q1 and Q2, attacks from Russia rose 35-fold.",
        "900 attack_event >UA 2022-07-01..2022-09-30; 35 attack_event RU>UA 2022-07-01..2022-09-30",
    ),
    (
        "2022-11-01",
        "Ukraine saw 900 attacks in the third quarter of 2022. Against the first and second quarters, attacks from "
        "Russia have doubled.",
        "900 attack_event >UA 2022-07-01..2022-09-30; 2 attack_event RU>UA 2022-07-01..2022-09-30",
    ),
    (
        "2022-11-01",
        "Chile saw 900 attacks in 2021, up 12 percent compared with 2019 and 2020.",
        "900 attack_event >CL 2021-01-01..2021-12-31; 12 attack_event >CL 2021-01-01..2021-12-31",
    ),
    (
        "2022-11-01",
        "Chile saw 900 attacks in 2021. In comparison with 2019 and 2020 the number of attacks tripled.",
        "900 attack_event >CL 2021-01-01..2021-12-31; 2019 attack_event >CL 2020-01-01..2020-12-31; "
        "3 attack_event >CL 2020-01-01..2020-12-31",
    ),
    (
        "2022-11-01",
        "In Q3 Ukraine registered 115 cyberincidents; most of the cyberincidents were attributed to hacker groups "
        "funded by the russian government.",
        "115 incident_report >UA 2022-07-01..2022-09-30; 50 incident_report RU>UA 2022-07-01..2022-09-30",
    ),
    (
        "2022-11-01",
        "Estonia registered 115 incidents in 2021. The absolute majority of the incidents was attributed to hackers"
        " funded by the Russian government.",
        "115 incident_report >EE 2021-01-01..2021-12-31; 50 incident_report RU>EE 2021-01-01..2021-12-31",
    ),
    (
        "2022-11-01",
        "Last year 900 attacks were carried out on Chile, mostly from the territory of Peru and Kenya.",
        "900 attack_event >CL 2021-01-01..2021-12-31; 50 attack_event PE;KE>CL 2021-01-01..2021-12-31",
    ),
    (
        "2022-11-01",
        "Last year 900 attacks were carried out on Chile, mostly from the territory of Peru, Bolivia and Kenya.",
        "900 attack_event >CL 2021-01-01..2021-12-31; 50 attack_event PE;BO;KE>CL 2021-01-01..2021-12-31",
    ),
)


@pytest.mark.parametrize(("day", "text", "figures"), RECENT)
def test_days_that_run_up_to_when_somebody_spoke(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), LISTS)
def test_as_many_dates_as_numbers(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), AFTERWARDS)
def test_days_that_begin_with_an_event(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), AGAINST)
def test_what_figures_are_held_against(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures
