"""Which countries the sentences of a text are about, for numbers that name none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crosscount.claims.completing.found import Found
from crosscount.claims.words.lexicon import is_country
from crosscount.model.claim import ClaimKind

__all__ = ["about", "of_several", "parts"]


def about(found: Sequence[Found], several: set[int]) -> list[str | None]:
    """For each number the country that the sentence before was about, if the same speaker goes on, else None."""
    out: list[str | None] = []
    told: dict[int, str | None] = {}
    first, earlier = None, None  # the first number of this sentence, and of the one before
    for each in found:
        if first is None or first.sentence is not each.sentence:
            first, earlier = each, first if first is None or first.kind is not ClaimKind.SHARE else None
        same = earlier is not None and earlier.voice.speaker in (each.voice.speaker, None)
        same = same and earlier is not None and id(earlier.sentence) not in several
        code = earlier.draft.target or told.get(id(earlier.sentence)) if same and earlier is not None else None
        out.append(code if is_country(code) else None)
        told.setdefault(id(each.sentence), out[-1])
    return out


def of_several(found: Sequence[Found]) -> set[int]:
    """Sentences that list countries with a number each, and so are about none of them."""
    hit: dict[tuple[int, str | None], set[str | None]] = {}  # by sentence and by who is behind it
    for each in found:
        if each.kind is ClaimKind.COUNT and is_country(each.draft.target):
            hit.setdefault((id(each.sentence), each.draft.origin), set()).add(each.draft.target)
    return {sentence for (sentence, _), countries in hit.items() if len(countries) > 1}


def parts(found: Sequence[Found]) -> dict[int, set[str | None]]:
    """For each number the countries that a part of it was said to be in."""
    parts: dict[int, set[str | None]] = {}
    for each in found:
        base = each.draft.base
        if base is not None and base.target is None and each.draft.origin is None and is_country(each.draft.target):
            parts.setdefault(id(base), set()).add(each.draft.target)
    for whole, part in pairwise(found):
        if _in_one_country(whole, part):
            parts.setdefault(id(whole.draft), set()).add(part.draft.target)
    return parts


def _in_one_country(whole: Found, part: Found) -> bool:
    """ "It infected 900,000 computers. Peru was hit hardest, with 120,000": whether a number is a part."""
    same = whole.draft.role == part.draft.role and whole.kind is part.kind is ClaimKind.COUNT
    unplaced = whole.draft.target is None and part.draft.origin is None
    return (
        same and unplaced and is_country(part.draft.target) and part.draft.quantity.value < whole.draft.quantity.value
    )
