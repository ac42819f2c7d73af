"""What every verb is handed: the settings, a place for results, a place for remarks, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
from rich.table import Column
from rich.text import Text

from crosscount import settings
from crosscount.cli.shown import inert, number
from crosscount.model.legible import json_escaped

__all__ = ["Session", "json_text"]

WIDTH_OF_A_PIPE = 200  # columns, so that a table in a file is not folded
JSON = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS


@dataclass
class Session:
    """One call of the program. Results go to standard output, everything else to standard error."""

    settings_file: Path | None = None
    store: Path | None = None
    as_json: bool = False
    debug: bool = False
    quiet: bool = False
    engine: str | None = None
    master: str | None = None  # of Spark, which it implies

    @cached_property
    def settings(self) -> settings.Settings:
        """The settings file, read when a verb first needs it."""
        return settings.load(self.settings_file, store=self.store).on(self.engine, self.master)

    def result(self, value: Any, text: Iterable[RenderableType]) -> None:
        """Print `value` as JSON under --json, else the lines and tables of `text`."""
        if self.as_json:
            print(json_text(value))
            return
        console = _console(sys.stdout)
        for item in text:
            console.print(
                inert(item) if isinstance(item, str) else item,
                markup=False,
                highlight=False,
                soft_wrap=isinstance(item, str),
            )

    def remark(self, text: str) -> None:
        """Say something that is no result."""
        if not self.quiet:
            _console(sys.stderr).print(inert(text), markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int], None] | None]:
        """A line that tells what is being done, with rows a second, while standard error is a terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        what = TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", max_width=40))
        columns = (SpinnerColumn(), what, _Rows(table_column=Column(no_wrap=True)), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True, emoji=False), transient=True) as shown:
            task = shown.add_task("", total=None)
            yield lambda what, rows: shown.update(
                task, description=escape(inert(what).rpartition("/")[2]), advance=rows
            )


class _Rows(ProgressColumn):
    """Rows done, and rows a second of the last half minute."""

    def render(self, task: Task) -> Text:
        return Text(f"{number(int(task.completed))} rows, {number(int(task.speed or 0))} rows/s")


def json_text(value: Any) -> str:
    """The value as indented JSON; dataclasses become objects, bytes hexadecimal."""
    return json_escaped(orjson.dumps(value, default=_plain, option=JSON).decode())


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return dict(value) if hasattr(value, "keys") else str(value)


def _console(file: Any) -> Console:
    return Console(file=file, width=None if file.isatty() else WIDTH_OF_A_PIPE, emoji=False)
