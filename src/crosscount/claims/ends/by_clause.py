"""The ends that the rest of its clause or sentence gives to a number: who heads it, where attempts are aimed."""

from __future__ import annotations

from crosscount.claims.counted.behind import BREAKS
from crosscount.claims.counted.pairs import instrument, suffering
from crosscount.claims.counted.roles import CONTROLLED
from crosscount.claims.ends.ends import Codes, Ends
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.words.quantities import lead
from crosscount.model.claim import WORLD

__all__ = [
    "by_aim",
    "by_instrument",
    "by_launch",
    "by_machines",
    "by_opening",
    "by_orders",
    "by_sender",
    "by_sufferer",
    "by_whole",
]

COMPARING = frozenset(("up", "amounted", "rose", "compared", "according", "traced", "attributed", "back", "linked"))
MADE_UP = frozenset(
    ("accounted for", "account for", "were responsible for", "are responsible for", "were behind", "made up", "make up",
     "generated", "launched", "produced", "sent", "contributed", "mounted", "carried out")
)  # fmt: skip
SENDERS = frozenset(("ip", "server", "host", "actor"))
OPENING = 3  # tokens before the place that a sentence opens with: "ESET: In Peru"
ORDERED = 8  # tokens between servers and the attacks that they ordered
LAUNCHED = 4  # tokens behind "launched" in which "on", and then whom they hit, stands
AIMING = 8  # tokens behind attempts in which "to" says at what


def by_sender(ends: Ends) -> None:
    """ "…, but attacks from Peru fell to 15 percent": where those are from that the clause of a part names."""
    if ends.base is None or not ends.event or ends.near:
        return
    floor = max((q.last for q in ends.reading.quantities if q.last <= ends.first), default=0)
    clause = [p for p in ends.reading.phrases if floor <= p.first and p.last <= ends.first and not p.counted]
    sent = [phrase for phrase in clause if phrase.from_places]
    if sent and sent[-1].sort == "event":
        ends.origin = list(sent[-1].from_places)


def by_machines(ends: Ends) -> None:
    """ "Servers in Peru accounted for 15 percent of the attacks": where those are that these came from."""
    if not (ends.event or (ends.suffers and ends.shares)) or ends.origin:
        return
    at = lead(ends.reading.tokens, ends.draft.quantity)
    verb = next((n for n in (2, 3, 1) if ends.reading.words(at - n + 1, at + 1) in MADE_UP), 0)
    acting = SENDERS if ends.event else {"event", "actor"}  # "attacks from Peru made up 34 percent of the defacements"
    whose = (p for p in ends.reading.phrases if at - verb + 1 in (p.last, p.after) and p.sort in acting)
    sender = next(whose, None)
    if verb and sender is not None:
        ends.origin = [*sender.places, *sender.from_places]


def by_aim(ends: Ends) -> None:
    """ "44 million attempts were made to hack Israeli websites", "hits were directed at": where they go."""
    aimed = ends.event or ends.draft.role == "malicious_domain"
    if aimed and not ends.target and ends.here is not None:
        behind = ends.last + (ends.reading.lower(ends.last) == ",")
        ends.target = _aimed(ends.reading, max(ends.here.last, behind))


def by_launch(ends: Ends) -> None:
    """ "900 attacks were launched on Chilean banks by hackers in Peru": where they go, behind the verb."""
    if not ends.event or ends.target or ends.here is None:
        return
    launched = (deed for deed in ends.deeds if deed.sort == "launch" and deed.passive and deed.patient is ends.here)
    deed = next(launched, None)
    if deed is None:
        return
    behind = range(deed.at + 1, deed.at + LAUNCHED)
    at = next((at for at in behind if ends.reading.lower(at) in {"on", "against", "at"}), None)
    hit = [p for p in ends.reading.phrases if at is not None and 0 < p.first - at <= LAUNCHED and not p.counted]
    ends.target = list(hit[0].places) if hit and hit[0] is not deed.agent else []


def _aimed(reading: Reading, first: int) -> Codes:
    """Where the places are that stand behind "to": "to hack Israeli websites", not "compared to Peru"."""
    for at in range(first, min(len(reading.tokens), first + AIMING)):
        if reading.tokens[at].text in BREAKS or reading.tokens[at].text == ",":
            break
        if reading.lower(at) != "to" or not any(token.sort == "word" for token in reading.tokens[at + 1 : at + 2]):
            continue
        if reading.lower(at - 1) in COMPARING or at + 1 in reading.dated:
            continue
        hit = next((p for p in reading.phrases if at < p.first <= at + 5), None)
        struck = any(mark.first == at + 1 and mark.value == "attack" for mark in reading.actives)
        return list(hit.places) if hit is not None and (struck or hit.sort != "place") else []
    return []


def by_sufferer(ends: Ends) -> None:
    """ "Mexico was the country that suffered 900 attacks": who heads the clause, if nothing says where they go."""
    if not (_hits_somebody(ends) or _strikes_from_abroad(ends)):
        return
    suffers = suffering(ends.reading, ends.draft.quantity, counts=ends.counts)
    if suffers and not {*suffers} & {*ends.origin}:
        ends.target = ends.target or suffers
        ends.draft.paired = not ends.own


def _hits_somebody(ends: Ends) -> bool:
    """Whether attacks or victims are counted, and the clause may say whose they are."""
    hit = ends.event or (ends.suffers and ends.counts and not ends.target)
    # "Peru saw a rise of 14 percent", of the same.
    afresh = ends.base is None or ends.base.quantity not in ends.reading.quantities
    return hit and afresh and (not ends.origin or ends.event or ends.draft.role in CONTROLLED)


def _strikes_from_abroad(ends: Ends) -> bool:
    """Whether attackers abroad are counted: "Peru has registered 900 servers abroad"."""
    return ends.sends and ends.counts and ends.base is None and not ends.target and {*ends.origin} == {"XX"}


def by_whole(ends: Ends) -> None:
    """ "Chinese computers account for 27 percent of all infected computers": where those are that are such a part."""
    everywhere = ends.suffers and {*ends.target} == {WORLD} and not ends.there and not ends.subject
    if not ends.shares or not everywhere:
        return
    sort = ends.draft.phrase.sort if ends.draft.phrase is not None else ""
    left = [p for p in ends.reading.phrases if p.sort == sort and p.last <= ends.first and not p.counted]
    ends.target = [code for code in left[-1].places if code != WORLD] or ends.target if left else ends.target


def by_instrument(ends: Ends) -> None:
    """ "Russian hackers target Ukraine with ten attacks a day": who hits whom with them."""
    origin, target = instrument(ends.reading, ends.draft.quantity) if ends.event else ([], [])
    if origin or target:
        ends.origin, ends.target = origin, target


def by_orders(ends: Ends) -> None:
    """ "Six servers that had ordered attacks on Georgian sites": where the attacks go."""
    if not ends.sends or ends.target or ends.here is None:
        return
    near = range(ends.here.last, ends.here.last + ORDERED + 1)
    event = next((p for p in ends.reading.phrases if p.first in near and p.sort == "event"), None)
    ends.target = [] if event is None or event.counted else list(event.to_places)


def by_opening(ends: Ends) -> None:
    """ "In Turkey, 32 men were arrested after attacks on 74 sites": where all of the sentence is."""
    if not ends.target and not ends.origin and ends.base is None and not ends.sends:
        ends.target = _opened_by(ends.reading)


def _opened_by(reading: Reading) -> Codes:
    """The only place of a sentence, if it opens with it, or the world: "Globally, the number of attacks rose"."""
    first = reading.places[0] if reading.places else None
    if first is None:
        return []
    if first.value == WORLD:
        return [WORLD] if first.first <= 2 and "," in reading.words(first.last, first.last + 2) else []
    opens = first.first <= OPENING and reading.lower(first.first - 1) == "in"
    opens &= reading.lower(first.last) in {",", "the", "alone"}  # "In Peru the number of attacks rose"
    return [first.value] if opens and len(reading.places) == 1 else []
