"""Servers that are busy, slow, lying or hostile: the fetch ends, soon, and says why."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crosscount.settings import Fetch, Settings
from crosscount.store import ledger
from tests.flow.fetch.conftest import Pull
from tests.flow.fetch.servers import Handler, dripping, pages, serving

LIST = b"#list\n192.0.2.1\n192.0.2.2\n"
LIMITS = Fetch(max_bytes=1_000_000, seconds=1.5, silence=0.4, attempts=3, backoff=0.01, patience=1.2)


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """No test here may take longer than all its limits together."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 15  # on a busy machine, too; a hang is longer


def good(handler: Handler) -> None:
    handler.say(LIST)


def status(code: int, **headers: str) -> object:
    return lambda handler: handler.say(b"", code, **headers)


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(pull: Pull, code: int) -> None:
    with serving(pages(status(code), status(code), good)) as server:
        assert pull(server.url()).state == "fetched"
    assert len(server.asked) == 3


def test_attempts_end(pull: Pull) -> None:
    with serving(status(500)) as server:
        report = pull(server.url())
    assert (report.state, report.fault) == ("failed", "the server answers 500; given up after 3 attempts")
    assert len(server.asked) == 3


@pytest.mark.parametrize("code", [204, 206, 304, 400, 401, 403, 404, 410, 416, 600])
def test_an_answer_that_waiting_does_not_change_is_final(pull: Pull, code: int) -> None:
    with serving(status(code)) as server:
        assert pull(server.url()).state == "failed"
    assert len(server.asked) <= 3


def test_waits_grow_and_differ(pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("crosscount.flow.fetch.transfer.time.sleep", waits.append)
    random.seed(1)
    with serving(status(503)) as server:
        pull(server.url(), limits=replace(LIMITS, attempts=6, backoff=1.0, seconds=300.0))
    assert all(0.5 * 2**n <= wait <= 1.5 * 2**n for n, wait in enumerate(waits))
    assert len({wait / 2**n for n, wait in enumerate(waits)}) == 5


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured(pull: Pull, form: str) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    asked = {"seconds": "1", "date": at}[form]
    with serving(pages(status(429, Retry_After=asked), good)) as server:
        start = time.monotonic()
        assert pull(server.url(), limits=replace(LIMITS, seconds=5.0, patience=3.0)).state == "fetched"
    assert time.monotonic() - start > (0.9 if form == "seconds" else 0.5)


def test_more_patience_than_we_have_is_left_to_a_later_run(pull: Pull) -> None:
    with serving(status(429, Retry_After="7200")) as server:
        report = pull(server.url(), now=datetime.now(UTC))
    assert len(server.asked) == 1
    assert report.state == "failed"
    assert "429 and asks to come back after" in str(report.fault)
    assert report.due is not None
    assert timedelta(minutes=119) < report.due - datetime.now(UTC) < timedelta(minutes=121)


def test_no_server_switches_a_feed_off_for_good(pull: Pull) -> None:
    with serving(status(503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")) as server:
        report = pull(server.url(), now=datetime.now(UTC))
    assert report.due is not None
    assert report.due < datetime.now(UTC) + timedelta(days=1, minutes=1)


@pytest.mark.parametrize("asked", ["soon", "-5", "9" * 40, "Sun, 99 Foo 2026 10:00:00 GMT"])
def test_nonsense_in_retry_after_is_no_harm(pull: Pull, asked: str) -> None:
    with serving(pages(status(503, Retry_After=asked), good)) as server:
        assert pull(server.url()).state == "fetched"


def test_a_server_that_falls_silent_is_given_up(pull: Pull) -> None:
    def silent(handler: Handler) -> None:
        handler.start(200, Content_Length="1000")
        handler.wfile.write(b"#list\n")
        handler.wfile.flush()
        time.sleep(1.0)

    with serving(silent) as server:
        report = pull(server.url(), limits=replace(LIMITS, seconds=30.0))
    assert "not a byte from the server in 0.4 s" in str(report.fault)


def test_headers_that_drip_end_at_the_time_limit(pull: Pull) -> None:
    with dripping(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000, 0.02) as server:
        start = time.monotonic()
        report = pull(server.url(), limits=LIMITS)
    assert time.monotonic() - start < 2.5
    assert "longer than fetch.seconds" in str(report.fault)


def test_a_body_that_drips_ends_at_the_time_limit(pull: Pull) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    with dripping(head + b"192.0.2.1\n" * 1000, 0.005) as server:
        report = pull(server.url(), limits=LIMITS)
    assert "longer than fetch.seconds" in str(report.fault)


def test_headers_without_end_are_refused(pull: Pull) -> None:
    def endless(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-More: " + b"a" * 1000 + b"\r\n")

    with serving(endless) as server:
        assert pull(server.url(), limits=LIMITS).state == "failed"


def test_interim_answers_without_end_stop_at_the_time_limit(pull: Pull) -> None:
    def endless(handler: Handler) -> None:
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 10)
            time.sleep(0.001)

    with serving(endless) as server:
        assert "longer than fetch.seconds" in str(pull(server.url(), limits=LIMITS).fault)


def test_an_interim_answer_before_the_answer_is_no_part_of_its_length(pull: Pull) -> None:
    def early(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        handler.say(LIST)

    with serving(early) as server:
        assert pull(server.url()).state == "fetched"


def test_a_server_that_never_shakes_hands_is_given_up(pull: Pull) -> None:
    with dripping(b"\x16\x03\x03", 0.3) as server:
        url = server.url().replace("http:", "https:")
        assert pull(url, limits=replace(LIMITS, attempts=1)).state == "failed"


def test_two_lengths_that_differ_are_refused(pull: Pull) -> None:
    def twofold(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 25\r\n\r\n" + LIST)

    with serving(twofold) as server:
        assert pull(server.url()).state == "failed"


def test_chunks_without_end_are_refused(pull: Pull, quick: Settings) -> None:
    def endless(handler: Handler) -> None:
        handler.start(200, Transfer_Encoding="chunked")
        while True:
            handler.wfile.write(b"400\r\n" + b"1" * 1024 + b"\r\n")

    with serving(endless) as server:
        report = pull(server.url(), limits=LIMITS)
    assert report.fault == "it is larger than fetch.max_bytes = 1000000"
    assert len(server.asked) == 1
    assert not list((quick.store / "fetching").rglob("*.part"))


def test_a_body_that_ends_with_the_connection_is_bounded_too(pull: Pull) -> None:
    def endless(handler: Handler) -> None:
        handler.start(200)
        while True:
            handler.wfile.write(b"1" * 4096)

    with serving(endless) as server:
        assert pull(server.url(), limits=LIMITS).fault == "it is larger than fetch.max_bytes = 1000000"


def test_a_declared_length_beyond_the_limit_is_not_even_read(pull: Pull) -> None:
    with serving(lambda handler: handler.start(200, Content_Length=str(10**15))) as server:
        assert "more than fetch.max_bytes" in str(pull(server.url()).fault)


def test_a_length_of_thousands_of_digits_is_no_harm(pull: Pull) -> None:
    with serving(lambda handler: handler.start(200, Content_Length="9" * 5000)) as server:
        assert pull(server.url()).state == "failed"


def test_more_bytes_than_declared_are_refused_since_the_file_may_be_cut(pull: Pull, quick: Settings) -> None:
    def lying(handler: Handler) -> None:
        handler.start(200, Content_Length="16")
        handler.wfile.write(LIST)

    with serving(lying) as server:
        report = pull(server.url())
    assert "more than its Content-Length says" in str(report.fault)
    assert [entry.id for entry in ledger.entries(quick.store, "fetch")] == ["feed/2026-03-01/failed"]


def test_fewer_bytes_than_declared_are_never_taken_for_the_file(pull: Pull, quick: Settings) -> None:
    def cut(handler: Handler) -> None:
        handler.start(200, Content_Length="1000")
        handler.wfile.write(LIST)

    with serving(cut) as server:
        report = pull(server.url())
    assert report.state == "failed"
    assert "the connection failed" in str(report.fault)
    assert report.files == ()
    assert len(server.asked) == 3


def test_chunks_that_break_off_are_never_taken_for_the_file(pull: Pull) -> None:
    def cut(handler: Handler) -> None:
        handler.start(200, Transfer_Encoding="chunked")
        handler.wfile.write(b"1a\r\n" + LIST + b"\r\n")

    with serving(cut) as server:
        assert pull(server.url()).state == "failed"


def bomb() -> bytes:
    return gzip.compress(b"0" * 70_000_000, 9)


def test_a_bomb_in_the_content_encoding_is_refused(pull: Pull, quick: Settings) -> None:
    packed = bomb()
    with serving(lambda handler: handler.say(packed, Content_Encoding="gzip")) as server:
        report = pull(server.url())
    assert "is it a bomb?" in str(report.fault)
    assert not list((quick.store / "tmp").iterdir())


def test_a_bomb_in_the_file_is_kept_and_refused_by_ingest(pull: Pull) -> None:
    packed = gzip.compress(b"#list\n" + b"0" * 70_000_000, 9)
    with serving(lambda handler: handler.say(packed)) as server:
        report = pull(server.url())
    assert [each.state for each in report.files] == ["refused"]


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate"])
def test_a_compression_that_was_not_asked_for_is_refused(pull: Pull, encoding: str) -> None:
    with serving(lambda handler: handler.say(LIST, Content_Encoding=encoding)) as server:
        assert "which was not asked for" in str(pull(server.url()).fault)


def test_damage_in_the_content_encoding_is_told(pull: Pull) -> None:
    with serving(lambda handler: handler.say(gzip.compress(LIST)[:-9], Content_Encoding="gzip")) as server:
        assert "damaged" in str(pull(server.url()).fault)


def test_something_that_is_no_http_is_told_in_a_short_line(pull: Pull) -> None:
    with dripping(b"SSH-2.0-OpenSSH_9.6" + b"x" * 2000 + b"\r\n\r\n", 0.0) as server:
        report = pull(server.url(), limits=replace(LIMITS, attempts=1))
    assert report.state == "failed"
    assert len(str(report.fault)) < 300


def test_a_host_that_nobody_listens_at_is_told(pull: Pull) -> None:
    with serving(good) as server:
        url = server.url()
    assert "the connection failed" in str(pull(url).fault)


def test_a_host_that_does_not_exist_is_told(pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> object:
        raise OSError("Name or service not known")

    monkeypatch.setattr("crosscount.flow.fetch.addresses.socket.getaddrinfo", nobody)
    assert "'feed.example' cannot be resolved" in str(pull("http://feed.example/list.txt").fault)
