"""A text to its claims: sentence by sentence, remembering who speaks, of which days, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from crosscount.claims import speech
from crosscount.claims.calendar import Dated, dates, stated_day
from crosscount.claims.deeds import Deed, deeds, launched, paired
from crosscount.claims.direction import direct, spelled
from crosscount.claims.drafts import drafts
from crosscount.claims.grammar import Draft
from crosscount.claims.lexicon import lexicon
from crosscount.claims.lists import distribute
from crosscount.claims.phrases import read
from crosscount.claims.qualifiers import hedge_of, modifier_of, negated, rate_of
from crosscount.claims.quantities import quantities
from crosscount.claims.reading import Reading
from crosscount.claims.roles import role_of
from crosscount.claims.speech import Voice, disputes
from crosscount.claims.tables import read_aloud
from crosscount.claims.tokens import Sentence, Token, plain
from crosscount.claims.windows import Span, Timeline, windows_of
from crosscount.kernels.claiming.implied import implied
from crosscount.model.claim import WORLD, Claim, ClaimKind, Modifier

__all__ = ["extract"]

YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
LOOSE = (Modifier.NEARLY, Modifier.ABOUT, Modifier.RANGE, Modifier.UP_TO)
CLAUSES = frozenset(";；。")
PASSING = frozenset(("victim", "reported", "record"))  # topics that say nothing of the sentences after
NEAR = 60  # claims before among which a rounder number is looked for
CONTRAST = frozenset(("however", "but", "yet", "still", "conversely", "nevertheless"))
# Roles of which one number may speak against another.
FAMILIES = (("botnet", "c2", "malicious_domain"), ("victim_host", "infected_host", "infected_ip"), ("attack_event",))
BOUNDS = (Modifier.MORE_THAN, Modifier.LESS_THAN)
PLAIN = {ClaimKind.COUNT, ClaimKind.SHARE, ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK}
CONTROLLED = {"c2", "victim_host", "backdoor_ip", "backdoored_site"}
COMPARING = (ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK)
SHARED = {"attack_event", "phish_event", "incident_report"}


@dataclass(slots=True)
class _Found:
    """A draft with all that its sentence gave it."""

    draft: Draft
    kind: ClaimKind
    window: Span | None
    voice: Voice
    modifier: Modifier
    hedge: str | None
    negated: bool
    sentence: Sentence
    present: bool  # the sentence speaks of no past
    unit: str
    disputed_by: str | None = None


@dataclass(slots=True)
class _Memory:
    voice: Voice = field(default_factory=Voice)
    timeline: Timeline = field(default_factory=Timeline)
    topics: list[str] = field(default_factory=list)  # nearest first
    drafts: list[Draft] = field(default_factory=list)
    last: list[_Found] = field(default_factory=list)  # of the last sentence that had claims
    there: str | None = None  # the last country that was named
    overseas: bool = False  # a sentence without numbers spoke of attacks from abroad


def extract(text: str, *, day: date | None = None, zone: str | None = None) -> list[Claim]:
    """The claims of a text, in order. `day`: when it was published; the first full date of the text otherwise.

    `zone`: of the days, as an IANA name; texts hardly ever state it.
    """
    written = plain(text)
    today = day or stated_day(written)
    tokens = list(lexicon().cut(written))
    memory = _Memory(voice=Voice(countries=_countries(tokens)))
    found: list[_Found] = []
    for sentence in read_aloud(written, tokens):
        speaking = memory.voice
        here = list(_sentence(written, sentence, today, memory))
        _dispute(sentence, here, memory, found, speaking)
        memory.last = here or memory.last
        found.extend(here)
    return list(_claims(text, found, memory, zone))


def _dispute(
    sentence: Sentence, here: Sequence[_Found], memory: _Memory, found: Sequence[_Found], speaking: Voice
) -> None:
    """Mark the claims that a sentence disputes: those before in it, else in the one before; or by its own number."""
    by = disputes(sentence.tokens)
    if by is not None:
        own = [each for each in here if each.draft.quantity.first < by[1]]
        for each in own or memory.last:
            each.disputed_by = by[0]
    opposing = memory.voice.speaker
    if sentence.tokens[0].lower not in CONTRAST or not here or opposing in (None, speaking.speaker):
        return
    for each in found:
        if each.voice.speaker == speaking.speaker and _family(each) is not None and _family(each) == _family(here[0]):
            each.disputed_by = opposing


def _family(each: _Found) -> int | None:
    return next((number for number, roles in enumerate(FAMILIES) if each.draft.role in roles), None)


def _countries(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The countries that a text names, in order."""
    codes = [mark.value for mark in lexicon().marks(tokens, "place")]
    return tuple(dict.fromkeys(code for code in codes if len(code) == 2 and code not in ("XX", WORLD)))


def _sentence(text: str, sentence: Sentence, today: date | None, memory: _Memory) -> Iterator[_Found]:
    tokens = sentence.tokens
    begin, end = sentence.start, sentence.end
    dated = [_moved(each, begin) for each in dates(text[begin:end], today)] if sentence.ordered else _years(tokens)
    in_dates = {at for at, t in enumerate(tokens) if any(each.start < t.end and t.start < each.end for each in dated)}
    memory.voice = speech.listen(tokens, memory.voice)
    silent = {at for mark in speech.mentioned(tokens) for at in range(mark.first, mark.last)}
    numbers = quantities(tokens, in_dates | silent)
    reading = read(tokens, numbers, in_dates, silent, there=memory.there)
    named = (mark.value for mark in reversed(reading.places) if len(mark.value) == 2 and mark.value != "XX")
    memory.there = next(named, memory.there)
    done = list(deeds(reading))
    done += paired(reading, done)
    launched(done)
    topics = {mark.value for mark in reading.topics}
    spans, timeline = windows_of(tokens, numbers, dated, memory.timeline)
    window_of = {id(q): span for q, span in zip(numbers, spans, strict=True)}
    memory.overseas |= not numbers and any(p.sort == "event" and p.from_places == ["XX"] for p in reading.phrases)
    kept: list[Draft] = []
    shared: dict[int, Modifier] = {}
    for draft in drafts(reading, memory.drafts):
        draft.role = _role(draft, done, [_near_topics(reading, draft), topics], memory.topics)
        if draft.role is None:
            continue
        direct(reading, draft, done, kept)
        if draft.origin is None and memory.overseas and draft.role in CONTROLLED:
            draft.origin = "XX"
        draft.rate = rate_of(reading, draft)
        own = draft.phrase is not None and any(draft.phrase is p for p in reading.phrases)
        draft.unit = _unit(text, reading, draft) if own or draft.base is None else draft.base.unit
        draft.rate = None if draft.rate in PLAIN else draft.rate
        previous = max((d.quantity.last for d in kept), default=0)
        modifier = modifier_of(reading, draft)
        if modifier is Modifier.EXACT and draft.shared and "respectively" in reading.words(0, len(tokens)):
            modifier = shared.get(id(draft.phrase), modifier)  # "respectively nearly 785,000 and 778,000"
        shared.setdefault(id(draft.phrase), modifier)
        draft.window = window_of[id(draft.quantity)]
        if not dated and draft.base in memory.drafts and draft.kind is ClaimKind.COUNT:
            draft.window = (draft.base and draft.base.window) or draft.window  # a part is of the days of its whole
        kept.append(draft)
        yield _Found(
            draft=draft,
            kind=draft.rate or draft.kind,
            window=draft.window,
            voice=memory.voice,
            modifier=modifier,
            hedge=hedge_of(reading, draft, previous),
            negated=negated(reading, draft),
            sentence=sentence,
            present=_present(reading),
            unit=draft.unit,
        )
    distribute(reading, kept)
    # The days of a sum of money are not those of the attacks; those of a takedown are, whatever else is counted.
    memory.there = kept[-1].origin if kept and kept[-1].origin else memory.there
    period = timeline.main is not None and timeline.main[0] != timeline.main[1]
    told = (done or topics) and (not numbers or period)
    lasts = not timeline.weekday and (told or any(deed.sort == "seize" for deed in done))
    if kept or lasts:
        memory.timeline = timeline
    memory.drafts = [*memory.drafts, *kept][-40:]
    memory.topics = sorted(topics - PASSING) or memory.topics


def _years(tokens: Sequence[Token]) -> list[Dated]:
    """The years above the columns of a table."""
    years = [
        token for at, token in enumerate(tokens) if at and tokens[at - 1].text == "in" and YEAR.fullmatch(token.text)
    ]
    return [
        Dated(token.start, token.end, date(int(token.text), 1, 1), date(int(token.text), 12, 31)) for token in years
    ]


def _moved(each: Dated, begin: int) -> Dated:
    return replace(each, start=each.start + begin, end=each.end + begin)


def _near_topics(reading: Reading, draft: Draft) -> set[str]:
    """The topics of the clause of a number."""
    marks = [
        at for at, token in enumerate(reading.tokens) if token.text in CLAUSES or token.lower in {"while", "whereas"}
    ]
    marks += [at for at in range(1, len(reading.tokens)) if reading.words(at, at + 2) == "and that"]
    first = max((at for at in marks if at < draft.quantity.first), default=-1)
    last = min((at for at in marks if at >= draft.quantity.last), default=len(reading.tokens))
    return {mark.value for mark in reading.topics if first < mark.first < last}


def _role(draft: Draft, done: Sequence[Deed], topics: Sequence[set[str]], known: Sequence[str]) -> str | None:
    if draft.kind is ClaimKind.RANK:
        return "attack_source_rank"
    if draft.phrase is not None:
        role = role_of(draft.phrase, done, topics[1], known, topics[0])
        if draft.base is not None and draft.base.role is not None:
            bare = draft.phrase is draft.base.phrase or not draft.phrase.counted
            generic = (
                draft.phrase.sort in {"incident", "host", "ip", "site", "server", "event"} and not draft.phrase.topics
            )
            if draft.base.role == "incident_report" and not draft.phrase.counted:
                return draft.base.role  # a kind of incident
            if bare or (generic and draft.phrase.sort == "incident"):
                return (
                    draft.base.role
                    if draft.phrase is draft.base.phrase or draft.phrase.sort in {"incident"}
                    else role or draft.base.role
                )
        return role
    return draft.base.role if draft.base is not None else None


def _present(reading: Reading) -> bool:
    words = {token.lower for token in reading.tokens}
    verbs = {reading.lower(mark.first) for mark in (*reading.actives, *reading.plains) if mark.sort != "speech"} - {
        "said",
        "reported",
        "pointed",
    }
    if any(word.endswith("ed") for word in verbs):
        return False
    return not words & {"was", "were", "had", "been", "has", "have"} and bool(
        words & {"is", "are", "targets", "reveals"}
    )


def _unit(text: str, reading: Reading, draft: Draft) -> str:
    phrase = draft.phrase
    if phrase is None:
        return ""
    inside = [q for q in reading.quantities if phrase.first <= q.first < phrase.last]
    if phrase.last > len(reading.tokens):
        return ""
    first = max([phrase.first, *(q.last for q in inside)])
    if first >= phrase.last or phrase.last > len(reading.tokens):
        return ""
    return text[reading.tokens[first].start : reading.tokens[phrase.last - 1].end]


def _claims(text: str, found: Sequence[_Found], memory: _Memory, zone: str | None) -> Iterator[Claim]:
    home = next((f.voice.home for f in found if f.voice.home), memory.voice.home) or _tongue(text)
    speaker = next((f.voice for f in found if f.voice.speaker), memory.voice)
    window = next((f.window for f in found if f.window is not None and f.window[0] != f.window[1]), None)
    window = window or (memory.timeline.main if any(not f.sentence.ordered for f in found) else None)
    counted: set[str | None] = set()  # roles that a number before counted: a share is then one of that whole
    about = _about(found)
    seen: set[object] = set()
    earlier: str | None = None  # the first country that was said to be hit
    for number, (each, spoken_of) in enumerate(zip(found, about, strict=True)):
        draft, quantity = each.draft, each.draft.quantity
        voice = each.voice if each.voice.speaker else speaker
        here = spoken_of if voice.world else (voice.home or earlier or (None if each.voice.speaker else home))
        role = draft.role or ""
        target = spelled(draft.target, here) or (here if role != "affected_country" else None) or WORLD
        origin = (
            None
            if draft.origin == WORLD
            else spelled(draft.origin, here or (target if len(target) == 2 and target != WORLD else None))
        )
        shared = each.kind is ClaimKind.SHARE or each.kind in COMPARING
        if shared and role in SHARED and origin is not None and role not in counted:
            role = "attack_source_share"
        counted |= {role} if each.kind not in (ClaimKind.SHARE, ClaimKind.RATIO, ClaimKind.RANK) else set()
        value = -quantity.value if draft.falls else quantity.value
        span = each.window or (None if each.present else window)
        same = (each.kind, role, origin, target, span, value)
        if each.kind in (ClaimKind.RATIO, ClaimKind.RANK) and (
            same in seen or (each.kind is ClaimKind.RANK and _told(each, found))
        ):
            continue
        seen.add(same)
        if each.kind is not ClaimKind.SHARE and draft.base is None and _country(draft.target):
            earlier = earlier or draft.target
        tokens = each.sentence.tokens
        start, end = tokens[quantity.first].start, tokens[quantity.last - 1].end
        modifier = each.modifier
        yield Claim(
            quantity=_trimmed(value),
            upper=None if quantity.upper is None else _trimmed(quantity.upper),
            quantity_text=text[start:end],
            kind=each.kind,
            unit=each.unit,
            role=role,
            origin=origin,
            target=target,
            first=span[0] if span else None,
            last=span[1] if span else None,
            speaker=voice.speaker or memory.voice.first_named,
            cited_source=each.voice.once or voice.cited or memory.voice.first_named,
            interval=implied(value, quantity.place, modifier, each.kind, upper=quantity.upper, worded=quantity.worded),
            modifier=modifier,
            hedge=each.hedge,
            approx=modifier in LOOSE or _restated(each, value, found[max(0, number - NEAR) : number]),
            negated=each.negated,
            disputed=each.disputed_by is not None,
            disputed_by=each.disputed_by,
            carried_by=voice.carried_by,
            zone=zone,
            start=start,
            end=end,
            sentence=text[each.sentence.start : each.sentence.end],
        )


def _about(found: Sequence[_Found]) -> list[str | None]:
    """For each number the country that the sentence before was about, if the same speaker goes on, else None."""
    out: list[str | None] = []
    told: dict[int, str | None] = {}
    first, earlier = None, None  # the first number of this sentence, and of the one before
    for each in found:
        if first is None or first.sentence is not each.sentence:
            first, earlier = each, first if first is None or first.kind is not ClaimKind.SHARE else None
        same = earlier is not None and earlier.voice.speaker == each.voice.speaker
        code = earlier.draft.target or told.get(id(earlier.sentence)) if same and earlier is not None else None
        out.append(code if _country(code) else None)
        told.setdefault(id(each.sentence), out[-1])
    return out


def _country(code: str | None) -> bool:
    return code is not None and len(code) == 2 and code not in ("XX", "HOME", WORLD)


def _restated(each: _Found, value: Decimal, before: Sequence[_Found]) -> bool:
    """Whether an earlier number of the text is the same to more digits."""
    quantity = each.draft.quantity
    if each.kind is not ClaimKind.COUNT or quantity.place == 1 or each.modifier in BOUNDS:
        return False
    width = implied(value, quantity.place, each.modifier, each.kind)
    return any(
        f.kind is each.kind
        and f.draft.role == each.draft.role
        and f.draft.quantity.value != value
        and f.draft.quantity.place < quantity.place
        and width.holds(f.draft.quantity.value)
        for f in before
    )


def _tongue(text: str) -> str | None:
    """The country that a text in Chinese calls ours; traditional characters are Taiwan's, for want of better."""
    begin = text[:2000]
    han = sum("一" <= letter <= "鿿" for letter in begin)
    if han * 3 <= len(begin.strip()):
        return None
    return "TW" if sum(one != other for one, other in zip(begin, plain(begin), strict=True) if one > "一") > 2 else "CN"


def _told(rank: _Found, found: Sequence[_Found]) -> bool:
    """Whether a percentage beside the rank says more."""
    return any(f.sentence is rank.sentence and f.kind is ClaimKind.SHARE for f in found)


def _trimmed(value: Decimal) -> Decimal:
    return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
