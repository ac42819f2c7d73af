"""Whole tuples of short texts: number, kind, role, origin, target, first and last day."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2014, 5, 20)
Row = tuple[str, str, str, str | None, str | None, str | None, str | None]
COUNT, SHARE = "count", "share_pct"
WEEK = ("2014-05-05", "2014-05-11")
APRIL = ("2014-04-01", "2014-04-30")
MARCH = ("2014-03-01", "2014-03-31")
NONE = (None, None)
SPRING = ("2014-03-19", "2014-05-18")
TEXTS: list[tuple[str, list[Row]]] = [
    # The day and place of writing are of no number; a month in front is.
    (
        "TALLINN, May 20, 2014 - Soon after the ban, the centre in Estonia said that 63 phishing pages on 15 Finnish "
        "hosts had led to 4,000 phishing operations against Estonian websites between March 19 and May 18.",
        [
            ("63", COUNT, "phish_page", "FI", "EE", *SPRING),
            ("15", COUNT, "phish_host", "FI", "EE", *SPRING),
            ("4,000", COUNT, "phish_event", "FI", "EE", *SPRING),
        ],
    ),
    ("May 20, 2014 /PRNewswire/ -- ESET saw 90 botnets.", [("90", COUNT, "botnet", None, "WW", *NONE)]),
    ("April 2014 - CERT-EE found 90 defaced sites.", [("90", COUNT, "defaced_site", None, "EE", *APRIL)]),
    # A part that is said in words, and in brackets exactly.
    (
        "Over half (57%) of the 2,400 attacks on Estonia in April came from Peru.",
        [
            ("57%", SHARE, "attack_source_share", "PE", "EE", *APRIL),
            ("2,400", COUNT, "attack_event", None, "EE", *APRIL),
        ],
    ),
    (
        "Nearly half (48 percent) of the bots in Estonia were controlled from Peru.",
        [("48 percent", SHARE, "victim_host", "PE", "EE", *NONE)],
    ),
    # From where machines are steered, and where they stand.
    (
        "CERT-EE counted 9,000 infected computers in Estonia, of which 30 percent were controlled from Finland.",
        [
            ("9,000", COUNT, "infected_host", None, "EE", *NONE),
            ("30 percent", SHARE, "infected_host", "FI", "EE", *NONE),
        ],
    ),
    (
        "Of the 900 infected computers, 40 percent came from Finland.",
        [
            ("900", COUNT, "infected_host", None, "WW", *NONE),
            ("40 percent", SHARE, "infected_host", None, "FI", *NONE),
        ],
    ),
    # The week of a bulletin, whose number is none; days of a Chinese month.
    (
        "安全周报2014年第19期(5月5日—5月11日)。本周境内被篡改网站数量为640个。",
        [("640", COUNT, "defaced_site", None, "CN", *WEEK)],
    ),
    (
        "2014年4月1日至30日，我国被篡改网站的数量为640个，较3月增加了24个。我国香港有35个网站被篡改。",
        [("640", COUNT, "defaced_site", None, "CN", *APRIL), ("35", COUNT, "defaced_site", None, "HK", *APRIL)],
    ),
    # A month before the one spoken of, and a share that rose from one to the other.
    (
        "2014年3月，境内被植入后门的网站数量为300个，占境内网站的比例由2%增长到5%。",
        [
            ("300", COUNT, "backdoored_site", None, "CN", *MARCH),
            ("2%", SHARE, "backdoored_site", None, "CN", "2014-02-01", "2014-02-28"),
            ("5%", SHARE, "backdoored_site", None, "CN", *MARCH),
        ],
    ),
    # When a program was found, or somebody blamed, nothing was counted.
    (
        "Analysts discovered the worm in February. It has infected 90,000 people across the world.",
        [("90,000", COUNT, "infected_host", None, "WW", *NONE)],
    ),
    (
        "The worm infected 90,000 phones worldwide. Some 4,000 phones were still infected in April.",
        [
            ("90,000", COUNT, "infected_host", None, "WW", *NONE),
            ("4,000", COUNT, "infected_host", None, "WW", *APRIL),
        ],
    ),
    # Where attacks are from that the sentence before told of; a nationality behind "in", a judge behind "by".
    (
        "Peru counted 900 attacks from Chile in April. This was 30 attacks a day on firms deemed critical by Peru.",
        [
            ("900", COUNT, "attack_event", "CL", "PE", *APRIL),
            ("30", "rate_per_day", "attack_event", "CL", "PE", *APRIL),
        ],
    ),
    (
        "In April 2014 there was a 30 percent rise in Peruvian attacks on Chile.",
        [("30 percent", "change_pct", "attack_event", "PE", "CL", *APRIL)],
    ),
    # Cases of attacks, and a country that is pointed to.
    (
        "Peru's ministry counted 900 cases of cyberattacks in April. Many came from Chile. The attacks from the "
        "neighbouring country numbered 310.",
        [
            ("900", COUNT, "attack_event", None, "PE", *APRIL),
            ("310", COUNT, "attack_event", "CL", "PE", *APRIL),
        ],
    ),
    # "The country" is the one that opens the sentence, or opened the one before.
    (
        "Peru was a source of attacks in April. The country accounted for 3% of the world's attacks. "
        "Chile had 5% of the attacks that originated in the country.",
        [
            ("3%", SHARE, "attack_source_share", "PE", "WW", *APRIL),
            ("5%", SHARE, "attack_source_share", "CL", "WW", *APRIL),
        ],
    ),
    # Countries that were hit, and how that changed; the worst of them with a number in brackets.
    (
        "Three countries saw 60 million attacks in April, with Peru the worst hit (31 million attacks), "
        "followed by Chile (20 million). Peru and Chile have seen a rise of 17% and 26% respectively, and "
        "Bolivia a rise of 14%.",
        [
            ("60 million", COUNT, "attack_event", None, "WW", *APRIL),
            ("31 million", COUNT, "attack_event", None, "PE", *APRIL),
            ("20 million", COUNT, "attack_event", None, "CL", *APRIL),
            ("17%", "change_pct", "attack_event", None, "PE", *APRIL),
            ("26%", "change_pct", "attack_event", None, "CL", *APRIL),
            ("14%", "change_pct", "attack_event", None, "BO", *APRIL),
        ],
    ),
    (
        "Peru faced the highest number (8,560) of attacks in April.",
        [("8,560", COUNT, "attack_event", None, "PE", *APRIL)],
    ),
    # Where a name places what is told behind it.
    (
        "That was less than at the Sydney 2012 Games, where 900 attacks were recorded, and the Tokyo Games (600).",
        [
            ("900", COUNT, "attack_event", None, "AU", "2012-01-01", "2012-12-31"),
            ("600", COUNT, "attack_event", None, "JP", "2012-01-01", "2012-12-31"),
        ],
    ),
    # Who aims at somebody; how many were cleaned is not of the years before.
    (
        "Since 2009, hackers have broken into 900 computers in campaigns targeting banks in Peru. Police removed the "
        "malware from 310 infected computers.",
        [
            ("900", COUNT, "infected_host", None, "PE", "2009-01-01", "2014-05-20"),
            ("310", COUNT, "cleaned_host", None, "PE", *NONE),
        ],
    ),
    # Kinds of one thing, behind a colon.
    (
        "Incidents reported to CERT Peru in April 2014 by type: Phishing 12, Identity theft 8, Malware 31.",
        [
            ("12", COUNT, "incident_report", None, "PE", *APRIL),
            ("8", COUNT, "incident_report", None, "PE", *APRIL),
            ("31", COUNT, "incident_report", None, "PE", *APRIL),
        ],
    ),
    # A change in brackets; what several countries send.
    (
        "There was a decline (16%) in the number of attacks in April. The top 10 countries originated 83% of attacks.",
        [
            ("16%", "change_pct", "attack_event", None, "WW", *APRIL),
            ("83%", SHARE, "attack_source_share", None, "WW", *NONE),
        ],
    ),
    # What grew is no complement; the place of a paper that somebody spoke to.
    (
        "The number of attacks on the state's systems and websites in Peru has doubled.",
        [("doubled", "ratio", "attack_event", None, "PE", *NONE)],
    ),
    (
        "Speaking to a Chilean paper, Kaspersky says the majority of attacks failed.",
        [("the majority of", SHARE, "attack_event", None, "WW", *NONE)],
    ),
]


@pytest.mark.parametrize(("text", "rows"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_claims_are_whole(text: str, rows: list[Row]) -> None:
    found = [
        (
            claim.quantity_text,
            claim.kind.value,
            claim.role,
            claim.origin,
            claim.target,
            *days_of(claim),
        )
        for claim in extract(text, day=DAY)
    ]
    assert found == rows
