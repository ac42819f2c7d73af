"""What is set right once both ends of a number are found, and what it takes over from the number that it speaks of."""

from __future__ import annotations

from crosscount.claims.ends.codes import joined
from crosscount.claims.ends.ends import Ends
from crosscount.claims.ends.following import consequence
from crosscount.claims.sentences.reading import Reading
from crosscount.model.claim import WORLD, ClaimKind

__all__ = [
    "as_consequence",
    "by_complaints",
    "once_each",
    "said_or_lent",
    "without_base",
    "without_self",
    "without_tellers",
]

COMPLAINTS = frozenset(("complaint from", "complaints from"))
HANDED = frozenset(("received", "submitted", "sent", "filed", "reports", "notifications", "obtained", "collected"))


def by_complaints(ends: Ends) -> None:
    """ "Complaints from the American public": of those who were hit."""
    phrase = ends.draft.phrase
    if phrase is None or ends.reading.words(phrase.last - 1, phrase.last + 1) not in COMPLAINTS:
        return
    if not {"XX", "HOME", WORLD} & {*ends.origin}:
        ends.origin, ends.target = [], ends.target or ends.origin


def without_tellers(ends: Ends) -> None:
    """ "Using reports received from Lithuanian providers": where those are who told of it, is no origin."""
    if ends.draft.role == "incident_report" and ends.came and _handed_in(ends.reading):
        ends.origin = [code for code in ends.origin if code not in ends.came]


def _handed_in(reading: Reading) -> bool:
    """Whether "from" stands behind a word for what is handed in: "received from"."""
    told = (reading.lower(at - 1) for at in range(1, len(reading.tokens)) if reading.lower(at) == "from")
    return bool(HANDED & {*told})


def without_self(ends: Ends) -> None:
    """ "Hackers in Peru tried 900 times": nobody attacks himself."""
    if ends.event and ends.origin and ends.origin == ends.target and ends.base is None:
        ends.target = []


def without_base(ends: Ends) -> None:
    """ "The US was the target of 64 percent": a share of its own target is none of the share of an origin before."""
    base = ends.base
    if base is None or not ends.shares or base.kind is not ClaimKind.SHARE or not ends.event:
        return
    if not ends.origin and ends.target and base.origin and base.target not in ends.target:
        ends.base = None


def once_each(ends: Ends) -> None:
    """No country at both ends, and nobody at home attacks his own: "3.3% of those in the country"."""
    ends.target = [code for code in ends.target if code not in ends.origin] or ends.target
    if ends.suffers:
        ends.origin = [code for code in ends.origin if code != "HOME"]


def said_or_lent(ends: Ends) -> None:
    """Set what was found; what was not, is that of the number that it speaks of."""
    draft, base = ends.draft, ends.base
    worldwide = ends.here is not None and WORLD in ends.here.places
    lends = base is not None and not base.listed and not (worldwide and base.phrase is not draft.phrase)
    lends &= not _of_others(ends)
    lent = base.origin if base is not None and not _at_large(ends) else None
    draft.origin = joined(ends.origin, draft) or lent
    draft.target = joined(ends.target, draft) or (base.target if base is not None and lends else None)


def _of_others(ends: Ends) -> bool:
    """ "1,466 attacks a week were seen in Peru. Those from Chile rose by 72 percent": a change of what has an origin of
    its own, and none of a number before that had none.
    """
    base = ends.base
    apart = base is not None and base.origin is None and base.phrase not in ends.reading.phrases
    return apart and ends.draft.kind is ClaimKind.CHANGE and bool(ends.origin)


def _at_large(ends: Ends) -> bool:
    """ "900 sites were held by Peru. Besides, 4 percent of government sites were hacked": by whom is not said.

    Of all such sites that there are, and not "of the sites" or "of them", which were counted before.
    """
    here, base, reading = ends.here, ends.base, ends.reading
    if here is None or base is None or not ends.shares or here.sort != "site" or base.phrase in reading.phrases:
        return False
    done = any(deed.passive and deed.agent is None and deed.patient is here for deed in ends.deeds)
    return done and reading.lower(here.first - 1) == "of" and not here.counted


def as_consequence(ends: Ends) -> None:
    """ "56 percent, or 303,000 infected machines": as the number before, where it says the same again."""
    draft = ends.draft
    led = consequence(ends.reading, draft, ends.before) if draft.origin is None and ends.base is None else None
    if led is not None:
        draft.origin, draft.target = led.origin, draft.target or led.target
