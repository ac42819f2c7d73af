"""What is carried into a sentence from outside it: a firm's country, a year, the days of an event, whoever acted."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2016, 12, 20)
Row = tuple[str, str, str | None, str | None, str | None, str | None]
Y2015 = ("2015-01-01", "2015-12-31")
Y2016 = ("2016-01-01", "2016-12-31")
NONE = (None, None)
TEXTS: list[tuple[str, list[Row]]] = [
    # Firms whose customers are at home; a spokesman of the firm that spoke.
    (
        "Kingsoft counted over 40,000 infections in 2015, and the company's spokesman warned of thieves.",
        [("40,000", "infected_host", None, "CN", *Y2015)],
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
        "Europol saw 9,000 infected addresses in the first 48 hours after the raid started on May 29. More than 55 "
        "percent of the computers found in an earlier raid are still infected.",
        [
            ("9,000", "infected_ip", None, "WW", "2016-05-29", "2016-05-30"),
            ("55 percent", "infected_host", None, "WW", *NONE),
        ],
    ),
]


@pytest.mark.parametrize(("text", "rows"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_what_a_sentence_does_not_say_is_carried_into_it(text: str, rows: list[Row]) -> None:
    found = [
        (
            claim.quantity_text,
            claim.role,
            claim.origin,
            claim.target,
            claim.first and claim.first.isoformat(),
            claim.last and claim.last.isoformat(),
        )
        for claim in extract(text, day=DAY)
    ]
    assert found == rows
