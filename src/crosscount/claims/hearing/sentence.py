"""One sentence as it is heard: who speaks, which days and numbers it names, and who does what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from crosscount.claims.counted.labels import label
from crosscount.claims.counted.pairs import side_of
from crosscount.claims.counted.roles import EVENTS
from crosscount.claims.days.asides import aside
from crosscount.claims.days.calendar import Dated, dates
from crosscount.claims.days.fiscal import counts_from
from crosscount.claims.days.pointers import refers_back, said_on, then, turns
from crosscount.claims.days.timeline import Span, Timeline
from crosscount.claims.days.windows import windows_of
from crosscount.claims.days.written import dateline
from crosscount.claims.ends.unsaid import launched, paired
from crosscount.claims.hearing.memory import Memory
from crosscount.claims.sentences.deeds import Deed, deeds
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.naming import opener
from crosscount.claims.sentences.phrases import read
from crosscount.claims.sentences.reading import Reading
from crosscount.claims.sentences.steering import steered
from crosscount.claims.speakers import speech
from crosscount.claims.speakers.bodies import mentioned, response_teams
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.cells import YEAR
from crosscount.claims.words.lexicon import is_country
from crosscount.claims.words.quantities import Quantity, quantities
from crosscount.claims.words.tokens import Sentence, Token
from crosscount.model.claim import WORLD, ClaimKind, Modifier

__all__ = ["QUOTES", "Heard", "hear"]

MONTH = 31  # days
QUOTES = frozenset('"“”')


@dataclass(slots=True)
class Heard:
    """A sentence with what it says, and the drafts that its numbers have become so far."""

    text: str
    sentence: Sentence
    today: date | None
    speaking: Voice  # who spoke before
    dated: Sequence[Dated]
    numbers: Sequence[Quantity]
    reading: Reading
    done: Sequence[Deed]
    before: Timeline  # what the sentences before were about
    timeline: Timeline  # what goes on from this one
    windows: Mapping[int, Span | None]  # of its numbers
    reported: Span | None  # the day well before the text on which somebody reported
    then: bool  # "at the time": of the day spoken of before
    topics: set[str]
    seizing: bool  # something is taken over or shut down
    words: set[str]
    kept: list[Draft] = field(default_factory=list)
    modifiers: dict[int, Modifier] = field(default_factory=dict)  # of the first number of each phrase

    @property
    def tokens(self) -> Sequence[Token]:
        """Its words and marks."""
        return self.sentence.tokens


def hear(text: str, sentence: Sentence, qualified: Mapping[int, Modifier], today: date | None, memory: Memory) -> Heard:
    """Read a sentence after those that were read before; `qualified`: what was left out before its numbers."""
    tokens, speaking = sentence.tokens, memory.voice
    _listen(tokens, memory)
    dated = _dates(text, sentence, today, memory)
    reading, numbers = _read(tokens, _in_dates(text, sentence, dated), memory)
    reading.qualified = qualified
    label(reading)
    _look_around(reading, memory)
    done = _done(reading)
    again = then(tokens)
    before = memory.timeline.heard(
        memory.voice.speaker, dated=bool(dated), back=refers_back(tokens), turns=turns(tokens), then=again
    )
    spans, timeline = windows_of(tokens, numbers, dated, before)
    return Heard(
        text=text,
        sentence=sentence,
        today=today,
        speaking=speaking,
        dated=dated,
        numbers=numbers,
        reading=reading,
        done=done,
        before=before,
        timeline=timeline,
        windows={id(quantity): span for quantity, span in zip(numbers, spans, strict=True)},
        reported=said_on(tokens, dated, numbers, today),
        then=again,
        topics={mark.value for mark in reading.topics},
        seizing=any(deed.sort == "seize" for deed in done),
        words={token.lower for token in tokens},
    )


def _listen(tokens: Sequence[Token], memory: Memory) -> None:
    """Remember who speaks now, and the fiscal year that is counted by where they are."""
    memory.voice = speech.listen(tokens, memory.voice)
    memory.voice = _taken_back(memory, tokens)
    memory.fiscal = memory.fiscal or counts_from([memory.voice.home or ""])


def _taken_back(memory: Memory, tokens: Sequence[Token]) -> Voice:
    """The voice of a sentence in which nobody speaks: not that of an onlooker who was quoted without a number."""
    voice, giving = memory.voice, memory.giving
    if voice.spoken or giving is None or QUOTES & {token.text for token in tokens} or not giving.first_named:
        return voice
    memory.giving = None
    return replace(giving, past=(replace(voice, past=()), *voice.past), people=voice.people)


def _dates(text: str, sentence: Sentence, today: date | None, memory: Memory) -> list[Dated]:
    """The days that a sentence names, where they stand in the text; of a row of a table, the years above it."""
    if not sentence.ordered:
        return _years(sentence.tokens)
    begin, end = sentence.start, sentence.end
    said = dates(text[begin:end], today, memory.timeline.main, memory.fiscal, memory.frame, memory.stretches)
    placed = [replace(each, start=each.start + begin, end=each.end + begin) for each in said]
    weekdays = [each for each in placed if each.weekday and each.single_day and aside(sentence.tokens, each, ())]
    memory.spoke = weekdays[-1].first if weekdays else memory.spoke
    return [_up_to_then(each, memory.spoke) for each in placed]


def _up_to_then(each: Dated, spoke: date | None) -> Dated:
    """ "On Friday the firm told of 900 attacks in the past three days": days that run up to when somebody spoke."""
    if spoke is None or not each.recent or (each.last - each.first).days > MONTH or spoke > each.last:
        return each
    if each.whole is not None:  # "since May 5"
        return replace(each, last=max(spoke, each.first))
    return replace(each, first=each.first - (each.last - spoke), last=spoke)


def _years(tokens: Sequence[Token]) -> list[Dated]:
    """The years above the columns of a table."""
    years = [here for before, here in pairwise(tokens) if before.text == "in" and YEAR.fullmatch(here.text)]
    return [Dated(each.start, each.end, date(int(each.text), 1, 1), date(int(each.text), 12, 31)) for each in years]


def _in_dates(text: str, sentence: Sentence, dated: Sequence[Dated]) -> set[int]:
    """The tokens that stand in dates, those of the day of writing with them."""
    begin = sentence.start
    spans = [(each.start, each.end) for each in dated]
    if written := dateline(text[begin : sentence.end]):
        spans.append((begin + written[0], begin + written[1]))
    return {
        at for at, t in enumerate(sentence.tokens) if any(first < t.end and t.start < last for first, last in spans)
    }


def _read(tokens: Sequence[Token], in_dates: set[int], memory: Memory) -> tuple[Reading, list[Quantity]]:
    """What stands in a sentence, and its numbers: neither those of dates nor those in names."""
    silent = {at for mark in mentioned(tokens) for at in range(mark.first, mark.last)}
    silent.update(at for name in response_teams(tokens) for at in name)
    numbers = quantities(tokens, in_dates | silent)
    return read(tokens, numbers, in_dates, silent, there=memory.there, opened=memory.opened), numbers


def _look_around(reading: Reading, memory: Memory) -> None:
    """Remember the country that was named last, and on which side of attacks the places of the sentence are."""
    named = (mark.value for mark in reversed(reading.places) if len(mark.value) == 2 and mark.value != "XX")
    memory.there = next(named, memory.there)
    memory.opened = opener(reading.places)
    side = side_of(reading)
    reading.told = memory.told
    reading.rows = _side_before(memory.drafts)
    reading.side = side or memory.side or ("origin" if reading.rows == "origin" else None)
    memory.side = side or (None if reading.places else memory.side)


def _side_before(drafts: Sequence[Draft]) -> str | None:
    """On which side the country is that the last attacks were counted for."""
    told = (d for d in reversed(drafts) if d.kind is not ClaimKind.RANK)
    last = next((d for d in told if d.kind is not ClaimKind.SHARE or d.origin or d.target != WORLD), None)
    if last is None or last.role not in EVENTS:
        return None
    if last.origin not in (None, "XX", WORLD):
        return "origin"
    return "target" if is_country(last.target) else None


def _done(reading: Reading) -> list[Deed]:
    """Who does what to whom, by verbs and without."""
    done = list(deeds(reading))
    steered(done)
    paired(reading, done)
    launched(done)
    return done
