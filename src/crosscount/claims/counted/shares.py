"""What a percentage is a share of: the noun behind "of", its own, the one before, or what a number before counted."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.answers import NO_THREAT, NoThreat, first_answer
from crosscount.claims.counted.bareshares import BARE_SHARES
from crosscount.claims.counted.percentage import Percentage
from crosscount.claims.sentences.grammar import BARE_CASES, NO_CLAIM, Draft, alike, leading_phrase, nearest, part_of
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import Quantity
from crosscount.model.claim import ClaimKind

__all__ = ["share"]

WHOLES = frozenset(("total", "cases", "whole", "latter", "former", "traffic", "activity"))
ELLIPTIC = frozenset(("such", "them", "these", "those", "which", "all", "cases", "that", "it"))
DEFINITE = frozenset(("the", "these", "those", "all"))
ALL_THERE_ARE = frozenset(("of the total number of", "of the total", "of all", "of all the"))
MACHINES = frozenset(("ip", "host", "server", "site"))
FAR = 14  # tokens from "most" to its percentage
NEAR = 8
GAPPED = 5  # tokens from "30 percent and Kenya" to the next


def share(
    reading: Reading, quantity: Quantity, noun: Phrase | None, here: Sequence[Draft], earlier: Sequence[Draft]
) -> Draft | None:
    """The draft of a percentage that is a share, with its whole."""
    if _told_in_figures(reading, quantity):
        return None
    return first_answer(RULES, Percentage(reading, quantity, noun, here, earlier))


def _told_in_figures(reading: Reading, quantity: Quantity) -> bool:
    """ "One in three (33%)", "most of which were in the US (27.3%)": the percentage behind says the same."""
    if quantity.one_in:
        return bool({"(", "（"} & {*reading.words(quantity.last, quantity.last + FAR).split()})
    return quantity.worded and _told_after(reading, quantity)


def _told_after(reading: Reading, quantity: Quantity) -> bool:
    """Whether a percentage behind says how many: "most of which were in the US (27.3%)"."""
    for other in reading.quantities:
        mark = reading.lower(other.first - 1)
        dashed = quantity.most and other.kind is ClaimKind.COUNT and mark in {"-", "–", "—", "("}
        if mark == "," and reading.lower(other.last) in {"in", "from"}:
            return False  # "a third of them in Peru, 7 percent in Chile"
        if other.first > quantity.last and (other.kind is ClaimKind.SHARE or dashed):
            between = other.first - quantity.last
            if not quantity.most and (between > NEAR or mark not in {",", "("}):
                return False
            return between <= FAR and not other.worded
    return False


def _of_the_unknown(number: Percentage) -> NoThreat | None:
    """ "12 percent of the voters": what the dictionary does not know."""
    of = number.part is None and number.reading.lower(number.end) == "of"
    return NO_THREAT if of and not _elliptic(number.reading, number.end + 1) else None


def _elliptic(reading: Reading, at: int) -> bool:
    """Whether what follows "of" stands for what was named: "of them", "of the total"."""
    word = reading.lower(at)
    named = word in {"the", "this", "that", "its", "their"} and bool(
        {reading.lower(at + 1), reading.lower(at + 2)} & WHOLES
    )
    return word in ELLIPTIC or named


def _of_a_part(number: Percentage) -> Draft | NoThreat | None:
    """ "27 percent of the infected hosts", "attacks from Peru made up 21 percent of attacks"."""
    part = number.part
    if part is None or _bare(number.reading, part):
        return None
    if part.sort in NO_CLAIM:
        return NO_THREAT
    last = number.here[-1] if number.here else None
    if last is not None and last.phrase is not None and _of_all_there_are(number, part, last):
        return number.of(last.phrase, last)
    whole, subject = alike(part, number.told), number.subject()
    if subject is not None and subject.sort == part.sort and subject.from_places:
        return number.of(subject, whole)
    counted = next((each for each in number.here if each.phrase is part), whole)
    return number.of(part, _all_of_them(number, part, counted))


def _of_all_there_are(number: Percentage, part: Phrase, last: Draft) -> bool:
    """ "55 million addresses were hit, accounting for 14 percent of the total number of addresses": those that were."""
    counted = last.kind is ClaimKind.COUNT and last.phrase is not None and last.phrase.sort == part.sort
    said = number.reading.words(number.end, part.first) in ALL_THERE_ARE
    return (
        counted and said and part.sort in MACHINES and number.reading.lower(number.quantity.first - 1) in {"for", "or"}
    )


def _bare(reading: Reading, part: Phrase) -> bool:
    """ "Of the cases": a noun that does not say of what."""
    return reading.lower(part.head) in BARE_CASES and not part.topics


def _all_of_them(number: Percentage, part: Phrase, base: Draft | None) -> Draft | None:
    """ "Of 900 attacks, 300 came from Peru. Half of the attacks hit banks": of all, and not of Peru's only."""
    if base is None or base.origin is None or number.reading.lower(part.first - 1) != "the":
        return base
    told = (d for d in reversed(number.earlier) if d.kind is ClaimKind.COUNT and d.role == base.role)
    whole = (d for d in told if d.origin is None and d.window == base.window)
    return next((d for d in whole if d.quantity.value > base.quantity.value), base)


def _of_the_cases(number: Percentage) -> Draft | None:
    """ "27 percent of the cases": of what was counted before, and not of those who act."""
    part, reading = number.part, number.reading
    if part is None or reading.lower(part.first - 1) not in DEFINITE or not number.told:
        return None
    if reading.lower(number.quantity.first - 1) == "in":
        return None
    return number.of(None, nearest([each for each in number.here if not _does(number, each)], number.earlier))


def _does(number: Percentage, draft: Draft) -> bool:
    """Whether a number counts those who act on what a share is of: "8,000 addresses were behind half of the cases"."""
    if draft.phrase is None or draft.phrase.sort not in ("ip", "server"):
        return False
    between = range(draft.quantity.last, number.quantity.first)
    return any(mark.first in between for mark in number.reading.actives)


def _next_kind(number: Percentage) -> Draft | None:
    """ "25 percent of the reports involved fraud, 13 percent intrusions (9 percent of them …)": of the reports, too."""
    last = number.here[-1] if number.here else None
    if last is None or last.kind is not ClaimKind.SHARE or last.base is None or number.part is not None:
        return None
    kinds = number.noun is None or number.noun.sort in ("event", "malware", "incident", "infection")
    return number.of(last.phrase, last.base) if kinds and last.base.role == "incident_report" else None


def _of_its_noun(number: Percentage) -> Draft | None:
    """ "61 percent infected hosts"; not "Of these, 61 percent affected networks of the state"."""
    if number.noun is None or number.noun.sort in NO_CLAIM:
        return None
    active = any(mark.first == number.quantity.last for mark in number.reading.actives)
    return None if number.of_these and active else number.of_named(number.noun)


def _of_the_leading(number: Percentage) -> Draft | None:
    """ "Of the 35,000 attacks, 12 percent"."""
    leading = leading_phrase(number.reading, number.quantity)
    if leading is None:
        return None
    here = (each for each in number.here if each.phrase is leading)
    return number.of(leading, alike(leading, number.told) or next(here, None))


def _of_the_bracketed(number: Percentage) -> Draft | None:
    """位于日本(22.8%)、美国(20.4%)的控制服务器: the noun behind 的."""
    reading, last = number.reading, number.quantity.last
    if reading.lower(number.quantity.first - 1) not in {"(", "（"}:
        return None
    for at, token in enumerate(reading.tokens[last : last + 24], start=last):
        if token.text in {"。", "；", "，"}:
            return None
        if token.text == "的":
            noun = next((p for p in reading.phrases if at <= p.first <= at + 2), None)
            return None if noun is None else number.of_named(noun)
    return None


def _or_so_many(number: Percentage) -> Draft | None:
    """ "13 percent, or 940 addresses"."""
    reading, last = number.reading, number.quantity.last
    for other in reading.quantities:
        if 0 < other.first - last <= 2 and "or" in reading.words(last, other.first).split():
            noun = next((phrase for phrase in reading.phrases if other in phrase.counted), None)
            if noun is not None:
                return number.of(noun, alike(noun, number.earlier))
    return None


def _of_what_the_next_is(number: Percentage) -> Draft | None:
    """ "Peru had 30 percent and Kenya 12 percent of the infected hosts": of the noun that is said once, for both."""
    reading, last = number.reading, number.quantity.last
    other = next((each for each in reading.quantities if each.first >= last), None)
    if other is None or other.kind is not ClaimKind.SHARE or not 1 < other.first - last <= GAPPED:
        return None
    placed = any(last < mark.first < other.first for mark in reading.places)
    part = part_of(reading, other.last)
    if part is None or not placed or reading.lower(last) not in {"and", ","} or part.sort in NO_CLAIM:
        return None
    return number.of(part, alike(part, number.told))


RULES = (
    _of_the_unknown,
    _of_a_part,
    _of_the_cases,
    _next_kind,
    _of_its_noun,
    _of_the_leading,
    _of_the_bracketed,
    _or_so_many,
    _of_what_the_next_is,
    *BARE_SHARES,
)
