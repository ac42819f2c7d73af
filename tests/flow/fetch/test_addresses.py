"""Nobody makes us read our own network: not by a URL, not by a redirect, not by a name server that changes its mind."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from crosscount.flow.fetch import addresses
from crosscount.settings import Settings
from tests.flow.fetch.conftest import Pull
from tests.flow.fetch.servers import Handler, pages, serving

LIST = b"#list\n192.0.2.1\n"
INTERNAL = (
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"),
    *("::1", "fc00::1", "fd12:3456::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("::127.0.0.1", "::10.1.2.3", "::ffff:0:10.0.0.1"),
)
NEVER = (
    *("0.0.0.0", "169.254.169.254", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "198.18.0.1"),
    *("192.0.0.1", "192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "0.1.2.3"),
    *("::", "fe80::1", "ff02::1", "2001:db8::1", "2001::1", "3fff::1", "100::1", "fec0::1", "::ffff:169.254.169.254"),
    *("64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "5f00::1", "4000::1", "no address"),
)
PUBLIC = ("1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8")


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_needs_private(address: str) -> None:
    assert addresses.forbidden(address, private=False)
    assert addresses.forbidden(address, private=True) is None


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_forbidden_to_every_feed(address: str) -> None:
    assert addresses.forbidden(address, private=False)
    assert addresses.forbidden(address, private=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_allowed(address: str) -> None:
    assert addresses.forbidden(address, private=False) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0177.0.0.1", "127.1"]
)
def test_a_feed_that_is_not_private_is_not_fetched_from_here(pull: Pull, host: str) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        report = pull(f"http://{host}:{server.port}/", private=False)
    assert report.state == "failed"
    assert server.asked == []


@pytest.fixture
def first_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 counts as public, so that a public server can be played; all else of loopback does not."""
    rule = addresses.forbidden

    def forbidden(address: str, *, private: bool) -> str | None:
        return None if address == "127.0.0.1" else rule(address, private=private)

    monkeypatch.setattr(addresses, "forbidden", forbidden)


@pytest.mark.usefixtures("first_is_public")
@pytest.mark.parametrize("host", ["127.0.0.2", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "0.0.0.0"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_an_internal_address_is_refused(pull: Pull, host: str, status: int) -> None:
    with serving(lambda handler: handler.say(LIST)) as inner:

        def away(handler: Handler) -> None:
            handler.say(b"", status, Location=f"http://{host}:{inner.port}/latest/meta-data")

        with serving(away) as outer:
            report = pull(outer.url(), private=False)
    assert report.state == "failed"
    assert "refused" in str(report.fault)
    assert len(outer.asked) == 1, "a refusal is final"
    assert inner.asked == []


@pytest.mark.usefixtures("first_is_public")
def test_a_redirect_on_the_second_step_is_refused_as_well(pull: Pull) -> None:
    steps = pages(
        lambda handler: handler.say(b"", 302, Location="/next"),
        lambda handler: handler.say(b"", 302, Location="//127.0.0.2/secret"),
    )
    with serving(steps) as server:
        report = pull(server.url(), private=False)
    assert "127.0.0.2" in str(report.fault)
    assert [path for _, path, _, _ in server.asked] == ["/list.txt", "/next"]


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://192.0.2.1/", "gopher://x/", "http://u:p@x/", "http://", ""]
)
def test_a_redirect_to_anything_but_plain_http_is_refused(pull: Pull, location: str) -> None:
    with serving(lambda handler: handler.say(b"", 302, Location=location)) as server:
        assert pull(server.url()).state == "failed"
    assert len(server.asked) <= 6


def test_a_redirect_is_followed_and_the_last_url_is_kept(pull: Pull, quick: Settings) -> None:
    from crosscount.store import ledger

    steps = pages(
        lambda handler: handler.say(b"", 302, Location="/b/gozi.txt?signature=abc"), lambda handler: handler.say(LIST)
    )
    with serving(steps) as server:
        assert pull(server.url("/a")).state == "fetched"
    body = ledger.entries(quick.store, "fetch")[0].body
    assert (body["url"], body["final_url"]) == (server.url("/a"), server.url("/b/gozi.txt"))


def test_redirects_end_after_five(pull: Pull) -> None:
    with serving(lambda handler: handler.say(b"", 302, Location=handler.path + "x")) as server:
        assert pull(server.url()).fault == "more than 5 redirects"
    assert len(server.asked) == 6


def test_a_secret_does_not_follow_a_redirect_to_another_server(pull: Pull, tmp_path: Any) -> None:
    (tmp_path / "secret.toml").write_text('token = "t0ken"\n')
    with serving(lambda handler: handler.say(LIST)) as other:
        steps = pages(
            lambda handler: handler.say(b"", 302, Location="/same"),
            lambda handler: handler.say(b"", 302, Location=other.url()),
        )
        with serving(steps) as server:
            assert pull(server.url(), secret="secret.toml").state == "fetched"
    assert server.sent("Authorization") == ["Bearer t0ken", "Bearer t0ken"]
    assert other.sent("Authorization") == [None]


def answering(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server that gives these addresses, call by call; the list of what it was asked."""
    left, asked = list(answers), []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port)) for a in found]

    monkeypatch.setattr("crosscount.flow.fetch.addresses.socket.getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.usefixtures("first_is_public")
def test_what_was_checked_is_what_is_connected_to(pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        # socket.create_connection resolves by the same function: were it given the name, it would get 10.0.0.1.
        asked = answering(monkeypatch, ["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"])
        report = pull(f"http://feed.example:{server.port}/list.txt", private=False)
    assert report.state == "fetched"
    assert asked == ["feed.example", "127.0.0.1"]
    assert server.sent("Host") == [f"feed.example:{server.port}"]


@pytest.mark.usefixtures("first_is_public")
def test_one_internal_address_forbids_the_name(pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda handler: handler.say(LIST)) as server:
        answering(monkeypatch, ["127.0.0.1", "10.0.0.1"])
        report = pull(f"http://feed.example:{server.port}/list.txt", private=False)
    assert "'feed.example' is at 10.0.0.1, a private or loopback address: refused" in str(report.fault)
    assert server.asked == []


@pytest.mark.usefixtures("first_is_public")
def test_each_attempt_is_checked_anew(pull: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda handler: handler.say(b"", 503)) as server:
        answering(monkeypatch, ["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"])
        report = pull(f"http://feed.example:{server.port}/list.txt", private=False)
    assert "10.0.0.1" in str(report.fault)
    assert len(server.asked) == 1
