"""The tables of SQLite, in memory, that the queries of Sigma rules are asked of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from crosscount.kernels.detecting.sigma_rule import ABSENT, COLUMNS, NUMBERS

__all__ = ["connection"]

Regexp = Callable[[str, Any], bool]  # pattern and value → whether it is found


class connection:  # noqa: N801
    """A table `logs` in memory, to be filled by whoever opens it."""

    def __init__(self, log: str, regexp: Regexp) -> None:
        self._log, self._regexp = log, regexp

    def __enter__(self) -> sqlite3.Connection:
        self._opened = sqlite3.connect(":memory:", isolation_level=None)
        self._opened.create_function("REGEXP", 2, self._regexp, deterministic=True)
        self._opened.create_function("IN_NETWORK", 2, _in_network, deterministic=True)
        kinds = (f'"{name}" {"INTEGER" if name in NUMBERS else "TEXT"} COLLATE NOCASE' for name in COLUMNS[self._log])
        self._opened.execute(f'CREATE TABLE logs (number INTEGER PRIMARY KEY, {", ".join(kinds)}, "{ABSENT}" TEXT)')
        return self._opened

    def __exit__(self, *_: object) -> None:
        self._opened.close()


@lru_cache(maxsize=100_000)
def _in_network(address: str | None, network: str) -> bool:
    try:
        return address is not None and ip_address(address) in _network(network)
    except ValueError:
        return False


@lru_cache
def _network(text: str) -> Any:
    return ip_network(text)
