"""The ends that a verb beside the number gives to it."""

from __future__ import annotations

from crosscount.claims.counted.rows import driven, led_by
from crosscount.claims.ends.ends import INFECTED, Codes, Ends
from crosscount.claims.ends.harmless import by_law, lies_still
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import UP_TO
from crosscount.claims.words.quantities import lead

__all__ = ["by_governing_verb", "by_times", "by_verb_behind"]

ACTS = frozenset(("control", "hosting", "attack", "infect", "deface", "implant", "lure", "launch"))
HARMS = frozenset(("attack", "deface", "control", "infect", "launch"))
AVERAGING = frozenset(("averaging", "totalling", "totaling", "amounting", "numbering", "involving", "including"))


def by_governing_verb(ends: Ends) -> None:
    """ "Servers in the US controlled 4.49 million of them": who does it, by the verb right before the number."""
    deed = ends.governing = _governing(ends)
    if deed is None:
        return
    if deed.agent is not None and not ends.event:
        ends.origin = [*deed.agent.places, *deed.agent.from_places] or ends.origin
    if ends.before and led_by(ends.reading, deed, ends.before[-1]):
        ends.origin = (ends.before[-1].origin or "").split(";")


def _governing(ends: Ends) -> Deed | None:
    """The deed whose verb stands right before the number, if it says who is behind what is counted."""
    deed = _right_before(ends)
    if deed is None or (ends.sends and deed.sort == "attack"):
        return None
    if deed.sort == "hosting" and ends.draft.role in INFECTED:
        return None  # "Peru hosts 900 bots": they are there
    harmless = deed.agent is not None and (by_law(ends.reading, deed.agent) or lies_still(deed.agent))
    return None if harmless else deed


def _right_before(ends: Ends) -> Deed | None:
    """The active deed whose verb stands before "more than", "about", … and the number."""
    reading = ends.reading
    at = reading.back(ends.first - 1, UP_TO)
    if at < 0 or reading.lower(at) == "of" or reading.tokens[at].sort == "mark":
        return None
    verb = next((deed for deed in ends.deeds if deed.at <= at <= deed.at + 2 and not deed.passive), None)
    return verb if verb is not None and verb.sort in ACTS else None


def by_verb_behind(ends: Ends) -> None:
    """ "730 sites, of which 260 were controlled by addresses in Peru": where those are who did it."""
    if ends.base is not None and not (ends.sends or ends.event or ends.came):
        ends.origin = driven(ends.draft, ends.deeds) or ends.origin


def by_times(ends: Ends) -> None:
    """ "Sites were hacked from overseas 144,000 times", "hackers hit Peru, averaging 900 attacks a day"."""
    participle = ends.reading.lower(lead(ends.reading.tokens, ends.draft.quantity)) in AVERAGING
    if not ends.event or ends.base is not None or ends.origin or (ends.here and not participle):
        return
    ends.origin, struck = _told_before(ends)
    ends.target = struck or ends.target if participle else ends.target or struck


def _told_before(ends: Ends) -> tuple[Codes, Codes]:
    """Who did it to whom, by the first deed before the number."""
    deed = next((each for each in ends.deeds if each.at < ends.first and each.sort in HARMS), None)
    if deed is None:
        return [], []
    came = [*deed.agent.places, *deed.agent.from_places] if deed.agent is not None else []
    return came, list(deed.patient.places) if deed.patient is not None else []
