"""HTTP requests by the field names of Sigma's web server taxonomy, each field as the distinct texts behind it.

Taxonomy: https://github.com/SigmaHQ/sigma-specification, appendix "taxonomy", category webserver (W3C extended log
names). What is in the URL can be looked at as sent and once percent-decoded, so that an encoded letter hides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import ip

__all__ = ["COLUMNS", "FIELDS", "KEYWORD_FIELDS", "NUMBERS", "Mask", "Requests"]

Mask = npt.NDArray[np.bool_]

# Field name in lower case → column of OBSERVATIONS, or the part of the URL.
FIELDS = {
    **dict.fromkeys(("cs-uri", "c-uri"), "url"),
    **dict.fromkeys(("cs-uri-stem", "c-uri-stem"), "stem"),
    **dict.fromkeys(("cs-uri-query", "c-uri-query"), "query"),
    "cs-method": "method",
    **dict.fromkeys(("cs-host", "r-dns"), "host"),
    "sc-status": "status",
    "c-ip": "client_ip",
    "s-ip": "server_ip",
    "s-port": "server_port",
    "sc-bytes": "bytes_in",
    "cs-bytes": "bytes_out",
    **dict.fromkeys(("c-useragent", "cs-useragent", "cs-user-agent", "c-user-agent", "cs(user-agent)"), "agent"),
    **dict.fromkeys(("cs-referer", "cs-referrer", "c-referer", "cs(referer)"), "referrer"),
}
NUMBERS = ("status", "server_port", "bytes_in", "bytes_out")
KEYWORD_FIELDS = ("url", "method", "host", "agent", "referrer")
OF_URL = ("url", "stem", "query")
COLUMNS = (
    "url",
    "method",
    "host",
    "status",
    "client_ip",
    "server_ip",
    "server_port",
    "bytes_in",
    "bytes_out",
    "agent",
    "referrer",
)
PARTS = r"(?s)^(?:[A-Za-z][A-Za-z0-9+.\-]*://[^/?#]*)?(?P<stem>[^?#]*)(?P<mark>\??)(?P<query>[^#]*)"


class Requests:
    """The rows of one batch; texts are made when first asked for."""

    def __init__(self, rows: pa.RecordBatch) -> None:
        self.rows = rows
        self._texts: dict[str, list[pa.DictionaryArray]] = {}

    def where(self, field: str, test: Callable[[pa.Array], pa.Array]) -> Mask:
        """Where the test holds of the field as sent or as decoded. The test sees distinct texts; null fails it."""
        out = np.zeros(self.rows.num_rows, dtype=np.bool_)
        for encoded in self._variants(field):
            holds = pc.fill_null(test(encoded.dictionary), False).to_numpy(zero_copy_only=False)
            out |= np.append(holds, False)[np.asarray(encoded.indices.fill_null(len(holds)))]
        return out

    def present(self, field: str) -> Mask:
        """Where the field has a value."""
        valid = self._variants(field)[0].indices.is_valid()
        return np.asarray(valid.to_numpy(zero_copy_only=False), dtype=np.bool_)

    def number(self, field: str) -> pa.Array:
        """A numeric column."""
        return self.rows.column(field)

    def distinct_addresses(self, field: str, test: Callable[[pa.Array], Mask]) -> Mask:
        """Where the test holds of an address column. The test sees distinct addresses; null fails it."""
        encoded = self.rows.column(field).dictionary_encode()
        holds = np.append(test(encoded.dictionary), False)
        return np.asarray(holds[np.asarray(encoded.indices.fill_null(len(holds) - 1))], dtype=np.bool_)

    def _variants(self, field: str) -> list[pa.DictionaryArray]:
        if field not in self._texts:
            if field in OF_URL:
                self._split_urls()
            else:
                column = self.rows.column(field)
                column = ip.text(column) if field.endswith("_ip") else column.cast(pa.string())
                self._texts[field] = [column.dictionary_encode()]
        return self._texts[field]

    def _split_urls(self) -> None:
        encoded = self.rows.column("url").dictionary_encode()
        urls = encoded.dictionary
        parts = pc.extract_regex(urls, PARTS)
        query = pc.if_else(
            pc.equal(pc.struct_field(parts, "mark"), "?"),
            pc.struct_field(parts, "query"),
            None,
        )
        for name, texts in (("url", urls), ("stem", pc.struct_field(parts, "stem")), ("query", query)):
            self._texts[name] = [_indexed(encoded, texts)]
            decoded = _decoded(texts)
            if decoded is not None:
                self._texts[name].append(_indexed(encoded, decoded))


def _indexed(encoded: pa.DictionaryArray, texts: pa.Array) -> pa.DictionaryArray:
    """The rows over `texts`, which stand for the distinct URLs one by one; a text that is null is a null row."""
    again = texts.dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.take(encoded.indices), again.dictionary)


def _decoded(texts: pa.Array) -> pa.Array | None:
    """Percent-decoded once; None if nothing is encoded. Bytes that are no UTF-8 become U+FFFD."""
    coded = pc.fill_null(pc.match_substring(texts, "%"), False)
    if not coded.true_count:
        return None
    plain = [unquote_to_bytes(text).decode("utf-8", "replace") for text in texts.filter(coded).to_pylist()]
    return pc.replace_with_mask(texts, coded, pa.array(plain, pa.string()))
