"""The window that goes on from sentence to sentence: whose it is, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

__all__ = ["Span", "Timeline"]

Span = tuple[date, date]
WEEK = 7  # days
RESTLESS = 3  # sentences in a row with a window each, after which none is taken for granted


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is remembered: the window that goes on into the next sentence."""

    main: Span | None = None
    weekday: bool = False  # known by a day of the week only: goes on only from a sentence with claims
    until: bool = False  # "by Saturday": what somebody had counted so far
    speaker: str | None = None  # who spoke of it
    seized: bool = False  # the day of a takedown
    mentioned: Span | None = None  # the last window of any sentence: what "that year" speaks of
    day: Span | None = None  # the last day that was spoken of: "at the time"
    moves: int = 0  # sentences in a row that had claims of another window than the one before

    @property
    def several_days(self) -> bool:
        """Whether it is known and more than a day."""
        return self.main is not None and self.main[0] != self.main[1]

    @property
    def brief(self) -> bool:
        """Whether it is known and at most a week."""
        return self.main is not None and (self.main[1] - self.main[0]).days < WEEK

    def holds(self, other: Timeline) -> bool:
        """Whether it is known and longer than another, which is a part of it: a quarter of this half-year."""
        if self.main is None or other.main is None or self.main == other.main:
            return False
        return self.main[0] <= other.main[0] and other.main[1] <= self.main[1]

    @property
    def lengthy(self) -> bool:
        """Whether it is known and longer than a month."""
        return self.main is not None and (self.main[1] - self.main[0]).days > 4 * WEEK + 3

    def lasts_until(self, today: date | None) -> bool:
        """Whether it is longer than a month and has not ended: "since 2009"."""
        return self.main is not None and self.main[1] == today and self.lengthy

    @property
    def framed(self) -> bool:
        """Whether it is a stretch of time that somebody chose to count in: more than a day, and not a bare year."""
        if self.main is None or not self.several_days:
            return False
        return (self.main[0].day, self.main[0].month, self.main[1].day, self.main[1].month) != (1, 1, 31, 12)

    def heard(
        self, speaker: str | None, *, dated: bool, back: str | None = None, turns: bool = False, then: bool = False
    ) -> Timeline:
        """What goes on: not "by Saturday" for another speaker; nothing where each of the last sentences had its own
        and this one turns to something else ("in addition").
        """
        if not dated:
            if then and self.day is not None:
                return Timeline(self.day, day=self.day)
            if back and self.main is None:
                return Timeline(self.mentioned)
            if back == "year" and self.main is not None and not self.lengthy:
                return replace(self, main=_year_around(self.main))
            if turns and self.moves >= RESTLESS:
                return Timeline()
        other = self.speaker and not (speaker or "").startswith(self.speaker)
        return Timeline() if self.until and other else self

    def followed(
        self, by: Timeline, speaker: str | None, *, claims: bool, numbers: bool, told: bool, seizing: bool
    ) -> Timeline:
        """What is remembered after a sentence that ends with `by`.

        A sentence without claims hands its window on if it tells of attacks or of a report (`told`), or chose a
        stretch of time to count in; the day of a takedown goes on, whatever else was counted.
        """
        frame = not numbers and by.framed and (told or self.main is None)
        if by.main is not None and by.main != self.main and not by.several_days:
            self = replace(self, day=by.main)
        lasts = not by.weekday and (
            seizing or frame or (told and (by.several_days if numbers else not by.brief or not by.several_days))
        )
        lasts &= numbers or not self.holds(by)
        mentioned = by.main or self.mentioned
        if by.main != self.main and (claims or lasts):
            moves = self.moves + 1 if claims else 0
            seized = seizing and by.brief
            return replace(by, speaker=speaker, seized=seized, moves=moves, mentioned=mentioned, day=self.day)
        return replace(self, moves=0 if claims else self.moves, mentioned=mentioned)


def _year_around(span: Span) -> Span:
    """The year in which a day or a month lies, or in which it ends."""
    return date(span[1].year, 1, 1), date(span[1].year, 12, 31)
