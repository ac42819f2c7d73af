"""Which keys a block of JSON lines may hold at all."""

from __future__ import annotations

import io
from collections.abc import Sequence

import orjson
import pyarrow as pa
import pytest

from crosscount.kernels.reading import jsonlines
from crosscount.kernels.reading.jsoncolumns import value_at
from crosscount.kernels.reading.jsonkeys import dotted, heads, pruned

WANTED = ("kind", "dns.name", "http.url", "tls.sni", "dns.answers.*.data")
PLAIN = [b'{"kind":"flow","at":"2014-03-19T08:00:00.5","from":"192.0.2.1","host":"www.example.com"}'] * 3_000


def read(lines: Sequence[bytes]) -> list[dict[str, str | None]]:
    """The wanted values of each line, as text."""
    batches = [one.columns for one in jsonlines.read(io.BytesIO(b"\n".join(lines) + b"\n"), WANTED)]
    columns = {name: pa.concat_arrays([one.column(name).cast(pa.string()) for one in batches]) for name in WANTED}
    return [dict(zip(WANTED, row, strict=True)) for row in zip(*(columns[n].to_pylist() for n in WANTED), strict=True)]


def test_a_key_that_may_begin_with_a_head_is_found_wherever_it_stands() -> None:
    assert heads(WANTED) == {"dns", "http", "tls"}
    assert dotted(b'"at":"12.5","dns":{"name":"a.example"},"www.tls.example"', ["dns", "http", "tls"]) == set()
    for place in (0, 1, 65_528, 65_533, 65_535, 65_536, 65_537, 200_000):
        assert dotted(b" " * place + b'"dns.name"', ["dns", "http"]) == {"dns"}
        assert dotted(b"w." * (place // 2) + b'"http.url"', ["dns", "http"]) == {"http"}
    assert dotted(rb'"\u0064ns.name"', ["dns", "http"]) == {"dns", "http"}
    assert dotted(b"", ["dns"]) == dotted(b'"', ["dns"]) == dotted(b"dns.", ["dns"]) == set()
    assert dotted(b"", ["v2", "dns"]) == {"v2", "dns"}  # one that ends in a digit is not told from a number


def test_below_a_closed_head_nothing_is_looked_for() -> None:
    tree = {"kind": "VARCHAR", "dns.name": "VARCHAR", "dns": {"name": "VARCHAR"}, "http.url": "VARCHAR", "http": [{}]}
    assert pruned(tree, {"http"}, {"dns"}) == {
        "kind": "VARCHAR",
        "dns": {"name": "VARCHAR"},
        "http.url": "VARCHAR",
        "http": "VARCHAR",
    }


@pytest.mark.parametrize(
    "late",
    [
        [b'{"kind":"dns","dns":{"name":"a.example","answers":[{"data":"192.0.2.7"},{"data":"192.0.2.8"}]}}'],
        [b'{"kind":"dns","dns.name":"b.example"}', b'{"http.url":"/x","http":{"url":"/y"}}'],
        [rb'{"kind":"tls","\u0074ls.sni":"c.example"}', rb'{"\u0074ls":{"sni":"d.example"}}'],
        [b'{"kind":"odd","dns":"text","http":null,"tls":[]}', b'{"tls":{}}', b'{"tls":{"sni":null}}'],
    ],
)
def test_what_no_sample_has_shown_is_read_as_ever(late: list[bytes]) -> None:
    lines = [*PLAIN, *late, *PLAIN[:1]]
    for found, line in zip(read(lines), lines, strict=True):
        values = {name: value_at(orjson.loads(line), name) for name in WANTED}
        said = {name: ",".join(one) if isinstance(one, list) else one for name, one in values.items()}
        assert found == {name: one or None for name, one in said.items()}
