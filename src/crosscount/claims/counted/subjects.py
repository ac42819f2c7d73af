"""What a number without a noun of its own counts, by its place: the subject before it, the noun of its list."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.sentences.doers import before_aside
from crosscount.claims.sentences.grammar import NO_CLAIM, Draft, main, verb_follows
from crosscount.claims.sentences.reading import MARKS, STOPS, Phrase, Reading
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = [
    "NUMBERS",
    "bare_subject",
    "behind_noun",
    "called",
    "dropped_from",
    "listed",
    "ruling",
    "subject_of",
    "that_number",
    "them",
    "told_bare",
]

LINKS = frozenset(
    ("is", "was", "are", "were", "to", "at", "by", "averaged", "averaging", "exceeded", "hit", "passed", "reached",
     "reaching", "surpassed", "topped", "neared", "approached", "summed", "totaled", "totalled", "numbered", "being",
     "stood", "rose", "fell", "grew", "for", ":", "（", "(", "为", "是", "达", "达到", "共", "计", "至", "约", "with",
     "made")
)  # fmt: skip


CLASSED = frozenset(("classified as", "categorised as", "categorized as", "classed as", "labelled as", "labeled as"))
REACHED = frozenset(("is", "was", "reached", "hit", "exceeded", "topped", "passed", "totaled", "totalled", "set"))
STANDING = frozenset(
    ("are", "were", "is", "was", "located", "hosted", "based", "situated", "in", "within", "the", "and", ",", "that",
     "by", "to", "last", "this", "year", "month", "quarter", "reported", "which", "have", "been", "during")
)  # fmt: skip
JOINTS = frozenset((",", "and", "or", "to", "和", "、"))


NUMBERS = frozenset(("numbers", "number", "figure", "total", "tally", "count", "toll"))
# What a number is called that has no noun of its own: "last year's record of 10,772", "the daily average was 114".
CALLED = NUMBERS | frozenset(
    ("figures", "totals", "record", "records", "average", "mean", "median", "estimate", "estimates", "peak", "high",
     "low", "maximum", "minimum", "rate", "volume", "size", "strength", "level", "equivalent", "tallies",
     "share", "majority", "bulk")
)  # fmt: skip
CALLING = frozenset(("of", "is", "was", "at", "to", ",", "(", "in", "put", "stood", "stands", "reached", "hit",
                     "clocked", "being", "came", "comes", "stays", "remained"))  # fmt: skip


PUTTING = ("put", "puts", "placed", "places", "set")
SMALL = 100
REACH = 5  # tokens between an aside and its number: ", came to about"
KIND = 3  # words that may say which kind a number of a list is of


RECORD = frozenset(("of", "high", "low", "peak", "record", "new", "time", "all", "a", "an", "-"))
TELLING = frozenset(
    ("been", "counted", "recorded", "registered", "saw", "logged", "detected", "with", "never", "at", "were", "was",
     "handled", "received", "processed", "resolved", "investigated", "identified", "blocked", "observed", "found",
     "had")
)  # fmt: skip


OPENING = frozenset((",", "and", "while", "whereas", "but", ";", "that", "another"))
BEING = frozenset(("was", "were", "is", "are", "have", "had", "has"))
ON_PEOPLE = frozenset(("arrested", "detained", "indicted", "charged", "jailed", "convicted", "sentenced", "extradited"))
WHO = frozenset(("that", "which", "who"))
LISTING = JOINTS | {"nearly", "about", "some", "around", "almost", "over", "roughly", "respectively", "约", "近"}


def listed(reading: Reading, number: int, owners: dict[int, Phrase]) -> Phrase | None:
    """The noun behind the last number of a list: "13,301, 22,060 and 16,035 incidents"; "30 phishing and 12 DDoS
    attacks", where each has its own topic.
    """
    own = _kind_of(reading, reading.quantities[number])
    for here, after in zip(reading.quantities[number:], reading.quantities[number + 1 :], strict=False):
        named = range(here.last, _kind_of(reading, here).stop if own else here.last)
        between = [reading.lower(at) for at in range(named.stop, after.first) if at not in reading.dated]
        if len(between) < after.first - here.last:
            between = [word for word in between if word != "in"]  # "some 44,000 and in 2017 some 52,000 emails"
        if after.kind is not ClaimKind.COUNT or not set(between) <= LISTING or not set(between) & JOINTS:
            return None
        if id(after) in owners:
            owner = owners[id(after)]
            return _own(reading, reading.quantities[number], owner, own) if own else owner
    return None


def _kind_of(reading: Reading, quantity: Quantity) -> range:
    """The words between a number and a comma or "and" that say which kind: "30 phishing and", "12 web defacing,"."""
    at = quantity.last
    while at < quantity.last + KIND and reading.lower(at) not in JOINTS and at < len(reading.tokens):
        if reading.tokens[at].sort != "word" or reading.lower(at) in STOPS or verb_follows(reading, at):
            return range(0)
        at += 1
    kinds = range(quantity.last, at)
    said = any(mark.first in kinds for mark in (*reading.topics, *reading.places))  # "61 Peruvian and 12 Cuban hosts"
    return kinds if said and reading.lower(at) in JOINTS else range(0)


def _own(reading: Reading, quantity: Quantity, owner: Phrase, kinds: range) -> Phrase:
    """The noun at the end of a list, with what is said of this number only."""
    topics = {mark.value for mark in reading.topics if mark.first in kinds}
    last = kinds.stop
    places = [mark.value for mark in reading.places if mark.first in kinds]
    return Phrase(quantity.first, last, owner.head, owner.sort, topics, [quantity], places=places, after=last)


def subject_of(reading: Reading, quantity: Quantity) -> Phrase | None:
    """ "The number of viruses reported in 2009 is 640"; "attacks rose to 2,000"."""
    at = quantity.first
    while reading.lower(at - 1) in RECORD | LISTING - JOINTS:  # "reached a record high of 318"
        at -= 1
    near = reading.words(max(0, at - 4), quantity.first).split()
    ranged = reading.lower(quantity.first - 1) == "between" and any(
        mark.last == quantity.first - 1 for mark in reading.changes
    )  # "the number of infections dropped between 10 and 20 million"
    amounting = quantity.worded and reading.words(quantity.first - 2, quantity.first) in {"in the", "into the"}
    if (
        not set(near) & LINKS
        and not (ranged or amounting)  # "attacks number in the thousands"
        and not dropped_from(reading, quantity)
        and not _number_in_commas(reading, quantity)
    ):
        return None
    bracketed = reading.lower(quantity.first - 1) in {"(", "（"}
    verb = next((n + 1 for n in range(at - 1, at - REACH, -1) if reading.lower(n) in {",", "–", "—"}), at)
    floor = before_aside(reading, verb)  # "cases, in which users were robbed, came to 640"
    for phrase in reversed(reading.phrases):
        if floor < phrase.last <= verb:
            continue
        if bracketed and phrase.last != quantity.first - 1 and not _stands_in(reading, phrase, quantity):
            continue
        if phrase.last <= quantity.first and phrase.sort not in ("place", "time", "country") and not phrase.counted:
            between = range(phrase.last, quantity.first)
            if not main(reading, phrase) or _in_relative(reading, phrase, quantity) or _class(reading, phrase):
                continue
            if any(reading.tokens[at].text in {";", "；", "。"} for at in between):
                return None
            timed = {q.first for p in reading.phrases if p.sort == "time" for q in p.counted}
            if not _number_of(reading, phrase) and any(
                q.first in between
                and q.first not in timed
                and reading.lower(lead(reading.tokens, q)) not in {"by", "from"}
                for q in reading.quantities
                if q.kind is ClaimKind.COUNT
            ):
                return None
            return phrase
    return None


def _class(reading: Reading, phrase: Phrase) -> bool:
    """ "Incidents classified as scans numbered 640": whether a phrase says as what the one before it was put down."""
    before = any(p.last <= phrase.first - 2 and p.sort != "place" for p in reading.phrases)
    return before and reading.words(phrase.first - 2, phrase.first) in CLASSED


def _stands_in(reading: Reading, phrase: Phrase, quantity: Quantity) -> bool:
    """ "Most servers are located in the US (631)", "incidents that were handled in 2022 (4,100)": whether nothing but
    where and when they were, or what was done to them, parts a noun from its number.
    """
    between = range(phrase.last, quantity.first - 1)
    if phrase.sort == "place" or not between:
        return False
    placed = {at for mark in reading.places for at in range(mark.first, mark.last)}
    placed |= {at for mark in (*reading.passives, *reading.plains) for at in range(mark.first, mark.last)}
    return all(at in placed or at in reading.dated or reading.lower(at) in STANDING | TELLING for at in between)


def _in_relative(reading: Reading, phrase: Phrase, quantity: Quantity) -> bool:
    """ "Addresses that had planted backdoors in sites numbered 2,016": the addresses did, not what the clause names."""
    if reading.lower(lead(reading.tokens, quantity)) not in {"numbered", "totaled", "totalled"}:
        return False
    heads = [p for p in reading.phrases if p.last < phrase.first and reading.lower(max(p.last, p.after)) in WHO]
    return bool(heads) and not any(reading.tokens[at].text in {",", ";"} for at in range(heads[-1].last, phrase.first))


def them(reading: Reading, quantity: Quantity, out: Sequence[Draft]) -> Draft | None:
    """The sites of "2,016 addresses put backdoors in 900 of them", "attacks on sites, 900 of which were affected".

    "Them" are not those who act: the thing counted before is.
    """
    last = quantity.last
    ahead = [mark for mark in reading.actives if last + 2 <= mark.first <= last + 4]
    left = [p for p in reading.phrases if p.last <= quantity.first and p.sort in ("site", "host", "server", "ip")]
    if reading.words(last, last + 2) == "of which" and ahead and left and left[-1].last == quantity.first - 1:
        return None if left[-1].counted else Draft(quantity, ClaimKind.COUNT, left[-1])
    if reading.words(last, last + 2) != "of them" or not out or out[-1].phrase not in reading.phrases:
        return None
    agent = out[-1].phrase
    if agent.sort not in ("ip", "server"):
        return None
    whole = next((d for d in reversed(out[:-1]) if d.phrase in left and d.phrase.sort != agent.sort), None)
    if whole is not None:
        return Draft(quantity, ClaimKind.COUNT, whole.phrase, whole)
    sites = [p for p in left if p.sort in ("site", "host") and not p.counted]
    return Draft(quantity, ClaimKind.COUNT, sites[-1]) if sites else None


def ruling(reading: Reading, quantity: Quantity, out: Sequence[Draft]) -> Draft | None:
    """The machines of 其中美国有2077台，控制…: those that control, and not those that were counted last."""
    at = quantity.last
    while reading.lower(at) in {"台", "个", ",", "，"}:
        at += 1
    if not any(mark.first == at and mark.value in ("control", "implant", "hosting") for mark in reading.actives):
        return None
    return next((d for d in reversed(out) if d.phrase is not None and d.phrase.sort in ("server", "ip")), None)


def _of_something(reading: Reading, at: int) -> bool:
    """Whether a number is said to be of something: "the number of", "the total number of"."""
    return reading.lower(at + 1 + (reading.lower(at + 1) in NUMBERS)) == "of"


def _number_in_commas(reading: Reading, quantity: Quantity) -> bool:
    """ "The largest number of attacks, 1,676, was recorded"."""
    if reading.lower(quantity.first - 1) != "," or reading.lower(quantity.last) != ",":
        return False
    return any(quantity.first - 1 in (phrase.last, phrase.after) for phrase in reading.phrases)


def told_bare(reading: Reading, quantity: Quantity) -> bool:
    """ "In 2007 the department counted 6,290", "while the second came to 1,107": what was counted before."""
    return quantity.value >= SMALL and reading.lower(lead(reading.tokens, quantity)) in TELLING


def called(reading: Reading, quantity: Quantity) -> bool:
    """ "Last year's record of 10,772", "the rate clocked in at 26,000": a number named by a noun of numbers only."""
    at = lead(reading.tokens, quantity)
    if reading.lower(at) not in CALLING or quantity.value < SMALL // 10:
        return False
    while reading.lower(at) in CALLING or reading.lower(at).endswith("ly"):
        at -= 1
    most = reading.words(at - 1, at + 1) in {"the most", "most"}  # "the most, 3,900, came from Peru"
    return most or (reading.lower(at) in CALLED and reading.lower(at - 1) != "a")


def bare_subject(reading: Reading, quantity: Quantity) -> bool:
    """ "Similarly, 41 were defaced", "in 2019, 85,797 were reported": a number that something was done to."""
    at, last = lead(reading.tokens, quantity), quantity.last
    started = at < 0 or reading.lower(at) in OPENING or at in reading.dated
    being = any(mark.first == last and reading.lower(last) in BEING for mark in reading.auxiliaries)
    done = range(last + 1, last + 3)
    verbs = (*reading.actives, *reading.passives, *reading.plains)
    acted = any(mark.first in done and reading.lower(mark.first) not in ON_PEOPLE for mark in verbs)
    return started and being and acted and quantity.value >= SMALL // 10


def that_number(reading: Reading, quantity: Quantity) -> bool:
    """ "The number rose to 300,000", "by May 7 the total stood at 90": of what was counted before."""
    being = reading.lower(1) in {"is", "was"}
    if reading.lower(0) in {"that", "this"} and reading.lower(1 + being) in {"compares", "compared"}:
        return True  # "That compares with more than 5,300 in 2012"
    at = quantity.first - 1
    while reading.lower(at) in {"about", "nearly", "almost", "some", "around", "only", "just", "the"}:
        at -= 1
    high = at
    while reading.lower(high) in RECORD - {"number"}:
        high -= 1  # "hit a record high of 900"
    if reading.lower(at) not in {"to", "at", "above", "below", "beyond"}:
        behind = range(1, min(high, 4))
        noun = next((n for n in behind if reading.lower(n) in NUMBERS and reading.lower(n + 1) not in NUMBERS), 0)
        return reading.lower(0) in {"the", "that", "this"} and noun == high - 1 and reading.lower(high) in REACHED
    if reading.lower(0) in {"it", "they", "this"} and any(mark.first == 1 for mark in reading.changes):
        return True  # "It rose to 300,000"
    bare = [phrase.first for phrase in reading.phrases if phrase.sort == "place"]
    named = {at - 1 - (reading.lower(at - 1) == "the") for at in bare}
    subject = [
        at
        for at in range(quantity.first)
        if reading.lower(at) in NUMBERS and (not _of_something(reading, at) or at + 1 in named)
    ]  # "the number of infections" is another matter, "the numbers of Iran" is not
    if not subject:
        return False
    if subject[0] == 1 or reading.lower(subject[0] - 2) in {",", *PUTTING} or reading.tokens[0].lower == "by":
        return True
    return all(at in reading.dated or reading.lower(at) in {"in", "on", "the"} for at in range(subject[0]))


def dropped_from(reading: Reading, quantity: Quantity) -> bool:
    """ "Reports dropped from 309 to 178", "down from some 300,000"."""
    at = lead(reading.tokens, quantity)
    while reading.lower(at) in RECORD | MARKS | {"level", "the"} or reading.lower(at).endswith("ly"):
        at -= 1  # "from the high level of 9,240"
    changed = any(0 <= at - mark.last <= 1 for mark in reading.changes)
    return changed and reading.lower(at) in {"from", "against", "than"}


def _number_of(reading: Reading, phrase: Phrase) -> bool:
    """Whether a sentence opens with "The number of": what follows it is its subject, whatever stands between."""
    return reading.words(0, 3) in {"the number of", "the total number"} and phrase.first <= 4


def behind_noun(reading: Reading, quantity: Quantity) -> Draft | None:
    """Chinese puts the number behind: 钓鱼事件1.4万次."""
    after = reading.tokens[quantity.last] if quantity.last < len(reading.tokens) else None
    before = reading.tokens[quantity.first - 1] if quantity.first else None
    if not any(token is not None and token.sort == "han" for token in (before, after)):
        return None
    for phrase in reversed(reading.phrases):
        if phrase.last <= quantity.first and phrase.sort != "place":
            between = range(phrase.last, quantity.first)
            if any(mark.first in between for mark in reading.actives):
                return None
            if len(between) > 8 or any(reading.tokens[at].text in {"，", "；", "。", ",", ";"} for at in between):
                return None
            return None if phrase.sort in NO_CLAIM else Draft(quantity, ClaimKind.COUNT, phrase)
    return None
