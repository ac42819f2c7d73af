"""Numbers that stand with a noun and yet count no threat: differences, thresholds, what there is, what was examined."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.sentences.grammar import Draft, verb_follows
from crosscount.claims.sentences.reading import STOPS, Phrase, Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind, Modifier

__all__ = ["LINES", "allotted", "beside_uncounted", "compound", "few", "more_by", "stock", "threshold"]

FEW = 3
YEARS = 2100  # "Defacements 2007 in sharp decrease"
APPOSED = 4  # tokens from a comma to a change
SIZED = {"event": "flood", "botnet": "host"}  # by what they are large
EXAMINED = frozenset(("scanned", "examined", "surveyed", "checked", "inspected", "analysed", "analyzed", "tested",
                      "protects", "protected", "monitors", "monitored"))  # fmt: skip
SEEKING = frozenset(("crawls", "crawled", "crawling", "hunts", "hunting", "searches", "searched", "searching", "scans",
                     "scanning", "monitoring", "checks", "checking", "inspects", "examines"))  # fmt: skip
IN_ALL = frozenset(("in the world", "on the internet", "in the country", "on the planet"))
OWNERS = frozenset(("its", "their", "our"))
LINES = frozenset(("hotline", "helpline"))  # "the 119 hotline": whose name is a number
ALLOTTED = frozenset(("allotted", "allocated", "assigned"))
IDLE = frozenset(("active", "registered", "routable", "existing", "legitimate", "operational", "available"))


def more_by(reading: Reading, quantity: Quantity) -> bool:
    """ "640 a day, up 90 from last year": a difference; not "up from 90"."""
    at = lead(reading.tokens, quantity)
    return reading.lower(at) in {"up", "down"} and reading.lower(quantity.last) in {"from", "on", "over"}


def few(reading: Reading, quantity: Quantity, phrase: Phrase) -> bool:
    """ "Two ministry websites", "three attacks": what a story tells of, and no figure."""
    spelled = reading.tokens[quantity.first].sort == "word" and quantity.value <= FEW
    return spelled and phrase.sort in ("site", "event", "incident")


def compound(reading: Reading, phrase: Phrase) -> bool:
    """ "100 phone lines": the known noun only describes the one that is counted."""
    head, after = reading.lower(phrase.head), reading.lower(phrase.last)
    if phrase.last != phrase.head + 1 or head.endswith("s"):
        return False
    plural = after.endswith("s") and not after.endswith("ss") and after not in STOPS
    return plural and not verb_follows(reading, phrase.last)


def threshold(reading: Reading, phrase: Phrase, out: Sequence[Draft]) -> bool:
    """ "220 attacks above 10 Gbps", "12 botnets with over 900 hosts": which were counted, not how large any was."""
    counted = out[-1].phrase if out else None
    if counted is None or not counted.counted or SIZED.get(counted.sort) != phrase.sort:
        return False
    between = range(counted.last, phrase.counted[0].first)
    verbs = {mark.first for mark in (*reading.actives, *reading.plains)}
    above = reading.qualified.get(reading.tokens[phrase.counted[0].first].start) is Modifier.MORE_THAN
    return len(between) < 8 and not verbs & {*between[1:]} and above and counted.counted[0].value > 1


def beside_uncounted(reading: Reading, number: int, out: Sequence[Draft]) -> bool:
    """ "16,347 warnings, which is a 15% increase", "losses of 5 million, down 19%": said of what counts no threat."""
    here, told = (
        reading.quantities[number],
        [q for q in reading.quantities[:number] if reading.lower(q.last) not in LINES],
    )
    last = told[-1] if told else None
    if last is None or last.kind is not ClaimKind.COUNT or any(draft.quantity is last for draft in out):
        return False
    joints = [at for at in range(last.last, here.first) if reading.lower(at) in {",", "which", "("}]
    timed = any(last in phrase.counted for phrase in reading.phrases if phrase.sort == "time")
    timed |= 1900 <= last.value < YEARS
    return bool(joints) and here.first - joints[-1] <= APPOSED and not timed


def allotted(reading: Reading, quantity: Quantity) -> bool:
    """ "The addresses allotted to Peru (approx. 13 million)": what there is, in brackets."""
    first = next((at for at in range(quantity.first - 1, quantity.first - 4, -1) if reading.lower(at) == "("), None)
    near = [p for p in reading.phrases if first is not None and 0 < first - p.last <= 4]
    return bool(near) and reading.lower(near[-1].last) in ALLOTTED


def _owned(reading: Reading, quantity: Quantity) -> bool:
    """ "Malware was on 1,500 of the agency's 12,000 computers", "40 of its 900 sites": all that somebody has."""
    at = lead(reading.tokens, quantity)
    part = next((q for q in reversed(reading.quantities) if q.last <= at), None)
    if part is not None and reading.words(part.last, at + 1) == "out of":
        return True  # "900 out of 40,000 sites"
    if part is None or reading.lower(part.last) != "of" or at - part.last > APPOSED:
        return False
    return reading.lower(at) in OWNERS or (reading.tokens[at].sort == "word" and reading.lower(at) not in STOPS)


def stock(reading: Reading, quantity: Quantity, phrase: Phrase) -> bool:
    """ "It scanned 2.6 million machines", "there are 900 servers in the world": what there is."""
    if phrase.sort not in ("host", "ip", "domain", "site", "page", "server"):
        return False
    if _owned(reading, quantity) and not phrase.topics:
        return True
    at = lead(reading.tokens, quantity)
    there = reading.lower(at) in {"are", "were"} and reading.lower(at - 1) == "there"
    everywhere = reading.words(phrase.last, phrase.last + 3) in IN_ALL
    at -= reading.lower(at) == "for" and reading.lower(at - 1) in SEEKING
    looked_at = reading.lower(at) in EXAMINED | SEEKING
    behind = phrase.last + any(mark.first == phrase.last for mark in reading.auxiliaries)
    idle = looked_at or (there and everywhere) or reading.lower(behind) in EXAMINED
    idle |= any(reading.lower(n) in IDLE for n in range(quantity.last, phrase.head))  # "routable addresses"
    idle |= phrase.sort == "domain" and reading.lower(behind) == "registered" and not reading.topics
    return idle and not phrase.topics
