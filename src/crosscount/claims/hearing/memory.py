"""What a text leaves from sentence to sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from crosscount.claims.completing.found import Found
from crosscount.claims.days.timeline import Span, Timeline
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.sentences.reading import Phrase
from crosscount.claims.speakers.voices import Voice

__all__ = ["Memory"]


@dataclass(slots=True)
class Memory:
    """What the sentences before have left to the next."""

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
    spoke: date | None = None  # the last weekday on which somebody said something
    side: str | None = None  # of attacks, that the places of the sentence before were of
    told: Phrase | None = None  # attacks that were spoken of, where nothing was counted since
    overseas: bool = False  # a sentence without numbers spoke of attacks from abroad
