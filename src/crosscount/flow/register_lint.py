"""Checks a register with the reading of texts at hand: whether a number is the one that its own words say.

`register.linting` knows records and no texts; here each claim's `as_written` is read as a text is, in English or
Chinese, and held against `quantity`, `low`, `high`, `kind` and `modifier`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from crosscount.claims.counted import bytopic, roles
from crosscount.claims.words.lexicon import data, lexicon
from crosscount.claims.words.numerals import numeral
from crosscount.claims.words.quantities import Quantity, quantities
from crosscount.claims.words.tokens import Token, plain
from crosscount.kernels.claiming.implied import implied
from crosscount.model.claim import FIGURE_OF, ClaimKind, Interval, Modifier
from crosscount.register import linting
from crosscount.register.reading import Fault, Register, short
from crosscount.register.records import Claim

__all__ = ["ROLES", "lint"]

# Every role that a reading of texts may give, or that a figure counts.
ROLES = frozenset(
    (
        *FIGURE_OF,
        *(role for topics in bytopic.BY_TOPIC.values() for role in topics.values()),
        *bytopic.ALWAYS.values(),
        "attack_source_rank",
        "attack_source_share",  # of a country, among the sources of attacks
        *(roles.ORIGIN_SIDE | roles.TARGET_SIDE | roles.EVENTS | roles.BESIDE),
    )
)
# Kind as written → the kinds that a claim may give it; a plain number says nothing of its kind.
FITTING = {
    ClaimKind.SHARE: (ClaimKind.SHARE, ClaimKind.CHANGE, ClaimKind.RATIO),
    ClaimKind.RATIO: (ClaimKind.RATIO, ClaimKind.CHANGE, ClaimKind.SHARE),
    ClaimKind.RANK: (ClaimKind.RANK,),
}
# Elsewhere 2.077 is two thousand, and 1,5 is one and a half.
GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.'’]\d{3})+(?![\d.,])")
DECIMAL = re.compile(r"(?<![\d.,])\d+,\d{1,2}(?![\d.,])")
MEASURED = ("volume", "flood")  # units that come in fractions: gigabytes, Gbps
HUNDRED = Decimal(100)
SHOWN = 60  # characters of what was found


def lint(register: Register, *, today: date | None = None) -> list[Fault]:
    """Every fault of the register, in the order of its files."""
    found = linting.lint(register, today=today)
    for claim in register.of(Claim):
        file = register.files[claim.id]
        found += _written(claim, file)
        found += _named(claim, file)
    return sorted(found, key=lambda fault: (fault.file, fault.level, fault.field))


def _written(claim: Claim, file: str) -> Iterator[Fault]:
    tokens, read = _read(claim)
    if not read:
        said = "words in which a number can be read: nobody checked that it is the one recorded"
        yield Fault(file, "as_written", f"'{short(claim.as_written, SHOWN)}'", said, "warning")
        return
    if claim.quantity is None and (claim.low is None or claim.high is None):
        return  # told already
    agreeing = [each for each in (*read, *_elsewhere(claim.as_written)) if _agrees(claim, each)]
    if not agreeing and not _ends(claim, read):
        field, told = ("quantity", str(claim.quantity)) if claim.quantity is not None else ("low", _range(claim))
        words = " or ".join(_number(each) for each in read)
        level = "error" if _understood(claim, tokens, read) else "warning"
        yield Fault(file, field, told, f"{words}, as 'as_written' says: '{short(claim.as_written, SHOWN)}'", level)
        return
    kinds = {each.kind for each in agreeing} or {ClaimKind.COUNT}
    if not any(claim.kind in FITTING.get(kind, (claim.kind,)) for kind in kinds):
        wanted = " or ".join(f"'{each}'" for kind in sorted(kinds) for each in FITTING[kind])
        yield Fault(file, "kind", claim.kind, f"{wanted}, as 'as_written' says: '{short(claim.as_written, SHOWN)}'")
    said_so = _modifiers(tokens, agreeing)
    if said_so and claim.modifier not in said_so:
        words = " or ".join(f"'{each}'" for each in sorted(said_so))
        yield Fault(file, "modifier", claim.modifier, f"{words}, as 'as_written' says", "warning")


def _named(claim: Claim, file: str) -> Iterator[Fault]:
    if claim.role and claim.role not in ROLES:
        near = get_close_matches(claim.role.lower(), sorted(ROLES), n=1, cutoff=0.6)
        told = f"perhaps '{near[0]}'; " if near else ""
        yield Fault(
            file, "role", f"'{short(claim.role, SHOWN)}'", f"{told}one of: {', '.join(sorted(ROLES))}", "warning"
        )
    number = claim.quantity
    if claim.kind is ClaimKind.COUNT and number is not None and number != number.to_integral_value():
        heads = {mark.value for mark in lexicon().marks(_tokens(claim.unit), "head")}
        if not heads & {*MEASURED}:
            yield Fault(file, "quantity", f"{number} of kind 'count'", "a whole number", "warning")


def _read(claim: Claim) -> tuple[Sequence[Token], list[Quantity]]:
    """The numbers that the words hold: alone, or with the unit behind them, which some numerals want."""
    own = _tokens(claim.as_written)
    for between in (None, " ", "", " of "):
        tokens = own if between is None else _tokens(f"{claim.as_written}{between}{claim.unit}")
        if found := [each for each in quantities(tokens, ()) if each.first < len(own)]:
            return own, found
    return own, [Quantity(0, len(own), Decimal(value), Decimal(1)) for value in _spelt(own)]


def _spelt(tokens: Sequence[Token]) -> Iterator[Decimal | int]:
    """A word that is all there is, and that in a sentence might be no number: "one", 十二."""
    if len(tokens) == 1 and (word := data("numbers")["words"].get(tokens[0].lower)) is not None:
        yield word
    elif tokens and tokens[0].sort == "han" and (read := numeral(tokens, 0)) is not None and read[1] == len(tokens):
        yield read[0]


def _elsewhere(text: str) -> Iterator[Quantity]:
    """Numbers with the points and commas of other languages."""
    for found in GROUPED.finditer(text):
        yield Quantity(0, 0, Decimal(re.sub(r"\D", "", found[0])), Decimal(1))
    for found in DECIMAL.finditer(text):
        yield Quantity(0, 0, Decimal(found[0].replace(",", ".")), Decimal(1))


def _understood(claim: Claim, tokens: Sequence[Token], read: Sequence[Quantity]) -> bool:
    """Whether nothing is left that might change the number, such as "Millionen"."""
    marks = [mark for sort in ("before", "after", "hedge") for mark in lexicon().marks(tokens, sort)]
    spans = [(each.first, each.last) for each in read] + [(mark.first, mark.last) for mark in marks]
    known = {at for first, last in spans for at in range(first, last)}
    unit = {token.lower for token in _tokens(claim.unit)}
    return all(at in known or token.lower in unit or token.sort == "mark" for at, token in enumerate(tokens))


def _tokens(text: str) -> Sequence[Token]:
    return tuple(lexicon().cut(plain(unicodedata.normalize("NFKC", text))))


def _agrees(claim: Claim, read: Quantity) -> bool:
    """Whether the words say the number: to the digit where they have digits, within what they allow where not."""
    low, high = claim.low, claim.high
    if claim.quantity is None:
        if low is None or high is None:
            return False
        if read.upper is None:
            return any(low <= value <= high for value in _values(claim, read))
        return (low, high) == (read.value, read.upper) or (read.worded and low <= read.upper and read.value <= high)
    if read.upper is not None:
        return read.worded and read.value <= claim.quantity <= read.upper
    given = abs(claim.quantity) if claim.kind is ClaimKind.CHANGE else claim.quantity
    return any(_allowed(value, read, claim.kind).holds(given) for value in _values(claim, read))


def _allowed(value: Decimal, read: Quantity, kind: ClaimKind) -> Interval:
    if read.most:
        return Interval(value, HUNDRED)
    return implied(value, read.place, Modifier.EXACT, kind, worded=True) if read.worded else Interval(value, value)


def _values(claim: Claim, read: Quantity) -> tuple[Decimal, ...]:
    """The number in the kind of the claim: a half is 50 per cent, "doubled" a rise of 100 per cent."""
    value = read.value
    match read.kind, claim.kind:
        case ClaimKind.RATIO, ClaimKind.CHANGE:
            return abs(value - 1) * HUNDRED, value * HUNDRED
        case ClaimKind.RATIO, ClaimKind.SHARE:
            return (value * HUNDRED,)
        case ClaimKind.SHARE, ClaimKind.RATIO:
            return value / HUNDRED, value
    return (value,)


def _ends(claim: Claim, read: Sequence[Quantity]) -> bool:
    """Whether the words name both ends of a range as two numbers."""
    return claim.quantity is None and {claim.low, claim.high} <= {each.value for each in read}


def _modifiers(tokens: Sequence[Token], read: Sequence[Quantity]) -> set[Modifier]:
    """How the words qualify the number; nothing where they do not."""
    marks = (*lexicon().marks(tokens, "before"), *lexicon().marks(tokens, "after"))
    found = {Modifier(mark.value) for mark in marks}
    found |= {Modifier.MORE_THAN for each in read if each.inner or each.most}
    return found | {Modifier.RANGE for each in read if each.upper is not None}


def _number(read: Quantity) -> str:
    value = f"{read.value.normalize():f}"
    return value if read.upper is None else f"'low' {value} and 'high' {read.upper.normalize():f}"


def _range(claim: Claim) -> str:
    return f"{claim.low} to {claim.high}"
