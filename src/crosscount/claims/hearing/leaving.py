"""What a sentence leaves to those behind it: who attacks, which days go on, what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crosscount.claims.completing.found import INFECTED
from crosscount.claims.counted.lists import distribute
from crosscount.claims.counted.roles import EVENTS
from crosscount.claims.days.onward import titled
from crosscount.claims.days.timeline import Span
from crosscount.claims.ends.attackers import crew, whence
from crosscount.claims.ends.background import keepers, lifetime, makers, raid, struck
from crosscount.claims.ends.operations import join
from crosscount.claims.hearing.memory import Memory
from crosscount.claims.hearing.sentence import QUOTES, Heard
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.words.lexicon import is_country, lexicon
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["learn", "leave"]

PASSING = frozenset(("victim", "reported", "record"))  # topics that say nothing of the sentences after
MONEY = frozenset("$€£¥₹₽")  # the days of a sum are not those of the attacks
CYBER = frozenset(("vulnerability", "malware", "report", "incident", "event"))  # whose days are those of what follows
GATHERING = frozenset(
    ("collected", "gathered", "analysed", "analyzed", "sampled", "cover", "covers", "covered", "surveyed", "period")
)
FIGURES = frozenset(("figures", "data", "statistics", "numbers"))
REFERRING = frozenset(("are", "were", "refer", "relate", "apply", "date", "come", "concern"))
REMEMBERED = 40  # drafts
MONTH, YEAR = 27, 365  # days


def learn(heard: Heard, memory: Memory) -> None:
    """Remember what a sentence tells beside its numbers, which they may rest on."""
    reading, done, numbers = heard.reading, heard.done, heard.numbers
    memory.alive = memory.alive or (None if numbers else lifetime(heard.tokens, heard.dated, heard.today))
    memory.raided |= raid(reading, done)
    memory.keepers = keepers(done) or makers(reading, people=False) or memory.keepers
    memory.struck = memory.struck if numbers else struck(reading, done) or memory.struck
    _send_back(heard, memory)
    ranks = all(quantity.kind is ClaimKind.RANK for quantity in numbers)
    memory.overseas |= ranks and any(p.sort == "event" and p.from_places == ["XX"] for p in reading.phrases)


def _send_back(heard: Heard, memory: Memory) -> None:
    """ "… 900 attacks. They came from Peru and Chile": where those came from that were counted right before."""
    origin = whence(heard.reading) if not heard.numbers else None
    for draft in (each.draft for each in memory.last if origin is not None):
        counts = [each for each in (draft, draft.base) if each is not None and each.kind is ClaimKind.COUNT]
        for each in counts:
            if each.role in EVENTS and each.origin is None:
                each.origin = origin


def leave(heard: Heard, memory: Memory) -> None:
    """Remember what the numbers of a sentence say, once all of them are read."""
    kept = heard.kept
    _leave_voice(heard, memory)
    distribute(heard.reading, kept)
    join(heard.reading, kept, [each.draft for each in memory.last])
    _mark_listed(kept)
    spoken_of = [p for p in heard.reading.phrases if p.sort == "event" and not p.counted]
    memory.told = None if kept else spoken_of[0] if spoken_of else memory.told
    memory.crew = crew(heard.reading, heard.done, kept, memory.crew)
    memory.keepers = _behind_botnet(heard) or memory.keepers
    memory.there = kept[-1].origin if kept and kept[-1].origin else memory.there
    _leave_days(heard, memory)
    memory.drafts = [*memory.drafts, *kept][-REMEMBERED:]
    memory.topics = sorted(heard.topics - PASSING) or memory.topics


def _leave_voice(heard: Heard, memory: Memory) -> None:
    """Remember who spoke with numbers, where somebody else is only quoted."""
    if not memory.voice.spoken:
        return
    quoted = not heard.kept and bool(QUOTES & {token.text for token in heard.tokens})
    giving = heard.speaking if memory.giving is None else memory.giving
    memory.giving = giving if quoted else None


def _behind_botnet(heard: Heard) -> str | None:
    """ "A botnet of 60,000 routers, infected by hackers in Iran": the one country of those who infected them."""
    origins = {draft.origin for draft in heard.kept if draft.role in INFECTED}
    botnet = any(phrase.sort == "botnet" for phrase in heard.reading.phrases)
    origin = origins.pop() if len(origins) == 1 and botnet else None
    return origin if is_country(origin) and origin != "EU" else None  # of the police, and of no hackers


def _mark_listed(kept: Sequence[Draft]) -> None:
    """Mark the numbers of a sentence that counts in several countries: none is the country of what follows."""
    counts = [draft for draft in kept if draft.kind is ClaimKind.COUNT and len(draft.target or "") == 2]
    hit = {draft.target for draft in counts if draft.origin is None or draft.role in INFECTED}
    for draft in kept if len(hit - {WORLD}) > 1 else ():
        draft.listed = True


def _leave_days(heard: Heard, memory: Memory) -> None:
    """Remember the window that goes on, that of the data, and the first that the text is framed by."""
    numbers, timeline = bool(heard.numbers), heard.timeline
    if not numbers and timeline.several_days and (GATHERING & heard.words or _figures_are(heard)):
        memory.gathered = timeline.main
    memory.timeline = memory.timeline.followed(
        timeline,
        memory.voice.speaker,
        claims=bool(heard.kept),
        numbers=numbers,
        told=_tells(heard, opens=memory.timeline.main is None),
        seizing=heard.seizing,
    )
    if memory.frame is not None and memory.timeline.main == memory.frame:
        memory.timeline = replace(memory.timeline, moves=0)  # the text is back where it began
    if memory.timeline.several_days:
        memory.frame = memory.frame or memory.timeline.main
    if heard.reported is not None:
        memory.timeline = replace(memory.timeline, day=heard.reported)


def _figures_are(heard: Heard) -> bool:
    """ "The figures are for 2013", "these data refer to the first half"."""
    words = [token.lower for token in heard.tokens[:3]]
    return len(words) == 3 and words[1] in FIGURES and words[2] in REFERRING


def _tells(heard: Heard, *, opens: bool) -> bool:
    """Whether a sentence tells of attacks or of a report, and of no money.

    If it `opens`, any count does ("In 2014 it trained 300 officials"), and what was lately ("It was a busy year").
    """
    cyber = bool(heard.numbers) and any(phrase.sort in CYBER for phrase in heard.reading.phrases)
    opens &= bool(heard.numbers) or _lately(heard.timeline.main, heard.today)
    opens |= titled(heard.tokens, heard.numbers, heard.dated)
    told = opens or heard.done or heard.topics or cyber or lexicon().marks(heard.tokens, "papers")
    return bool(told) and not MONEY & {token.text for token in heard.tokens}


def _lately(span: Span | None, today: date | None) -> bool:
    """Whether a window of a month or more is over, but for less than a year."""
    if span is None or today is None:
        return False
    return (span[1] - span[0]).days >= MONTH and 0 <= (today - span[1]).days < YEAR
