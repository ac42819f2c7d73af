"""Any text gives claims that lie in it, never an error, and in time that grows with its length."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.claims.documents import document
from crosscount.claims.extract import extract
from crosscount.errors import InputError
from crosscount.model.claim_plain import claim_from_plain, claim_to_plain

WORDS = [
    "servers",
    "computers",
    "in",
    "of",
    "the",
    "US",
    "China",
    ",",
    ".",
    ";",
    "(",
    ")",
    "2,077",
    "1.18",
    "million",
    "74",
    "percent",
    "%",
    "and",
    "or",
    "respectively",
    "controlled",
    "were",
    "by",
    "attacked",
    "which",
    "those",
    "5",
    "-",
    "10",
    "nearly",
    "more",
    "than",
    "half",
    "doubled",
    "said",
    "CNCERT",
    "according",
    "to",
    "phishing",
    "backdoors",
    "2013",
    "May",
    "from",
    "last",
    "year",
    "up",
    "down",
    "hundreds",
    "of",
    "境外",
    "控制",
    "118万",
    "台",
    "主机",
    "美国",
    "的",
    "被",
    "对",
    "网站",
    "植入",
    "后门",
    "占",
    "%",
    "至",
    "3月",
    "分别",
    "约",
    "#",
    "$",
    "“",
    "”",
    "one",
    "in",
    "three",
]
WRITTEN = [
    json.loads(line)["text"].split()
    for name in ("texts.jsonl", "blind.jsonl")
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=200)))
def test_any_text_gives_claims_that_lie_in_it(text: str) -> None:
    for claim in extract(text, day=date(2014, 5, 20)):
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.quantity_text in claim.sentence
        assert claim.first is None or (claim.last is not None and claim.first <= claim.last)
        assert claim_from_plain(claim_to_plain(claim)).role == claim.role
        low, high = claim.interval.low, claim.interval.high
        assert low is None or high is None or low <= high


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WRITTEN), st.floats(0, 1), st.integers(1, 9), st.sampled_from(("", "/", ",", "(", "%", "-")))
def test_any_piece_of_a_sentence_is_read(words: list[str], place: float, length: int, mark: str) -> None:
    first = int(place * (len(words) - 1))
    for text in (" ".join(words[first : first + length]) + mark, mark + " ".join(words[first : first + length])):
        for claim in extract(text, day=date(2014, 5, 20)):
            assert 0 <= claim.start < claim.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "that experts.",
        "and a few",
        "Kiev /",
        "was announced by the chief of the Malta",
        "were hacked, according to the Ministry",
        "The portal was attacked. According to the Communications Authority, the",
        "A year before the estimate",
    ],
)
def test_a_sentence_may_end_anywhere(text: str) -> None:
    assert not list(extract(text, day=date(2014, 5, 20)))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_refused(content: bytes) -> None:
    try:
        text = document(content).text
    except InputError:
        return
    for claim in extract(text, day=date(2014, 5, 20)):
        assert text[claim.start : claim.end].strip()


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("تعرضت إيران لـ 420,000 هجوم. CNCERT said 300 servers in Chile controlled 9,000 hosts.", ["300", "9,000"]),
        ("<p>300&nbsp;servers in Chile controlled 9,000 hosts<script>700 servers</script></p>", ["300", "9,000"]),
        ("CERT-In said ３００ Indian websites were hacked.", ["３００"]),
        ("A | B\n" * 50 + "300 servers in Chile controlled 9,000 hosts.", ["300", "9,000"]),
    ],
)
def test_odd_texts_are_read(text: str, quantities: list[str]) -> None:
    found = extract(document(text.encode()).text, day=date(2014, 5, 20))
    assert [claim.quantity_text for claim in found] == quantities


def test_the_same_text_gives_the_same_claims() -> None:
    text = "In 2013, 300 servers in Chile controlled 9,000 computers in Peru, CNCERT said."
    assert extract(text) == extract(text)


def test_a_sentence_without_end_is_cut() -> None:
    found = extract("300 servers in Chile controlled 9,000 computers and " * 200, day=date(2014, 5, 20))
    assert len(found) > 380
    assert max(len(claim.sentence) for claim in found) < 1_500
