"""Constructions that say from where and where, each in several sentences, with all that they say."""

from __future__ import annotations

import pytest

from tests.claims.figures import told

BOTNETS = (
    (
        "2023-05-10",
        "Police broke up a botnet of 60,000 routers in Canada and elsewhere, infected by Iranian state-backed hackers.",
        "60000 infected_host IR>WW",
    ),
    (
        "2023-05-10",
        "Police broke up a botnet of 60,000 routers, infected by hackers working for Iran. As of April 2023 it held"
        " 75,000 routers, of which 31,000, or 41 percent, were located in Canada and 9,000 in Chile.",
        "60000 infected_host IR>WW; 75000 infected_host IR>WW 2023-04-01..2023-04-30; "
        "31000 infected_host IR>CA 2023-04-01..2023-04-30; 41 infected_host IR>CA 2023-04-01..2023-04-30; "
        "9000 infected_host IR>CL 2023-04-01..2023-04-30",
    ),
    (
        "2023-05-10",
        "The botnet consisted of 60,000 cameras worldwide, which had been hacked by Russian military intelligence. "
        "About a third of the devices were in Poland.",
        "60000 infected_host RU>WW; 33.3333 infected_host RU>PL",
    ),
    (
        "2023-05-10",
        "A botnet of 60,000 routers was built by hackers in Iran. In April 2023, 31,000 of the routers were in "
        "Canada and 9,000 in Chile.",
        "60000 infected_host IR>WW 2023-04-01..2023-04-30; 31000 infected_host IR>CA 2023-04-01..2023-04-30; "
        "9000 infected_host IR>CL 2023-04-01..2023-04-30",
    ),
    (
        "2023-05-10",
        "The FBI disrupted a botnet of 60,000 routers, infected by Iranian hackers. Approximately half of the "
        "devices under the botnet's control were based in Canada.",
        "60000 infected_host IR>WW; 50 infected_host IR>CA",
    ),
    (
        "2023-05-10",
        "Police broke up a botnet of 60,000 routers, infected by Iranian hackers. The botnet had grown to 75,000 "
        "devices by April 2023, of which 31,000 were Canadian. Half of the hijacked devices were in Chile.",
        "60000 infected_host IR>WW; 75000 infected_host IR>WW 2023-04-01..2023-04-30; "
        "31000 infected_host IR>CA 2023-04-01..2023-04-30; 50 infected_host IR>CL 2023-04-01..2023-04-30",
    ),
)
SOURCES = (
    (
        "2016-04-15",
        "Peru was the main source of malicious code with a 12.5% share of activity in 2015; Kenya stood second with"
        " 11.7%, while Chile came in third with 10.7%.",
        "12.5 attack_source_share PE>WW 2015-01-01..2015-12-31; "
        "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31; "
        "10.7 attack_source_share CL>WW 2015-01-01..2015-12-31",
    ),
    (
        "2016-04-15",
        "Peru was the biggest source of malware in 2015, with 21 percent, followed by Kenya with 11.7%.",
        "21 attack_source_share PE>WW 2015-01-01..2015-12-31; 11.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
    ),
    (
        "2016-04-15",
        "Peru was the top source of cyberattacks in 2015, with 21 percent; Kenya stood second with 11.7%, while "
        "Chile came in third with 10.7%.",
        "21 attack_source_share PE>WW 2015-01-01..2015-12-31; "
        "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31; "
        "10.7 attack_source_share CL>WW 2015-01-01..2015-12-31",
    ),
    (
        "2016-04-15",
        "The main sources of malicious programs in 2015 were Peru (21 percent), Kenya (11.7%) and Chile (10.7%).",
        "21 attack_source_share PE>WW 2015-01-01..2015-12-31; "
        "11.7 attack_source_share KE>WW 2015-01-01..2015-12-31; "
        "10.7 attack_source_share CL>WW 2015-01-01..2015-12-31",
    ),
    (
        "2016-04-15",
        "Peru was the second largest source for malicious code in 2015, with 12.5% share of activity. Kenya stood "
        "first with 13.7% of malicious code originating from the country.",
        "12.5 attack_source_share PE>WW 2015-01-01..2015-12-31; 13.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
    ),
    (
        "2016-04-15",
        "Peru was the main source of attacks with a 12.5% share of activity in 2015; Kenya came next with 11.7%.",
        "12.5 attack_source_share PE>WW 2015-01-01..2015-12-31; 11.7 attack_source_share KE>WW 2015-01-01..2015-12-31",
    ),
)
BEYOND = (
    (
        "2023-05-10",
        "Police broke up a botnet of 60,000 routers in Canada and elsewhere, infected by Iranian state-backed hackers.",
        "60000 infected_host IR>WW",
    ),
    (
        "2023-05-10",
        "Police broke up a botnet of 60,000 routers in Canada and worldwide.",
        "60000 infected_host >WW",
    ),
    (
        "2023-05-10",
        "The worm infected 60,000 computers in Chile and around the world.",
        "60000 infected_host >WW",
    ),
    (
        "2023-05-10",
        "The worm infected 60,000 computers in Chile, Peru and other countries.",
        "60000 infected_host >WW",
    ),
)
ATTEMPTED = (
    (
        "2020-06-24",
        "Hackers based in China attempted over 40,000 cyber attacks on banks in India in May 2020.",
        "40000 attack_event CN>IN 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "In May 2020 hackers operating from Peru attempted 900 intrusions into Chilean networks.",
        "900 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "Hackers in Peru attempted at least 900 attacks against Chile in May 2020.",
        "900 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "Peruvian hackers attempted 900 attacks on Chile in May 2020.",
        "900 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "Groups located in Peru carried out 900 attacks on Chile's banks in May 2020.",
        "900 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "Attackers sitting in Peru launched 900 attacks on Chile's banks in May 2020.",
        "900 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "According to the ministry at least 900 cyber attacks on Chile were attempted in May 2020, most of which "
        "can be traced to the Lima area in Peru.",
        "900 attack_event >CL 2020-05-01..2020-05-31; 50 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "Chile faced 900 attacks in May 2020, most of which, the minister added, came from Peru.",
        "900 attack_event >CL 2020-05-01..2020-05-31; 50 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        '"At least 900 attacks were attempted in May 2020 on the resources in Indian cyberspace," the agency quoted'
        " Ana Lund, the head of a police unit, as saying, most of which, she added, can be traced to Peru.",
        "900 attack_event >IN 2020-05-01..2020-05-31; 50 attack_event PE>IN 2020-05-01..2020-05-31",
    ),
    (
        "2020-06-24",
        "Hackers based in Peru hit banks in Chile with 900 attacks in May 2020. At least 910 attacks on Chilean "
        "resources were recorded.",
        "900 attack_event PE>CL 2020-05-01..2020-05-31; 910 attack_event PE>CL 2020-05-01..2020-05-31",
    ),
)
LEADING = (
    (
        "2019-03-07",
        "In 2018 Chile suffered 9,000 attacks. The US accounted for 5,000 of them. Banks were targeted as well: in "
        "July, the Netherlands led with 370 attacks, followed by the US and Thailand.",
        "9000 attack_event >CL 2018-01-01..2018-12-31; 5000 attack_event US>CL 2018-01-01..2018-12-31; "
        "370 attack_event NL>CL 2018-07-01..2018-07-31",
    ),
    (
        "2019-03-07",
        "In 2018 Chile suffered 9,000 attacks, 5,000 of them from Peru. In July Bolivia led with 370 attacks.",
        "9000 attack_event >CL 2018-01-01..2018-12-31; 5000 attack_event PE>CL 2018-01-01..2018-12-31; "
        "370 attack_event BO>CL 2018-07-01..2018-07-31",
    ),
    (
        "2019-03-07",
        "Chile was hit by 900 attacks in 2018, mostly from Peru.",
        "900 attack_event >CL 2018-01-01..2018-12-31; 50 attack_event PE>CL 2018-01-01..2018-12-31",
    ),
    (
        "2019-03-07",
        "The networks of Chile are hit with more than 900 attacks every day, mostly from Peru, the agency said.",
        "900 attack_event >CL; 50 attack_event PE>CL",
    ),
    (
        "2019-03-07",
        "Last year 900 attacks were carried out on Chile, mostly from the territory of Peru and Kenya.",
        "900 attack_event >CL 2018-01-01..2018-12-31; 50 attack_event PE;KE>CL 2018-01-01..2018-12-31",
    ),
    (
        "2019-03-07",
        "Of these attacks, 52,000 were destined for Latin America, Mexico being the country with the highest "
        "activity, with more than 18,000 detections.",
        "52000 attack_event >WW; 18000 attack_event >MX",
    ),
    (
        "2019-03-07",
        "Africa suffered 9,000 attacks in 2018, Kenya being hit hardest with 2,000.",
        "9000 attack_event >WW 2018-01-01..2018-12-31; 2000 attack_event >KE 2018-01-01..2018-12-31",
    ),
    (
        "2019-03-07",
        "In 2018 there were 9,000 attacks worldwide, Kenya being the most targeted country with 2,000 attempts.",
        "9000 attack_event >WW 2018-01-01..2018-12-31; 2000 attack_event >KE 2018-01-01..2018-12-31",
    ),
    (
        "2019-03-07",
        "In 2018 the team recorded 637 service disruptions and 41 service outages.",
        "637 incident_report >WW 2018-01-01..2018-12-31; 41 incident_report >WW 2018-01-01..2018-12-31",
    ),
    (
        "2019-03-07",
        "In 2018, 384,000 distribution attempts were detected worldwide. Of these, 52,000 were destined for Latin "
        "America, Mexico being the country with the highest activity, with more than 18,000 detections, followed by"
        " Colombia with 17,000 and Costa Rica with 14,000.",
        "384000 attack_event >WW 2018-01-01..2018-12-31; 52000 attack_event >WW 2018-01-01..2018-12-31; "
        "18000 attack_event >MX 2018-01-01..2018-12-31; 17000 attack_event >CO 2018-01-01..2018-12-31; "
        "14000 attack_event >CR 2018-01-01..2018-12-31",
    ),
    (
        "2019-03-07",
        "In 2018 Africa suffered 9,000 attacks, Kenya being the most targeted country with 2,000 attempts, followed"
        " by Ghana with 900 and Mali with 400.",
        "9000 attack_event >WW 2018-01-01..2018-12-31; 2000 attack_event >KE 2018-01-01..2018-12-31; "
        "900 attack_event >GH 2018-01-01..2018-12-31; 400 attack_event >ML 2018-01-01..2018-12-31",
    ),
    (
        "2019-03-07",
        "In 2018 Africa was the target of 9,000 attacks, Kenya being hit by 2,000, Ghana by 900 and Mali by 400.",
        "9000 attack_event >WW 2018-01-01..2018-12-31; 2000 attack_event >KE 2018-01-01..2018-12-31; "
        "900 attack_event >GH 2018-01-01..2018-12-31; 400 attack_event >ML 2018-01-01..2018-12-31",
    ),
    (
        "2021-07-07",
        "Some 900 attacks were carried out on Chile last year, mostly from the territory of the United States, "
        "Germany and the Netherlands.",
        "900 attack_event >CL 2020-01-01..2020-12-31; 50 attack_event US;DE;NL>CL 2020-01-01..2020-12-31",
    ),
)
WHENCE = (
    (
        "2025-05-13",
        "Chile suffered 1,500 attacks in April 2025. The attacks originated from Bangladesh, Pakistan and Indonesia.",
        "1500 attack_event BD;PK;ID>CL 2025-04-01..2025-04-30",
    ),
    (
        "2025-05-13",
        "Chile suffered 1,500 attacks in April 2025. The attacks came from Peru.",
        "1500 attack_event PE>CL 2025-04-01..2025-04-30",
    ),
    (
        "2025-05-13",
        "Chile's team said 1,500 attacks hit the country in April 2025. Of these, 15 were successful. According to "
        "its report, the attacks originated from Peru and Bolivia.",
        "1500 attack_event PE;BO>CL 2025-04-01..2025-04-30; 15 attack_event PE;BO>CL 2025-04-01..2025-04-30",
    ),
    (
        "2025-05-13",
        "Chile suffered 1,500 attacks in April 2025, the minister said. All of them came from Peru, he added.",
        "1500 attack_event PE>CL 2025-04-01..2025-04-30",
    ),
    (
        "2025-05-13",
        "Chile came up against over 25 million attacks in April 2025, Ana Lund said, adding that they all came from"
        " Peru.",
        "25000000 attack_event PE>CL 2025-04-01..2025-04-30",
    ),
    (
        "2025-05-13",
        "Chile faced over 25 million attacks in April 2025, Ana Lund said, adding that they all targeted the "
        "country from abroad.",
        "25000000 attack_event XX-CL>CL 2025-04-01..2025-04-30",
    ),
)


@pytest.mark.parametrize(("day", "text", "figures"), BOTNETS)
def test_who_infected_the_machines_of_a_botnet(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), SOURCES)
def test_shares_of_what_comes_from_a_country(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), BEYOND)
def test_what_is_in_a_country_and_elsewhere(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), ATTEMPTED)
def test_what_attackers_in_a_country_attempt(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), LEADING)
def test_who_leads_and_from_where_most_came(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures


@pytest.mark.parametrize(("day", "text", "figures"), WHENCE)
def test_where_attacks_came_from_said_later(day: str, text: str, figures: str) -> None:
    assert told(text, day) == figures
