"""Which places belong to a phrase by their look or their clause: "outside China", "in Japan, 500 sites", 境外有."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from babel import Locale

from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.lexicon import Mark, is_country, lexicon
from crosscount.model.claim import WORLD

__all__ = ["ROBBING", "adjective", "locative", "outside"]

BEHIND_PLACE = frozenset(  # between the place that opens a clause and its number
    (",", "，", "有", "境内", "共有", "共", "约", "近", "的", "alone", "about", "some", "nearly", "over", "more",
     "than", "a", "total", "of", "there", "were", "are")
)  # fmt: skip
BEYOND = frozenset(("elsewhere", "worldwide", "abroad", "overseas", "globally", "around", "beyond", "other", "across"))
ROBBING = frozenset(  # "attempts to steal files from Peru's army" hit Peru
    ("steal", "stealing", "stole", "obtain", "obtaining", "extract", "extracting", "exfiltrate", "exfiltrating",
     "extort", "extorting", "siphon", "siphoning", "gather", "gathering", "collect", "collecting", "acquire",
     "acquiring", "grab", "stolen")
)  # fmt: skip


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
    made |= {mark.first for run in runs if _and_beyond(reading, run) for mark in run}
    return [replace(mark, value=WORLD) if mark.first in made else mark for mark in places]


def _and_beyond(reading: Reading, run: Sequence[Mark]) -> bool:
    """Whether a list of countries that something is in ends with all others: "in Peru and worldwide"."""
    inside = reading.back(run[0].first - 1, {"the"})
    things = reading.lower(inside - 1).endswith("ed") or any(
        mark.last == inside for mark in lexicon().marks(reading.tokens, "head") if mark.value != "person"
    )
    if reading.lower(inside) not in {"in", "across", "throughout"} or not things:
        return False  # not "told owners in Peru and abroad"
    if is_country(run[0].value) and run[-1].value in (WORLD, "XX") and reading.lower(run[-1].first) in BEYOND:
        return len(run) > 1
    at = run[-1].last
    return reading.lower(at) == "and" and bool(BEYOND & {reading.lower(at + 1)})


def _leads(reading: Reading, mark: Mark) -> Phrase | None:
    """ "The United States took the first place, with 3,328 IPs": what a place at the head has."""
    phrase = next((p for p in reading.phrases if p.counted), None)
    if phrase is None or phrase.places or reading.words(phrase.first - 2, phrase.first) != ", with":
        return None
    return None if any(mark.last <= other.first < phrase.first for other in reading.places) else phrase


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
