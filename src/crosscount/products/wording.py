"""A language: its phrases, from one file in `words/`, and how it writes numbers, dates and countries (Unicode CLDR)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent

from crosscount.errors import InputError
from crosscount.model.bulletin import FigureText
from crosscount.model.figure import Cell, CellState
from crosscount.model.place import UNKNOWN
from crosscount.model.window import Window

__all__ = ["Words", "languages", "words"]

MINUS = "\N{MINUS SIGN}"
VARIANT = re.compile(r"(?P<figure>[a-z-]+)-(?P<minutes>5|60|1440)")


def languages() -> list[str]:
    """The languages that have a file."""
    return sorted(file.name.removesuffix(".toml") for file in _folder().iterdir() if file.name.endswith(".toml"))


@cache
def words(language: str) -> Words:
    """The language of that name; InputError where there is no such file."""
    if language not in languages():
        raise InputError(f"no language '{language[:40]}'; there are: {', '.join(languages())}")
    said = tomllib.loads((_folder() / f"{language}.toml").read_text(encoding="utf-8"))
    return Words(language, said, Locale.parse(said["language"]["locale"]))


def _folder() -> Any:
    return files("crosscount.products") / "words"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Phrases by section and key, and the forms of values."""

    language: str
    said: Mapping[str, Any]
    locale: Locale

    @property
    def tag(self) -> str:
        """BCP 47 tag for the page."""
        return str(self.said["language"]["tag"])

    def mark(self, name: str) -> str:
        """Punctuation: gap (between sentences), colon, stop, listed (between items)."""
        return str(self.said["language"][name])

    def page(self, key: str, **values: object) -> str:
        """A phrase of the page, filled in."""
        return str(self.said["page"][key]).format_map(values)

    def quality(self, key: str, **values: object) -> str:
        """A phrase of the quality note, filled in."""
        return str(self.said["quality"][key]).format_map(values)

    def case(self, key: str, **values: object) -> str:
        """A phrase of the page of a case, filled in."""
        return str(self.said["case"][key]).format_map(values)

    def word(self, section: str, key: str) -> str:
        """The word for a stored one; the stored one itself where the language has none."""
        return str(self.said[section].get(key, key))

    def when(self, text: str) -> str:
        """A day, month or year as a register writes it."""
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:
            return self.day(date(*parts))
        skeleton = "y" if len(parts) == 1 else "yMMMM"
        return str(format_skeleton(skeleton, date(*parts, *(1,) * (3 - len(parts))), locale=self.locale))

    def sides(self, text: str) -> str:
        """Who acts or is acted upon in a claim: US;RU, XX-CN for anywhere but China, WW for the world."""
        if text == "WW":
            return self.case("world")
        names = [self.country(code) for code in text.removeprefix("XX-").split(";")]
        said = (self.mark("listed") + self.mark("gap")).join(names)
        return self.case("all_but", country=said) if text.startswith("XX-") else said

    def rules(self, **values: object) -> list[str]:
        """How the numbers are made, a sentence each."""
        return [rule.format_map(values) for rule in self.said["page"]["method_rules"]]

    def state(self, key: str) -> str:
        """A word for what a cell says instead of a number."""
        return str(self.said["states"][key])

    def marking(self, marking: str) -> str:
        """What a marking allows."""
        return str(self.said["markings"][marking])

    def number(self, value: int) -> str:
        """Digits in the groups of the language: 1,180,000."""
        return str(format_decimal(value, locale=self.locale))

    def signed(self, value: int) -> str:
        """A difference with its sign."""
        return self.state("unchanged") if value == 0 else f"{'+' if value > 0 else MINUS}{self.number(abs(value))}"

    def percent(self, share: Decimal, *, sign: bool = False) -> str:
        """A share of 1 as per cent with one decimal."""
        text = str(format_percent(abs(share), "#,##0.0%", locale=self.locale))
        if not sign:
            return text
        return f"±{text}" if share == 0 else f"{'+' if share > 0 else MINUS}{text}"

    def reading(self, value: int) -> str:
        """How the language also reads a large number ("118万"), "about" unless exact; "" if it has no such form."""
        forms = self.said["dates"]
        for size, word in forms["large_numbers"]:
            if value >= size:
                rounded = (Decimal(value) / size).quantize(Decimal("0.1"))
                text = forms["reading"].format(value=format_decimal(rounded, locale=self.locale), word=word)
                return text if rounded * size == value else str(forms["about"].format(value=text))
        return ""

    def cell(self, cell: Cell | None) -> str:
        """A number, or the word for why there is none."""
        if cell is None or cell.state is CellState.UNKNOWN or cell.value is None:
            return self.state("suppressed" if cell is not None and cell.state is CellState.SUPPRESSED else "unknown")
        return self.number(cell.value)

    def country(self, code: str) -> str:
        """Name of a country or region; the code itself where the CLDR has none."""
        return str(self.said["countries"].get(code) or self.locale.territories.get(code) or code)

    def country_in_sentence(self, code: str) -> str:
        """The name as it stands after "in"."""
        forms = self.said["in_sentence"]
        if code == UNKNOWN:
            return str(forms["unknown_place"])
        name = self.country(code)
        return str(forms["article"].format(name=name)) if code in forms["with_article"] else name

    def day(self, day: date, form: str = "day") -> str:
        """A day; `form` is a key of [dates]."""
        return str(format_date(day, self.said["dates"][form], locale=self.locale))

    def moment(self, at: datetime) -> str:
        """A point of time in UTC, to the minute."""
        return str(format_datetime(at, self.said["dates"]["moment"], locale=self.locale))

    def span(self, first: date, last: date, phrase: str = "range") -> str:
        """Both days of a span, the year once where it is the same."""
        forms = self.said["dates"]
        if first == last:
            return self.day(first) if phrase == "range" else str(forms["one_day"].format(first=self.day(first)))
        opens, closes = ("first", "last") if first.year == last.year else ("day", "day")
        return str(forms[phrase].format(first=self.day(first, opens), last=self.day(last, closes)))

    def period(self, window: Window) -> str:
        """The window as a sentence begins with it."""
        return self.span(window.first, window.last, "period")

    def figure(self, text: FigureText) -> FigureText:
        """The figure in this language, or its own words where the file describes another version or none."""
        variant = VARIANT.fullmatch(text.id)
        known = self.said["figures"].get(variant["figure"] if variant else text.id)
        if known is None or known["version"] != text.version:
            return text
        if variant:
            title = self.page("variant", title=known["title"], n=self.number(int(variant["minutes"])))
            return FigureText(text.id, text.version, title, text.means, text.caveats)
        return FigureText(text.id, text.version, known["title"], known["means"], tuple(known["caveats"]))

    def noun(self, figure: str, cell: Cell) -> str:
        """A number with what it counts: "2,077 C2 servers"."""
        forms = self.said["figures"][figure]
        if cell.value is None or cell.state is not CellState.VALUE:
            return str(forms["unknown" if cell.state is CellState.VALUE else cell.state.value])
        form = "one" if self.locale.plural_form(cell.value) == "one" else "other"
        return str(forms[form].format(n=self.number(cell.value)))

    def sentence(self, key: str) -> Iterator[tuple[str, bool]]:
        """The parts of a sentence: (text, False) as it stands, (name, True) to be filled in."""
        for number, part in enumerate(re.split(r"\{([a-z0-9-]+)\}", self.said["sentence"][key])):
            if part:
                yield part, number % 2 == 1
