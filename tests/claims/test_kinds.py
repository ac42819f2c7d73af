"""Which numbers are claims, and of which kind: changes in lists, halves, majorities, numbers said twice."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2016, 4, 20)
TEXTS = [
    # So many of every hundred or thousand.
    (
        "In Peru 12.5 of every 1,000 machines were infected. One in every 25 computers there was part of a botnet.",
        [("12.5 of every 1,000", "share_pct", 1.25), ("One in every 25", "share_pct", 4)],
    ),
    # A sign, or the head of a list, says which way.
    (
        "CERT-LT handled 900 incidents in 2015. The following have increased: spam (30 percent) and fraud (4 percent); "
        "the following have decreased: intrusions (-12 percent).",
        [
            ("900", "count", 900),
            ("30 percent", "change_pct", 30),
            ("4 percent", "change_pct", 4),
            ("-12 percent", "change_pct", -12),
        ],
    ),
    ("In 2015 CERT-LT counted 900 attacks (+14%).", [("900", "count", 900), ("+14%", "change_pct", 14)]),
    # Two changes of one number, against two other times; a sign and the word.
    (
        "Peru was hit by 315 attacks in May 2015, falling by 54 percent from April and 3 percent year on year.",
        [("315", "count", 315), ("54 percent", "change_pct", -54), ("3 percent", "change_pct", -3)],
    ),
    ("Chile was behind 67% percent of the attacks on Peru.", [("67% percent", "share_pct", 67)]),
    # Country by country, the word said once.
    (
        "In 2015 Peru saw a 17% decline, Chile a 13% and Bolivia an 8% decline in phishing attacks.",
        [("17%", "change_pct", -17), ("13%", "change_pct", -13), ("8%", "change_pct", -8)],
    ),
    # A half of an earlier number is a ratio; of attacks, a share; "twice as low" is a half.
    (
        "CERT-LT found 640 infected machines, half the number found in 2014.",
        [("640", "count", 640), ("half the number", "ratio", 0.5)],
    ),
    (
        "CERT-LT found 90 infected devices, twice as few as in 2014.",
        [("90", "count", 90), ("twice as few", "ratio", 0.5)],
    ),
    (
        "In 2014 there were 1,400 attacks, and in 2015 their number has increased by more than 4 times.",
        [("1,400", "count", 1400), ("4 times", "ratio", 4)],
    ),
    ("The number of attacks on Peru has risen more than 4 times in 2015.", [("4 times", "ratio", 4)]),
    ("Attacks on Peruvian sites rose by a factor of 22 from 2011 to 2013.", [("a factor of 22", "ratio", 22)]),
    ("The majority of attacks came from Peru, CERT-LT said.", [("The majority of", "share_pct", 50)]),
    ("Most cases concerned fraud, CERT-LT said. People do not know about most of them.", [("Most", "share_pct", 50)]),
    # Said again in brackets; the rank beside a number.
    (
        "ESET counted 300 botnet servers in 2015. Peru remained number one with 90 botnet servers, increasing by a "
        "third (32%). Chile more than doubled (up 120%) to 31.",
        [
            ("300", "count", 300),
            ("90", "count", 90),
            ("32%", "change_pct", 32),
            ("120%", "change_pct", 120),
            ("31", "count", 31),
        ],
    ),
    (
        "Incidents rose from 1,500 in 2014 to 2,400 in 2015, or 60 percent.",
        [("1,500", "count", 1500), ("2,400", "count", 2400), ("60 percent", "change_pct", 60)],
    ),
    (
        "Councils saw 9,000 attempted or successful attacks every single day.",
        [("9,000", "rate_per_day", 9000)],
    ),
    # A difference is no number of its own; an average is of each day, wherever that is said.
    (
        "The agency detected 3,120 attacks a day in 2015, up 940 from last year.",
        [("3,120", "rate_per_day", 3120)],
    ),
    (
        "On average 332,000 attacks on networks of the state were launched daily.",
        [("332,000", "rate_per_day", 332_000)],
    ),
    (
        "Spies probe the army's networks 250,000 times an hour, or 6 million times a day.",
        [("250,000", "rate_per_hour", 250_000), ("6 million", "rate_per_day", 6_000_000)],
    ),
    (
        "There were 30,000 incidents in 2015. That compares to more than 71,000 total in 2014.",
        [("30,000", "count", 30_000), ("71,000", "count", 71_000)],
    ),
    (
        "The botnet has 150,000 infected computers and sends 30 billion spam messages a day. 150,000 is an estimate.",
        [("150,000", "count", 150_000), ("150,000", "count", 150_000)],
    ),
    (
        "Infected computers have fallen since January by 34%. Between a quarter-million and 300,000 computers are "
        "still infected.",
        [("34%", "change_pct", -34), ("a quarter-million and 300,000", "count", 250_000)],
    ),
    (
        "ESET saw a 60 percent increase in cyberincidents. It listed the top twelve spam countries.",
        [("60 percent", "change_pct", 60)],
    ),
    (
        "There were 900 incidents. Some 60 percent involved phishing.",
        [("900", "count", 900), ("60 percent", "share_pct", 60)],
    ),
    # Of what was counted before.
    (
        "Some 15,000 attacks were carried out, but only 150 succeeded, CERT-LT said. It rose to 18,000 in 2014 and to "
        "21,000 in 2015.",
        [("15,000", "count", 15000), ("150", "count", 150), ("18,000", "count", 18000), ("21,000", "count", 21000)],
    ),
    (
        "ESET counted 300 botnet servers. Out of this total number, 271 were under the control of criminals.",
        [("300", "count", 300), ("271", "count", 271)],
    ),
    (
        "The number of targeted attacks confirmed in Peru reached a record high of 318 in 2015.",
        [("318", "count", 318)],
    ),
    # A part that is said twice; a multiple beside what it is compared with.
    (
        "About 450, or roughly half, of these attacks came from botnets. That is more than double compared with May.",
        [("450", "count", 450), ("half", "share_pct", 50), ("double", "ratio", 2)],
    ),
    (
        "Some 10 million or so computers were infected. Attacks on Peru surged 100 times. Attacks from Chile rank the "
        "first among them.",
        [("10 million or so", "count", 10_000_000), ("100 times", "ratio", 100), ("first", "rank", 1)],
    ),
    # No figures: grades and ranks.
    (
        "The ministry met 10 level 3 incidents. The three highest incidents were frauds.",
        [("10", "count", 10)],
    ),
    # No figures: what a story tells of, what a known noun only describes, provinces.
    (
        "Hackers attacked two ministry websites. The reports came from 12 of the country's 25 regions, and 100 phone "
        "lines were busy.",
        [],
    ),
    # Rates by the noun; a stretch of time is no rate; compared with "more than".
    (
        "By May, daily attacks rose to 640. ESET counted 92 million attacks in the span of two years, 15 percent "
        "more than the 80 million attacks of 2014.",
        [
            ("640", "rate_per_day", 640),
            ("92 million", "count", 92_000_000),
            ("15 percent", "change_pct", 15),
            ("80 million", "count", 80_000_000),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_kinds(text: str, expected: list[tuple[str, str, float]]) -> None:
    found = [(claim.quantity_text, claim.kind.value, float(claim.quantity)) for claim in extract(text, day=DAY)]
    assert found == [(number, kind, float(value)) for number, kind, value in expected]
