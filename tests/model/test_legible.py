"""Characters that nobody sees, or that turn the text beside them."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from crosscount.model.legible import SHOWN, found_unseen, json_escaped, shown, without_unseen

NEEDED = {0x200C, 0x200D}  # joiner and non-joiner
SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}  # signs of Arabic, Syriac, Kaithi


def test_every_format_character_is_among_them() -> None:
    formats = {code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"}
    assert formats - NEEDED - SEEN - SHOWN.keys() == set()


def test_no_character_that_is_written_is_among_them() -> None:
    kinds = {unicodedata.category(chr(code)) for code in SHOWN}
    assert kinds <= {"Cc", "Cf", "Cn", "Cs", "Lo", "Mn", "Zl", "Zp"}
    assert {code for code in SHOWN if unicodedata.category(chr(code)) == "Lo"} == {0x115F, 0x1160, 0x3164, 0xFFA0}


@pytest.mark.parametrize(
    "text", ["plain", "中文", "نمی\u200cخواهم", "क्\u200dष", "👨\u200d👩\ufe0f", "葛\U000e0100", "a\n\tb", "ＡＢＣ"]
)
def test_what_writing_needs_stays(text: str) -> None:
    assert (shown(text), without_unseen(text), json_escaped(text), found_unseen(text)) == (text, text, text, None)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("a\x1b[2J", "a\\x1b[2J"),
        ("a\u00adb\u200b\ufeff", "a\\u00adb\\u200b\\ufeff"),
        ("a\U000e0041", "a\\U000e0041"),
        ("\ud800", "\\ud800"),
    ],
)
def test_others_are_shown_found_left_out_and_escaped(text: str, seen: str) -> None:
    assert shown(text) == seen
    assert found_unseen(text) is not None
    assert found_unseen(without_unseen(text)) is None
    escaped = json_escaped(json.dumps(text, ensure_ascii=False))
    assert found_unseen(escaped) is None
    assert json.loads(escaped) == text
