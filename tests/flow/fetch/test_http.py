"""Files over HTTP: what is asked, what is kept, and what a second fetch does."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from crosscount.settings import Settings
from crosscount.store import lake, ledger, raw
from tests.flow.fetch.conftest import NOON, Pull
from tests.flow.fetch.servers import Handler, pages, serving

LIST = b"#list\n192.0.2.1\n192.0.2.2\n"
FLOWS = b"#tiny\n1395187200 192.0.2.1 198.51.100.1\n"


def observed(settings: Settings) -> list[str]:
    rows = lake.read(lake.at(settings.store, "observations"), ["observed_at"])
    return sorted(f"{at:%Y-%m-%d}" for at in rows.column(0).to_pylist())


def tagged(body: bytes, etag: str = '"one"') -> object:
    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.say(b"", 304, ETag=etag)
        else:
            handler.say(body, ETag=etag, Last_Modified="Sun, 01 Mar 2026 10:00:00 GMT")

    return answer


def test_a_file_is_kept_ingested_and_written_into_the_ledger(pull: Pull, quick: Settings) -> None:
    with serving(tagged(LIST)) as server:
        report = pull(server.url("/gozi.txt"), publisher="a friend of ours", licence="closed")
    assert (report.state, report.fault) == ("fetched", None)
    assert [(each.name, each.kept, each.state) for each in report.files] == [("gozi.txt", 2, "ingested")]
    entry = ledger.entries(quick.store, "fetch")[0]
    assert entry.at == NOON
    body = entry.body
    assert raw.path(quick.store, body["sha256"]).read_bytes() == LIST
    assert (body["feed"], body["publisher"], body["licence"]) == ("feed", "a friend of ours", "closed")
    assert (body["url"], body["status"], body["etag"]) == (server.url("/gozi.txt"), 200, '"one"')
    assert body["last_modified"] == "Sun, 01 Mar 2026 10:00:00 GMT"
    row = lake.read(lake.at(quick.store, "snapshots")).to_pylist()[0]
    assert body["snapshots"] == [row["snapshot"]]
    assert (row["publisher"], row["licence"], row["name"]) == ("a friend of ours", "closed", "gozi.txt")


def test_an_undated_list_is_of_the_day_of_its_fetch(pull: Pull, quick: Settings) -> None:
    with serving(tagged(LIST)) as server:
        pull(server.url())
    assert observed(quick) == ["2026-03-01", "2026-03-01"]


def test_a_day_in_the_name_goes_before_the_day_of_the_fetch(pull: Pull, quick: Settings) -> None:
    with serving(tagged(LIST)) as server:
        pull(server.url("/gozi-2014-03-19.txt"))
    assert observed(quick) == ["2014-03-19", "2014-03-19"]


def test_not_modified_on_another_day_is_a_new_sighting_of_an_undated_list(pull: Pull, quick: Settings) -> None:
    with serving(tagged(LIST)) as server:
        pull(server.url())
        report = pull(server.url(), now=NOON + timedelta(days=1))
        again = pull(server.url(), now=NOON + timedelta(days=1, hours=1))
    assert server.sent("If-None-Match") == [None, '"one"', '"one"']
    assert server.sent("If-Modified-Since")[1] == "Sun, 01 Mar 2026 10:00:00 GMT"
    assert (report.state, again.state) == ("unchanged", "unchanged")
    assert [each.already for each in (*report.files, *again.files)] == [False, True]
    assert observed(quick) == ["2026-03-01", "2026-03-01", "2026-03-02", "2026-03-02"]
    assert len(ledger.entries(quick.store, "fetch")) == 2


def test_the_same_bytes_without_an_etag_are_a_new_sighting_too(pull: Pull, quick: Settings) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        pull(server.url())
        report = pull(server.url(), now=NOON + timedelta(days=1))
    assert report.state == "unchanged"
    assert observed(quick) == ["2026-03-01", "2026-03-01", "2026-03-02", "2026-03-02"]


def test_not_modified_of_a_file_with_times_changes_nothing(pull: Pull, quick: Settings) -> None:
    with serving(tagged(FLOWS)) as server:
        pull(server.url())
        report = pull(server.url(), now=NOON + timedelta(days=1))
    assert [each.already for each in report.files] == [True]
    assert observed(quick) == ["2014-03-19"]


def test_a_file_that_the_store_lost_is_asked_for_without_conditions(pull: Pull, quick: Settings) -> None:
    with serving(tagged(LIST)) as server:
        pull(server.url())
        raw.path(quick.store, ledger.entries(quick.store, "fetch")[0].body["sha256"]).unlink()
        pull(server.url(), now=NOON + timedelta(days=1))
    assert server.sent("If-None-Match") == [None, None]


def test_another_url_is_asked_without_the_conditions_of_the_first(pull: Pull) -> None:
    with serving(tagged(LIST)) as server:
        pull(server.url("/a.txt"))
        pull(server.url("/b.txt"))
    assert server.sent("If-None-Match") == [None, None]


def test_compression_on_the_way_is_undone(pull: Pull, quick: Settings) -> None:
    with serving(lambda handler: handler.say(gzip.compress(LIST), Content_Encoding="gzip")) as server:
        report = pull(server.url())
    assert server.sent("Accept-Encoding") == ["gzip"]
    assert report.files[0].kept == 2
    assert raw.path(quick.store, ledger.entries(quick.store, "fetch")[0].body["sha256"]).read_bytes() == LIST


def test_a_compressed_file_is_kept_as_it_is(pull: Pull, quick: Settings) -> None:
    packed = gzip.compress(LIST)
    with serving(lambda handler: handler.say(packed)) as server:
        report = pull(server.url("/gozi.txt.gz"))
    assert (report.files[0].name, report.files[0].kept) == ("gozi.txt", 2)
    assert raw.path(quick.store, ledger.entries(quick.store, "fetch")[0].body["sha256"]).read_bytes() == packed


@pytest.mark.parametrize(
    ("path", "disposition", "name"),
    [
        ("/get?id=1", 'attachment; filename="gozi.txt"', "gozi.txt"),
        ("/get?id=1", "attachment; filename=gozi.txt; size=3", "gozi.txt"),
        ("/get?id=1", "attachment; filename=x; filename*=UTF-8''a%2Fgozi%20one.txt", "gozi_one.txt"),
        ("/get?id=1", 'attachment; filename="../../etc/passwd"', "passwd"),
        ("/get?id=1", 'attachment;filename*0*=\\;filename*="', "get"),
        ("/get?id=1", "filename=" + "." * 200 + "a" * 10, "a" * 10),
        ("/get?id=1", 'attachment; filename="..\\..\\.hidden"', "hidden"),
        ("/a%2f..%2f%00b", "", "_b"),
        ("/", "", "feed"),
    ],
)
def test_a_name_from_the_server_is_never_a_path(
    pull: Pull, quick: Settings, path: str, disposition: str, name: str
) -> None:
    headers = {"Content_Disposition": disposition} if disposition else {}
    with serving(lambda handler: handler.say(LIST, **headers)) as server:
        assert pull(server.url(path)).files[0].name == name


def test_a_secret_is_sent_and_shown_nowhere(pull: Pull, quick: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text('token = "s3cr3t-t0ken"\n[headers]\n"X-Key" = "k3y-of-ours"\n')
    with serving(pages(tagged(LIST), lambda handler: handler.say(b"", 403))) as server:
        pull(server.url("/list.txt?key={token}"), secret="secret.toml")
        report = pull(server.url("/other.txt"), secret="secret.toml")
    assert server.asked[0][1] == "/list.txt?key=s3cr3t-t0ken"
    assert server.sent("X-Key") == ["k3y-of-ours", "k3y-of-ours"]
    assert server.sent("Authorization") == [None, "Bearer s3cr3t-t0ken"]
    kept = [path.read_bytes() for path in quick.store.rglob("*") if path.is_file()]
    told = repr(ledger.entries(quick.store, "fetch")).encode() + repr(report).encode()
    assert not any(word in content for content in [*kept, told] for word in (b"s3cr3t", b"k3y-of"))


def test_a_feed_whose_file_no_source_knows_says_so_and_keeps_the_bytes(pull: Pull, quick: Settings) -> None:
    with serving(lambda handler: handler.say(b"<html>Welcome to our portal</html>")) as server:
        report = pull(server.url())
    assert (report.state, report.files[0].state) == ("fetched", "unknown")
    assert "handed" not in str(report.files[0].fault)
    assert raw.verify(quick.store, ledger.entries(quick.store, "fetch")[0].body["sha256"])
