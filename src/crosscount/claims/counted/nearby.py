"""The places before and behind a number that no phrase of its own holds: "12 percent came from Germany"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile

from crosscount.claims.counted.labels import IN_ALL
from crosscount.claims.counted.roles import EVENTS, ORIGIN_SIDE
from crosscount.claims.sentences.doers import SAYING, outdone
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.leading import ORIGINATING
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.sentences.whereabouts import ROBBING
from crosscount.claims.speakers.voices import LAW, STATE
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["BREAKS", "LOOSELY", "apposed", "names_place", "near", "whole_of"]

LOOSELY = frozenset(
    ("some", "about", "nearly", "almost", "over", "around", "more", "than", "at", "least", "up", "to", "a", "the")
)
FROM = frozenset(["from", "originating", "originated", "outside", "coming", "by", "via", "来自"])
TRACED = frozenset(("traced", "attributed", "tracked", "pointed", "linked"))
ATTACKERS = frozenset(("attackers", "hackers", "perpetrators", "actors", "attacker", "culprits"))
BREAKS = frozenset(";；。")
AT = frozenset(
    ("in", "on", "across", "throughout", "within", "located", "based", "against", "位于", "在", "registered",
     "hosted", "found", "stood", "at")
)  # fmt: skip
STANDING = frozenset(("located", "hosted", "based", "situated"))
TURNING = frozenset(("but", "while", "and", "whereas", "though", "although", "which", "with"))
BEING = frozenset(("were", "was", "are", "been"))
CAME = BEING | frozenset(("came", "come", "originated", "originate", "originating"))
JUDGING = frozenset(("deemed", "considered", "regarded", "classified", "designated", "described", "seen", "viewed"))
COUNTRIES = frozenset(("countries", "nations", "states"))  # whose number is none of machines or attacks
FEW = 4  # tokens
WEAK = frozenset(("organisation", "user", "country"))


def near(reading: Reading, draft: Draft, besides: Collection[Phrase]) -> tuple[list[str], list[str], list[str]]:
    """Origins, where it is, and the subject: places behind the number up to the next one, else before it.

    `besides`: phrases whose places are their own.
    """
    quantities = reading.quantities
    if whole_of(reading, draft.quantity):
        return [], [], []  # "two of the three servers are in France"
    number = next((n for n, q in enumerate(quantities) if q is draft.quantity), 0)
    follower = number + 1
    begin = draft.quantity.last
    while follower < len(quantities) and (
        apposed(reading, quantities[follower]) or whole_of(reading, quantities[follower])
    ):
        follower += 1
    stop = quantities[follower].first if follower < len(quantities) else len(reading.tokens)
    if draft.kind is ClaimKind.RATIO:  # "nine times more than those of Peru": what is compared with is elsewhere
        behind = range(draft.quantity.last + 1, stop)
        stop = next((at for at in behind if reading.lower(at) in {"than", "as"}), stop)
    told = (q for q in quantities[:number] if q.kind is not ClaimKind.RANK and not q.most)
    told = (q for q in told if not COUNTRIES & {reading.lower(q.last), reading.lower(q.last + 1)})
    told = (
        q for q in told if draft.kind is not ClaimKind.CHANGE or q.kind is not ClaimKind.RATIO
    )  # "doubled (up 103%)"
    floor = max((q.last for q in told), default=0)
    came: list[str] = []
    there: list[str] = []
    subject: list[str] = []
    for mark in reading.places:
        if any(phrase.last <= mark.first < phrase.after for phrase in besides):
            continue  # "of the servers that controlled computers in China"
        if begin <= mark.first < stop:
            between = range(min(begin, mark.first), mark.first)
            if any(reading.tokens[at].text in BREAKS for at in between) or _follower(reading, mark.first):
                break
            if came and _speaking(reading, mark):
                break  # "came from Peru, the Chilean ministry said"
            if came and _continues(reading, mark.first):
                came.append(mark.value)
                continue
            listed = (
                there[-1:] not in ([], ["XX"])
                and len(mark.value) == 2
                and mark.value != "XX"
                and _continues(reading, mark.first)
            )
            commas = sum(reading.tokens[at].text in {",", "，"} for at in between)
            words = [reading.lower(at) for at in between]
            if (
                commas
                and not listed
                and not (
                    set(words) & {"or"}
                    or _aside(words)
                    or (
                        words.count(",") == 1
                        and not {*words[words.index(",") :][:2]} & TURNING
                        and _set_off(reading, draft.quantity)
                    )
                    or (words.count(",") == 1 and words[:1] == [","] and apposed(reading, draft.quantity))
                )
            ):
                break
            lead = words[-4:]
            if "by" in lead and (JUDGING & {*words} or reading.lower(mark.last) in LAW):
                continue  # "firms deemed critical by Peru", "smashed by Spanish police"
            if draft.role in ORIGIN_SIDE and (
                ({"against", "targeting", "targeted", "aimed"} & {*lead} and not (BEING | STANDING) & {*lead})
                or ({"attacks", "attack", "aimed"} & {*words} and not STANDING & {*lead})
            ):
                continue  # "servers that ordered attacks on Georgian sites"
            word = reading.lower(mark.first)
            held = any(p.first <= mark.first < p.last for p in reading.phrases if p.sort != "place")
            away = draft.role in ORIGIN_SIDE and word in {"abroad", "overseas"} and words[-1:] != ["from"] and not held
            adjective = not words  # "115 American ones"
            struck = draft.role in EVENTS and "from" in words and any(m.last == mark.first for m in reading.actives)
            worldwide = mark.value == WORLD and draft.kind is ClaimKind.COUNT
            robbed = draft.role in EVENTS and bool(ROBBING & {*words}) and "from" in lead
            if away or word == "there" or adjective or struck or robbed:  # "400 from Peru hit Chile"
                there.append(mark.value)  # "had their servers abroad"
            elif (
                set(lead) & FROM
                or (draft.role in EVENTS and {*lead[-3:-1]} & ORIGINATING)
                or (set(words) & ATTACKERS and draft.kind is ClaimKind.SHARE)
                or ("to" in words and TRACED & {*words, *reading.words(0, draft.quantity.first).split()})
                or (mark.value == "XX" and reading.lower(mark.first) in {"outside", "from"})
            ):
                came.append(mark.value)
            elif (
                listed
                or (there and "and" in words[-3:] and set(words[-2:]) & AT)
                or (not there and (worldwide or set(lead) & AT or (lead and lead[-1] in BEING)))
            ):
                there += [mark.value, *_with_numbers(reading, mark.last)]
    if not came and not there and (draft.base is not None or draft.kind is ClaimKind.SHARE):
        there = [
            code
            for phrase in reading.phrases
            if draft.kind is ClaimKind.CHANGE
            and phrase.sort in WEAK
            and not phrase.counted
            and floor <= phrase.first
            and phrase.last <= draft.quantity.first
            for code in phrase.places
        ][-1:]
        first = draft.quantity.first
        said = [n for n in range(first) if reading.lower(n) in SAYING and reading.lower(n + 1) not in {",", "."}]
        spoken = max(said, default=-1) if draft.role in EVENTS else -1  # "to Peru's press, they said most attacks"
        subject = [
            code
            for phrase in reading.phrases
            if phrase.sort == "place" and max(floor, spoken) <= phrase.first < first
            for code in phrase.places
            if not _crossed(reading, phrase.last, draft.quantity.first)
            and (
                reading.lower(phrase.last + (reading.lower(phrase.last) == ","))
                == "which"  # "overtaking China, which has"
                or not outdone(reading, phrase)
            )
        ]
        if _own_clause(reading, draft):
            subject = []
        subject = [code for code in subject if code != WORLD][-1:] or subject[-1:]  # "Malta's global share"
        named = _listed_of(reading, floor, draft.quantity) if subject in ([], [WORLD]) else []
        subject = named or _together(reading, subject, draft.quantity)
        if subject == [WORLD] and draft.role in EVENTS:
            there, subject = subject, []
    return came, there, subject


def _own_clause(reading: Reading, draft: Draft) -> bool:
    """ "Peru was hit most, while four percent of all infections were": a whole of its own, and no place before it."""
    phrase, first = draft.phrase, draft.quantity.first
    begin = max((at for at in range(first) if reading.lower(at) in {"while", "whereas", ";", "；"}), default=-1)
    named = any(begin < mark.first < first for mark in reading.places)
    owned = phrase is not None and phrase in reading.phrases and phrase.first > first
    return begin >= 0 and owned and not named and draft.base is None


def _with_numbers(reading: Reading, at: int) -> list[str]:
    """The places after the first of "across Malta (300), Chile (200) and Peru (100)"."""
    more: list[str] = []
    starts = {mark.first: mark for mark in reading.places}
    while reading.lower(at) == "(":
        while at < len(reading.tokens) and reading.lower(at) != ")":
            at += 1
        at += 1
        while reading.lower(at) in {",", "and", "the"}:
            at += 1
        if at not in starts:
            break
        more.append(starts[at].value)
        at = starts[at].last
    return more


def _together(reading: Reading, subject: list[str], quantity: Quantity) -> list[str]:
    """All of "Canada, Malta and Peru received 20 percent", of which only the last was taken."""
    left = [mark for mark in reading.places if mark.last <= quantity.first and [mark.value] == subject]
    return reading.row(left[-1]) if left else subject


def _listed_of(reading: Reading, floor: int, quantity: Quantity) -> list[str]:
    """All of "the Asian countries of Laos, Japan and India together account for 13 percent"."""
    left = [p for p in reading.phrases if p.sort == "country" and floor <= p.first and p.last <= quantity.first]
    places = left[-1].places if left and not left[-1].counted else []
    return [code for code in places if code != "EU"] or list(places)


def whole_of(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number right before is a part of this one: the three in "two of the three", "half (51%) of three"."""
    at = lead(reading.tokens, quantity)
    at -= reading.lower(at) == "the"
    at -= reading.words(at - 1, at + 1) == ") of"
    if reading.lower(at) == ")":
        return any(other.last == at for other in reading.quantities)
    return reading.lower(at) == "of" and any(other.last == at for other in reading.quantities)


def names_place(reading: Reading, phrase: Phrase | None) -> bool:
    """Whether a phrase names a place itself: "Japanese users"."""
    if phrase is None:
        return False
    across = phrase.last + 1 if reading.lower(phrase.last) in {"across", "throughout"} else phrase.last
    return any(phrase.first <= mark.first < across + (across > phrase.last) for mark in reading.places)


def _follower(reading: Reading, at: int) -> bool:
    """Whether a place has a number of its own: ", followed by Vietnam with 21,100"."""
    mark = next((each for each in reading.places if each.first == at), None)
    own = (mark.last, mark.last + (reading.lower(mark.last) in {"at", "with"})) if mark is not None else ()
    if any(q.first in own for q in reading.quantities):
        return True  # "and in Austria 9,800", "Austria at 3 percent"
    at -= reading.lower(at - 1) == "the"
    return reading.words(at - 2, at) in {"followed by", "ahead of"}


def _continues(reading: Reading, at: int) -> bool:
    """Whether a place goes on with a list: "from the United States, China and Russia"."""
    while reading.lower(at - 1) in {",", "and", "the", "、", "和"}:
        at -= 1
    return any(mark.last == at for mark in reading.places)


def apposed(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number says the same again: "4,200 attacks, or 12 percent, came from …"."""
    at = lead(reading.tokens, quantity)
    behind = any(other.last == quantity.first - 1 for other in reading.quantities)
    if behind and reading.lower(quantity.first - 1) == "(" and reading.lower(quantity.last) == ")":
        return True  # "over 65% (65,493) of all attacks come from Russia"
    return reading.lower(at) == "or" and reading.lower(at - 1) == ","


def _set_off(reading: Reading, quantity: Quantity) -> bool:
    """ "most attacks, almost 71 percent, came from Asia": a number between two commas."""
    at = lead(reading.tokens, quantity)
    last = quantity.last + 2 * (reading.words(quantity.last, quantity.last + 2) in IN_ALL)
    return reading.lower(at) == "," and reading.lower(last) == ","


def _speaking(reading: Reading, mark: Mark) -> bool:
    """Whether a state's words stand right behind a place: "Israel's cyber directorate"."""
    behind = takewhile(lambda token: token.sort == "word", reading.tokens[mark.last : mark.last + FEW])
    return bool({token.lower for token in behind} & (STATE | LAW))


def _aside(words: Sequence[str]) -> bool:
    """ "14 percent of attacks on the ministry, and on its paper, came from Peru"."""
    last = len(words) - 1 - [*reversed(words)].index(",") if "," in words else -1
    behind = words[last + 1 : last + 2]
    return words.count(",") == 2 and {*behind} <= CAME


def _crossed(reading: Reading, first: int, last: int) -> bool:
    return any(reading.tokens[at].text in BREAKS for at in range(first, last))
