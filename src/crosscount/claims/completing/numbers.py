"""One number while the text as a whole completes it: its ends, its role, and its days."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from crosscount.claims.completing.found import COMPARING, INFECTED, Found
from crosscount.claims.counted.roles import CONTROLLED, ORIGIN_SIDE
from crosscount.claims.days.timeline import Span
from crosscount.claims.ends.codes import spelled
from crosscount.claims.ends.whose import TRUSTED
from crosscount.claims.sentences.grammar import Draft
from crosscount.claims.speakers.voices import Voice
from crosscount.claims.words.lexicon import is_country
from crosscount.model.claim import WORLD, ClaimKind

__all__ = ["Number", "SoFar"]

YEAR = 366  # days
SHARED = {"attack_event", "phish_event", "incident_report"}
UNCOUNTED = (ClaimKind.SHARE, ClaimKind.RATIO, ClaimKind.RANK)


@dataclass(slots=True)
class SoFar:
    """What the numbers before said."""

    counted: set[tuple[str, str]] = field(default_factory=set)  # roles and targets: a share is of that whole
    sources: set[str | None] = field(default_factory=set)  # countries of which a share was said
    values: dict[object, Decimal | None] = field(default_factory=dict)  # each number, and the one that it is of
    hit: str | None = None  # the first country that was said to be hit
    starts: dict[int, int] = field(default_factory=dict)  # where the number of each draft stands


@dataclass(slots=True)
class Number:
    """A number of the text, whose voice is known, with the ends, role and days that are found for it."""

    found: Found
    voice: Voice
    role: str
    origin: str | None = None
    target: str = WORLD
    days: Span | None = None

    @property
    def draft(self) -> Draft:
        """What the sentence says of it."""
        return self.found.draft

    @property
    def value(self) -> Decimal:
        """Its value, negative for a fall."""
        return -self.draft.quantity.value if self.draft.falls else self.draft.quantity.value

    @property
    def of(self) -> Decimal | None:
        """The value of the number that it speaks of: each of several may have doubled."""
        return self.draft.base.quantity.value if self.draft.base is not None else None

    @property
    def same(self) -> object:
        """What it says, to be known again."""
        return self.found.kind, self.role, self.origin, self.target, self.days, self.value

    def place(self, here: str | None) -> None:
        """Set its ends; `here`: the country whose machines, sites and users it is of."""
        draft = self.draft
        ours = self.voice.home or next(iter(self.voice.countries), None)
        self.target = spelled(draft.target, here or (ours if draft.target == "HOME" else None)) or here or WORLD
        whose = here or (self.target if is_country(self.target) else ours if draft.origin == "HOME" else None)
        self.origin = None if draft.origin == WORLD else spelled(draft.origin, whose)
        threatening = self.role in ORIGIN_SIDE | {"phish_event"} and self.role != "attack_ip"
        if threatening and draft.target is None and self.origin == self.target:
            self.target = WORLD  # what stands at home threatens anybody
        if draft.base is not None and self.origin == self.target and self.role in CONTROLLED:
            self.origin = None  # "and 9,800 in Hubei", of machines that are all there

    def cast(self, before: SoFar, *, infecting: bool, steered: bool) -> None:
        """Set its role; `infecting`: the text tells of programs that infect; `steered`: of those who steer machines."""
        alone = self.origin is None and not steered and self.voice.kind not in TRUSTED
        if infecting and self.role == "victim_host" and (self.target == WORLD or alone):
            self.role = "infected_host"  # by a program, and by nobody who is counted
        if self._of_sources(before):
            self.role = "attack_source_share"
            before.sources.add(self.origin)
        elif self._of_foreign_samples():
            self.role = "attack_source_share"  # "57 percent of the foreign programs came from Peru"
        if self.found.kind not in UNCOUNTED:
            before.counted.add((self.role, self.target))

    def _of_sources(self, before: SoFar) -> bool:
        """Whether it says which part of attacks comes from where, of no whole that was counted before."""
        kind, base = self.found.kind, self.draft.base
        of_share = self.origin in before.sources or (base is not None and base.kind is ClaimKind.SHARE)
        shared = kind in (ClaimKind.SHARE, ClaimKind.RANK) or (kind in COMPARING and of_share)
        if not shared or self.role not in SHARED or (self.origin is None and self.draft.origin != WORLD):
            return False
        anywhere = self.target == WORLD and self.role == "attack_event"
        return anywhere or (self.role, self.target) not in before.counted

    def _of_foreign_samples(self) -> bool:
        """Whether it says which part of programs comes from another country."""
        samples = self.found.kind is ClaimKind.SHARE and self.role == "malware_sample"
        return samples and self.origin is not None and self.origin != self.target

    def date(self, days: Span | None, alive: Span | None) -> None:
        """Set its days; `alive`: from when until when the program is at work that infects machines."""
        self.days = days or (alive if self.role in INFECTED else None)
        if self.role == "cleaned_host" and self.days is not None and (self.days[1] - self.days[0]).days > YEAR:
            self.days = None  # how many were cleaned is not of the years in which they were infected
