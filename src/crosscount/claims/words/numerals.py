"""Numbers in words: "two hundred and fifty thousand", "half a million", "tens of thousands", 三百万."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crosscount.claims.words.lexicon import data
from crosscount.claims.words.tokens import Token

__all__ = ["numeral", "plain_digits", "plural", "scaled_word", "spoken", "spoken_digits"]


SCALES = (["million"], ["billion"])
FEW = (["several"], ["a", "few"])
# Behind a plural that counts something, though no "of" follows; before one that does.
ELLIPTIC = frozenset(("more", "others", "to", "or"))
AMOUNTING = frozenset(("the", "to", "or", "between"))
SCALED = frozenset(("hundred", "thousand", "million", "billion", "dozen"))  # "two thousand and five thousand" are two
TIMES = frozenset(("times", "fold"))
HUNDRED = 100
NINE = 9
TENS = {"十": 10, "百": 100, "千": 1000}
BROKEN = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}


def plain_digits(text: str) -> str:
    """Digits with a point before decimals and nothing else between them: of "2,077", "1 180 000", "2,07"."""
    whole, comma, rest = text.rpartition(",")
    decimals = comma and len(rest) < len("000")  # a comma before three digits parts thousands
    return f"{whole}.{rest}" if decimals else text.replace(",", "").replace(" ", "")


def scaled_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number word at that token goes on to a scale: "half a million", "two hundred"."""
    if _part_of(tokens, at):
        return True
    after = at + (2 if tokens[at].lower == "half" else 1)
    return after < len(tokens) and tokens[after].lower in {"hundred", "thousand", "million", "billion", "dozen"}


def _part_of(tokens: Sequence[Token], at: int) -> int:
    """Where the scale of "a quarter-million", "half-million" stands, counted from the first word; 0 for all else."""
    words = [token.lower for token in tokens[at : at + 3]]
    for before in (["a"], []):
        n = len(before)
        if words[:n] == before and words[n : n + 1] in (["quarter"], ["half"]) and words[n + 1 :][:1] in SCALES:
            return n + 1
    return 0


def spoken(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """A number in English words, and the token after it: "two hundred and fifty thousand", "half a million"."""
    numbers = data("numbers")
    more = [token.lower for token in tokens[at : at + 5]]
    if len(more) == 5 and more[0] in numbers["words"] and more[1:3] == ["and", "a"] and more[3] in BROKEN:
        scale = numbers["scales"].get(more[4])
        if more[4] in TIMES:  # "two and a half times"
            return numbers["words"][more[0]] + BROKEN[more[3]], at + 4
        if scale is not None:  # "one and a half million"
            return (Decimal(numbers["words"][more[0]]) + BROKEN[more[3]]) * Decimal(scale), at + 5
    part_of = _part_of(tokens, at)
    if part_of:
        scale = tokens[at + part_of].lower
        parts = 4 if tokens[at + part_of - 1].lower == "quarter" else 2
        return Decimal(numbers["scales"][scale]) / parts, at + part_of + 1
    if tokens[at].lower == "half":
        scale = tokens[at + 2].lower
        return Decimal(numbers["scales"].get(scale) or numbers["words"][scale]) / 2, at + 3
    total, part, last = Decimal(0), Decimal(0), at
    while last < len(tokens):
        word = tokens[last].lower
        if word == "a" and last == at:
            part = Decimal(1)
        elif word == "dozen":
            part = (part or 1) * Decimal(12)
        elif word in numbers["words"]:
            part += numbers["words"][word]
        elif word == "hundred" and part:
            part *= 100
        elif word in {"thousand", "million", "billion"} and part:
            total, part = total + part * numbers["scales"][word], Decimal(0)
        elif word == "point" and part and (digits := spoken_digits(tokens, last + 1)):
            part, last = part + Decimal(f"0.{digits}"), last + len(digits)
        elif word != "and" or not _goes_on(tokens, last + 1, part >= HUNDRED, bool(total and not part)):
            break
        last += 1
    return (total + part, last) if total + part else None


def spoken_digits(tokens: Sequence[Token], at: int) -> str:
    """The digits behind "point", one a word: "one eight" of "one point one eight million"."""
    words, found = {**data("numbers")["words"], "zero": 0}, ""
    while at < len(tokens) and 0 <= words.get(tokens[at].lower, -1) <= NINE:
        found, at = f"{found}{words[tokens[at].lower]}", at + 1
    return found


def _goes_on(tokens: Sequence[Token], at: int, hundreds: bool, thousands: bool) -> bool:
    """Whether what follows "and" is the rest of the number: "five hundred and six", "two thousand and seventy"."""
    numbers = data("numbers")
    rest = at
    while rest < len(tokens) and tokens[rest].lower in numbers["words"]:
        rest += 1
    if hundreds or rest == at:
        return rest > at
    return thousands and all(token.lower not in SCALED for token in tokens[rest : rest + 1])


def plural(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """From, to, and the token behind, of "several hundred", "tens of thousands of", "in the millions"."""
    known, scales = data("numbers")["plurals"], data("numbers")["scales"]
    words = [token.lower for token in tokens[at : at + 6]]
    few = next((len(each) for each in FEW if words[: len(each)] == each), 0)
    low, high, last = (2, 9, few) if few else (*known.get(words[0], (0, 0)), 1)
    scaled = next((word for word in words[few : few + 1]), "")
    if not low or (few and scaled not in scales and scaled.rstrip("s") not in scales):
        return None
    alone = last
    while last < len(words):
        step = 1 if few and last == few else 2
        word = words[last + step - 1] if last + step <= len(words) else ""
        scale = scales.get(word) or scales.get(word.rstrip("s"))
        if scale is None or (step == 2 and words[last] != "of") or len(word) == 1:
            break
        low, high, last = low * scale, (high + 1) * scale - 1, last + step
    if words[last : last + 1] == ["of"]:
        return low, high, at + last + 1
    before = tokens[at - 1].lower if at else ""
    told = last > alone or few or before in AMOUNTING or {*words[last : last + 1]} & ELLIPTIC
    return (low, high, at + last) if told else None


def numeral(tokens: Sequence[Token], at: int) -> tuple[Decimal, int]:
    """A number in Chinese numerals, and the token after it."""
    numbers = data("numbers")
    total, section, digit, last = Decimal(0), Decimal(0), Decimal(0), at
    while last < len(tokens):
        word = tokens[last].text
        if word in TENS:
            section, digit = section + (digit or 1) * Decimal(TENS[word]), Decimal(0)
        elif word in numbers["digits"]:
            digit = Decimal(numbers["digits"][word])
        elif word in numbers["scales"]:
            total, section, digit = total + (section + digit) * numbers["scales"][word], Decimal(0), Decimal(0)
        else:
            break
        last += 1
    return total + section + digit, last
