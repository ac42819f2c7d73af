"""What a parser of IntelMQ is to those who use it as a library."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any

BotLibSettings: dict[str, Any] = {"destination_queues": {"_default": "output", "_on_error": "error"}}


class ParserBot:
    """Gives every line to parse_line, and reports the lines at which that raises."""

    def __init__(self, bot_id: str, settings: dict[str, Any]) -> None:
        self.bot_id, self.settings = bot_id, settings

    def parse_line(self, line: str, report: dict[str, str]) -> Iterator[dict[str, Any]]:
        """The events of a line."""
        raise NotImplementedError

    def process_message(self, *messages: dict[str, str]) -> dict[str | None, list[Any]]:
        """Events and failures, by queue."""
        sent: dict[str | None, list[Any]] = {"output": [], "error": []}
        for report in messages:
            for line in b64decode(report["raw"]).decode("utf-8", "ignore").splitlines():
                try:
                    sent["output"] += list(self.parse_line(line, report))
                except ValueError:
                    sent["error"].append({**report, "raw": b64encode(line.encode()).decode()})
        return sent
