"""Lists that go together: "the US, China and Brazil accounted for 40, 15 and 9 percent respectively"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosscount.claims.counted.roles import CONTROLLED, EVENTS, TARGET_SIDE
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["distribute"]

JOINTS = frozenset(
    ("台", "个", "家", "次", "起", ",", "and", "、", "和", "，", "及", "the", "nearly", "about", "some", "约", "近",
     "与")
)  # fmt: skip


def distribute(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give each number of a list the place at the same position of a list of places before it."""
    for run in _runs(reading, drafts):
        places = _places(reading, run[0].quantity.first, drafts)
        if len(places) != len(run):
            continue
        for draft, place in zip(run, places, strict=True):
            side = "target" in (reading.side, reading.rows if draft.kind is ClaimKind.CHANGE else None)
            struck = draft.role in EVENTS and side and not _struck(reading, run[0])
            if struck or (draft.role in TARGET_SIDE and draft.role not in CONTROLLED):
                draft.target = place
            else:
                draft.origin = place


def _struck(reading: Reading, draft: Draft) -> bool:
    """Whether the sentence says who was hit: "India was the target, with the US and China accounting for …"."""
    whole = draft.base
    if whole is None or whole.kind is draft.kind:
        return False  # "16 percent were aimed at Brazil, followed by Austria and Spain with 15 and 14 percent"
    return whole.target not in (None, WORLD) and whole.phrase in reading.phrases


def _runs(reading: Reading, drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Two or more numbers with nothing but commas and "and" between them."""
    run: list[Draft] = []
    kinds = {ClaimKind.COUNT, ClaimKind.SHARE}
    kinds |= {ClaimKind.CHANGE} if any(token.lower == "respectively" for token in reading.tokens) else set()
    for draft in drafts:
        if draft.kind not in kinds:
            continue
        if run and not _joined(reading, run[-1].quantity.last, draft.quantity.first):
            if len(run) > 1:
                yield run
            run = []
        run.append(draft)
    if len(run) > 1:
        yield run


def _joined(reading: Reading, first: int, last: int) -> bool:
    return first < last and all(reading.lower(at) in JOINTS for at in range(first, last))


def _places(reading: Reading, before: int, drafts: Sequence[Draft]) -> list[str]:
    """The last list of two or more places before a token, with no number between."""
    floor = max((d.quantity.last for d in drafts if d.quantity.last <= before), default=0)
    found: list[list[str]] = []
    last = 0
    for mark in reading.places:
        if not floor <= mark.first < before or len(mark.value) != 2 or mark.value in ("XX", "WW"):
            continue
        if found and _joined(reading, last, mark.first):
            found[-1].append(mark.value)
        else:
            found.append([mark.value])
        last = mark.last
    lists = [each for each in found if len(each) > 1]
    return lists[-1] if lists else []
