"""Who speaks in a record of questions and answers: "Reporter: …? Ministry spokesperson: …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscount.claims.speakers.runs import Name
from crosscount.claims.speakers.sources import Heard
from crosscount.claims.speakers.strangers import unknown
from crosscount.claims.speakers.voices import Voice, spoke
from crosscount.claims.words.lexicon import lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["asks", "turn"]

ASKERS = frozenset(("journalist", "reporter", "question", "q", "press", "interviewer", "moderator", "correspondent"))
HEAD = 14  # tokens before the colon


def asks(heard: Heard) -> bool:
    """Whether a sentence begins a question: "Reporter: …", "Xinhua: What is your comment?"."""
    tokens = heard.tokens
    colon = _colon(tokens)
    if not colon:
        return False
    outlet = any(f.mark.first == 0 and f.organisation.kind == "outlet" for f in heard.named)
    return tokens[colon - 1].lower in ASKERS or (outlet and tokens[-1].text in {"?", "？"})


def turn(heard: Heard, voice: Voice) -> Voice:
    """Who answers, where something was asked; he speaks until the next question."""
    if voice.answers is None:
        return voice
    colon = _colon(heard.tokens)
    head = heard.tokens[:colon]
    if not colon or not head[0].text[:1].isupper():
        return replace(voice, spoken=voice.answers)
    titles = [mark.value for mark in lexicon().marks(head, "persons")]
    body = next((f.organisation for f in heard.named if f.mark.last <= colon and f.organisation.kind != "outlet"), None)
    if body is not None:
        said = spoke(voice, body, titles[-1] if titles else None, finds=False)
    else:
        opened = next((n for n, token in enumerate(head) if token.text == "("), len(head))
        closed = next((n for n, token in enumerate(head) if token.text == ")"), opened)
        said = unknown(voice, Name(" ".join(token.text for token in (*head[:opened], *head[closed + 1 :]))))
    return replace(said, answers=True, spoken=True)


def _colon(tokens: Sequence[Token]) -> int:
    """The colon behind the name at the head of a sentence, 0 where there is none."""
    at = next((n for n, token in enumerate(tokens[:HEAD]) if token.text in {":", "："}), 0)
    plain = all(token.sort == "word" or token.text in {"(", ")", "-"} for token in tokens[:at])
    return at if plain and at + 1 < len(tokens) else 0
