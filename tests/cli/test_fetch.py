"""crosscount fetch and its part in crosscount run, as a user sees them."""

from __future__ import annotations

import os
from pathlib import Path

from crosscount.errors import FetchFailed, FileRefused, SettingsError
from tests.cli.conftest import Program
from tests.flow.fetch.servers import Handler, serving

LIST = b"192.0.2.1\n192.0.2.2\n"


def settings(folder: Path, *urls: str) -> None:
    feeds = "".join(
        f'[[feeds]]\nname = "feed-{number}"\nurl = "{url}"\nprivate = true\nevery = "6h"\n'
        for number, url in enumerate(urls, 1)
    )
    (folder / "crosscount.toml").write_text("fetch.attempts = 1\n" + feeds)


def answer(handler: Handler) -> None:
    handler.say(LIST, 404 if handler.path == "/bad" else 200)


def test_fetch_says_what_became_of_each_feed(program: Program, tmp_path: Path) -> None:
    with serving(answer) as server:
        settings(tmp_path, server.url("/gozi-2014-04-01.txt"))
        first, second = program("fetch"), program("fetch")
        named = program("fetch", "feed-1", "--json")
    assert (first.code, second.code) == (0, 0), first.err
    assert "feed-1: fetched; due from " in first.out
    assert "  address-list gozi-2014-04-01.txt: read 2 = kept 2 + set aside 0" in first.out
    assert "feed-1: not due; due from " in second.out
    assert named.json[0]["state"] == "unchanged"


def test_run_fetches_counts_and_says_what_is_not_due(program: Program, tmp_path: Path) -> None:
    with serving(answer) as server:
        settings(tmp_path, server.url("/gozi-2014-04-01.txt"))
        first, second = program("run"), program("run")
    assert (first.code, second.code) == (0, 0), first.err
    assert "feed-1: fetched" in first.out
    assert "1 day" in first.out
    assert "feed-1: not due; due from " in second.out


def test_run_does_the_rest_although_a_feed_fails(program: Program, tmp_path: Path) -> None:
    with serving(answer) as server:
        settings(tmp_path, server.url("/bad"), server.url("/gozi-2014-04-01.txt"))
        ended = program("run")
        status = program("status", "--json")
    assert ended.code == FetchFailed.exit_code
    assert "feed-1: failed: the server answers 404, expected 200" in ended.out
    assert "1 of 2 feeds failed (feed-1)" in ended.err
    assert status.json["to_conclude"] == []
    assert status.json["to_settle"] == []


def test_a_file_that_no_source_knows_has_an_exit_code(program: Program, tmp_path: Path) -> None:
    with serving(lambda handler: handler.say(b"\0\1\2 nothing that anyone writes")) as server:
        settings(tmp_path, server.url("/a.bin"))
        ended = program("fetch")
    assert ended.code == FileRefused.exit_code
    assert "unknown: a.bin" in ended.out


def test_status_says_when_feeds_are_due(program: Program, tmp_path: Path) -> None:
    with serving(answer) as server:
        settings(tmp_path, server.url("/gozi-2014-04-01.txt"))
        before = program("status").out
        program("fetch")
        after = program("status").out
    assert "feed feed-1: due, never fetched" in before
    assert "feed feed-1: due from 2" in after


def test_without_feeds_fetch_says_how_to_name_some_and_run_is_silent(program: Program) -> None:
    assert "[[feeds]]" in program("fetch").out
    assert "fetch" not in program("run").out


def test_a_wrong_table_is_a_wrong_setting(program: Program, tmp_path: Path) -> None:
    (tmp_path / "crosscount.toml").write_text('[feeds]\nname = "a"\n')
    assert program("fetch").code == SettingsError.exit_code
    (tmp_path / "crosscount.toml").write_text('[[feeds]]\nname = "a"\nur = "b"\n')
    assert "no setting 'feeds[1].ur'" in program("fetch").err


def test_a_watched_folder_is_named_from_the_settings_file(program: Program, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    file = tmp_path / "inbox" / "gozi-2014-04-01.txt"
    file.write_bytes(LIST)
    os.utime(file, (1_700_000_000, 1_700_000_000))
    (tmp_path / "crosscount.toml").write_text('[[feeds]]\nname = "inbox"\nkind = "folder"\nfolder = "inbox"\n')
    assert "  address-list gozi-2014-04-01.txt: read 2" in program("fetch").out
