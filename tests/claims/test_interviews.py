"""Who speaks in questions and answers, and whose a report is that is named at the end of a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 10)


def spoken(text: str) -> list[tuple[str | None, str | None]]:
    return [(claim.speaker, claim.cited_source) for claim in extract(text, day=DAY)]


@pytest.mark.parametrize("asked", ["Reporter", "Q", "A journalist", "Xinhua"])
def test_who_answers_speaks_until_the_next_question(asked: str) -> None:
    text = (
        f"{asked}: What do you say of the accusations? Wei Lan: We never hack. According to CNCERT, 900 servers abroad "
        f"controlled 70,000 hosts in China in 2012. We also saw 40 hacked sites. {asked}: Were there 50 attacks?"
    )
    assert spoken(text)[:3] == [("Wei Lan", "CNCERT"), ("Wei Lan", "CNCERT"), ("Wei Lan", "CNCERT")]


def test_a_body_and_its_spokesman_answer() -> None:
    text = "Reporter: Any comment? Bureau of Network Trade (BNT) spokesperson: In 2012, 900 Chilean sites were hacked."
    ((speaker, cited),) = spoken(text)
    assert cited == speaker == "Bureau of Network Trade (BNT) spokesperson"


@pytest.mark.parametrize("made", ["released on Thursday by", "published by", "that was compiled last week by"])
def test_whose_a_report_is(made: str) -> None:
    text = (
        f"In 2012 there were 900 attacks on Japan, according to a report {made} the National Institute of Networks. "
        '"We urge Peru to stop them," a foreign ministry spokesman said.'
    )
    ((speaker, _),) = spoken(text)
    assert speaker == "National Institute of Networks"


def test_whose_words_follow_a_colon() -> None:
    text = (
        "In 2012 the ministry was attacked 700 times, its spokesman Wei Lan said. His words echo those made last week "
        'by Hua Min, a spokeswoman of the Bureau of Network Trade: "In 2012, 900 sites in Peru were hacked."'
    )
    assert "Hua Min" in (spoken(text)[-1][0] or "")


def test_a_press_release_asks_nothing() -> None:
    text = "Press release: CNCERT counted 900 hacked sites in 2012. National Institute of Posts: the mail was late."
    assert spoken(text) == [("CNCERT", "CNCERT")]


def test_the_spokesman_of_another_ministry_is_another() -> None:
    text = (
        "Defence Ministry spokesman Wei Lan said 70 sites were hacked. He echoes words given by a Trade Ministry "
        'spokesman, Hua Min: "In 2012, 900 sites in Peru were hacked."'
    )
    assert spoken(text)[-1][0] == "Trade Ministry spokesman"


def test_to_whom_a_report_was_handed_says_nothing() -> None:
    text = "A report by CERT-In forwarded to the Council of Posts has said 900 attacks on Indian sites came from Peru."
    assert spoken(text) == [("CERT-In", "CERT-In")]


def test_whose_a_report_with_a_title_is() -> None:
    text = "In 2012, 900 hosts in China were infected, according to the China Network Safety Report released by CNCERT."
    assert [speaker for speaker, _ in spoken(text)] == ["CNCERT"]
