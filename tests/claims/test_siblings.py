"""A known statement, altered in one way: the flag says in which."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from crosscount.claims.siblings import compare
from crosscount.model.claim import Flag, Registered

KNOWN = (
    "From March 19 to May 18, about 2,077 servers in the US controlled nearly 1.18 million Chinese computers, "
    "CNCERT said. "
    "In the same period 2,016 IP addresses on US soil implanted backdoors in 1,754 sites of China."
)
DAY = date(2014, 5, 20)
REGISTER = [Registered(f"c-{n}", claim, "the agency", DAY) for n, claim in enumerate(extract(KNOWN, day=DAY))]
COPIES = [
    ("nothing", KNOWN, {}),
    ("digits", KNOWN.replace("2,016", "2,061"), {"2,061": Flag.DIGIT_VARIANT}),
    ("a factor of ten", KNOWN.replace("1,754", "17,540"), {"17,540": Flag.DIGIT_VARIANT}),
    ("unit", KNOWN.replace("2,016 IP addresses", "2,016 machines"), {"2,016": Flag.UNIT_MISMATCH}),
    ("hedge", KNOWN.replace("nearly ", ""), {"1.18 million": Flag.HEDGE_LOST}),
    ("another hedge", KNOWN.replace("about ", ""), {"2,077": Flag.HEDGE_LOST}),
    (
        "window",
        KNOWN.replace("March 19", "April 1"),
        dict.fromkeys(("2,077", "1.18 million", "2,016", "1,754"), Flag.WINDOW_DRIFT),
    ),
    (
        "direction",
        KNOWN.replace("Chinese computers", "computers in Utopia")
        .replace("in the US controlled", "in China controlled")
        .replace("Utopia", "the US"),
        {"2,077": Flag.DIRECTION_WRONG, "1.18 million": Flag.DIRECTION_WRONG},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("altered", "text", "flags"), COPIES, ids=[name for name, _, _ in COPIES])
def test_an_altered_copy_is_flagged_for_what_was_altered(altered: str, text: str, flags: dict[str, Flag]) -> None:
    found = {claim.quantity_text: [r.flag for r in compare(claim, REGISTER)[0]] for claim in extract(text, day=DAY)}
    assert {quantity: raised for quantity, raised in found.items() if raised} == {q: [f] for q, f in flags.items()}


def test_another_statement_is_no_version() -> None:
    (claim,) = extract("In 2019, 2,077 websites in Peru were defaced.", day=date(2020, 1, 1))
    assert compare(claim, REGISTER) == ([], [])
