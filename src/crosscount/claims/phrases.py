"""Noun phrases: what is counted, with the numbers and the places that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from crosscount.claims.lexicon import Mark, lexicon
from crosscount.claims.quantities import Quantity
from crosscount.claims.reading import MARKS, STOPS, Phrase, Reading
from crosscount.claims.tokens import Token
from crosscount.claims.whereabouts import locate, locative, outside

__all__ = ["read"]

HAN_STOPS = frozenset("对被向给由在从将把为与和及其中而并等了是有就以遭受自已均也都至到")
JOINS = frozenset(("or", "and", "/", "或", "和", "、", "与", "及"))
MINISTRIES = frozenset(("minister", "ministry", "ministers", "affairs", "office", "secretary", "policy"))  # foreign
SOURCES = ("came from", "come from", "coming from", "originated from", "originating from", "launched from", "traced to",
           "traced back to", "sent from", "stemmed from", "carried out from")  # fmt: skip
USED = ("used to launch", "used to attack", "used to carry out", "used to flood", "used for the attack", "took part in",
        "used in the attack", "taking part in",
    "been involved",
    "were involved in the attack", "participated in the attack", "used to mount")  # fmt: skip
RECORDED = frozenset(("data", "records", "details", "information", "credentials", "passwords", "accounts", "profiles"))
LOOSELY = frozenset(("more", "than", "about", "some", "nearly", "almost", "at", "least", "over", "around", "the"))
MEASURES = frozenset("个台家次起种条件宗款部封")
PLAIN_HEADS = frozenset(
    (
        "attacks",
        "targets",
        "hosts",
        "hits",
        "hacks",
        "probes",
        "scans",
        "attack",
        "host",
        "hack",
        "report",
        "reports",
        "link",
        "links",
        "control",
        "suspects",
    )
)
FREE = frozenset(("of", "on", "in", "by", "from", "against", "and", "to", "with", "for", "than", "between", "as"))


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
    reading = Reading(
        tokens=tokens,
        quantities=quantities,
        phrases=[],
        places=[mark for mark in found["place"] if mark.first not in silent and mark.last not in silent],
        topics=[mark for mark in found["topic"] if mark.first not in silent],
        actives=found["active"],
        passives=found["passive"],
        auxiliaries=found["auxiliary"],
        consequences=found["consequence"],
        changes=found["change"],
        plains=found["plain"],
        dated=dated,
    )
    if there is not None:
        pointing = [Mark(at, at + 1, "place", there) for at in range(1, len(tokens)) if _points(reading, at)]
        reading.places = sorted([*reading.places, *pointing], key=lambda mark: mark.first)
    reading.places = [
        mark for mark in outside(reading) if reading.lower(mark.last) not in MINISTRIES or mark.value != "XX"
    ]
    placed = {at for mark in reading.places for at in range(mark.first, mark.last)}
    heads = [
        mark
        for mark in found["head"]
        if mark.first not in silent and mark.first not in placed and _is_noun(reading, mark)
    ]
    reading.phrases = list(_phrases(reading, heads))
    for phrase in reading.phrases:
        if phrase.sort not in ("money", "time", "paper"):
            locate(reading, phrase)
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
    reading.actives = [mark for mark in found["active"] if mark.first not in used]
    return reading


def _points(reading: Reading, at: int) -> bool:
    """ "4,062 servers were located there"."""
    return reading.lower(at) == "there" and reading.lower(at - 1) in {
        "located",
        "based",
        "found",
        "hosted",
        "stood",
        "situated",
    }


def _is_noun(reading: Reading, mark: Mark) -> bool:
    word = reading.lower(mark.first)
    if word == "感染":  # 3.2万台设备感染该病毒
        named = reading.lower(mark.last) in {"该", "了"} or any(m.first == mark.last for m in reading.topics)
        return not named
    if mark.last - mark.first > 1 or word not in PLAIN_HEADS:
        return True
    before, after = reading.lower(mark.first - 1), reading.lower(mark.last)
    begin = mark.first
    while begin and (reading.lower(begin - 1) == "and" or any(p.first <= begin - 1 < p.last for p in reading.places)):
        begin -= 1
    if any(q.last == begin for q in reading.quantities):
        return True
    if word == "suspects":
        return before in {"the", "these", "those", "of", "all"}
    if any(m.first == mark.last for m in (*reading.auxiliaries, *reading.changes)) and before not in {"that", "which"}:
        return True  # "the number of Conficker hosts fell"
    if word in {"attacks", "scans", "probes", "reports"} and after in {"from", "of", "against", "by"}:
        return True
    if word == "control":
        return False
    if before in {"to", "will", "can", "could", "may", "might", "that", "which", "who", "also", "often"}:
        return False
    follows = mark.last < len(reading.tokens) and (
        reading.tokens[mark.last].sort == "number" or after in {"the", "a", "an", "its", "their"}
    )
    if follows and before not in FREE:
        return False
    return not (word in {"targets", "hosts", "hits"} and mark.first and before not in FREE and not before.isdigit()
                and not any(q.last >= mark.first - 3 and q.last <= mark.first for q in reading.quantities))  # fmt: skip


def _phrases(reading: Reading, heads: list[Mark]) -> Iterator[Phrase]:
    by_token = {at: mark for mark in heads for at in range(mark.first, mark.last)}
    numbers = {q.first: q for q in reading.quantities}
    inside = {at for q in reading.quantities for at in range(q.first, q.last)}
    run: list[int] = []
    at = 0
    while at <= len(reading.tokens):
        if at < len(reading.tokens) and not _stops(reading, at, run, by_token, inside):
            if at in numbers and any(each in by_token for each in run):
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
    if sort == "backdoor" and len(headed) > 1:
        sort = by_token[headed[-2]].value if headed[-2] not in range(head.first, head.last) else sort
    span = range(run[0], head.last)
    phrase = Phrase(run[0], head.last, head.first, sort, after=head.last)
    phrase.topics = {
        mark.value for mark in reading.topics if mark.first in span or head.first <= mark.first < head.last
    }
    phrase.topics |= {mark.value for mark in reading.topics if mark.first in _complement(reading, head.last, by_token)}
    phrase.counted = [numbers[at] for at in run if at in numbers]
    of = run[0] - 1
    while reading.lower(of) in LOOSELY:
        of -= 1
    if reading.lower(of) == "of" and of - 1 in by_token and by_token[of - 1].value == "botnet":
        phrase.topics.add("infect")  # "a botnet of 18,000 computers"
    opening = reading.places[0] if reading.places and reading.places[0].first <= 1 else None
    if opening is not None and reading.lower(of) == "its":  # "Iran said 20,000 of its machines"
        phrase.places.append(opening.value)
    if reading.words(head.last, head.last + 3) in {"in the botnet", "of the botnet", "in a botnet", "in the network"}:
        phrase.topics.add("bot")
    if reading.lower(of) == "of" and reading.lower(of - 1) in RECORDED:
        phrase.topics.add("record")  # "data of 533 million users"
    if _sourced(reading, run[0], head.last):
        phrase.topics.add("source")
    for mark in reading.places:
        if mark.first in span:
            before = reading.lower(mark.first - 1)
            bucket = (
                phrase.from_places
                if before == "来自"
                else phrase.to_places
                if before in {"针对", "攻击"}
                else phrase.places
            )
            bucket.append(mark.value)
    yield phrase


def _sourced(reading: Reading, first: int, last: int) -> bool:
    """Whether attacks come from it: "traced to six computers", "2,000 servers were used to launch"."""
    while first and (reading.lower(first - 1) in LOOSELY or reading.tokens[first - 1].sort == "number"):
        first -= 1
    if reading.words(first - 2, first).endswith(SOURCES) or reading.words(first - 3, first).endswith(SOURCES):
        return True
    verbs = {mark.first for mark in (*reading.actives, *reading.plains)}
    verbs -= {at for mark in reading.auxiliaries for at in range(mark.first, mark.last)}
    at = next((at for at in range(last, min(len(reading.tokens), last + 24)) if at in verbs), len(reading.tokens))
    return reading.words(at, at + 4).startswith(USED)


def _complement(reading: Reading, at: int, by_token: dict[int, Mark]) -> range:
    """The tokens behind "of": "cases of online fraud"."""
    if reading.lower(at) not in {"of", "for", "about", "concerning"}:
        return range(0)
    reports = at > 0 and at - 1 in by_token and by_token[at - 1].value in {"report", "incident"}
    last = at + 1
    while (
        last < min(len(reading.tokens), at + 5)
        and reading.tokens[last].sort == "word"
        and reading.lower(last) not in STOPS - {"the", "such"}
    ):
        if (
            not reports
            and last in by_token
            and by_token[last].value in {"host", "site", "server", "ip", "domain", "page"}
        ):
            return range(0)
        last += 1
    return range(at + 1, last)


def _stops(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether a noun phrase ends before this token."""
    token = reading.tokens[at]
    if at in inside or token.text in MARKS or any(mark.first < at < mark.last for mark in reading.topics):
        return False
    if at in reading.dated:
        return True
    if at in by_token:
        return False
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
    }
    return not (adjective and _before_a_head(reading, at, run, by_token, inside))


def _before_a_head(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether a participle stands as an adjective: no noun before it, one soon after."""
    if any(each in by_token for each in run) or reading.lower(at - 1) in {"that", "which", "who"}:
        return False
    placed = {mark.first for mark in reading.places}
    if run and reading.tokens[run[-1]].text[:1].isupper() and run[-1] not in {mark.first for mark in reading.topics}:
        return False
    if (run and run[-1] in placed) or any(mark.last == at for mark in reading.auxiliaries):
        return False
    if len(run) == 1 and run[0] in inside and reading.lower(run[0] - 1) in {";", "；"}:
        return False  # "318 attacks; 134 targeted enterprises"
    follow = range(at + 1, min(len(reading.tokens), at + 5))
    for each in follow:
        if each in by_token:
            return True
        if each in inside or reading.tokens[each].lower in STOPS or reading.tokens[each].sort == "mark":
            return False
    return False


def _joined(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether "or" joins two nouns of one phrase: "Trojan networks or botnet servers"."""
    topics = {mark.first for mark in reading.topics}
    word = reading.lower(at)
    if run and word in {"and", "or", ","} and _places_joined(reading, run[-1], at, by_token):
        return True
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
            return each + 1
    return None
