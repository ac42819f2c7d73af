"""Verdicts on the evidence of the small world of `examples/first_steps`: covered on 2 April 2014, not elsewhere."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crosscount import settings as loading
from crosscount.flow import compute, conclude, ingest, settle
from crosscount.model.claim import Flag, Verdict
from crosscount.model.window import Window
from crosscount.settings import Settings
from tests.flow.judging import ZONE, judged

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "first_steps"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("judge") / "example"
    shutil.copytree(EXAMPLE, folder)
    made = replace(loading.load(folder / "crosscount.toml"), store=folder / "store")
    ingest.run([folder / "logs", folder / "lists"], settings=made)
    conclude.run(settings=made)
    settle.run(settings=made)
    return made


CASES = [
    ("On April 2, 2 servers in the US controlled 15 computers in China.", {"2": "reproduced", "15": "reproduced"}),
    ("On April 2, about 14 computers in China were controlled by servers in the US.", {"14": "reproduced"}),
    ("On April 2, more than 5 computers in China were controlled by servers in the US.", {"5": "consistent"}),
    ("On April 2, more than 50 computers in China were controlled by servers in the US.", {"50": "contradicted"}),
    ("On April 2, 51 computers in China were controlled by servers in the US.", {"51": "contradicted"}),
    ("On April 2, 12 phishing operations in China were led from the US.", {"12": "reproduced"}),
    # the world: sensors see a part of it, so a larger number is not refuted
    ("On April 2, 9,000 computers worldwide were controlled by servers in the US.", {"9,000": "not_covered"}),
    ("On April 2, 3 computers worldwide were controlled by servers in the US.", {"3": "contradicted"}),
    ("On April 2, more than 3 computers worldwide were controlled by servers in the US.", {"3": "consistent"}),
    ("On April 2, 3 computers in Africa were controlled by servers in the US.", {"3": "not_covered"}),
    # days without records: what was seen already may fit or exceed, and more contradicts nothing
    ("From April 1 to April 7, 15 computers in China were controlled by servers in the US.", {"15": "consistent"}),
    ("From April 1 to April 7, 900 computers in China were controlled by servers in the US.", {"900": "not_covered"}),
    ("From April 1 to April 7, 3 computers in China were controlled by servers in the US.", {"3": "contradicted"}),
    ("In May 2012, 15 computers in China were controlled by servers in the US.", {"15": "not_covered"}),
    # a part that no figure counts is bounded by the whole
    ("On April 2, 9 computers in Shanghai were controlled by servers in the US.", {"9": "unverifiable"}),
    ("On April 2, 90 computers in Shanghai were controlled by servers in the US.", {"90": "contradicted"}),
    ("On April 2, 15 government computers in China were controlled by servers in the US.", {"15": "consistent"}),
    # a share of two numbers that the text gives
    ("On April 2, of 15 computers in China that US servers controlled, 9, or 60 percent, belonged to schools.",
     {"60 percent": "consistent"}),
    # a word that the number without it would not need
    ("On April 2, nearly 15 computers in China were controlled by servers in the US.", {"15": "consistent"}),
    ("On April 2, fewer than 15 computers in China were controlled by servers in the US.", {"15": "consistent"}),
    ("On April 2, nearly 14 computers in China were controlled by servers in the US.", {"14": "contradicted"}),
    # what a number is compared with is of other days
    ("On April 2, 15 computers in China were controlled by servers in the US. That is up 50 percent from 10 computers.",
     {"15": "reproduced", "50 percent": "consistent", "10": "not_covered"}),
    # a place that nothing was seen of
    ("On April 2, 40 computers in Peru were controlled by servers in Chile.", {"40": "not_covered"}),
    # no figure, no days, the whole world
    ("On April 2, 40 websites in China were defaced.", {"40": "unverifiable"}),
    ("Servers in the US controlled 40 computers in China.", {"40": "unverifiable"}),
    ("On April 2, 40 computers were infected worldwide.", {"40": "not_covered"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdicts"), CASES, ids=[text[:70] for text, _ in CASES])
def test_a_claim_gets_the_verdict_that_the_evidence_allows(
    text: str, verdicts: dict[str, str], settings: Settings
) -> None:
    found = judged(text, settings)
    assert {quantity: found[quantity].verdict.value for quantity in verdicts} == verdicts


def test_a_verdict_names_its_evidence_and_the_number_found(settings: Settings) -> None:
    (finding,) = judged("On April 2, 51 computers in China were controlled by US servers.", settings).values()
    (found,) = finding.found
    window = Window(date(2014, 4, 2), date(2014, 4, 2), ZONE)
    where = {"origin_country": "US", "target_country": "CN"}
    statement = compute.run("controlled-machines", window, settings=settings, where=where)
    assert (found.value, found.statement, found.digest) == (15, statement.id, statement.evidence.digest)
    assert "15" in finding.sentence
    assert finding.distance == pytest.approx(0.5315, abs=0.001)


def test_exchanged_ends_are_named(settings: Settings) -> None:
    found = judged("On April 2, 2 control servers in China controlled 15 computers in the US.", settings)
    assert {f.verdict for f in found.values()} == {Verdict.NOT_COVERED}
    assert all(Flag.DIRECTION_WRONG in [raised.flag for raised in f.flags] for f in found.values())


def test_the_text_is_asked_before_the_evidence(settings: Settings) -> None:
    text = "In 2013, 400 websites in China were hacked, up 52 percent from 320 in 2012."
    found = judged(text, settings)["52 percent"]
    assert found.verdict is Verdict.CONTRADICTED
    assert [raised.flag for raised in found.flags] == [Flag.INTERNALLY_INCONSISTENT]


def test_verdicts_are_in_the_words_of_a_reader(settings: Settings) -> None:
    found = judged("On April 2, hacked sites in China rose by 40 percent. 40 computers in Peru are infected.", settings)
    told = " ".join(f.sentence for f in found.values())
    assert "pct" not in told
    assert "_" not in told
    (finding,) = judged("2014年4月2日，我国境内51台主机被美国服务器控制。", settings).values()
    assert "'51 machines'" in finding.sentence


def test_overseas_is_everything_but_home(settings: Settings) -> None:
    text = "On April 2, 3 overseas control servers controlled computers in China, CNCERT said."
    assert judged(text, settings)["3"].verdict is Verdict.REPRODUCED  # nothing was seen from China itself


def test_without_a_store_nothing_is_covered(tmp_path: Path) -> None:
    text = "On April 2, 2 control servers in the US controlled 15 computers in China."
    found = judged(text, replace(Settings(), store=tmp_path / "none"))
    assert {finding.verdict for finding in found.values()} == {Verdict.NOT_COVERED}
