"""TAXII collections, Shadowserver reports and inboxes."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crosscount.settings import Settings
from crosscount.store import lake, ledger, raw
from tests.flow.fetch.conftest import NOON, Pull
from tests.flow.fetch.servers import Handler, serving

COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
OTHER = "52892447-4d7e-4f70-b94d-d7f22742ff63"
MEDIA = "application/taxii+json;version=2.1"
OBJECTS = [
    {"type": "indicator", "id": f"indicator--{n}", "pattern": f"[ipv4-addr:value = '192.0.2.{n}']"} for n in range(5)
]


class Taxii:
    """A TAXII 2.1 server with two collections, of which one cannot be read; pages hold two objects."""

    def __init__(self, *, next_page: bool = True, last: bool = True) -> None:
        self.objects, self.next_page, self.last, self.circle = list(OBJECTS), next_page, last, False

    def __call__(self, handler: Handler) -> None:
        path, query = urlsplit(handler.path).path, parse_qs(urlsplit(handler.path).query)
        if handler.headers.get("Accept") != MEDIA:
            handler.say(b"", 406)
        elif path == "/taxii2/":
            self.json(handler, {"title": "test", "api_roots": ["/roots/one/"]})
        elif path == "/roots/one/":
            self.json(handler, {"title": "root", "versions": [MEDIA], "max_content_length": 1000})
        elif path == "/roots/one/collections/":
            listed = [{"id": COLLECTION, "title": "C2", "alias": "c2", "can_read": True}]
            self.json(handler, {"collections": [*listed, {"id": OTHER, "title": "Hidden", "can_read": False}]})
        elif path == f"/roots/one/collections/{COLLECTION}/objects/":
            self.page(handler, query)
        else:
            handler.say(b"", 404)

    def page(self, handler: Handler, query: dict[str, list[str]]) -> None:
        after = int(query["added_after"][0][-2:-1]) + 1 if "added_after" in query else 0
        start = 0 if self.circle else int(query["next"][0]) if "next" in query else after
        shown = self.objects[start : start + 2]
        more = start + 2 < len(self.objects)
        found: dict[str, Any] = {"more": more, "objects": shown} if shown else {}
        if more and self.next_page:
            found["next"] = str(start + 2)
        headers = {}
        if shown and self.last:
            headers["X_TAXII_Date_Added_Last"] = f"2026-02-01T00:00:0{start + len(shown) - 1}Z"
        self.json(handler, found, **headers)

    @staticmethod
    def json(handler: Handler, found: Any, **headers: str) -> None:
        handler.say(json.dumps(found).encode(), Content_Type=MEDIA, **headers)


def bundles(settings: Settings) -> list[list[str]]:
    """The ids of the objects of every bundle."""
    entries = [entry.body for entry in ledger.entries(settings.store, "fetch") if "sha256" in entry.body]
    found = [json.loads(raw.path(settings.store, body["sha256"]).read_bytes()) for body in entries]
    assert all(each["type"] == "bundle" and each["id"].startswith("bundle--") for each in found)
    return [[one["id"] for one in each["objects"]] for each in found]


ALL = [each["id"] for each in OBJECTS]


@pytest.mark.parametrize("path", ["/taxii2/", "/roots/one/", "/roots/one", f"/roots/one/collections/{COLLECTION}/"])
@pytest.mark.parametrize("next_page", [True, False])
def test_a_collection_is_read_page_by_page(pull: Pull, quick: Settings, path: str, next_page: bool) -> None:
    with serving(Taxii(next_page=next_page)) as server:
        report = pull(server.url(path), kind="taxii")
    assert (report.fault, report.state) == (None, "fetched")
    assert bundles(quick) == [ALL]
    assert ledger.entries(quick.store, "fetch")[0].body["name"] == f"feed-{COLLECTION}.json"


def test_only_what_was_added_since_is_asked_for(pull: Pull, quick: Settings) -> None:
    taxii = Taxii()
    with serving(taxii) as server:
        pull(server.url("/taxii2/"), kind="taxii")
        nothing = pull(server.url("/taxii2/"), kind="taxii", now=NOON + timedelta(hours=1))
        taxii.objects.append({"type": "indicator", "id": "indicator--new"})
        pull(server.url("/taxii2/"), kind="taxii", now=NOON + timedelta(hours=2))
    assert (nothing.state, nothing.files) == ("unchanged", ())
    assert bundles(quick) == [ALL, ["indicator--new"]]


def test_a_server_that_dates_nothing_is_read_whole_each_time(pull: Pull, quick: Settings) -> None:
    with serving(Taxii(last=False)) as server:
        pull(server.url("/roots/one/"), kind="taxii")
        pull(server.url("/roots/one/"), kind="taxii", now=NOON + timedelta(days=1))
    first, second = [entry.body["sha256"] for entry in ledger.entries(quick.store, "fetch")]
    assert first == second, "equal objects make equal bytes"


def test_pages_in_a_circle_end(pull: Pull) -> None:
    taxii = Taxii()
    taxii.circle = True
    with serving(taxii) as server:
        assert pull(server.url("/roots/one/"), kind="taxii").fault == "the server's pages lead in a circle"


def test_a_collection_that_is_not_offered_is_named(pull: Pull) -> None:
    with serving(Taxii()) as server:
        assert pull(server.url("/taxii2/"), kind="taxii", only=("c2",)).state == "fetched"
        assert pull(server.url("/taxii2/"), kind="taxii", only=("C2", "Hidden")).fault == (
            "the server offers no readable collection Hidden"
        )


@pytest.mark.parametrize(
    "said", [b"", b"[]", b"<html>", b'{"collections": 1}', b'{"collections": [1]}', b"[" * 100_000, b"\xff"]
)
def test_an_answer_that_is_no_taxii_is_told(pull: Pull, said: bytes) -> None:
    with serving(lambda handler: handler.say(said)) as server:
        assert pull(server.url("/taxii2/"), kind="taxii").state == "failed"


def test_a_root_elsewhere_is_asked_without_the_secret(pull: Pull, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text('user = "me"\npassword = "pass"\n')
    with serving(Taxii()) as other:

        def discovery(handler: Handler) -> None:
            Taxii.json(handler, {"api_roots": [other.url("/roots/one/")]})

        with serving(discovery) as server:
            assert pull(server.url("/taxii2/"), kind="taxii", secret="secret.toml").state == "fetched"
    assert server.sent("Authorization") == ["Basic bWU6cGFzcw=="]
    assert set(other.sent("Authorization")) == {None}


class Shadowserver:
    """An API that lists two reports for the first of March, and a server that has one of them."""

    def __init__(self) -> None:
        self.reports = [self.report("AbC-1", "event4_sinkhole"), self.report("AbC-2", "scan_ssl")]
        self.files = {"/dl/AbC-1": b"#list\n192.0.2.1\n", "/dl/AbC-2": b"#list\n192.0.2.2\n"}

    @staticmethod
    def report(name: str, kind: str) -> dict[str, str]:
        file = f"2026-03-01-{kind}-example-asn.csv"
        return {"id": name, "type": kind, "report": "example", "timestamp": "2026-03-01 00:00:00", "file": file}

    def __call__(self, handler: Handler) -> None:
        if handler.command == "POST":
            body = handler.server.about.asked[-1][3]
            signed = hmac.new(b"our-s3cret", body, hashlib.sha256).hexdigest()
            asked = json.loads(body)
            if (
                handler.headers.get("HMAC2") != signed
                or asked["apikey"] != "our-k3y"
                or handler.path != "/api2/reports/list"
            ):
                handler.say(b"", 401)
            else:
                handler.say(json.dumps(self.reports if asked["date"] == "2026-03-01" else []).encode())
        elif handler.path in self.files:
            handler.say(self.files[handler.path])
        else:
            handler.say(b"", 404)


@pytest.fixture
def shadowserver(tmp_path: Path) -> Shadowserver:
    (tmp_path / "secret.toml").write_text('key = "our-k3y"\nsecret = "our-s3cret"\n')
    return Shadowserver()


def asked(server: Any, **more: Any) -> dict[str, Any]:
    return {
        "url": server.url("/api2/"),
        "kind": "shadowserver",
        "secret": "secret.toml",
        "days": 1,
        "downloads": server.url("/dl/"),
        "now": NOON,
        **more,
    }


def test_reports_are_listed_with_a_signature_and_fetched_once(
    pull: Pull, quick: Settings, shadowserver: Shadowserver
) -> None:
    with serving(shadowserver) as server:
        report = pull(**asked(server))
        again = pull(**asked(server, now=NOON + timedelta(hours=12, minutes=1)))
    assert report.fault is None
    assert [each.name for each in report.files] == [each["file"] for each in shadowserver.reports]
    assert (again.state, again.files) == ("unchanged", ())
    assert [path for method, path, _, _ in server.asked if method == "GET"] == ["/dl/AbC-1", "/dl/AbC-2"]
    dates = [json.loads(body)["date"] for method, _, _, body in server.asked if method == "POST"]
    assert dates == ["2026-02-28", "2026-03-01", "2026-03-01", "2026-03-02"]
    days = lake.read(lake.at(quick.store, "observations"), ["observed_at"]).column(0).to_pylist()
    assert {f"{day:%Y-%m-%d}" for day in days} == {"2026-03-01"}
    assert "k3y" not in repr(ledger.entries(quick.store, "fetch"))


def test_what_was_fetched_before_a_failure_is_kept(pull: Pull, shadowserver: Shadowserver) -> None:
    lost = shadowserver.files.pop("/dl/AbC-2")
    with serving(shadowserver) as server:
        failed = pull(**asked(server))
        shadowserver.files["/dl/AbC-2"] = lost
        good = pull(**asked(server, now=NOON + timedelta(hours=1)))
    assert (failed.state, [each.kept for each in failed.files]) == ("failed", [1])
    assert (good.state, [each.kept for each in good.files]) == ("fetched", [1])
    assert [path for method, path, _, _ in server.asked if method == "GET"] == ["/dl/AbC-1", "/dl/AbC-2", "/dl/AbC-2"]


def test_only_the_wanted_reports_are_fetched(pull: Pull, shadowserver: Shadowserver) -> None:
    with serving(shadowserver) as server:
        assert len(pull(**asked(server, only=("scan_ssl",))).files) == 1


@pytest.mark.parametrize("said", [b"{}", b"nonsense", b'[{"id": "../../etc"}]', b"[1]", b'[{"file": "x"}]'])
def test_an_answer_that_is_no_list_of_reports_is_told(pull: Pull, shadowserver: Shadowserver, said: bytes) -> None:
    with serving(lambda handler: handler.say(said)) as server:
        assert pull(**asked(server)).state == "failed"
    assert {method for method, _, _, _ in server.asked} == {"POST"}


def test_a_signed_request_is_not_redirected(pull: Pull, shadowserver: Shadowserver) -> None:
    with serving(lambda handler: handler.say(b"", 307, Location="/elsewhere")) as server:
        assert "signed request" in str(pull(**asked(server)).fault)
    assert len(server.asked) == 1


def put(folder: Path, name: str, content: bytes, at: datetime) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (at.timestamp(), at.timestamp()))
    return file


def test_files_of_an_inbox_are_read_once_and_left_in_place(pull: Pull, quick: Settings, tmp_path: Path) -> None:
    inbox, march = tmp_path / "inbox", datetime(2026, 2, 20, tzinfo=UTC)
    put(inbox, "gozi.txt", b"#list\n192.0.2.1\n", march)
    put(inbox, "2014-03-19/zeus.txt", b"#list\n192.0.2.2\n", march)
    put(inbox, ".hidden", b"#list\n192.0.2.3\n", march)
    put(inbox, "half.txt.part", b"#list\n192.0.2.4\n", march)
    first = pull(kind="folder", folder="inbox")
    second = pull(kind="folder", folder="inbox", now=NOON + timedelta(days=9))
    assert [(each.name, each.kept) for each in first.files] == [("2014-03-19/zeus.txt", 1), ("gozi.txt", 1)]
    assert (second.state, second.files) == ("unchanged", ())
    assert sum(path.is_file() for path in inbox.rglob("*")) == 4
    days = lake.read(lake.at(quick.store, "observations"), ["observed_at"]).column(0).to_pylist()
    assert sorted(f"{day:%Y-%m-%d}" for day in days) == ["2014-03-19", "2026-02-20"]


def test_a_file_that_was_put_there_again_is_a_new_sighting(pull: Pull, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, "gozi.txt", b"#list\n192.0.2.1\n", datetime(2026, 2, 20, tzinfo=UTC))
    pull(kind="folder", folder="inbox")
    put(inbox, "gozi.txt", b"#list\n192.0.2.1\n", datetime(2026, 2, 21, tzinfo=UTC))
    report = pull(kind="folder", folder="inbox", now=NOON + timedelta(days=1))
    assert [each.already for each in report.files] == [False]


def test_a_file_that_may_still_grow_waits(pull: Pull, tmp_path: Path) -> None:
    file = put(tmp_path / "inbox", "gozi.txt", b"#list\n192.0.2.1\n", datetime.now(UTC))
    report = pull(kind="folder", folder="inbox")
    assert report.files == ()
    assert report.notes == ("gozi.txt changed a moment ago and may still grow; left for the next time",)
    os.utime(file, (time.time() - 60, time.time() - 60))
    assert len(pull(kind="folder", folder="inbox", now=NOON + timedelta(days=1)).files) == 1


def test_an_odd_name_in_an_inbox_is_no_harm(pull: Pull, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "inbox")
    os.makedirs(folder)
    for name in (b"caf\xe9.txt", b"a\nb.txt", b"n0-x.txt"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"#list\n192.0.2.1\n" + name.hex().encode() + b"\n")
        os.utime(os.path.join(folder, name), (1_700_000_000, 1_700_000_000))
    report = pull(kind="folder", folder="inbox")
    assert [each.state for each in report.files] == ["ingested"] * 3


def test_an_inbox_that_is_not_there_is_told(pull: Pull) -> None:
    assert "does not exist" in str(pull(kind="folder", folder="nowhere").fault)
