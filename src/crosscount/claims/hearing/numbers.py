"""The numbers of a sentence that count something: in which role, of whom, of which days, and how exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crosscount.claims.completing.found import Found
from crosscount.claims.counted.casting import cast, near_topics
from crosscount.claims.counted.drafts import drafts
from crosscount.claims.counted.narrowed import narrowed
from crosscount.claims.days.earlier import compared
from crosscount.claims.days.present import at_present, timeless
from crosscount.claims.ends.attackers import those_before
from crosscount.claims.ends.background import makers
from crosscount.claims.ends.direction import direct
from crosscount.claims.hearing.memory import Memory
from crosscount.claims.hearing.sentence import Heard
from crosscount.claims.hearing.windows import HELD, window_of
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.qualifiers import hedge_of, modifier_of, negated
from crosscount.claims.sentences.rates import rate_of
from crosscount.claims.sentences.reading import MARKS, Reading
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import ClaimKind, Modifier

__all__ = ["counted"]

STILL = frozenset(("still", "remain", "remained"))  # what is left by a day says nothing of the days before
PLAIN = {ClaimKind.COUNT, ClaimKind.SHARE, ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK}
STEERED = {"c2", "victim_host", "backdoor_ip", "backdoored_site"}
PAST = frozenset(("was", "were", "had", "been", "has", "have"))
PRESENT = frozenset(("is", "are", "targets", "reveals", "rank", "ranks"))


def counted(heard: Heard, memory: Memory) -> Iterator[Found]:
    """The numbers of a sentence that count a threat or who suffers it, in order."""
    for draft in drafts(heard.reading, memory.drafts):
        draft.role = _role(heard, memory, draft)
        if draft.role is None:
            continue
        direct(heard.reading, draft, heard.done, heard.kept)
        if draft.origin is None:
            draft.origin = _origin_before(heard, memory, draft)
        draft.unit = _unit(heard, draft)
        rate = rate_of(heard.reading, draft)
        draft.rate = None if rate in PLAIN else rate
        modifier = _modifier(heard, draft)
        draft.window = window_of(heard, memory, draft)
        found = _found(heard, memory, draft, modifier)
        heard.kept.append(draft)
        yield found


def _found(heard: Heard, memory: Memory, draft: Draft, modifier: Modifier) -> Found:
    """A draft with what its sentence says of it."""
    reading = heard.reading
    previous = max((each.quantity.last for each in heard.kept), default=0)
    return Found(
        draft=draft,
        kind=draft.rate or draft.kind,
        window=draft.window,
        voice=memory.voice,
        modifier=modifier,
        hedge=hedge_of(reading, draft, previous),
        negated=negated(reading, draft),
        narrowed=narrowed(reading, draft, heard.text),
        sentence=heard.sentence,
        present=heard.seizing or _present(reading) or _now(heard.tokens, draft.quantity),
        unit=draft.unit,
        lends=_lends(heard, memory, draft),
        struck=memory.struck,
    )


def _role(heard: Heard, memory: Memory, draft: Draft) -> str | None:
    """What is counted; all attacks that a body against phishing speaks of are phishing."""
    topics = [near_topics(heard.reading, draft), heard.topics]
    role = cast(heard.reading, draft, heard.done, topics, memory.topics, [*memory.drafts, *heard.kept])
    plain = role == "attack_event" and draft.phrase is not None and not draft.phrase.topics
    return "phish_event" if plain and _fights_phishing(memory.voice) else role


def _fights_phishing(voice: Voice) -> bool:
    """Whether all attacks that a body speaks of are phishing."""
    names = (voice.speaker or voice.first_named, voice.cited)
    return any(name is not None and ("APWG" in name or "Phishing" in name) for name in names)


def _origin_before(heard: Heard, memory: Memory, draft: Draft) -> str | None:
    """The origin that sentences before say: the first rule that speaks."""
    return next((origin for rule in ORIGINS if (origin := rule(heard, memory, draft)) is not None), None)


def from_overseas(heard: Heard, memory: Memory, draft: Draft) -> str | None:
    """ "Attacks from abroad ranked first. 900 servers controlled …": from abroad as well."""
    return "XX" if memory.overseas and draft.role in STEERED else None


def by_those_before(heard: Heard, memory: Memory, draft: Draft) -> str | None:
    """ "The attackers", "such attempts": where those of the sentence before came from."""
    return memory.crew if those_before(heard.reading, heard.done, draft) else None


def by_keepers(heard: Heard, memory: Memory, draft: Draft) -> str | None:
    """ "A botnet run by Peruvians": where those are who keep infected machines."""
    return memory.keepers or makers(heard.reading, people=True) if draft.role in HELD else None


ORIGINS: tuple[Callable[[Heard, Memory, Draft], str | None], ...] = (from_overseas, by_those_before, by_keepers)


def _unit(heard: Heard, draft: Draft) -> str:
    """What is counted in the words of the text, without numbers in it; of a part, that of its whole."""
    phrase, reading = draft.phrase, heard.reading
    if draft.base is not None and phrase not in reading.phrases:
        return draft.base.unit
    if phrase is None:
        return ""
    first = max([phrase.first, *(q.last for q in reading.quantities if phrase.first <= q.first < phrase.last)])
    tokens = reading.tokens[first : phrase.last]
    return heard.text[tokens[0].start : tokens[-1].end] if tokens else ""


def _modifier(heard: Heard, draft: Draft) -> Modifier:
    """How exact a number is; of "respectively nearly 61,000 and 48,000", both as the first."""
    modifier = modifier_of(heard.reading, draft)
    if modifier is Modifier.EXACT and draft.shared and "respectively" in heard.words:
        modifier = heard.modifiers.get(id(draft.phrase), modifier)
    heard.modifiers.setdefault(id(draft.phrase), modifier)
    return modifier


def _now(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a number is of the present, or of no days in particular; a share may be of what is told later."""
    return (quantity.kind is ClaimKind.COUNT and at_present(tokens, quantity)) or timeless(tokens, quantity)


def _present(reading: Reading) -> bool:
    """Whether a sentence speaks of no past: "there are", "ranks"."""
    if [token.lower for token in reading.tokens if token.text not in MARKS][:2] == ["there", "are"]:
        return True
    words = {token.lower for token in reading.tokens}
    verbs = {reading.lower(mark.first) for mark in (*reading.actives, *reading.plains)} - {"reported", "pointed"}
    if any(word.endswith("ed") for word in verbs) or words & PAST:
        return False
    return bool(words & PRESENT)


def _lends(heard: Heard, memory: Memory, draft: Draft) -> bool:
    """Whether the days of a number may be those of numbers before: not of a raid, nor what is left by a day."""
    if heard.seizing or heard.timeline.until or (memory.raided and heard.timeline.brief) or STILL & heard.words:
        return False
    # "They have handled 700 cases since 2004": days until today, which nothing before was said of.
    since = draft.window is not None and draft.window[1] in (heard.today, memory.spoke) and "since" in heard.words
    return not since and not compared(heard.tokens, draft.quantity)
