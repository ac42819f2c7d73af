"""Whatever happens to a growing log, its records are taken once, and their account is that of one ingest."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crosscount.errors import StoreError
from crosscount.flow import ingest
from crosscount.flow.opening import Found
from crosscount.flow.watch import files as following
from crosscount.flow.watch import running
from crosscount.flow.watch.followed import passed_over
from crosscount.settings import Settings
from crosscount.store import cursors, durable
from tests.flow.watch.logs import (
    HEADER,
    OPENED,
    account,
    append,
    chunks,
    followed,
    line,
    lines,
    of_one_ingest,
    watching,
)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(following, "GRACE", 0.0)
    yield
    while OPENED:
        OPENED.pop().close()


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store")


def test_a_line_is_taken_when_it_is_whole(logs: Path, settings: Settings, tmp_path: Path) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER[:100])
    assert followed(files, settings) == 0
    append(log, HEADER[100:])
    assert followed(files, settings) == 0
    append(log, lines(0, 3) + line(3)[:20])
    assert followed(files, settings) == 3
    assert followed(files, settings) == 0
    append(log, line(3)[20:] + lines(4, 60))
    assert followed(files, settings) == 57
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 60)])


def test_a_last_line_without_an_end_is_left_until_it_is_asked_for(
    logs: Path, settings: Settings, tmp_path: Path
) -> None:
    text = HEADER + lines(0, 5) + line(5).rstrip("\n")
    append(logs / "conn.log", text)
    files = watching(logs, settings)
    assert followed(files, settings, last=True) == 5
    assert followed(files, settings, last=True, finish=True) == 1
    assert account(settings) == of_one_ingest(tmp_path, [text])


def test_a_renamed_log_goes_on_under_its_new_name(logs: Path, settings: Settings, tmp_path: Path) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(files, settings)
    append(log, lines(10, 12))
    log.rename(logs / "conn.log.1")
    append(logs / "conn.log.1", lines(12, 14) + line(14).rstrip("\n"))
    append(log, HEADER + lines(100, 103))
    assert followed(files, settings) == 8
    assert followed(files, settings) == 0
    whole = [HEADER + lines(0, 14) + line(14).rstrip("\n"), HEADER + lines(100, 103)]
    assert account(settings) == of_one_ingest(tmp_path, whole)


def test_only_the_log_was_named_and_its_rotated_part_is_still_read(
    logs: Path, settings: Settings, tmp_path: Path
) -> None:
    log = logs / "conn.log"
    files = watching(log, settings)
    append(logs / "conn.log.0", HEADER + lines(900, 910))  # from before, never asked for
    append(log, HEADER + lines(0, 10))
    followed(files, settings)
    log.rename(logs / "conn-2014-04-02.log")
    append(logs / "conn-2014-04-02.log", lines(10, 12))
    append(log, HEADER + lines(100, 103))
    followed(watching(log, settings), settings)  # after a restart
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 12), HEADER + lines(100, 103)])


def test_a_log_that_was_removed_is_read_to_its_end(logs: Path, settings: Settings, tmp_path: Path) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(files, settings)
    append(log, lines(10, 12))
    log.unlink()
    assert followed(files, settings) == 2
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 12)])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("again", [False, True])
def test_a_log_that_is_copied_and_cut_back_loses_nothing_and_counts_nothing_twice(
    logs: Path, settings: Settings, tmp_path: Path, packed: bool, again: bool
) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(files, settings)
    append(log, lines(10, 12))
    if again:
        followed(files, settings)
    if packed:
        (logs / "conn.log.1.gz").write_bytes(gzip.compress(log.read_bytes()))
    else:
        shutil.copy(log, logs / "conn.log.1")
    if again:
        followed(files, settings)
    os.truncate(log, 0)
    append(log, HEADER + lines(100, 130))  # longer than it was
    followed(files, settings)
    followed(watching(logs, settings), settings, last=True)
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 12), HEADER + lines(100, 130)])


def test_a_full_disk_ends_the_following_and_loses_nothing(
    logs: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(files, settings)
    append(log, lines(10, 12))
    shutil.copy(log, logs / "conn.log.1")
    os.truncate(log, 0)

    def full(root: Path, suffix: str = "") -> Path:
        if not suffix:  # what is put down as delivered no longer fits, what says how far it was read does
            raise OSError(errno.ENOSPC, "No space left on device")
        return named(root, suffix)

    named = durable.temporary
    monkeypatch.setattr(durable, "temporary", full)
    with pytest.raises(StoreError, match="cannot be written: No space left"):
        followed(files, settings)
    monkeypatch.setattr(durable, "temporary", named)
    append(log, HEADER + lines(100, 103))
    followed(watching(logs, settings), settings, last=True)
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 12), HEADER + lines(100, 103)])


def test_packing_a_rotated_log_changes_nothing(logs: Path, settings: Settings, tmp_path: Path) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(files, settings)
    log.rename(logs / "conn.log.1")
    append(log, HEADER + lines(20, 22))
    followed(files, settings)
    (logs / "conn.log.1.gz").write_bytes(gzip.compress((logs / "conn.log.1").read_bytes()))
    (logs / "conn.log.1").unlink()
    followed(files, settings)
    followed(watching(logs, settings), settings, last=True)
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 10), HEADER + lines(20, 22)])


def test_a_copy_in_the_making_is_not_another_log(logs: Path, settings: Settings, tmp_path: Path) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER + lines(0, 50))
    followed(files, settings)
    append(logs / "conn.log.1", log.read_bytes()[:1500])
    assert followed(files, settings) == 0
    append(logs / "conn.log.1", log.read_bytes()[1500:])
    assert followed(files, settings) == 0
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 50)])


def test_a_log_cut_back_without_a_copy_is_begun_anew_and_said(logs: Path, settings: Settings, tmp_path: Path) -> None:
    files, log = watching(logs, settings), logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(files, settings)
    os.truncate(log, 0)
    append(log, HEADER + lines(100, 103))
    followed(files, settings)
    assert "was cut back behind byte" in files.remarks[0]
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 10), HEADER + lines(100, 103)])


def test_another_header_in_the_middle_holds_from_there_on(logs: Path, settings: Settings, tmp_path: Path) -> None:
    other = "#fields\tts\tid.resp_h\tid.orig_h\tid.resp_p\tproto\n"
    rows = ["1396396900.5\t198.51.100.9\t192.0.2.77\t80\ttcp\n", "1396396901.5\t198.51.100.9\t192.0.2.78\t80\ttcp\n"]
    parts = [HEADER + lines(0, 3), line(3) + other + rows[0], rows[1], "#close\t2014\n" + HEADER + lines(4, 6)]
    files = watching(logs, settings)
    for part in [*parts, lines(6, 8)]:
        append(logs / "conn.log", part)
        followed(files, settings)
    told, once = account(settings), of_one_ingest(tmp_path, ["".join([*parts, lines(6, 8)])])
    assert told == once


def test_what_was_ingested_before_is_not_read_again(logs: Path, settings: Settings, tmp_path: Path) -> None:
    log = logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    ingest.run([log], settings=settings)
    append(log, lines(10, 12))
    assert followed(watching(logs, settings), settings) == 2
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 12)])


def test_what_an_ingest_takes_while_others_are_followed_is_not_read_again(
    logs: Path, settings: Settings, tmp_path: Path
) -> None:
    files = watching(logs, settings)
    assert followed(files, settings) == 0
    log = logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    ingest.run([log], settings=settings)
    append(log, lines(10, 12))
    assert followed(files, settings) == 2
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 12)])


def test_a_log_is_not_begun_in_the_middle_of_an_ingest_that_may_take_it(
    logs: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(logs / "conn.log", HEADER + lines(0, 10))
    files = watching(logs, settings)
    seen: list[int] = []

    def late(*given: Any) -> list[Found]:
        found = passed_over(*given)
        seen.append(followed(files, settings))  # `watch` looks after `ingest` has asked what is followed
        return found

    monkeypatch.setattr(ingest, "passed_over", late)
    [report] = ingest.run([logs / "conn.log"], settings=settings)
    assert (seen, report.read) == ([0], 10)
    append(logs / "conn.log", lines(10, 12))
    assert followed(files, settings) == 2
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 12)])


def test_ingesting_a_followed_log_later_changes_nothing(logs: Path, settings: Settings, tmp_path: Path) -> None:
    log = logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(watching(logs, settings), settings)
    [report] = ingest.run([log], settings=settings)
    assert (report.state, report.read) == ("skipped", 0)
    assert "was followed" in str(report.fault)
    (logs / "conn.log.gz").write_bytes(gzip.compress(log.read_bytes()))
    reports = ingest.run([logs / "conn.log.gz"], settings=settings)
    assert [each.state for each in reports] == ["skipped"]
    append(log, lines(10, 11))
    [report] = ingest.run([log], settings=settings)
    assert "crosscount watch --once" in str(report.fault)
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 10)])


def test_a_segment_taken_but_not_committed_is_committed_after_a_restart(
    logs: Path, settings: Settings, tmp_path: Path
) -> None:
    log = logs / "conn.log"
    append(log, HEADER + lines(0, 10))
    followed(watching(logs, settings), settings)
    append(log, lines(10, 20))
    watching(logs, settings).poll()  # killed here
    append(log, lines(20, 30))
    files = watching(logs, settings)
    ingest.publish(settings, files.pending())
    assert followed(files, settings) == 10
    ingest.publish(settings, watching(logs, settings).pending())
    assert account(settings) == of_one_ingest(tmp_path, [HEADER + lines(0, 30)])


def test_only_one_process_follows_into_a_store(logs: Path, settings: Settings) -> None:
    with cursors.only_one(settings.store), pytest.raises(StoreError, match="another 'crosscount watch'"):
        running.run([logs], settings=settings, once=True)


EVE = "".join(
    f'{{"timestamp":"2014-04-02T00:00:{n:02}.000000+0000","event_type":"flow","src_ip":"192.0.2.{n}","src_port":4000,'
    f'"dest_ip":"198.51.100.7","dest_port":443,"proto":"TCP","flow":{{"bytes_toserver":1,"bytes_toclient":2}}}}\n'
    for n in range(12)
)
ACCESS = "".join(
    f'192.0.2.{n} - - [02/Apr/2014:00:00:{n:02} +0000] "GET /a?{n} HTTP/1.1" 200 5 "-" "x"\n' for n in range(12)
)
TEXTS = {
    "conn.log": HEADER + lines(0, 40) + "broken\tline\n" + lines(40, 55),
    "eve.json": EVE + "{ not json\n" + EVE.replace("00:00", "00:01"),
    "www.example.cn.access.log": ACCESS,
}


@pytest.mark.parametrize("name", sorted(TEXTS))
@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_however_it_is_written_the_account_is_that_of_one_ingest(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("watch")
    (folder / "logs").mkdir()
    settings, text = Settings(store=folder / "store"), TEXTS[name].encode()
    sizes = data.draw(st.lists(st.integers(1, 900), max_size=8))
    files = watching(folder / "logs", settings)
    for chunk in chunks(text, sizes):
        append(folder / "logs" / name, chunk)
        os.utime(folder / "logs" / name, (1396396800, 1396396800 + len(chunk)))
        if data.draw(st.booleans()):
            files = watching(folder / "logs", settings)
        followed(files, settings)
    followed(files, settings, last=True)
    assert account(settings) == of_one_ingest(folder, [text], name)
