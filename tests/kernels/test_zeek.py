"""Zeek logs: blocks that are read whole give what reading them line by line gives."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.reading import lines, zeek

HEAD = b"#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.resp_h\n"
PARTS = (
    *(
        "1.5\ta\tb\n",
        "2.5\t-\tb\n",
        "3.5\ta\n",
        "\n",
        " \n",
        "#close\t2014\n",
        "4\ta\tb\tc\n",
        "\t\t\n",
        "\r\n",
        "\r",
        "x",
    ),
    *("#fields\tid.orig_h\tts\tid.resp_h\n", "#unset_field\tb\n", "5\t#a\tb\n", "6\t\xff\tü\n"),
)


def read(data: bytes, block: int) -> tuple[list[tuple[Any, ...]], list[tuple[int, str]], int]:
    rows, broken, remarks = [], [], 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", block)
        for batch in zeek.read(io.BytesIO(data), ("ts", "id.orig_h", "id.resp_h")):
            columns = [batch.columns.column(name).to_pylist() for name in batch.columns.schema.names]
            rows += list(zip(batch.record_no.to_pylist(), *columns, strict=True))
            remarks += batch.remarks
            if batch.faults is not None:
                broken += list(zip(*(batch.faults[n].to_pylist() for n in ("record_no", "expected")), strict=True))
    return rows, sorted(broken), remarks


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join), st.integers(1, 80))
@settings(deadline=None, max_examples=300)
def test_blocks_read_whole_are_as_if_read_line_by_line(text: str, block: int) -> None:
    data = HEAD + text.encode("latin-1", "replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_HEAD", 1)
        found = read(data, block)
        patch.setattr(lines, "_plain", lambda *_: None)
        assert found == read(data, block)
