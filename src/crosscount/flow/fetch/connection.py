"""A connection to a checked address that lives until a deadline.

What addresses.allowed has checked is what is connected to; nothing resolves the name a second time. Every read, also of
headers that arrive byte by byte, ends at the deadline.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import httpcore

from crosscount.flow.fetch import addresses

__all__ = ["Backend", "Stream"]


class Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and counts what arrives."""

    def __init__(self, deadline: float, *, private: bool) -> None:
        self._deadline, self._private = deadline, private  # of time.monotonic()
        self._plain = httpcore.SyncBackend()
        self._stream: Stream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers."""
        last: Exception | None = None
        for address in addresses.allowed(host, port, private=self._private):
            try:
                plain = self._plain.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                self._stream = Stream(plain, self)
                return self._stream
        raise last or httpcore.ConnectError("no address")

    def left(self, timeout: float | None) -> float:
        """Seconds that the next step may take."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return left if timeout is None else min(left, timeout)

    def arrived(self, wait: float) -> int:
        """Bytes of body so far, after waiting for bytes that should not come."""
        assert self._stream is not None
        with suppress(httpcore.TimeoutException, httpcore.NetworkError):
            self._stream.read(1, wait)
        return self._stream.body

    def secured(self, stream: Stream) -> Stream:
        """The stream under TLS takes the place of the plain one."""
        self._stream = stream
        return stream


class Stream(httpcore.NetworkStream):
    """A connection whose every read ends at the deadline, and that knows how many bytes came after the headers."""

    def __init__(self, inner: httpcore.NetworkStream, backend: Backend) -> None:
        self._inner, self._backend = inner, backend
        self._head: bytes | None = b""  # None once the headers are over
        self.body = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._backend.left(timeout))
        if self._head is None:
            self.body += len(data)
            return data
        self._head += data
        while self._head is not None and (end := self._head.find(b"\r\n\r\n")) >= 0:
            rest = self._head[end + 4 :]
            if self._head.startswith(b"HTTP/1.1 1"):  # an interim answer: another head follows
                self._head = rest
            else:
                self._head, self.body = None, len(rest)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return self._backend.secured(Stream(inner, self._backend))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
