"""The real logs beside the repository: sniffed by one source or none, and every line accounted for."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crosscount import plugins
from crosscount.errors import UnknownFormat
from crosscount.model.source import FileContext, Head, Source
from tests.sources.outcome import outcome

LOGS = {"zeek-conn": "conn", "zeek-dns": "dns", "zeek-http": "http"}
# Zeek names that are not what the file is, and logs whose clock starts at 0, where every record is set aside.
NOT_ZEEK = "netlog/rita/text_file/conn.log"
RELATIVE = ("slips/port-scans/horizontal/conn.log", "slips/test9-mixed-zeek-dir/")


def opened(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def source_of(name: str, data: bytes) -> Source | None:
    try:
        return plugins.recognise(Head(name, data[:65_536]))
    except UnknownFormat:
        return None


def test_a_zeek_log_is_recognised_by_what_is_in_it(shared: Path) -> None:
    for file in sorted(f for f in (shared / "netlog").rglob("*") if f.is_file()):
        name = file.relative_to(shared).as_posix().removesuffix(".gz")
        source = source_of(name, opened(file))
        kind = file.name.split(".")[0].removeprefix("ORIGINAL").removeprefix("open_").split("_")[0]
        expected = next((i for i, log in LOGS.items() if log == kind and name != NOT_ZEEK), None)
        assert (source.id if source is not None and source.id in LOGS else None) == expected, name


@pytest.mark.parametrize("folder", ["netlog", "weblog", "webshell"])
def test_every_line_of_a_real_log_is_kept_set_aside_or_a_remark(shared: Path, folder: str) -> None:
    seen = 0
    for file in sorted(f for f in (shared / folder).rglob("*") if f.is_file()):
        name, data = file.relative_to(shared).as_posix().removesuffix(".gz"), opened(file)
        source = source_of(name, data)
        if source is None or source.id not in (*LOGS, "access-log"):
            continue
        found = outcome(source, data, FileContext(name))
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        assert found.kept.num_rows + found.set_aside.num_rows + found.remarks == lines, name
        if any(part in name for part in RELATIVE) and name.endswith((".log",)) and "vertical" not in name:
            assert set(found.set_aside["reason"].to_pylist()) == {"bad-time"}, name
        elif "nginx_http-logs" in name:
            assert set(found.set_aside["reason"].to_pylist()) == {"bad-shape"}, "two lines lack a column"
        else:
            assert found.set_aside.num_rows == 0, name
        seen += found.kept.num_rows
    assert seen or folder == "webshell"


def test_every_file_beside_the_repository_has_one_source_at_most(shared: Path) -> None:
    for file in sorted(f for f in shared.rglob("*") if f.is_file()):
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as head:
            source_of(file.relative_to(shared).as_posix().removesuffix(".gz"), head.read(65_536))
