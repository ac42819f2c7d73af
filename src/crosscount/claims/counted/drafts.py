"""Each number of a sentence with the phrase it counts, or the earlier number that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from crosscount.claims.counted.changes import change, change_of
from crosscount.claims.counted.counts import count
from crosscount.claims.counted.elliptic import SMALL
from crosscount.claims.counted.idle import LINES, beside_uncounted
from crosscount.claims.counted.labels import items, kinds
from crosscount.claims.counted.pairs import beside
from crosscount.claims.counted.ratios import ratio
from crosscount.claims.counted.shares import share
from crosscount.claims.sentences.grammar import Draft, nounless
from crosscount.claims.sentences.reading import MARKS, STOPS, Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = ["drafts"]

PERCENT = 100
AGAIN = frozenset((", or", "( or", "(", "（", ", or a"))  # between a number and the share that it is
CLOSE = 8  # tokens between two numbers of a list
GRADES = frozenset(("level", "tier", "grade", "category", "severity", "stage"))
PLANNING = frozenset(
    ("planned", "plans", "planning", "plan", "threatened", "threatens", "threatening", "vowed", "vows", "pledged",
     "intended", "intends", "hopes", "hoped", "wants", "wanted", "aims", "aimed")
)  # fmt: skip
PEOPLE = ("ians", "cans", "eans")
SIGNS = frozenset("$€£¥￥₹")
NUMBERED = frozenset(
    ("unit", "article", "articles", "section", "chapter", "port", "version", "windows", "page", "room", "item",
     "resolution", "no", "title", "rule", "form", "phase", "level", "apt", "bureau", "act", "aged", "age", "tls", "ie",
     "part", "annex", "type", "class", "model", "building", "floor", "top", "flight", "fortune")
)  # fmt: skip


def drafts(reading: Reading, before: Sequence[Draft]) -> list[Draft]:
    """The drafts of a sentence; `before`: those of the sentences before, the last one last."""
    out: list[Draft] = []
    owners = {id(q): p for p in reading.phrases for q in p.counted}
    changes = [change_of(reading, q) for q in reading.quantities]
    for number, (one, other) in enumerate(pairwise(reading.quantities)):
        between = re.sub(r"[(（].*[)）] ?", "", reading.words(one.last, other.first))  # "66 percent (to 2019) and 35"
        joined = between in {"and", "和", "、", ","} or _country_by_country(reading, one, other)
        if joined and one.kind is other.kind is ClaimKind.SHARE:
            changes[number + 1] = changes[number + 1] or changes[number]
    last: str | None = None
    for number, quantity in enumerate(reading.quantities):
        if _said_again(reading, number):
            changes[number + 1] = changes[number + 1] or changes[number]
        at = lead(reading.tokens, quantity)
        goes_on = reading.lower(at) == "by" or reading.words(at - 1, at + 1) == "and of"
        if changes[number] is None and last and goes_on:
            changes[number] = last  # "fell by 53% to 341, malware by 37% to 553"
        last = changes[number] or last
    listed = items(reading)
    handled = next((d for d in reversed(before) if d.role == "incident_report" and d.kind is ClaimKind.COUNT), None)
    of_kinds = {id(quantity) for quantity in kinds(reading)} if handled is not None else ()
    for number, quantity in enumerate(reading.quantities):
        if id(quantity) in listed:
            out.append(Draft(quantity, ClaimKind.COUNT, listed[id(quantity)]))
            continue
        if handled is not None and id(quantity) in of_kinds:
            out.append(Draft(quantity, ClaimKind.COUNT, handled.phrase, handled))
            continue
        if _numbered(reading, quantity) or _said_again(reading, number) or _unreal(reading, quantity):
            continue
        if changes[number] is not None and beside_uncounted(reading, number, out):
            continue
        phrase = owners.get(id(quantity))
        left_out = quantity.kind is ClaimKind.COUNT and _percent_left_out(reading, number)
        kind = ClaimKind.SHARE if left_out else quantity.kind
        if kind is ClaimKind.SHARE and changes[number] is not None:
            draft = change(reading, quantity, phrase, out, before, falls=changes[number] == "down")
        elif kind is ClaimKind.SHARE:
            draft = share(reading, quantity, phrase, out, before)
        elif kind is ClaimKind.RATIO:
            draft = ratio(reading, quantity, out, before)
        elif kind is ClaimKind.RANK:
            draft = Draft(quantity, kind)
        else:
            told = [each for each in out if each.kind is not ClaimKind.RANK]  # "ranked second with 4,800"
            draft = count(reading, number, phrase, owners, told, before)
        if draft is not None:
            stated = None if draft.kind is not ClaimKind.SHARE else _stated_before(reading, number, draft, out)
            out += [draft] if stated is None else [stated, draft]
    _respectively(reading, out)
    _shares(out)
    return out


def _said_again(reading: Reading, number: int) -> bool:
    """ "By a quarter (26%)", "more than tripled (up 210%)": the percentage in brackets says the same."""
    here, after = reading.quantities[number], reading.quantities[number + 1 : number + 2]
    if not here.worded or here.kind is ClaimKind.COUNT or not after or after[0].kind is not ClaimKind.SHARE:
        return False
    between = [reading.lower(at) for at in range(here.last, after[0].first)]
    changing = {reading.lower(mark.first) for mark in reading.changes}
    return between[:1] in (["("], ["（"]) and set(between[1:]) <= {"by", "about", "a"} | changing


def _stated_before(reading: Reading, number: int, share: Draft, out: Sequence[Draft]) -> Draft | None:
    """ "3,100, or 34 percent, were traced to Peru", "18 (4%) were grave": the number that a share says again."""
    if not number or share.quantity.worded or share.phrase is None:
        return None
    one, told = reading.quantities[number - 1], {id(each.quantity) for each in out}
    between = re.sub(
        r" (?:about|nearly|some|almost|roughly|around|over)$", "", reading.words(one.last, share.quantity.first)
    )
    if id(one) in told or one.kind is not ClaimKind.COUNT or between not in AGAIN or one.first in reading.dated:
        return None
    unread = _numbered(reading, one) or _unreal(reading, one) or one.value < SMALL
    return None if unread else Draft(one, ClaimKind.COUNT, share.phrase, share.base)


def _unreal(reading: Reading, quantity: Quantity) -> bool:
    """ "They planned to deface 46 sites": what nobody has done."""
    for at in range(quantity.first - 2, max(0, quantity.first - CLOSE), -1):
        if reading.lower(at) in MARKS or reading.lower(at) in {"after", "and"}:
            return False
        if reading.lower(at) in PLANNING and reading.lower(at + 1) == "to":
            return True
    return False


def _country_by_country(reading: Reading, one: Quantity, other: Quantity) -> bool:
    """ "Peru saw a 17% decline, Chile a 13% and Bolivia an 8% one": only places and articles between."""
    placed = {at for mark in reading.places for at in range(mark.first, mark.last)}
    changed = {at for mark in reading.changes for at in range(mark.first, mark.last)}
    between = range(one.last, other.first)
    words = {reading.lower(at) for at in between if at not in placed | changed}
    return bool(placed & {*between}) and words <= {",", "and", "a", "an", "the", "while"}


def _percent_left_out(reading: Reading, number: int) -> bool:
    """ "China sent 13 percent, the US 10 and Indonesia 7.6": a bare number in a list of percentages."""
    here = reading.quantities[number]
    if here.value > PERCENT or here.worded or not nounless(reading, here.last):
        return False
    if _goes_on(reading, number):
        return True
    before = reading.quantities[number - 1] if number else None
    if before is not None and before.kind is ClaimKind.SHARE:
        between = set(reading.words(before.last, here.first).split())
        if "from" in between and between <= {",", "up", "down", "from", "(", "about", "some", "nearly"}:
            return True  # "33 percent, down from 34"
    beside_it = reading.quantities[max(0, number - 1) : number + 2]
    near = any(q.kind is ClaimKind.SHARE and abs(q.first - here.first) <= CLOSE for q in beside_it)
    return near and bool(beside(reading, here))


def _goes_on(reading: Reading, number: int) -> bool:
    """ "Floods accounted for 8 percent and phishing for 12", "Asia with 45 percent, Europe with 31": the same word."""
    last = reading.quantities[number]
    word = reading.lower(lead(reading.tokens, last))
    if word not in {"for", "with"}:
        return False
    for before in reversed(reading.quantities[:number]):
        if last.first - before.last > CLOSE or reading.lower(lead(reading.tokens, before)) != word:
            return False
        if before.kind is ClaimKind.SHARE:
            return not before.worded
        last = before
    return False


def _numbered(reading: Reading, quantity: Quantity) -> bool:
    """Money, and numbers that are names."""
    before = reading.tokens[quantity.first - 1] if quantity.first else None
    if reading.lower(quantity.last) in LINES and quantity.kind is ClaimKind.COUNT:
        return True  # "the 119 hotline"
    after = reading.tokens[quantity.last] if quantity.last < len(reading.tokens) else None
    if after is not None and (after.text in SIGNS or (after.glued and after.text[0] == "." and after.sort == "word")):
        return True  # "$", or "4040.example"
    if reading.hyphened(quantity.last) or reading.hyphened(quantity.first):
        return True  # "a ten-month inquiry", "MS08-067"
    if quantity.value == 1 and quantity.kind is ClaimKind.COUNT and not quantity.worded and after is not None:
        return after.sort == "word" and after.lower not in STOPS  # "1 address is not 1 computer"
    if after is not None and after.text[:1].isupper() and after.lower.endswith(PEOPLE) and quantity.value < PERCENT:
        return True  # "six Estonians were arrested"
    if before is None or quantity.kind is ClaimKind.RANK:
        return False
    return (
        _version(reading, quantity)
        or before.text in SIGNS
        or (before.lower in GRADES and quantity.value < 10)  # "ten level 3 incidents"
        or (before.lower in NUMBERED and before.text[:1].isupper())
        or before.lower in {"usd", "rmb", "eur", "port", "aged", "article", "top"}
    )


def _version(reading: Reading, quantity: Quantity) -> bool:
    """ "Duqu 2.0": a number with a point right behind a name."""
    before, number = reading.tokens[quantity.first - 1], reading.tokens[quantity.first]
    pointed = "." in number.text and quantity.last == quantity.first + 1
    return quantity.kind is ClaimKind.COUNT and pointed and quantity.value < 100 and before.text[:1].isupper()


def _respectively(reading: Reading, out: list[Draft]) -> None:
    """ "41 hosts served 960 pages, up 12 percent and 35 percent respectively"."""
    if not any(token.lower in {"respectively", "分别"} for token in reading.tokens):
        return
    changes = [d for d in out if d.kind is ClaimKind.CHANGE]
    counts = [d for d in out if d.kind is ClaimKind.COUNT]
    if len(changes) > 1 and len(counts) >= len(changes):
        for change, count in zip(changes, counts[-len(changes) :], strict=True):
            change.base, change.phrase = count, count.phrase


def _shares(out: list[Draft]) -> None:
    """Numbers that count one phrase together: "61,000 and 48,000 infected IPs"."""
    groups: dict[int, list[Draft]] = {}
    for draft in out:
        if draft.phrase is not None and draft.kind is ClaimKind.COUNT and draft.base is None:
            groups.setdefault(id(draft.phrase), []).append(draft)
    for group in groups.values():
        for number, draft in enumerate(group):
            draft.shared, draft.sharing = number, len(group)
