"""Characters that no reader sees, or that turn the text around them: the one list that every way in and out uses.

What strangers wrote may hold characters by which "exe.doc" is shown as "cod.exe", or by which two names look like one.
Records refuse them; imports leave them out; terminals, pages, tables and STIX show their code points. They are those
of the Unicode properties Cf and Default_Ignorable_Code_Point (UAX 44, UTR 36), without what writing needs: joiners and
non-joiners (Persian, Hindi, emoji), variation selectors (Mongolian, Han, emoji), and the signs of Arabic, Syriac and
Kaithi that are Cf and yet seen.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["found_unseen", "json_escaped", "shown", "without_unseen"]

# Written out, so that every version of Python has the same; a test holds them against Python's own tables.
RANGES = (
    *((0xAD, 0xAD), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E), (0x200B, 0x200B)),
    *((0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
    *((0xE0000, 0xE00FF), (0xE01F0, 0xE0FFF)),
)
CONTROLS = [code for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"]
UNSEEN = [code for first, last in RANGES for code in range(first, last + 1)]
SHOWN: Mapping[int, str] = {
    **{code: f"\\x{code:02x}" for code in CONTROLS},
    **{code: f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}" for code in UNSEEN},
}
LEFT_OUT = dict.fromkeys(SHOWN)


def _json_escape(code: int) -> str:
    units = chr(code).encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


ESCAPES = {code: _json_escape(code) for code in SHOWN if code >= 127}  # JSON escapes the others anyway


def shown(text: str) -> str:
    """The text with the code point in place of each such character; line feeds and tabs stay."""
    return text if _plain(text) else text.translate(SHOWN)


def without_unseen(text: str) -> str:
    """The text without any such character."""
    return text if _plain(text) else text.translate(LEFT_OUT)


def json_escaped(text: str) -> str:
    """JSON in which such characters are escaped: the same to whoever parses it, harmless to whoever looks at it."""
    return text if _plain(text) else text.translate(ESCAPES)


def found_unseen(text: str) -> tuple[int, int] | None:
    """Place, from 0, and code point of the first such character; None where there is none."""
    if _plain(text):
        return None
    return next(((place, ord(each)) for place, each in enumerate(text) if ord(each) in SHOWN), None)


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
