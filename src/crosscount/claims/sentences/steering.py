"""Whose orders machines obey that a program infected: those of the servers that the program is tied to."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import Phrase
from crosscount.claims.sentences.verbs import PROGRAMS

__all__ = ["steered"]

RULING = frozenset(("control", "use"))
RULERS = frozenset(("server", "ip"))
NEAR = 3  # tokens


def steered(done: Sequence[Deed]) -> None:
    """Let servers infect what their programs infect: "programs that 240 servers controlled infected 900 phones"."""
    ruled = [each for each in done if each.sort in RULING and each.agent is not None and each.agent.sort in RULERS]
    ruled = [
        each
        for each in ruled
        if each.patient is not None and each.patient.sort in PROGRAMS and _beside(each.at, each.patient)
    ]
    for deed in done if ruled else ():
        if deed.sort == "infect" and any(deed.patient is each.patient for each in ruled):
            # "Were found infected with Trojans".
            deed.agent, deed.patient, deed.passive = deed.patient, deed.agent, True
        ruler = next((each for each in ruled if each.patient is deed.agent), None)
        if deed.sort == "infect" and ruler is not None:
            deed.agent = ruler.agent


def _beside(at: int, phrase: Phrase) -> bool:
    """Whether nothing but two or three words part a verb from a noun."""
    return abs(at - phrase.last) <= NEAR or 0 < phrase.first - at <= NEAR
