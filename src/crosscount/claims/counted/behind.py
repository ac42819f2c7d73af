"""The places behind a number, up to the next one: whence it came, "from Peru", or where it is, "in Chile"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise, takewhile

from crosscount.claims.counted.labels import IN_ALL
from crosscount.claims.counted.restated import apposed
from crosscount.claims.counted.roles import EVENTS, ORIGIN_SIDE
from crosscount.claims.days.asides import speech_verbs
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.leading import ORIGINATING
from crosscount.claims.sentences.reading import STOPS, Phrase, Reading
from crosscount.claims.sentences.whereabouts import ROBBING
from crosscount.claims.speakers.voices import LAW, STATE
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["BREAKS", "places_behind"]

FROM = frozenset(["from", "originating", "originated", "outside", "coming", "by", "via", "来自"])
SOURCES = frozenset(("source", "sources", "origin", "origins"))  # "had their source in Peru"
TRACED = frozenset(("traced", "attributed", "tracked", "pointed", "linked", "trail", "trails"))
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
AIMED = frozenset(("against", "targeting", "targeted", "aimed"))
ATTACKING = frozenset(("attacks", "attack", "aimed"))
HANDLED = frozenset(
    ("handled", "processed", "reported", "counted", "seen", "noticed", "investigated", "observed", "registered",
     "recorded", "received", "logged")
)  # fmt: skip
FEW = 4  # tokens

FIRMS = frozenset(("company", "firm", "vendor"))


@dataclass(eq=False, slots=True)
class _Place:
    """A place behind a number, with the words between."""

    reading: Reading
    draft: Draft
    mark: Mark
    words: list[str]

    @property
    def lead(self) -> list[str]:
        """The last words before it."""
        return self.words[-FEW:]

    @property
    def named(self) -> str:
        """Its first word: "abroad"."""
        return self.reading.lower(self.mark.first)


def places_behind(
    reading: Reading, draft: Draft, near: range, besides: Collection[Phrase]
) -> tuple[list[str], list[str]]:
    """Origins, and where it is; of the places `near`, except those of other phrases.

    Not "of the servers that controlled computers in China": a phrase of `besides` holds its places itself.
    """
    came: list[str] = []
    there: list[str] = []
    for mark in reading.places:
        if mark.first not in near or any(phrase.last <= mark.first < phrase.after for phrase in besides):
            continue
        place = _Place(reading, draft, mark, [reading.lower(at) for at in range(near.start, mark.first)])
        if _elsewhere(place) or ((came or there) and _speaking(place)):
            break
        continues = _continues(reading, mark.first)
        listed = continues and bool(there) and len(mark.value) == 2 and "XX" not in (mark.value, there[-1])
        if came and continues:
            came.append(mark.value)
        elif not listed and _clause_ends(place):
            break
        elif not any(of_others(place) for of_others in OF_OTHERS):
            if any(is_there(place) for is_there in THERE):
                there.append(mark.value)
            elif any(came_from(place) for came_from in CAME_FROM):
                came.append(mark.value)
            elif listed or _stands_at(place, there):
                there += [mark.value, *_with_numbers(reading, mark.last)]
    return came, there


def _elsewhere(place: _Place) -> bool:
    """Whether a new clause, or a number of its own, parts the place: "; Peru …", "followed by Vietnam with 21,100"."""
    own = _has_number(place.reading, place.mark) or place.reading.lower(place.mark.last) == "being"
    return bool(BREAKS & {*place.words}) or own


def _has_number(reading: Reading, mark: Mark) -> bool:
    """ "And in Austria 9,800", "Austria at 3 percent", ", followed by Vietnam with 21,100"."""
    own = (mark.last, mark.last + (reading.lower(mark.last) in {"at", "with"}))
    if any(quantity.first in own for quantity in reading.quantities):
        return True
    at = mark.first - (reading.lower(mark.first - 1) == "the")
    return reading.words(at - 2, at) in {"followed by", "ahead of"}


def _speaking(place: _Place) -> bool:
    """ "Came from Peru, the Chilean ministry said": a state's words stand right behind a place."""
    last = place.mark.last
    behind = takewhile(lambda token: token.sort == "word", place.reading.tokens[last : last + FEW])
    return bool({token.lower for token in behind} & (STATE | LAW | FIRMS))


def _continues(reading: Reading, at: int) -> bool:
    """Whether a place goes on with a list: "from the United States, China and Russia"."""
    at = reading.back(at - 1, {",", "and", "the", "、", "和"})
    return any(mark.last == at + 1 for mark in reading.places)


def _clause_ends(place: _Place) -> bool:
    """Whether a comma parts the place from the number, other than those of an aside."""
    words = _unspoken(place.words)
    if not {",", "，"} & {*words} or "or" in words or _two_asides(words):
        return False
    if words.count(",") != 1:
        return True
    return not (_one_aside(place) or (words[0] == "," and apposed(place.reading, place.draft.quantity)))


def _unspoken(words: list[str]) -> list[str]:
    """The words without who says so: "most of which, she added, can be traced to Peru"."""
    commas = [at for at, word in enumerate(words) if word == ","]
    said = speech_verbs()
    for one, other in pairwise(commas):
        if other - one <= FEW and said & {*words[one + 1 : other]}:
            return [*words[:one], *words[other + 1 :]]
    return words


def _two_asides(words: list[str]) -> bool:
    """ "14 percent of attacks on the ministry, and on its paper, came from Peru"."""
    last = len(words) - 1 - words[::-1].index(",") if "," in words else -1
    return words.count(",") == 2 and {*words[last + 1 : last + 2]} <= CAME


def _one_aside(place: _Place) -> bool:
    """ "Most attacks, almost 71 percent, came from Asia"; not "…, but 12 came from"."""
    behind = place.words.index(",") + 1
    return not TURNING & {*place.words[behind : behind + 1]} and _set_off(place.reading, place.draft.quantity)


def _set_off(reading: Reading, quantity: Quantity) -> bool:
    """Whether a number stands between two commas."""
    at = lead(reading.tokens, quantity)
    last = quantity.last + 2 * (reading.words(quantity.last, quantity.last + 2) in IN_ALL)
    return reading.lower(at) == "," and reading.lower(last) == ","


def _who_judges(place: _Place) -> bool:
    """ "Firms deemed critical by Peru", "smashed by Spanish police"."""
    return "by" in place.lead and (bool(JUDGING & {*place.words}) or place.reading.lower(place.mark.last) in LAW)


def _whom_they_attack(place: _Place) -> bool:
    """ "Servers that ordered attacks on Georgian sites"."""
    if place.draft.role not in ORIGIN_SIDE or STANDING & {*place.lead}:
        return False
    aimed = AIMED & {*place.lead} and not BEING & {*place.lead}
    return bool(aimed or ATTACKING & {*place.words})


def _abroad(place: _Place) -> bool:
    """ "Had their servers abroad"; not "came from abroad", nor "900 overseas servers"."""
    if place.draft.role not in ORIGIN_SIDE or place.named not in {"abroad", "overseas"} or place.words[-1:] == ["from"]:
        return False
    phrases = (phrase for phrase in place.reading.phrases if phrase.sort != "place")
    return not any(phrase.first <= place.mark.first < phrase.last for phrase in phrases)


def _right_behind(place: _Place) -> bool:
    """ "115 American ones", "640 were there"."""
    return not place.words or place.named == "there"


def _struck(place: _Place) -> bool:
    """ "400 from Peru hit Chile": behind a verb of attack."""
    event = place.draft.role in EVENTS and "from" in place.words
    return event and any(mark.last == place.mark.first for mark in place.reading.actives)


def _robbed(place: _Place) -> bool:
    """ "Attacks that stole data from Peru"."""
    return place.draft.role in EVENTS and "from" in place.lead and bool(ROBBING & {*place.words})


def _from(place: _Place) -> bool:
    """ "12 percent came from Germany", "originated mostly in Peru"."""
    originating = place.draft.role in EVENTS and (ORIGINATING | SOURCES) & {*place.lead[-3:-1]}
    from_there = "from" in [word for word in place.words if word != "the"][-FEW:]  # "from the territory of the US"
    return bool(FROM & {*place.lead} or originating or from_there)


def _attackers_in(place: _Place) -> bool:
    """ "44 percent by attackers in Peru"."""
    part = place.draft.kind is ClaimKind.SHARE or place.draft.base is not None
    return part and bool(ATTACKERS & {*place.words})


def _traced_to(place: _Place) -> bool:
    """ "Of those traced, 12 percent led to Peru", "were blamed on Peru"."""
    first = place.draft.quantity.first
    if place.words[-2:] == ["blamed", "on"]:
        return True
    return "to" in place.words and bool(TRACED & {*place.words, *place.reading.words(0, first).split()})


def _of_origin(place: _Place) -> bool:
    """ "310 were of Peruvian origin"."""
    return place.words[-1:] == ["of"] and place.reading.lower(place.mark.last) == "origin"


def _outside(place: _Place) -> bool:
    """ "12 percent outside the country"."""
    return place.mark.value == "XX" and place.named in {"outside", "from"}


def _stands_at(place: _Place, there: list[str]) -> bool:
    """ "In Chile", "were Chilean", "in Chile and in Peru"; a count "worldwide"."""
    if there:
        return "and" in place.words[-3:] and bool(AT & {*place.words[-2:]})
    worldwide = place.mark.value == WORLD and place.draft.kind is ClaimKind.COUNT
    return worldwide or bool(AT & {*place.lead}) or place.words[-1] in BEING


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


def _who_defends(place: _Place) -> bool:
    """ "900 attacks were repelled by the Chilean army", "recorded by Peru": who suffered them."""
    if place.draft.role not in (*EVENTS, "incident_report") or "by" not in place.words:
        return False
    back = place.words[::-1].index("by")
    at = place.mark.first - 1 - back
    told = place.reading.lower(at - 1) in HANDLED
    told |= any(mark.last == at and mark.value == "defend" for mark in place.reading.actives)
    return told and not STOPS & {*place.words[len(place.words) - back :]} - {"the", "its"}


OF_OTHERS = (_who_judges, _whom_they_attack, _who_defends)
THERE = (_abroad, _right_behind, _struck, _robbed)
CAME_FROM = (_from, _attackers_in, _traced_to, _of_origin, _outside)
