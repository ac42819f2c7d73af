"""The days of a number, months that each have one, rises and falls, and numbers as they are read out."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 10)
DAYS = (
    ("Chile recorded 900 attacks in 2011, while 2012 saw 1,200.", 1200, ("2012-01-01", "2012-12-31")),
    ("Chile recorded 900 attacks in 2011, and 2012 brought as many as 1,200.", 1200, ("2012-01-01", "2012-12-31")),
    ("Attacks on Chile rose last week. There were 900 attacks, CL-CERT said.", 900, ("2013-02-25", "2013-03-03")),
    ("In the third week of January (January 14 to 20) 900 attacks hit Chile.", 900, ("2013-01-14", "2013-01-20")),
    ("Chile faces 900 attacks a day. In 2011 its CERT had counted 1,100 attacks.", 900, ("None", "None")),
    ("In January Ms Diaz told Congress that 900 computers in Chile had been infected.", 900, ("None", "None")),
    ("Last April, asked about the charge, Ms Diaz said that 900 computers in Chile were hijacked.", 900,
     ("None", "None")),
    ("The number of cyberattacks on Chile reached 900 last December.", 900, ("2012-12-01", "2012-12-31")),
    ("The number of cyberattacks on Chile reached 900 over two days in January.", 900, ("2013-01-01", "2013-01-31")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "number", "days"), DAYS)
def test_the_days_of_a_number(text: str, number: int, days: tuple[str, str]) -> None:
    (claim,) = [claim for claim in extract(text, day=DAY) if claim.quantity == number]
    assert (str(claim.first), str(claim.last)) == days


def test_what_a_later_sentence_counts_is_no_rate() -> None:
    text = "Chile faces 3,000 attacks a day. In 2011 its CERT had counted 1,100 attacks. In 2010 there were some 900."
    assert [claim.kind.value for claim in extract(text, day=DAY)] == ["rate_per_day", "count", "count"]


def test_a_rise_over_two_months_has_a_number_of_each() -> None:
    text = "From August to September, the number of infected computers in Chile rose from 700 to 900."
    assert [claim.first.month for claim in extract(text, day=DAY) if claim.first] == [8, 9]


SPELLED = (
    ("558-thousand-674 attacks on Chile were seen", 558_674),
    ("22-point-nine percent of attacks hit Chile", 22.9),
)


@pytest.mark.parametrize(("text", "number"), SPELLED)
def test_numbers_as_they_are_read_out(text: str, number: float) -> None:
    (claim,) = extract(f"In 2012, {text}.", day=DAY)
    assert float(claim.quantity) == number


def test_months_that_each_have_a_number() -> None:
    text = "In October, November and December, CL-CERT received 530, 468 and 244 reports respectively, 1,242 in total."
    assert [claim.first.month for claim in extract(text, day=DAY)[:3] if claim.first] == [10, 11, 12]


FALLS = ("plummeted", "dwindled", "slumped", "went down", "subsided")


@pytest.mark.parametrize("verb", FALLS)
def test_words_for_a_fall(verb: str) -> None:
    claims = extract(f"The number of attacks on Chile {verb} 30 percent to 900 in 2012.", day=DAY)
    assert [(claim.kind.value, int(claim.quantity)) for claim in claims] == [("change_pct", -30), ("count", 900)]


def test_the_sharpest_falls_are_changes() -> None:
    text = "In 2012, 900 computers were infected with Foo. The sharpest drops were seen in Peru (71%) and Chile (70%)."
    told = [(claim.kind.value, int(claim.quantity), claim.target) for claim in extract(text, day=DAY)[1:]]
    assert told == [("change_pct", -71, "PE"), ("change_pct", -70, "CL")]


TOLD = (
    ("A total of 1,600 attacks on Chile were recorded in 2011 and 2012, 900 of them in 2012.", {1600: 2011, 900: 2012}),
    ("In 2012, 900 attacks on Chile were recorded, more than in 2011 (700) and 2010 (500).",
     {900: 2012, 700: 2011, 500: 2010}),
    ("The number of attacks on Chile rose from 500 in 2010 to 700 in 2011 and 900 in 2012.",
     {500: 2010, 700: 2011, 900: 2012}),
    ("There were 900 attacks on Chile in 2012 (2011: 700).", {900: 2012, 700: 2011}),
    ("2012 saw 900 attacks on Chile; 2011 saw 700.", {900: 2012, 700: 2011}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "years"), TOLD)
def test_numbers_of_several_years(text: str, years: dict[int, int]) -> None:
    claims = [claim for claim in extract(text, day=DAY) if claim.first]
    assert {int(claim.quantity): claim.first.year for claim in claims if claim.first} == years
    assert all(claim.last and (claim.last.year == 2012) == (claim.quantity in {900, 1600}) for claim in claims)
