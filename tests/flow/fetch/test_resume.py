"""Downloads that break off go on where they stopped, if it is certain that they are the same file."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscount.settings import Settings
from crosscount.store import ledger, raw
from tests.flow.fetch.conftest import Pull
from tests.flow.fetch.servers import Handler, serving

LIST = b"#list\n" + b"".join(b"192.0.2.%d\n" % n for n in range(250)) * 40
HALF = len(LIST) // 2


def breaking(
    body: bytes, breaks: int, *, etag: str | None = '"one"', ranges: bool = True, **headers: str
) -> Callable[[Handler], None]:
    """A server whose first answers end after half of what they declare."""
    left = [breaks]

    def answer(handler: Handler) -> None:
        start = 0
        found = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        if found and ranges and handler.headers.get("If-Range") == etag:
            start = int(found[1])
        rest = body[start:]
        named = {"ETag": etag, **headers} if etag else headers
        if start:
            named["Content_Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        handler.start(206 if start else 200, Content_Length=str(len(rest)), **named)
        left[0] -= 1
        handler.wfile.write(rest[: len(rest) // 2] if left[0] >= 0 else rest)

    return answer


def kept(settings: Settings) -> bytes:
    digests = [entry.body.get("sha256") for entry in ledger.entries(settings.store, "fetch")]
    return raw.path(settings.store, next(digest for digest in digests if digest)).read_bytes()


def test_the_rest_is_asked_for(pull: Pull, quick: Settings) -> None:
    with serving(breaking(LIST, 2)) as server:
        assert pull(server.url()).state == "fetched"
    assert server.sent("Range") == [None, f"bytes={HALF}-", f"bytes={HALF + (len(LIST) - HALF) // 2}-"]
    assert server.sent("If-Range") == [None, '"one"', '"one"']
    assert kept(quick) == LIST


def test_the_next_run_goes_on_with_what_the_last_one_has(pull: Pull, quick: Settings) -> None:
    with serving(breaking(LIST, 3)) as server:
        assert pull(server.url()).state == "failed"
        assert pull(server.url()).state == "fetched"
    assert server.sent("Range")[3] is not None
    assert kept(quick) == LIST
    assert not list((quick.store / "fetching").rglob("download.*"))


def test_compressed_bytes_go_on_too(pull: Pull, quick: Settings) -> None:
    packed = gzip.compress(LIST)
    with serving(breaking(packed, 1, Content_Encoding="gzip")) as server:
        assert pull(server.url()).state == "fetched"
    assert server.sent("Range") == [None, f"bytes={len(packed) // 2}-"]
    assert kept(quick) == LIST


@pytest.mark.parametrize("etag", [None, 'W/"one"'])
def test_without_a_strong_etag_it_begins_anew(pull: Pull, quick: Settings, etag: str | None) -> None:
    with serving(breaking(LIST, 1, etag=etag)) as server:
        assert pull(server.url()).state == "fetched"
    assert server.sent("Range") == [None, None]
    assert kept(quick) == LIST


def test_a_server_without_ranges_sends_all_again(pull: Pull, quick: Settings) -> None:
    with serving(breaking(LIST, 1, ranges=False)) as server:
        assert pull(server.url()).state == "fetched"
    assert kept(quick) == LIST


def test_a_file_that_changed_in_between_is_fetched_whole(pull: Pull, quick: Settings) -> None:
    first, second = breaking(LIST, 1), breaking(b"#list\n192.0.2.9\n", 0, etag='"two"')
    calls: list[Handler] = []

    def answer(handler: Handler) -> None:
        calls.append(handler)
        (first if len(calls) == 1 else second)(handler)

    with serving(answer) as server:
        assert pull(server.url()).state == "fetched"
    assert kept(quick) == b"#list\n192.0.2.9\n"


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Range": f"bytes 0-{len(LIST) - 1}/{len(LIST)}"},
        {"Content_Range": "bytes 5-9/10"},
        {"Content_Range": "nonsense"},
        {"Content_Range": f"bytes {HALF}-{len(LIST) - 1}/{len(LIST)}", "ETag": '"two"'},
        {"Content_Range": f"bytes {HALF}-{len(LIST) - 1}/{len(LIST)}", "Content_Encoding": "gzip"},
        {},
    ],
)
def test_a_rest_that_does_not_fit_is_thrown_away(pull: Pull, quick: Settings, headers: dict[str, str]) -> None:
    first = breaking(LIST, 1)
    calls: list[Handler] = []

    def answer(handler: Handler) -> None:
        calls.append(handler)
        if len(calls) == 2:
            handler.say(LIST[HALF:], 206, **headers)
        else:
            first(handler)

    with serving(answer) as server:
        assert pull(server.url()).state == "fetched"
    assert server.sent("Range") == [None, f"bytes={HALF}-", None]
    assert kept(quick) == LIST


def test_bytes_that_were_not_forced_to_disk_are_not_trusted(pull: Pull, quick: Settings) -> None:
    with serving(breaking(LIST, 3)) as server:
        assert pull(server.url()).state == "failed"
        part = next((quick.store / "fetching").rglob("download.part"))
        size = part.stat().st_size
        with part.open("ab") as file:
            file.write(b"\0" * 100)
        assert pull(server.url()).state == "fetched"
    assert server.sent("Range")[3] == f"bytes={size}-"
    assert kept(quick) == LIST


def test_a_damaged_note_is_no_harm(pull: Pull, quick: Settings) -> None:
    with serving(breaking(LIST, 3)) as server:
        pull(server.url())
        note: Path = next((quick.store / "fetching").rglob("download.note"))
        note.write_bytes(b"{")
        assert pull(server.url()).state == "fetched"
    assert kept(quick) == LIST
