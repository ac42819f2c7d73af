"""One fact in many sentences: who says it, on whose data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crosscount.claims.extract import extract
from crosscount.model.claim_plain import claim_to_plain

DAY = date(2013, 3, 5)
FACT = "900 websites in Chile were defaced in 2012"
MORE = "Another 700 sites were planted with backdoors"
SOCIETY = "the Internet Society of Chile"
TEAM = "CNCERT"


def _said(text: str) -> list[dict[str, Any]]:
    return [claim_to_plain(claim) for claim in extract(text, day=DAY)]


# {} stands for a body, named at the head of a sentence or within it.
FRAMES = (
    "{} presented its figures on Tuesday. " + FACT + ".",
    "Statistics released by {} on Monday show that " + FACT + ".",
    "Figures disclosed by {} show that " + FACT + ".",
    FACT + ", according to data collected on Monday by {}.",
    FACT + ", according to the annual report of {}.",
    FACT + ", according to a press release from {}.",
    FACT + ", said a report released on Monday by {}.",
    "According to a report that {} submitted to parliament, " + FACT + ".",
    FACT + ", says a report handed to the Finance Council. The report, prepared by {}, adds that 50 bots were seen.",
    '"' + FACT + '," confirmed {}.',
    "{} is reporting that " + FACT + ".",
    "{}, of which the Finance Council is a part, said that " + FACT + ".",
    "{} and the Finance Council said in a joint statement that " + FACT + ".",
    "{} said " + FACT + ", the daily El Sol reported.",
    "Peru's Ministry of Trade denied this. Meanwhile, {} said that " + FACT + ".",
    "Chile's Ministry of Trade said 400 computers were infected. According to {}, " + FACT + ".",
)  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("body", [SOCIETY, TEAM])
def test_the_body_speaks(frame: str, body: str) -> None:
    """A body that a dictionary holds, and one that it does not."""
    text = frame.format(body[0].upper() + body[1:] if frame.startswith("{") else body)
    last = _said(text)[-1]
    assert body.removeprefix("the ") in (last["speaker"] or ""), last


@pytest.mark.parametrize("outlet", ["the daily El Sol", "Apple Daily", "Xinhua"])
@pytest.mark.parametrize("end", ["{} reported", "according to {}"])
def test_who_carries_it_is_the_source(outlet: str, end: str) -> None:
    """As in "the Centre said, according to Xinhua": it is known through the paper."""
    (claim,) = _said(f"{TEAM} said {FACT}, {end.format(outlet)}.")
    assert claim["speaker"] == TEAM
    assert claim["cited_source"] == outlet.removeprefix("the daily ")


def test_a_country_in_both_names_does_not_make_them_one() -> None:
    first, second = _said(f"Chile's Ministry of Trade said {FACT}. {SOCIETY[0].upper()}{SOCIETY[1:]} said {MORE}.")
    assert (first["speaker"], second["speaker"]) == ("Chile Ministry of Trade", "Internet Society of Chile")


def test_the_noun_means_the_body_of_the_sentence() -> None:
    text = f"{TEAM}, which operates under the Data Protection Service, counted 40 cases, the Service said. {FACT}."
    assert all("Data Protection Service" in claim["speaker"] for claim in _said(text))


def test_a_surname_means_whose_office_was_given() -> None:
    (claim,) = _said(f"Ana Lund, an official with {SOCIETY}, rejected the charges on Monday. {FACT}, Lund said.")
    assert claim["speaker"] == "Internet Society of Chile Lund"


@pytest.mark.parametrize("frame", ["Ana Lund, spokeswoman of {}, said {}.", "The spokeswoman of {} Ana Lund said {}."])
def test_a_body_speaks_by_a_person(frame: str) -> None:
    (claim,) = _said(frame.format(TEAM, FACT))
    assert claim["speaker"] == "CNCERT spokeswoman Ana Lund"


def test_stolen_data_are_nobodys_figures() -> None:
    (claim,) = _said(f"The Net Guard denied claims of thieves stealing data from the Trade Commission. {FACT}.")
    assert claim["speaker"] != "Trade Commission"
