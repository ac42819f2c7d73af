"""Whose country a text is about, where neither the number nor its speaker says it, and where threats come from."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2016, 6, 1)
Told = list[tuple[str, str | None, str]]
HOMES: list[tuple[str, Told]] = [
    (  # a body that several countries have, in a text that names none: by its domains
        "The NCSC received 97,500 reports of phishing on the platform meldung.ch last year.",
        [("97,500", None, "CH")],
    ),
    (  # or by its name in full before
        "The Dutch National Cyber Security Centre (NCSC) handled 540 incidents. NCSC said 12 of them were serious.",
        [("540", None, "NL"), ("12", None, "NL")],
    ),
    (  # names that are also people's
        "Jordan's National Cyber Security Centre dealt with 1,455 incidents.",
        [("1,455", None, "JO")],
    ),
    (
        "Some 900 attacks hit banks in Peru in April, Michael Jordan said.",
        [("900", None, "PE")],
    ),
    (  # the body behind the title of somebody
        "The portal blocked 500 attacks a day, said Ana Lund, CEO, Danish Payments Council. It handled 90 "
        "incidents in May.",
        [("500", None, "DK"), ("90", None, "DK")],
    ),
    (  # who told of it is where he is, and the case comes from nowhere
        "CERT-LT investigated 360 incidents using reports received from Polish providers.",
        [("360", None, "LT")],
    ),
    (  # a person of the body that spoke before
        "CERT-UA handled 900 incidents. Some 300 attacks were recorded in May, said Boyko.",
        [("900", None, "UA"), ("300", None, "UA")],
    ),
    (  # a surname that is also a nationality
        "The UAE stopped 900 attacks, its Cyber Council said. The country meets 30 attacks a day, Dr Al Kuwaiti said.",
        [("900", None, "AE"), ("30", None, "AE")],
    ),
    (  # a team with the country in its name
        "The National KE-CIRT detected 4,100 attacks in May.",
        [("4,100", None, "KE")],
    ),
    (  # the police, on the cases that they had
        "The National Police Agency of Japan saw 700 attacks. Police confirmed 40 cases of hacking.",
        [("700", None, "JP"), ("40", None, "JP")],
    ),
    (  # the halves of Korea
        "North Korea attacks the South more often. The National Intelligence Service detected 5,000 attacks in May.",
        [("5,000", None, "KR")],
    ),
    (  # a state's centre
        "The Swedish government fears more. The Cyber Operations Centre has reported 700 incidents.",
        [("700", None, "SE")],
    ),
]

RELAYED: list[tuple[str, Told]] = [  # where attacks only pass through
    ("Over 40 attacks passed through proxy servers located in Ghana and Spain.", [("40", None, "WW")]),
    (
        "CERT-LT saw 70 attacks. Hackers bounce their attacks off Oman, or route them via Ghana, Chile and others.",
        [("70", None, "LT")],
    ),
    (  # whom attacks from so many groups hit
        "In May it saw over 900 attacks targeting Peru from 13 foreign groups.",
        [("900", "XX-PE", "PE")],
    ),
    (  # what firms of China see, they see at home
        "Some 900 computers were infected, according to Ruixin Co, a Chinese antivirus company.",
        [("900", None, "CN")],
    ),
    ("In 2015 some 12 percent of all machines infected globally were in Peru.", [("12 percent", None, "PE")]),
    (  # "the attackers" of the sentence before
        "Hackers from Chile broke into a bank in Peru. The attackers took control of 50 of its computers.",
        [("50", "CL", "PE")],
    ),
    (  # a country that acts is no second place of what stands before
        "Servers in Chile controlled 61 websites in Kenya, and Peru had 30.",
        [("61", "CL", "KE"), ("30", "CL", "PE")],
    ),
    (  # who acts in a participle; a clause behind "that"
        "CNCERT said 53 overseas IPs planted backdoors on 99 Chinese websites, and 19 of those IPs were in Chile, "
        "controlling 35 websites.",
        [("53", "XX-CN", "CN"), ("99", "XX-CN", "CN"), ("19", "CL", "CN"), ("35", "CL", "CN")],
    ),
    (
        "CNCERT said 51 percent of the 324 servers that remotely controlled computers in China were in Chile.",
        [("51 percent", "CL", "CN"), ("324", None, "CN")],
    ),
    (  # a country that the whole of a share is spread across
        "Peru fears more. The number is 35 percent of the 2.4 million phones across the country that were infected.",
        [("35 percent", None, "PE"), ("2.4 million", None, "PE")],
    ),
    ("In 2015 the number of fake sites targeting at Chinese users was 700, APAC said.", [("700", None, "CN")]),
    ("美国控制了我们61个网站，韩国控制了我们30个网站。", [("61", "US", "CN"), ("30", "KR", "CN")]),
    ("Some 57 percent of the foreign malicious programs in Peru came from Chile.", [("57 percent", "CL", "PE")]),
]

ACCUSED: list[tuple[str, Told]] = [
    (  # a country that is only accused is not the one whose police speaks
        "The National Police Agency said 900 attacks came from Chinese IP addresses.",
        [("900", "CN", "JP")],
    ),
    (
        "A group of Chilean hackers hacked 700 Peruvian websites. The interior ministry counted 900 incidents.",
        [("700", "CL", "PE"), ("900", None, "PE")],
    ),
    (  # said by the team that spoke before, under a short name that no dictionary holds
        "The National Police Agency announced that attacks had risen. According to the NPA, 210 websites were hacked.",
        [("210", None, "JP")],
    ),
    ("Cuban hackers showed their anger by hacking 200 websites in Peru.", [("200", "CU", "PE")]),
    ("Most of the attacks targeting Chilean networks in 2015 originated from Cuba.", [("Most of", "CU", "CL")]),
]
ROWS: list[tuple[str, Told]] = [
    (
        "ESET said Chile suffered 900 attacks in May, behind Peru, with 1,200, and followed by Cuba (with 700).",
        [("900", None, "CL"), ("1,200", None, "PE"), ("700", None, "CU")],
    ),
    (
        "ESET: attacks from abroad rose. Peru launched 900 attacks. It was followed by Chile with 700 attacks, Cuba "
        "(650 attacks) and Spain (90 attacks).",
        [("900", "PE", "WW"), ("700", "CL", "WW"), ("650", "CU", "WW"), ("90", "ES", "WW")],
    ),
    (
        "Ghana was the country with the highest number, over 5,000 attacks, followed by Kenya (900), ESET said.",
        [("5,000", None, "GH"), ("900", None, "KE")],
    ),
    (
        "ESET: Peru recorded 4,500 attacks, ranking fifth. Topping the list is Chile with a whopping 17,800 attacks, "
        "followed by Cuba with 8,200, Malta posting 6,200, and Spain completing the list with 4,900.",
        [
            ("4,500", None, "PE"),
            ("fifth", "PE", "WW"),
            ("17,800", None, "CL"),
            ("8,200", None, "CU"),
            ("6,200", None, "MT"),
            ("4,900", None, "ES"),
        ],
    ),
    (
        "According to ESET, Peru has the most attacks (900). Chile comes in second with 800, Cuba logged 700.",
        [("900", None, "PE"), ("800", None, "CL"), ("700", None, "CU")],
    ),
    ("ESET: Peru saw 900 attacks. Globally, 9,000 attacks were seen.", [("900", None, "PE"), ("9,000", None, "WW")]),
    (
        "Peru was targeted most, with 61 percent of attacks, ESET said.",
        [("61 percent", None, "PE")],
    ),
    (
        "Peru was targeted most, ESET said, with Malta, Chile and Cuba together receiving 20 percent of attacks.",
        [("20 percent", None, "MT;CL;CU")],
    ),
    (
        "ESET: Peru sent half of attack traffic, but attack traffic from Cuba fell from 15 percent to 9.5 percent.",
        [("half", "PE", "WW"), ("15 percent", "CU", "WW"), ("9.5 percent", "CU", "WW")],
    ),
    (
        "ESET: Peru has 40 percent of the world's infected computers, overtaking Chile, which has 30 percent.",
        [("40 percent", None, "PE"), ("30 percent", None, "CL")],
    ),
    (
        "ESET said 900 attacks aimed at shops in Peru were seen.",
        [("900", None, "PE")],
    ),
]
RANGES: list[tuple[str, Told]] = [
    (
        "ESET: Peru has 900 control servers, while Chile was second with 800, increasing by a quarter (26%).",
        [("900", "PE", "WW"), ("800", "CL", "WW"), ("26%", "CL", "WW")],
    ),
    ("CNCERT said a bank's website was hacked from overseas 4,000 times.", [("4,000", "XX-CN", "CN")]),
    ("ESET: Peru accounts for half of all attacks in Latin America.", [("half", None, "PE")]),
    (
        "ESET: Chile accounts for 30 percent of cyber attacks across Asia and Peru for 8 percent.",
        [("30 percent", None, "CL"), ("8 percent", None, "PE")],
    ),
    (
        "ESET: the top countries hosting hacked sites are Spain (including Ceuta) at 41.7%, Chile at 6.2%.",
        [("41.7%", None, "ES"), ("6.2%", None, "CL")],
    ),
    (
        "ESET: Cuba was responsible for 5 percent of attacks. Most attacks, just over 68 percent, come from Asia.",
        [("5 percent", "CU", "WW"), ("68 percent", None, "WW")],
    ),
    ("A Peruvian panel met after 370 websites were hacked. ESET said it had warned.", [("370", None, "PE")]),
    ("Police in Chile and Cuba broke up a network comprising 12,000 infected computers.", [("12,000", None, "WW")]),
]
PAIRED: list[tuple[str, Told]] = [
    (
        "ESET: Peru saw a 17% decline, Chile a 13% and Cuba an impressive 48% decline in phishing attacks.",
        [("17%", None, "PE"), ("13%", None, "CL"), ("48%", None, "CU")],
    ),
    (
        "ESET: 1,600 attacks were seen across Malta (900 attacks), Chile (500 attacks) and Peru (200 attacks).",
        [("1,600", None, "MT;CL;PE"), ("900", None, "MT"), ("500", None, "CL"), ("200", None, "PE")],
    ),
    ("ESET: Peru has 900 control servers. Malta more than doubled (up 140%) to 96.",
     [("900", "PE", "WW"), ("140%", "MT", "WW"), ("96", "MT", "WW")]),
    ("ESET logged 900 infected addresses. Only a little over 3 percent came from Peru.",
     [("900", None, "WW"), ("3 percent", None, "PE")]),
    ("Peru blamed Chile for an attack that hit 40 websites.", [("40", "CL", "PE")]),
    (
        "CNCERT：位于境外的约900台控制服务器控制了我国境内约8,000台主机，位于智利和秘鲁的控制服务器分别是70台和60台。",
        [("900", "XX-CN", "CN"), ("8,000", "XX-CN", "CN"), ("70", "CL", "CN"), ("60", "PE", "CN")],
    ),
]  # fmt: skip
JOINED: list[tuple[str, Told]] = [
    (
        "Attacks came from Peru (4%); France, South Korea and Italy (3.4%); Asia (36.6%) and North America (22%).",
        [
            ("4%", "PE", "WW"),
            ("3.4%", "FR;KR;IT", "WW"),
            ("36.6%", None, "WW"),
            ("22%", None, "WW"),
        ],
    ),
    (
        "CERT-UA: On average, Russian hackers target Ukraine with more than ten attacks every day.",
        [("ten", "RU", "UA")],
    ),
    ("According to the Malta-based Peace Institute, 3,255 attacks were launched in May.", [("3,255", None, "WW")]),
    (
        "ESET: Peru experienced the most attacks with 5,100 a week. That was followed by Chile at 960 (a 4% decrease), "
        "and Cuba at an average of 953 weekly attacks.",
        [("5,100", None, "PE"), ("960", None, "CL"), ("4%", None, "CL"), ("953", None, "CU")],
    ),
]
STATED: list[tuple[str, Told]] = [
    (
        "Experts from VNCERT confirmed that 220 websites were hacked by Chinese groups. Phishing made up 90 incidents.",
        [("220", "CN", "VN"), ("90", None, "VN")],
    ),
    ("Peru was hit with over 4,000 attacks in May, ESET said.", [("4,000", None, "PE")]),
    (
        "ESET saw 900 attacks a day in Peru. Over 65% (585) of the attacks come from Chile.",
        [("900", None, "PE"), ("65%", "CL", "PE"), ("585", "CL", "PE")],
    ),
    (
        "China's websites were, in 2012, hacked from overseas 4,000 times, CNCERT said.",
        [("4,000", "XX-CN", "CN")],
    ),
    ("The Office of Management and Budget said agencies reported 700 incidents.", [("700", None, "US")]),
]
ALONE: list[tuple[str, Told]] = [
    ("The Chilean centre warned of hackers from Peru. Some 12,000 websites were hacked.", [("12,000", None, "CL")]),
    (
        "ESET: Peru was the top target. Chile emerged as the second largest ransomware target, enduring 200 attacks.",
        [("200", None, "CL")],
    ),
    ("ESET: US-hosted phishing sites grew from 36 percent to 46 percent.",
     [("36 percent", "US", "WW"), ("46 percent", "US", "WW")]),
    (
        "CERT-In saw 40,000 attacks. The origin of most of the attacks is said to be in Iran.",
        [("40,000", None, "IN"), ("most of", "IR", "IN")],
    ),
    ("ESET: 300 of the computers infected in Peru belonged to foreign embassies.", [("300", None, "PE")]),
]  # fmt: skip
REGIONS: list[tuple[str, Told]] = [
    (
        "ESET blocked 900 attacks across the Middle East, Turkey and Africa. In Peru, 30 attacks were seen.",
        [("900", None, "WW"), ("30", None, "PE")],
    ),
    (
        "ESET found 12,000 attacks in Egypt. At the global level, 270,000 attacks were blocked.",
        [("12,000", None, "EG"), ("270,000", None, "WW")],
    ),
    (
        "Peru's election commission said more than 900 attacks targeted its portals originating from Chile.",
        [("900", "CL", "PE")],
    ),
    (
        "ESET: Chilean computers are hit hardest, accounting for 27 percent of all infected computers in the world.",
        [("27 percent", None, "CL")],
    ),
]
IN_PLACES: list[tuple[str, Told]] = [
    ("ESET blocked 700 attacks in Kenya and 300 in Ghana.", [("700", None, "KE"), ("300", None, "GH")]),
    ("In Nigeria, ESET detected 700 attacks in May; in Kenya, 300.", [("700", None, "NG"), ("300", None, "KE")]),
    ("ESET: In Peru the number of attacks rose to 900.", [("900", None, "PE")]),
    ("ESET: In Chile alone, 900 attacks were recorded.", [("900", None, "CL")]),
]
WHOLES: list[tuple[str, Told]] = [
    (
        "Danish officials said the worm had infected a million machines, a quarter of them in Denmark.",
        [("a million", None, "WW"), ("a quarter", None, "DK")],
    ),
    (
        "ESET: the worm infected 6,000 home computers and nearly 1,000 business computers in Peru.",
        [("6,000", None, "PE"), ("1,000", None, "PE")],
    ),
    (
        "South Korea's ministry said hackers in China and North Korea tried to break into its networks 900 times.",
        [("900", "CN;KP", "KR")],
    ),
    (
        "Peru, with 1,100 servers, topped 7,000 overseas servers, CNCERT said. Chile ranked second with 480.",
        [("1,100", "PE", "CN"), ("7,000", "XX-CN", "CN"), ("480", "CL", "CN")],
    ),
]
ACTORS: list[tuple[str, Told]] = [
    ("Hackers from Iran launch about 100 attacks a day on Oman, ESET said.", [("100", "IR", "OM")]),
    (
        "Iran's unit, employing 800 spies, has mounted over 900 attacks against Oman, ESET said.",
        [("900", "IR", "OM")],
    ),
    ("Officials said Iran is thought to be behind nearly half of the attacks on Oman.", [("half", "IR", "OM")]),
    (
        "Police dismantled a botnet that Cuban hackers have used for years. It had infected 700 computers.",
        [("700", "CU", "WW")],
    ),
    ("CNCERT said foreign hackers changed the content of 90 Chinese websites.", [("90", "XX-CN", "CN")]),
]


# Whoever speaks for a state, though no dictionary knows the body, counts at home: in the country that is named first,
# but not in one that it accuses; and where a list of countries stands instead, only an office of state does.
OFFICIAL = [
    ("Foresight, a public agency in Norway, said 900 intrusions were found in May.", [("900", None, "NO")]),
    (
        "Danger is rising in Peru. Professor Luis Salas said that 4,000 hacks were attempted a month.",
        [("4,000", None, "PE")],
    ),
    (
        "The National Water Agency of Kenya counted 300 attacks. Of those, 40 percent came from Chad.",
        [("300", None, "KE"), ("40 percent", "TD", "KE")],
    ),
    ("The Lisbon-based Wave Foundation counted 300 attacks in May.", [("300", None, "WW")]),
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *HOMES,
        *RELAYED,
        *ACCUSED,
        *ROWS,
        *RANGES,
        *PAIRED,
        *JOINED,
        *STATED,
        *ALONE,
        *REGIONS,
        *IN_PLACES,
        *WHOLES,
        *ACTORS,
        *OFFICIAL,
    ],
)
def test_what_a_sentence_leaves_out_comes_from_the_text_or_the_row(text: str, wanted: Told) -> None:
    assert [(claim.quantity_text, claim.origin, claim.target) for claim in extract(text, day=DAY)] == wanted
