"""Noun phrases: what is counted, with the numbers and the places that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from crosscount.claims.lexicon import Mark, lexicon
from crosscount.claims.naming import naming
from crosscount.claims.nouns import LOOSELY, before_loosely, is_noun, of_paper, said_of, sent_out
from crosscount.claims.quantities import Quantity
from crosscount.claims.reading import MARKS, STOPS, Phrase, Reading
from crosscount.claims.relays import relayed
from crosscount.claims.tokens import Token
from crosscount.claims.whereabouts import locate, locative, opening_place
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["read"]

HAN_STOPS = frozenset("对被向给由在从将把为与和及其中而并等了是有就以遭受自已均也都至到")
JOINS = frozenset(("or", "and", "/", "或", "和", "、", "与", "及"))
SHOWS = frozenset(
    ("shows", "showed", "said", "says", "notes", "noted", "found", "finds", "reveals", "revealed", "states", "stated",
     "claims", "claimed", "indicates", "indicated", "suggests", "suggested", "warns", "warned", "adds", "added",
     "claiming", "saying", "showing", "estimates", "estimated", "concluded", "concludes", "puts", "put")
)  # fmt: skip
HOSTERS = frozenset(("provider", "providers", "company", "companies", "firm", "firms", "service", "services"))
TAKING = ("control", "infect", "deface", "seize")
PROGRAMS = frozenset(("programs", "apps", "applications"))
STATES = frozenset(("hacked", "infected", "compromised", "defaced", "controlled", "stolen", "reported", "detected"))
WHICH = frozenset(
    f"{word} {which}" for word in ("of", "among") for which in ("which", "whom", "them", "these", "those")
)
MEASURES = frozenset("个台家次起种条件宗款部封")


def read(
    tokens: Sequence[Token],
    quantities: list[Quantity],
    dated: Collection[int],
    silent: Collection[int],
    *,
    there: str | None = None,
) -> Reading:
    """The phrases of a sentence.

    `silent`: tokens that are names of organisations, in which no place counts. `there`: the country named last.
    """
    known = lexicon()
    found = {
        sort: known.marks(tokens, sort)
        for sort in ("place", "topic", "active", "passive", "auxiliary", "consequence", "change", "plain", "head")
    }
    through = relayed(tokens)
    reading = Reading(
        tokens=tokens,
        quantities=quantities,
        phrases=[],
        places=[
            mark for mark in found["place"] if not any(at in silent or at in through for at in (mark.first, mark.last))
        ],
        topics=[mark for mark in found["topic"] if mark.first not in silent and not _taken_down(tokens, mark)],
        actives=found["active"],
        passives=found["passive"],
        auxiliaries=found["auxiliary"],
        consequences=found["consequence"],
        changes=found["change"],
        plains=found["plain"],
        dated=dated,
    )
    reading.places = naming(reading, there)
    placed = {at for mark in reading.places for at in range(mark.first, mark.last)}
    heads = [
        mark
        for mark in found["head"]
        if mark.first not in silent and mark.first not in placed and is_noun(reading, mark)
    ]
    reading.phrases = list(_phrases(reading, heads))
    for phrase in reading.phrases:
        if phrase.sort not in ("money", "time", "paper"):
            locate(reading, phrase)
    _share_places(reading)
    taken = {at for phrase in reading.phrases for at in range(phrase.first, max(phrase.last, phrase.after))}
    taken |= locative(reading, taken)
    for mark in reading.places:
        if mark.first not in taken:
            place = Phrase(mark.first, mark.last, mark.first, "place", places=[mark.value], after=mark.last)
            reading.phrases.append(place)
    reading.phrases.sort(key=lambda phrase: phrase.first)
    used = {
        mark.first
        for phrase in reading.phrases
        if phrase.sort != "place"
        for mark in found["active"]
        if phrase.first <= mark.first < phrase.last
    }
    used |= {m.first for m in found["active"] if reading.lower(m.first - 1) in {"under", "remote"}}
    used |= {m.first for m in found["active"] if reading.hyphened(m.first)}  # "one of the hardest-hit areas"
    used |= {m.first for m in found["active"] if m.value == "hosting" and reading.lower(m.last) in HOSTERS}
    numbered = {q.last for q in quantities}  # "12 defacing and 30 malware attacks"
    used |= {m.first for m in found["active"] if m.first in numbered and reading.lower(m.last) in {"and", ",", "or"}}
    reading.actives = [mark for mark in found["active"] if mark.first not in used]
    return reading


def _share_places(reading: Reading) -> None:
    """ "6 million home computers and 1,000 business computers in Peru": both are there."""
    counted = [phrase for phrase in reading.phrases if phrase.counted]
    for one, other in pairwise(counted):
        joined = set(reading.words(one.last, other.first).split()) <= {"and", *LOOSELY}
        if joined and reading.lower(one.last) == "and" and one.sort == other.sort and not one.places:
            one.places += other.places


def _taken_down(tokens: Sequence[Token], mark: Mark) -> bool:
    """ "was taken down" steals nothing; "had not been cleaned" cleans nothing."""
    if mark.value == "clean" and {token.lower for token in tokens[max(0, mark.first - 3) : mark.first]} & {
        "not",
        "never",
    }:
        return True
    after = tokens[mark.last].lower if mark.last < len(tokens) else ""
    return (
        mark.value == "steal" and tokens[mark.last - 1].lower == "taken" and after in {"down", "over", "offline", "off"}
    )


def _phrases(reading: Reading, heads: list[Mark]) -> Iterator[Phrase]:
    by_token = {at: mark for mark in heads for at in range(mark.first, mark.last)}
    numbers = {q.first: q for q in reading.quantities}
    inside = {at for q in reading.quantities for at in range(q.first, q.last)}
    run: list[int] = []
    at = 0
    while at <= len(reading.tokens):
        if at < len(reading.tokens) and not _stops(reading, at, run, by_token, inside):
            if at in numbers and (any(each in by_token for each in run) or opening_place(reading, run)):
                yield from _made(reading, run, by_token, numbers)
                run = []
            run.append(at)
            at += 1
            continue
        jump = _relative_clause(reading, run, at, by_token, inside) if run else None
        if jump:
            run.extend(range(at, jump))
            at = jump
            continue
        yield from _made(reading, run, by_token, numbers)
        run = []
        at += 1


def _made(
    reading: Reading, run: list[int], by_token: dict[int, Mark], numbers: dict[int, Quantity]
) -> Iterator[Phrase]:
    headed = [at for at in run if at in by_token]
    if not headed:
        return
    head = by_token[headed[-1]]
    sort = head.value
    if (
        sort == "incident"
        and any(by_token[at].value == "event" for at in headed)
        and JOINS & {*map(reading.lower, run)}
    ):
        sort = "event"  # "640 cyber attacks and incidents"
    if sort == "backdoor" and len(headed) > 1:
        sort = by_token[headed[-2]].value if headed[-2] not in range(head.first, head.last) else sort
    span = range(run[0], head.last)
    phrase = Phrase(run[0], head.last, head.first, sort, after=head.last)
    phrase.counted = [numbers[at] for at in run if at in numbers]
    phrase.topics = said_of(reading, phrase, by_token)
    harmless = not {"malicious", "infect", "phish", "spam"} & phrase.topics
    if sort == "malware" and reading.lower(head.first) in PROGRAMS and harmless:
        phrase.sort = "paper"  # "two training programs"
    if sort == "page" and of_paper(reading, phrase):
        phrase.sort = "paper"
    if sort == "report" and not phrase.counted and _tells(reading, head.last):
        phrase.sort = "paper"  # "the report also shows that"
    if sort == "report" and sent_out(reading, phrase):
        phrase.sort = "paper"  # "653 security alerts were published"
    opening = reading.places[0] if reading.places and reading.places[0].first <= 1 else None
    if opening is not None and reading.lower(before_loosely(reading, run[0])) == "its":
        phrase.places.append(opening.value)  # "Iran said 20,000 of its machines"
    if sort in ("site", "page", "event") and any(reading.lower(at) == "world" for at in run if at < head.first):
        phrase.places.append(WORLD)  # "2 percent of the world's phishing sites"
    for mark in reading.places:
        if mark.first in span:
            before = reading.lower(mark.first - 1)
            bucket = (
                phrase.from_places
                if before == "来自"
                else phrase.to_places
                if before in {"针对", "攻击"} or (before == "in" and sort == "event")  # "in Peru attacks rose"
                else phrase.places
            )
            bucket.append(mark.value)
    yield phrase


def _tells(reading: Reading, at: int) -> bool:
    """Whether a report tells something, and is none that somebody sent."""
    at += reading.lower(at) in {"also", "further"}
    return reading.lower(at) in SHOWS


def _stops(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether a noun phrase ends before this token."""
    token = reading.tokens[at]
    if at in inside or token.text in MARKS or any(mark.first < at < mark.last for mark in reading.topics):
        return False
    if at in reading.dated:
        return True
    if at in by_token or (token.lower == "such" and at - 1 in inside):
        return False
    if reading.hyphened(at) and run and run[-1] == at - 1:
        return False  # "bot-infected computers"
    word = token.lower
    if word in JOINS:
        return not _joined(reading, at, run, by_token, inside)
    if token.sort == "mark" or word in STOPS or (token.sort == "han" and token.text in HAN_STOPS):
        return True
    if token.sort == "number":
        return True
    if any(mark.first <= at < mark.last for mark in reading.auxiliaries):
        return True
    if (
        word.endswith("ing")
        and token.sort == "word"
        and any(each in by_token for each in run)
        and not any(mark.first == at for mark in reading.topics)
        and not (at + 1 in by_token and by_token[at + 1].value == "report")  # "credential harvesting reports"
    ):
        return True
    verb = any(
        mark.first <= at < mark.last
        for mark in (*reading.actives, *reading.plains, *reading.changes, *reading.consequences)
    )
    if not verb or (word == "based" and any(mark.last == at for mark in reading.places)):
        return False
    if token.sort == "han":
        return word not in {"位于", "来自", "控制"} or not any(each in inside for each in run)
    adjective = any(mark.first <= at < mark.last for mark in reading.topics) or word in {
        "affected",
        "targeted",
        "registered",
        "reported",
        "observed",
        "recorded",
        "detected",
        "identified",
        "seized",
        "used",
        "attacked",
        "controlled",
        "increased",
        "related",
    }
    taken = any(m.first == at and m.value in TAKING for m in reading.actives) and word.endswith("ed")
    if taken and any(q.last == at and q.kind is ClaimKind.COUNT for q in reading.quantities):
        adjective = True  # "9,200 commandeered routers"
    return not (adjective and _before_a_head(reading, at, run, by_token, inside))


def _before_a_head(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether a participle stands as an adjective: no noun before it, one soon after."""
    before = reading.lower(at - 1 - reading.lower(at - 1).endswith("ly"))  # "that remotely controlled computers"
    if any(each in by_token for each in run) or before in {"that", "which", "who", ")"}:
        return False
    if reading.lower(at - 1) == "to" and not reading.lower(at).endswith(("ed", "ing")):
        return False  # "to implant backdoors"
    placed = {mark.first for mark in reading.places}
    if run and reading.tokens[run[-1]].text[:1].isupper() and run[-1] not in {mark.first for mark in reading.topics}:
        return False
    if (run and run[-1] in placed) or any(mark.last == at for mark in reading.auxiliaries):
        return False
    if len(run) == 1 and run[0] in inside and reading.lower(run[0] - 1) in {";", "；"}:
        return False  # "318 attacks; 134 targeted enterprises"
    if len(run) == 1 and run[0] in inside and reading.lower(at) not in STATES and _of_which(reading, run[0], at):
        return False
    follow = range(at + 1, min(len(reading.tokens), at + 5))
    for each in follow:
        if each in by_token:
            return True
        if each in inside or reading.tokens[each].lower in STOPS or reading.tokens[each].sort == "mark":
            return False
    return False


def _of_which(reading: Reading, number: int, verb: int) -> bool:
    """ "Of which 247 imitated shops and 174 imitated banks": the number of those who do it, not of what is so."""
    if reading.words(number - 2, number) in WHICH or (reading.lower(0) == "of" and reading.lower(number - 1) == ","):
        return True
    return any(
        reading.lower(at) == reading.lower(verb) and reading.words(at - 3, at - 1) in WHICH for at in range(3, verb)
    )


def _joined(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether "or" joins two nouns of one phrase: "Trojan networks or botnet servers"."""
    topics = {mark.first for mark in reading.topics}
    word = reading.lower(at)
    if run and word in {"and", "or", ","} and _places_joined(reading, run[-1], at, by_token):
        return True
    if word in {"and", "or"} and run and not any(each in by_token for each in run) and run[-1] not in inside:
        return any(each in inside for each in run) and _adjective_follows(reading, at, by_token, inside)
    if not run or (run[-1] not in by_token and run[-1] not in topics):
        return False
    for each in range(at + 1, min(len(reading.tokens), at + 4)):
        if each in inside or reading.tokens[each].lower in STOPS:
            return False
        if reading.tokens[each].text in MARKS:
            continue
        if each in by_token or each in topics:
            kinds = {by_token[k].value for k in (each, run[-1]) if k in by_token}
            return word in {"or", "或", "/", "、"} or len(kinds) <= 1 or "botnet" in kinds
        if word not in {"or", "或"}:
            return False
    return False


def _adjective_follows(reading: Reading, at: int, by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether "and" joins two adjectives before one noun: "35 government and commercial websites"."""
    for each in range(at + 1, min(len(reading.tokens), at + 4)):
        if each in by_token:
            return True
        if each in inside or reading.tokens[each].sort != "word" or reading.lower(each) in STOPS:
            return False
    return False


def _places_joined(reading: Reading, before: int, at: int, by_token: dict[int, Mark]) -> bool:
    """Whether two adjectives of place stand before one noun: "26 South Korean and US websites"."""
    if not any(mark.last - 1 == before for mark in reading.places):
        return False
    first = at + 1 + (reading.lower(at) == "," and reading.lower(at + 1) == "and")
    mark = next((mark for mark in reading.places if mark.first == first), None)
    if mark is None:
        return False
    if reading.lower(mark.last) in {"and", ","}:
        return _places_joined(reading, mark.last - 1, mark.last, by_token)
    return mark.last in by_token or (mark.last + 1 in by_token and reading.tokens[mark.last].sort == "word"
                                     and reading.lower(mark.last) not in STOPS)  # fmt: skip


def _relative_clause(
    reading: Reading, run: list[int], at: int, by_token: dict[int, Mark], inside: set[int]
) -> int | None:
    """Chinese: a number, a clause, 的 and the noun are one phrase; the token after the noun, else None."""
    if at >= len(reading.tokens) or reading.tokens[at].sort != "han" or not any(each in inside for each in run):
        return None
    if any(each in by_token for each in run):
        return None
    for each in range(at, min(len(reading.tokens), at + 14)):
        token = reading.tokens[each]
        if (token.sort == "mark" and token.text not in MARKS) or each in inside:
            return None
        if token.text == "的" and any(each + k in by_token for k in (1, 2, 3)):
            verbs = {mark.first for mark in reading.actives}
            by = reading.tokens[at].text == "被" and verbs & {each + 2, each + 3}  # 1200个被美国的IP控制
            return None if by else each + 1
    return None
