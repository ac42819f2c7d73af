"""What is carried into a sentence from outside it: a firm's country, a year, the days of an event, whoever acted."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2016, 12, 20)
Row = tuple[str, str, str | None, str | None, str | None, str | None]
Y2015 = ("2015-01-01", "2015-12-31")
Y2016 = ("2016-01-01", "2016-12-31")
NONE = (None, None)
NOVEMBER = ("2016-11-01", "2016-11-30")
TEXTS: list[tuple[str, list[Row]]] = [
    # "This month" of a report that appears in the next one; defacements are sites in any list.
    (
        'CERT-EE handled 40 incidents in November, 2016. "Phishing made up 67 percent of the incidents in this month," '
        "it said.",
        [
            ("40", "incident_report", None, "EE", *NOVEMBER),
            ("67 percent", "incident_report", None, "EE", *NOVEMBER),
        ],
    ),
    (
        "Incidents reported to CERT-EE in 2015 by type: Phishing 12, Scams 8, Defacements 56.",
        [
            ("12", "incident_report", None, "EE", *Y2015),
            ("8", "incident_report", None, "EE", *Y2015),
            ("56", "defaced_site", None, "EE", *Y2015),
        ],
    ),
    # Firms whose customers are at home; a spokesman of the firm that spoke.
    (
        "Kingsoft counted over 61,000 infections in 2015, and a spokesman for the company warned of thieves.",
        [("61,000", "infected_host", None, "CN", *Y2015)],
    ),
    # What one told another; a number behind "around"; other countries.
    (
        "CNCERT told the Daily that in 2015, 300 control servers in other countries and regions hijacked around 9,000 "
        "computers in China.",
        [("300", "c2", "XX-CN", "CN", *Y2015), ("9,000", "victim_host", "XX-CN", "CN", *Y2015)],
    ),
    # A quarter behind its year; a year back of the year that is spoken of; the year after the one compared with.
    (
        "CERT-LT counted 800 incidents in 2016 Q3, down from 2016 Q2 (900 incidents).",
        [
            ("800", "incident_report", None, "LT", "2016-07-01", "2016-09-30"),
            ("900", "incident_report", None, "LT", "2016-04-01", "2016-06-30"),
        ],
    ),
    (
        "CERT-LT had 800 incidents in the first half of this year. That is more than 500 incidents in the first half "
        "of 2014 and 600 incidents in the same period last year.",
        [
            ("800", "incident_report", None, "LT", "2016-01-01", "2016-06-30"),
            ("500", "incident_report", None, "LT", "2014-01-01", "2014-06-30"),
            ("600", "incident_report", None, "LT", "2015-01-01", "2015-06-30"),
        ],
    ),
    (
        "Incidents reported to CERT-LT rose to 800 in the year 2015. In the year 2014, 400 incidents were reported. "
        "This is a 100% increase compared to the year 2014.",
        [
            ("800", "incident_report", None, "LT", *Y2015),
            ("400", "incident_report", None, "LT", "2014-01-01", "2014-12-31"),
            ("100%", "incident_report", None, "LT", *Y2015),
        ],
    ),
    # Hours after an event; what is still so.
    (
        "Europol saw 9,000 infected addresses in the first 72 hours after its raid started on May 29. More than 62 "
        "percent of the computers found in an earlier raid are still infected.",
        [
            ("9,000", "infected_ip", None, "WW", "2016-05-29", "2016-05-31"),
            ("62 percent", "infected_host", None, "WW", *NONE),
        ],
    ),
    # Attacks in which machines are hit; a country that is hit sends none of a part; words of a translation.
    (
        "CNCERT said 9,000 computers were affected in 300 attacks, originating in other countries, in 2015.",
        [("9,000", "victim_host", "XX-CN", "CN", *Y2015), ("300", "attack_event", "XX-CN", "CN", *Y2015)],
    ),
    (
        "In 2015 the system saw 12 million attacks on critical information infrastructure of Norway, 25 thousand of "
        "which were made on hospitals. It stopped 300 malicious influences.",
        [
            ("12 million", "attack_event", None, "NO", *Y2015),
            ("25 thousand", "attack_event", None, "NO", *Y2015),
            ("300", "attack_event", None, "NO", *Y2015),
        ],
    ),
    # What was planned; what is reported of sites; an aside in dashes; records of about so many; shares of hosts abroad.
    (
        "CERT-LT received 900 reports of sites being hacked in 2015. The group planned to deface 46 websites.",
        [("900", "hacked_site", None, "LT", *Y2015)],
    ),
    (
        "CNCERT said 300 overseas Trojan servers — a popular tool — hijacked 9,000 computers in China in 2015. Peru "
        "hosted 24 percent of the overseas servers.",
        [
            ("300", "c2", "XX-CN", "CN", *Y2015),
            ("9,000", "victim_host", "XX-CN", "CN", *Y2015),
            ("24 percent", "c2", "PE", "CN", *Y2015),
        ],
    ),
    (
        "Attacks in Japan in 2015 reached a record of about 900 million.",
        [("900 million", "attack_event", None, "JP", *Y2015)],
    ),
    # Sizes and years of names are no counts; who speaks is not what is a share; what "this" fell.
    (
        "2015年，规模在200台主机以上的僵尸网络共有3,840个。",
        [("3,840", "botnet", None, "CN", *Y2015)],
    ),
    (
        "CERT-LT issued its 2015 Cyber Threat Report. Attacks reached 900 million in 2015. According to the office, "
        "attacks targeting cameras made up nearly half of the total.",
        [("900 million", "attack_event", None, "LT", *Y2015), ("half", "attack_event", None, "LT", *Y2015)],
    ),
    (
        "CERT-LT said 40,000 hosts had been infected by viruses in 2015 and this reflected a drop of 7% from 2014.",
        [("40,000", "infected_host", None, "LT", *Y2015), ("7%", "infected_host", None, "LT", *Y2015)],
    ),
    # A range that something dropped to; attacks beside cases; what there is at present; sources of programs.
    (
        "The number of infected computers dropped between 31 million and 42 million in 2015, ESET said.",
        [("31 million and 42 million", "infected_host", None, "WW", *Y2015)],
    ),
    (
        "CERT-LT handled 700 incidents in 2015. There were 150 DDoS attacks, 94 reports of fraud and 36 other cases.",
        [
            ("700", "incident_report", None, "LT", *Y2015),
            ("150", "incident_report", None, "LT", *Y2015),
            ("94", "incident_report", None, "LT", *Y2015),
            ("36", "incident_report", None, "LT", *Y2015),
        ],
    ),
    (
        "There are tens of thousands of Chinese machines held by hackers abroad, CNCERT said. In 2015, 2,000 "
        "computers in China were hijacked by servers abroad.",
        [
            ("tens of thousands of", "victim_host", "XX-CN", "CN", *NONE),
            ("2,000", "victim_host", "XX-CN", "CN", *Y2015),
        ],
    ),
    # Whose body it is behind "of"; crews that speak for nobody; the year of other numbers; who takes part in control.
    (
        "The Cyber Security Agency of Qatar foiled 120 attacks in 2015.",
        [("120", "attack_event", None, "QA", *Y2015)],
    ),
    (
        "A Turkish hacker group defaced 350 Israeli websites in 2015, a paper reported. In March 2016 another 1,000 "
        "sites were hit.",
        [
            ("350", "defaced_site", "TR", "IL", *Y2015),
            ("1,000", "defaced_site", None, "IL", "2016-03-01", "2016-03-31"),
        ],
    ),
    (
        "2015年，共收集漏洞600个。CNCERT监测发现境外有4.7万个IP参与控制，其中美国300个IP控制9,000台主机。",
        [
            ("4.7万", "c2", "XX-CN", "CN", *Y2015),
            ("300", "c2", "US", "CN", *Y2015),
            ("9,000", "victim_host", "US", "CN", *Y2015),
        ],
    ),
    (
        "CERT-LT saw 900 attacks ahead of the May 5 election.",
        [("900", "attack_event", None, "LT", *NONE)],
    ),
    (
        "CERT-LT reported 9,000 infected systems in 2015. The largest botnet, Sality, made up 18% of them.",
        [("9,000", "infected_host", None, "LT", *Y2015), ("18%", "infected_host", None, "LT", *Y2015)],
    ),
    # Attacks that are coming from somewhere, and how they grew, said in quotes.
    (
        'CERT-LT counted 900 cases in 2015. More attacks are coming from abroad: a "constant increase", by 8 percent.',
        [("900", "incident_report", None, "LT", *Y2015), ("8 percent", "attack_event", "XX-LT", "LT", *Y2015)],
    ),
    # Times that something was done, and numbers that speak of them; who was hit stands before an aside.
    (
        "Chilean sites, above all those of the army, were attacked 300 times in 2013. The annual figure peaked at 900 "
        "times in 2014, and stood at 500 times last year.",
        [
            ("300", "attack_event", None, "CL", "2013-01-01", "2013-12-31"),
            ("900", "attack_event", None, "CL", "2014-01-01", "2014-12-31"),
            ("500", "attack_event", None, "CL", *Y2015),
        ],
    ),
    (
        "Ports in Chile suffered 300 attacks in 2014. The yearly number hit a record of 900 in 2015.",
        [
            ("300", "attack_event", None, "CL", "2014-01-01", "2014-12-31"),
            ("900", "attack_event", None, "CL", *Y2015),
        ],
    ),
    (
        "Ports in Chile were the target of cyberattacks, 720 times in 2014 and 162 times in 2015.",
        [
            ("720", "attack_event", None, "CL", "2014-01-01", "2014-12-31"),
            ("162", "attack_event", None, "CL", *Y2015),
        ],
    ),
    # Teams whose names say no country.
    ("BruCERT handled 2,311 incidents during 2015.", [("2,311", "incident_report", None, "BN", *Y2015)]),
]


@pytest.mark.parametrize(("text", "rows"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_what_a_sentence_does_not_say_is_carried_into_it(text: str, rows: list[Row]) -> None:
    found = [
        (
            claim.quantity_text,
            claim.role,
            claim.origin,
            claim.target,
            *days_of(claim),
        )
        for claim in extract(text, day=DAY)
    ]
    assert found == rows
