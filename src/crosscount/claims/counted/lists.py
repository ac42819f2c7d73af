"""Lists that go together: "the US, China and Brazil accounted for 40, 15 and 9 percent respectively"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosscount.claims.counted.roles import CONTROLLED, EVENTS, TARGET_SIDE
from crosscount.claims.counted.rows import sent_from
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.lexicon import is_country
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["distribute"]

JOINTS = frozenset(
    ("台", "个", "家", "次", "起", ",", "and", "、", "和", "，", "及", "the", "nearly", "about", "some", "约", "近",
     "与")
)  # fmt: skip


def distribute(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Give each number of a list the place at the same position of a list of places before it."""
    for run in _runs(reading, drafts):
        places, at = _places(reading, run[0].quantity.first, drafts)
        places = places or _of_which(reading, run)
        if len(places) != len(run):
            continue
        sent = sent_from(reading, at)
        for draft, place in zip(run, places, strict=True):
            side = "target" in (reading.side, reading.rows if draft.kind is ClaimKind.CHANGE else None)
            struck = draft.role in EVENTS and side and not (sent or _struck(reading, run[0], places))
            if struck or (draft.role in TARGET_SIDE and draft.role not in CONTROLLED):
                draft.target = place
            else:
                draft.origin = place


def _struck(reading: Reading, draft: Draft, places: Sequence[str]) -> bool:
    """Whether it is said who was hit: "India was the target, with the US and China accounting for …"; also before:
    "China suffered 9,000 attacks. They came from Peru and Chile, which accounted for 700 and 600".
    """
    whole = draft.base
    if whole is None or whole.kind is not ClaimKind.COUNT or whole.target in (None, WORLD):
        return False  # "16 percent were aimed at Brazil, followed by Austria and Spain with 15 and 14 percent"
    if whole.phrase in reading.phrases:
        return whole.kind is not draft.kind
    return whole.origin is None and is_country(whole.target) and whole.target not in places


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


def _of_which(reading: Reading, run: Sequence[Draft]) -> list[str]:
    """ "900 and 700 addresses, of which those in Peru were 90 and 70": one place, of all parts."""
    floor = next((at for at in range(run[0].quantity.first, 0, -1) if reading.words(at - 1, at + 1) == "of which"), 0)
    stop = next((at for at in range(run[-1].quantity.last, len(reading.tokens)) if reading.tokens[at].text in ",;"), 0)
    within = range(floor, stop or len(reading.tokens)) if floor else range(0)
    named = {mark.value for mark in reading.places if mark.first in within}
    return [*named] * len(run) if len(named) == 1 and all(len(value) == 2 for value in named - {"XX"}) else []


def _joined(reading: Reading, first: int, last: int) -> bool:
    return first < last and all(reading.lower(at) in JOINTS for at in range(first, last))


def _places(reading: Reading, before: int, drafts: Sequence[Draft]) -> tuple[list[str], int]:
    """The last list of two or more places before a token, with no number between, and its last token."""
    floor = max((d.quantity.last for d in drafts if d.quantity.last <= before), default=0)
    found: list[list[str]] = []
    last, at = 0, 0
    for mark in reading.places:
        if not floor <= mark.first < before or len(mark.value) != 2 or mark.value in ("XX", "WW"):
            continue
        if found and _joined(reading, last, mark.first):
            found[-1].append(mark.value)
            at = mark.last - 1
        else:
            found.append([mark.value])
        last = mark.last
    lists = [each for each in found if len(each) > 1]
    return (lists[-1] if lists else []), at
