"""A known statement, altered in one way: the flag says in which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crosscount.claims.extract import extract
from crosscount.claims.siblings import compare
from crosscount.claims.wholes import lent
from crosscount.model.claim import Flag, Modifier, Registered

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


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ("more than 2,500 IP addresses", [Flag.OTHER_NUMBER]),
        ("more than 2,000 IP addresses", []),
        ("up to 2,000 IP addresses", []),  # cut, as in "some 2,000"
        ("nearly 2,000 IP addresses", []),
        ("fewer than 2,010 IP addresses", [Flag.DIGIT_VARIANT]),
        ("800 IP addresses", [Flag.OTHER_NUMBER]),
        ("2,016 government IP addresses", []),
        ("2,061 government IP addresses", []),  # a part is no version of the whole
    ],
)
def test_a_digit_variant_has_digits_in_common(said: str, flags: list[Flag]) -> None:
    claims = lent(extract(KNOWN.replace("2,016 IP addresses", said), day=DAY))
    claim = next(each for each in claims if each.role == "backdoor_ip")
    assert [raised.flag for raised in compare(claim, REGISTER)[0]] == flags


OTHERS = "From March 19 to May 18, {} servers in the US controlled {} Chinese computers, {} said."


def _flags(text: str) -> dict[str, list[Flag]]:
    """Flags by number, of a text with all its claims at hand."""
    claims = extract(text, day=DAY)
    return {each.quantity_text: [r.flag for r in compare(each, REGISTER, claims)[0]] for each in claims}


def test_another_number_of_the_same_body_is_told_from_that_of_another_body() -> None:
    assert _flags(OTHERS.format("3,512", "more than 2 million", "CNCERT")) == {
        "3,512": [Flag.OTHER_NUMBER],
        "2 million": [Flag.OTHER_NUMBER],
    }
    assert not any(_flags(OTHERS.format("3,512", "more than 2 million", "Symantec")).values())


def test_what_the_text_repeats_in_full_is_no_version_of_its_other_numbers() -> None:
    text = f"{KNOWN} In the same period 300 IP addresses on US soil implanted backdoors in 90 sites of China."
    assert not any(_flags(text).values())
    other = " From March 19 to May 18, 2,016 IP addresses on US soil implanted backdoors in sites of Japan."
    assert not any(_flags(KNOWN + other).values())


def test_another_target_is_another_direction() -> None:
    flags = _flags(KNOWN.replace("in 1,754 sites of China", "in 1,754 sites of Japan"))
    assert flags == {"2,077": [], "1.18 million": [], "2,016": [Flag.DIRECTION_WRONG], "1,754": [Flag.DIRECTION_WRONG]}


def test_a_number_is_known_again_where_its_noun_changed_role_and_ends() -> None:
    flags = _flags(KNOWN.replace("2,016 IP addresses on US soil", "2,016 sites on US soil"))
    assert flags["2,016"] == [Flag.UNIT_MISMATCH]


def test_a_rough_number_is_no_miswritten_one() -> None:
    known = extract("In 2012, 74 percent of the computers were controlled from the US, CNCERT said.", day=DAY)
    (claim,) = extract("In 2012, about three quarters of the computers were controlled from the US.", day=DAY)
    assert compare(claim, [Registered("c-1", known[0], "the agency", DAY)])[0] == []


def test_a_copy_is_held_against_the_root_of_its_chain() -> None:
    root = next(each for each in REGISTER if each.claim.quantity_text == "1.18 million")
    bare = replace(root.claim, modifier=Modifier.EXACT)
    hedged = replace(root, claim=replace(root.claim, hedge="reportedly"))
    copies = [Registered(f"copy-{n}", bare, "a paper", DAY, hedged.id) for n in range(2)]
    raised, versions = compare(bare, [*copies, hedged])
    assert [each.flag for each in raised] == [Flag.HEDGE_LOST]
    assert [each.id for each in versions] == [hedged.id]


def test_machines_that_have_the_number_of_the_pages_are_another_unit() -> None:
    known = extract("In May 2013, CNCERT found 563 phishing pages in the US aimed at China.", day=DAY)
    (claim,) = extract("In May 2013, CNCERT found 563 phishing hosts in the US aimed at China.", day=DAY)
    raised, _ = compare(claim, [Registered("c-1", known[0], "the agency", DAY)])
    assert [each.flag for each in raised] == [Flag.UNIT_MISMATCH]


def test_a_flag_names_countries_in_words() -> None:
    text = KNOWN.replace("Chinese computers", "computers in Utopia").replace(
        "in the US controlled", "in China controlled"
    )
    claims = extract(text.replace("Utopia", "the US"), day=DAY)
    raised = [each for claim in claims for each in compare(claim, REGISTER)[0] if each.flag is Flag.DIRECTION_WRONG]
    assert raised
    assert all("from the United States to China" in each.sentence for each in raised)


def test_another_statement_is_no_version() -> None:
    (claim,) = extract("In 2019, 2,077 websites in Peru were defaced.", day=date(2020, 1, 1))
    assert compare(claim, REGISTER) == ([], [])
