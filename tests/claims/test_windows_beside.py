"""Dates that stand close to a number: in brackets, in front of it, behind its verb; and rounder numbers before."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2016, 4, 20)
YEAR = ("2015-01-01", "2015-12-31")
BEFORE = ("2014-01-01", "2014-12-31")
Days = tuple[str, str | None, str | None]
TEXTS: list[tuple[str, list[Days]]] = [
    # In brackets, a date is of the number before; behind them, of the numbers before and in them; else of none.
    (
        "The Peruvian share of phishing attacks fell from 5.3% (June 2014) to 3.1% (May 2015).",
        [("5.3%", "2014-06-01", "2014-06-30"), ("3.1%", "2015-05-01", "2015-05-31")],
    ),
    (
        "CERT-LT counted 300 attacks in 2015, up from 90 attacks (20 of them floods) in 2014.",
        [("300", *YEAR), ("90", *BEFORE), ("20", *BEFORE)],
    ),
    (
        "CERT-LT blocked 400 attacks a month (with a peak of 900 in June). It handled 31 incidents.",
        [("900", "2015-06-01", "2015-06-30"), ("31", None, None)],
    ),
    # "Against" is said of victims too; "said in 2014, it" may be when it happened.
    ("Peru saw 3.5 million DDoS attacks against some 400 firms in 2014.", [("3.5 million", *BEFORE)]),
    ("CERT-LT said in 2014, it handled 300 incidents.", [("300", *BEFORE)]),
    # The year of a total; a day that says its date; the year in which it was so.
    (
        "CERT-LT handled 900 incidents in 2015, three times the 2014 tally of over 300 incidents.",
        [("900", *YEAR), ("300", *BEFORE)],
    ),
    (
        "On Sunday, April 3, 2016: 1,400 attacks were seen; Monday, April 4, 2016: 1,900 and on Tuesday, April 5, "
        "2016: 800.",
        [
            ("1,400", "2016-04-03", "2016-04-03"),
            ("1,900", "2016-04-04", "2016-04-04"),
            ("800", "2016-04-05", "2016-04-05"),
        ],
    ),
    (
        "CERT-LT handled 900 incidents in 2015, 10 percent more than in the previous year, in which 818 incidents "
        "were handled.",
        [("900", *YEAR), ("818", *BEFORE)],
    ),
    # A date before a dash is that of a text at its head only.
    (
        "CERT-LT received 640 reports in the 9-month period to the end of May 2015 -- one report every ten hours.",
        [("640", "2014-09-01", "2015-05-31")],
    ),
    # As many dates as numbers, each in a list.
    (
        "Some 199, 172 and 110 sites of Peru were hacked in 2013, 2014 and 2015.",
        [("199", "2013-01-01", "2013-12-31"), ("172", *BEFORE), ("110", *YEAR)],
    ),
    # What is said right behind the date of a number; all subjects of one verb.
    (
        "In the first quarter of 2015 attacks grew, with 300 incidents between January and May 2015, double the "
        "number of 2014.",
        [("300", "2015-01-01", "2015-05-31"), ("double", "2015-01-01", "2015-05-31")],
    ),
    (
        "CERT-LT said 40 sites were defaced in May 2015. Some 49 cases of fraud, 35 attacks and 15 intrusions were "
        "reported in June 2015.",
        [
            ("49", "2015-06-01", "2015-06-30"),
            ("35", "2015-06-01", "2015-06-30"),
            ("15", "2015-06-01", "2015-06-30"),
        ],
    ),
    # In brackets, the time before: said as "previous", or as "last" of what was last.
    ("In 2014 CERT-LT handled 510 incidents (the previous year 498).", [("498", "2013-01-01", "2013-12-31")]),
    ("In March 2016 CERT-LT handled 510 incidents (last month: 498).", [("498", "2016-02-01", "2016-02-29")]),
    (
        "In the first quarter of 2016 CERT-LT handled 510 incidents (last quarter 498).",
        [("510", "2016-01-01", "2016-03-31"), ("498", "2015-10-01", "2015-12-31")],
    ),
    ("In 2015 CERT-LT handled 510 incidents (last year: 498; 40 sites).", [("510", *YEAR), ("498", *BEFORE)]),
    # A text that opens with a round number, and says the exact one and its days later.
    (
        "Peru's army has seen more than 4,100 hacking attempts over the past year. Its sites saw 4,135 attempts from "
        "July 2014 to March 2016, according to the defence ministry.",
        [("4,100", "2014-07-01", "2016-03-31"), ("4,135", "2014-07-01", "2016-03-31")],
    ),
    # What was compared with, and where a growth began, is not what the text goes on with.
    (
        "CERT-LT saw a daily average of 900 scans in 2015. That is 15 percent more than the daily average of 780 in "
        "2014. Some 30 percent of those scans came from Peru.",
        [("780", *BEFORE), ("30 percent", *YEAR)],
    ),
    (
        "In 2014 there were 3,000 defaced sites in Peru, and this grew to 4,000 in 2015. A total of 120 phishing sites "
        "were found as well.",
        [("3,000", *BEFORE), ("4,000", *YEAR), ("120", *YEAR)],
    ),
    (
        "More than 14,000 sites have been hacked in Peru until March this year. It was 14,232 sites in 2015, and "
        "14,392 sites until March this year.",
        [("14,000", "2016-01-01", "2016-03-31"), ("14,232", *YEAR)],
    ),
    # This week, in the report on a week.
    (
        "安全周报(2016.04.04至2016.04.10)。本周境内被篡改网站数量为500个。",
        [("500", "2016-04-04", "2016-04-10")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_dates_beside_numbers(text: str, expected: list[Days]) -> None:
    found = {claim.quantity_text: days_of(claim) for claim in extract(text, day=DAY)}
    wanted = {number: (first, last) for number, first, last in expected}
    assert {number: found.get(number) for number in wanted} == wanted
