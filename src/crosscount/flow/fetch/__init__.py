"""Fetch: feeds of the settings → stored bytes → ingested, with who, when, whence and under which licence.

Only `connection` opens any, and only `wire` asks it to.
"""

from crosscount.flow.fetch.pulling import FeedReport, due, run

__all__ = ["FeedReport", "due", "run"]
