"""Servers on loopback, each in a thread of the test process: some behave, some do not."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Server:
    """Where it listens and what it was asked."""

    port: int
    scheme: str = "http"
    host: str = "127.0.0.1"
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)  # method, path, headers, body

    def url(self, path: str = "/list.txt") -> str:
        """A URL of this server."""
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def sent(self, name: str) -> list[str | None]:
        """The values of one header, request by request."""
        return [headers.get(name.lower()) for _, _, headers, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Gives each request to a function of the test."""

    server: Listening
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.about.asked.append((self.command, self.path, headers, body))
        self.close_connection = True
        with suppress(BrokenPipeError, ConnectionResetError):  # the client had enough, which is what most tests want
            self.server.answer(self)

    def do_POST(self) -> None:
        self.do_GET()

    def say(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """A plain answer; header names with "_" for "-"."""
        self.start(status, **{"Content_Length": str(len(body)), **headers})
        self.wfile.write(body)

    def start(self, status: int = 200, **headers: str) -> None:
        """The status line and the headers."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class Listening(ThreadingHTTPServer):
    """A server whose broken connections are nobody's concern."""

    daemon_threads = True
    block_on_close = False
    about: Server
    answer: Callable[[Handler], None]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def serving(answer: Callable[[Handler], None], *, secure: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that answers each request by that function."""
    server = Listening(("127.0.0.1", 0), Handler)
    server.about = Server(server.server_address[1], "https" if secure else "http")
    server.answer = answer
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.about
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def dripping(data: bytes, pause: float) -> Iterator[Server]:
    """A server that accepts, then sends a byte at a time, from the first of the status line on."""
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def run() -> None:
        try:
            connection, _ = listening.accept()
            with connection:
                for byte in data:
                    connection.sendall(bytes([byte]))
                    if stop.wait(pause):
                        return
        except OSError:
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield Server(listening.getsockname()[1])
    finally:
        stop.set()
        listening.close()
        thread.join(5)


def pages(*answers: Callable[[Handler], None]) -> Callable[[Handler], None]:
    """The first function for the first request and so on; the last for all further ones."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)
