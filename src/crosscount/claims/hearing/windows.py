"""The days of a number, from those that its sentence gives it and those that were spoken of before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crosscount.claims.completing.found import INFECTED, Found
from crosscount.claims.counted.spans import stretch, whole, year_after
from crosscount.claims.days.present import equals
from crosscount.claims.days.timeline import Span
from crosscount.claims.hearing.memory import Memory
from crosscount.claims.hearing.sentence import Heard
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.words.quantities import lead
from crosscount.model.claim import ClaimKind

__all__ = ["HELD", "window_of"]

# Verbs that tell of the present, and of the past.
NOW = frozenset(("is", "are", "account", "accounts", "remain", "remains", "make", "makes", "rank", "ranks"))
PAST = frozenset(("was", "were", "had", "been", "has", "have", "accounted", "made", "remained", "ranked"))
HELD = ("infected_host", "infected_ip", "victim_host", "botnet")


def window_of(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """The days of a number: those of its sentence, corrected by one rule after the other."""
    draft.window = heard.windows[id(draft.quantity)]
    for rule in RULES:
        draft.window = rule(heard, memory, draft)
    return draft.window


def of_its_whole(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """ "Of those, 900 were in Peru": a part has the days of a whole that a sentence before counted."""
    if heard.dated or draft.base not in memory.drafts or draft.kind is not ClaimKind.COUNT:
        return draft.window
    return whole(draft, heard.before.main) or draft.window


def said_again(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """ "That is a rise of 12 percent": what says a number before in other words has its days, the latest."""
    main = heard.before.main
    again = _within(memory.last, main) if draft.kind is ClaimKind.CHANGE else equals(heard.tokens)
    if not again or draft.window != main or not all(each.base or each.pointing for each in heard.dated):
        return draft.window
    spans = [each.window for each in reversed(memory.last) if each.window is not None]
    return max(spans, key=lambda span: span[1], default=draft.window)


def _within(last: Sequence[Found], main: Span | None) -> bool:
    """Whether all numbers of the sentence before were of parts of the window that the text is about."""
    spans = [each.window for each in last if each.window is not None]
    return main is not None and bool(spans) and all(main[0] <= one[0] and one[1] <= main[1] for one in spans)


def from_day_to_day(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """ "900 on Monday and 1,200 on Friday, up by a third": a change takes from the one day to the other."""
    return stretch(draft.window, heard.kept) if draft.kind is ClaimKind.CHANGE else draft.window


def after_what_it_is_compared_with(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """ "It rose by 60% compared to 2014": a change is of the year after."""
    return year_after(draft, heard.dated, memory.drafts) if draft.kind is ClaimKind.CHANGE else draft.window


def not_of_what_it_is_held_against(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """ "143 attacks in 2023 against 109 in 2022, a rise of 30%": of the number before the one held against."""
    if draft.kind is not ClaimKind.CHANGE or len(heard.kept) < 2 or draft.window != heard.kept[-1].window:
        return draft.window
    first, second = heard.kept[-2:]
    word = heard.reading.lower(lead(heard.tokens, second.quantity))
    later = first.window is not None and second.window is not None and first.window > second.window
    same = first.phrase is second.phrase and first.kind is second.kind is ClaimKind.COUNT
    return first.window if later and same and word in {"against", "versus"} else draft.window


def as_reported(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """ "On 3 May the firm reported that 900 hosts were infected": so many were, on that day."""
    before = heard.before
    vague = draft.window is None or (draft.window == before.main and not before.several_days)
    return heard.reported if heard.reported is not None and draft.role in INFECTED and vague else draft.window


def not_when_freed(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """How many there were is not of the day on which they were freed."""
    freed = heard.before.seized or (memory.raided and heard.before.brief)
    later = not heard.then and not heard.seizing and not heard.dated
    return None if freed and later and draft.role in HELD else draft.window


def not_while_at_work(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """When they were seized is not of the years in which they were at work."""
    before = heard.before
    seized = heard.seizing and not heard.dated and draft.window == before.main
    long = before.lasts_until(heard.today) or (memory.raided and before.lengthy)
    return None if seized and long else draft.window


def not_of_another_speaker(heard: Heard, memory: Memory, draft: Draft) -> Span | None:
    """ "It has hit 900 since 2012. Peru accounts for 4 percent, the firm says": of now, where another one speaks."""
    before, speaker = heard.before, memory.voice.speaker
    other = before.speaker is not None and not (speaker or before.speaker).startswith(before.speaker)
    lasting = draft.window == before.main and before.lasts_until(heard.today) and not heard.dated
    now = bool(heard.words & NOW) and not heard.words & PAST
    return None if other and lasting and now else draft.window


RULES: tuple[Callable[[Heard, Memory, Draft], Span | None], ...] = (
    of_its_whole,
    said_again,
    from_day_to_day,
    after_what_it_is_compared_with,
    not_of_what_it_is_held_against,
    as_reported,
    not_when_freed,
    not_while_at_work,
    not_of_another_speaker,
)
