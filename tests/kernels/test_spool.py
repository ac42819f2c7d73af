"""Conclusions sorted in bounded memory."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from crosscount.kernels.detecting import spool
from crosscount.model.detector import CONCLUSIONS
from tests.flow.observed import instant

START, END = instant("2014-03-19"), instant("2014-03-20")


def some(numbers: list[int]) -> pa.Table:
    rows = [
        {
            "kind": "c2_contact",
            "rule": "c2-address",
            "record": number.to_bytes(16, "big"),
            "observed_at": START + timedelta(seconds=(number * 7919) % 86_400),
            "family": None if number % 2 else "x",
            "tags": "",
        }
        for number in numbers
    ]
    return pa.Table.from_pylist(rows, schema=CONCLUSIONS)


@pytest.mark.parametrize("run", [0, 1, 1_000_000])  # rows of the shortest run that is copied whole
@pytest.mark.parametrize("in_memory", [10, 1_000_000])
def test_rows_come_out_in_order_and_once_from_memory_and_from_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int, run: int
) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", in_memory)
    monkeypatch.setattr(spool, "RUN", run)
    with spool.Spool(START, END, tmp_path) as filled:
        for first in range(0, 200, 8):
            filled.add(some(list(range(first, first + 12))))  # each overlaps the one before
        found = pa.concat_tables(list(filled.tables()))
    assert found.equals(some(list(range(204))).sort_by("observed_at"))
    assert list(tmp_path.iterdir()) == []
