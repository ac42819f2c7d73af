"""Windows of whole days in a time zone, half-open in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crosscount.errors import InputError

__all__ = ["Window", "zone_named"]


EARLIEST, LATEST = 1980, 2110  # a little more than the years that a record may carry (1990 to 2100)


def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone of that name, e.g. "Asia/Shanghai"."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(f"time zone '{name}' is unknown; use an IANA name such as 'Asia/Shanghai' or 'UTC'") from error


@dataclass(frozen=True, slots=True)
class Window:
    """All days from `first` to `last`, both included, as days of `zone`."""

    first: date
    last: date
    zone: str = "UTC"

    def __post_init__(self) -> None:
        zone_named(self.zone)
        if self.first.year < EARLIEST or self.last.year > LATEST:
            raise InputError(f"the window {self.first} to {self.last} leaves the years {EARLIEST} to {LATEST}")
        if self.last < self.first:
            raise InputError(f"the window ends on {self.last} before it begins on {self.first}; swap --from and --to")

    @property
    def start(self) -> datetime:
        """The first instant inside, UTC."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first instant after, UTC."""
        return _midnight(self.last + timedelta(days=1), self.zone)

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        """Every day of the zone, in order."""
        return (self.first + timedelta(days=n) for n in range(self.length))

    def utc_days(self) -> list[date]:
        """Every UTC day that the window touches, in order."""
        first, last = self.start.date(), (self.end - timedelta(microseconds=1)).date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def previous(self) -> Window:
        """The window of equal length that ends the day before."""
        shift = timedelta(days=self.length)
        return Window(self.first - shift, self.last - shift, self.zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), zone_named(zone)).astimezone(UTC)
