"""The sentences of a verdict: what a quantity stands for, what was counted, where."""

from __future__ import annotations

from datetime import date

from crosscount.claims.wording import kind_named, modifier_named, number_named, places_told
from crosscount.model.claim import WORLD, Claim, ClaimKind, Interval

__all__ = ["days_told", "place", "quoted", "sentence", "told", "uncompared", "written"]


def sentence(said: str) -> str:
    """Words with a capital and a full stop."""
    return said[:1].upper() + said[1:] + "."


def written(claim: Claim) -> str:
    """What the quantity allows, where that is more than one number."""
    if claim.interval.low == claim.interval.high:
        return ""
    return f"; '{quoted(claim)}' stands for {told(claim.interval)}"


def days_told(first: date, last: date) -> str:
    """A day, or the first and last of several."""
    return str(first) if first == last else f"{first} to {last}"


def quoted(claim: Claim) -> str:
    """The quantity with what qualifies it."""
    return f"{modifier_named(claim.modifier)} {number_named(claim)}".strip()


def place(claim: Claim) -> str:
    """From where to where."""
    origin, target = (places_told(code) for code in (claim.origin, claim.target))
    return f"from {origin or 'anywhere'} to {'anywhere' if claim.target in (None, WORLD) else target}"


def told(interval: Interval) -> str:
    """The numbers of an interval."""
    low, high = (
        None if end is None else f"{end:,.2f}".rstrip("0").rstrip(".") for end in (interval.low, interval.high)
    )
    if low == high:
        return str(low)
    if high is None:
        return f"{'more than ' if interval.low_open else ''}{low}{'' if interval.low_open else ' or more'}"
    below = f"up to but not including {high}" if interval.high_open else f"to {high}"
    return f"{low} {below}"


def uncompared(kind: ClaimKind) -> str:
    """Why a number that compares others cannot be redone."""
    missing = "the text does not give both numbers that it compares"
    if kind is ClaimKind.CHANGE:
        return f"The number says by how many per cent something changed; {missing}."
    if kind is ClaimKind.RATIO:
        return f"The number says how many times as many there were; {missing}."
    if kind is ClaimKind.RANK:
        return "The number is a place in a list, and the text does not give the list."
    return f"The number is {kind_named(kind)}; only numbers of whole periods are recounted."
