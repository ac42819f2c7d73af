"""What a text claims, in short, for tables of texts: number, role, origin > target."""

from __future__ import annotations

from datetime import date

from crosscount.claims.extract import extract
from crosscount.model.claim import Claim

__all__ = ["assert_figures", "days_of", "told"]

DAY = date(2014, 5, 20)


def days_of(claim: Claim) -> tuple[str | None, str | None]:
    """First and last day as tables write them."""
    return claim.first and claim.first.isoformat(), claim.last and claim.last.isoformat()


def _amount(claim: Claim) -> str:
    return f"{claim.quantity}" if claim.upper is None else f"{claim.quantity}-{claim.upper}"


def assert_figures(text: str, expected: str) -> None:
    """Hold what is read in a text against "2077 c2 US>CN, 1180000 victim_host US>CN @ 2014-03-19 2014-05-18".

    The order does not matter; the days, those of all numbers, may be left out.
    """
    figures, _, days = expected.partition(" @ ")
    claims = extract(text, day=DAY)
    read = [f"{_amount(claim)} {claim.role} {claim.origin}>{claim.target}" for claim in claims]
    assert sorted(read) == sorted(figures.split(", "))
    if days:
        assert {f"{claim.first} {claim.last}" for claim in claims} == {days}


def told(text: str, day: str) -> str:
    """Amount, role, ends and days of every figure of a text: "410 c2 BR>WW 2018-01-01..2018-12-31; 380 c2 RU>WW"."""
    return "; ".join(
        f"{claim.quantity:f} {claim.role} {claim.origin or ''}>{claim.target}"
        + ("" if claim.first is None else f" {claim.first}..{claim.last}")
        for claim in extract(text, day=date.fromisoformat(day))
    )
