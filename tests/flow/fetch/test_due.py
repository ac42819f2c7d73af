"""What is due and what is not, one feed beside another, and settings that cannot be meant."""

from __future__ import annotations

import ast
import fcntl
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import crosscount
from crosscount.errors import InputError, SettingsError
from crosscount.flow import fetch
from crosscount.flow.fetch import pulling
from crosscount.settings import Feed, Settings
from crosscount.store import ledger
from tests.flow.fetch.conftest import NOON
from tests.flow.fetch.servers import serving

LIST = b"#list\n192.0.2.1\n"
PACKAGE = Path(crosscount.__file__).parent


def feeds(quick: Settings, *found: Feed) -> Settings:
    return replace(quick, feeds=tuple(replace(each, private=True) for each in found))


def test_a_feed_is_due_once_its_time_has_come(quick: Settings) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        settings = feeds(quick, Feed("six", url=server.url(), every="6h"), Feed("day", url=server.url(), every="1d"))
        states = [
            [(each.name, each.state) for each in fetch.run(settings=settings, now=NOON + timedelta(hours=hours))]
            for hours in (0, 1, 6, 24)
        ]
        due = {each.name: at for each, at in fetch.due(settings)}
    assert states == [
        [("six", "fetched"), ("day", "fetched")],
        [("six", "waiting"), ("day", "waiting")],
        [("six", "unchanged"), ("day", "waiting")],
        [("six", "unchanged"), ("day", "unchanged")],
    ]
    assert due == {
        "six": NOON + timedelta(hours=30) - timedelta(minutes=10),
        "day": NOON + timedelta(hours=48) - timedelta(minutes=10),
    }


def test_a_timer_that_fires_a_little_early_does_not_skip_a_day(quick: Settings) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        settings = feeds(quick, Feed("day", url=server.url(), every="1d"))
        fetch.run(settings=settings, now=NOON + timedelta(seconds=9))
        again = fetch.run(settings=settings, now=NOON + timedelta(days=1, seconds=1))
    assert again[0].state == "unchanged"


def test_a_failing_feed_stops_no_other_and_is_due_sooner(quick: Settings) -> None:
    with serving(lambda handler: handler.say(LIST, 200 if handler.path == "/good" else 404)) as server:
        settings = feeds(quick, Feed("bad", url=server.url("/bad")), Feed("good", url=server.url("/good")))
        bad, good = fetch.run(settings=settings, now=NOON)
        soon = fetch.run(settings=settings, now=NOON + timedelta(minutes=5))
        later = fetch.run(settings=settings, now=NOON + timedelta(minutes=15))
    assert (bad.state, good.state, bad.due) == ("failed", "fetched", NOON + timedelta(minutes=15))
    assert bad.fault == "the server answers 404, expected 200"
    assert [each.state for each in soon] == ["waiting", "waiting"]
    assert [each.state for each in later] == ["failed", "waiting"]
    failures = [entry.body for entry in ledger.entries(quick.store, "fetch") if "fault" in entry.body]
    assert len(failures) == 1, "one entry a day says that it failed"


def test_a_bug_of_ours_is_told_and_stops_no_other_feed(quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_: object) -> object:
        raise ZeroDivisionError("s3cr3t")

    monkeypatch.setitem(pulling._PULL, "taxii", explode)
    with serving(lambda handler: handler.say(LIST)) as server:
        settings = feeds(quick, Feed("a", kind="taxii", url=server.url()), Feed("b", url=server.url()))
        bad, good = fetch.run(settings=settings)
    assert (bad.fault, good.state) == ("fetching it failed, which is our bug: ZeroDivisionError in explode", "fetched")


def test_a_named_feed_is_fetched_due_or_not(quick: Settings) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        settings = feeds(quick, Feed("a", url=server.url()), Feed("b", url=server.url()))
        fetch.run(settings=settings, now=NOON)
        assert [each.name for each in fetch.run(settings=settings, names=["b"], now=NOON)] == ["b"]
    assert len(server.asked) == 3
    with pytest.raises(InputError, match="no feed 'c'"):
        fetch.run(settings=settings, names=["c"])


def test_a_feed_that_another_process_is_fetching_is_left_to_it(quick: Settings) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        settings = feeds(quick, Feed("a", url=server.url()))
        folder = quick.store / "fetching" / "a"
        folder.mkdir(parents=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            assert fetch.run(settings=settings)[0].state == "busy"
        assert fetch.run(settings=settings)[0].state == "fetched"
    assert len(server.asked) == 1


def test_a_lost_or_damaged_memory_costs_nothing_but_time(quick: Settings) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        settings = feeds(quick, Feed("a", url=server.url()))
        fetch.run(settings=settings, now=NOON)
        for damage in (b"", b"[]", b'{"at": "yesterday"}', b'{"state": 1}', b'{"wrong": 1}'):
            file = quick.store / "fetching" / "a" / "memory.json"
            file.chmod(stat.S_IRUSR | stat.S_IWUSR)
            file.write_bytes(damage)
            report = fetch.run(settings=settings, now=NOON)[0]
            assert [each.already for each in report.files] == [True]


def test_without_feeds_nothing_is_written(quick: Settings) -> None:
    assert fetch.run(settings=quick) == []
    assert not quick.store.exists()


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (Feed(url="https://feed.example/"), "name is ''"),
        (Feed("Upper", url="https://feed.example/"), "name is 'Upper'"),
        (Feed("../a", url="https://feed.example/"), "name is '../a'"),
        (Feed("a"), "any other a url"),
        (Feed("a", kind="folder", url="https://feed.example/"), "kind folder has a folder"),
        (Feed("a", kind="ftp", url="https://feed.example/"), "expected one of http, taxii"),
        (Feed("a", url="file:///etc/passwd"), "url starts with https://"),
        (Feed("a", url="https://me:secret@feed.example/"), "names no user"),
        (Feed("a", url="https://feed.example/", licence="free"), "licence is 'free'"),
        (Feed("a", url="https://feed.example/", source="none"), "no source 'none'"),
        (Feed("a", url="https://feed.example/", every="often"), "every is 'often'"),
        (Feed("a", url="https://feed.example/", every="0h"), "every is '0h'"),
        (Feed("a", url="https://feed.example/", days=-1), "days is -1"),
        (Feed("a", url="https://feed.example/", secret="absent.toml"), "cannot be read"),
    ],
)
def test_a_feed_that_cannot_be_meant_is_refused_before_anything_is_fetched(
    quick: Settings, feed: Feed, said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        fetch.run(settings=replace(quick, feeds=(feed,)))
    assert not quick.store.exists()


def test_two_feeds_of_one_name_are_refused(quick: Settings) -> None:
    feed = Feed("a", url="https://feed.example/")
    with pytest.raises(SettingsError, match="two feeds are called 'a'"):
        fetch.run(settings=replace(quick, feeds=(feed, feed)))


@pytest.mark.parametrize("text", ["token = 1", 'toke = "x"', "s3cr3t", 'token = " s3cr3t"', 'headers = "s3cr3t"'])
def test_a_secret_file_that_is_wrong_is_named_but_not_shown(quick: Settings, tmp_path: Path, text: str) -> None:
    (tmp_path / "secret.toml").write_text(text)
    feed = Feed("a", url="https://feed.example/", secret="secret.toml")
    with pytest.raises(SettingsError, match=r"secret\.toml") as raised:
        fetch.run(settings=replace(quick, feeds=(feed,)))
    assert "s3cr3t" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://feed.example/{token}", "http://feed.example/"])
def test_a_secret_does_not_cross_the_internet_in_the_clear(quick: Settings, tmp_path: Path, url: str) -> None:
    (tmp_path / "secret.toml").write_text('token = "t0ken"')
    feed = Feed("a", url=url, secret="secret.toml")
    report = fetch.run(settings=replace(quick, feeds=(feed,)))[0]
    assert "over https only" in str(report.fault)


def test_a_url_that_wants_a_token_needs_one(quick: Settings) -> None:
    report = fetch.run(settings=replace(quick, feeds=(Feed("a", url="https://feed.example/{token}"),)))[0]
    assert "no secret file gives a token" in str(report.fault)


def test_the_environment_sends_nobody_through_a_proxy(quick: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9/")
    with serving(lambda handler: handler.say(LIST)) as server:
        assert fetch.run(settings=feeds(quick, Feed("a", url=server.url())))[0].state == "fetched"


def test_nothing_but_fetch_can_open_a_connection() -> None:
    modules = {
        "socket",
        "http.client",
        "urllib.request",
        "ftplib",
        "smtplib",
        "requests",
        "httpx",
        "httpcore",
        "urllib3",
    }
    using = {str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*.py") if set(_imports(file)) & modules}
    using.discard("kernels/cleaning/ip.py")  # inet_pton: text to bytes
    using.discard("engines/master.py")  # asks whether the master that the user names is there
    assert using == {f"flow/fetch/{name}.py" for name in ("addresses", "connection", "wire")}


def _imports(file: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            plain += [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
    return plain
