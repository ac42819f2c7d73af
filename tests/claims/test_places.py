"""Rules that reach past a phrase, a case each: numbers without a noun, and what other sentences say of a number.

A claim is its number as written, its role, its origin and its target.
"""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2016, 6, 1)
Told = list[tuple[str, str, str | None, str]]
BESIDE: list[tuple[str, Told]] = [
    (
        "CERT-LT handled 900 incidents. Phishing incidents rose to 300. Only 18 of the reports involved malware.",
        [
            ("900", "incident_report", None, "LT"),
            ("300", "incident_report", None, "LT"),
            ("18", "incident_report", None, "LT"),
        ],
    ),
    (
        "ESET saw 9,000 infected computers. Chile had 2,100 and Peru 1,450.",
        [
            ("9,000", "infected_host", None, "WW"),
            ("2,100", "infected_host", None, "CL"),
            ("1,450", "infected_host", None, "PE"),
        ],
    ),
    (
        "Kenya was hit hardest with 41 percent of the attacks, ahead of Ghana with 22 percent, ESET said.",
        [("41 percent", "attack_event", None, "KE"), ("22 percent", "attack_event", None, "GH")],
    ),
    (
        "Kenya was the source of 41 percent of the attacks, followed by Ghana (22 percent), ESET said.",
        [("41 percent", "attack_source_share", "KE", "WW"), ("22 percent", "attack_source_share", "GH", "WW")],
    ),
    (
        "Norway suffered 3,400 attacks in May, ESET said. In Europe the total was 90,000. Finland had 800.",
        [
            ("3,400", "attack_event", None, "NO"),
            ("90,000", "attack_event", None, "EU"),
            ("800", "attack_event", None, "FI"),
        ],
    ),
    (
        "Norway was the target of 3,400 attacks, with Brazil accounting for 40 percent.",
        [("3,400", "attack_event", None, "NO"), ("40 percent", "attack_event", "BR", "NO")],
    ),
    (
        "ESET saw 9,000 infected computers, 500 of them in Spain, followed by Malta and Cyprus with 30.",
        [
            ("9,000", "infected_host", None, "WW"),
            ("500", "infected_host", None, "ES"),
            ("30", "infected_host", None, "MT;CY"),
        ],
    ),
    (
        "CNCERT: 14 percent of the malicious IP addresses were from Italy, with India second at 8 percent.",
        [("14 percent", "attack_ip", "IT", "CN"), ("8 percent", "attack_ip", "IN", "CN")],
    ),
    (
        "ESET: 40 percent of the attacks came from Chile. The five leading countries accounted for 90 percent.",
        [("40 percent", "attack_source_share", "CL", "WW"), ("90 percent", "attack_source_share", None, "WW")],
    ),
    (
        "ESET cleaned 900 computers in Peru, 800 in Chile and 700 in Cuba. A third of the infected machines were old.",
        [
            ("900", "cleaned_host", None, "PE"),
            ("800", "cleaned_host", None, "CL"),
            ("700", "cleaned_host", None, "CU"),
            ("A third", "infected_host", None, "WW"),
        ],
    ),
    (
        "ESET saw 9,000 attacks in 30 countries, most of them in Chile.",
        [("9,000", "attack_event", None, "WW"), ("most of", "attack_event", None, "CL")],
    ),
    (
        "Spain's police were busy. In Malta, two men were arrested after attacks on 74 websites, ESET said.",
        [("74", "hacked_site", None, "MT")],
    ),
    (
        "Two of the six control servers were in Austria, ESET said.",
        [("Two", "c2", "AT", "WW"), ("six", "c2", None, "WW")],
    ),
    (
        "CERT-In said 25 percent of the attacks originated in Iran, 12 percent in Oman.",
        [("25 percent", "attack_source_share", "IR", "IN"), ("12 percent", "attack_source_share", "OM", "IN")],
    ),
]
COMPARED: list[tuple[str, Told]] = [
    (
        "CNCERT said Italy accounted for 9 percent of the 800 overseas control servers, Malta for 7.5 and Peru 6.",
        [
            ("9 percent", "c2", "IT", "CN"),
            ("800", "c2", "XX-CN", "CN"),
            ("7.5", "c2", "MT", "CN"),
            ("6", "c2", "PE", "CN"),
        ],
    ),
    (
        "CNCERT saw 2,200 overseas IPs plant backdoors. Peru came first with 530 IPs, controlling 1,400 sites.",
        [
            ("2,200", "backdoor_ip", "XX-CN", "CN"),
            ("530", "backdoor_ip", "PE", "CN"),
            ("1,400", "backdoored_site", "PE", "CN"),
        ],
    ),
    (
        "ESET said 60 percent of attacks were in Ghana and 30 percent in Kenya.",
        [("60 percent", "attack_event", None, "GH"), ("30 percent", "attack_event", None, "KE")],
    ),
    (
        "JPCERT/CC said that reports of phishing fell from 310 to 190.",
        [("310", "incident_report", None, "JP"), ("190", "incident_report", None, "JP")],
    ),
    (
        "ESET counted 700 infected computers in Kenya. That was down from some 900 in May.",
        [("700", "infected_host", None, "KE"), ("900", "infected_host", None, "KE")],
    ),
    (
        "Hackers tried 5,100 times to enter Polish websites, compared with 2,600 times in 2015.",
        [("5,100", "attack_event", None, "PL"), ("2,600", "attack_event", None, "PL")],
    ),
    (
        "CNCERT found 4,060 control servers in Peru. By May, 249 of the 4,060 were gone.",
        [("4,060", "c2", "PE", "CN"), ("249", "c2", "PE", "CN")],
    ),
    (
        "ESET found 4,200 phishing attacks in May. That is more than the 3,900 attacks of April.",
        [("4,200", "phish_event", None, "WW"), ("3,900", "phish_event", None, "WW")],
    ),
    (
        "CNCERT found 2,400 defaced websites, including 130 of ministries.",
        [("2,400", "defaced_site", None, "CN"), ("130", "defaced_site", None, "CN")],
    ),
]
BACKGROUND: list[tuple[str, Told]] = [
    (
        "ESET detected 94 targeted attacks a day. Norwegian firms were hit by 18 percent of them.",
        [("94", "attack_event", None, "WW"), ("18 percent", "attack_event", None, "WW")],
    ),
    (
        "APWG counted 4,100 attacks in May. Chile was the main target: 85 percent of malicious domains were new.",
        [("4,100", "phish_event", None, "WW"), ("85 percent", "malicious_domain", None, "CL")],
    ),
    (
        "CNCERT found 52,000 Chinese websites controlled through backdoors planted by 280 overseas addresses.",
        [("52,000", "backdoored_site", "XX-CN", "CN"), ("280", "backdoor_ip", "XX-CN", "CN")],
    ),
    (
        "CERT-In dealt with 7,100 incidents, of which 4,700 were malware and 880 phishing.",
        [
            ("7,100", "incident_report", None, "IN"),
            ("4,700", "incident_report", None, "IN"),
            ("880", "incident_report", None, "IN"),
        ],
    ),
    (
        "Computers infected in Peru by Trojans numbered 40,000, ESET said.",
        [("40,000", "infected_host", None, "PE")],
    ),
    (
        "CNCERT found 470 overseas control servers. They controlled 45,000 hosts on the mainland.",
        [("470", "c2", "XX-CN", "CN"), ("45,000", "victim_host", "XX-CN", "CN")],
    ),
    (
        "ESET counted 5,000 attacks on 1,500 Ukrainian systems.",
        [("5,000", "attack_event", None, "UA"), ("1,500", "victim_host", None, "UA")],
    ),
    (
        "Danish officials say hackers broke into 117 Danish websites.",
        [("117", "hacked_site", None, "DK")],
    ),
    (
        "CERT-In said 31 servers in Iran were used to deface 210 Indian websites.",
        [("31", "attack_ip", "IR", "IN"), ("210", "defaced_site", "IR", "IN")],
    ),
    (
        "Dutch police shut down 14 control servers in Poland.",
        [("14", "c2", "PL", "WW")],
    ),
    (
        "CERT-In tracked 3,17,240 infected computers, an increase of 55,000 over 2014.",
        [("3,17,240", "infected_host", None, "IN")],
    ),
    (
        "CNCERT counted 90 overseas control servers. 40 phishing pages imitating Chinese banks had servers abroad.",
        [("90", "c2", "XX-CN", "CN"), ("40", "phish_page", "XX-CN", "CN")],
    ),
    (
        "ESET found a botnet run by Russian hackers. It consisted of 18,000 routers, 700 of them in Italy.",
        [("18,000", "infected_host", "RU", "WW"), ("700", "infected_host", "RU", "IT")],
    ),
    (
        "Estonian police arrested the keepers of a botnet. It comprised 18,000 infected computers, they said.",
        [("18,000", "infected_host", None, "WW")],
    ),
    (
        "Latvian websites have come under attack. At least nine control servers were involved, ESET said.",
        [("nine", "c2", None, "LV")],
    ),
    (
        "Ghana's Cyber Authority found 2,040 website defacements.",
        [("2,040", "defaced_site", None, "GH")],
    ),
    (
        "ESET said the worm had infected 70,000 computers in more than 60 countries.",
        [("70,000", "infected_host", None, "WW")],
    ),
    (
        "HKCERT saw 12 botnet control servers in Hong Kong.",
        [("12", "c2", "HK", "WW")],
    ),
    (
        "CNCERT: Of the 5,000 Chinese hosts in botnets, 30 percent were controlled from servers in Peru.",
        [("5,000", "victim_host", None, "CN"), ("30 percent", "victim_host", "PE", "CN")],
    ),
    (
        "CNCERT found 800 Chinese addresses infected by Trojans controlled from 60 overseas IP addresses.",
        [("800", "infected_ip", "XX-CN", "CN"), ("60", "c2", "XX-CN", "CN")],
    ),
    (
        "CNCERT said 120 sites had backdoors and 33 fake pages targeted Chinese banks.",
        [("120", "backdoored_site", None, "CN"), ("33", "phish_page", None, "CN")],
    ),
    (
        "JPCERT/CC: 45 servers and 38 computers were infected.",
        [("45", "infected_host", None, "JP"), ("38", "infected_host", None, "JP")],
    ),
]
DOING: list[tuple[str, Told]] = [
    (
        "CNCERT found backdoors in 900 Chinese websites, of which 70 were controlled by 60 IP addresses in Peru.",
        [
            ("900", "backdoored_site", None, "CN"),
            ("70", "backdoored_site", "PE", "CN"),
            ("60", "backdoor_ip", "PE", "CN"),
        ],
    ),
    (
        "CNCERT said 71 percent of the phishing servers targeting Chinese users were located in Peru.",
        [("71 percent", "phish_host", "PE", "CN")],
    ),
    (
        "CNCERT said 640 websites were hit by attacks launched from abroad, a rise of 62 percent.",
        [("640", "hacked_site", "XX-CN", "CN"), ("62 percent", "hacked_site", "XX-CN", "CN")],
    ),
    (
        "ESET said the share of attacks launched from Chilean computers stood at 16 percent.",
        [("16 percent", "attack_source_share", "CL", "WW")],
    ),
    (
        "The malware infected 40,000 computers, ESET said. Peru led: 30 servers there controlled 150 Polish websites.",
        [
            ("40,000", "infected_host", None, "WW"),
            ("30", "backdoor_ip", "PE", "PL"),
            ("150", "backdoored_site", "PE", "PL"),
        ],
    ),
    (
        "Chilean hackers broke into 25 websites of companies, ESET said.",
        [("25", "hacked_site", "CL", "WW")],
    ),
    (
        "Some 7,000 overseas IP addresses were used as control servers to take control of 90,000 Chinese computers.",
        [("7,000", "c2", "XX-CN", "CN"), ("90,000", "victim_host", "XX-CN", "CN")],
    ),
    (
        "ESET said 900 web pages had been injected with malicious scripts. By May the number rose to 1,200.",
        [("900", "hacked_site", None, "WW"), ("1,200", "hacked_site", None, "WW")],
    ),
    (
        "CNCERT: 300 IP addresses abroad had planted backdoors on 800 sites; Peru, with 60, was behind Chile with 70.",
        [
            ("300", "backdoor_ip", "XX-CN", "CN"),
            ("800", "backdoored_site", "XX-CN", "CN"),
            ("60", "backdoored_site", "PE", "CN"),
            ("70", "backdoored_site", "CL", "CN"),
        ],
    ),
    (
        "ESET saw 900 infected computers, a third of them in Peru, 7 percent in Chile.",
        [
            ("900", "infected_host", None, "WW"),
            ("a third", "infected_host", None, "PE"),
            ("7 percent", "infected_host", None, "CL"),
        ],
    ),
    (
        "CNCERT said 1,100 websites were defaced in May, 40 more than in April.",
        [("1,100", "defaced_site", None, "CN")],
    ),
    (
        "ESET: most attacks came from addresses in Peru (23 percent) and Chile (17 percent).",
        [
            ("23 percent", "attack_source_share", "PE", "WW"),
            ("17 percent", "attack_source_share", "CL", "WW"),
        ],
    ),
    (
        "ESET saw 900 infected computers. Peru leads with 45 percent, Chile with 31 and Cuba with 6.",
        [
            ("900", "infected_host", None, "WW"),
            ("45 percent", "infected_host", None, "PE"),
            ("31", "infected_host", None, "CL"),
            ("6", "infected_host", None, "CU"),
        ],
    ),
    (
        "The worm infected 900 computers, ESET said. Symantec put the number at 1,200. It cleaned 30 servers.",
        [
            ("900", "infected_host", None, "WW"),
            ("1,200", "infected_host", None, "WW"),
            ("30", "cleaned_host", None, "WW"),
        ],
    ),
    (
        "Malta's police said a worm infected 900 computers around the world. Nine in ten of the victims were abroad.",
        [("900", "infected_host", None, "WW"), ("Nine in ten", "infected_host", None, "XX-MT")],
    ),
    (
        "HKCERT saw a daily average of 900 botnet drones in 2015. In May another 140 came in.",
        [("900", "infected_host", None, "HK"), ("140", "infected_host", None, "HK")],
    ),
    (
        "JPCERT/CC received 900 reports in May. That is more than the 800 reports of April.",
        [("900", "incident_report", None, "JP"), ("800", "incident_report", None, "JP")],
    ),
    (
        "CERT-In handled 900 incidents. Of the incidents, website defacements numbered 40.",
        [("900", "incident_report", None, "IN"), ("40", "defaced_site", None, "IN")],
    ),
    (
        "境外900个控制服务器控制了境内8,000台主机，其中位于智利的控制服务器占24%。",
        [("900", "c2", "XX-CN", "CN"), ("8,000", "victim_host", "XX-CN", "CN"), ("24%", "c2", "CL", "CN")],
    ),
    ("Police seized 39 servers and put 21 more offline.", [("39", "c2", None, "WW"), ("21", "c2", None, "WW")]),
]
NOT_CLAIMS = [
    "The agency ran two training programs on phishing.",
    "An increase of 3,000 attacks was feared.",
    "The 53-page report of the team describes a ten-month inquiry into a botnet.",
    "ESET published a report of some 200 pages on phishing.",
    "Attacks came from 178 countries.",
    "The firm took over the 5577.example domain, which hosted malware.",
    "The 911 S5 botnet was dismantled.",
    "The worm spread to 64 other countries.",
    "Two of its allies were named.",
    "CNCERT found 290 vulnerabilities, of which 37 were serious.",
    "One address is not 1 computer.",
    "Phishing was the topic. Mauritius seized 2 laptops.",
    "The average connection speed in Chile rose to 3.3 Mbps after the DDoS attacks.",
    "ESET published more than 1.6 million new malware signatures.",
]


LISTED: list[tuple[str, Told]] = [
    (
        "Some 1,600 machines were hacked in Peru, 480 in Chile and 260 in Bolivia.",
        [
            ("1,600", "victim_host", None, "PE"),
            ("480", "victim_host", None, "CL"),
            ("260", "victim_host", None, "BO"),
        ],
    ),
    (
        "ESET found 35 infections in Peru, with Chile and Bolivia suffering 24 and 13 attacks respectively.",
        [
            ("35", "infected_host", None, "PE"),
            ("24", "attack_event", None, "CL"),
            ("13", "attack_event", None, "BO"),
        ],
    ),
    # Other servers that were taken down elsewhere are no targets; the country attacked most is not the only one.
    (
        "Police seized 12 command and control servers in Peru, with further servers taken down in Chile.",
        [("12", "c2", "PE", "WW")],
    ),
    (
        "Peru was the country most targeted by attacks. ESET blocked 4,000 attacks in May.",
        [("4,000", "attack_event", None, "WW")],
    ),
    (
        "The botnet infected 70,000 computers worldwide, with the majority of them in Peru.",
        [("70,000", "infected_host", None, "WW"), ("the majority of", "infected_host", None, "PE")],
    ),
]

LISTED += [
    (
        "Peru was hit by 1,100 attacks in May. Chile was a distant second with 640.",
        [("1,100", "attack_event", None, "PE"), ("640", "attack_event", None, "CL")],
    ),
    (
        "Peru led the list of countries attacking Chile, with 800 attacks.",
        [("800", "attack_event", "PE", "CL")],
    ),
    # The police are no attackers, and what they find out about a botnet is not of their country alone.
    (
        "Peruvian police arrested two men accused of infecting 13,000 machines.",
        [("13,000", "infected_host", None, "WW")],
    ),
    (
        "The botnet was disrupted in May. Peruvian police found 6,100 infected computers.",
        [("6,100", "infected_host", None, "WW")],
    ),
    # A share said again as a number is in the same place.
    (
        "ESET found the virus in 900 computers. Most were in Peru (56 percent, or 504 infected machines).",
        [
            ("900", "infected_host", None, "WW"),
            ("56 percent", "infected_host", None, "PE"),
            ("504", "infected_host", None, "PE"),
        ],
    ),
    # Each part of a sentence has its own side, and its own places; states and cities are of their country.
    (
        "ESET saw 4,900 attacks. Chile was the source of 25 percent of them, while Peru was the target of 64 percent.",
        [
            ("4,900", "attack_event", None, "WW"),
            ("25 percent", "attack_source_share", "CL", "WW"),
            ("64 percent", "attack_event", None, "PE"),
        ],
    ),
    (
        "ESET said Peru has seen the worst outbreak, while four percent of all infections are due to the worm.",
        [("four percent", "infected_host", None, "WW")],
    ),
    ("Police seized 26 botnet servers in New Jersey.", [("26", "c2", "US", "WW")]),
    ("ESET found 35 infections in Spanish-speaking countries.", [("35", "infected_host", None, "WW")]),
]


@pytest.mark.parametrize(("text", "wanted"), [*LISTED, *BESIDE, *COMPARED, *BACKGROUND, *DOING])
def test_numbers_find_what_they_count_and_where(text: str, wanted: Told) -> None:
    found = [(claim.quantity_text, claim.role, claim.origin, claim.target) for claim in extract(text, day=DAY)]
    assert found == wanted


@pytest.mark.parametrize("text", NOT_CLAIMS)
def test_numbers_that_count_no_threat_are_no_claims(text: str) -> None:
    assert [claim.quantity_text for claim in extract(text, day=DAY)] == []


def test_few_whom_many_attacks_hit_are_only_named() -> None:
    found = list(extract("Two Chinese websites were subject to 144,000 attacks a month.", day=DAY))
    assert [(claim.quantity_text, claim.target) for claim in found] == [("144,000", "CN")]
