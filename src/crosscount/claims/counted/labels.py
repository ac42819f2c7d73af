"""Numbers set behind what they count: "sites with backdoors: 1,754", "servers, 77 of them"."""

from __future__ import annotations

from crosscount.claims.sentences.grammar import nounless
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = ["IN_ALL", "items", "kinds", "label"]

CHANGED = frozenset(("content of", "contents of", "appearance of", "defacement of"))
HITTING = frozenset(("on", "against"))
KINDS = frozenset(("host", "server", "ip", "site", "page"))
IN_ALL = frozenset(("of them", "in all", "in number", "in total", "all told"))  # "servers, 77 of them, controlled"
COUNTED = frozenset(("incident", "event", "report", "breach"))
SEVERAL = 3  # numbers of a list
PARTING = frozenset((",", ";", ".", "and", "，", "；", "。", "、"))
ENDS = frozenset(";；。:：")


def label(reading: Reading) -> None:
    """Give such numbers to the phrases that they count, as if they stood in front."""
    for each in reading.phrases:
        colon = lead(reading.tokens, each.counted[0]) if each.counted and each.sort in COUNTED else -1
        if reading.lower(colon) in {":", "："}:  # "Defacements: 640 incidents"
            begin = max((at + 1 for at in range(colon) if reading.tokens[at].text in ENDS), default=0)
            each.topics |= {mark.value for mark in reading.topics if begin <= mark.first < colon}
    for mark in reading.topics:
        rated = [p for p in reading.phrases if p.sort in KINDS and p.last < mark.first]
        if rated and reading.words(mark.first - 1, mark.first) == "as":
            rated[-1].topics.add(mark.value)  # "900 links were recognised as malicious"
    for site in reading.phrases:
        at = reading.back(site.first - 1, {"the"})
        if site.sort == "site" and reading.words(at - 1, at + 1) in CHANGED:
            site.topics.add("deface")  # "the content of 1,116 sites was changed"
    for quantity in reading.quantities:
        phrase = _labelled(reading, quantity) if quantity.kind is ClaimKind.COUNT else None
        if phrase is not None and not phrase.counted:
            phrase.counted.append(quantity)


def items(reading: Reading) -> dict[int, Phrase]:
    """What the numbers of "incidents by type: phishing 12, scams 8, malware 3" count, by `id` of the number."""
    colon, listed = _behind_colon(reading)
    kinds = [phrase for phrase in reading.phrases if phrase.last <= colon and phrase.sort in COUNTED]
    out = {id(quantity): kinds[-1] for quantity in listed} if kinds else {}
    for phrase in reading.phrases if kinds else ():
        own = next((q for q in listed if q.first == phrase.last and phrase.sort == "defacement"), None)
        out |= {} if own is None else {id(own): phrase}  # sites, whatever the others are
    return out


def kinds(reading: Reading) -> list[Quantity]:
    """The numbers of "by type: phishing 12, scams 8, malware 3; total 23", where nothing says what they count."""
    colon, listed = _behind_colon(reading)
    topics = {mark.value for mark in reading.topics if mark.first > colon}
    named = any(phrase.last <= colon and phrase.sort in COUNTED | KINDS for phrase in reading.phrases)
    return listed if len(topics) > 1 and not named else []


def _behind_colon(reading: Reading) -> tuple[int, list[Quantity]]:
    """The colon, and the numbers behind it if there are several, each right behind words that say of what."""
    colon = next((at for at in range(len(reading.tokens)) if reading.lower(at) in {":", "："}), -1)
    listed = [quantity for quantity in reading.quantities if quantity.first > colon >= 0]
    if len(listed) < SEVERAL or any(quantity.kind is not ClaimKind.COUNT for quantity in listed):
        return colon, []
    begin = colon + 1
    for quantity in listed:
        words = [at for at in range(begin, quantity.first) if reading.tokens[at].sort == "word"]
        if not words or reading.lower(quantity.last) not in PARTING | {""}:
            return colon, []
        begin = quantity.last + 1
    return colon, listed


def _labelled(reading: Reading, quantity: Quantity) -> Phrase | None:
    """What a number without a noun of its own is set behind."""
    before = lead(reading.tokens, quantity)
    mark, last = reading.lower(before), quantity.last
    if not nounless(reading, last):
        return None  # "products for phones detected: 1,300 malicious packages"
    kinds = [phrase for phrase in reading.phrases if phrase.sort in KINDS and phrase.last <= before]
    behind = [phrase for phrase in kinds if before in (phrase.last, phrase.after)]
    if mark in {",", "-", "–", "—"} and reading.words(last, last + 2) in IN_ALL and reading.lower(last + 2) == mark:
        hit = behind[-1] if behind else None
        attacks = next((p for p in reading.phrases if hit is not None and p.last == hit.first - 1), hit)
        return attacks if hit is not None and reading.lower(hit.first - 1) in HITTING else hit
    if mark == "numbering":
        return next((p for p in kinds if before - 1 in (p.last, p.after)), None)
    if mark in {":", "："}:
        begin = max((at + 1 for at in range(before) if reading.tokens[at].text in ENDS), default=0)
        counted = any(begin <= other.first < before for other in reading.quantities)
        named = [phrase for phrase in reading.phrases if phrase.first >= begin and phrase.last <= before]
        named = [phrase for phrase in named if phrase.sort != "place"]
        return None if counted or not named or named[0].sort not in KINDS else named[0]
    return None
