"""What a text lends to a number whose own sentence names no country: whose ministry it is, and who attacked before."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2018, 5, 20)
Told = list[tuple[str, str | None, str]]
HOMES: list[tuple[str, Told]] = [
    (
        "A ministry report said 870 intrusions had been found, most of them traced to North Korea or China. The "
        "Japanese government will spend more on defence.",
        [("870", None, "JP")],
    ),
    (
        "A senior official said that 1,900 hacking attempts were found in 2017. They were traced to Russia and "
        "Belarus. Georgia's foreign ministry was the main target.",
        [("1,900", None, "GE")],
    ),
    (
        "The council said attackers had defaced 66 websites since the vote. Accusing Rwanda, Burundi's president "
        "called for calm.",
        [("66", None, "BI")],
    ),
    (
        "US senator John Doe visited Taipei on Monday. Government agencies counted 800 attacks that day, Taiwan's "
        "cabinet spokesman said.",
        [("800", None, "TW")],
    ),
    (
        "The department logged 95,000 attacks in 2017. Only a few came from Germany and France, most from Russia. "
        "Danish officials fear more.",
        [("95,000", None, "DK")],
    ),
    (  # a vendor's sentence goes on with the country of the one before
        "Akamai counted 900 attacks on Peru in June. Another 60 attacks lasted more than a day.",
        [("900", None, "PE"), ("60", None, "PE")],
    ),
]
ATTACKERS: list[tuple[str, Told]] = [
    (
        "The Philippine army said Vietnamese spies had attacked its networks. Another attack disabled 18 websites, "
        "and in all 9,000 attacks were seen in 2017.",
        [("18", "VN", "PH"), ("9,000", None, "PH")],
    ),
    (
        "In May, Finland recorded 2,100 attacks from Estonia. Those attempts rose to 2,600 in June.",
        [("2,100", "EE", "FI"), ("2,600", "EE", "FI")],
    ),
    (
        "North Korea was behind the attack of July on South Korean banks, the intelligence service said. The attack "
        "crippled 32,000 computers.",
        [("32,000", "KP", "KR")],
    ),
    (
        "The ministry blamed Iran for the attack on Israel's water utilities. The attackers broke into 75 servers.",
        [("75", "IR", "IL")],
    ),
    (
        "A Pakistani crew attacked Indian government portals on Sunday, the Indian cyber agency said. The same crew "
        "defaced 31 sites in March.",
        [("31", "PK", "IN")],
    ),
    (  # nobody's attacks between
        "Chinese hackers attacked Norwegian ministries, the Norwegian security service said. In all, Norway counted "
        "5,000 attacks last year. Those attacks hit 60 servers.",
        [("5,000", None, "NO"), ("60", None, "NO")],
    ),
]
OWN: list[tuple[str, Told]] = [  # a sentence's own ends before those of another
    (
        "A network of 40,000 hijacked routers across the world was dismantled by Norwegian police.",
        [("40,000", None, "WW")],
    ),
    (
        "About 58% of fake sites targeting Peruvian shoppers are hosted on machines located in Chile.",
        [("58%", "CL", "PE")],
    ),
    (
        "Researchers counted 70,000 computers from Brazil in the botnet, followed by 20,000 from Mexico.",
        [("70,000", None, "BR"), ("20,000", None, "MX")],
    ),
    (
        "Nearly 8,000 machines from Kenya belong to botnets steered by 41 servers in Turkey.",
        [("8,000", "TR", "KE"), ("41", "TR", "KE")],
    ),
    (
        "The agency listed 900 phishing pages hosted in Malta in 2022. This was 30 percent more than the 690 pages of "
        "2021.",
        [("900", "MT", "WW"), ("30 percent", "MT", "WW"), ("690", "MT", "WW")],
    ),
    (
        "Worldwide attacks grew 3 percent, Kaspersky said. Chile recorded 14 percent more attacks than in May.",
        [("3 percent", None, "WW"), ("14 percent", None, "CL")],
    ),
    (
        "About 31 percent of the attacks on the ministry's site, and on that of its newspaper, came from Turkey, the "
        "Greek ministry said.",
        [("31 percent", "TR", "GR")],
    ),
    (
        "Danish police took down the Blix botnet this week. They found 40 servers located in the country. The network "
        "had 3 million infected machines.",
        [("40", "DK", "WW"), ("3 million", None, "WW")],
    ),
    (
        "EMEA saw a rise of 9 percent in attacks because of the war between Israel and Iran. APAC recorded 4,000 "
        "attacks a day.",
        [("9 percent", None, "WW"), ("4,000", None, "WW")],
    ),
    (
        "NETSCOUT said Kenya recorded 2,721 incidents in 2024. Ghana, however, led the region in the diversity of "
        "cyber attacks, tallying 4,753 incidents. Mali, a small market, came in third with 1,200 attacks.",
        [("2,721", None, "KE"), ("4,753", None, "GH"), ("1,200", None, "ML")],
    ),
    (
        "Most attacks came from China, Akamai said. Russia was second with 4,000 attacks.",
        [("4,000", "RU", "WW")],
    ),
    (
        "About 34% of attacks originated from the People's Republic of China (PRC).",
        [("34%", "CN", "WW")],
    ),
    (
        "Some 120 attacks that sought to extract data from Polish ministries were blocked.",
        [("120", None, "PL")],
    ),
    (
        "Peru's CERT said 3 million machines were infected around the world.",
        [("3 million", None, "WW")],
    ),
    (
        "Peru topped the list with an average of 3,045 weekly attacks, while Chile followed closely with 3,000. "
        "Bolivia, Latin America's poorest market, reported 700 attacks.",
        [("3,000", None, "CL"), ("700", None, "BO")],
    ),
]
TEXTS = HOMES + ATTACKERS + OWN


@pytest.mark.parametrize(("text", "told"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_whose(text: str, told: Told) -> None:
    """The country that was hit and that the attack came from."""
    got = [(claim.quantity_text, claim.origin, claim.target) for claim in extract(text, day=DAY)]
    assert [claim for claim in got if claim[0] in {number for number, _, _ in told}] == told
