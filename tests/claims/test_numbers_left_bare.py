"""Numbers and shares that stand alone beside others: "3,100, or 34 percent, came from", "the majority came from"."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 5)
ATTACKS = "Chile suffered 9,000 attacks in 2012. "
Read = list[tuple[str, str, str | None, str | None]]


def _read(text: str) -> Read:
    """Quantity, kind, origin and target of each claim, in order."""
    claims = extract(text, day=DAY)
    return [(each.quantity_text, each.kind.value, each.origin, each.target) for each in claims]


@pytest.mark.parametrize(
    "text",
    [
        "3,100, or 34 percent, were traced to Peru.",
        "Analyses showed that 3,100, or 34 percent, were traced to Peru.",
        "Of the 9,000, 3,100 (or 34 percent) came from Peru.",
        "Of the 9,000, 3,100 (34 percent) came from Peru.",
        "Some 3,100 (34 percent) of them came from Peru.",
    ],
)
def test_a_number_that_a_share_says_again(text: str) -> None:
    whole, number, share = _read(ATTACKS + text)
    assert whole == ("9,000", "count", None, "CL")
    assert (number[0], number[1:]) == ("3,100", ("count", "PE", "CL"))
    assert share == ("34 percent", "share_pct", "PE", "CL")


@pytest.mark.parametrize(
    "text",
    [
        "Of the 9,000, 3,100 came from Peru.",
        "Those from Peru numbered 3,100.",
        "As for those from Peru, they totalled 3,100.",
    ],
)
def test_a_part_without_a_noun(text: str) -> None:
    assert _read(ATTACKS + text)[1] == ("3,100", "count", "PE", "CL")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The bulk of the attacks came from Peru.", "The bulk of"),
        ("The majority came from Peru.", "The majority"),
        ("Most originated in Peru.", "Most"),
        ("All were noticed, and a majority came from Peru.", "a majority"),
    ],
)
def test_more_than_half_without_a_number(text: str, said: str) -> None:
    assert _read(ATTACKS + text)[1] == (said, "share_pct", "PE", "CL")


@pytest.mark.parametrize("said", ["most", "the majority", "mostly"])
def test_more_than_half_behind_a_number(said: str) -> None:
    whole, most = _read(f"Chile suffered 9,000 attacks in 2012, {said} from Peru.")
    assert (whole[0], most) == ("9,000", (said, "share_pct", "PE", "CL"))


def test_fractions_by_country() -> None:
    _, third, quarter = _read(ATTACKS + "About a third came from Peru and a quarter from Cuba.")
    assert (third[2], quarter[2]) == ("PE", "CU")


@pytest.mark.parametrize("text", ["The majority was calm.", "He spoke for the majority.", "The bulk came by sea."])
def test_no_majority_of_attacks(text: str) -> None:
    assert len(_read(ATTACKS + text)) == 1


def test_changes_against_several_years() -> None:
    text = "There were 900 phishing sites in Chile in 2012, an increase of 37% from 657 in 2011 and of 170% from 2010."
    assert [kind for _, kind, *_ in _read(text)] == ["count", "change_pct", "count", "change_pct"]


def test_what_is_said_of_hackers_is_not_what_grew() -> None:
    text = "The number of attacks in Chile, in which hackers demand payment, soared 57.5 percent to 230 cases in 2012."
    assert [each[:2] for each in _read(text)] == [("57.5 percent", "change_pct"), ("230", "count")]
