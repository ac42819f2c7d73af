"""A claim: one quantity about threats that somebody published, and what became of it when it was held to evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

__all__ = [
    "FIGURE_OF",
    "OVERSEAS",
    "WORLD",
    "Claim",
    "ClaimKind",
    "Finding",
    "Flag",
    "Found",
    "Interval",
    "Modifier",
    "Raised",
    "Registered",
    "Verdict",
]

OVERSEAS = "XX-"  # "XX-CN": anywhere but China
WORLD = "WW"  # target of a claim that names no country

# Role of a claim → the figure that counts the same thing. A role that is not here cannot be recounted.
FIGURE_OF: Mapping[str, str] = {
    "c2": "c2-servers",
    "victim_host": "controlled-machines",
    "infected_host": "controlled-machines",
    "infected_ip": "controlled-machines",
    "phish_host": "phishing-hosts",
    "phish_page": "phishing-pages",
    "phish_event": "phishing-operations",
    "backdoor_ip": "backdoor-origins",
    "backdoored_site": "backdoored-sites",
    "attack_event": "backdoor-attacks",
}


class ClaimKind(StrEnum):
    """What sort of number it is."""

    COUNT = "count"
    SHARE = "share_pct"  # per cent of a whole
    CHANGE = "change_pct"  # per cent more (+) or less (-) than before
    RATIO = "ratio"  # times as many as before
    RANK = "rank"  # place in a list, 1 the largest
    PER_DAY = "rate_per_day"
    PER_WEEK = "rate_per_week"
    PER_MONTH = "rate_per_month"
    PER_YEAR = "rate_per_year"
    PER_HOUR = "rate_per_hour"
    PER_MINUTE = "rate_per_minute"
    PER_SECOND = "rate_per_second"


class Modifier(StrEnum):
    """How the writer qualified the number."""

    EXACT = "exact"
    NEARLY = "nearly"  # almost, close to
    ABOUT = "about"  # around, some, roughly
    MORE_THAN = "more_than"  # over, at least
    LESS_THAN = "less_than"  # under, fewer than
    UP_TO = "up_to"  # as many as
    RANGE = "range"  # between two numbers; hundreds of


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers that a written quantity allows. None: without end on that side."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False  # the end itself is excluded
    high_open: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (_ends_before(self, other) or _ends_before(other, self))


def _ends_before(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantity as a text states it."""

    quantity: Decimal  # lower end of a range
    upper: Decimal | None  # upper end of a range, else None
    quantity_text: str  # as written, without what qualifies it: "1.18 million"
    kind: ClaimKind
    unit: str  # what is counted, in the words of the text
    role: str  # what is counted, in ours: "c2", "victim_host", … (claims/data/roles.toml)
    origin: str | None  # ISO 3166-1 alpha-2, "US;RU" for several, "XX-CN" for anywhere but China, None if unsaid
    target: str | None  # the same; "WW" for the world
    first: date | None  # first day of the window; years are inferred from the day of the text
    last: date | None  # last day, included
    speaker: str | None  # who says it
    cited_source: str | None  # on whose data
    interval: Interval  # what the quantity, as written, allows
    modifier: Modifier = Modifier.EXACT
    hedge: str | None = None  # "estimated", "allegedly": a doubt about the statement rather than the digits
    approx: bool = False
    negated: bool = False
    disputed: bool = False
    disputed_by: str | None = None
    carried_by: str | None = None  # the outlet that quotes the speaker
    zone: str | None = None  # IANA zone of the window's days where it is known
    start: int = 0  # of the quantity in the text, in characters
    end: int = 0
    sentence: str = ""  # the sentence that states it
    base: str | None = None  # what a share or a change is measured against, in the words of the text
    narrowed: str | None = None  # words by which less is counted than role, ends and days tell: "in Beijing"
    part_of: int | None = None  # `start` of the number in the text that this one speaks of: its whole, mostly


@dataclass(frozen=True, slots=True)
class Registered:
    """A claim that the register holds: an earlier version of the same statement, perhaps."""

    id: str
    claim: Claim
    source: str  # title or address of the publication
    published: date | None = None
    drifts_from: str | None = None  # id of the claim that it was copied from


class Verdict(StrEnum):
    """What holding a claim to the evidence gave."""

    REPRODUCED = "reproduced"  # a recount gives the same number after rounding
    CONSISTENT = "consistent"  # nothing contradicts it, and something supports it
    CONTRADICTED = "contradicted"  # covered, and the number is another
    NOT_COVERED = "not_covered"  # no evidence for that place, time or class: says nothing about the claim
    UNVERIFIABLE = "unverifiable"  # no such figure can be measured, or too little is said


class Flag(StrEnum):
    """What is odd about a claim, whatever the verdict."""

    UNIT_MISMATCH = "unit_mismatch"  # addresses called machines, pages called sites
    WINDOW_DRIFT = "window_drift"  # another version gives other days
    HEDGE_LOST = "hedge_lost"  # another version says "about"
    BASE_UNCLEAR = "base_unclear"  # a share of what?
    DIGIT_VARIANT = "digit_variant"  # another version has other digits
    OTHER_NUMBER = "other_number"  # another version gives another number, with no digits in common
    SUM_OF_DAYS = "sum_of_days"  # days added up: who came twice is counted twice
    INTERNALLY_INCONSISTENT = "internally_inconsistent"  # the text's own numbers disagree
    DIRECTION_WRONG = "direction_wrong"  # origin and target are exchanged


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag with the sentence that explains it to a reader."""

    flag: Flag
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """A number that stands beside the claim, and where it comes from."""

    what: str  # "controlled-machines", or "arithmetic of the text", or the id of a registered claim
    value: int | None
    interval: Interval | None = None
    statement: str = ""  # id of the statement in the ledger
    table: str = ""
    version: int | None = None
    digest: str = ""  # SHA-256 of the evidence
    where: str = ""  # what was counted, in a sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim, the verdict on it, and why."""

    claim: Claim
    verdict: Verdict
    sentence: str
    flags: tuple[Raised, ...] = ()
    found: tuple[Found, ...] = ()
    distance: float | None = None  # log10(claimed / recounted)
    notes: tuple[str, ...] = field(default=())
