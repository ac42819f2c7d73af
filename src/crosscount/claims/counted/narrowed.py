"""What narrows a number to a part that no figure counts apart: "government websites", "were in Beijing".

A claim has places for what is counted, who acts on whom, and when. A word beside the number that fits none of them, and
is no filler either, says that less is counted than these places tell.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pycountry
from babel import Locale

from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import MARKS, STOPS, Phrase, Reading
from crosscount.claims.speakers.bodies import mentioned
from crosscount.claims.words.lexicon import Mark, data, is_country, lexicon
from crosscount.model.claim import ClaimKind

__all__ = ["narrowed"]

Span = tuple[int, int]  # tokens, the last not included

OWNERS = frozenset(("organisation", "user", "person", "country", "record", "paper", "actor"))  # nouns that say whose
TELLING = frozenset(("member", "impersonate", "use"))  # deeds that no role stands for
INSIDE = frozenset(("in", "at", "across", "within", "inside", "throughout"))
OPENING = INSIDE | {"of", "on", "with", "without", "among", "for", "that", "which", "whose", "who", "under", "behind"}
WHOLE = frozenset(("of", "of the", "of these", "of those", "of all", "of all the", "of some", "of about", "of its"))
CLAUSE = frozenset(("that", "which", "who", "whose"))
JOINING = frozenset(
    ("and", "but", "or", "while", "whereas", "from", "by", "against", "via", "through", "as", "than", "when")
)
IDLE_FIRST = frozenset(
    ("of", "them", "these", "those", "the", "which", "that", "were", "was", "are", "is", "had", "all")
)
SHORT = 3  # letters of a word that says nothing by itself


def narrowed(reading: Reading, draft: Draft, text: str) -> str | None:
    """The words of the text that narrow what a number counts, None where nothing does. English only."""
    span = _narrowed(reading, draft)
    return text[reading.tokens[span[0]].start : reading.tokens[span[1] - 1].end] if span else None


def _narrowed(reading: Reading, draft: Draft) -> Span | None:
    quantity, phrase = draft.quantity, draft.phrase
    if draft.kind not in (ClaimKind.COUNT, ClaimKind.SHARE) or reading.tokens[quantity.first].sort == "han":
        return None
    whole = _whole(reading, draft)
    if whole is not None:
        return _behind(reading, whole.last, predicate=True)
    if phrase is not None and phrase.last > quantity.last and quantity in phrase.counted:
        return _before(reading, phrase) or _behind(reading, phrase.last, predicate=False)
    return _behind(reading, quantity.last, predicate=True) if draft.base is not None else None


def _whole(reading: Reading, draft: Draft) -> Phrase | None:
    """What is counted behind a part of it: "52 of the 1,754 sites belonged to …", the verb being the part's."""
    behind = next((each for each in reading.quantities if each.first >= draft.quantity.last), None)
    if behind is None or reading.words(draft.quantity.last, behind.first) not in WHOLE:
        return None
    return next((each for each in reading.phrases if behind in each.counted), None)


def _before(reading: Reading, phrase: Phrase) -> Span | None:
    """Words between number and noun: "1,300 government websites"."""
    first = max([phrase.first, *(each.last for each in phrase.counted)])
    told = _told(reading)
    odd = [at for at in range(first, phrase.head) if told(at)]
    return (odd[0], odd[-1] + 1) if odd else None


def _behind(reading: Reading, first: int, *, predicate: bool) -> Span | None:
    """Words behind the noun up to where another clause, number or known deed begins."""
    told, stops = _told(reading), _stops(reading)
    opened = clause = predicate
    finite = {mark.first for mark in (*reading.actives, *reading.passives) if mark.value in TELLING}
    odd: list[int] = []
    begin = first
    for at in range(first, len(reading.tokens)):
        word = reading.lower(at)
        if stops(at) or (word in JOINING and not odd) or (odd and word in JOINING | CLAUSE):
            break
        if not clause and (
            any(mark.first == at for mark in reading.auxiliaries) or (at in finite and word[-3:] != "ing")
        ):
            break  # what follows is said of the whole noun, or of another number
        clause |= word in CLAUSE
        follows = reading.lower(at + 1) in {"to", "with", "at", "in"} and clause
        participle = reading.tokens[at].text.islower() and (word.endswith("ing") or (word.endswith("ed") and follows))
        if not opened and not (word in OPENING or participle):
            break
        if word in OPENING and not odd:
            begin = at
        opened = True
        if _within(reading, at) or (told(at) and not word.endswith(("ed", "ing"))):
            odd.append(at)
        elif participle and not odd:
            begin = at  # says nothing without what follows: "imitating banks"
    return (_begin(reading, begin, odd[0]), odd[-1] + 1) if odd else None


def _begin(reading: Reading, first: int, odd: int) -> int:
    """Where the words that narrow begin: not with "of them", "were"."""
    while first < odd and reading.lower(first) in IDLE_FIRST:
        first += 1
    return first


def _told(reading: Reading) -> Callable[[int], bool]:
    """Whether a token says something that no part of a claim holds."""
    known = lexicon()
    heads = {at for m in known.marks(reading.tokens, "head") if m.value not in OWNERS for at in range(m.first, m.last)}
    deeds = (*reading.actives, *reading.passives)
    rest = (*reading.topics, *reading.places, *reading.auxiliaries, *reading.changes, *reading.consequences, *deeds)
    held = heads | {at for mark in rest for at in range(mark.first, mark.last)} | set(reading.dated)
    held |= {at for each in reading.quantities for at in range(each.first, each.last)}
    for sort in ("before", "after", "hedge", "negation", "numeral"):
        held |= {at for mark in known.marks(reading.tokens, sort) for at in range(mark.first, mark.last)}
    idle = STOPS | {*data("narrowing")["idle"]["words"]}

    def told(at: int) -> bool:
        token = reading.tokens[at]
        plain = token.sort != "word" or len(token.text) < SHORT
        return not plain and at not in held and token.lower not in idle and not token.lower.endswith("ly")

    return told


def _stops(reading: Reading) -> Callable[[int], bool]:
    """Whether a token belongs to something else: another number, a deed, a date, who says so."""
    taken = {at for each in reading.quantities for at in range(each.first, each.last)} | set(reading.dated)
    taken |= {at for mark in mentioned(reading.tokens) for at in range(mark.first, mark.last)}
    deeds = (*reading.actives, *reading.passives)
    telling = {mark.first for mark in deeds if mark.value in TELLING}
    others = (*deeds, *reading.plains, *reading.changes, *reading.consequences)
    taken |= {mark.first for mark in others} - telling

    def stops(at: int) -> bool:
        token = reading.tokens[at]
        return at in taken or (token.sort == "mark" and token.text not in MARKS)

    return stops


def _within(reading: Reading, at: int) -> bool:
    """Whether a place that is a part of a country begins here: "in Beijing"."""
    mark = next((each for each in reading.places if each.first <= at < each.last), None)
    return mark is not None and reading.lower(mark.first - 1) in INSIDE and _part(reading, mark)


def _part(reading: Reading, mark: Mark) -> bool:
    written = " ".join(token.text for token in reading.tokens[mark.first : mark.last])
    following = any(m.first == mark.last for m in lexicon().marks(reading.tokens, "head"))
    return is_country(mark.value) and not following and written not in _countries()


@cache
def _countries() -> frozenset[str]:
    """Names of whole countries."""
    names = {name for each in pycountry.countries for name in (each.name, getattr(each, "common_name", ""))}
    return frozenset({*names, *Locale("en").territories.values(), *data("narrowing")["wholes"]["words"]})
