"""Which places belong to a phrase: "servers located in the US", "outside China", "in Japan, 500 sites"."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from babel import Locale

from crosscount.claims.sentences.doers import SAYING
from crosscount.claims.sentences.reading import MARKS, STOPS, Phrase, Reading
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import QUALIFYING, lead
from crosscount.model.claim import WORLD

__all__ = ["ORIGINATING", "ROBBING", "adjective", "locate", "locative", "outside"]

NAME = 6  # tokens from a place to "where": "the Peru 2019 Pan-American Games, where"
LOCATED = frozenset(
    ("located", "observed", "detected", "discovered", "identified", "recorded", "found", "seen", "based",
     "originating", "originated", "operating", "registered", "situated", "hosted", "residing", "running",
     "physically", "within", "in", "inside", "from", "across", "on", "around", "throughout", "outside", "of",
     "to", "the", "territory", "territories", "mainland", "coming", "country's", "at", "against",
     "targeting", "targeted", "systems", "位于", "来自", "境内", "的", "在", "under", "originate", "originates")
)  # fmt: skip
SENDING = frozenset(("from", "originating", "originated", "coming", "located", "based", "hosted", "来自", "outside"))
TIED = frozenset(
    ("associated", "linked", "tied", "affiliated", "aligned", "working", "acting", "backed", "with", "by", "for")
)
DONE = frozenset(
    ("infected", "controlled", "compromised", "hacked", "hijacked", "defaced", "attacked", "affected", "hit")
)
TRACED = frozenset(("traced", "attributed", "tracked", "linked"))
AIMED = frozenset(("directed", "aimed", "targeted", "launched", "mounted", "made"))
AGAINST = frozenset(("at", "against", "on"))
AFTER = frozenset((",", "are", "were", "that", "which"))
NEAR, FAR = 3, 5  # tokens between a phrase and a place: "attacks on key energy networks of Russia"
STRIKING = frozenset(("event", "page", "site"))  # what may be aimed at somebody
DIRECTED = frozenset(("event", "incident", "infection", "defacement", "breach", "email", "malware"))
BLAMING = frozenset(("blamed", "blames", "blaming", "accused"))
BEHIND_PLACE = frozenset(  # between the place that opens a clause and its number
    (",", "，", "有", "境内", "共有", "共", "约", "近", "的", "alone", "about", "some", "nearly", "over", "more",
     "than", "a", "total", "of", "there", "were", "are")
)  # fmt: skip
CONJOINED = frozenset(("with", "while", "although", "though", "after", "as", "despite"))
# Where an attack begins, it comes from, also with "in" behind.
ORIGINATING = frozenset(
    ("originating", "originated", "originate", "originates", "began", "begun", "begin", "started", "start", "starting")
)
ROBBING = frozenset(  # "attempts to steal files from Peru's army" hit Peru
    ("steal", "stealing", "stole", "obtain", "obtaining", "extract", "extracting", "exfiltrate", "exfiltrating",
     "extort", "extorting", "siphon", "siphoning", "gather", "gathering", "collect", "collecting", "acquire",
     "acquiring", "grab")
)  # fmt: skip
INTO = frozenset(("in", "across", "throughout", "within"))
CLAUSES = frozenset(("that", ";", "；", "while", "whereas", "but"))  # behind which a clause begins
RATED = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))


@cache
def _territories() -> frozenset[str]:
    return frozenset(name.lower() for name in Locale("en").territories.values())


def adjective(reading: Reading, mark: Mark) -> bool:
    """Whether a place is said by an adjective: "Chinese", "Korean"."""
    text = reading.words(mark.first, mark.last)
    return text.endswith(("ese", "an", "ish", "ch", "i", "ic", "ek")) and text not in _territories()


def outside(reading: Reading) -> list[Mark]:
    """Places, with "outside China" as anywhere else."""
    out: list[Mark] = []
    starts = {mark.first for mark in reading.places if mark.value not in ("XX", "HOME", WORLD)}
    for mark in reading.places:
        beside = mark.last in starts or (out and out[-1].last == mark.first)  # 我国香港, 日本境内
        said = reading.lower(mark.last) == "of" or (beside and reading.tokens[mark.first].sort == "han")
        if mark.value == "HOME" and said:
            continue  # "the territory of Estonia"
        at = reading.back(mark.first - 1, {"the", "of"})
        if reading.lower(at) == "outside" or (
            reading.tokens[mark.first].sort == "han" and reading.lower(mark.last) == "以外"
        ):
            mark = Mark(mark.first, mark.last, mark.sort, "XX")
        out.append(mark)
    return _regions(reading, out)


def _regions(reading: Reading, places: list[Mark]) -> list[Mark]:
    """With "the Middle East, Turkey and Africa" as no country: a region that a firm made of parts of the world."""
    runs: list[list[Mark]] = []
    for mark in places:
        between = reading.words(runs[-1][-1].last, mark.first).split() if runs else ["."]
        if between and set(between) <= {",", "and", "the", "&"}:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    parts = [[mark.value for mark in run if mark.value in (WORLD, "EU")] for run in runs]
    made = {mark.first for run, part in zip(runs, parts, strict=True) if WORLD in part and part[1:] for mark in run}
    return [replace(mark, value=WORLD) if mark.first in made else mark for mark in places]


def locate(reading: Reading, phrase: Phrase) -> None:
    """Places behind a phrase: "servers located in the US", "attacks from X on Y"."""
    starts = {mark.first: mark for mark in reading.places}
    numbered = {at for q in reading.quantities for at in range(q.first, q.last)}
    phrase.from_places += _blamed(reading, phrase)
    if phrase.counted and (there := _behind_where(reading, phrase)) is not None:
        _put(phrase, there, "in")
    at, preposition, steps = phrase.last, "", 0
    limit = 7
    if reading.words(at, at + 2) == ", all":  # "640 servers, all of them located in Brazil"
        at += 4 if reading.words(at + 2, at + 4) in {"of them", "of which"} else 2
    bracketed = starts.get(at + 1) if reading.lower(at) == "(" and phrase.counted else None
    if bracketed is not None and reading.lower(bracketed.last) == ")":
        phrase.after = bracketed.last + 1  # "640 servers (Brazil)"
        _put(phrase, bracketed.value, "in")
        return
    while at < len(reading.tokens) and steps < limit:
        word = reading.lower(at)
        mark = starts.get(at)
        if at in reading.dated or word in {"hourly", "daily", "weekly", "monthly"}:
            at += 1
            continue
        if preposition in INTO and (many := _many_countries(reading, at)):
            _put(phrase, WORLD, preposition)
            phrase.after = many
            return
        if word in {"a", "per", "each", "every"} and reading.lower(at + 1) in RATED:
            at += 2
            continue
        if mark is not None:
            preposition = "from" if word == "from" else preposition  # "from outside"
            if preposition in {"", "the"} and steps:
                return
            others = any(other is not phrase and other.first <= at < other.last for other in reading.phrases)
            if others and preposition != "of":
                # "attacks on Chinese websites", "attempts from U.S. addresses": the place of the next phrase
                ends = phrase.sort in {*DIRECTED, "page", "host"} or (
                    phrase.sort == "site" and "phish" in phrase.topics
                )
                if ends and preposition in {"on", "against", "targeting", "at", "from", "to"}:
                    _put(phrase, mark.value, preposition)
                    phrase.after = max(phrase.after, at)
                return
            _put(phrase, mark.value, preposition)
            at = phrase.after = mark.last
            if mark.value != WORLD and reading.lower(at) in {"and", ",", "or", "和", "、"}:
                after = at + 1 + (reading.lower(at + 1) in {"the", "and"})
                if after in starts and _acts(reading, phrase, starts[after]):
                    return
                if after in starts:
                    at = after
                    continue
            steps, preposition = 0, ""
            limit = 5
            continue
        sent = word.endswith("ed") and reading.lower(at + 1) == "from"
        begun = word in AFTER and reading.lower(at + 1) in (*ORIGINATING, "coming")
        if phrase.sort == "event" and steps == 0 and begun:
            at, steps, preposition = at + 2, 1, "originating"  # "900 attacks, originating in Peru"
            continue
        if phrase.sort == "event" and steps == 0 and (sent or (word in TRACED and reading.lower(at + 1) == "to")):
            at, steps, preposition = at + 2, 1, "from"  # "attacks launched from", "attacks traced to"
            continue
        if phrase.sort in STRIKING and steps == 0 and word in AIMED and reading.lower(at + 1) in AGAINST:
            at, steps, preposition = at + 2, 1, "against"  # "attacks directed at banks in the US"
            continue
        if word in DONE and reading.lower(at + 1) in INTO and steps == 0:
            at, steps = at + 1, steps + 1  # "computers infected in Russia"
            continue
        if word == "originated" and steps and phrase.sort != "event":
            return  # "attacks on networks in China originated from Peru": the attacks did
        if word in LOCATED or (phrase.sort == "actor" and word in TIED):
            goes_on = (preposition in ORIGINATING and word in INTO) or (preposition, word) == ("targeting", "at")
            goes_on |= bool(preposition) and word in {"the", "territory", "mainland", "within", "inside"}
            preposition = preposition if goes_on else word
        elif reading.tokens[at].text in MARKS:
            pass
        elif not (
            preposition in {"on", "against", "targeting", "in", "at", "from"}
            and (reading.tokens[at].sort == "word" or (preposition == "from" and at in numbered))
            and word not in STOPS
            and steps < (FAR if preposition in AGAINST else NEAR)
            and not any(m.first <= at < m.last for m in (*reading.actives, *reading.plains, *reading.auxiliaries))
        ):
            return
        at, steps = at + 1, steps + 1


def _acts(reading: Reading, phrase: Phrase, mark: Mark) -> bool:
    """Whether a place behind a phrase does something itself: "it hit 61 websites in Kenya, and Peru had 30".

    Not where the phrase is the subject: "hackers from Kenya and Peru hit 30 websites".
    """
    verbs = (*reading.actives, *reading.plains)
    at = mark.last + (reading.lower(mark.last) in {"still", "also", "again"})
    verb = next((each for each in (*verbs, *reading.auxiliaries) if each.first == at), None)
    told = {at for at in range(phrase.first) if reading.lower(at) in SAYING}
    clause = max((at + 1 for at in range(phrase.first) if reading.lower(at) in CLAUSES), default=0)
    subject = not any(clause <= m.first and m.last <= phrase.first and m.first not in told for m in verbs)
    if verb is None or (subject and reading.lower(phrase.after) != ","):
        return False
    opens = reading.lower(0) in CONJOINED or (reading.lower(1) == "," and reading.lower(2) in CONJOINED)
    counts = verb in verbs and any(0 <= quantity.first - verb.last <= 2 for quantity in reading.quantities)
    return opens or counts  # "With 12 servers in Peru, Chile leads"


def _behind_where(reading: Reading, phrase: Phrase) -> str | None:
    """ "In Peru, where 900 attacks were seen", "at the London Olympics, where 900 attacks …"."""
    at = lead(reading.tokens, phrase.counted[0])
    if reading.lower(at) != "where":
        return None
    left = [mark for mark in reading.places if at - NAME <= mark.first and mark.last < at]
    return left[-1].value if left and left[-1].value not in ("XX", "HOME", WORLD) else None


def _blamed(reading: Reading, phrase: Phrase) -> list[str]:
    """Whom "Seoul blamed North Korea for an attack that hit 40 websites" says it comes from."""
    at = reading.back(phrase.first - 1, {"a", "an", "the", "these", "those", "such"})
    if phrase.sort != "event" or reading.lower(at) not in {"for", "of"}:
        return []
    named = (mark for mark in reading.places if mark.last == at and mark.value != "HOME")
    return [mark.value for mark in named if reading.lower(mark.first - 1) in BLAMING]


def _leads(reading: Reading, mark: Mark) -> Phrase | None:
    """ "The United States took the first place, with 3,328 IPs": what a place at the head has."""
    phrase = next((p for p in reading.phrases if p.counted), None)
    if phrase is None or phrase.places or reading.words(phrase.first - 2, phrase.first) != ", with":
        return None
    return None if any(mark.last <= other.first < phrase.first for other in reading.places) else phrase


def _many_countries(reading: Reading, at: int) -> int:
    """The token after "more than 100 countries" here, else 0."""
    number = next((q for q in reading.quantities if 0 <= q.first - at <= 3), None)
    if (
        number is None
        or number.value < 3
        or any(reading.lower(each) not in QUALIFYING for each in range(at, number.first))
    ):
        return 0
    last = number.last + (reading.lower(number.last) in {"different", "other", "foreign"})
    return last + 1 if reading.lower(last) in {"countries", "nations", "states"} else 0


def _before_noun(reading: Reading, mark: Mark) -> Phrase | None:
    """位于韩国和葡萄牙的控制服务器: the noun behind 的, if 位于 or 来自 stands before the places."""
    if reading.tokens[mark.first].sort != "han":
        return None
    if reading.lower(mark.last) == "被":  # 香港被篡改网站
        near = range(mark.last + 2, mark.last + 5)
        noun = next((p for p in reading.phrases if p.first in near and p.sort in ("site", "host", "ip")), None)
        verb = range(mark.last + 1, noun.first if noun is not None else 0)
        return noun if noun is not None and all(reading.tokens[at].sort == "han" for at in verb) else None
    starts = {other.first: other for other in reading.places}
    first = mark.first
    while reading.lower(first - 1) in {"和", "、", "及", "与"}:
        before = next((other for other in reading.places if other.last == first - 1), None)
        if before is None:
            return None
        first = before.first
    if reading.lower(first - 1) not in {"位于", "来自"}:
        return None
    at = mark.last
    while reading.lower(at) in {"和", "、", "及", "与"} and at + 1 in starts:
        at = starts[at + 1].last
    if reading.lower(at) == "的":
        at += 1
    return next((p for p in reading.phrases if p.first == at and p.sort != "place"), None)


def locative(reading: Reading, taken: set[int]) -> set[int]:
    """A place at the head of a clause is where its subject is: "In Chile, 260 IPs", 境外有4.7万个IP."""
    found: set[int] = set()
    for mark in reading.places:
        if mark.first in taken:
            continue
        if mark.first <= 1 and (leads := _leads(reading, mark)) is not None:
            leads.places.append(mark.value)
            continue
        head = _before_noun(reading, mark)
        if head is not None:
            head.places.append(mark.value)
            found.update(range(mark.first, mark.last))
            continue
        before = [reading.lower(at) for at in range(max(0, mark.first - 2), mark.first)]
        opens = (
            mark.first == 0
            or before[-1] in {",", ";", "，", "；", "。", "：", "其中"}
            or (before[-1] in {"in", "the"} and "in" in before)
            or (mark.first <= 2 and reading.lower(0) == "from")
        )
        if not opens:
            continue
        at = mark.last + (mark.first == 0 and reading.lower(mark.last) == ":")  # "India: 230 websites hit"
        while reading.lower(at) in BEHIND_PLACE:
            at += 1
        phrase = next((p for p in reading.phrases if p.first <= at < p.last and p.counted), None)
        if phrase is not None and not phrase.places and (at != mark.last or "in" in before):
            inside = "in" in before or (not before and reading.lower(mark.last) == ":")
            there = phrase.sort == "event" and inside  # "In Peru, 30 attacks were seen"
            sent = phrase.sort == "event" and reading.lower(0) == "from"
            (phrase.to_places if there else phrase.from_places if sent else phrase.places).append(mark.value)
            found.update(range(mark.first, mark.last))
    return found


def _put(phrase: Phrase, code: str, preposition: str) -> None:
    if preposition == "outside":
        code = "XX"
    if phrase.sort in DIRECTED:
        bucket = phrase.from_places if preposition in SENDING | ORIGINATING else phrase.to_places
    else:
        imitated = preposition == "of" and "phish" in phrase.topics and phrase.sort in ("page", "site")
        bucket = phrase.to_places if imitated or preposition in {"targeting", "against", "针对"} else phrase.places
    if code not in bucket:
        bucket.append(code)
        if preposition in {"from", "outside", *ORIGINATING}:
            phrase.came_from.append(code)
