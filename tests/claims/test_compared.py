"""What a number is held against, in many frames: its role, its days, and the percentage that says the difference."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2013, 3, 10)
YEAR, BEFORE = ("2012-01-01", "2012-12-31"), ("2011-01-01", "2011-12-31")
HANDLED = "In 2012 the Kenyan team handled 8,100 incidents. "
# Kinds of the cases that a team handled, whatever they are called, and the number of the year before.
KINDS = (
    "Malicious codes fell from 900 to 640.",
    "Intrusion attempts stood at 640 compared to 900.",
    "Intrusion attempts stood at 640 compared with 900, and probes at 55.",
    "Fraud accounted for 640 incidents as against 900 in 2011, followed by spam with 55.",
    "Intrusions decreased to 640, down from 900.",
    "Scans numbered 640 versus 900 in 2011.",
)
# A percentage in brackets that is the difference of two numbers is a change; another one is a share.
RECKONED = (
    ("In 2012, 640 sites were defaced in Chile as against 800 in 2011 (20%).", "change_pct", -20),
    ("In 2012 defaced sites in Chile rose from 640 to 800 (25%).", "change_pct", 25),
    ("In 2012, 800 sites were defaced in Chile, up from 640 (25%).", "change_pct", 25),
    ("In 2012, 800 sites were defaced in Chile, of which 320 (40%) were in Lima.", "share_pct", 40),
)
# What "made up" a share did not go up, and its year goes on.
MADE_UP = (
    "Attacks from Peru made up 35% of attacks on Japan in 2012, followed by Chile (17%).",
    "Attacks from Peru made up 35% of attacks on Japan in 2012, with Chile at 17%.",
    "Attacks from Peru made up 35% of attacks on Japan in 2012, followed by Chile with 17% and Cuba with 4%.",
)
# Where and when a text was written, in brackets.
DATELINES = (
    "(Manila, 3 March 2013) In 2012, the centre handled 640 incidents. Phishing accounted for 90 of them.",
    "[Nairobi, March 3, 2013] In 2012, the centre handled 640 incidents. Phishing (90 cases) led the list.",
    "(San Jose, Costa Rica, 3 March 2013) In 2012, the centre handled 640 incidents, 90 of them phishing.",
)
# A rate of the present, in a sentence that dates something else.
PRESENT = (
    "Peru is exposed to 640 hacking attempts per day, 30 of which were carried out in 2012.",
    "Peru blocks 640 attacks a day, of which 30 got through in 2012.",
    "In January a scholar told the panel that Peru faces 640 attacks every day.",
    "In May 2012 the ministry said Peru faces 640 attacks every day.",
)


@pytest.mark.parametrize("text", KINDS)
def test_kinds_of_cases_and_the_year_before(text: str) -> None:
    found = {claim.quantity: (claim.role, *days_of(claim)) for claim in extract(HANDLED + text, day=DAY)}
    assert found[640] == ("incident_report", *YEAR)
    assert found[900] == ("incident_report", *BEFORE)
    assert found.get(55, ("incident_report", *YEAR)) == ("incident_report", *YEAR)


@pytest.mark.parametrize(("text", "kind", "percent"), RECKONED)
def test_a_percentage_in_brackets(text: str, kind: str, percent: int) -> None:
    found = extract(text, day=DAY)[-1]
    assert (found.kind.value, found.quantity, *days_of(found)) == (kind, percent, *YEAR)


@pytest.mark.parametrize("text", [*MADE_UP, *DATELINES])
def test_all_numbers_are_of_the_year_that_is_named(text: str) -> None:
    found = extract(text, day=DAY)
    assert len(found) > 1
    assert {days_of(claim) for claim in found} == {YEAR}


@pytest.mark.parametrize("text", PRESENT)
def test_a_rate_of_the_present_has_no_days(text: str) -> None:
    assert days_of(extract(text, day=DAY)[0]) == (None, None)
