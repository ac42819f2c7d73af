"""A Sigma rule ready to run, and the columns that it may ask for.

Apart from how rules are read, since pySigma takes long to import and most runs see no record that a rule is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from crosscount.model.kinds import Kind

__all__ = ["ABSENT", "COLUMNS", "EVERYTHING", "LOOKUP", "NUMBERS", "REQUEST", "Needs", "Queries", "Rule"]

REQUEST, LOOKUP = "request", "lookup"
ABSENT = "not_kept"  # a column without values, for fields that no source keeps
EVERYTHING = "everything"  # what keywords are looked for in
NUMBERS = ("status", "server_port", "bytes_in", "bytes_out", "length")
COLUMNS = {
    REQUEST: (
        *("url", "url_decoded", "target", "target_decoded", "stem", "stem_decoded", "query", "query_decoded"),
        *("extension", "method", "host", "status", "client_ip", "server_ip", "server_port", "bytes_in", "bytes_out"),
        *("agent", "referrer", EVERYTHING),
    ),
    LOOKUP: (
        *("client_ip", "server_ip", "server_port", "query", "record_type", "domain", "length", "answer_ip"),
        EVERYTHING,
    ),
}

Needs = tuple[tuple[str, str], ...]  # (column, RE2 pattern): at least one of them is found


@dataclass(frozen=True, slots=True)
class Queries:
    """A rule as SQLite is asked for it."""

    text: tuple[str, ...]  # any of them
    columns: tuple[str, ...]  # that they read
    needs: Needs | None  # what a match must contain
    lacking: str  # fields that no source keeps: what asks for them never holds; "" for none


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, and what follows from it."""

    id: str  # "sigma:" and the rule's id, or its file's name if it has none
    title: str
    file: str
    level: str
    family: str | None
    kind: Kind  # backdoor_access, phishing_kit, web_attack or suspect_traffic
    log: str  # REQUEST or LOOKUP
    own_server: bool  # of a web server: otherwise the requests of its clients to their own web server are not meant
    queries: Queries
