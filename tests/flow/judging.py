"""A text judged against a store, for the tests of verdicts and flags."""

from __future__ import annotations

from datetime import date

from crosscount.claims.extract import extract
from crosscount.flow import judge
from crosscount.model.claim import Finding
from crosscount.settings import Settings

__all__ = ["ZONE", "judged"]

ZONE = "Asia/Shanghai"


def judged(text: str, settings: Settings) -> dict[str, Finding]:
    """What is said of each number, by the number as written; the text is of 20 May 2014."""
    claims = extract(text, day=date(2014, 5, 20), zone=ZONE)
    return {finding.claim.quantity_text: finding for finding in judge.run(claims, settings=settings)}
