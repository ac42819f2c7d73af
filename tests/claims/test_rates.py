"""An average of each day is a rate, wherever the sentence says so."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from crosscount.model.claim import ClaimKind
from crosscount.model.claim_plain import claim_from_plain, claim_to_plain


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The daily average of hacking attempts on Peru's ministries reached 1,620 in 2015.", ClaimKind.PER_DAY),
        ("The monthly average of attacks on Chilean banks rose to 1,620 in 2015.", ClaimKind.PER_MONTH),
        ("Every day, 1,620 attacks hit Chilean banks.", ClaimKind.PER_DAY),
        ("Every day 1,620 Chilean computers are newly infected.", ClaimKind.PER_DAY),
        ("The number of attacks on Chilean banks rose to 1,620 in 2015.", ClaimKind.COUNT),
    ],
)
def test_average_before_the_noun(text: str, kind: ClaimKind) -> None:
    assert [claim.kind for claim in extract(text, day=date(2016, 6, 1))] == [kind]


@pytest.mark.parametrize("unit", ["minute", "hour", "day", "week", "month", "year"])
def test_rates_in_json(unit: str) -> None:
    (claim,) = extract(f"Chilean banks saw 1,620 attacks per {unit} in 2015.", day=date(2016, 6, 1))
    plain = claim_to_plain(claim)
    assert plain["kind"] == f"rate_per_{unit}"
    assert claim_from_plain(plain).kind is claim.kind


def test_rates_as_they_were_written_before() -> None:
    (claim,) = extract("Chilean banks saw 1,620 attacks per month in 2015.", day=date(2016, 6, 1))
    before = claim_to_plain(claim) | {"kind": "count", "per": "month"}
    assert claim_from_plain(before).kind is ClaimKind.PER_MONTH
