"""Words that narrow a number to a part of what its noun says, and words that do not."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from crosscount.claims.wholes import lent, whole_of

CASES = [
    # what follows "In 2013, CERT-PE said that …", and what narrows each number
    ("1,200 government websites in Peru were defaced", {"1,200": "government"}),
    ("1,200 websites in Peru were defaced", {"1,200": None}),
    ("1,200 different infected machines in Peru were controlled by servers in Chile", {"1,200": None}),
    ("9,000 computers in Lima were controlled by servers in Chile", {"9,000": "in Lima"}),
    ("9,000 computers in the United States were controlled by servers in Chile", {"9,000": None}),
    ("310 phishing pages imitating Peruvian banks were found in Chile", {"310": "imitating Peruvian banks"}),
    ("310 phishing pages imitating Peruvian websites were found in Chile", {"310": None}),
    ("310 phishing pages that imitated Peruvian websites were found in Chile", {"310": None}),
    ("of 1,200 hacked websites in Peru, 411 belonged to schools", {"1,200": None, "411": "belonged to schools"}),
    ("52 of the 1,200 hacked websites in Peru belonged to schools", {"52": "belonged to schools", "1,200": None}),
    ("1,200 websites in Peru were hacked, including 52 school websites", {"1,200": None, "52": "school"}),
    ("9,000 computers in Peru were infected, of which 411 were in Lima and 52 in Cusco", {"411": "in Lima"}),
    ("61 servers in Chile controlled 9,000 computers in Peru", {"61": None, "9,000": None}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "narrowed"), CASES, ids=[said[:60] for said, _ in CASES])
def test_what_narrows_a_number_is_read_beside_it(said: str, narrowed: dict[str, str | None]) -> None:
    claims = extract(f"In 2013, {said}, CERT-PE said.", day=date(2014, 5, 20))
    found = {claim.quantity_text: claim.narrowed for claim in claims}
    assert {quantity: found[quantity] for quantity in narrowed} == narrowed


def test_a_part_knows_its_whole_and_comes_from_where_the_whole_does() -> None:
    text = (
        "In 2013, servers in Chile controlled 9,100 computers in Peru, CERT-PE said. "
        "Of the 9,100 computers, 4,000 were in Lima and 300 in Cusco."
    )
    claims = extract(text, day=date(2014, 5, 20))
    first, again, lima, cusco = [n for n, claim in enumerate(claims)]
    assert [whole_of(n, claims) for n in (first, again, lima, cusco)] == [None, None, again, again]
    assert {claim.origin for claim in lent(claims)} == {"CL"}


def test_a_part_is_narrowed_although_no_word_says_by_what() -> None:
    text = (
        "In 2013, 1,754 websites in Peru were hacked, of which 800, or 46 percent, were run by the state, CERT-PE said."
    )
    found = {claim.quantity_text: claim.narrowed for claim in lent(extract(text, day=date(2014, 5, 20)))}
    assert found["1,754"] is None
    assert found["800"] == "of 1,754 websites"
