"""Who attacks nobody, though a verb of attack is told of them: the police, and sites that are only a place."""

from __future__ import annotations

from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.speakers.voices import LAW

__all__ = ["by_law", "lies_still"]


def lies_still(agent: Phrase) -> bool:
    """Whether the nearest noun is one that attacks nobody: "attacks on Israeli sites, and claimed to have defaced"."""
    return agent.sort in ("site", "page") and "phish" not in agent.topics


def by_law(reading: Reading, agent: Phrase) -> bool:
    """Whether a country stands for its police: "Dutch police arrested men accused of infecting 900 computers"."""
    return agent.sort == "place" and reading.lower(agent.last) in LAW
