"""Several places of one number, and sentences whose ends or subjects stand where a first look misses them."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2014, 5, 20)
Told = list[tuple[str, str, str | None, str | None]]
TEXTS: list[tuple[str, Told]] = [
    # Places that "and" joins belong to one number together, before a verb and behind it.
    ("Hackers from Brazil and Peru hit 300 sites in Chile.", [("300", "hacked_site", "BR;PE", "CL")]),
    ("Servers in Brazil and Peru controlled 300 computers in Chile.", [("300", "victim_host", "BR;PE", "CL")]),
    ("Attacks from Brazil and Peru hit 300 sites in Chile.", [("300", "hacked_site", "BR;PE", "CL")]),
    ("300 sites in Chile were hit by hackers from Brazil and Peru.", [("300", "hacked_site", "BR;PE", "CL")]),
    ("Canada, Malta and Peru received 20 percent of the attacks.", [("20 percent", "attack_event", None, "CA;MT;PE")]),
    (
        "Peru and Chile accounted for 20 percent and 12 percent of attacks respectively.",
        [("20 percent", "attack_source_share", "PE", "WW"), ("12 percent", "attack_source_share", "CL", "WW")],
    ),
    (
        "Servers in Chile controlled 61 websites in Kenya, and Peru had 30.",
        [("61", "backdoored_site", "CL", "KE"), ("30", "backdoored_site", "CL", "PE")],
    ),
    # "The attacks that Israel faces": whom they hit.
    (
        "Iran accounts for 40 percent of the attacks that Israel faces, while Syria and Lebanon amount to 12 percent.",
        [("40 percent", "attack_source_share", "IR", "IL"), ("12 percent", "attack_source_share", "SY;LB", "IL")],
    ),
    (
        "Of the attacks that Norway experienced, Russia made up 44 percent.",
        [("44 percent", "attack_source_share", "RU", "NO")],
    ),
    # Where attacks begin they come from, also "in" a place; a row of such numbers goes on.
    ("Up to two-thirds of all attacks could originate in Peru.", [("two-thirds", "attack_source_share", "PE", "WW")]),
    ("Some 900 attacks originate in Peru every day.", [("900", "attack_event", "PE", "WW")]),
    ("Most of the attacks on Norway begin in Peru.", [("Most of", "attack_source_share", "PE", "NO")]),
    (
        "Intrusions that began in Peru numbered 700 (8.5%), followed by 300 (4.7%) in Chile and 100 in Brazil.",
        [
            ("700", "attack_event", "PE", "WW"),
            ("8.5%", "attack_source_share", "PE", "WW"),
            ("300", "attack_event", "CL", "WW"),
            ("4.7%", "attack_source_share", "CL", "WW"),
            ("100", "attack_event", "BR", "WW"),
        ],
    ),
    (
        "Russian hackers launched 700 attacks in Kenya and 300 in Ghana.",
        [("700", "attack_event", "RU", "KE"), ("300", "attack_event", "RU", "GH")],
    ),
    # What is recorded "from" somewhere is not done by it; a sentence ends behind "U.S.".
    (
        "Some 900 attacks were recorded to be from Chile and 800 from the U.S. One percent of the attacks came from "
        "Peru.",
        [
            ("900", "attack_event", "CL", "WW"),
            ("800", "attack_event", "US", "WW"),
            ("One percent", "attack_source_share", "PE", "WW"),
        ],
    ),
    # Attacks that are named before, and counted by times.
    ("Chilean banks have been hit by attacks over 1,400 times.", [("1,400", "attack_event", None, "CL")]),
    ("Peru's parliament was subjected to attempts about 700 times.", [("700", "attack_event", None, "PE")]),
    ("Chile's ministries were targeted by attacks 200 times.", [("200", "attack_event", None, "CL")]),
]


@pytest.mark.parametrize(("text", "wanted"), TEXTS, ids=[text[:50] for text, _ in TEXTS])
def test_places_of_each_number(text: str, wanted: Told) -> None:
    """Role, origin and target of every number."""
    told = [(claim.quantity_text, claim.role, claim.origin, claim.target) for claim in extract(text, day=DAY)]
    assert told == wanted
