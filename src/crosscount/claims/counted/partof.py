"""Numbers that are a part: "300 of those", "of which 8,758 phishing", "but only 40 proved successful"."""

from __future__ import annotations

from crosscount.claims.answers import NO_THREAT, first_answer
from crosscount.claims.counted.plain import PlainNumber, Said
from crosscount.claims.sentences.grammar import alike, nearest, part_of
from crosscount.model.claim import ClaimKind

__all__ = ["OF_THOSE", "PARTS", "uncounted_nearer"]

CONCERNING = frozenset(("involving", "concerning", "affecting", "targeting"))  # "and 17 involving ransomware"
OF_THOSE = ("of those", "of these", "of which", "among which", "of them", "among them", "among these", "among those",
            "其中")  # fmt: skip
THOSE = frozenset(("those", "them", "these"))
OWNED = frozenset(("its", "his", "her", "their", "our"))
WIDER = frozenset(("country", "nation", "state", "world"))  # "in 12 of the country's 25 regions"
JOINING = frozenset(("but", "and", "while", "whilst", "whereas", ","))


def uncounted_nearer(number: PlainNumber) -> bool:
    """Whether the number before in the sentence counts no threat, so that "four of them" does not either."""
    reading = number.reading
    places = {q.first for phrase in reading.phrases if phrase.sort in ("country", "time") for q in phrase.counted}
    counts = (q for q in reading.quantities[: number.place] if q.kind is ClaimKind.COUNT and q.first not in places)
    last = next(reversed([*counts]), None)
    return last is not None and all(draft.quantity is not last for draft in number.here)


def _some_of(number: PlainNumber) -> Said:
    """A number before "of" or "out of", which says what it is a part of."""
    dated = number.quantity.last + 1 in number.reading.dated  # "more than the 700 of 2011"
    some = number.word_after in {"of", "out"} and not dated
    return first_answer(BEFORE_OF, number) or NO_THREAT if some else None


def _of_the_named(number: PlainNumber) -> Said:
    """ "300 of the infected hosts"."""
    part = part_of(number.reading, number.quantity.last)
    return None if part is None else number.of_threat(part, alike(part, number.told))


def _of_those_examined(number: PlainNumber) -> Said:
    """ "Of 900 machines scanned, 300 of those infected": a number before that was none of a threat."""
    if not number.place or number.here or number.second_after not in THOSE:
        return None
    examined = number.owners.get(id(number.reading.quantities[number.place - 1]))
    return None if examined is None else number.of(examined)


def _of_the_repeated(number: PlainNumber) -> Said:
    """ "30 of the 512", of which a sentence before told."""
    following = number.reading.quantities[number.place + 1 : number.place + 2]
    if not following or number.reading.words(number.quantity.last, following[0].first) != "of the":
        return None
    same = (each for each in reversed(number.earlier) if each.quantity.value == following[0].value)
    whole = next(same, None)
    return None if whole is None else number.like(whole)


def _of_no_threat(number: PlainNumber) -> Said:
    """ "81 of 236 trusts", "two of its allies", "12 of the country's 25 regions"."""
    last = number.quantity.last
    wider = WIDER & {*number.reading.words(last, last + 5).split()}
    near = range(last, last + (6 if wider else 3))
    numbered = any(quantity.first in near for quantity in number.reading.quantities)
    idle = numbered or number.second_after in OWNED or uncounted_nearer(number)
    return NO_THREAT if idle else None


def _of_the_last(number: PlainNumber) -> Said:
    """ "Four of them"."""
    return number.like_nearest()


def _of_a_kind(number: PlainNumber) -> Said:
    """ "77,600 incidents, of which 8,758 phishing": but a topic between the number and the end of its clause."""
    reading = number.reading
    topic = next((mark for mark in reading.topics if mark.first == number.quantity.last), None)
    if topic is None or not number.here:
        return None
    behind = reading.tokens[topic.last : topic.last + 1]
    ends = all(token.sort == "mark" or token.lower in {"and", "or"} for token in behind)
    return number.like(number.here[0]) if ends else None


def _fared(number: PlainNumber) -> Said:
    """ "3 million attacks were made, but only 40 proved successful": of those, behind a verb of its own."""
    after, concerning = number.quantity.last, number.word_after in CONCERNING
    verb = concerning or number.word_after.endswith("ed")
    if not number.here or not verb or number.lead_word not in JOINING:
        return None
    own = any(phrase.first in (after, after + 1) for phrase in number.reading.phrases)
    return number.like(nearest(number.here, (), number.quantity)) if concerning or not own else None


def _another_part(number: PlainNumber) -> Said:
    """ "Of those, half were harmless but 52 caused a stop": a further part of the same whole, with a verb behind it."""
    reading, whole = number.reading, number.here[0].base if number.here else None
    if whole is None or reading.words(0, 2) not in OF_THOSE:
        return None
    verbs = (*reading.consequences, *reading.actives, *reading.plains, *reading.auxiliaries)
    return number.like(whole) if any(mark.first == number.quantity.last for mark in verbs) else None


BEFORE_OF = (_of_the_named, _of_those_examined, _of_the_repeated, _of_no_threat, _of_the_last)
PARTS = (_some_of, _of_a_kind, _fared, _another_part)
