"""Attacks that are counted by times: "was attacked 20 million times", "launched operations 1,000 times against"."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.counted.subjects import NUMBERS
from crosscount.claims.sentences.grammar import Draft, based
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import Quantity

__all__ = ["by_times", "so_often"]

CLOSE = 4  # tokens between "operations" and "1,000 times"
TRYING = frozenset(("tried", "attempted", "sought", "try", "tries", "attempt", "trying", "attempting", "seek"))
PROBING = frozenset(("probe", "probed", "probes", "scan", "scanned", "scans"))
WARDED = frozenset(("protected", "blocked", "prevented", "intercepted", "shielded", "defended"))


def by_times(reading: Reading, quantity: Quantity) -> Phrase | None:
    """ "The network was attacked 20 million times": attacks on the subject."""
    if reading.lower(quantity.last) != "times":
        return None
    near = range(max(0, quantity.first - 4), quantity.first)
    clause = range(
        max([quantity.first - 12, *(q.last for q in reading.quantities if q.last <= quantity.first)]), quantity.first
    )
    verbs = [m for m in reading.actives if m.last - 1 in clause]
    verb = next((m for m in verbs if m.value in ("attack", "deface") or _under_attack(reading, m)), None)
    probed = next((at for at in clause if reading.lower(at) in PROBING | WARDED), None)
    if verb is None and probed is not None:
        return _probes(reading, quantity, probed)
    near = near if verb is None else range(verb.first, quantity.first)
    tried = any(reading.lower(at) in TRYING for at in near)
    if verb is None and not tried:
        return _staged(reading, quantity)
    subject = [p for p in reading.phrases if (p.first > quantity.last if tried else p.last <= near[0] + 1)]
    subject = subject[:1] if tried else subject
    sort = "defacement" if verb is not None and verb.value == "deface" else "event"
    event = Phrase(quantity.first, quantity.last + 1, quantity.last, sort, after=quantity.last + 1)
    hit = [p for p in subject if p.places and p.sort != "actor"] or subject  # "Chilean sites, also those of the army,"
    event.to_places = _object(reading, verb) or [code for p in hit[-1:] for code in p.places]
    return event


def _object(reading: Reading, verb: Mark | None) -> list[str]:
    """Where those are that stand right behind the verb: "computers in Peru hit Chile 900 times"."""
    return [code for p in reading.phrases if verb is not None and p.first == verb.last for code in p.places]


def _under_attack(reading: Reading, verb: Mark) -> bool:
    """ "Came under attack 900 times"."""
    return verb.value == "defend" and reading.lower(verb.last) in {"attack", "fire"}


def so_often(reading: Reading, quantity: Quantity, before: Sequence[Draft]) -> Draft | None:
    """ "The number reached 900 times": of attacks named before."""
    if reading.lower(quantity.last) != "times":
        return None
    events = (d for d in reversed(before) if d.phrase is not None and d.phrase.sort in ("event", "defacement"))
    told = any(reading.lower(at) in NUMBERS for at in range(quantity.first))
    return based(quantity, next(events, None)) if told else None


def _staged(reading: Reading, quantity: Quantity) -> Phrase | None:
    """ "It launched operations more than 1,000 times against", "banks were hit by attacks 900 times": attacks that are
    named before, and not counted.
    """
    near = [p for p in reading.phrases if p.sort == "event" and not p.counted and p.last <= quantity.first]
    acts = [m for m in (*reading.actives, *reading.passives) if m.value in ("launch", "defend")]
    acts = [mark for mark in acts if near and mark.last <= near[-1].first]
    if not acts or quantity.first - near[-1].last > CLOSE:
        return None
    event, last = near[-1], quantity.last + 1
    befell = acts[-1].value == "defend"
    hit = [p for p in reading.phrases if befell and p.last <= acts[-1].first and p.sort != "time"][-1:]
    hit = hit or [p for p in reading.phrases if p.first >= last and reading.lower(last) in {"against", "on", "at"}][:1]
    places = event.to_places or [code for phrase in hit for code in phrase.places]
    return Phrase(quantity.first, last, quantity.last, "event", after=last, places=[] if befell else event.places,
                  from_places=event.from_places, to_places=places)  # fmt: skip


def _probes(reading: Reading, quantity: Quantity, verb: int) -> Phrase:
    """ "Hackers probe the networks of the army 250,000 times an hour": attacks on the object."""
    event = Phrase(quantity.first, quantity.last + 1, quantity.last, "event", after=quantity.last + 1)
    passive = any(mark.last == verb for mark in reading.auxiliaries)
    hit = [p for p in reading.phrases if (p.last <= verb if passive else verb < p.first < quantity.first)]
    event.to_places = [code for phrase in hit[-1:] for code in phrase.places]
    return event
