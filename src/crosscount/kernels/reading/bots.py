"""IntelMQ parsers run as a library: a file goes in, events come out as JSON lines.

Nothing of IntelMQ but the parser runs: no Redis, no pipeline, no configuration of bots. What a parser failed on comes
back as faults. IntelMQ is imported when it is needed, since it is an extra. Library use:
https://docs.intelmq.org/latest/dev/library/
"""

from __future__ import annotations

import io
import pkgutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO, Protocol

import orjson

from crosscount.kernels.reading import jsonparts
from crosscount.kernels.reading.faults import Fault
from crosscount.model.source import Reason

__all__ = ["PARSERS", "Parser", "events", "installed", "load"]

PARSERS = "intelmq.bots.parsers"


class Parser(Protocol):
    """What is needed of a bot."""

    def process_message(self, *messages: dict[str, str]) -> dict[str | None, list[Any]]:
        """What the bot sent, by queue."""


def installed() -> list[str]:
    """The parsers of IntelMQ on this machine, as `load` takes them; empty without IntelMQ."""
    if find_spec("intelmq") is None:
        return []
    package = import_module(PARSERS)
    found = pkgutil.walk_packages(package.__path__, f"{PARSERS}.", onerror=lambda name: None)
    names = (each.name.removeprefix(f"{PARSERS}.") for each in found if not each.ispkg)
    return sorted(name for name in names if name.rpartition(".")[2].startswith("parser"))


def load(name: str) -> Parser:
    """A parser by its module, below `intelmq.bots.parsers` or anywhere; LookupError says what is missing."""
    try:
        settings = import_module("intelmq.lib.bot").BotLibSettings
    except ImportError as error:
        raise LookupError("IntelMQ 3.5 is not installed here; run: pip install 'crosscount[intelmq]'") from error
    for module in (f"{PARSERS}.{name}", name):
        try:
            bot = import_module(module).BOT
        except (ImportError, AttributeError):
            continue
        made: Parser = bot("crosscount", settings={**settings, "name": "crosscount", "logging_level": "CRITICAL"})
        return made
    raise LookupError(f"there is no IntelMQ parser '{name}'; 'crosscount sources --intelmq' lists those installed")


def events(parser: Parser, file: BinaryIO, name: str) -> tuple[BinaryIO, list[Fault]]:
    """The events as JSON lines, and what the parser failed on, with record numbers after those of the events."""
    data, rest = jsonparts.whole(file)
    report = {
        "__type": "Report",
        "raw": b64encode(data).decode(),
        "time.observation": datetime.now(UTC).isoformat(timespec="seconds"),
        "feed.name": name,
        "feed.url": "file:///",
        "extra.file_name": name,
    }
    sent = parser.process_message(report)
    lines = [orjson.dumps(_plain(event), default=str) for event in sent.get("output", [])]
    failed = list(_lost(sent.get("error", []), len(lines)))
    if rest is not None:
        failed.append(Fault(len(lines) + len(failed) + 1, None, *rest))
    return io.BytesIO(b"\n".join(lines)), failed


def _plain(event: Any) -> dict[str, Any]:
    # When it was read says nothing of the event; with it, the same bytes would not give the same rows.
    return {key: value for key, value in dict(event).items() if key not in ("raw", "time.observation")}


def _lost(reports: list[Any], number: int) -> Iterator[Fault]:
    for report in reports:
        number += 1
        text = dict(report).get("raw", "")
        try:
            line = b64decode(text, validate=True)
        except ValueError:
            line = str(text).encode()
        yield Fault(number, line[:1000], Reason.BAD_SHAPE, "a record that the parser can read")
