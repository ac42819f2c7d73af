"""The claims of a text: what no sentence says of a number, the text as a whole does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crosscount.claims.completing.found import Found
from crosscount.claims.completing.lending import days_of
from crosscount.claims.completing.matters import about, of_several, parts
from crosscount.claims.completing.numbers import Number, SoFar
from crosscount.claims.completing.repeated import beside_rank, lend_ends, restated
from crosscount.claims.days.timeline import Span
from crosscount.claims.ends.whose import WIDESPREAD, Said, Setting, counting, tongue
from crosscount.claims.speakers.voices import Voice, named_later
from crosscount.claims.words.brackets import in_full
from crosscount.claims.words.lexicon import is_country
from crosscount.kernels.claiming.implied import implied
from crosscount.model.claim import WORLD, Claim, ClaimKind, Modifier

__all__ = ["Whole", "complete"]

LOOSE = (Modifier.NEARLY, Modifier.ABOUT, Modifier.RANGE)
NEAR = 60  # claims before among which a rounder number is looked for
STEERING = {"c2", "backdoor_ip", "backdoored_site"}


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of a text when its last sentence was read.

    `last`: who spoke last; `main`: the window that it is about; `zone`: of its days. `opening`: the country that it
    opens with ("Singapore's CSA found"). `raided`: it tells of a raid on a botnet, which is of no one country;
    `infecting`: of programs that infect, `alive`: from when until when. `shorts`: short forms of names, with the names.
    """

    text: str
    last: Voice
    main: Span | None
    zone: str | None
    raided: bool
    infecting: bool
    alive: Span | None
    opening: str | None
    shorts: Mapping[str, str]


def complete(whole: Whole, found: Sequence[Found]) -> Iterator[Claim]:
    """The claims of a text, in order."""
    before = SoFar()
    several = of_several(found)
    steered = any(f.draft.role in STEERING or (f.draft.role == "victim_host" and f.draft.origin) for f in found)
    setting = _setting(whole, found)
    days = days_of(found, whole.main if any(not f.sentence.ordered for f in found) else None)
    voices = _voices(whole, found)
    for at, (each, spoken_of) in enumerate(zip(found, about(found, several), strict=True)):
        lend_ends(each, found[max(0, at - NEAR) : at])
        number = Number(each, next(voices), each.draft.role or "")
        said = Said(
            each.sentence.tokens,
            told=each.voice.speaker is not None,
            before=spoken_of,
            hit=before.hit,
            struck=each.struck,
        )
        number.place(setting.country(each.draft, number.voice, said))
        number.cast(before, infecting=whole.infecting, steered=steered)
        number.date(days[at], whole.alive)
        if _repeats(number, before, found):
            continue
        _remember(number, before, listed=id(each.sentence) in several)
        approx = each.modifier in LOOSE or restated(each, number.value, found[max(0, at - NEAR) : at])
        yield _claim(whole, number, before, approx=approx)


def _setting(whole: Whole, found: Sequence[Found]) -> Setting:
    """What the text says once for all of its numbers."""
    return Setting(
        speaking=counting([f.voice for f in found], [whole.last, *whole.last.past], whole.text),
        tongue=tongue(whole.text),
        opening=whole.opening,
        senders={code for f in found for code in (f.draft.origin or "").split(";")},
        parts=parts(found),
        raided=whole.raided,
        everywhere=whole.raided or any(f.draft.target == WORLD and f.draft.role in WIDESPREAD for f in found),
    )


def _voices(whole: Whole, found: Sequence[Found]) -> Iterator[Voice]:
    """Who says each number: before anybody speaks the first who does, and by the name that the text gives it later."""
    last = whole.last
    speaker = next((f.voice for f in found if f.voice.speaker), last)
    for number, each in enumerate(found):
        later = [*(f.voice for f in found[number:]), *reversed(last.past), last]
        yield named_later(each.voice if each.voice.speaker else speaker, later)


def _repeats(number: Number, before: SoFar, found: Sequence[Found]) -> bool:
    """Whether a rank or a multiple says nothing new: "ranked second", of no country; "number one with 896 servers"."""
    kind = number.found.kind
    if kind is ClaimKind.RANK and (number.origin is None or beside_rank(number.found, found)):
        return True
    again = number.same in before.values and before.values[number.same] in (number.of, None)
    return again and kind in (ClaimKind.RATIO, ClaimKind.RANK)


def _remember(number: Number, before: SoFar, *, listed: bool) -> None:
    """Keep what a number says for those behind it; `listed`: its sentence lists several countries."""
    draft, sentence = number.draft, number.found.sentence
    before.values[number.same] = number.of
    before.starts[id(draft)] = sentence.tokens[draft.quantity.first].start
    first_hit = number.found.kind is not ClaimKind.SHARE and draft.base is None and not listed
    if first_hit and is_country(draft.target):
        before.hit = before.hit or draft.target


def _claim(whole: Whole, number: Number, before: SoFar, *, approx: bool) -> Claim:
    """The claim that a completed number makes."""
    each, voice, quantity, text = number.found, number.voice, number.draft.quantity, whole.text
    start, end = before.starts[id(each.draft)], each.sentence.tokens[quantity.last - 1].end
    return Claim(
        quantity=_trimmed(number.value),
        upper=None if quantity.upper is None else _trimmed(quantity.upper),
        quantity_text=text[start:end],
        kind=each.kind,
        unit=each.unit,
        role=number.role,
        origin=number.origin,
        target=number.target,
        first=number.days[0] if number.days else None,
        last=number.days[1] if number.days else None,
        speaker=in_full(voice.speaker or whole.last.first_named, whole.shorts),
        cited_source=in_full(each.voice.once or voice.cited or whole.last.first_named, whole.shorts),
        interval=implied(
            number.value, quantity.place, each.modifier, each.kind, upper=quantity.upper, worded=quantity.worded
        ),
        modifier=each.modifier,
        hedge=each.hedge,
        approx=approx,
        negated=each.negated,
        disputed=each.disputed_by is not None,
        disputed_by=each.disputed_by,
        carried_by=voice.carried_by,
        zone=whole.zone,
        start=start,
        end=end,
        sentence=text[each.sentence.start : each.sentence.end],
        narrowed=each.narrowed,
        part_of=before.starts.get(id(each.draft.base)),
    )


def _trimmed(value: Decimal) -> Decimal:
    return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
