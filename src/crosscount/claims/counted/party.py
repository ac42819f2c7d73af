"""A phrase that acts or suffers in a deed of its sentence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import Phrase

__all__ = ["HARMS", "MACHINES", "PROGRAMS", "Party", "is_page"]

MACHINES = frozenset(("host", "server", "ip", "user", "organisation"))
PROGRAMS = frozenset(("botnet", "malware"))
HARMS = frozenset(("deface", "attack", "control", "infect", "implant"))


@dataclass(eq=False, slots=True)
class Party:
    """A phrase with the deed, and the topics around it."""

    noun: Phrase
    deed: Deed
    topics: Collection[str]  # of the sentence
    known: Collection[str]  # of the sentences before

    @property
    def by(self) -> str | None:
        """The class of who does it."""
        return self.deed.agent.sort if self.deed.agent is not None else None

    def around(self, *topics: str) -> bool:
        """Whether its sentence or one before speaks of one of these topics."""
        return any(topic in self.topics or topic in self.known for topic in topics)


def is_page(phrase: Phrase | None) -> bool:
    """Whether a phrase is of pages that trick users."""
    return phrase is not None and (phrase.sort == "page" or (phrase.sort == "site" and "phish" in phrase.topics))
