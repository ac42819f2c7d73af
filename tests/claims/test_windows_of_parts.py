"""Days that a text names by what it named before: the other half, since then, the same number said again."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2014, 2, 20)
YEAR = "2013-01-01 2013-12-31"


def days(text: str, day: date = DAY) -> list[str | None]:
    """First and last day of each number, or none."""
    return [f"{each.first} {each.last}" if each.first else None for each in extract(text, day=day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It recorded 320 attacks in the first half of 2013 and 450 in the second.",
            ["2013-01-01 2013-06-30", "2013-07-01 2013-12-31"],
        ),
        (
            "In the first quarter of 2013, it recorded 320 attacks. In the second, there were 450.",
            ["2013-01-01 2013-03-31", "2013-04-01 2013-06-30"],
        ),
        (
            "In the fourth quarter of 2013, it recorded 320 attacks, up from 290 in the third.",
            ["2013-10-01 2013-12-31", "2013-07-01 2013-09-30"],
        ),
        ("In 2013, 320 attacks were recorded, and 450 in the second.", [YEAR, YEAR]),
    ],
)
def test_the_other_part_of_a_year(text: str, expected: list[str | None]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize("since", ["Since then, 8,931 attacks", "Since that day, 8,931 attacks"])
def test_since_then(since: str) -> None:
    text = f"On December 6, hackers attacked 371 websites. {since} have been recorded."
    assert days(text) == ["2013-12-06 2013-12-06", "2013-12-06 2014-02-20"]


@pytest.mark.parametrize(
    "told",
    [
        "In 2013, for the first time since 2008, it recorded 775 attacks on banks.",
        "In 2013, 775 attacks on banks were linked to a malware first seen in 2009, it said.",
        "The agency, which has kept statistics since 2006, recorded 775 attacks on banks in 2013.",
    ],
)
def test_a_look_back_is_no_window(told: str) -> None:
    assert days(f"{told} A total of 2,259 phishing sites were found.") == [YEAR, YEAR]


@pytest.mark.parametrize(
    "back", ["In total, 809 attacks were recorded in 2013.", "For the year, it recorded 809 attacks."]
)
def test_back_where_it_began_in_addition_goes_on(back: str) -> None:
    months = "In August, 390 phishing sites were found. In October, 412 websites were hacked."
    text = f"In 2013, 247 leaks and 331 attacks were recorded. {months} {back} In addition, 978 websites were defaced."
    assert days(text)[-2:] == [YEAR, YEAR]


@pytest.mark.parametrize(
    "head", ["CERT-PL records 8,009 infected computers\n\n", "8,009 infected computers recorded by CERT-PL\n\n"]
)
def test_a_headline_has_the_days_of_its_number(head: str) -> None:
    assert days(f"{head}CERT-PL recorded 8,009 infected computers in 2013.") == [YEAR, YEAR]


@pytest.mark.parametrize(
    "report",
    [
        "The November figures were published on December 5 by the agency.",
        "The agency released its monthly report in early December. In November, 512 websites were defaced.",
    ],
)
def test_when_a_report_came_out_is_not_what_it_is_about(report: str) -> None:
    told = days(f"{report} The agency recorded 7,085 attacks on banks.", date(2013, 12, 20))
    assert {*told} == {"2013-11-01 2013-11-30"}


@pytest.mark.parametrize(
    "part",
    [
        "In the second week of November alone, 201 attacks took place.",
        "The peak was on November 12, when 201 attacks were counted.",
        "It counted 971 attacks, 201 of them in the second week of November.",
    ],
)
def test_from_a_part_of_a_month_back_to_it(part: str) -> None:
    text = f"In November 2013, 512 websites were defaced. {part} A total of 7,085 phishing sites were found."
    assert days(text)[-1] == "2013-11-01 2013-11-30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In January, it tracked 800 attacks. That brought the total for the year to 7,100 attacks.",
            ["2014-01-01 2014-01-31", "2014-01-01 2014-01-31"],
        ),
        (
            "In October 2013, it tracked 800 attacks. That brought the total for the year to 7,100 attacks.",
            ["2013-10-01 2013-10-31", YEAR],
        ),
        ("As of the end of January, 1,300 attacks were reported this year.", ["2014-01-01 2014-01-31"]),
        (
            "It repelled 2,194 attacks in 2013. Of these, 1,655 came after the war began in February.",
            [YEAR, "2013-02-01 2013-12-31"],
        ),
    ],
)
def test_how_long_a_year_is(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    "end",
    [
        "the minister was quoted by a news agency on Sunday, September 19",
        "as reported by the daily El Sol on September 19",
        "the minister wrote to the press on September 19",
        "it became known on September 19",
        "the agency posted on its website on September 19",
    ],
)
def test_a_clause_that_only_says_gives_no_day(end: str) -> None:
    """The day on which it was said is not that of the attacks."""
    (claim,) = extract(f"900 Chilean websites were defaced, {end}.", day=date(2021, 9, 19))
    assert (claim.first, claim.last) == (None, None)
