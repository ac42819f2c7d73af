"""One request, one answer, on a connection of its own.

Nothing is followed, retried, decoded or taken from the environment here. TLS and the Host header keep the host's name
while `connection` goes to its checked address. An answer that differs from its Content-Length is an error.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore
import httpx

from crosscount.errors import FetchFailed, SettingsError
from crosscount.flow.fetch.connection import Backend

__all__ = ["Answer", "Broken", "Call", "joined", "origin", "send"]

_CLOSING = 0.5  # seconds in which a server that was asked to close does so, or sends what it should not


class Broken(Exception):
    """The connection failed or ended early: trying again may help."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked, of whom, and how long the answer may take."""

    url: str
    headers: Mapping[str, str]
    deadline: float  # of time.monotonic()
    silence: float  # seconds without a byte
    private: bool = False
    authorities: str = ""  # PEM file, besides the public authorities
    body: bytes | None = None  # None: GET, else POST


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers by lower-case name, and the body as it arrives, not decoded."""

    status: int
    headers: Mapping[str, str]
    body: Callable[[], Iterator[bytes]]


@contextmanager
def send(call: Call) -> Iterator[Answer]:
    """Open the connection, send the request, give the answer, close the connection."""
    try:
        method = "GET" if call.body is None else "POST"
        request = httpx.Request(method, call.url, headers={**call.headers, "Connection": "close"}, content=call.body)
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as error:
        raise FetchFailed("the URL or a header of the feed cannot be used in a request") from error
    backend = Backend(call.deadline, private=call.private)
    with (
        _named(call),
        httpcore.ConnectionPool(ssl_context=_trust(call.authorities), network_backend=backend, retries=0) as pool,
    ):
        answer = pool.handle_request(
            httpcore.Request(
                method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=call.body or b"",
                extensions={"timeout": dict.fromkeys(("connect", "read", "write"), call.silence)},
            )
        )
        headers = dict(httpx.Headers(answer.headers))
        try:
            yield Answer(answer.status, headers, lambda: _body(answer, headers, backend, call))
        finally:
            answer.close()


def joined(url: str, location: str) -> str:
    """Where a redirect leads; FetchFailed unless that is http or https, without a user name, and no step down."""
    try:
        old, new = httpx.URL(url), httpx.URL(url).join(location)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchFailed(f"redirected to something that is no URL: {error}") from error
    if new.scheme not in {"http", "https"} or not new.host or new.userinfo:
        raise FetchFailed("redirected to something else than a plain http or https address: refused")
    if old.scheme == "https" and new.scheme == "http":
        raise FetchFailed("redirected from https to http: refused")
    return str(new)


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; what is secret goes to one origin only. FetchFailed if it is no URL."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchFailed(f"the URL cannot be used: {error}") from error
    return parsed.scheme, parsed.host, parsed.port  # httpx leaves a scheme's own port out


def _body(answer: httpcore.Response, headers: Mapping[str, str], backend: Backend, call: Call) -> Iterator[bytes]:
    with _named(call):
        yield from answer.iter_stream()
        declared = headers.get("content-length", "")
        if "transfer-encoding" in headers or not declared.isdecimal():
            return
        if backend.arrived(_CLOSING) > int(declared):
            raise FetchFailed("the server sends more than its Content-Length says: what it sent may be cut, refused")


@contextmanager
def _named(call: Call) -> Iterator[None]:
    """Makes one class of whatever a connection can die of."""
    try:
        yield
    except httpcore.UnsupportedProtocol as error:
        raise FetchFailed("only http and https are fetched") from error
    except httpcore.LocalProtocolError:
        # Its text may show a header, and that may be secret.
        raise FetchFailed("a header of the feed is not valid in HTTP") from None
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        if isinstance(error.__context__, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(error):
            raise FetchFailed(f"the server's certificate is not trusted: {error}") from error
        if time.monotonic() >= call.deadline:
            raise Broken("it takes longer than fetch.seconds allows") from error
        if isinstance(error, httpcore.TimeoutException):
            raise Broken(f"not a byte from the server in {call.silence:g} s (fetch.silence)") from error
        raise Broken(f"the connection failed: {str(error)[:200] or type(error).__name__}") from error


def _trust(authorities: str) -> ssl.SSLContext:
    context = httpx.create_ssl_context(verify=True, trust_env=False)
    if authorities:
        try:
            context.load_verify_locations(authorities)
        except (OSError, ssl.SSLError) as error:
            raise SettingsError(f"the certificate authorities '{authorities}' cannot be read: {error}") from error
    return context
