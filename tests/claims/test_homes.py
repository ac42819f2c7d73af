"""Whose country a text is about, where neither the number nor its speaker says it, and where threats come from."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2016, 6, 1)
Told = list[tuple[str, str | None, str]]
HOMES: list[tuple[str, Told]] = [
    (  # a person of the body that spoke before
        "CERT-UA handled 900 incidents. Some 300 attacks were recorded in May, said Boyko.",
        [("900", None, "UA"), ("300", None, "UA")],
    ),
    (  # a surname that is also a nationality
        "The UAE stopped 900 attacks, its Cyber Council said. The country meets 30 attacks a day, Dr Al Kuwaiti said.",
        [("900", None, "AE"), ("30", None, "AE")],
    ),
    (  # a team with the country in its name
        "The National KE-CIRT detected 4,100 attacks in May.",
        [("4,100", None, "KE")],
    ),
    (  # the police, on the cases that they had
        "The National Police Agency of Japan saw 700 attacks. Police confirmed 40 cases of hacking.",
        [("700", None, "JP"), ("40", None, "JP")],
    ),
    (  # the halves of Korea
        "North Korea attacks the South more often. The National Intelligence Service detected 5,000 attacks in May.",
        [("5,000", None, "KR")],
    ),
    (  # a state's centre
        "The Swedish government fears more. The Cyber Operations Centre has reported 700 incidents.",
        [("700", None, "SE")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), HOMES)
def test_a_text_is_about_the_country_of_those_who_count(text: str, wanted: Told) -> None:
    assert [(claim.quantity_text, claim.origin, claim.target) for claim in extract(text, day=DAY)] == wanted
