"""The days of numbers over several sentences: what a text opens with, returns to, and says of now."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2014, 3, 20)
YEAR = ("2013-01-01", "2013-12-31")


def days(text: str) -> list[tuple[str, str] | None]:
    """First and last day of each number, or none."""
    found = extract(text, day=DAY)
    return [(str(each.first), str(each.last)) if each.first else None for each in found]


@pytest.mark.parametrize(
    "opening",
    [
        "In 2013, the agency trained 412 officials.",
        "It was a busy year for the agency in 2013.",
        "The agency presented its statistics for 2013 at a press conference.",
        "The agency has made its annual report 2013 public.",
        "The agency has compiled statistics on 2013.",
        'The agency published its report "State of Phishing 2013".',
        "The agency released its Annual Cybersecurity Report 2013 on Monday.",
        'According to "Threat Landscape 2013", a report by the agency, 300 websites were defaced.',
    ],
)
def test_a_text_opens_with_its_days(opening: str) -> None:
    assert days(f"{opening} A total of 5,199 attacks on banks were recorded.")[-1] == YEAR


def test_a_report_on_a_year_that_is_not_over_is_not_named_by_its_window() -> None:
    assert days("It published its Threat Landscape 2014. A total of 5,199 attacks on banks were recorded.") == [None]


def test_a_report_covers_months() -> None:
    text = "The agency published a report. It covers March to June 2013. 5,199 attacks on banks were recorded."
    assert days(text) == [("2013-03-01", "2013-06-30")]


@pytest.mark.parametrize(
    "back",
    [
        "Over the year as a whole, 5,199 attacks were recorded.",
        "For the whole year, the agency recorded 5,199 attacks.",
        "In the course of the year, 5,199 attacks were recorded.",
        "In all, 5,199 attacks were recorded during the year.",
        "That year the agency recorded 5,199 attacks.",
    ],
)
def test_from_a_day_back_to_its_year(back: str) -> None:
    text = f"In 2013, the agency recorded 845 leaks. On May 7, hackers defaced 341 websites in one night. {back}"
    assert days(text)[-2:] == [("2013-05-07", "2013-05-07"), YEAR]


@pytest.mark.parametrize(
    "now",
    [
        "The botnet now has 5,301 infected computers.",
        "At present 5,301 control servers are active.",
        "Some 5,301 computers are infected at the moment.",
        "Some 5,301 computers are still infected.",
    ],
)
def test_what_is_so_now_has_no_days(now: str) -> None:
    told = "In 2013, the agency recorded 845 attacks on banks."
    assert days(f"{told} {now}") == [YEAR, None]
    assert days(f"{now} {told}") == [None, YEAR]


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("In October and November 2013, the agency recorded 534 and 877 attacks.", "10-01 10-31", "11-01 11-30"),
        ("534 and 877 attacks took place in the first and second quarters of 2013.", "01-01 03-31", "04-01 06-30"),
    ],
)
def test_two_numbers_of_two_parts_of_a_year(said: str, first: str, second: str) -> None:
    assert days(said) == [tuple(f"2013-{day}" for day in part.split()) for part in (first, second)]


def test_infected_is_no_discovery() -> None:
    assert days("It said that 482 computers were found infected with malware in June 2013.") == [
        ("2013-06-01", "2013-06-30")
    ]


def test_two_windows_in_a_row_do_not_end_with_in_addition() -> None:
    text = (
        "In May 2013, 300 sites were hacked. In June 2013, 450 sites were hacked. In addition, 929 attacks took place."
    )
    assert days(text)[-1] == ("2013-06-01", "2013-06-30")


BEFORE = ("2012-01-01", "2012-12-31")


@pytest.mark.parametrize(
    "first",
    [
        "After 300 attacks in 2012, there were 400 attacks in 2013.",
        "In 2012 it recorded 300 attacks, but in 2013 the number fell to 200.",
        "In 2012, it recorded 300 attacks. A year later, there were 400.",
        "In 2012, it recorded 300 attacks. The following year, there were 400.",
        "From 2012 to 2013, the number of attacks increased from 300 to 400, it said.",
        "Between 2012 and 2013, the number of attacks rose from 300 to 400, it said.",
    ],
)
def test_from_a_year_to_the_next(first: str) -> None:
    assert days(f"{first} A total of 5,199 leaks and 912 phishing sites were found.")[:2] == [BEFORE, YEAR]
    assert days(f"{first} A total of 5,199 phishing sites were found.")[-1] == YEAR


@pytest.mark.parametrize(
    "before",
    [
        "In 2013 it recorded 400 attacks; the year before it was 300.",
        "In 2013 it recorded 400 attacks versus 300 the year prior.",
        "Attacks on banks rose by 20 percent in 2013, after a fall of 46 percent the year before.",
    ],
)
def test_the_year_before(before: str) -> None:
    assert days(f"{before} A total of 5,199 phishing sites were found.") == [YEAR, BEFORE, YEAR]


@pytest.mark.parametrize(
    "aside",
    ["It is the third such report since 2010.", "The Conficker worm had spread around the world in 2008."],
)
def test_a_look_back_without_numbers_leaves_no_days(aside: str) -> None:
    assert days(f"In 2013, 400 websites were defaced. {aside} Some 5,199 phishing sites were found.") == [YEAR, YEAR]


def test_the_next_day() -> None:
    text = "The attacks began on March 9, when 481 websites were hit. The next day, 625 websites were attacked."
    assert days(text) == [("2014-03-09", "2014-03-09"), ("2014-03-10", "2014-03-10")]


def test_attacks_from_somewhere_in_half_a_year_are_not_compared_with_it() -> None:
    text = "In May 2013 it counted 300 attacks. In all, 809 attacks came from Peru in the first six months of the year."
    assert days(text)[-1] == ("2013-01-01", "2013-06-30")


def test_figures_that_are_for_a_year() -> None:
    text = "It said that 364 attacks on banks were repelled. Some 698 websites were defaced. The figures are for 2013."
    assert days(text) == [YEAR, YEAR]


def test_lines_that_open_with_a_period() -> None:
    rows = "Number of attacks\n2012: 300 attacks\n2013 (January-May): 200 attacks"
    assert days(rows) == [BEFORE, ("2013-01-01", "2013-05-31")]
    bullets = "Q3 2013:\n- 300 attacks\n- 450 phishing sites\nQ4 2013:\n- 200 attacks"
    third, fourth = ("2013-07-01", "2013-09-30"), ("2013-10-01", "2013-12-31")
    assert days(bullets) == [third, third, fourth]
    months = "January 2013\n\n300 attacks took place.\n\nFebruary 2013\n\n200 attacks took place."
    assert days(months) == [("2013-01-01", "2013-01-31"), ("2013-02-01", "2013-02-28")]
