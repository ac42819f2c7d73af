"""Whole texts against annotations: our own, and those of others where they are at hand.

Our own were written in the manner of CERT reports, statements and newspapers of many countries, and partly while the
rules were; they guard what is reached. Those of blind.jsonl were written by others who never saw the program, a batch
after another (b12 to b17); no rule was ever changed for the last. `make bench-claims` prints each field.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.claims import every_number, read, score

HERE = Path(__file__).resolve().parent
OTHERS = HERE.parents[2] / "shared" / "claims" / "dev.jsonl"


@pytest.mark.parametrize(
    ("file", "least"),
    [(HERE / "texts.jsonl", 0.9), (HERE / "blind.jsonl", 0.84), (OTHERS, 0.9)],
    ids=["own", "blind", "others"],
)
def test_claims_of_annotated_texts_are_found(file: Path, least: float) -> None:
    if not file.is_file():
        pytest.skip(f"{file.name} is not beside the repository")
    texts = read(file)
    found = score(texts)
    assert found.f1(found.whole["quantity"])[2] > 0.95, found.remarks
    assert found.f1(found.whole["tuple"])[2] > least, found.remarks
    right, given, wanted = every_number(texts)
    assert found.f1(found.whole["quantity"])[0] > right / given + 0.15, "no better than calling every number a claim"
    assert wanted == found.found + found.missed


def test_the_score_falls_when_a_claim_is_read_wrongly() -> None:
    text = read(HERE / "texts.jsonl")[13]
    wrong = {**text, "claims": [{**claim, "origin_country": "FR"} for claim in text["claims"]]}
    found = score([wrong])
    assert found.whole["quantity"] == len(text["claims"])
    assert found.whole["tuple"] == 0
