"""Known texts, altered: what is read follows what was altered, and nothing else changes."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crosscount.claims.extract import extract
from crosscount.model.claim import Claim, ClaimKind, Modifier
from crosscount.model.claim_plain import claim_to_plain

TEXTS = [json.loads(line) for line in (Path(__file__).parent / "texts.jsonl").read_text("utf-8").splitlines()]
LONG = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d.,]*\d)")
FIELDS = ("kind", "role", "origin_country", "target_country", "window_start", "window_end", "speaker", "modifier")


def _read(text: str, day: str) -> list[dict[str, Any]]:
    return [claim_to_plain(claim) for claim in extract(text, day=date.fromisoformat(day))]


def _kept(claims: list[dict[str, Any]], codes: dict[str, str] | None = None) -> list[tuple[Any, ...]]:
    """All but the numbers, with codes exchanged as asked."""
    other = codes or {}
    return [
        tuple(";".join(other.get(part, part) for part in str(claim[name]).split(";")) for name in FIELDS)
        for claim in claims
    ]


def _other_digits(found: re.Match[str]) -> str:
    """As many digits, each but the first another; still falling or rising as before against the other numbers."""
    return found[0][0] + "".join(str((int(c) + 3) % 10) if c.isdigit() else c for c in found[0][1:])


CASES = [pytest.param(text, id=text["id"]) for text in TEXTS]


@pytest.mark.parametrize("text", CASES)
def test_other_digits_are_read_and_nothing_else_changes(text: dict[str, Any]) -> None:
    altered = LONG.sub(_other_digits, text["text"])
    before, after = _read(text["text"], text["date"]), _read(altered, text["date"])
    assert _kept(after) == _kept(before)
    for one, other in zip(before, after, strict=True):
        written = LONG.fullmatch(one["quantity_text"])
        if written:
            assert other["quantity"] == int(_other_digits(written).replace(",", ""))


WHOLE = [case for case in CASES if "\n" not in case.values[0]["text"]]


@pytest.mark.parametrize("width", [30, 72])
@pytest.mark.parametrize("text", WHOLE)
def test_lines_broken_by_a_mail_program_change_nothing(text: dict[str, Any], width: int) -> None:
    wrapped = "\n".join(textwrap.wrap(text["text"], width, break_long_words=False, break_on_hyphens=False))
    assert _kept(_read(wrapped, text["date"])) == _kept(_read(text["text"], text["date"]))


NAMES = {"the United States": "Brazil", "the U.S.": "Brazil", "the US": "Brazil", "美国": "巴西"}
IN_OTHER_WORDS = re.compile(r"\bUS\b|U\.S|America|United States|Brazil|巴西")


def _moved(text: str) -> str:
    for name, other in NAMES.items():
        text = text.replace(name, other).replace(name.capitalize(), other)
    return text


MOVED = [
    pytest.param(text, id=text["id"])
    for text in TEXTS
    if _moved(text["text"]) != text["text"]
    and not IN_OTHER_WORDS.search(_moved(text["text"]).replace("Brazil", "").replace("巴西", ""))
    and not re.search("Brazil|巴西", text["text"])
]


@pytest.mark.parametrize("text", MOVED)
def test_another_country_is_read_and_nothing_else_changes(text: dict[str, Any]) -> None:
    before, after = _read(text["text"], text["date"]), _read(_moved(text["text"]), text["date"])
    assert _kept(after) == _kept(before, codes={"US": "BR"})


def test_enough_texts_can_be_moved() -> None:
    assert len(MOVED) > 20


@pytest.mark.parametrize("text", CASES)
def test_a_hedge_put_before_a_number_is_read_and_nothing_else_changes(text: dict[str, Any]) -> None:
    day, written = date.fromisoformat(text["date"]), text["text"]
    claims = [claim for claim in extract(written, day=day) if claim.modifier is Modifier.EXACT]
    for claim in claims:
        if claim.kind is not ClaimKind.COUNT or not LONG.fullmatch(claim.quantity_text):
            continue
        altered = f"{written[: claim.start]}nearly {written[claim.start :]}"
        found = {(c.quantity_text, c.start): c for c in extract(altered, day=day)}
        other = found[claim.quantity_text, claim.start + len("nearly ")]
        assert other.modifier is Modifier.NEARLY
        for name in ("kind", "role", "origin", "target", "first", "last", "speaker"):
            assert getattr(other, name) == getattr(claim, name), (claim.quantity_text, name)


# Words that qualify a number are read with it, and the sentence around it as if they were not there.
QUALIFIED = (
    ("From March 19 to May 18, 2,077 servers in the US controlled {}118,000 hosts in China.", "118,000"),
    ("In the United States, {}7,370 addresses controlled 10,037 websites in China.", "7,370"),
    ("Of 900 infected addresses, 47 percent, or {}423 addresses, took orders from abroad.", "423"),
    ("{}640 servers in Peru infected 9,000 computers in Chile.", "640"),
    ("Servers in Peru host {}73.1 percent of the phishing pages aimed at Chile.", "73.1 percent"),
)
WORDS = {
    "at least ": Modifier.MORE_THAN,
    "more than ": Modifier.MORE_THAN,
    "up to ": Modifier.UP_TO,
    "roughly ": Modifier.ABOUT,
    "close to ": Modifier.NEARLY,
    "fewer than ": Modifier.LESS_THAN,
    "a total of ": Modifier.EXACT,
    "approximately at most ": Modifier.UP_TO,
}


@pytest.mark.parametrize(("text", "number"), QUALIFIED)
@pytest.mark.parametrize(("words", "modifier"), WORDS.items())
def test_a_number_is_read_alike_whatever_qualifies_it(text: str, number: str, words: str, modifier: Modifier) -> None:
    bare, qualified = (extract(text.format(each), day=date(2014, 5, 20)) for each in ("", words))
    assert [_core(claim) for claim in qualified] == [_core(claim) for claim in bare]
    assert next(claim.modifier for claim in qualified if claim.quantity_text == number) is modifier


def _core(claim: Claim) -> tuple[object, ...]:
    return claim.quantity, claim.kind, claim.role, claim.origin, claim.target, claim.first, claim.last
