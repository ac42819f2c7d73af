"""Requests and lookups as the columns that Sigma rules are evaluated on, made when first asked for.

A decoded form is null where nothing is percent-encoded: then the form as sent says it all.
"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import ip
from crosscount.kernels.detecting.domains import registrable
from crosscount.kernels.detecting.sigma_rule import EVERYTHING, LOOKUP
from crosscount.kernels.detecting.urls import canonical_host

__all__ = ["COLUMNS", "columns"]

# Of OBSERVATIONS, for requests and lookups.
COLUMNS = (
    *("url", "method", "host", "status", "client_ip", "server_ip", "server_port", "bytes_in", "bytes_out"),
    *("agent", "referrer"),
)
PARTS = r"(?s)^(?P<before>[A-Za-z][A-Za-z0-9+.\-]*://[^/?#]*)?(?P<target>(?P<stem>[^?#]*)(?P<mark>\??)(?P<query>[^#]*))"
KEYWORDS = ("method", "url", "url_decoded", "status", "agent", "referrer")


def columns(rows: pa.RecordBatch, log: str, wanted: tuple[str, ...]) -> list[pa.Array]:
    """The wanted columns, in their order: text, or whole numbers."""
    made = _Lookups(rows) if log == LOOKUP else _Requests(rows)
    return [made.column(name) for name in wanted]


class _Lookups:
    def __init__(self, rows: pa.RecordBatch) -> None:
        self._rows = rows

    def column(self, name: str) -> pa.Array:
        host = self._rows.column("host")
        if name in {"query", EVERYTHING}:
            return host if name == "query" else pc.fill_null(host, "")
        if name == "record_type":
            return self._rows.column("method")
        if name == "length":
            return pc.binary_length(host)
        if name == "domain":
            return registrable(canonical_host(host))
        return ip.text(self._rows.column(name)) if name.endswith("_ip") else self._rows.column(name)


class _Requests:
    def __init__(self, rows: pa.RecordBatch) -> None:
        self._rows = rows
        self._made: dict[str, pa.Array] = {}

    def column(self, name: str) -> pa.Array:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> pa.Array:
        if name.endswith("_decoded"):
            return _decoded(self.column(name.removesuffix("_decoded")))
        if name == EVERYTHING:
            parts = (pc.fill_null(self.column(each).cast(pa.string()), "") for each in KEYWORDS)
            return pc.binary_join_element_wise(*parts, "\n")
        if name in {"target", "stem", "query", "url", "extension"}:
            return self._of_url(name)
        return ip.text(self._rows.column(name)) if name.endswith("_ip") else self._rows.column(name)

    def _of_url(self, name: str) -> pa.Array:
        sent = self._rows.column("url")
        parts = pc.extract_regex(sent, PARTS)
        if name == "query":
            return pc.if_else(pc.equal(pc.struct_field(parts, "mark"), "?"), pc.struct_field(parts, "query"), None)
        if name == "extension":
            plain = pc.coalesce(self.column("stem_decoded"), self.column("stem"))
            last = pc.struct_field(pc.extract_regex(plain, r"(?s)^.*\.(?P<ending>[^./]+)$"), "ending")
            return pc.if_else(pc.equal(last, ""), None, last)
        if name != "url":
            return pc.struct_field(parts, name)
        host = self._rows.column("host")
        safe = pc.fill_null(pc.equal(self._rows.column("server_port"), 443), False)
        path = pc.and_(pc.starts_with(sent, "/"), pc.is_valid(host))
        whole = pc.binary_join_element_wise(pc.if_else(safe, "https://", "http://"), host, sent, "")
        return pc.if_else(pc.fill_null(path, False), whole, sent)


def _decoded(texts: pa.Array) -> pa.Array:
    """Percent-decoded once, null where that changes nothing. Bytes that are no UTF-8 become U+FFFD."""
    coded = pc.fill_null(pc.match_substring(texts, "%"), False)
    encoded = pc.if_else(coded, texts, None).dictionary_encode()
    if not len(encoded.dictionary):
        return pa.nulls(len(texts), pa.string())
    plain = [unquote_to_bytes(text).decode("utf-8", "replace") for text in encoded.dictionary.to_pylist()]
    return pa.array(plain, pa.string()).take(encoded.indices)
