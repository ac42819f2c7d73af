"""Deeds that no verb says: "135 hosts with 563 phishing pages", "5,000 attacks on 1,500 systems"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from crosscount.claims.deeds import Deed
from crosscount.claims.doers import crosses
from crosscount.claims.reading import Reading

__all__ = ["launched", "paired"]


def paired(reading: Reading, done: Sequence[Deed]) -> Iterator[Deed]:
    """Deeds that no verb says, of two numbers side by side: "135 hosts with 563 phishing pages".

    What is counted decides: machines beside pages host them, machines beside sites and a backdoor between planted it.
    """
    for event in reading.phrases:
        struck = next((p for p in reading.phrases if p.first == event.last + 1 and p.counted), None)
        known = struck is not None and any(deed.patient is struck for deed in done)
        if (
            event.sort == "event"
            and struck is not None
            and not known
            and reading.lower(event.last) in {"on", "against"}
        ):
            yield Deed("attack", event.last, False, event, struck)  # "5,000 attacks on 1,500 systems"
    counted = [p for p in reading.phrases if p.counted]
    for one, other in pairwise(counted):
        between = range(one.last, other.first)
        known = any(deed.agent is one or (deed.patient is one and deed.agent is not None) for deed in done)
        if (
            known
            or one.sort not in ("host", "server", "ip")
            or {"victim", "infect", "bot"} & one.topics
            or len(between) > 9
            or crosses(reading, one.last, other.first)
        ):
            continue
        backdoor = any(mark.value == "backdoor" and mark.first in between for mark in reading.topics)
        if other.sort == "page" or (other.sort == "site" and "phish" in other.topics):
            yield Deed("hosting", one.last, False, one, other)
        elif other.sort == "site" and backdoor:
            yield Deed("implant", one.last, False, one, other)


def launched(done: Sequence[Deed]) -> None:
    """An attack comes from where those are who are behind it."""
    for deed in done:
        if (
            deed.sort == "launch"
            and deed.agent is not None
            and deed.patient is not None
            and deed.patient.sort == "event"
        ):
            known = deed.patient.from_places
            known += [code for code in (*deed.agent.places, *deed.agent.from_places) if code not in known]
