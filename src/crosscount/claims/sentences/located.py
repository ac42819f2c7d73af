"""Which places belong to the phrase before them: "servers located in the US", "attacks from Peru on Chile"."""

from __future__ import annotations

from crosscount.claims.sentences.doers import SAYING
from crosscount.claims.sentences.leading import INTO, LEADING, ORIGINATING, TIMES, Rule, Walk
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.sentences.whereabouts import adjective
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import QUALIFYING, lead
from crosscount.model.claim import WORLD

__all__ = ["locate"]

FINDING = 4  # tokens from "where" to "saw"
NAME = 6  # tokens from a place to "where": "the Peru 2019 Pan-American Games, where"
SENDING = frozenset(("from", "originating", "originated", "coming", "located", "based", "hosted", "来自", "outside"))
DIRECTED = frozenset(("event", "incident", "infection", "defacement", "breach", "email", "malware"))
OWNED = frozenset(
    ("company", "firm", "vendor", "agency", "ministry", "government", "police", "centre", "center", "researchers",
     "officials", "authorities")
)  # fmt: skip
BLAMING = frozenset(("blamed", "blames", "blaming", "accused"))
CONJOINED = frozenset(("with", "while", "although", "though", "after", "as", "despite"))
FURTHER = 5  # words from a place up to another
CLAUSES = frozenset(("that", ";", "；", "while", "whereas", "but"))  # behind which a clause begins


def locate(reading: Reading, phrase: Phrase) -> None:
    """Give a phrase the places behind it: "servers located in the US", "attacks from X on Y"."""
    phrase.from_places += _blamed(reading, phrase)
    there = _behind_where(reading, phrase) if phrase.counted else None
    if there is not None:
        _put(phrase, there, "in")
    walk = Walk(reading, phrase, {mark.first: mark for mark in reading.places}, _beginning(reading, phrase))
    _bracketed(walk)
    while not walk.ended and walk.at < len(reading.tokens) and walk.steps < walk.limit:
        if not any(rule(walk) for rule in RULES):
            walk.end()


def _beginning(reading: Reading, phrase: Phrase) -> int:
    """The token behind a phrase, or behind what repeats it: "640 servers, all of them located in Brazil"."""
    at = phrase.last
    relative = phrase.sort == "event" and reading.words(at + 2, at + 4) == "of which"  # read with its verb
    if reading.words(at, at + 2) != ", all" or relative:
        return at
    return at + (4 if reading.words(at + 2, at + 4) in {"of them", "of which"} else 2)


def _bracketed(walk: Walk) -> bool:
    """ "640 servers (Brazil)"."""
    mark = walk.starts.get(walk.at + 1) if walk.phrase.counted and walk.word == "(" else None
    if mark is None or walk.reading.lower(mark.last) != ")":
        return False
    walk.phrase.after = mark.last + 1
    _put(walk.phrase, mark.value, "in")
    return walk.end()


def _many_countries(walk: Walk) -> bool:
    """ "In more than 100 countries": all over the world."""
    behind = _behind_many(walk.reading, walk.at) if walk.preposition in INTO else 0
    if not behind:
        return False
    _put(walk.phrase, WORLD, walk.preposition)
    walk.phrase.after = behind
    return walk.end()


def _place(walk: Walk) -> bool:
    """A place: the phrase's, if a word says how it stands to it, or nothing stands between."""
    mark = walk.starts.get(walk.at)
    if mark is None:
        return False
    bred = walk.preposition == "of" and walk.reading.lower(mark.last) == "origin"
    if walk.word == "from" or bred:
        walk.preposition = "from"  # "from outside", "of Peruvian origin"
    if walk.preposition in {"", "the"} and not walk.fresh:
        return walk.end()
    others = (other for other in walk.reading.phrases if other is not walk.phrase)
    if walk.preposition != "of" and any(other.first <= walk.at < other.last for other in others):
        return _place_of_next(walk, mark)
    _put(walk.phrase, mark.value, walk.preposition)
    walk.at = walk.phrase.after = mark.last + bred
    return _go_on_behind(walk, mark)


def _by_whom(walk: Walk) -> bool:
    """ "Attacks by Chinese hackers rose": whose attackers stand behind "by"."""
    if walk.word != "by" or not walk.fresh or walk.phrase.sort != "event" or walk.phrase.counted:
        return False
    first = walk.at + 1 + (walk.next_word == "the")
    crew = next((p for p in walk.reading.phrases if p.first == first and p.sort in ("actor", "ip", "server")), None)
    if crew is None:
        return False
    inside = (mark for mark in walk.reading.places if crew.first <= mark.first < crew.last)
    walk.phrase.from_places += [mark.value for mark in inside if mark.value not in walk.phrase.from_places]
    return walk.end()


def _place_of_next(walk: Walk, mark: Mark) -> bool:
    """ "Attacks on Chinese websites", "attempts from U.S. addresses": the place of the next phrase, and an end."""
    phrase = walk.phrase
    ends = phrase.sort in {*DIRECTED, "page", "host"} or (phrase.sort == "site" and "phish" in phrase.topics)
    if ends and walk.preposition in {"on", "against", "targeting", "at", "from", "to"}:
        _put(phrase, mark.value, walk.preposition)
        phrase.after = max(phrase.after, walk.at)
    return walk.end()


def _go_on_behind(walk: Walk, mark: Mark) -> bool:
    """ "In Kenya and Peru": the next place stands as this one; else other words have to say how."""
    if mark.value != WORLD and walk.word in {"and", ",", "or", "和", "、"}:
        after = walk.at + 1 + (walk.next_word in {"the", "and"})
        if after in walk.starts and _owns(walk.reading, walk.starts[after]):
            return walk.end()  # "in Brazil, the Spanish company said"
        if after in walk.starts:
            return walk.end() if _acts(walk.reading, walk.phrase, walk.starts[after]) else walk.skip(after - walk.at)
    walk.steps, walk.preposition, walk.limit = 0, "", FURTHER
    return True


def _owns(reading: Reading, mark: Mark) -> bool:
    """Whether a place is an adjective of somebody who is named by a noun: "the Spanish company"."""
    noun = mark.last < len(reading.tokens) and reading.lower(mark.last) in OWNED
    return noun and adjective(reading, mark)


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
    found = next((n for n in range(at - 1, at - FINDING, -1) if reading.lower(n) == "where"), at)
    seen = any(mark.last == at + 1 for mark in (*reading.plains, *reading.actives))  # "where it saw 900 infections"
    at = found if seen else at
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


def _behind_many(reading: Reading, at: int) -> int:
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


def _put(phrase: Phrase, code: str, preposition: str) -> None:
    """Note a place as where a phrase is, where it comes from, or whom it hits; "outside China" as anywhere else."""
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


RULES: tuple[Rule, ...] = (*TIMES, _many_countries, _by_whom, _place, *LEADING)
