"""Who speaks in a sentence, on whose data, and who carries it; and what is remembered from sentence to sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crosscount.claims.speakers.bodies import Found, mentioned, office_of
from crosscount.claims.speakers.interviews import asks, turn
from crosscount.claims.speakers.names import heading, holder, name_after, name_before, passive
from crosscount.claims.speakers.papers import named_paper
from crosscount.claims.speakers.runs import NOT_NAMES, Name, holder_of, people
from crosscount.claims.speakers.saying import speech_verbs, subject_of
from crosscount.claims.speakers.sources import Heard, cited, drawn_from, hear, quoted
from crosscount.claims.speakers.strangers import unknown
from crosscount.claims.speakers.voices import Voice, again, spoke, unnamed
from crosscount.claims.words.lexicon import Mark, is_country, lexicon
from crosscount.claims.words.tokens import Token

__all__ = ["disputes", "listen"]

CREDIT = frozenset(("responsibility", "credit", "victory"))  # what is claimed without being said
TOLD = frozenset(("reported", "announced", "disclosed", "revealed", "released", "published", "stated", "confirmed"))
MADE = frozenset(("made", "given", "spoken", "said", "offered"))
INTRODUCING = 18  # tokens from "made by" to the colon before a quotation
CALLED = frozenset(("is", "are", "was", "were", "called", "as", "calls"))
HEAD = 5  # tokens at the head of a sentence in which a colon ends who speaks


def listen(tokens: Sequence[Token], before: Voice) -> Voice:
    """The voice of a sentence, after that of the sentence before."""
    heard = hear(tokens, before)
    voice = replace(before, once=None, spoken=False, people=before.people | people(tokens))
    if asks(heard):
        return replace(voice, answers=False)
    voice = turn(heard, voice)
    for step in STEPS:
        voice = step(heard, voice)
    return named_paper(tokens, voice)


def _said(heard: Heard, voice: Voice) -> Voice:
    """ "Microsoft said", "the company found": who is the subject of each verb of speech."""
    tokens, taken = heard.tokens, {found.mark.first for found in heard.sources}
    for verb, finds in speech_verbs(tokens):
        credit = verb.last < len(tokens) and tokens[verb.last].lower in CREDIT
        if credit or passive(tokens, verb):
            continue
        subject = subject_of(tokens, heard.named, verb, taken, told=voice.speaker is not None)
        if isinstance(subject, Found):
            voice = _spoken_for(heard, voice, subject, verb, finds=finds)
        elif isinstance(subject, Name):
            voice = unknown(voice, _at_home(tokens, subject), heard.body)
        elif subject is not None:
            voice = again(voice, subject)
    return voice


def _spoken_for(heard: Heard, voice: Voice, body: Found, verb: Mark, *, finds: bool) -> Voice:
    """ "The Centre's director, Ana Lund, said": the body, and who speaks for it."""
    voice = spoke(voice, body.organisation, _person(heard.tokens, verb), finds=finds)
    person = None if finds else name_before(heard.tokens, verb, offices_only=False)
    return replace(voice, also=person.text if person is not None else "")


def _headline(heard: Heard, voice: Voice) -> Voice:
    """ "Microsoft: 900 hosts infected"."""
    first = heard.named[0] if heard.named and heard.named[0].mark.first == 0 else None
    if first is None or first.mark.last >= len(heard.tokens) or heard.tokens[first.mark.last].text not in {":", "："}:
        return voice
    return spoke(voice, first.organisation, None, finds=False)


def _announced_by(heard: Heard, voice: Voice) -> Voice:
    """ "The sum was announced by the Agency's chief, Ana Lund", where nobody else says anything."""
    by = None if voice.spoken else _reported_by(heard.tokens, heard.named)
    if isinstance(by, Found):
        return spoke(voice, by.organisation, None, finds=True)
    return voice if by is None else unknown(voice, by)


def _introduced(heard: Heard, voice: Voice) -> Voice:
    """ "They echo those made last week by Ana Lund, a spokeswoman: "In 2012 …"": whose words follow the colon."""
    tokens = heard.tokens
    colon = next(
        (at for at in range(1, len(tokens) - 1) if tokens[at].text == ":" and tokens[at + 1].text in {'"', "“"}), 0
    )
    by = next((at for at in range(colon - 1, max(0, colon - INTRODUCING), -1) if tokens[at].lower == "by"), None)
    if by is None or not MADE & {token.lower for token in tokens[max(0, by - 4) : by]}:
        return voice
    name = name_after(tokens, Mark(by, by + 1, "by", "by"))
    found = next((f for f in heard.named if by < f.mark.first <= by + 2), None)
    if found is not None:
        return spoke(voice, found.organisation, _person(tokens, Mark(colon, colon + 1, "by", "by")), finds=False)
    return voice if name is None else unknown(voice, name)


def _reported_by(tokens: Sequence[Token], named: Sequence[Found]) -> Found | Name | None:
    """ "The sum was announced by the Agency's chief, Ana Lund": whom a passive verb of speech names."""
    for verb, _ in speech_verbs(tokens):
        ahead = [at for at in range(verb.last, min(len(tokens), verb.last + 4)) if tokens[at].lower == "by"]
        if tokens[verb.last - 1].lower not in TOLD or not passive(tokens, verb) or not ahead:
            continue
        mark = Mark(ahead[0], ahead[0] + 1, "by", "by")
        found = next((f for f in named if 0 <= f.mark.first - mark.last <= 1), None)
        name = name_after(tokens, mark)
        if name is not None and (found is None or name.office):
            return name
        if found is not None:
            return found
    return None


def _unknown_headline(heard: Heard, voice: Voice) -> Voice:
    """ "Qrator: …" at the head of a sentence."""
    name = None if heard.named and heard.named[0].mark.first < HEAD else _headed(heard.tokens)
    return voice if name is None else unknown(voice, name)


def _headed(tokens: Sequence[Token]) -> Name | None:
    """ "Qrator: …" at the head of a sentence; the name of a place or a month speaks for nobody."""
    at = next((n for n, token in enumerate(tokens[:HEAD]) if token.text in {":", "："}), 0)
    words = [token.text for token in tokens[:at]]
    if not words or at + 1 == len(tokens) or not all(word[:1].isupper() and word not in NOT_NAMES for word in words):
        return None
    known = lexicon()
    taken = [*known.marks(tokens[:at], "place"), *known.marks(tokens[:at], "head"), *known.marks(tokens[:at], "topic")]
    quoted = tokens[at + 1].text in {'"', "“"}
    return Name(" ".join(words)) if quoted and not taken else None


def _named_now(heard: Heard, voice: Voice) -> Voice:
    """ "A government agency said … The Data Institute used sensors": the agency that spoke is named."""
    if not unnamed(voice):
        return voice
    body = next((f.organisation for f in heard.named if f.organisation.kind in ("cert", "office")), None)
    known = voice.home is not None
    if body is not None and (not known or body.home in (None, voice.home)):
        return replace(spoke(replace(voice, speaker=None), body, None, finds=False), spoken=voice.spoken)
    head = heading(heard.tokens)
    return voice if head is None or (known and head.home not in (None, voice.home)) else unknown(voice, head)


def _first_named(heard: Heard, voice: Voice) -> Voice:
    """Remember the first body that a text names: the one it opens with speaks where nobody else does."""
    if voice.first_named is not None:
        return voice
    for found in heard.named:
        if found.organisation.kind in ("cert", "office", "court", "vendor"):
            return replace(voice, first_named=found.organisation.name, home=voice.home or found.organisation.home)
    if voice.speaker is not None:
        return voice
    head, office = heading(heard.tokens), holder(heard.tokens)
    if head is not None:
        return replace(voice, first_named=head.text)
    if office is not None:
        return replace(voice, first_named=office.body or office.text)
    office = office_of(heard.tokens, lexicon().marks(heard.tokens, "place"))
    return voice if office is None else replace(voice, first_named=office.text, home=voice.home or office.home)


STEPS: tuple[Callable[[Heard, Voice], Voice], ...] = (
    quoted,
    drawn_from,
    _said,
    _headline,
    _announced_by,
    _introduced,
    _unknown_headline,
    cited,
    _named_now,
    _first_named,
)


def disputes(tokens: Sequence[Token]) -> tuple[str, int] | None:
    """Who disputes figures that were given before, and at which token; accusations are another matter."""
    known = lexicon()
    things = [*known.marks(tokens, "denied_things"), *known.marks(tokens, "rumours")]
    for mark in known.marks(tokens, "wrong"):  # "that count is wrong", "a number that officials called exaggerated"
        words = {token.lower for token in tokens[max(0, mark.first - 3) : mark.first]}
        if words & CALLED and any(thing.last <= mark.first for thing in things):
            return "", mark.first
    for verb in known.marks(tokens, "disputes"):
        for thing in known.marks(tokens, "denied_things"):
            if abs(thing.first - verb.first) <= 8:
                who = [*mentioned(tokens), *known.marks(tokens, "place")]
                before = [mark for mark in who if mark.last <= verb.first]
                name = name_before(tokens, verb, offices_only=False)
                said = name.text if name is not None else (before or who)[-1].value if who else "somebody"
                return said, verb.first
    return None


def _person(tokens: Sequence[Token], verb: Mark) -> str | None:
    """The title of who speaks for a body, with the name: "spokesman Ana Lund"."""
    marks = [m for m in lexicon().marks(tokens, "persons") if m.last <= verb.first and not tokens[m.last].glued]
    if not marks:
        return None
    name = holder_of(tokens, marks[-1])
    return f"{marks[-1].value} {name}" if name else marks[-1].value


def _at_home(tokens: Sequence[Token], name: Name) -> Name:
    """ "In the Czech Republic, the foreign minister said": a Czech one."""
    if name.home is not None or tokens[0].lower not in {"in", "meanwhile"}:
        return name
    place = next((p for p in lexicon().marks(tokens[:6], "place") if p.first <= 3 and is_country(p.value)), None)
    return name if place is None else replace(name, home=place.value)
