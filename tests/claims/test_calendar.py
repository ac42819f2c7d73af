"""Dates in texts, with years inferred from the day of the text."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.days.calendar import dates, stated_day
from crosscount.claims.extract import extract

DAY = date(2014, 5, 20)
SAID = [
    ("from March 19 to May 18", "2014-03-19", "2014-05-18"),
    ("from October 2012 to March 2013", "2012-10-01", "2013-03-31"),
    ("between November and February", "2013-11-01", "2014-02-28"),
    ("from April 3, 2013, to June 12, 2013", "2013-04-03", "2013-06-12"),
    ("19 March – 18 May 2014", "2014-03-19", "2014-05-18"),
    ("in June", "2013-06-01", "2013-06-30"),
    ("(2014.03.10至2014.03.16)", "2014-03-10", "2014-03-16"),
    ("between 2014/03/01 and 2014/03/31", "2014-03-01", "2014-03-31"),
    ("on Sunday, May 4, 2014", "2014-05-04", "2014-05-04"),
    ("upto March 2014", "2014-01-01", "2014-03-31"),
    ("in April", "2014-04-01", "2014-04-30"),
    ("in 2013", "2013-01-01", "2013-12-31"),
    ("last year", "2013-01-01", "2013-12-31"),
    ("last month", "2014-04-01", "2014-04-30"),
    ("Last year", "2013-01-01", "2013-12-31"),
    ("The first quarter of 2013", "2013-01-01", "2013-03-31"),
    ("in the past two months", "2014-03-01", "2014-04-30"),
    ("in the first quarter", "2014-01-01", "2014-03-31"),
    ("in Q4 2013", "2013-10-01", "2013-12-31"),
    ("in the second half of 2012", "2012-07-01", "2012-12-31"),
    ("in the 2nd half of 2012", "2012-07-01", "2012-12-31"),
    ("in the 1st half 2013", "2013-01-01", "2013-06-30"),
    ("in 2H 2012", "2012-07-01", "2012-12-31"),
    ("in quarter two of last year", "2013-04-01", "2013-06-30"),
    ("in quarter four", "2013-10-01", "2013-12-31"),
    ("throughout May and the first half of June", "2013-05-01", "2013-06-15"),
    ("in the year from May 2012 to April 2013", "2012-05-01", "2013-04-30"),
    ("by the end of April 2014", "2014-01-01", "2014-04-30"),
    ("by June last year", "2013-01-01", "2013-06-30"),
    ("2013全年", "2013-01-01", "2013-12-31"),
    ("in the first five months of 2013", "2013-01-01", "2013-05-31"),
    ("since March 2014", "2014-03-01", "2014-05-20"),
    ("between 14 and 28 February", "2014-02-14", "2014-02-28"),
    ("on May 12 to 18", "2014-05-12", "2014-05-18"),
    ("in May and June 2013", "2013-05-01", "2013-06-30"),
    ("in the three months after 7 October 2013", "2013-10-07", "2014-01-06"),
    ("in the year to March 31, 2014", "2013-04-01", "2014-03-31"),
    ("in the 12 months to April 2014", "2013-05-01", "2014-04-30"),
    ("in the week of May 12", "2014-05-12", "2014-05-18"),
    ("up to November 2013", "2013-01-01", "2013-11-30"),
    ("which began on April 27", "2014-04-27", "2014-05-20"),
    ("on Friday", "2014-05-16", "2014-05-16"),
    ("over the weekend", "2014-05-17", "2014-05-18"),
    ("in 2013 (till June)", "2013-01-01", "2013-06-30"),
    ("at the end of 2013", "2013-12-31", "2013-12-31"),
    ("in the year 2013", "2013-01-01", "2013-12-31"),
    ("in the first eleven months of 2013", "2013-01-01", "2013-11-30"),
    ("since last September", "2013-09-01", "2014-05-20"),
    ("since last May", "2013-05-01", "2014-05-20"),
    ("in the last week of February", "2014-02-22", "2014-02-28"),
    ("in the July-September quarter of 2013", "2013-07-01", "2013-09-30"),
    ("in the July to September period last year", "2013-07-01", "2013-09-30"),
    ("in the October to December period of 2012", "2012-10-01", "2012-12-31"),
    ("during a three-month period ending in January 2014", "2013-11-01", "2014-01-31"),
    ("up to February 2014", "2014-01-01", "2014-02-28"),
    ("in the past two weeks", "2014-05-06", "2014-05-20"),
    ("two years ago", "2012-01-01", "2012-12-31"),
    ("ten days ago", "2014-05-10", "2014-05-10"),
    ("in the previous week", "2014-05-12", "2014-05-18"),
    ("last quarter", "2014-01-01", "2014-03-31"),
    ("this quarter", "2014-04-01", "2014-05-20"),
    ("in the last quarter of 2013", "2013-10-01", "2013-12-31"),
    ("last summer", "2013-06-01", "2013-08-31"),
    ("in the winter of 2012", "2012-12-01", "2013-02-28"),
    ("in the last three months of 2013", "2013-10-01", "2013-12-31"),
    ("in the first three quarters of 2013", "2013-01-01", "2013-09-30"),
    ("in the last quarter of the year", "2013-10-01", "2013-12-31"),
    ("in 4Q 2013", "2013-10-01", "2013-12-31"),
    ("in the third week of April", "2014-04-15", "2014-04-21"),
    ("in the first ten days of May", "2014-05-01", "2014-05-10"),
    ("in November of last year", "2013-11-01", "2013-11-30"),
    ("last May", "2013-05-01", "2013-05-31"),
    ("on 1.12.2013", "2013-12-01", "2013-12-01"),
    ("since mid-March", "2014-03-01", "2014-05-20"),
    ("since the beginning of the year", "2014-01-01", "2014-05-20"),
    ("at the beginning of 2013", "2013-01-01", "2013-01-01"),
    ("in the first five weeks of 2014", "2014-01-01", "2014-02-04"),
    ("from January to November 26 last year", "2013-01-01", "2013-11-26"),
    ("on March 3 this year", "2014-03-03", "2014-03-03"),
    ("in 2012-13", "2012-04-01", "2013-03-31"),
    ("in the six months to the end of March", "2013-10-01", "2014-03-31"),
    ("in November and December last year", "2013-11-01", "2013-12-31"),
    ("in its 2013 annual report", "2013-01-01", "2013-12-31"),
    ("between late February and early March", "2014-02-01", "2014-03-31"),
    ("over the last two weeks of fighting", "2014-05-06", "2014-05-20"),
    ("in the first seven months of the last year", "2013-01-01", "2013-07-31"),
    ("in the 9-month period to the end of April", "2013-08-01", "2014-04-30"),
    ("in the 9-month period to the close of April", "2013-08-01", "2014-04-30"),
    ("in the 15 days since it was seized", "2014-05-05", "2014-05-20"),
    ("until the end of April", "2014-01-01", "2014-04-30"),
    ("after the April 22 raid", "2014-04-22", "2014-05-20"),
    ("in the first six months", "2013-01-01", "2013-06-30"),
    ("in fiscal year 2013", "2012-10-01", "2013-09-30"),
    ("last week", "2014-05-12", "2014-05-18"),
    ("from mid-March to April 18", "2014-03-16", "2014-04-18"),
    ("from March 3 to mid-April", "2014-03-03", "2014-04-15"),
    ("on Thursday and Friday", "2014-05-15", "2014-05-16"),
    ("今年3月19日至5月18日", "2014-03-19", "2014-05-18"),
    ("去年上半年", "2013-01-01", "2013-06-30"),
    ("2013年第一季度", "2013-01-01", "2013-03-31"),
    ("2013年5月", "2013-05-01", "2013-05-31"),
    ("上个月", "2014-04-01", "2014-04-30"),
    ("今年前两个月", "2014-01-01", "2014-02-28"),
]


@pytest.mark.parametrize(("text", "first", "last"), SAID, ids=[said for said, _, _ in SAID])
def test_a_span_of_days_is_read(text: str, first: str, last: str) -> None:
    (found,) = dates(f"They counted {text}.", DAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["they may march on", "2,014 servers", "version 2014.3", "30 February 2014", "1.2013"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert list(dates(text, DAY)) == []


@pytest.mark.parametrize("text", ["the 2012 presidential elections", "its Web Threats 2014 report", "prior to 2012"])
def test_a_year_of_a_name_is_no_window(text: str) -> None:
    assert [found.covers for found in dates(f"They counted {text}.", DAY)] == [False]


def test_a_number_behind_a_month_is_no_day() -> None:
    (found,) = dates("Since January 1.4 million computers in Peru had been infected.", DAY)
    assert (found.first.isoformat(), found.last.isoformat()) == ("2014-01-01", "2014-05-20")


def test_without_a_day_of_the_text_a_date_without_year_stays_open() -> None:
    assert list(dates("from March 19 to May 18", None)) == []
    assert [d.first.year for d in dates("in May 2013", None)] == [2013]


def test_the_day_of_a_text_may_stand_in_it() -> None:
    assert stated_day("BEIJING, May 20, 2014 (Xinhua)") == DAY
    assert stated_day("北京2014年5月20日电") == DAY
    assert stated_day("in 2014") is None


@pytest.mark.parametrize(
    "head",
    [
        "LIMA, Sept. 5, 2021 - ",
        "LIMA, Sept. 5 — ",
        "Lima, 5 September 2021: ",
        "Lima, 05 Sep 2021 | ",
        "LIMA, Peru (Sept. 5, 2021) - ",
        "Updated 5 Sep 2021 - ",
    ],
)
def test_the_day_of_writing_is_no_number_and_no_window_of_one(head: str) -> None:
    text = f"{head}A total of 5,100 servers in Peru infected 900 machines in Chile from July 1 to July 20, 2021."
    claims = extract(text, day=date(2021, 9, 5))
    assert [(claim.quantity, claim.first, claim.last) for claim in claims] == [
        (number, date(2021, 7, 1), date(2021, 7, 20)) for number in (5100, 900)
    ]


def test_a_number_behind_the_day_of_writing_has_the_days_of_its_sentence() -> None:
    text = (
        "LIMA, Sept. 5, 2021 - 29 servers in Peru hit 900 sites in Chile from July 1 to July 20, 2021, in 41 attacks."
    )
    assert {claim.first for claim in extract(text, day=date(2021, 9, 5))} == {date(2021, 7, 1)}


def test_a_day_before_a_colon_is_that_of_the_number() -> None:
    (claim,) = extract("5 September 2021: 300 machines in Chile were infected.", day=date(2021, 9, 9))
    assert (claim.first, claim.last) == (date(2021, 9, 5), date(2021, 9, 5))
