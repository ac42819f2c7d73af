"""Numbers of a row: a place beside each ("Italy had 21,508 and India 19,986"), or what is said of one right behind."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crosscount.claims.counted.pairs import FURTHEST, side_of
from crosscount.claims.counted.roles import CONTROLLED, EVENTS, ORIGIN_SIDE
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import UP_TO, Phrase, Reading
from crosscount.claims.words.lexicon import is_country
from crosscount.claims.words.quantities import QUALIFYING, lead
from crosscount.model.claim import WORLD, ClaimKind

__all__ = [
    "driven",
    "in_turn",
    "led_by",
    "next_struck",
    "parted",
    "placed_at",
    "regional",
    "sending",
    "sent_from",
    "several",
]

PARTS = frozenset(("accounted", "accounting", "accounts", "led", "leads", "topped", "tops", "leader", "largest",
                   "first", "top"))  # fmt: skip
SHARING = frozenset(("accounting", "accounted", "accounts", "responsible"))
OPENING = frozenset(("of these", "of those", "of them", "among them", "among these", "by country", "most were"))
STRUCK = frozenset(("hit", "suffered", "targeted", "attacked", "victim", "victims", "target", "targets", "struck"))
ROW = QUALIFYING | frozenset(
    ("(", ")", "（", "）", ",", "and", "the", "followed", "by", "then", "at", "with", "-", "–", "—")
)
BORN = frozenset(("originated", "originating", "originate", "originates", "traced", "tracked", "attributed", "blamed"))
BACK = 4  # tokens between "originated" and "in"
NEAR = 4  # tokens between a verb of sending and its share
HAVING = frozenset(
    ("suffering", "experiencing", "facing", "seeing", "had", "saw", "recorded", "reported", "registered", "counted",
     "logged", "suffered")
)  # fmt: skip


def placed_at(reading: Reading, draft: Draft, placed: list[str], target: list[str]) -> tuple[list[str], list[str]]:
    """Origin and target of a number that stands beside a place: "Italy had 21,508 and India 19,986"."""
    base = draft.base
    known = base is not None and base.target not in (None, WORLD)
    known |= base is None and bool({*target} - {WORLD, *placed})  # "by number of controlled Chilean hosts, Peru led"
    draft.paired = True
    sent = base is not None and base.origin is not None
    had = (
        reading.lower(lead(reading.tokens, draft.quantity)) in HAVING
        and side_of(reading, draft.quantity.first) != "origin"
    )
    if draft.role in CONTROLLED and had:
        return [], placed
    if draft.role in ORIGIN_SIDE or (draft.role in CONTROLLED and (known or sent)):
        return placed, target
    if draft.role == "incident_report" and side_of(reading, draft.quantity.first) == "origin":
        return placed, target  # "Brazil was the source of 59% of the incidents"
    if parted(reading, draft, placed):
        return placed, []
    before = reading.words(draft.quantity.first - FURTHEST, draft.quantity.first).split()
    if draft.role in EVENTS and {"hit", "struck", "bombarded", "flooded"} & {*before} and "with" in before:
        return [], placed  # "Israel was hit with over a million attacks"
    suffered = draft.kind is ClaimKind.SHARE and base is None and {*target} - {*placed, WORLD}
    if draft.role in EVENTS and suffered and not regional(reading, draft):
        return placed, target  # "of the attacks that Peru experienced, Chile accounted for 44 percent"
    if draft.role in EVENTS and reading.rows == "origin" and PARTS & {*before} and not STRUCK & {*before}:
        return placed, target  # "of these, 500 came from Peru. In July, Chile led with 300 attacks"
    if draft.role in EVENTS and draft.kind is ClaimKind.CHANGE and reading.side != "origin":
        return [], placed  # "Peru saw a 17% decline, Chile a 13%"
    if draft.role in EVENTS:
        again = base is not None and base.paired and base.origin is None
        here = base is not None and any(base.phrase is phrase for phrase in reading.phrases)
        if base is not None and base.kind is draft.kind and known and base.origin is None and _follows(reading, draft):
            return [], placed  # "47 percent hit China, followed by the US with 21 percent"
        less = here and base is not None and draft.quantity.value < base.quantity.value
        if less and known and base is not None and base.origin is None and SHARING & {*before}:
            return placed, [code for code in target if code not in placed]  # "900 attacks, Peru accounting for 390"
        if _listed(reading, draft) or regional(reading, draft):
            return [], placed  # "Chile saw 900 attacks, behind Peru with 1,200"
        if known and here and not again and not had:
            return placed, target  # "India was the target of 16,035 attacks, the US accounting for 40 percent"
        side = "target" if again or had else reading.side
        side = side or (reading.rows if draft.kind is ClaimKind.COUNT else None)
        return ([], placed) if side == "target" else (placed, target)
    return [], placed


def _next_part(reading: Reading, draft: Draft, base: Draft, placed: Collection[str]) -> bool:
    """ "… Russia led with 700, followed by Peru with 600": of the same whole, from elsewhere."""
    if base.kind is not draft.kind:
        return False
    same = any(base.quantity is quantity for quantity in reading.quantities)
    whole = base.base is not None and base.base.target == base.target and base.base.phrase not in reading.phrases
    return same and whole and is_country(base.origin) and is_country(base.target) and base.target not in placed


def parted(reading: Reading, draft: Draft, placed: Collection[str]) -> bool:
    """ "Japan suffered 9,000 attacks. Of these, 700 were in Russia": parts of what hit one country came from others."""
    base = draft.base
    if len(placed) != 1 or draft.role not in EVENTS or base is None:
        return False
    if base.kind is not ClaimKind.COUNT or base.origin not in (None, "XX"):
        return _next_part(reading, draft, base, placed)
    alike = (phrase for phrase in reading.phrases if phrase in (base.phrase, draft.phrase))
    named = [phrase for phrase in alike if draft.quantity not in phrase.counted]  # "Peru led with 390 attacks"
    if (
        any(not _told_before(reading, phrase) for phrase in named)
        or not is_country(base.target)
        or base.target in placed
    ):
        return False
    words = {token.lower for token in reading.tokens}
    if draft.kind is ClaimKind.SHARE:
        return not words & STRUCK
    less = draft.kind is ClaimKind.COUNT and draft.quantity.value < base.quantity.value
    return less and bool(words & PARTS or reading.words(0, 2) in OPENING) and not words & STRUCK


def _told_before(reading: Reading, phrase: Phrase) -> bool:
    """ "The attacks", "all these incidents": those that were told before."""
    places = [*phrase.places, *phrase.from_places, *phrase.to_places]
    return not places and not phrase.counted and reading.lower(phrase.first - 1) in {"the", "these", "those"}


def regional(reading: Reading, draft: Draft) -> bool:
    """Whether a share is one of a part of the world, where victims are counted: "half of all attacks in Asia"."""
    for mark in reading.places:
        at = mark.first - 1 - (reading.lower(mark.first - 1) == "the")
        region = mark.value in (WORLD, "EU") and reading.tokens[mark.first].text[:1].isupper()
        if mark.first >= draft.quantity.last and region and reading.lower(at) in {"in", "across", "within"}:
            return draft.kind is ClaimKind.SHARE
    return False


def _listed(reading: Reading, draft: Draft) -> bool:
    """Whether a country with a number of its own follows one that was hit, and nothing says that it attacked."""
    base = draft.base
    if base is None or not base.kind is draft.kind is ClaimKind.COUNT or reading.side == "origin":
        return False
    return base.target not in (None, WORLD) and base.origin is None


def next_struck(reading: Reading, draft: Draft, before: Sequence[Draft]) -> bool:
    """ "A quarter of all attacks hit Peru, followed by Chile (9%) and Kenya (7%)": of who was hit next."""
    last = before[-1] if before else None
    if last is None or draft.role not in EVENTS or not last.kind is draft.kind is ClaimKind.SHARE:
        return False
    struck = last.origin is None and is_country(last.target) and last.phrase is draft.phrase and last.role == draft.role
    going_on = reading.side == "target" or last.paired or _follows(reading, draft)
    return struck and reading.side != "origin" and going_on


def _follows(reading: Reading, draft: Draft) -> bool:
    """Whether "followed by" or "ahead of" stands between the number and the one before."""
    first = draft.quantity.first
    floor = max((q.last for q in reading.quantities if q.last <= first), default=0)
    return any(reading.words(at, at + 2) in {"followed by", "ahead of"} for at in range(floor, first))


def led_by(reading: Reading, deed: Deed, last: Draft) -> bool:
    """ "1,959 of those IPs were in the US, controlling 3,597 sites": those of the number right before do it."""
    between = deed.agent is not None and deed.agent.first <= last.quantity.first < deed.at
    participle = reading.lower(deed.at).endswith("ing") and reading.lower(deed.at - 1) == ","
    return participle and between and last.role in ORIGIN_SIDE and bool(last.origin)


def driven(draft: Draft, deeds: Collection[Deed]) -> list[str]:
    """ "730 sites, of which 260 were controlled by addresses in Peru": where those are who did it."""
    last = draft.quantity.last
    deed = next((d for d in deeds if last <= d.at <= last + 2 and d.passive and d.patient is None), None)
    return [] if deed is None or deed.agent is None else [*deed.agent.places, *deed.agent.from_places]


def several(reading: Reading, draft: Draft) -> bool:
    """Whether several countries have a share together: "the ten leading countries account for 89 percent"."""
    first, kind = draft.quantity.first, ClaimKind.SHARE
    floor = max((q.last for q in reading.quantities if q.last <= first and q.kind is kind), default=0)
    counted = (p for p in reading.phrases if p.sort == "country" and p.counted and floor <= p.first and p.last <= first)
    named = any(floor <= mark.first < draft.quantity.last for mark in reading.places)
    return draft.kind is kind and any(counted) and not named


def sending(reading: Reading, draft: Draft) -> bool:
    """ "The ten countries originating 83 percent of attacks"."""
    words = {*reading.words(max(0, draft.quantity.first - NEAR), draft.quantity.first).split()}
    return bool(words & {"originating", "originated", "generating", "generated", "launching", "launched", "sending"})


def sent_from(reading: Reading, at: int) -> bool:
    """ "The attacks came from Peru (900), Chile (700) and Cuba (40)": whether a row of places stands behind "from".

    `at`: the last token of the row.
    """
    inside = {n for mark in reading.places for n in range(mark.first, mark.last)}
    inside |= {n for each in reading.quantities for n in range(each.first, each.last)}
    while at > 0 and (at in inside or reading.lower(at) in ROW):
        at -= 1
    before = reading.words(at - BACK, at).split()
    if reading.lower(at) == "from":
        return not {"up", "down", "rose", "fell", "grew", "apart", "aside"} & {*before}
    return reading.lower(at) in {"in", "to"} and bool(BORN & {*before})


def in_turn(reading: Reading, draft: Draft, base: Draft) -> bool:
    """ "51 sites in Peru and 220 in Chile": the same thing, elsewhere."""
    phrase = base.phrase
    if phrase is None or phrase not in reading.phrases or reading.lower(draft.quantity.last) != "in":
        return False
    placed = "in" in reading.words(phrase.last, phrase.after).split()
    return placed and {*reading.words(phrase.after, draft.quantity.first).split()} <= UP_TO | {"and", ","}
