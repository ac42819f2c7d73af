"""The ends of numbers in a row: by the place beside each, or by the number before."""

from __future__ import annotations

from crosscount.claims.counted.pairs import beside, hackers
from crosscount.claims.counted.roles import CONTROLLED
from crosscount.claims.counted.rows import next_struck, placed_at, sending, sent_from, several
from crosscount.claims.ends.ends import Codes, Ends
from crosscount.claims.ends.following import next_origin, ranged
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["by_hackers", "by_next_origin", "by_number_before", "by_place_beside", "by_row", "by_several"]

CLOSE = 5  # tokens between a place and a number that has a noun of its own: "Iran has 189 infections"


def by_place_beside(ends: Ends) -> None:
    """ "Italy had 21,508 and India 19,986": the place that stands right beside the number."""
    ends.beside = _beside(ends)
    steers = ends.governing is not None and ends.governing.sort == "control" and ends.origin == ends.beside
    if not ends.beside or (steers and not ends.event):  # "Peru controlled 22,000"
        return
    if next_struck(ends.reading, ends.draft, ends.before):
        ends.origin, ends.target, ends.draft.paired = [], ends.beside, True
    elif ends.event and not ends.own and sent_from(ends.reading, ends.first - 1):
        ends.origin, ends.draft.paired = ends.beside, True
        ends.target = [code for code in ends.target if code not in ends.beside]
    elif not ends.own:
        ends.origin, ends.target = placed_at(ends.reading, ends.draft, ends.beside, ends.target)
        if ends.event and ends.origin == ends.beside:
            ends.target = [code for code in ends.target if code not in ends.beside]
    elif ends.sends:
        _lent_to_the_noun(ends)
    elif ends.draft.role not in CONTROLLED and beside(ends.reading, ends.draft.quantity, CLOSE):
        _close_to_the_noun(ends)


def _beside(ends: Ends) -> Codes:
    """The places right beside a number, but not of "were abroad, with 60 percent of them in Peru"."""
    if ends.draft.kind is ClaimKind.RANK:
        return []
    found = beside(ends.reading, ends.draft.quantity)
    return [] if found == ["XX"] and (ends.there or ends.came) and ends.base is not None else found


def _lent_to_the_noun(ends: Ends) -> None:
    """ "The US came first with 5,300 IPs, controlling 14,000 sites": where the addresses are, for what they do too."""
    if not ends.origin and ends.draft.phrase is not None:
        ends.origin = ends.beside
        ends.draft.phrase.places += ends.beside


def _close_to_the_noun(ends: Ends) -> None:
    """ "Iran has 189 infections", "Peru with 900 attacks": the place of a number with a noun of its own."""
    if not ends.event:
        ends.target = ends.beside
    elif not ends.origin and not ends.target:
        known = any(ends.beside[0] in (each.target or "").split(";") for each in ends.before)
        if known:  # "across Malta (900 attacks), …"
            ends.target = ends.beside
        else:
            ends.origin, ends.target = placed_at(ends.reading, ends.draft, ends.beside, ends.target)


def by_next_origin(ends: Ends) -> None:
    """ "Those that began in Kenya numbered 700, followed by 300 in Ghana": where more of the same began."""
    sent = next_origin(ends.reading, ends.draft, ends.before) if ends.event else []
    if sent:
        ends.origin, ends.target, ends.base = sent, [], None


def by_hackers(ends: Ends) -> None:
    """ "Saudi crews came second with a fifth": where those are from who stand before a bare number."""
    crew = hackers(ends.reading, ends.draft.quantity) if ends.base is not None else []
    if crew:
        ends.origin, ends.target = crew, ends.target if ends.event else []


def by_several(ends: Ends) -> None:
    """ "The ten leading countries account for 89 percent": the place of the share before is not theirs."""
    if several(ends.reading, ends.draft):
        sent = (ends.base is not None and ends.base.origin is not None) or sending(ends.reading, ends.draft)
        ends.origin, ends.base = [WORLD] if sent else [], None


def by_number_before(ends: Ends) -> None:
    """ "Fell from 9 percent in May to 4 percent": of the same as the number before, where it has no place or noun."""
    level = ranged(ends.reading, ends.draft, ends.before) if not ends.placed else None
    if level is not None:
        ends.origin, ends.target, ends.base = [], [], level


def by_row(ends: Ends) -> None:
    """The place of the row that a number goes on with, and not that of the phrase above it."""
    base = ends.base
    same = base is not None and base.phrase is ends.draft.phrase and base.paired and base.origin
    if same and not ends.placed:
        ends.origin = []
