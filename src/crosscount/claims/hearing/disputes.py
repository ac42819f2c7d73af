"""Claims that a later sentence disputes, by its words or by another number."""

from __future__ import annotations

from collections.abc import Sequence

from crosscount.claims.completing.found import Found
from crosscount.claims.hearing.memory import Memory
from crosscount.claims.speakers.speech import disputes
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.tokens import Token

__all__ = ["dispute"]

CONTRAST = frozenset(("however", "but", "yet", "still", "conversely", "nevertheless"))
# Roles of which one number may speak against another.
FAMILIES = (("botnet", "c2", "malicious_domain"), ("victim_host", "infected_host", "infected_ip"), ("attack_event",))


def dispute(
    tokens: Sequence[Token], here: Sequence[Found], memory: Memory, found: Sequence[Found], speaking: Voice
) -> None:
    """Mark the claims that a sentence disputes; `here`: its own, `speaking`: who spoke before it."""
    _by_words(tokens, here, memory)
    if tokens[0].lower in CONTRAST and here:
        _by_number(here[0], memory.voice.speaker, speaking.speaker, found)


def _by_words(tokens: Sequence[Token], here: Sequence[Found], memory: Memory) -> None:
    """ "The figure was dismissed": of the claims before it in the sentence, else of those in the one before."""
    by = disputes(tokens)
    if by is not None:
        own = [each for each in here if each.draft.quantity.first < by[1]]
        for each in own or memory.last:
            each.disputed_by = by[0] or memory.voice.speaker or "somebody"


def _by_number(against: Found, opposing: str | None, spoke: str | None, found: Sequence[Found]) -> None:
    """ "However, the ministry counted 900": of what the other said of the same sort of thing."""
    family = _family(against)
    if opposing in (None, spoke) or family is None:
        return
    for each in found:
        if each.voice.speaker == spoke and _family(each) == family:
            each.disputed_by = opposing


def _family(each: Found) -> int | None:
    return next((number for number, roles in enumerate(FAMILIES) if each.draft.role in roles), None)
