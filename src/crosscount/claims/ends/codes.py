"""Codes of countries: several of one number, and as a claim spells them."""

from __future__ import annotations

from crosscount.claims.sentences.grammar import Draft
from crosscount.model.claim import OVERSEAS, WORLD, ClaimKind

__all__ = ["joined", "spelled"]


def joined(codes: list[str], draft: Draft) -> str | None:
    """The codes of one number as one, or its own where each number of a list has one."""
    unique = list(dict.fromkeys(codes))
    unique = [code for code in unique if code != WORLD] or unique
    if draft.kind is ClaimKind.SHARE:  # "the US hosted 24 percent of the overseas servers"
        unique = [code for code in unique if code != "XX"] or unique
    if not unique:
        return None
    if draft.sharing > 1 and len(unique) == draft.sharing:
        return unique[draft.shared]
    return ";".join(unique)


def spelled(code: str | None, home: str | None) -> str | None:
    """Codes as a claim has them: "XX-CN" for overseas, the home country for "the country"."""
    if code is None:
        return None
    said = []
    for each in code.split(";"):
        if each == "XX":
            said.append(f"{OVERSEAS}{home}" if home else "XX")
        elif each == "HOME":
            said.append(home or WORLD)
        else:
            said.append(each)
    return ";".join(dict.fromkeys(said))
