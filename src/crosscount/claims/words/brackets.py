"""What parts words that belong together: quotation marks around a word, and short forms in brackets.

Short forms are left out of "internet protocol (IP) addresses", kept with names: "the Agency (CSA)".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["in_full", "short_forms", "without_short_forms", "without_single_quotes"]

INSIDE = 3  # tokens between the brackets: "C & C"
NAME = 12  # words of a name
LINKS = frozenset(("of", "for", "and", "on", "the", "&", "to", "in"))
EDITED = frozenset("[]")
OPENING, CLOSING = frozenset('"“'), frozenset('"”')
QUOTED = 3  # words that somebody only calls so: "tens of thousands", "infected"
PLURAL = 2  # letters that a short form has at least, besides the "s" of a plural


def without_single_quotes(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without quotation marks around words that are no statement: 'were "hacked" by', '"dozens" of'."""
    opened: int | None = None
    left_out: set[int] = set()
    for at, token in enumerate(tokens):
        if opened is None:
            opened = at if token.text in OPENING else None
        elif token.text in CLOSING:
            inside = tokens[opened + 1 : at]
            small = all(each.sort == "word" and each.text.islower() for each in inside[1:] or inside)
            if small and 0 < len(inside) <= QUOTED:
                left_out |= {opened, at}
            opened = None
    for at, token in enumerate(tokens):
        if at not in left_out:
            yield replace(token, glued=False) if at - 1 in left_out and token.sort != "mark" else token


def without_short_forms(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without brackets that only shorten what stands before them, or that an editor set: "[DDoS] attacks".

    Short forms of names stay: whoever is called so later is found by them.
    """
    tokens = list(_without_editing(tokens))
    at = 0
    while at < len(tokens):
        end = _short_form(tokens, at)
        if end is None:
            yield tokens[at]
        at = end or at + 1


def _without_editing(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without square brackets, each set off as the bracket before it was."""
    loose = False
    for token in tokens:
        if token.text in EDITED:
            loose |= not token.glued
            continue
        yield replace(token, glued=token.glued and not loose)
        loose = False


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
    known = [mark for sort in ("head", "topic") for mark in lexicon().apart(inside, sort)]
    whole = any(mark.first == 0 and mark.last == len(inside) for mark in known)
    return close + 1 if whole or _initials(tokens, at) else None


def _initials(tokens: Sequence[Token], at: int) -> bool:
    """Whether a short form has the initials of the words before, written small as no name is."""
    letters = tokens[at + 1].text.rstrip("s").lower()
    before = tokens[max(0, at - len(letters)) : at]
    if len(letters) < PLURAL or tokens[at + 2].text != ")" or any(not token.text.islower() for token in before):
        return False
    return letters == "".join(token.text[0] for token in before)


def short_forms(tokens: Sequence[Token]) -> dict[str, str]:
    """The short forms of names that a text gives, with the names: {"CSA": "Cyber Security Agency of Singapore"}."""
    found: dict[str, str] = {}
    for at in range(1, len(tokens) - 2):
        short = tokens[at + 1].text
        if tokens[at].text == "(" and tokens[at + 2].text == ")" and short[:2].isupper() and len(short) >= PLURAL:
            name = _name_before(tokens, at, short)
            if name:
                found.setdefault(short, name)
    return found


def in_full(name: str | None, forms: Mapping[str, str]) -> str | None:
    """A name with its short form, whichever of the two it was called by."""
    if name is None:
        return None
    words = set(name.replace("(", " ").replace(")", " ").split())
    for short, whole in forms.items():
        if short in words and whole not in name and "(" not in name:
            return " ".join(f"{whole} ({short})" if word == short else word for word in name.split())
        if whole in name and short not in words:
            return name.replace(whole, f"{whole} ({short})")
    return name


def _name_before(tokens: Sequence[Token], at: int, short: str) -> str | None:
    """The capitalised words before a bracket, from the one on with which the short form begins."""
    first = at
    while first and at - first < NAME and (tokens[first - 1].text[:1].isupper() or tokens[first - 1].lower in LINKS):
        first -= 1
    begins = [n for n in range(first, at) if tokens[n].text[0] == short[0]]
    if not begins or at - begins[0] < PLURAL:
        return None
    words = tokens[begins[0] : at]
    return "".join(("" if not n or t.text in "'’" else "-" if t.glued else " ") + t.text for n, t in enumerate(words))
