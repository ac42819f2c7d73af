"""Constructions in which figures are told: each in several sentences, with all that they say."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

BOTNETS = (
    (
        date(2023, 5, 10),
        (
            "Police broke up a botnet of 60,000 routers in Canada and elsewhere, infected by Iranian state-backed"
            " hackers."
        ),
        ["60000 infected_host IR>WW"],
    ),
    (
        date(2023, 5, 10),
        (
            "Police broke up a botnet of 60,000 routers, infected by hackers working for Iran. As of April 2023 "
            "it held 75,000 routers, of which 31,000, or 41 percent, were located in Canada and 9,000 in Chile."
        ),
        [
            "60000 infected_host IR>WW",
            "75000 infected_host IR>WW 2023-04-01..2023-04-30",
            "31000 infected_host IR>CA 2023-04-01..2023-04-30",
            "41 infected_host IR>CA 2023-04-01..2023-04-30",
            "9000 infected_host IR>CL 2023-04-01..2023-04-30",
        ],
    ),
    (
        date(2023, 5, 10),
        (
            "The botnet consisted of 60,000 cameras worldwide, which had been hacked by Russian military "
            "intelligence. About a third of the devices were in Poland."
        ),
        ["60000 infected_host RU>WW", "33.3333 infected_host RU>PL"],
    ),
    (
        date(2023, 5, 10),
        (
            "A botnet of 60,000 routers was built by hackers in Iran. In April 2023, 31,000 of the routers were "
            "in Canada and 9,000 in Chile."
        ),
        [
            "60000 infected_host IR>WW 2023-04-01..2023-04-30",
            "31000 infected_host IR>CA 2023-04-01..2023-04-30",
            "9000 infected_host IR>CL 2023-04-01..2023-04-30",
        ],
    ),
    (
        date(2023, 5, 10),
        (
            "The FBI disrupted a botnet of 60,000 routers, infected by Iranian hackers. Approximately half of the"
            " devices under the botnet's control were based in Canada."
        ),
        ["60000 infected_host IR>WW", "50 infected_host IR>CA"],
    ),
    (
        date(2023, 5, 10),
        (
            "Police broke up a botnet of 60,000 routers, infected by Iranian hackers. The botnet had grown to "
            "75,000 devices by April 2023, of which 31,000 were Canadian. Half of the hijacked devices were in "
            "Chile."
        ),
        [
            "60000 infected_host IR>WW",
            "75000 infected_host IR>WW 2023-04-01..2023-04-30",
            "31000 infected_host IR>CA 2023-04-01..2023-04-30",
            "50 infected_host IR>CL 2023-04-01..2023-04-30",
        ],
    ),
)
RECENT = (
    (
        date(2022, 3, 12),
        (
            '"The main target is government resources," it said on Friday, noting around 1,700 DDoS attacks '
            "against one government portal in the past three days alone."
        ),
        ["1700 attack_event >WW 2022-03-09..2022-03-11"],
    ),
    (
        date(2022, 3, 12),
        (
            "Rostelecom on Friday said it had noted increased activity. It noted around 1,700 DDoS attacks "
            "against one government portal in the past three days alone."
        ),
        ["1700 attack_event >RU 2022-03-09..2022-03-11"],
    ),
    (
        date(2022, 3, 12),
        "Hackers attempted 40,000 attacks on India in the last five days, a police official said on Friday.",
        ["40000 attack_event >IN 2022-03-07..2022-03-11"],
    ),
    (
        date(2022, 3, 12),
        "On Friday police said there were 40,000 attacks on India over the past week.",
        ["40000 attack_event >IN 2022-03-04..2022-03-11"],
    ),
    (
        date(2022, 3, 12),
        "Police said on Friday there were 40,000 attacks on India in the last 24 hours.",
        ["40000 attack_event >IN 2022-03-10..2022-03-11"],
    ),
    (
        date(2022, 3, 12),
        "There were 40,000 attacks on India in the last four days.",
        ["40000 attack_event >IN 2022-03-09..2022-03-12"],
    ),
    (
        date(2022, 3, 12),
        ("The ministry told reporters Thursday that 40,000 attacks on banks had been blocked over the last ten days."),
        ["40000 attack_event >WW 2022-03-01..2022-03-10"],
    ),
    (
        date(2022, 3, 12),
        ("Some 40,000 attacks on banks had been blocked in the previous two weeks, the ministry said on Thursday."),
        ["40000 attack_event >WW 2022-02-24..2022-03-10"],
    ),
)
SOURCES = (
    (
        date(2016, 4, 15),
        (
            "Peru was the main source of malicious code with a 12.5% share of activity in 2015; Kenya stood "
            "second with 11.7%, while Chile came in third with 10.7%."
        ),
        [
            "12.5 attack_source_share PE>WW 2015-01-01..2015-12-31",
            "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
            "10.7 attack_source_share CL>WW 2015-01-01..2015-12-31",
        ],
    ),
    (
        date(2016, 4, 15),
        "Peru was the biggest source of malware in 2015, with 21 percent, followed by Kenya with 11.7%.",
        [
            "21 attack_source_share PE>WW 2015-01-01..2015-12-31",
            "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
        ],
    ),
    (
        date(2016, 4, 15),
        (
            "Peru was the top source of cyberattacks in 2015, with 21 percent; Kenya stood second with 11.7%, "
            "while Chile came in third with 10.7%."
        ),
        [
            "21 attack_source_share PE>WW 2015-01-01..2015-12-31",
            "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
            "10.7 attack_source_share CL>WW 2015-01-01..2015-12-31",
        ],
    ),
    (
        date(2016, 4, 15),
        ("The main sources of malicious programs in 2015 were Peru (21 percent), Kenya (11.7%) and Chile (10.7%)."),
        [
            "21 attack_source_share PE>WW 2015-01-01..2015-12-31",
            "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
            "10.7 attack_source_share CL>WW 2015-01-01..2015-12-31",
        ],
    ),
    (
        date(2016, 4, 15),
        (
            "Peru was the second largest source for malicious code in 2015, with 12.5% share of activity. Kenya "
            "stood first with 13.7% of malicious code originating from the country."
        ),
        [
            "12.5 attack_source_share PE>WW 2015-01-01..2015-12-31",
            "13.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
        ],
    ),
    (
        date(2016, 4, 15),
        ("Peru was the main source of attacks with a 12.5% share of activity in 2015; Kenya came next with 11.7%."),
        [
            "12.5 attack_source_share PE>WW 2015-01-01..2015-12-31",
            "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
        ],
    ),
)
LISTS = (
    (
        date(2021, 8, 4),
        (
            "The total includes hacking of 15,651 Indian websites in 2021 (up to June), as against 17,560; 24,768"
            " and 26,121 during the year 2018, 2019 and 2020."
        ),
        [
            "15651 hacked_site >IN 2021-01-01..2021-06-30",
            "17560 hacked_site >IN 2018-01-01..2018-12-31",
            "24768 hacked_site >IN 2019-01-01..2019-12-31",
            "26121 hacked_site >IN 2020-01-01..2020-12-31",
        ],
    ),
    (
        date(2021, 8, 4),
        ("Some 15,651 Indian websites were hacked in 2020, against 17,560, 24,768 and 26,121 in 2017, 2018 and 2019."),
        [
            "15651 hacked_site >IN 2020-01-01..2020-12-31",
            "17560 hacked_site >IN 2017-01-01..2017-12-31",
            "24768 hacked_site >IN 2018-01-01..2018-12-31",
            "26121 hacked_site >IN 2019-01-01..2019-12-31",
        ],
    ),
    (
        date(2021, 8, 4),
        ("In 2020, 15,651 cyberattacks hit Kenya, compared with 17,560 and 24,768 in 2018 and 2019 respectively."),
        [
            "15651 attack_event >KE 2020-01-01..2020-12-31",
            "17560 attack_event >KE 2018-01-01..2018-12-31",
            "24768 attack_event >KE 2019-01-01..2019-12-31",
        ],
    ),
    (
        date(2021, 8, 4),
        "In 2020 Kenya recorded 15,651 incidents, as compared to 17,560 and 24,768 in 2018 and 2019.",
        [
            "15651 incident_report >KE 2020-01-01..2020-12-31",
            "17560 incident_report >KE 2018-01-01..2018-12-31",
            "24768 incident_report >KE 2019-01-01..2019-12-31",
        ],
    ),
    (
        date(2021, 8, 4),
        (
            "The team handled 1,560 incidents in 2020, up from 1,210; 1,330 and 1,402 during the years 2017, 2018"
            " and 2019."
        ),
        [
            "1560 incident_report >WW 2020-01-01..2020-12-31",
            "1210 incident_report >WW 2017-01-01..2017-12-31",
            "1330 incident_report >WW 2018-01-01..2018-12-31",
            "1402 incident_report >WW 2019-01-01..2019-12-31",
        ],
    ),
    (
        date(2021, 8, 4),
        ("The number of hacked sites was 1,210, 1,330, 1,402 and 1,560 in 2017, 2018, 2019 and 2020 (up to June)."),
        [
            "1210 hacked_site >WW 2017-01-01..2017-12-31",
            "1330 hacked_site >WW 2018-01-01..2018-12-31",
            "1402 hacked_site >WW 2019-01-01..2019-12-31",
            "1560 hacked_site >WW 2020-01-01..2020-06-30",
        ],
    ),
    (
        date(2021, 8, 4),
        (
            "The team observed 6.07 lakh incidents in the first six months of 2021, of which about 12,000 were "
            "related to government organisations, the government informed parliament on Wednesday."
        ),
        ["607000 incident_report >WW 2021-01-01..2021-06-30", "12000 incident_report >WW 2021-01-01..2021-06-30"],
    ),
    (
        date(2021, 8, 4),
        (
            "The team saw 6,070 incidents in the first half of 2021, of which 120 concerned banks, the minister "
            "told parliament on Wednesday."
        ),
        ["6070 incident_report >WW 2021-01-01..2021-06-30", "120 incident_report >WW 2021-01-01..2021-06-30"],
    ),
    (
        date(2021, 8, 4),
        ("The team saw 6,070 incidents in May, including 120 at banks, the minister informed lawmakers on Tuesday."),
        ["6070 incident_report >WW 2021-05-01..2021-05-31", "120 incident_report >WW 2021-05-01..2021-05-31"],
    ),
)
BEYOND = (
    (
        date(2023, 5, 10),
        (
            "Police broke up a botnet of 60,000 routers in Canada and elsewhere, infected by Iranian state-backed"
            " hackers."
        ),
        ["60000 infected_host IR>WW"],
    ),
    (
        date(2023, 5, 10),
        "Police broke up a botnet of 60,000 routers in Canada and worldwide.",
        ["60000 infected_host >WW"],
    ),
    (
        date(2023, 5, 10),
        "The worm infected 60,000 computers in Chile and around the world.",
        ["60000 infected_host >WW"],
    ),
    (
        date(2023, 5, 10),
        "The worm infected 60,000 computers in Chile, Peru and other countries.",
        ["60000 infected_host >WW"],
    ),
)
ATTEMPTED = (
    (
        date(2020, 6, 24),
        "Hackers based in China attempted over 40,000 cyber attacks on banks in India in May 2020.",
        ["40000 attack_event CN>IN 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        "In May 2020 hackers operating from Peru attempted 900 intrusions into Chilean networks.",
        ["900 attack_event PE>CL 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        "Hackers in Peru attempted at least 900 attacks against Chile in May 2020.",
        ["900 attack_event PE>CL 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        "Peruvian hackers attempted 900 attacks on Chile in May 2020.",
        ["900 attack_event PE>CL 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        "Groups located in Peru carried out 900 attacks on Chile's banks in May 2020.",
        ["900 attack_event PE>CL 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        "Attackers sitting in Peru launched 900 attacks on Chile's banks in May 2020.",
        ["900 attack_event PE>CL 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        (
            "According to the ministry at least 900 cyber attacks on Chile were attempted in May 2020, most of "
            "which can be traced to the Lima area in Peru."
        ),
        ["900 attack_event >CL 2020-05-01..2020-05-31", "50 attack_event PE>CL 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        "Chile faced 900 attacks in May 2020, most of which, the minister added, came from Peru.",
        ["900 attack_event >CL 2020-05-01..2020-05-31", "50 attack_event PE>CL 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        (
            '"At least 900 attacks were attempted in May 2020 on the resources in Indian cyberspace," the agency '
            "quoted Ana Lund, the head of a police unit, as saying, most of which, she added, can be traced to "
            "Peru."
        ),
        ["900 attack_event >IN 2020-05-01..2020-05-31", "50 attack_event PE>IN 2020-05-01..2020-05-31"],
    ),
    (
        date(2020, 6, 24),
        (
            "Hackers based in Peru hit banks in Chile with 900 attacks in May 2020. At least 910 attacks on "
            "Chilean resources were recorded, most of which can be traced to the Lima area."
        ),
        [
            "900 attack_event PE>CL 2020-05-01..2020-05-31",
            "910 attack_event PE>CL 2020-05-01..2020-05-31",
            "50 attack_event >CL 2020-05-01..2020-05-31",
        ],
    ),
)
AFTERWARDS = (
    (
        date(2025, 5, 13),
        (
            "The office counted 1,500 cyber attacks on banks across Chile following the earthquake of April 22, "
            "officials said on Monday."
        ),
        ["1500 attack_event >CL 2025-04-22..2025-05-12"],
    ),
    (
        date(2025, 5, 13),
        (
            "Officials said on Monday that 1,500 cyber attacks on Chile were launched after the strike of 22 "
            "April. Of these, only 15 were successful."
        ),
        ["1500 attack_event >CL 2025-04-22..2025-05-12", "15 attack_event >CL 2025-04-22..2025-05-12"],
    ),
    (
        date(2025, 5, 13),
        "Since the vote of April 22 Chile has suffered 1,500 cyber attacks.",
        ["1500 attack_event >CL 2025-04-22..2025-05-13"],
    ),
    (
        date(2025, 5, 13),
        (
            "After the terror attack of April 22, hackers launched 1,500 attacks on Chile's websites, the "
            "ministry reported."
        ),
        ["1500 attack_event >CL 2025-04-22..2025-05-13"],
    ),
    (
        date(2025, 5, 13),
        "Some 1,500 attacks were carried out on Chile following the April 22 vote.",
        ["1500 attack_event >CL 2025-04-22..2025-05-13"],
    ),
    (
        date(2025, 5, 13),
        "In the days following the vote of April 22 there were 1,500 attacks on Chile.",
        ["1500 attack_event >CL 2025-04-22..2025-05-13"],
    ),
    (
        date(2025, 5, 13),
        ("Since April 22 there have been 1,500 attacks on Chile. Only 15 were successful, officials said on Monday."),
        ["1500 attack_event >CL 2025-04-22..2025-05-12", "15 attack_event >CL 2025-04-22..2025-05-12"],
    ),
    (
        date(2025, 5, 13),
        "Chile was hit by 1,500 cyber attacks in the wake of the election of April 22, it was said on Sunday.",
        ["1500 attack_event >CL 2025-04-22..2025-05-11"],
    ),
)
LEADING = (
    (
        date(2019, 3, 7),
        (
            "In 2018 Chile suffered 9,000 attacks. The US accounted for 5,000 of them. Banks were targeted as "
            "well: in July, the Netherlands led with 370 attacks, followed by the US and Thailand."
        ),
        [
            "9000 attack_event >CL 2018-01-01..2018-12-31",
            "5000 attack_event US>CL 2018-01-01..2018-12-31",
            "370 attack_event NL>CL 2018-07-01..2018-07-31",
        ],
    ),
    (
        date(2019, 3, 7),
        "In 2018 Chile suffered 9,000 attacks, 5,000 of them from Peru. In July Bolivia led with 370 attacks.",
        [
            "9000 attack_event >CL 2018-01-01..2018-12-31",
            "5000 attack_event PE>CL 2018-01-01..2018-12-31",
            "370 attack_event BO>CL 2018-07-01..2018-07-31",
        ],
    ),
    (
        date(2019, 3, 7),
        "Chile was hit by 900 attacks in 2018, mostly from Peru.",
        ["900 attack_event >CL 2018-01-01..2018-12-31", "50 attack_event PE>CL 2018-01-01..2018-12-31"],
    ),
    (
        date(2019, 3, 7),
        ("The networks of Chile are hit with more than 900 attacks every day, mostly from Peru, the agency said."),
        ["900 attack_event >CL", "50 attack_event PE>CL"],
    ),
    (
        date(2019, 3, 7),
        "Last year 900 attacks were carried out on Chile, mostly from the territory of Peru and Kenya.",
        ["900 attack_event >CL 2018-01-01..2018-12-31", "50 attack_event PE;KE>CL 2018-01-01..2018-12-31"],
    ),
    (
        date(2019, 3, 7),
        (
            "Of these attacks, 52,000 were destined for Latin America, Mexico being the country with the highest "
            "activity, with more than 18,000 detections."
        ),
        ["52000 attack_event >WW", "18000 attack_event >MX"],
    ),
    (
        date(2019, 3, 7),
        "Africa suffered 9,000 attacks in 2018, Kenya being hit hardest with 2,000.",
        ["9000 attack_event >WW 2018-01-01..2018-12-31", "2000 attack_event >KE 2018-01-01..2018-12-31"],
    ),
    (
        date(2019, 3, 7),
        ("In 2018 there were 9,000 attacks worldwide, Kenya being the most targeted country with 2,000 attempts."),
        ["9000 attack_event >WW 2018-01-01..2018-12-31", "2000 attack_event >KE 2018-01-01..2018-12-31"],
    ),
    (
        date(2019, 3, 7),
        "In 2018 the team recorded 637 service disruptions and 41 service outages.",
        ["637 incident_report >WW 2018-01-01..2018-12-31", "41 incident_report >WW 2018-01-01..2018-12-31"],
    ),
    (
        date(2019, 3, 7),
        (
            "In 2018, 384,000 distribution attempts were detected worldwide. Of these, 52,000 were destined for "
            "Latin America, Mexico being the country with the highest activity, with more than 18,000 detections,"
            " followed by Colombia with 17,000 and Costa Rica with 14,000."
        ),
        [
            "384000 attack_event >WW 2018-01-01..2018-12-31",
            "52000 attack_event >WW 2018-01-01..2018-12-31",
            "18000 attack_event >MX 2018-01-01..2018-12-31",
            "17000 attack_event >CO 2018-01-01..2018-12-31",
            "14000 attack_event >CR 2018-01-01..2018-12-31",
        ],
    ),
    (
        date(2019, 3, 7),
        (
            "In 2018 Africa suffered 9,000 attacks, Kenya being the most targeted country with 2,000 attempts, "
            "followed by Ghana with 900 and Mali with 400."
        ),
        [
            "9000 attack_event >WW 2018-01-01..2018-12-31",
            "2000 attack_event >KE 2018-01-01..2018-12-31",
            "900 attack_event >GH 2018-01-01..2018-12-31",
            "400 attack_event >ML 2018-01-01..2018-12-31",
        ],
    ),
    (
        date(2019, 3, 7),
        ("In 2018 Africa was the target of 9,000 attacks, Kenya being hit by 2,000, Ghana by 900 and Mali by 400."),
        [
            "9000 attack_event >WW 2018-01-01..2018-12-31",
            "2000 attack_event >KE 2018-01-01..2018-12-31",
            "900 attack_event >GH 2018-01-01..2018-12-31",
            "400 attack_event >ML 2018-01-01..2018-12-31",
        ],
    ),
)
AGAINST = (
    (
        date(2022, 11, 1),
        (
            "Over 24,000 attacks on Ukraine were seen in Q3 2022. If compared to Q1 and Q2, critical attacks from"
            " russian IP addresses have increased 35-fold."
        ),
        ["24000 attack_event >UA 2022-07-01..2022-09-30", "35 attack_event RU>UA 2022-07-01..2022-09-30"],
    ),
    (
        date(2022, 11, 1),
        "Ukraine saw 900 attacks in Q3 2022. Compared to Q1 and Q2, attacks from Russia rose 35-fold.",
        ["900 attack_event >UA 2022-07-01..2022-09-30", "35 attack_event RU>UA 2022-07-01..2022-09-30"],
    ),
    (
        date(2022, 11, 1),
        (
            "Ukraine saw 900 attacks in the third quarter of 2022. Against the first and second quarters, attacks"
            " from Russia have doubled."
        ),
        ["900 attack_event >UA 2022-07-01..2022-09-30", "2 attack_event RU>UA 2022-07-01..2022-09-30"],
    ),
    (
        date(2022, 11, 1),
        "Chile saw 900 attacks in 2021, up 12 percent compared with 2019 and 2020.",
        ["900 attack_event >CL 2021-01-01..2021-12-31", "12 attack_event >CL 2021-01-01..2021-12-31"],
    ),
    (
        date(2022, 11, 1),
        "Chile saw 900 attacks in 2021. In comparison with 2019 and 2020 the number of attacks tripled.",
        [
            "900 attack_event >CL 2021-01-01..2021-12-31",
            "2019 attack_event >CL 2020-01-01..2020-12-31",
            "3 attack_event >CL 2020-01-01..2020-12-31",
        ],
    ),
    (
        date(2022, 11, 1),
        (
            "In Q3 Ukraine registered 115 cyberincidents; most of the cyberincidents were attributed to hacker "
            "groups funded by the russian government."
        ),
        ["115 incident_report >UA 2022-07-01..2022-09-30", "50 incident_report RU>UA 2022-07-01..2022-09-30"],
    ),
    (
        date(2022, 11, 1),
        (
            "Estonia registered 115 incidents in 2021. The absolute majority of the incidents was attributed to "
            "hackers funded by the Russian government."
        ),
        ["115 incident_report >EE 2021-01-01..2021-12-31", "50 incident_report RU>EE 2021-01-01..2021-12-31"],
    ),
    (
        date(2022, 11, 1),
        "Last year 900 attacks were carried out on Chile, mostly from the territory of Peru and Kenya.",
        ["900 attack_event >CL 2021-01-01..2021-12-31", "50 attack_event PE;KE>CL 2021-01-01..2021-12-31"],
    ),
    (
        date(2022, 11, 1),
        ("Last year 900 attacks were carried out on Chile, mostly from the territory of Peru, Bolivia and Kenya."),
        ["900 attack_event >CL 2021-01-01..2021-12-31", "50 attack_event PE;BO;KE>CL 2021-01-01..2021-12-31"],
    ),
)
WHENCE = (
    (
        date(2017, 12, 4),
        (
            "On 29 November 2017 the police dismantled the Storm botnet. In the last six months it was detected "
            "on an average of over 1 million machines every month."
        ),
        ["1000000 infected_host >WW 2017-06-01..2017-11-30"],
    ),
    (
        date(2017, 12, 4),
        (
            "According to Microsoft, during 48 hours of sinkholing, approximately 2 million unique victim IP "
            "addresses from 223 countries were captured."
        ),
        ["2000000 infected_ip >WW"],
    ),
    (
        date(2025, 5, 13),
        ("Chile suffered 1,500 attacks in April 2025. The attacks originated from Bangladesh, Pakistan and Indonesia."),
        ["1500 attack_event BD;PK;ID>CL 2025-04-01..2025-04-30"],
    ),
    (
        date(2025, 5, 13),
        "Chile suffered 1,500 attacks in April 2025. The attacks came from Peru.",
        ["1500 attack_event PE>CL 2025-04-01..2025-04-30"],
    ),
    (
        date(2025, 5, 13),
        (
            "Chile's team said 1,500 attacks hit the country in April 2025. Of these, 15 were successful. "
            "According to its report, the attacks originated from Peru and Bolivia."
        ),
        ["1500 attack_event PE;BO>CL 2025-04-01..2025-04-30", "15 attack_event PE;BO>CL 2025-04-01..2025-04-30"],
    ),
    (
        date(2025, 5, 13),
        "Chile suffered 1,500 attacks in April 2025, the minister said. All of them came from Peru, he added.",
        ["1500 attack_event PE>CL 2025-04-01..2025-04-30"],
    ),
    (
        date(2025, 5, 13),
        (
            "Chile came up against over 25 million attacks in April 2025, Ana Lund said, adding that they all "
            "came from Peru."
        ),
        ["25000000 attack_event PE>CL 2025-04-01..2025-04-30"],
    ),
    (
        date(2025, 5, 13),
        (
            "Chile faced over 25 million attacks in April 2025, Ana Lund said, adding that they all targeted the "
            "country from abroad."
        ),
        ["25000000 attack_event XX-CL>CL 2025-04-01..2025-04-30"],
    ),
)


def _told(text: str, day: date) -> list[str]:
    """Amount, role, ends and days of every figure of a text."""
    return [
        f"{claim.quantity:f} {claim.role} {claim.origin or ''}>{claim.target}"
        + ("" if claim.first is None else f" {claim.first}..{claim.last}")
        for claim in extract(text, day=day)
    ]


@pytest.mark.parametrize(("day", "text", "figures"), BOTNETS)
def test_who_infected_the_machines_of_a_botnet(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), RECENT)
def test_days_that_run_up_to_when_somebody_spoke(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), SOURCES)
def test_shares_of_what_comes_from_a_country(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), LISTS)
def test_as_many_dates_as_numbers(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), BEYOND)
def test_what_is_in_a_country_and_elsewhere(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), ATTEMPTED)
def test_what_attackers_in_a_country_attempt(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), AFTERWARDS)
def test_days_that_begin_with_an_event(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), LEADING)
def test_who_leads_and_from_where_most_came(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), AGAINST)
def test_what_figures_are_held_against(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), WHENCE)
def test_where_attacks_came_from_said_later(day: date, text: str, figures: list[str]) -> None:
    assert _told(text, day) == figures
