"""Work for engines in tests. Workers import it, so it is functions of a module."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from crosscount.errors import FileRefused
from crosscount.kernels.counting.distinct import PAIRS

__all__ = ["members", "refuse", "square", "whose"]


def square(number: int) -> int:
    return number * number


def whose(_: int) -> int:
    """The process that runs the worker: the executor."""
    time.sleep(0.3)
    return os.getppid()


def refuse(name: str) -> str:
    raise FileRefused(f"'{name}' is refused")


def members(item: tuple[int, str]) -> Iterator[pa.Table]:
    """A thousand addresses of one country, slowly; a file in the folder says that it was begun."""
    number, folder = item
    (Path(folder) / f"begun-{number}-{os.getpid()}").touch()
    time.sleep(0.5)
    columns = {
        "origin_country": pa.repeat("US", 1000),
        "target_country": pa.repeat("CN", 1000),
        "network": pa.repeat(64496, 1000),
        "family": pa.nulls(1000, pa.string()),
        "day": pa.nulls(1000, pa.date32()),
        "member": pa.array([(500 * number + each).to_bytes(16, "big") for each in range(1000)], pa.binary()),
        "counted": pa.repeat(True, 1000),
        "rows": pa.repeat(1, 1000),
    }
    yield pa.table([columns[field.name].cast(field.type) for field in PAIRS], schema=PAIRS)
