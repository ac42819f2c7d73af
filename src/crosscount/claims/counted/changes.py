"""Percentages that say how much more or less: of what, and in which direction."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.days.earlier import held_against
from crosscount.claims.sentences.doers import before_aside
from crosscount.claims.sentences.grammar import NO_CLAIM, WEAK, Draft, agentive, alike, main, nearest
from crosscount.claims.sentences.reading import MARKS, Phrase, Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = ["change", "change_of", "of_no_threat"]

COMPARATIVES = {"more": "up", "higher": "up", "less": "down", "fewer": "down", "lower": "down"}
BEFORE_CHANGES = frozenset(
    ("环比", "同比", "较", "a", "an", "the", "nearly", "almost", "some", "about", "more", "than", "sharp", "slight",
     "steep", "big", "small", "huge", "modest", "further", "annual", "yearly", "marked", "significant", "year", "on",
     "another")
)  # fmt: skip
# Between a change and its number: "rose by more than".
LINKS = frozenset(
    ("by", "of", "about", "nearly", "more", "than", "some", "around", "almost", "over", "a", "an", "the", "to",
     "roughly", "了", "约", "further", "another", "approximately", "at", "least", "only", "just", "rate", "was",
     "is", "and", "percent", "%", ",", "annual", "year", "on", "同比", "了近", "近", "-")
)  # fmt: skip
# Before "down" and "up" where nothing grew or shrank: "took down 27 sites".
TAKING = frozenset(("took", "taken", "take", "shut", "knocked", "taking", "brought", "closed", "made", "make", "makes",
                    "making", "set", "come", "came"))  # fmt: skip
PARTING = frozenset((",", "，", "(", "（", "–", "—", *";；。"))  # "at 33 percent (down from 34)": no change
PART = frozenset(("these", "those", "them", "which", "such", "this", "that"))
# What attacks cost, or is used and bought; none of it is a threat.
OTHERS = frozenset(
    ("cost", "costs", "usage", "revenue", "revenues", "sales", "budget", "budgets", "spending", "investment", "price",
     "salaries", "sensors", "sensor", "prices", "ransoms", "payments", "profit", "profits", "turnover", "subscribers",
     "shares", "stock", "stocks", "market", "penetration", "population", "exports", "imports", "economy", "inflation",
     "workforce", "staffing", "demand", "awareness", "downloads", "earnings", "income", "deficit",
     "detection", "clearance")
)  # fmt: skip
PEOPLE = frozenset(("user", "person", "country", "money"))
AMOUNTS = frozenset(
    ("the", "number", "of", "total", "all", "volume", "reported", "amount", "its", "such", "quantity")
)  # fmt: skip
SHARPEST = frozenset(("sharpest", "steepest", "largest", "biggest", "highest", "greatest", "strongest", "fastest"))
FIRST = 6  # tokens at the head of a sentence
EXPECTED = 5  # tokens before a change in which it may be said to be a guess
BEHIND = 6  # tokens behind a percentage in which it may be said of what it is
NUMBER = frozenset(("number", "count", "total", "figure"))  # "from the server number in 2017"
SHORTLY = 3  # tokens from a percentage to the noun that it is held against


def change_of(reading: Reading, quantity: Quantity) -> str | None:
    """ "up" or "down" where a percentage is a change."""
    if quantity.sign:
        return quantity.sign
    listed = _listed(reading, quantity)
    if listed is not None:
        return listed
    reckoned = _reckoned(reading, quantity)
    if reckoned is not None:
        return reckoned
    by = reading.words(quantity.first - 3, quantity.first) == ", or by"
    if by or reading.words(quantity.first - 2, quantity.first) == ", or":
        told = _from_to(reading, quantity)
        if told is not None:
            return told
    for mark in reading.changes:
        if reading.lower(mark.first - 1) in TAKING:
            continue
        inside = range(min(mark.last, quantity.last), max(mark.first, quantity.first))
        commas = sum(reading.tokens[at].text in PARTING for at in inside)
        words = {reading.lower(at) for at in inside if at not in reading.dated} - MARKS
        words -= {"since", "in", "during", "mid", "-"} if len(words) < len(inside) else set()
        if mark.last == quantity.first - 1 and reading.words(mark.last, quantity.first) == "(":
            return mark.value if reading.lower(quantity.last) == ")" else None  # "a decline (11%) in attacks"
        if mark.last <= quantity.first:
            links = all(word in LINKS or word.endswith("ly") for word in words)
            if links and reading.lower(quantity.last) == "of" and reading.lower(quantity.last + 1) in PART:
                continue  # "fell by 3 percent to 4,622, and 43 percent of these": a share of the number between
            if links:
                return None if reading.lower(quantity.first - 1) == "to" else mark.value  # "rose to 78 percent"
        elif (
            reading.lower(lead(reading.tokens, quantity)) not in {"由", "从"}
            and len(inside) <= 3
            and not commas
            and not words & {"of", "were", "was", "and", ")", "）"}
        ):
            return mark.value
    return _again(reading, quantity) or COMPARATIVES.get(reading.lower(quantity.last))


def _reckoned(reading: Reading, quantity: Quantity) -> str | None:
    """ "900 cases as against 750 (20%)": a percentage in brackets that is the difference of the two numbers before."""
    two = [each for each in reading.quantities if each.last <= quantity.first and each.kind is ClaimKind.COUNT][-2:]
    bracketed = (reading.lower(quantity.first - 1), reading.lower(quantity.last)) == ("(", ")")
    if not bracketed or len(two) < 2 or quantity.kind is not ClaimKind.SHARE:
        return None
    then, now = (each.value for each in (two if _comes_from(reading, two[0]) else reversed(two)))
    bound = any(_comes_from(reading, each) or held_against(reading.tokens, each) for each in two)
    off = (abs(abs(now - then) * 100 - quantity.value * base) / base for base in (then, now) if base)
    return ("up" if now > then else "down") if bound and min(off, default=1) < quantity.place else None


def _comes_from(reading: Reading, quantity: Quantity) -> bool:
    """ "From 750"."""
    return reading.lower(lead(reading.tokens, quantity)) == "from"


def _from_to(reading: Reading, quantity: Quantity) -> str | None:
    """ "Rose from 500 in 2010 to 800 in 2011, or 60 percent": the way of the two numbers before."""
    two = [each for each in reading.quantities if each.last <= quantity.first and each.kind is ClaimKind.COUNT][-2:]
    leads = [reading.lower(lead(reading.tokens, each)) for each in two]
    if leads not in (["from", "to"], ["to", "from"]):
        return None
    start = lead(reading.tokens, two[0])
    return next((mark.value for mark in reversed(reading.changes) if mark.first < start), None)


def _again(reading: Reading, quantity: Quantity) -> str | None:
    """ "Down 54 percent from May, and 3 percent year on year": the way of the percentage before, of another time."""
    at = lead(reading.tokens, quantity)
    before = next((q for q in reversed(reading.quantities) if q.last <= at), None)
    if before is None or before.kind is not ClaimKind.SHARE or reading.lower(at) != "and":
        return None
    behind = reading.words(quantity.last, quantity.last + 3)
    timed = behind.startswith(("year on year", "from ", "compared ", "over ", "month on month", "on "))
    return change_of(reading, before) if timed else None


def _listed(reading: Reading, quantity: Quantity) -> str | None:
    """ "The following have increased: spam (11 percent)", "the sharpest drops were in Peru (11 percent)": the way of
    the list.
    """
    if reading.lower(quantity.first - 1) not in {"(", "（"}:
        return None
    most = next((m for m in reading.changes if m.first < FIRST and reading.lower(m.first - 1) in SHARPEST), None)
    if most is not None and not any(each.first < most.last for each in reading.quantities):
        return most.value
    stops = [at for at in range(quantity.first) if reading.tokens[at].text in {":", "：", ";", "；"}]
    if not stops or reading.tokens[stops[-1]].text not in {":", "："}:
        return None
    return next((mark.value for mark in reading.changes if mark.last == stops[-1]), None)


def change(
    reading: Reading,
    quantity: Quantity,
    phrase: Phrase | None,
    out: list[Draft],
    before: Sequence[Draft],
    *,
    falls: bool,
) -> Draft | None:
    """The draft of a percentage that is a change, with what changed."""
    kind = ClaimKind.CHANGE
    if of_no_threat(reading, quantity):
        return None
    whole = nearest(out, before) if _listed(reading, quantity) else None
    if whole is not None:
        return Draft(quantity, kind, whole.phrase, whole, falls)
    if phrase is not None and phrase.sort not in NO_CLAIM | WEAK:  # "40 percent more attacks"
        return Draft(quantity, kind, phrase, alike(phrase, [*before, *out]), falls)
    in_what = _in_what(reading, quantity)
    if in_what is not None and in_what.sort not in NO_CLAIM | WEAK:
        return Draft(quantity, kind, in_what, alike(in_what, [*before, *out]), falls)
    against = _held_against(reading, quantity, [*before, *out])
    if against is not None:
        return Draft(quantity, kind, against.phrase, against, falls)
    if out and not any(reading.tokens[at].text in {";", "；"} for at in range(out[-1].quantity.last, quantity.first)):
        own = None if _in_apposition(reading, quantity) else _plain_subject(reading, quantity, out[-1].quantity.last)
        if own is None:
            told = [d for d in out if d.kind is not ClaimKind.CHANGE]
            base = next((d for d in reversed(told) if not agentive(reading, d.quantity)), told[-1] if told else out[-1])
            return Draft(quantity, kind, base.phrase, base, falls)
        return Draft(quantity, kind, own, alike(own, [*before, *out]), falls)
    own = _plain_subject(reading, quantity, 0)
    if own is not None:
        return Draft(quantity, kind, own, alike(own, [*before, *out]), falls)
    ahead = [p for p in reading.phrases if p.first > quantity.first and p.counted]
    if ahead:
        return Draft(quantity, kind, ahead[0], None, falls)
    last = nearest(out, before)
    if last is None:  # "Peru saw a 17 percent decline in phishing attacks", "a 17% and Chile a 13% decline in"
        behind = [p for p in reading.phrases if p.first > quantity.last and p.sort not in NO_CLAIM | WEAK]
        said = behind and reading.lower(behind[0].first - 1) in {"in", "of"}
        return Draft(quantity, kind, behind[0], None, falls) if said else None
    return Draft(quantity, kind, last.phrase, last, falls)


def _held_against(reading: Reading, quantity: Quantity, told: Sequence[Draft]) -> Draft | None:
    """ "900 hosts were controlled by 14 servers, up 90 percent from the server number in 2017": of the servers."""
    near = (p for p in reading.phrases if 0 < p.first - quantity.last <= SHORTLY and not p.counted)
    noun = next((p for p in near if reading.lower(p.last) in NUMBER), None)
    if noun is None:
        return None
    counts = (d for d in reversed(told) if d.kind is ClaimKind.COUNT and d.phrase is not None)
    return next((d for d in counts if d.phrase is not None and d.phrase.sort == noun.sort), None)


def of_no_threat(reading: Reading, quantity: Quantity) -> bool:
    """ "The cost to victims rose by 8 percent", "a 50% increase in VPN usage": what is said of money, use or people."""
    near = {reading.lower(at) for at in range(max(0, quantity.first - EXPECTED), quantity.first)}
    if near & {"expected", "expects", "expect", "predicted", "predicts", "forecast", "anticipated"}:
        return True
    if _of_people(reading, quantity):
        return True
    clause = next((at + 1 for at in range(quantity.first - 1, -1, -1) if reading.tokens[at].text in {";", "；"}), 0)
    aside = _aside(reading, quantity, clause)
    left = (at for at in range(quantity.first - 1, clause - 1, -1) if at not in aside)
    at = next((at for at in left if _other(reading, at)), None)
    if at is not None:
        nearer = (p for p in reading.phrases if at < p.first and p.last <= quantity.first and main(reading, p))
        return not any(p.sort not in NO_CLAIM | WEAK for p in nearer)
    behind = [reading.lower(n) for n in range(quantity.last, quantity.last + BEHIND)]
    grown = next((n for n in range(2) if behind[n] in {"increase", "rise", "drop", "growth", "surge", "decline"}), None)
    return grown is not None and behind[grown + 1] == "in" and bool(OTHERS & {*behind[grown + 2 :]})


def _of_people(reading: Reading, quantity: Quantity) -> bool:
    """ "The number of Internet users rose by 8 percent"."""
    before = [p for p in reading.phrases if p.last <= quantity.first and p.sort != "place"]
    subject = next((p for p in before if reading.words(p.first - 2, p.first) == "number of"), None)
    return subject is not None and subject is before[-1] and subject.sort in PEOPLE and not subject.topics


def _other(reading: Reading, at: int) -> bool:
    return reading.lower(at) in OTHERS and reading.lower(at - 1) not in {"per", "each", "by", "with", "and"}


def _in_apposition(reading: Reading, quantity: Quantity) -> bool:
    """Whether it is said of the number just before: ", up 62 percent", ", an increase of 13 percent"."""
    if reading.lower(quantity.last) in COMPARATIVES and reading.lower(quantity.first - 1) in {",", "，", "(", "（"}:
        return True
    for mark in reading.changes:
        if 0 <= quantity.first - mark.last <= 3 or 0 <= mark.first - quantity.last <= 2:
            at = min(mark.first, quantity.first) - 1
            while reading.lower(at) in BEFORE_CHANGES | {"-"}:
                at -= 1  # ", a year-on-year fall of 25.7 percent"
            pointing = reading.lower(at - 1) in {"this", "which", "that"}  # "and this meant a drop of 7 percent"
            return pointing or reading.lower(at) in {",", "，", "(", "（", "with"}  # "with an increase of 5 percent"
    return False


def _in_what(reading: Reading, quantity: Quantity) -> Phrase | None:
    """ "a fall of 6.1 percent in the number of phones"."""
    at = quantity.last + (reading.lower(quantity.last) == ")" and reading.lower(quantity.first - 1) == "(")
    while at < len(reading.tokens) and at < quantity.last + 5 and reading.lower(at) not in {"in", "of"}:
        if reading.tokens[at].sort == "mark":
            return None
        at += 1
    for phrase in reading.phrases:
        if phrase.first > at and phrase.sort != "place":
            words = {reading.lower(each) for each in range(at + 1, phrase.first)}
            return phrase if words <= AMOUNTS and not phrase.counted else None
    return None


def _aside(reading: Reading, quantity: Quantity, floor: int) -> range:
    """The tokens of ", in which hackers ask for money," between what changed and its verb."""
    verb = next((n + 1 for n in range(quantity.first - 1, floor, -1) if reading.lower(n) == ","), quantity.first)
    return range(before_aside(reading, verb), verb)


def _plain_subject(reading: Reading, quantity: Quantity, floor: int) -> Phrase | None:
    """The phrase without a number that the change is said of."""
    aside = _aside(reading, quantity, floor)
    before = [
        phrase
        for phrase in reversed(reading.phrases)
        if floor <= phrase.first and phrase.last <= quantity.first and phrase.sort not in NO_CLAIM | WEAK
        if phrase.first not in aside
    ]
    first = before[0] if before else None
    first = None if first and reading.lower(first.first - 1) in {"about", "concerning", "involving"} else first
    subject = next((phrase for phrase in before if main(reading, phrase)), first)
    return None if subject is None or subject.counted else subject
