"""What the whole text says of a number where its own sentence does not: whose country, which days, which role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosscount.claims.counted.roles import CONTROLLED, ORIGIN_SIDE
from crosscount.claims.days.timeline import Span
from crosscount.claims.ends.codes import spelled
from crosscount.claims.ends.whose import TRUSTED, WIDESPREAD, Said, Setting, counting, tongue
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.speakers.voices import Voice, named_later
from crosscount.claims.words.brackets import in_full
from crosscount.claims.words.lexicon import is_country, lexicon
from crosscount.claims.words.tokens import Sentence
from crosscount.kernels.claiming.implied import implied
from crosscount.model.claim import WORLD, Claim, ClaimKind, Modifier

__all__ = ["INFECTED", "Found", "complete"]

LOOSE = (Modifier.NEARLY, Modifier.ABOUT, Modifier.RANGE)
TELLING = 10  # of one digit only, a number may be any other
NEAR = 60  # claims before among which a rounder number is looked for
BOUNDS = (Modifier.MORE_THAN, Modifier.LESS_THAN)
COMPARING = (ClaimKind.CHANGE, ClaimKind.RATIO, ClaimKind.RANK)
INFECTED = {"infected_host", "infected_ip", "botnet"}
STEERING = {"c2", "backdoor_ip", "backdoored_site"}
YEAR = 366  # days
SHARED = {"attack_event", "phish_event", "incident_report"}


@dataclass(slots=True)
class Found:
    """A draft with all that its sentence gave it."""

    draft: Draft
    kind: ClaimKind
    window: Span | None
    voice: Voice
    modifier: Modifier
    hedge: str | None
    negated: bool
    sentence: Sentence
    present: bool  # the sentence speaks of no past, or of a raid: no later days are its own
    unit: str
    lends: bool = True  # its days are also those of numbers before that have none; not a raid's, nor "since 2004"
    struck: str | None = None  # the country that was said before to be attacked
    disputed_by: str | None = None
    narrowed: str | None = None


def complete(
    text: str,
    found: Sequence[Found],
    last: Voice,
    main: Span | None,
    zone: str | None,
    *,
    raided: bool,
    infecting: bool,
    alive: Span | None,
    opening: str | None,
    shorts: Mapping[str, str],
) -> Iterator[Claim]:
    """The claims of a text: what no sentence says of a number, the text as a whole does. `last`: who spoke last.

    `opening`: the country that it opens with ("Singapore's CSA found"). `raided`: the text tells of a raid on a botnet,
    which is of no one country; `infecting`: of programs that infect, `alive`:
    from when until when. `shorts`: short forms of names, with the names.
    """
    speaker = next((f.voice for f in found if f.voice.speaker), last)
    spans = _days(found, main if any(not f.sentence.ordered for f in found) else None)
    counted: set[tuple[str, str]] = set()  # roles and targets counted before: a share is of that whole
    steered = any(f.draft.role in STEERING or (f.draft.role == "victim_host" and f.draft.origin) for f in found)
    several = _of_several(found)
    about = _about(found, several)
    setting = Setting(
        speaking=counting([f.voice for f in found], [last, *last.past], text),
        tongue=tongue(text),
        opening=opening,
        senders={code for f in found for code in (f.draft.origin or "").split(";")},
        parts=_parts(found),
        raided=raided,
        everywhere=raided or any(f.draft.target == WORLD and f.draft.role in WIDESPREAD for f in found),
    )
    seen: dict[object, Decimal | None] = {}
    sources: set[str | None] = set()  # countries of which a share was said
    earlier: str | None = None  # the first country that was said to be hit
    starts: dict[int, int] = {}  # where the number of each draft stands
    for number, (each, spoken_of) in enumerate(zip(found, about, strict=True)):
        draft, quantity = each.draft, each.draft.quantity
        voice = named_later(
            each.voice if each.voice.speaker else speaker,
            [*(f.voice for f in found[number:]), *reversed(last.past), last],
        )
        role = draft.role or ""
        told = each.voice.speaker is not None
        said = Said(each.sentence.tokens, told=told, before=spoken_of, hit=earlier, struck=each.struck)
        here = setting.country(draft, voice, said)
        ours = voice.home or next(iter(voice.countries), None)
        target = spelled(draft.target, here or (ours if draft.target == "HOME" else None)) or here or WORLD
        whose = here or (target if is_country(target) else ours if draft.origin == "HOME" else None)
        origin = None if draft.origin == WORLD else spelled(draft.origin, whose)
        threatening = role in ORIGIN_SIDE | {"phish_event"} and role != "attack_ip"
        if threatening and draft.target is None and origin == target:
            target = WORLD  # what stands at home threatens anybody
        if draft.base is not None and origin == target and role in CONTROLLED:
            origin = None  # "and 9,800 in Hubei", of machines that are all there
        alone = origin is None and not steered and voice.kind not in TRUSTED
        if infecting and role == "victim_host" and (target == WORLD or alone):
            role = "infected_host"  # by a program, and by nobody who is counted
        of_share = origin in sources or (draft.base is not None and draft.base.kind is ClaimKind.SHARE)
        shared = each.kind in (ClaimKind.SHARE, ClaimKind.RANK) or (each.kind in COMPARING and of_share)
        sent = origin is not None or draft.origin == WORLD
        anywhere = target == WORLD and role == "attack_event"
        if shared and role in SHARED and sent and (anywhere or (role, target) not in counted):
            role, sources = "attack_source_share", {*sources, origin}
        if each.kind is ClaimKind.SHARE and role == "malware_sample" and origin is not None and origin != target:
            role = "attack_source_share"  # "57 percent of the foreign programs came from Peru"
        counted |= {(role, target)} if each.kind not in (ClaimKind.SHARE, ClaimKind.RATIO, ClaimKind.RANK) else set()
        value = -quantity.value if draft.falls else quantity.value
        span = spans[number] or (alive if role in INFECTED else None)
        if role == "cleaned_host" and span is not None and (span[1] - span[0]).days > YEAR:
            span = None  # how many were cleaned is not of the years in which they were infected
        same = (each.kind, role, origin, target, span, value)
        of = draft.base.quantity.value if draft.base is not None else None  # each number may have doubled
        again = same in seen and seen[same] in (of, None)
        if each.kind is ClaimKind.RANK and origin is None:
            continue  # "intrusions ranked second": no country among sources
        if each.kind in (ClaimKind.RATIO, ClaimKind.RANK) and (
            again or (each.kind is ClaimKind.RANK and _told(each, found))
        ):
            continue
        seen[same] = of
        listed = id(each.sentence) in several
        first_hit = each.kind is not ClaimKind.SHARE and draft.base is None and not listed
        if first_hit and is_country(draft.target):
            earlier = earlier or draft.target
        tokens = each.sentence.tokens
        start, end = tokens[quantity.first].start, tokens[quantity.last - 1].end
        modifier = each.modifier
        starts[id(draft)] = start
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
            speaker=in_full(voice.speaker or last.first_named, shorts),
            cited_source=in_full(each.voice.once or voice.cited or last.first_named, shorts),
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
            narrowed=each.narrowed,
            part_of=starts.get(id(draft.base)),
        )


def _parts(found: Sequence[Found]) -> dict[int, set[str | None]]:
    """For each number the countries that a part of it was said to be in."""
    parts: dict[int, set[str | None]] = {}
    for each in found:
        base = each.draft.base
        if base is not None and base.target is None and each.draft.origin is None and is_country(each.draft.target):
            parts.setdefault(id(base), set()).add(each.draft.target)
    return parts


def _days(found: Sequence[Found], tabled: Span | None) -> list[Span | None]:
    """The days of each number: before the first that are said, those, if the same speaker names them later."""
    framed = (
        n
        for n, f in enumerate(found)
        if f.lends and f.kind is not ClaimKind.CHANGE and f.window and f.window[0] != f.window[1]
    )
    first = next(framed, None)
    out: list[Span | None] = []
    for number, each in enumerate(found):
        later = found[first] if first is not None and number < first and not each.present else None
        opens = each.sentence is found[0].sentence
        exact = _exact(each, found[number + 1 :]) if opens else None
        if exact is not None:
            out.append(exact.window)
        elif later is not None and later.sentence is not each.sentence and _goes_on(each, later, opens=opens):
            out.append(each.window or later.window)
        else:
            out.append(each.window or tabled)
    return out


def _goes_on(each: Found, later: Found, *, opens: bool) -> bool:
    """Whether a later number is of the same matter: one that the text opens with and details, or of one speaker."""
    detailed = opens and later.draft.role == each.draft.role and later.kind not in COMPARING
    detailed = detailed and each.draft.role not in INFECTED
    return detailed or _by_paper(each, later) or later.voice.same(each.voice)


def _by_paper(each: Found, later: Found) -> bool:
    """ "A report revealed … according to the report of": whose it is, the text says later."""
    first, other = each.sentence.tokens, later.sentence.tokens
    papers, others = lexicon().marks(first, "papers"), lexicon().marks(other, "papers")
    told = any({t.lower for t in first[max(0, m.first - 4) : m.first]} & {"a", "new"} for m in papers)
    return each.voice.speaker is None and told and any(other[m.first - 1].lower == "the" for m in others if m.first)


def _exact(each: Found, after: Sequence[Found]) -> Found | None:
    """The number that says to more digits, and of which days, what a text opens with: "over 4,100 … 4,135"."""
    quantity = each.draft.quantity
    if each.kind is not ClaimKind.COUNT or quantity.place * TELLING > quantity.value:
        return None
    closer = [
        f
        for f in after
        if f.kind is each.kind and f.draft.role == each.draft.role and f.draft.quantity.place < quantity.place
        if f.window and 0 < abs(f.draft.quantity.value - quantity.value) < quantity.place
    ]
    return next((f for f in closer if f.window == each.window), closer[0] if closer else None)


def _about(found: Sequence[Found], several: set[int]) -> list[str | None]:
    """For each number the country that the sentence before was about, if the same speaker goes on, else None."""
    out: list[str | None] = []
    told: dict[int, str | None] = {}
    first, earlier = None, None  # the first number of this sentence, and of the one before
    for each in found:
        if first is None or first.sentence is not each.sentence:
            first, earlier = each, first if first is None or first.kind is not ClaimKind.SHARE else None
        same = earlier is not None and earlier.voice.speaker in (each.voice.speaker, None)
        same = same and earlier is not None and id(earlier.sentence) not in several
        code = earlier.draft.target or told.get(id(earlier.sentence)) if same and earlier is not None else None
        out.append(code if is_country(code) else None)
        told.setdefault(id(each.sentence), out[-1])
    return out


def _of_several(found: Sequence[Found]) -> set[int]:
    """Sentences that list countries with a number each, and so are about none of them."""
    hit: dict[tuple[int, str | None], set[str | None]] = {}  # by sentence and by who is behind it
    for each in found:
        if each.kind is ClaimKind.COUNT and is_country(each.draft.target):
            hit.setdefault((id(each.sentence), each.draft.origin), set()).add(each.draft.target)
    return {sentence for (sentence, _), countries in hit.items() if len(countries) > 1}


def _restated(each: Found, value: Decimal, before: Sequence[Found]) -> bool:
    """Whether an earlier number of the text is the same to more digits."""
    quantity = each.draft.quantity
    if each.kind is not ClaimKind.COUNT or each.modifier in BOUNDS:
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


def _told(rank: Found, found: Sequence[Found]) -> bool:
    """Whether a percentage beside the rank says more, or the number of that country: "number one with 896 servers"."""
    return any(
        f.kind is ClaimKind.SHARE or 0 < f.draft.quantity.first - rank.draft.quantity.last <= 2
        for f in found
        if f.sentence is rank.sentence
    )


def _trimmed(value: Decimal) -> Decimal:
    return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
