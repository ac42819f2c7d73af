"""Fiscal years begin in the month of their country."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2016, 4, 20)
TEXTS = [
    ("CERT Australia handled 900 incidents in 2014-15.", "2014-07-01", "2015-06-30"),
    ("CERT Australia handled 900 incidents last financial year.", "2014-07-01", "2015-06-30"),
    ("CERT-In handled 900 incidents in 2014-15.", "2014-04-01", "2015-03-31"),
    ("US-CERT handled 900 incidents in fiscal 2015.", "2014-10-01", "2015-09-30"),
    ("JPCERT/CC handled 900 incidents in fiscal 2014.", "2014-04-01", "2015-03-31"),
    ("JPCERT/CC handled 900 incidents in the third quarter of fiscal 2014.", "2014-10-01", "2014-12-31"),
    ("US-CERT handled 900 incidents in the first quarter of FY 2015.", "2014-10-01", "2014-12-31"),
    ("JPCERT/CC handled 900 incidents this fiscal year.", "2016-04-01", "2016-04-20"),
]


@pytest.mark.parametrize(("text", "first", "last"), TEXTS, ids=[text[:45] for text, _, _ in TEXTS])
def test_fiscal_year(text: str, first: str, last: str) -> None:
    (claim,) = extract(text, day=DAY)
    assert (str(claim.first), str(claim.last)) == (first, last)
