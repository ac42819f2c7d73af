"""One JSON document taken apart: damage costs the value that it is in, and no other."""

from __future__ import annotations

import io
from typing import Any

import pytest

from crosscount.kernels.reading import jsonparts, lines
from crosscount.model.source import Reason


def elements(data: bytes) -> list[Any]:
    """The elements of the array `a`; None for a broken one."""
    return [part.value for part in jsonparts.walk(data, lambda path: path == ("a",)) if part.path[:1] == ("a",)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b'{"x": {"a": 1}, "a": [{"n": 1}, 2, "3"], "z": [4]}', [{"n": 1}, 2, "3"]),
        (b'{"a": [{"n": oops, "m": {"k": 1}}, {"n": 2}]}', [None, {"n": 2}]),
        (b'{"a": [{"n": "open}, {"n": 2}, {"n": 3}]}', [None, {"n": 2}, {"n": 3}]),
        (b'{"a": [{"n": [{"k": 1}, {"k": 2}}, {"n": 2}, {"n": 3}]}', [None, {"n": 2}, {"n": 3}]),
        (b'{"a": [{"n": 1, {"n": 2}, {"n": 3}]}', [None, {"n": 2}, {"n": 3}]),
        (b'{"a": [{"n": 1}, {"n": ' + b"9" * 5_000 + b"}]}", [{"n": 1}, None]),
        (b'{"a": [{"n": 1}, {"n": ' + b"[" * 100_000, [{"n": 1}, None]),
        (b'{"a": [{"n": 1}, {"n"', [{"n": 1}, None]),
        (b'{"a": [{"n": 1}', [{"n": 1}]),
        (b"", []),
        (b"]}{[", []),
    ],
)
def test_damage_stays_where_it_is(text: bytes, found: list[Any]) -> None:
    assert elements(text) == found


@pytest.mark.parametrize("piece", [b'{"a":', b'{"a":}', b"{{}", b'\\"', b'{"a":[{},', b"[{", b'"{', b"}{"])
def test_a_hostile_document_comes_to_an_end(piece: bytes) -> None:
    assert sum(1 for _ in jsonparts.walk(b'{"a":[' + piece * 50_000, lambda path: path == ("a",))) >= 1


def test_a_document_beyond_the_limit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonparts, "LIMIT", 100)
    monkeypatch.setattr(lines, "BLOCK", 30)
    data, rest = jsonparts.whole(io.BytesIO(b"x" * 1000))
    assert (len(data), rest and rest[0]) == (100, Reason.TOO_LONG)
