"""Single rules of grammar, a sentence each: quantity, role, origin, target."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2014, 5, 20)
SENTENCES = [
    (
        "70 overseas IPs gained control of 40 Polish websites through backdoors.",
        [("70", "backdoor_ip", "XX-PL", "PL"), ("40", "backdoored_site", "XX-PL", "PL")],
    ),
    (
        "A botnet had infected 9,000 computers all over the world.",
        [("9,000", "infected_host", None, "WW")],
    ),
    (
        "By hosts under control, servers in Peru, Chile and Spain were the top three, with 900, 400 and 300 hosts "
        "respectively.",
        [
            ("900", "victim_host", "PE", "WW"),
            ("400", "victim_host", "CL", "WW"),
            ("300", "victim_host", "ES", "WW"),
        ],
    ),
    (
        "The number of control servers fell by 3 percent to 4,622, and 43 percent of these were located in Peru.",
        [("3 percent", "c2", None, "WW"), ("4,622", "c2", None, "WW"), ("43 percent", "c2", "PE", "WW")],
    ),
    (
        "The report runs to 150 pages and describes 40 phishing pages.",
        [("40", "phish_page", None, "WW")],
    ),
    (
        "Government websites in Poland were defaced 27 times.",
        [("27", "defaced_site", None, "PL")],
    ),
    (
        "Police seized 39 control servers and put 21 others offline.",
        [("39", "c2", None, "WW"), ("21", "c2", None, "WW")],
    ),
    (
        "300 servers in Brazil controlled 9,000 computers in India.",
        [
            ("300", "c2", "BR", "IN"),
            ("9,000", "victim_host", "BR", "IN"),
        ],
    ),
    (
        "9,000 computers in India were controlled by 300 servers in Brazil.",
        [
            ("9,000", "victim_host", "BR", "IN"),
            ("300", "c2", "BR", "IN"),
        ],
    ),
    (
        "410 Japanese websites were attacked by 25 IP addresses in France.",
        [
            ("410", "hacked_site", "FR", "JP"),
            ("25", "attack_ip", "FR", "JP"),
        ],
    ),
    (
        "62 IP addresses in Peru had implanted backdoors in 81 Polish websites.",
        [
            ("62", "backdoor_ip", "PE", "PL"),
            ("81", "backdoored_site", "PE", "PL"),
        ],
    ),
    (
        "44 hosts in Italy carried 70 phishing pages targeting German banks.",
        [
            ("44", "phish_host", "IT", "DE"),
            ("70", "phish_page", "IT", "DE"),
        ],
    ),
    (
        "CNCERT counted 900 overseas control servers, of which 200 were located in Spain.",
        [
            ("900", "c2", "XX-CN", "CN"),
            ("200", "c2", "ES", "CN"),
        ],
    ),
    (
        "Servers in Chile and Peru controlled 700 and 300 computers in India respectively.",
        [
            ("700", "victim_host", "CL", "IN"),
            ("300", "victim_host", "PE", "IN"),
        ],
    ),
    (
        "Of the 5,000 attacks on Estonian networks, 12 percent came from Norway.",
        [
            ("5,000", "attack_event", None, "EE"),
            ("12 percent", "attack_event", "NO", "EE"),
        ],
    ),
    (
        "The number of hacked websites in Latvia rose to 4,200.",
        [
            ("4,200", "hacked_site", None, "LV"),
        ],
    ),
    (
        "Latvia, Sweden and Malta accounted for 30, 20 and 10 percent of the attacks respectively.",
        [
            ("30", "attack_source_share", "LV", "WW"),
            ("20", "attack_source_share", "SE", "WW"),
            ("10 percent", "attack_source_share", "MT", "WW"),
        ],
    ),
    (
        "CERT-In said 77 percent of phishing sites were hosted abroad.",
        [
            ("77 percent", "phish_page", "XX-IN", "IN"),
        ],
    ),
    (
        "Russia repelled 4 million cyberattacks.",
        [
            ("4 million", "attack_event", None, "RU"),
        ],
    ),
    (
        "日本境内有500个IP地址对我国境内300个网站植入后门。",
        [
            ("500", "backdoor_ip", "JP", "CN"),
            ("300", "backdoored_site", "JP", "CN"),
        ],
    ),
    (
        "我国境内约6万台主机被位于德国的700台服务器控制。",
        [
            ("6万", "victim_host", "DE", "CN"),
            ("700", "c2", "DE", "CN"),
        ],
    ),
    (
        "发现钓鱼事件1.4万次。",
        [
            ("1.4万", "phish_event", None, "CN"),
        ],
    ),
]


@pytest.mark.parametrize(("sentence", "wanted"), SENTENCES, ids=[s[:40] for s, _ in SENTENCES])
def test_who_does_what_to_whom_follows_from_the_grammar(sentence: str, wanted: list[tuple[str, ...]]) -> None:
    found = {claim.quantity_text: claim for claim in extract(sentence, day=DAY)}
    for text, role, origin, target in wanted:
        claim = found[text]
        assert (claim.role, claim.origin, claim.target) == (role, origin, target)


@pytest.mark.parametrize(
    "sentence",
    [
        "The botnet caused losses of $100 million and 3.5 million euros.",
        "A 30-year-old man and five officers were charged with hacking in 2014.",
        "The law has 79 articles; Unit 70412 is named in it.",
        "CERT-In published 653 security alerts and 38 advisories on botnets in 2013.",
        "Windows 7 users should close port 445 within 10 days.",
        "On May 19, 2014 the ministry spoke for 45 minutes about hacking.",
        "The economy grew 7 percent, and 40 percent of firms were state-owned.",
    ],
)
def test_a_number_that_counts_no_threat_is_no_claim(sentence: str) -> None:
    assert [claim.quantity_text for claim in extract(sentence, day=DAY)] == []


@pytest.mark.parametrize(
    ("written", "low", "high", "modifier"),
    [
        ("nearly 785,000 computers were infected", 745_750, 785_000, "nearly"),
        ("more than 2 million computers were infected", 2_000_000, None, "more_than"),
        ("some 9,260 computers were infected", 8_797, 9_723, "about"),
        ("up to 500 computers were infected", 0, 500, "up_to"),
        ("between 70,000 and 2 million computers were infected", 70_000, 2_000_000, "range"),
        ("hundreds of thousands of computers were infected", 200_000, 999_999, "range"),
        ("forty-two thousand computers were infected", 41_500, 42_500, "exact"),
        ("2.5 lakh computers were infected", 245_000, 255_000, "exact"),
        ("10余万台主机感染病毒", 100_000, None, "more_than"),
        ("近890万台主机感染病毒", 8_455_000, 8_900_000, "nearly"),
        ("三千台主机感染病毒", 2_500, 3_500, "exact"),
        ("超过1.2亿台主机感染病毒", 120_000_000, None, "more_than"),
    ],
)
def test_a_quantity_keeps_its_modifier_and_what_it_allows(written, low, high, modifier) -> None:
    (claim,) = extract(f"{written}.", day=DAY)
    assert claim.modifier.value == modifier
    assert (float(claim.interval.low or 0), None if claim.interval.high is None else float(claim.interval.high)) == (
        low,
        high,
    )


def test_speaker_source_and_outlet_are_told_apart() -> None:
    text = (
        "Xinhua quoted a spokesperson of the State Internet Information Office as saying, citing CNCERT, "
        "that 500 servers in Chile controlled computers in China."
    )
    (claim,) = extract(text, day=DAY)
    assert (claim.carried_by, claim.cited_source) == ("Xinhua", "CNCERT")
    assert claim.speaker is not None
    assert "State Internet Information Office" in claim.speaker


def test_a_disputed_figure_is_disputed_by_whoever_says_so() -> None:
    text = (
        "Microsoft said 2 million computers were infected. The FBI disputed the figure. "
        "Google said 10 servers were hacked."
    )
    first, second = extract(text, day=DAY)
    assert (first.disputed, first.disputed_by) == (True, "FBI")
    assert not second.disputed


def test_places_in_the_text_are_those_of_the_quantity() -> None:
    text = "Last year, CNCERT said, 3 servers in Chile controlled about １２,000 hosts."
    assert [text[c.start : c.end] for c in extract(text, day=DAY)] == ["3", "１２,000"]


def test_without_numbers_there_are_no_claims() -> None:
    assert extract("", day=DAY) == []
    assert extract("Nothing happened. Nobody was attacked.", day=DAY) == []
