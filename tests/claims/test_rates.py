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


@pytest.mark.parametrize(
    ("unit", "kind", "per"),
    [("month", "count", "month"), ("week", "count", "week"), ("day", "rate_per_day", None)],
)
def test_rates_in_json(unit: str, kind: str, per: str | None) -> None:
    (claim,) = extract(f"Chilean banks saw 1,620 attacks per {unit} in 2015.", day=date(2016, 6, 1))
    plain = claim_to_plain(claim)
    assert (plain["kind"], plain["per"]) == (kind, per)
    assert claim_from_plain(plain).kind is claim.kind
