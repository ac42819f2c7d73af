"""What stands between a noun and its number, or around either: asides, rates, owners, sizes, brackets, ranges."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2014, 5, 20)
Row = tuple[str, str, str, str | None, str]
TEXTS: list[tuple[str, list[Row]]] = [
    # Words that an editor set into a quotation; a million written "m"; places that are no country's.
    (
        '"We recorded 4,200 [DDoS] attacks in March," said Kenya\'s CERT.',
        [("4,200", "count", "attack_event", None, "KE")],
    ),
    ("Norway's NorCERT said almost 2 m computers were infected.", [("2 m", "count", "infected_host", None, "NO")]),
    (
        "CNCERT said 4,100 control servers offshore controlled 90,000 hosts in China.",
        [("4,100", "count", "c2", "XX-CN", "CN"), ("90,000", "count", "victim_host", "XX-CN", "CN")],
    ),
    (
        "Of 700 attacks on Latvian servers last year, 400 came from outside the country.",
        [("700", "count", "attack_event", None, "LV"), ("400", "count", "attack_event", "XX-LV", "LV")],
    ),
    (
        "Vietnam faces attacks from outside the country. VNCERT said some 3,000 control servers were involved in "
        "controlling computers in Vietnam.",
        [("3,000", "count", "c2", "XX-VN", "VN")],
    ),
    (
        "Taiwan's bureau was attacked 500 times. The Chinese-language paper said 120 attacks were floods.",
        [("500", "count", "attack_event", None, "TW"), ("120", "count", "attack_event", None, "TW")],
    ),
    # A rate that stands with the noun; a newspaper is none.
    (
        "The number of attacks detected per day in Estonia came to 4,500.",
        [("4,500", "rate_per_day", "attack_event", None, "EE")],
    ),
    (
        "Scans observed daily in Japan stood at 700, the police said.",
        [("700", "rate_per_day", "attack_event", None, "JP")],
    ),
    (
        "Attacks on Turkish sites, the daily Hurriyet said, rose to 500 in 2013.",
        [("500", "count", "attack_event", None, "TR")],
    ),
    # An aside with nouns of its own before the verb.
    (
        "The number of phishing cases, in which pages are used to steal passwords, came to 1,300 in Japan.",
        [("1,300", "count", "phish_event", None, "JP")],
    ),
    (
        "Cases of ransomware, where files are locked, totaled 512 in Singapore.",
        [("512", "count", "incident_report", None, "SG")],
    ),
    (
        "Bots, whose owners know nothing of the virus, fell to 23,000 in Finland.",
        [("23,000", "count", "infected_host", None, "FI")],
    ),
    # Sites by those whose they are.
    (
        "Hackers from Iran defaced the homepages of more than 45 Israeli firms.",
        [("45", "count", "defaced_site", "IR", "IL")],
    ),
    ("The portals of about 60 public institutions in Chile were hacked.", [("60", "count", "hacked_site", None, "CL")]),
    # Multiples of a growth.
    (
        "The growth in the number of attacks on Estonia was 3 times in 2012.",
        [("3 times", "ratio", "attack_event", None, "EE")],
    ),
    ("Infections in Peru grew. The rise is 2.7 times.", []),  # of what, no number says
    # The size from which something was counted.
    (
        "KrCERT found 12 botnets of over 5,000 zombie computers in Korea and 2 botnets with more than 9,000 hosts.",
        [("12", "count", "botnet", None, "KR"), ("2", "count", "botnet", None, "KR")],
    ),
    # Who acts behind a clause that others act in; who hosts machines has them.
    (
        "With 900 Swiss addresses controlling 12,000 computers in Chile, Peru still controls the most.",
        [("900", "count", "c2", "CH", "CL"), ("12,000", "count", "victim_host", "CH", "CL")],
    ),
    (
        "Brazil hosted 45,000 infected machines, Symantec said.",
        [("45,000", "count", "infected_host", None, "BR")],
    ),
    (
        "Overseas hackers were responsible for vandalizing 1,100 Web sites in Chile.",
        [("1,100", "count", "defaced_site", "XX-CL", "CL")],
    ),
    # A part of all, and not of those that were counted last.
    (
        "Peru's CERT counted 900 attacks. Some 300 attacks came from Chile. Half of the attacks hit banks.",
        [
            ("900", "count", "attack_event", None, "PE"),
            ("300", "count", "attack_event", "CL", "PE"),
            ("Half", "share_pct", "attack_event", None, "PE"),
        ],
    ),
    # A range with a hedge inside.
    (
        "Between 200 and more than 300 attacks a day hit Estonian servers.",
        [("200 and more than 300", "rate_per_day", "attack_event", None, "EE")],
    ),
    (
        "Peru had from 12,000 to over 30,000 infected computers.",
        [("12,000 to over 30,000", "count", "infected_host", None, "PE")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_between(text: str, rows: list[Row]) -> None:
    found = extract(text, day=DAY)
    assert [(c.quantity_text, c.kind.value, c.role, c.origin, c.target) for c in found] == rows
