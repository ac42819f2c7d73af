"""Who attacked in the sentences before: "the attackers", "such attempts" and "another attack" go back to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosscount.claims.counted.roles import CONTROLLED, EVENTS, ORIGIN_SIDE
from crosscount.claims.sentences.deeds import VERBAL, Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.speakers.voices import STATE
from crosscount.claims.words.lexicon import is_country
from crosscount.model.claim import ClaimKind

__all__ = ["crew", "those_before", "whence"]

BACK = frozenset(
    ("the", "these", "those", "this", "such", "same", "another", "further", "separate", "additional", "subsequent",
     "their")
)  # fmt: skip
CAME = frozenset(("came", "come", "originated", "originate", "coming", "launched", "traced"))
UNSURE = frozenset(("including", "mostly", "mainly", "some", "many", "most", "not", "if", "whether", "denied", "other"))
SUBJECTS = frozenset(("they", "these", "it", "this", "that", "those"))
SUFFERING = frozenset(("victim_host", "hacked_site", "defaced_site", "backdoored_site", "infected_host"))
PARTS = (ClaimKind.SHARE, ClaimKind.RANK)


def crew(reading: Reading, done: Sequence[Deed], kept: Sequence[Draft], before: str | None) -> str | None:
    """The country of the attackers that a sentence leaves to the next; `before`: those that it found.

    Of several, or of those of a part only, nothing is left; nor where it counts attacks by whoever it was.
    """
    if any(draft.kind in PARTS for draft in kept):
        return None
    steering = {draft.origin for draft in kept if draft.role in ORIGIN_SIDE}
    counted = steering | {draft.origin for draft in kept if draft.role in EVENTS or draft.role in CONTROLLED}
    found = {*_acting(reading, done), *counted}
    known = {code for code in found if code is not None}
    if len(known) == 1 and (known == steering == {"XX"} or is_country(next(iter(known)))):
        return known.pop()
    return None if found else before


def whence(reading: Reading) -> str | None:
    """The countries that all the attacks spoken of came from: "The attacks originated from Peru and Chile"."""
    words = [token.lower for token in reading.tokens]
    at = next((n for n, word in enumerate(words) if word == "from" and n and words[n - 1] in CAME), 0)
    if not at or UNSURE & {*words} or not _spoken_of(reading, at - 1):
        return None
    verbs = (*reading.actives, *reading.plains, *reading.auxiliaries)
    ends = min((mark.first for mark in verbs if mark.first > at), default=len(words))
    codes = [mark.value for mark in reading.places if at < mark.first < ends and is_country(mark.value)]
    return ";".join(dict.fromkeys(codes)) or None


def _spoken_of(reading: Reading, verb: int) -> bool:
    """Whether the subject of a verb is "they", "all of them" or "the attacks"."""
    at = reading.back(verb - 1, {"all", "were", "have", "had", "been"})
    if reading.words(0, at + 1) in {"they", "these", "all of them", "all of these"}:
        return True
    attacks = next((p for p in reading.phrases if p.last == at + 1 and p.sort == "event" and not p.counted), None)
    return attacks is not None and reading.lower(attacks.first - 1) in {"the", "these", "those", "all"}


def _acting(reading: Reading, done: Sequence[Deed]) -> Iterator[str]:
    """The countries of those who attack in a sentence: who does it, whose hackers it names, where attacks come from."""
    for deed in done:
        if deed.agent is not None and deed.agent.sort in ("actor", "place") and deed.sort in (*VERBAL, "launch"):
            yield from (*deed.agent.places, *deed.agent.from_places)
    for phrase in reading.phrases:
        words = {reading.lower(at) for at in range(phrase.first, phrase.last)}
        if phrase.sort == "actor" and not STATE & words:
            yield from (*phrase.places, *phrase.from_places)
        if phrase.sort == "event":
            yield from phrase.from_places


def those_before(reading: Reading, done: Sequence[Deed], draft: Draft) -> bool:
    """Whether a number is of those who attacked before: what "they" or "the attackers" did, or "such attempts"."""
    phrase, first = draft.phrase, reading.lower(0)
    if phrase is None or draft.base is not None or [*_acting(reading, done)]:
        return False
    if draft.role in EVENTS:
        return first in SUBJECTS or _back(reading, phrase)
    if draft.role in ORIGIN_SIDE and first == "this":
        return not phrase.places  # "this was 17 percent more than the 900 pages seen in May"
    deed = next((each for each in done if each.patient is phrase), None)
    if deed is None or draft.role not in SUFFERING:
        return False
    if deed.agent is None:
        return not deed.passive and any(reading.lower(at) == "they" for at in range(max(0, deed.at - 2), deed.at))
    return deed.agent.sort in ("actor", "event") and _back(reading, deed.agent)


def _back(reading: Reading, phrase: Phrase) -> bool:
    """Whether a phrase goes back to what was said before, and names nothing of its own."""
    own = phrase.places or phrase.from_places or phrase.to_places
    words = {reading.lower(at) for at in range(phrase.first - 1, phrase.head)}
    return not own and bool((BACK - {"the"} if phrase.counted else BACK) & words)  # "the 900 attacks" are any
