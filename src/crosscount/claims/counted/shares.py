"""What a percentage is a share of, and what a multiple multiplies."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.counted.changes import of_no_threat
from crosscount.claims.counted.roles import ORIGIN_SIDE
from crosscount.claims.sentences.grammar import (
    BARE_CASES,
    NO_CLAIM,
    WEAK,
    Draft,
    alike,
    leading_phrase,
    main,
    nearest,
    nounless,
    part_of,
)
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import Quantity
from crosscount.model.claim import ClaimKind

__all__ = ["ratio", "share"]

THIS_FIGURE = frozenset(("this figure", "this number", "this total", "that figure", "that number", "the figure"))
FOLLOWED = frozenset(("it was followed by", "it is followed by", "this was followed by", "that was followed by"))
THEIRS = frozenset(("of them", "of these", "of those"))
WHOLES = frozenset(("total", "cases", "whole", "latter", "former", "traffic", "activity"))
HOLDING = frozenset(
    ("占", "约", "accounted", "accounting", "for", "about", "some", "nearly", "made", "up", "making", "constituted",
     "represented", "comprised")
)  # fmt: skip
ELLIPTIC = frozenset(("such", "them", "these", "those", "which", "all", "cases", "that", "it"))


def share(
    reading: Reading, quantity: Quantity, phrase: Phrase | None, out: list[Draft], before: Sequence[Draft]
) -> Draft | None:
    """The draft of a percentage that is a share, with its whole."""
    kind = ClaimKind.SHARE
    if quantity.worded and not quantity.one_in and _told_after(reading, quantity):
        return None
    if quantity.one_in and {"(", "（"} & {*reading.words(quantity.last, quantity.last + 14).split()}:
        return None  # the percentage in brackets says the same
    end = _end_of_list(reading, quantity)
    end -= reading.lower(end - 1) == "of"  # "most of"
    end += reading.words(end, end + 2) == ") of"  # "over half (57 percent) of"
    part = part_of(reading, end)
    if part is None and phrase is not None and quantity.most and reading.lower(end) == "of":
        part = phrase  # "most of attacks": no article parts them
        part.counted = [each for each in part.counted if each is not quantity]
    total = next((at for at in range(end + 2, end + 5) if reading.lower(at) == "total"), None)
    if part is None and total is not None and reading.lower(total + 1) in {"for", "of"}:
        part = next((p for p in reading.phrases if p.first - total in (2, 3)), None)  # "of the worldwide total for"
    if part is None and reading.lower(end) == "of" and not _elliptic(reading, end + 1):
        return None
    if part is not None and not (reading.lower(part.head) in BARE_CASES and not part.topics):
        if part.sort in NO_CLAIM:
            return None
        own = _own_subject(reading, quantity)
        if own is not None and own.sort == part.sort and own.from_places:
            return Draft(quantity, kind, own, alike(part, [*before, *out]))  # "attacks from Peru made up 21 percent of"
        counted = [d for d in out if d.phrase is part]
        base = counted[0] if counted else alike(part, [*before, *out])
        return Draft(quantity, kind, part, _all_of_them(reading, part, base, before))
    definite = part is not None and reading.lower(part.first - 1) in {"the", "these", "those", "all"}
    if definite and reading.lower(quantity.first - 1) != "in" and (before or out):  # "27 percent of the cases"
        return Draft(quantity, kind, None, nearest([d for d in out if not _does(reading, d, quantity)], before))
    opened = reading.words(0, 2) in {"of these", "of those", "of them", "among these", "among those", "among them"}
    if opened and any(mark.first == quantity.last for mark in reading.actives):
        phrase = None  # "Of these, 61 percent affected networks of the state"
    if phrase is not None and phrase.sort not in NO_CLAIM:
        return Draft(quantity, kind, phrase, alike(phrase, [*before, *out]))
    leading = leading_phrase(reading, quantity)
    if leading is not None:
        whole = alike(leading, [*before, *out]) or next((d for d in out if d.phrase is leading), None)
        return Draft(quantity, kind, leading, whole)
    bracketed = _bracketed(reading, quantity)
    if bracketed is not None:
        return Draft(quantity, kind, bracketed, alike(bracketed, [*before, *out]))
    for other in reading.quantities:  # "13 percent, or 940 addresses"
        if 0 < other.first - quantity.last <= 2 and "or" in reading.words(quantity.last, other.first).split():
            for each in reading.phrases:
                if other in each.counted:
                    return Draft(quantity, kind, each, alike(each, before))
    if opened and not out:
        return Draft(quantity, kind, None, nearest(out, before))  # "Of these, spam relays accounted for 47 percent"
    last = out[-1] if out else None
    again = reading.lower(quantity.last) in {"in", "from"} and reading.lower(quantity.first - 1) in {"and", ","}
    if last is not None and last.kind is kind and last.phrase is not None and again:
        return Draft(quantity, kind, last.phrase, last.base)  # "60 percent of attacks were in Ukraine and 30 in Russia"
    if not out and before and reading.words(0, 4) in FOLLOWED:
        return Draft(quantity, kind, before[-1].phrase, before[-1])  # "It was followed by Peru with 6 percent"
    told = [d for d in out if d.kind is not ClaimKind.RANK]
    own = _own_subject(reading, quantity) if told else None
    whole = alike(own, [*before, *out]) if own is not None else None
    if whole is not None:
        return Draft(quantity, kind, own, whole)
    object_ = _object(reading, quantity, told[-1].quantity.last) if told else None
    if object_ is not None:
        return Draft(quantity, kind, object_)
    if told:
        base = next((d for d in reversed(told) if d.kind is ClaimKind.COUNT), told[-1])
        return Draft(quantity, kind, base.phrase, base)
    told_by = _behind_source(reading)
    left = [p for p in reading.phrases if told_by <= p.first and p.last <= quantity.first and p.sort not in NO_CLAIM]
    spread = next((p for p in left if reading.lower(p.last) == "分布"), None)  # 植入后门的IP地址分布
    subject = spread or (left[0] if left else None)
    parts = WEAK | {"botnet", "malware"}  # "the largest botnet made up 18 percent of them"
    if subject is not None and subject.sort in parts and before and reading.words(end, end + 2) in THEIRS:
        return Draft(quantity, kind, None, nearest((), before))  # "firms were hit by 18.6 percent of them"
    bare = subject is not None and reading.lower(subject.head) in BARE_CASES and not subject.topics
    if subject is not None and before and reading.lower(subject.last) in {"made", "accounted", "constituted"}:
        return Draft(quantity, kind, subject, nearest(out, before))  # "Trojans made up 39 percent": of what was counted
    if subject is not None and not (bare and before):
        return Draft(quantity, kind, subject, alike(subject, before))
    if not nounless(reading, quantity.last):
        return None
    last = nearest(out, before)
    return None if last is None else Draft(quantity, kind, last.phrase, last)


def _all_of_them(reading: Reading, part: Phrase, base: Draft | None, before: Sequence[Draft]) -> Draft | None:
    """ "Of 900 attacks, 300 came from Peru. Half of the attacks hit banks": of all, and not of Peru's only."""
    if base is None or base.origin is None or reading.lower(part.first - 1) != "the":
        return base
    told = (d for d in reversed(before) if d.kind is ClaimKind.COUNT and d.role == base.role)
    whole = (d for d in told if d.origin is None and d.window == base.window)
    return next((d for d in whole if d.quantity.value > base.quantity.value), base)


def _behind_source(reading: Reading) -> int:
    """The token behind "According to the ministry," at the head, else 0: who speaks is not what is counted."""
    if reading.words(0, 2) != "according to":
        return 0
    return next((at for at, token in enumerate(reading.tokens) if token.text == ","), 0)


def _object(reading: Reading, quantity: Quantity, floor: int) -> Phrase | None:
    """ "Half of them are in Peru, which launched the most attacks at 44 percent": attacks, and not what is half."""
    if reading.lower(quantity.first - 1) not in {"at", "with"}:
        return None
    verbs = {mark.first for mark in (*reading.plains, *reading.actives)}
    near = [p for p in reading.phrases if floor <= p.first and p.last <= quantity.first and p.sort == "event"]
    near = [p for p in near if not p.counted]
    return next((p for p in near if p.first - 1 - (reading.lower(p.first - 1) == "the") in verbs), None)


def _does(reading: Reading, draft: Draft, quantity: Quantity) -> bool:
    """Whether a number counts those who act on what a share is of: "8,000 addresses were behind half of the cases"."""
    if draft.phrase is None or draft.phrase.sort not in ("ip", "server"):
        return False
    return any(draft.quantity.last <= mark.first < quantity.first for mark in reading.actives)


def _own_subject(reading: Reading, quantity: Quantity) -> Phrase | None:
    """ "US-based servers accounting for 24.3 percent": the noun right before, which no number counts."""
    at = quantity.first
    while reading.lower(at - 1) in HOLDING:
        at -= 1
    held = {phrase.last for phrase in reading.phrases} | {phrase.after for phrase in reading.phrases}
    if at == quantity.first or at not in held:
        return None
    subject = next(p for p in reading.phrases if at in (p.last, p.after))
    return None if subject.counted or subject.sort in NO_CLAIM | WEAK else subject


def _told_after(reading: Reading, quantity: Quantity) -> bool:
    """Whether a percentage behind says how many: "most of which were in the US (27.3%)"."""
    for other in reading.quantities:
        mark = reading.lower(other.first - 1)
        dashed = quantity.most and other.kind is ClaimKind.COUNT and mark in {"-", "–", "—", "("}
        if mark == "," and reading.lower(other.last) in {"in", "from"}:
            return False  # "a third of them in Peru, 7 percent in Chile"
        if other.first > quantity.last and (other.kind is ClaimKind.SHARE or dashed):
            between = range(quantity.last, other.first)
            if not quantity.most and (len(between) > 8 or mark not in {",", "("}):
                return False
            return len(between) <= 14 and not other.worded
    return False


def _end_of_list(reading: Reading, quantity: Quantity) -> int:
    """The token after the last of "30, 20 and 10 percent"."""
    last = quantity.last
    for other in reading.quantities:
        words = [reading.lower(at) for at in range(last, other.first)]
        if other.first > last and other.kind is ClaimKind.SHARE and set(words) <= {",", "and", "、", "和"}:
            last = other.last
    return last


def _elliptic(reading: Reading, at: int) -> bool:
    """Whether what follows "of" stands for what was named: "of them", "of the total"."""
    word = reading.lower(at)
    named = word in {"the", "this", "that"} and bool({reading.lower(at + 1), reading.lower(at + 2)} & WHOLES)
    return word in ELLIPTIC or named


def _bracketed(reading: Reading, quantity: Quantity) -> Phrase | None:
    """位于日本(22.8%)、美国(20.4%)的控制服务器: the noun behind 的."""
    if reading.lower(quantity.first - 1) not in {"(", "（"}:
        return None
    for at in range(quantity.last, min(len(reading.tokens), quantity.last + 24)):
        if reading.tokens[at].text in {"。", "；", "，"}:
            return None
        if reading.tokens[at].text == "的":
            return next((p for p in reading.phrases if at <= p.first <= at + 2), None)
    return None


def ratio(reading: Reading, quantity: Quantity, out: list[Draft], before: Sequence[Draft]) -> Draft | None:
    """The draft of a multiple, with what was multiplied."""
    kind = ClaimKind.RATIO
    if of_no_threat(reading, quantity):
        return None
    if out:
        between = [p for p in reading.phrases if out[-1].quantity.last <= p.first and p.last <= quantity.first]
        own = next((p for p in between if not p.counted and p.sort not in NO_CLAIM and main(reading, p)), None)
        if own is not None:
            return Draft(quantity, kind, own, alike(own, [*before, *out]))
        return Draft(quantity, kind, out[-1].phrase, out[-1])
    left = [
        p for p in reversed(reading.phrases) if p.last <= quantity.first and p.sort not in NO_CLAIM and not p.counted
    ]
    subject = next((p for p in left if main(reading, p)), left[0] if left else None)
    if subject is not None:
        return Draft(quantity, kind, subject, alike(subject, before))
    mains = [d for d in before if d.role not in ORIGIN_SIDE] if reading.words(0, 2) in THIS_FIGURE else []
    last = nearest(out, mains or before)
    return None if last is None else Draft(quantity, kind, last.phrase, last)
