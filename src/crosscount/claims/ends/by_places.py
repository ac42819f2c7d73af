"""The ends that the places near a number give to it, by what is counted."""

from __future__ import annotations

from crosscount.claims.counted.nearby import near
from crosscount.claims.counted.pairs import ORDINALS, side_of
from crosscount.claims.counted.roles import CONTROLLED
from crosscount.claims.counted.rows import in_turn, parted, regional
from crosscount.claims.ends.ends import INFECTED, Codes, Ends, without_world
from crosscount.claims.ends.following import parallel
from crosscount.claims.sentences.reading import Phrase
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["by_places_near"]

STEERED = frozenset(("controlled", "run", "operated", "commanded", "steered", "manipulated", "managed"))
SOURCES = frozenset(("origin", "source"))
CLOSE = 4  # tokens from a number to "globally"
AIMING = frozenset(("in", "against", "on"))


def by_places_near(ends: Ends) -> None:
    """ "12 percent came from Germany": what the places near a number say where its phrase leaves it open."""
    if ends.draft.kind is ClaimKind.RANK:
        ends.origin = [mark.value for mark in ends.reading.places if mark.last <= ends.first][-1:]
    elif ends.draft.kind is ClaimKind.CHANGE:
        _of_change(ends)
    elif ends.base is not None or not ends.origin or ends.shares:
        _look_around(ends)
        _of_what_is_counted(ends)


def _of_change(ends: Ends) -> None:
    """ "Attacks on Peru rose by 14 percent": a change is of those that change."""
    ends.came, ends.there, ends.subject = near(ends.reading, ends.draft, [])
    if ends.sends and ends.base is not None:
        aimed = (ends.base.target or "").split(";")  # "pages aimed at Chilean banks, up 30 percent"
        near_by = ends.there or ends.subject
        ends.origin = near_by if near_by and not {*near_by} <= {*aimed} else ends.origin
    ends.target = without_world(ends.target) or ends.there or ends.target
    if ends.event and not {*ends.origin, *ends.target} - {WORLD} and ends.reading.rows == "target":
        ends.target = ends.subject or ends.target  # of a list of those hit: "Peru saw an increase of 14 percent"


def _look_around(ends: Ends) -> None:
    """Read the places near the number: which of them it comes from, where it is, and of whom the clause speaks."""
    ends.came, ends.there, ends.subject = near(ends.reading, ends.draft, _patients(ends))
    if _lies_there(ends):
        ends.came, ends.there = [], ends.came
    ends.origin = ends.came or ends.origin
    deed = ends.governing
    if deed is not None and deed.sort in ("launch", "control") and deed.agent is not None:
        behind = deed.agent.places if deed.sort == "launch" else []
        ends.origin = behind or ends.origin  # "Russia was behind most of them"; "Peru controlled 900" is known
        ends.there, ends.subject = ([c for c in each if c not in ends.origin] for each in (ends.there, ends.subject))
    if ends.draft.role == "incident_report":
        ends.subject = [code for code in ends.subject if code != "XX"]  # "foreign teams reported 900 of them"
    if ends.base is not None and not ends.suffers:
        ends.subject = [code for code in ends.subject if code != ends.base.target]


def _patients(ends: Ends) -> list[Phrase]:
    """What the machines that are counted act on, whose places are not theirs."""
    if ends.here is None:
        return []
    return [deed.patient for deed in ends.deeds if deed.agent is ends.here and deed.patient is not None]


def _lies_there(ends: Ends) -> bool:
    """ "Only 1 percent of the infected addresses came from Peru": they are there, unless somebody steers them."""
    phrase = ends.draft.phrase
    if ends.draft.role not in INFECTED or ends.there or "XX" in ends.came:
        return False
    from_there = phrase is not None and bool(phrase.came_from)  # "900 computers from Peru"
    steered = STEERED & {*ends.reading.words(ends.last, ends.last + 6).split()}
    return (from_there or ends.shares) and not steered


def _of_what_is_counted(ends: Ends) -> None:
    """Origin and target by the places near, of attackers, of attacks, or of machines and sites that suffer."""
    if ends.sends:
        _of_attackers(ends)
    elif ends.event and ends.there and not ends.came and parallel(ends.reading, ends.draft, ends.before):
        ends.origin = ends.there  # "25 percent originated in the US, 12 percent in China"
    elif ends.event:
        _of_attacks(ends)
    elif ends.there or ends.subject:
        _of_machines(ends)


def _of_attackers(ends: Ends) -> None:
    """ "42 percent of 800 servers are American": places near are where they are."""
    alone = ends.subject and not ends.came and not ends.there
    if alone and side_of(ends.reading, ends.first) == "target":
        ends.target, ends.subject = (
            ends.target or ends.subject,
            [],
        )  # "China was the main target: 85 percent of domains"
    if ends.base is not None or (ends.shares and ends.there):
        ends.origin = ends.came or ends.there or ends.subject or ends.origin
    else:
        ends.origin = ends.origin or ends.there or ends.subject


def _of_attacks(ends: Ends) -> None:
    """Origin and target of attacks, from what the sentence says of them and the places near their number."""
    came, there = (ends.there, []) if _of_sources(ends) else (ends.came, ends.there)
    if there and not came and parted(ends.reading, ends.draft, there):
        ends.origin, ends.target, ends.draft.paired = there, [], True
        return
    there = [code for code in there if code not in ends.origin]  # "from servers hosted within the US"
    subject = [code for code in ends.subject if code not in ends.target]
    of_count = ends.counts and ends.base is not None and ends.base.kind is ClaimKind.COUNT
    if of_count and there and not came and ends.reading.lower(ends.last) in AIMING:
        ends.target = []  # "700 attacks in Kenya and 300 in Ghana"
    if subject and not came and _struck(ends, of_count=of_count):
        ends.target, subject = subject, []  # "the US was targeted most, with 61 percent of attacks"
    ends.target = (
        there
        if of_count and there and (came or _all_over(ends))
        else without_world(ends.target) or there or ends.target
    )
    ends.origin = came or subject or ends.origin if ends.base is not None else came or ends.origin or subject


def _all_over(ends: Ends) -> bool:
    """ "1,900 times a week, against 1,100 times globally": whether the world is named right behind the number."""
    near_by = range(ends.last, ends.last + CLOSE)
    return any(mark.value == WORLD and mark.first in near_by for mark in ends.reading.places)


def _of_sources(ends: Ends) -> bool:
    """ "The origin of most of the attacks is in China": where they are is where they come from."""
    said = ends.reading.words(0, ends.first)
    return not ends.came and bool(SOURCES & {*said.split()[-3:]} or "sources of" in said)


def _struck(ends: Ends, *, of_count: bool) -> bool:
    """Whether the subject of a number of attacks is who was hit; `of_count`: it is a number of a number."""
    if ends.shares and ends.here is not None and without_world(ends.target):
        return False  # "of the attacks that Peru faced, Chile sent a third"
    side = side_of(ends.reading, ends.first)
    if regional(ends.reading, ends.draft) or side == "target" or (of_count and _behind_in(ends)):
        return True
    ranks = ORDINALS & {
        *ends.reading.words(0, ends.first).split()
    }  # "Peru was second with 400", of a list of those hit
    return of_count and ends.reading.rows == "target" and side is None and bool(ranks)


def _behind_in(ends: Ends) -> bool:
    """Whether the last place before a number stands behind "in": "in Kenya, 300"."""
    left = [mark for mark in ends.reading.places if mark.last <= ends.first]
    at = left[-1].first - 1 if left else -1
    return bool(left) and ends.reading.lower(at - (ends.reading.lower(at) == "the")) == "in"


def _of_machines(ends: Ends) -> None:
    """Origin and target of machines and sites that suffer, from the places near their number."""
    near_by: Codes = ends.there or ends.subject
    if _placed_by_origin(ends):
        ends.origin = ends.origin or near_by
    elif ends.base is not None:
        ends.target = near_by
    else:
        ends.target = without_world(ends.target, ends.there) or near_by


def _placed_by_origin(ends: Ends) -> bool:
    """Whether the place of a part is of those behind it: "Of these computers, 1.7 million were controlled by …"."""
    base, controlled = ends.base, ends.draft.role in CONTROLLED
    if base is None:
        return False
    if base.target in (None, WORLD, *ends.there) or in_turn(ends.reading, ends.draft, base):
        return controlled and bool(base.origin) and base.target is None and not ends.there
    if base.origin:
        return (
            ends.draft.role not in INFECTED
        )  # which are where they are: "31,000 of the routers in Peru, 9,000 in Chile"
    listed = ends.reading.lower(ends.last) == "in" and base.phrase in ends.reading.phrases
    return controlled and not listed  # not "900 machines hit in Peru, 400 in Chile"
