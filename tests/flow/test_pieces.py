"""A long file cut into pieces gives the rows of the whole, wherever it is cut."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount import plugins
from crosscount.errors import StoreError
from crosscount.flow import ingest, intake, pieces
from crosscount.flow.context import context_of
from crosscount.flow.intake import Rows
from crosscount.kernels.reading.mapping import source_of
from crosscount.model.source import Source
from crosscount.settings import Ingest, Settings
from crosscount.store import direct, durable, lake

SAMPLES = Path(__file__).parents[1] / "sources"
SNAPSHOT = "ab" * 32
MAPPED = source_of(
    {"name": "mine", "kind": "infection", "seen": "report", "columns": {"client_ip": "ip", "label": "note"}}, "here"
)


def whole_and_cut(path: Path, source: Source, size: int) -> tuple[Rows, Rows, int]:
    """The rows of a file read as one, those of its pieces of about so many bytes, and the number of pieces."""
    context = context_of(path.name, 0.0, day=None, site=None, family=None)

    def rows(piece: pieces.Piece) -> Rows:
        with pieces.opened(piece) as file:
            return intake.read_rows(file, source, context, SNAPSHOT, path.parent, piece=piece, most_held=10**9)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        patch.setattr(direct, "BLOCK", 4096)
        planned = pieces.plan(path, path.read_bytes()[:65_536], source)
    assert [planned[0].start, planned[-1].stop] == [0, path.stat().st_size]
    assert all(one.stop == other.start for one, other in pairwise(planned))
    parts = Rows()
    for piece in planned:
        parts.add(rows(piece))
    return rows(pieces.Piece(path, 0, path.stat().st_size, 0, 0, 0)), parts, len(planned)


def table(rows: Rows, name: str) -> list[dict[str, object]]:
    held = rows.held.get(name, [])
    return pa.Table.from_batches(held).sort_by("record_no").to_pylist() if held else []


def assert_same(whole: Rows, parts: Rows) -> None:
    assert parts.sums == whole.sums
    for name in intake.TABLES:
        assert table(parts, name) == table(whole, name)


def samples() -> list[tuple[str, Path]]:
    """The samples of all sources that cut, of which a head says that it can be cut."""
    found = []
    for source in plugins.sources().values():
        for path in sorted((SAMPLES / source.id).glob("*")):
            if path.suffix not in (".gz", ".zst", ".zip") and path.name not in ("kept.json", "set_aside.json"):
                head = path.read_bytes()[:65_536] if path.is_file() else b""
                if head and source.cut(head) is not None:
                    found.append((source.id, path))
    return found


@pytest.mark.parametrize(("source", "path"), samples(), ids=lambda value: getattr(value, "name", value))
@pytest.mark.parametrize("size", [40, 300, 2000])
def test_every_sample_is_the_same_rows_cut_or_whole(source: str, path: Path, size: int) -> None:
    whole, parts, _ = whole_and_cut(path, plugins.sources()[source], size)
    assert_same(whole, parts)


WORDS = [
    "192.0.2.1",
    "nobody",
    "",
    "2001:db8::1",
    '"a"',
    '"b""c"',
    '"two\nlines"',
    '"open',
    'in"side',
    "ü",
    "\x00",
    "x" * 300,
]
ODD = ["", "# a comment", "ip,note", "only-one", "a,b,c,d", "\ufeff192.0.2.9,mark", '"', "[1]", "\r"]
cells = st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(",".join)
PLAIN = [f"192.0.2.{number},plain" for number in range(150)]
runs = st.tuples(st.lists(st.one_of(cells, st.sampled_from(ODD)), max_size=3), st.integers(0, 150))
csv_lines = st.lists(runs, min_size=1, max_size=12).map(
    lambda found: [line for odd, plain in found for line in (*odd, *PLAIN[:plain])]
)


@settings(deadline=None, max_examples=60)
@given(lines=csv_lines, size=st.integers(300, 4000), end=st.sampled_from(["\n", "\r\n"]), mark=st.booleans())
def test_csv_with_quotes_and_damage_is_the_same_rows_wherever_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], size: int, end: str, mark: bool
) -> None:
    path = tmp_path_factory.mktemp("cut") / "2014-03-19.csv"
    text = end.join(["ip,note", *lines])
    path.write_bytes(b"\xef\xbb\xbf" * mark + text.encode())
    whole, parts, _ = whole_and_cut(path, MAPPED, size)
    assert_same(whole, parts)


def conn(number: int) -> str:
    return f"{1395187200 + number}.5\t192.0.2.{number % 250}\t4000\t198.51.100.1\t443\ttcp\tSF\n"


ZEEK = "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n"
SWAPPED = ZEEK.replace("id.orig_h\tid.orig_p\tid.resp_h\tid.resp_p", "id.resp_h\tid.resp_p\tid.orig_h\tid.orig_p")
OBJECT = '{"ts":%d.5,"id.orig_h":"192.0.2.%d","id.resp_h":"198.51.100.1","proto":"tcp","conn_state":"SF"}\n'


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (ZEEK + "".join(map(conn, range(2000))), True),
        (2 * (ZEEK + "".join(map(conn, range(1000))) + "#close\t2014\n"), True),  # the same header once more
        (ZEEK + "".join(map(conn, range(1000))) + SWAPPED + "".join(map(conn, range(1000))), True),  # up to there
        ("".join(OBJECT % (1395187200 + n, n % 250) for n in range(1500)), True),
        ("".join(OBJECT % (1395187200 + n, n % 250) + "[1]\n#x\n\n" for n in range(1500)), True),
        ("[" + ",".join(OBJECT % (1395187200 + n, n % 250) for n in range(1500)) + "]", False),
        (ZEEK.replace("\n", "\r") + "".join(map(conn, range(1000))).replace("\n", "\r"), False),
        (ZEEK + "".join(map(conn, range(50))) + "x" * 2_000_000 + "\n" + "".join(map(conn, range(1000))), True),
    ],
    ids=["zeek", "header again", "another header", "objects", "objects and junk", "array", "CR", "a line of 2 MB"],
)
def test_a_zeek_log_is_the_same_rows_wherever_it_is_cut(tmp_path: Path, text: str, cut: bool) -> None:
    path = tmp_path / "conn.log"
    path.write_text(text, encoding="ascii", newline="")
    whole, parts, number = whole_and_cut(path, plugins.sources()["zeek-conn"], 7_000)
    assert (number > 1) is cut
    assert_same(whole, parts)


@pytest.fixture
def cut_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], Settings]:
    """Settings of a new store, whose files are cut every 20 kB, with so many workers."""
    monkeypatch.setattr(pieces, "PIECE_BYTES", 20_000)
    monkeypatch.setattr(ingest, "POOL_BYTES", 0)
    monkeypatch.setattr(ingest, "PIECE_BYTES", 20_000)
    return lambda name, workers: replace(Settings(), store=tmp_path / name, ingest=Ingest(workers=workers))


def test_one_long_file_ends_the_same_whoever_reads_its_pieces(
    tmp_path: Path, cut_settings: Callable[[str, int], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "conn.log"
    path.write_text(ZEEK + "".join(map(conn, range(3000))) + "what\n", encoding="ascii")
    alone, workers = cut_settings("alone", 1), cut_settings("workers", 2)
    seen: list[int] = []
    monkeypatch.setattr(intake, "HELD_ROWS", 2000)
    (one,) = ingest.run([path], settings=alone, progress=lambda name, rows: seen.append(rows))
    (other,) = ingest.run([path], settings=workers)
    assert (one.read, one.kept, one.set_aside, one.state) == (3001, 3000, 1, "ingested")
    assert replace(other, version=one.version) == one
    assert sum(seen) == 3001
    for name in intake.TABLES:
        tables = [lake.read(lake.at(each.store, name)).sort_by("record_no") for each in (alone, workers)]
        assert tables[0].equals(tables[1])
    assert ingest.run([path], settings=workers)[0].already


def test_a_long_file_that_is_refused_leaves_nothing_behind(
    tmp_path: Path, cut_settings: Callable[[str, int], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "conn.log"
    path.write_text(ZEEK + "".join(map(conn, range(3000))) + "what\n" * 2000, encoding="ascii")
    monkeypatch.setattr(intake, "HELD_ROWS", 0)
    given = cut_settings("store", 1)
    (report,) = ingest.run([path], settings=given)
    assert (report.state, report.read, report.set_aside) == ("refused", 5000, 2000)
    assert lake.at(given.store, "observations").files == ()
    assert list((given.store / "observations").rglob("*.parquet")) == []


def test_a_full_disk_is_one_clear_error_and_the_same_again_succeeds(
    tmp_path: Path, cut_settings: Callable[[str, int], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "conn.log"
    path.write_text(ZEEK + "".join(map(conn, range(3000))), encoding="ascii")
    monkeypatch.setattr(intake, "HELD_ROWS", 0)
    given = cut_settings("full", 1)
    real, written = durable.publish, []

    def full(file: Path, target: Path, mode: int = 0o644) -> None:
        if target.suffix == ".parquet" and len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(target)
        real(file, target, mode)

    monkeypatch.setattr(durable, "publish", full)
    with pytest.raises(StoreError, match="cannot be written: No space left on device"):
        ingest.run([path], settings=given)
    assert lake.at(given.store, "observations").files == ()
    assert lake.at(given.store, "snapshots").files == ()
    assert list((given.store / "observations").rglob("*.parquet")) == []  # what was staged makes room again
    monkeypatch.setattr(durable, "publish", real)
    (report,) = ingest.run([path], settings=given)
    assert (report.state, report.kept, report.already) == ("ingested", 3000, False)
