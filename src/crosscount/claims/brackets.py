"""Short forms in brackets inside a phrase, left out: "internet protocol (IP) addresses"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosscount.claims.lexicon import lexicon
from crosscount.claims.tokens import Token

__all__ = ["without_short_forms"]

INSIDE = 3  # tokens between the brackets: "C & C"
PLURAL = 2  # letters that a short form has at least, besides the "s" of a plural


def without_short_forms(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without brackets that only shorten what stands before them.

    Short forms of names stay: whoever is called so later is found by them.
    """
    at = 0
    while at < len(tokens):
        end = _short_form(tokens, at)
        if end is None:
            yield tokens[at]
        at = end or at + 1


def _short_form(tokens: Sequence[Token], at: int) -> int | None:
    """The token behind the brackets that open here around a short form, else None."""
    if tokens[at].text != "(" or not at or tokens[at - 1].sort != "word":
        return None
    close = next((n for n in range(at + 2, min(len(tokens), at + INSIDE + 2)) if tokens[n].text == ")"), None)
    if close is None:
        return None
    inside = tokens[at + 1 : close]
    if not any(token.text[:1].isupper() for token in inside) or any(token.sort == "number" for token in inside):
        return None
    known = [mark for sort in ("head", "topic") for mark in lexicon().marks(inside, sort)]
    whole = any(mark.first == 0 and mark.last == len(inside) for mark in known)
    return close + 1 if whole or _initials(tokens, at) else None


def _initials(tokens: Sequence[Token], at: int) -> bool:
    """Whether a short form has the initials of the words before, written small as no name is."""
    letters = tokens[at + 1].text.rstrip("s").lower()
    before = tokens[max(0, at - len(letters)) : at]
    if len(letters) < PLURAL or tokens[at + 2].text != ")" or any(not token.text.islower() for token in before):
        return False
    return letters == "".join(token.text[0] for token in before)
