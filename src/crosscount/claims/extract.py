"""A text to its claims: sentence by sentence, remembering who speaks, of which days, and of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from crosscount.claims.completing import INFECTED, Found, complete
from crosscount.claims.counted.casting import cast, near_topics
from crosscount.claims.counted.drafts import drafts
from crosscount.claims.counted.labels import label
from crosscount.claims.counted.lists import distribute
from crosscount.claims.counted.narrowed import narrowed
from crosscount.claims.counted.pairs import side_of
from crosscount.claims.counted.roles import BESIDE, EVENTS
from crosscount.claims.counted.spans import stretch, whole, year_after
from crosscount.claims.days.calendar import Dated, dates, stated_day
from crosscount.claims.days.earlier import compared
from crosscount.claims.days.fiscal import counts_from
from crosscount.claims.days.pointers import refers_back, said_on, then, turns
from crosscount.claims.days.present import equals, timeless
from crosscount.claims.days.stretches import stretches
from crosscount.claims.days.timeline import Span, Timeline
from crosscount.claims.days.windows import windows_of
from crosscount.claims.days.written import dateline
from crosscount.claims.ends.attackers import crew, those_before
from crosscount.claims.ends.background import keepers, lifetime, makers, raid, struck
from crosscount.claims.ends.direction import direct
from crosscount.claims.ends.homes import countries, domains, opening
from crosscount.claims.ends.operations import join
from crosscount.claims.ends.unsaid import launched, paired
from crosscount.claims.sentences.deeds import deeds
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.naming import opener
from crosscount.claims.sentences.phrases import read
from crosscount.claims.sentences.qualifiers import hedge_of, modifier_of, negated
from crosscount.claims.sentences.rates import rate_of
from crosscount.claims.sentences.reading import MARKS, Reading
from crosscount.claims.sentences.steering import steered
from crosscount.claims.speakers import speech
from crosscount.claims.speakers.bodies import mentioned
from crosscount.claims.speakers.speech import disputes
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.brackets import short_forms, without_short_forms, without_single_quotes
from crosscount.claims.words.lexicon import is_country, lexicon
from crosscount.claims.words.qualified import without_qualifiers
from crosscount.claims.words.quantities import quantities
from crosscount.claims.words.tables import YEAR, read_aloud
from crosscount.claims.words.tokens import Sentence, Token, plain, unbroken
from crosscount.model.claim import WORLD, Claim, ClaimKind, Modifier

__all__ = ["extract"]

PASSING = frozenset(("victim", "reported", "record"))  # topics that say nothing of the sentences after
HELD = ("infected_host", "infected_ip", "victim_host", "botnet")
QUOTES = frozenset('"“”')
MONEY = frozenset("$€£¥₹₽")  # the days of a sum are not those of the attacks
STILL = frozenset(("still", "remain", "remained"))  # what is left by a day says nothing of the days before
CONTRAST = frozenset(("however", "but", "yet", "still", "conversely", "nevertheless"))
# Roles of which one number may speak against another.
FAMILIES = (("botnet", "c2", "malicious_domain"), ("victim_host", "infected_host", "infected_ip"), ("attack_event",))
PLAIN = {ClaimKind.COUNT, ClaimKind.SHARE, ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK}
CYBER = frozenset(("vulnerability", "malware", "report", "incident", "event"))  # whose days are those of what follows
PROGRAMS = ("infect", "bot", "malicious")  # topics of a text on machines that a program infects
GATHERING = frozenset(
    ("collected", "gathered", "analysed", "analyzed", "sampled", "cover", "covers", "covered", "surveyed", "period")
)
CONTROLLED = {"c2", "victim_host", "backdoor_ip", "backdoored_site"}


@dataclass(slots=True)
class _Memory:
    voice: Voice = field(default_factory=Voice)
    timeline: Timeline = field(default_factory=Timeline)
    topics: list[str] = field(default_factory=list)  # nearest first
    drafts: list[Draft] = field(default_factory=list)
    last: list[Found] = field(default_factory=list)  # of the last sentence that had claims
    fiscal: str | None = None  # the country whose fiscal year it is
    there: str | None = None  # the last country that was named
    opened: str | None = None  # the country that opened the sentence before
    struck: str | None = None  # the country that a sentence without numbers said to be attacked
    keepers: str | None = None  # countries of those who run the botnet that the text is about
    stretches: Mapping[int, Span] = field(default_factory=dict)  # of years that the text spells out, by length
    frame: Span | None = None  # the first window that the text goes on with
    alive: Span | None = None  # from when on the program is at work that the text is about
    crew: str | None = None  # the country of attackers who did something: "the attackers"
    gathered: Span | None = None  # the days of the data: "it analysed mails collected from March to May"
    giving: Voice | None = None  # who spoke last with numbers, where somebody else was only quoted since
    raided: bool = False  # the text tells of a botnet that the police took over
    side: str | None = None  # of attacks, that the places of the sentence before were of
    overseas: bool = False  # a sentence without numbers spoke of attacks from abroad


def extract(text: str, *, day: date | None = None, zone: str | None = None) -> list[Claim]:
    """The claims of a text, in order. `day`: when it was published; the first full date of the text otherwise.

    `zone`: of the days, as an IANA name; texts hardly ever state it.
    """
    written = plain(text)
    flat = unbroken(written)
    today = day or stated_day(flat)
    every = list(lexicon().cut(written))
    tokens = list(without_short_forms(list(without_single_quotes(every))))
    named, accused, ruled = countries(tokens)
    named = named or domains(written)
    memory = _Memory(
        voice=Voice(countries=named, accused=accused, ruled=ruled),
        fiscal=counts_from(named),
        stretches=stretches(flat, today),
    )
    found: list[Found] = []
    for read_out in read_aloud(written, tokens):
        sentence, qualified = without_qualifiers(read_out)
        speaking = memory.voice
        here = list(_sentence(flat, sentence, qualified, today, memory))
        _dispute(sentence, here, memory, found, speaking)
        memory.last = here or memory.last
        for each in found if memory.gathered else ():
            each.window = each.window or memory.gathered
        memory.gathered = None
        found.extend(here)
    claims = complete(
        text,
        found,
        memory.voice,
        memory.timeline.main,
        zone,
        raided=memory.raided,
        alive=memory.alive,
        infecting=any(mark.value in PROGRAMS for mark in lexicon().marks(tokens, "topic")),
        opening=opening(written, tokens),
        shorts=short_forms(every),
    )
    return [claim for claim in claims if claim.role not in BESIDE]


def _dispute(
    sentence: Sentence, here: Sequence[Found], memory: _Memory, found: Sequence[Found], speaking: Voice
) -> None:
    """Mark the claims that a sentence disputes: those before in it, else in the one before; or by its own number."""
    by = disputes(sentence.tokens)
    if by is not None:
        own = [each for each in here if each.draft.quantity.first < by[1]]
        for each in own or memory.last:
            each.disputed_by = by[0] or memory.voice.speaker or "somebody"
    opposing = memory.voice.speaker
    if sentence.tokens[0].lower not in CONTRAST or not here or opposing in (None, speaking.speaker):
        return
    for each in found:
        if each.voice.speaker == speaking.speaker and _family(each) is not None and _family(each) == _family(here[0]):
            each.disputed_by = opposing


def _family(each: Found) -> int | None:
    return next((number for number, roles in enumerate(FAMILIES) if each.draft.role in roles), None)


def _sentence(
    text: str, sentence: Sentence, qualified: Mapping[int, Modifier], today: date | None, memory: _Memory
) -> Iterator[Found]:
    tokens = sentence.tokens
    begin, end = sentence.start, sentence.end
    speaking = memory.voice
    memory.voice = speech.listen(tokens, memory.voice)
    memory.voice = _taken_back(memory, tokens)
    memory.fiscal = memory.fiscal or counts_from([memory.voice.home or ""])
    said = dates(text[begin:end], today, memory.timeline.main, memory.fiscal, memory.frame, memory.stretches)
    dated = [_moved(each, begin) for each in said] if sentence.ordered else _years(tokens)
    spans_of_dates = [(each.start, each.end) for each in dated]
    if written := dateline(text[begin:end]):
        spans_of_dates.append((begin + written[0], begin + written[1]))
    in_dates = {
        at for at, t in enumerate(tokens) if any(first < t.end and t.start < last for first, last in spans_of_dates)
    }
    silent = {at for mark in mentioned(tokens) for at in range(mark.first, mark.last)}
    numbers = quantities(tokens, in_dates | silent)
    reading = read(tokens, numbers, in_dates, silent, there=memory.there, opened=memory.opened)
    reading.qualified = qualified
    label(reading)
    named = (mark.value for mark in reversed(reading.places) if len(mark.value) == 2 and mark.value != "XX")
    memory.there = next(named, memory.there)
    memory.opened = opener(reading.places)
    side = side_of(reading)
    reading.rows = _side_before(memory.drafts)
    reading.side = side or memory.side or ("origin" if reading.rows == "origin" else None)
    memory.side = side or (None if reading.places else memory.side)
    done = list(deeds(reading))
    steered(done)
    paired(reading, done)
    launched(done)
    memory.alive = memory.alive or (None if numbers else lifetime(tokens, dated, today))
    memory.raided |= raid(reading, done)
    memory.keepers = keepers(done) or makers(reading, people=False) or memory.keepers
    topics = {mark.value for mark in reading.topics}
    seizing = any(deed.sort == "seize" for deed in done)
    again = then(tokens)
    before = memory.timeline.heard(
        memory.voice.speaker, dated=bool(dated), back=refers_back(tokens), turns=turns(tokens), then=again
    )
    reported = said_on(tokens, dated, numbers, today)
    spans, timeline = windows_of(tokens, numbers, dated, before)
    window_of = {id(q): span for q, span in zip(numbers, spans, strict=True)}
    memory.struck = memory.struck if numbers else struck(reading, done) or memory.struck
    ranks = all(quantity.kind is ClaimKind.RANK for quantity in numbers)
    memory.overseas |= ranks and any(p.sort == "event" and p.from_places == ["XX"] for p in reading.phrases)
    said_here = {token.lower for token in tokens}
    kept: list[Draft] = []
    shared: dict[int, Modifier] = {}
    lending = not (seizing or timeline.until or (memory.raided and timeline.brief))
    for draft in drafts(reading, memory.drafts):
        draft.role = cast(
            reading, draft, done, [near_topics(reading, draft), topics], memory.topics, [*memory.drafts, *kept]
        )
        if draft.role is None:
            continue
        if draft.role == "attack_event" and draft.phrase and not draft.phrase.topics and _fights_phishing(memory.voice):
            draft.role = "phish_event"
        direct(reading, draft, done, kept)
        if draft.origin is None and memory.overseas and draft.role in CONTROLLED:
            draft.origin = "XX"
        if draft.origin is None and those_before(reading, done, draft):
            draft.origin = memory.crew
        if draft.origin is None and draft.role in HELD:
            draft.origin = memory.keepers or makers(reading, people=True)
        own = draft.phrase is not None and any(draft.phrase is p for p in reading.phrases)
        draft.unit = _unit(text, reading, draft) if own or draft.base is None else draft.base.unit
        rate = rate_of(reading, draft)
        draft.rate = None if rate in PLAIN else rate
        previous = max((d.quantity.last for d in kept), default=0)
        modifier = modifier_of(reading, draft)
        if modifier is Modifier.EXACT and draft.shared and "respectively" in reading.words(0, len(tokens)):
            modifier = shared.get(id(draft.phrase), modifier)  # "respectively nearly 61,000 and 48,000"
        shared.setdefault(id(draft.phrase), modifier)
        draft.window = window_of[id(draft.quantity)]
        if not dated and draft.base in memory.drafts and draft.kind is ClaimKind.COUNT:
            draft.window = whole(draft, before.main) or draft.window
        restated = _within(memory.last, before.main) if draft.kind is ClaimKind.CHANGE else equals(tokens)
        if restated and draft.window == before.main and all(each.base or each.pointing for each in dated):
            spans_before = [each.window for each in reversed(memory.last) if each.window is not None]
            draft.window = max(spans_before, key=lambda span: span[1], default=draft.window)
        if draft.kind is ClaimKind.CHANGE:
            draft.window = stretch(draft.window, kept)
            draft.window = year_after(draft, dated, memory.drafts)
        if reported is not None and draft.role in INFECTED and _vague(draft.window, before):
            draft.window = reported
        freed = before.seized or (memory.raided and before.brief)
        if freed and not again and not seizing and not dated and draft.role in HELD:
            draft.window = None  # how many there were is not of the day on which they were freed
        long = before.lasts_until(today) or (memory.raided and before.lengthy)
        if seizing and not dated and draft.window == before.main and long:
            draft.window = None  # nor when they were seized, of the years in which they were at work
        kept.append(draft)
        yield Found(
            draft=draft,
            kind=draft.rate or draft.kind,
            window=draft.window,
            voice=memory.voice,
            modifier=modifier,
            hedge=hedge_of(reading, draft, previous),
            negated=negated(reading, draft),
            narrowed=narrowed(reading, draft, text),
            sentence=sentence,
            present=seizing or _present(reading) or timeless(tokens, draft.quantity),
            unit=draft.unit,
            lends=lending
            and not STILL & said_here
            and not compared(tokens, draft.quantity)
            and not _looks_back(draft.window, today, said_here),
            struck=memory.struck,
        )
    if memory.voice.spoken:
        quoted = not kept and QUOTES & {token.text for token in tokens}
        memory.giving = speaking if quoted and memory.giving is None else memory.giving if quoted else None
    distribute(reading, kept)
    join(reading, kept, [each.draft for each in memory.last])
    struck_here = {
        d.target
        for d in kept
        if d.kind is ClaimKind.COUNT and (d.origin is None or d.role in INFECTED) and len(d.target or "") == 2
    }
    for draft in kept if len(struck_here - {WORLD}) > 1 else ():
        draft.listed = True
    memory.crew = crew(reading, done, kept, memory.crew)
    memory.there = kept[-1].origin if kept and kept[-1].origin else memory.there
    cyber = bool(numbers) and any(p.sort in CYBER for p in reading.phrases)
    told = bool(done or topics or cyber or lexicon().marks(tokens, "papers")) and not {t.text for t in tokens} & MONEY
    if not numbers and timeline.several_days and said_here & GATHERING:
        memory.gathered = timeline.main
    memory.timeline = memory.timeline.followed(
        timeline, memory.voice.speaker, claims=bool(kept), numbers=bool(numbers), told=told, seizing=seizing
    )
    if memory.timeline.several_days:
        memory.frame = memory.frame or memory.timeline.main
    if reported is not None:
        memory.timeline = replace(memory.timeline, day=reported)
    memory.drafts = [*memory.drafts, *kept][-40:]
    memory.topics = sorted(topics - PASSING) or memory.topics


def _taken_back(memory: _Memory, tokens: Sequence[Token]) -> Voice:
    """The voice of a sentence in which nobody speaks: not that of an onlooker who was quoted without a number."""
    voice, giving = memory.voice, memory.giving
    if voice.spoken or giving is None or QUOTES & {token.text for token in tokens} or not giving.first_named:
        return voice
    memory.giving = None
    return replace(giving, past=(replace(voice, past=()), *voice.past), people=voice.people)


def _side_before(drafts: Sequence[Draft]) -> str | None:
    """On which side the country is that the last attacks were counted for."""
    told = (d for d in reversed(drafts) if d.kind is not ClaimKind.RANK)
    last = next((d for d in told if d.kind is not ClaimKind.SHARE or d.origin or d.target != WORLD), None)
    if last is None or last.role not in EVENTS:
        return None
    if last.origin not in (None, "XX", WORLD):
        return "origin"
    return "target" if is_country(last.target) else None


def _within(last: Sequence[Found], main: Span | None) -> bool:
    """Whether all numbers of the sentence before were of parts of the window that the text is about."""
    spans = [each.window for each in last if each.window is not None]
    return main is not None and bool(spans) and all(main[0] <= one[0] and one[1] <= main[1] for one in spans)


def _looks_back(window: Span | None, today: date | None, said: set[str]) -> bool:
    """ "They have handled 700 cases since 2004": days until today, which nothing before was said of."""
    return window is not None and window[1] == today and "since" in said


def _vague(window: Span | None, before: Timeline) -> bool:
    """Whether a number has no window, or only the day of a sentence before."""
    return window is None or (window == before.main and not before.several_days)


def _fights_phishing(voice: Voice) -> bool:
    """Whether all attacks that a body speaks of are phishing."""
    names = (voice.speaker or voice.first_named, voice.cited)
    return any(name is not None and ("APWG" in name or "Phishing" in name) for name in names)


def _years(tokens: Sequence[Token]) -> list[Dated]:
    """The years above the columns of a table."""
    years = [here for before, here in pairwise(tokens) if before.text == "in" and YEAR.fullmatch(here.text)]
    return [Dated(each.start, each.end, date(int(each.text), 1, 1), date(int(each.text), 12, 31)) for each in years]


def _moved(each: Dated, begin: int) -> Dated:
    return replace(each, start=each.start + begin, end=each.end + begin)


def _present(reading: Reading) -> bool:
    if [token.lower for token in reading.tokens if token.text not in MARKS][:2] == ["there", "are"]:
        return True
    words = {token.lower for token in reading.tokens}
    verbs = {reading.lower(mark.first) for mark in (*reading.actives, *reading.plains)} - {"reported", "pointed"}
    if any(word.endswith("ed") for word in verbs) or words & {"was", "were", "had", "been", "has", "have"}:
        return False
    return bool(words & {"is", "are", "targets", "reveals", "rank", "ranks"})


def _unit(text: str, reading: Reading, draft: Draft) -> str:
    phrase = draft.phrase
    if phrase is None:
        return ""
    first = max([phrase.first, *(q.last for q in reading.quantities if phrase.first <= q.first < phrase.last)])
    tokens = reading.tokens[first : phrase.last]
    return text[tokens[0].start : tokens[-1].end] if tokens else ""
