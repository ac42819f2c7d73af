"""Which days a text lends to a number, and which it keeps: reports, trends, clauses of others, parts of years."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2019, 9, 10)
NONE = (None, None)
LAST, BEFORE = ("2018-01-01", "2018-12-31"), ("2017-01-01", "2017-12-31")
Days = tuple[str, str | None, str | None]
# What opens a text is of the days that its report covers, whoever names them; a habit is not.
REPORTS: list[tuple[str, list[Days]]] = [
    (
        "Peru has a quarter of all bots in the world. The figures are for the period July to December 2018.",
        [("a quarter", "2018-07-01", "2018-12-31")],
    ),
    (
        "Attacks on banks in Chile doubled. The response team of Chile counted 500 attacks in 2018.",
        [("doubled", *LAST), ("500", *LAST)],
    ),
    (
        "Peru stops 400 attacks every day, the minister said on Sept. 9. It repelled 140,000 attacks last year.",
        [("400", *NONE), ("140,000", *LAST)],
    ),
]
# A trend, a mended hole, the fate of a man and a part of the year say nothing of what follows.
KEPT: list[tuple[str, list[Days]]] = [
    ("Attacks have been on the rise since 2010. The ministry said 40,000 sites were defaced.", [("40,000", *NONE)]),
    ("They used a hole patched by the vendor in May. Over 9,000 servers were hacked.", [("9,000", *NONE)]),
    ("Some 700 PCs were infected by a student, who had attacked two banks in 2017.", [("700", *NONE)]),
    (
        "The report on the first half of 2018: a peak of 70 attacks in March. Banks suffered 210 attacks.",
        [("70", "2018-03-01", "2018-03-31"), ("210", "2018-01-01", "2018-06-30")],
    ),
    (
        "In 2018, 3,000 computers were infected in Peru, on top of the 8,000 computers already infected.",
        [("3,000", *LAST), ("8,000", *NONE)],
    ),
]
# A clause that says when an attack took place, or since when a botnet is there, speaks of all.
OPENED: list[tuple[str, list[Days]]] = [
    ("Zed, which emerged in May 2018, infected over 700,000 computers.", [("700,000", "2018-05-01", "2019-09-10")]),
    (
        "The attack, which took place from May to July 2018, hit a bank. They seized control of over 50 servers.",
        [("50", "2018-05-01", "2018-07-31")],
    ),
]
# Quarters that end, of fiscal years and of several years; months counted from January; months of the year spoken of.
PARTS: list[tuple[str, list[Days]]] = [
    ("In the quarter ended March 31, the bank stopped 900 attacks.", [("900", "2019-01-01", "2019-03-31")]),
    ("Some 700 attacks were responded to by CERT-PE in Quarter Two, 2019.", [("700", "2019-04-01", "2019-06-30")]),
    ("Kenya counted 26 million cyber attacks in 2018/19 Q1.", [("26 million", "2018-07-01", "2018-09-30")]),
    ("In seven months of 2019, attacks on banks rose 40 percent.", [("40 percent", "2019-01-01", "2019-07-31")]),
    (
        "CERT-PE received 410 and 520 reports of phishing in the first half of 2017 and 2018.",
        [("410", "2017-01-01", "2017-06-30"), ("520", "2018-01-01", "2018-06-30")],
    ),
    (
        "In 2018, there were 23,000 phishing sites. The peak came in May with 3,300 phishing sites.",
        [("23,000", *LAST), ("3,300", "2018-05-01", "2018-05-31")],
    ),
]
# What a multiple or a rise is held against, before or behind it; "of which" speaks of the whole.
AGAINST: list[tuple[str, list[Days]]] = [
    ("Over 900 sites were defaced in 2018, double the 2017 figure.", [("900", *LAST), ("double", *LAST)]),
    (
        "Compared to 2017, attacks rose from 2,400 incidents to 3,600 incidents last year.",
        [("2,400", *BEFORE), ("3,600", *LAST)],
    ),
    (
        "Some 900 sites were defaced since 2015, of which 42 were hacked in 2017.",
        [("900", "2015-01-01", "2019-09-10"), ("42", *BEFORE)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*REPORTS, *KEPT, *OPENED, *PARTS, *AGAINST])
def test_days_that_are_lent_and_days_that_are_kept(text: str, expected: list[Days]) -> None:
    assert [(claim.quantity_text, *days_of(claim)) for claim in extract(text, day=DAY)] == expected
