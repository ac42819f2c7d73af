"""Opening: packed files give what is in them, and hostile ones cannot blow up or write anywhere."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from crosscount.errors import FileRefused
from crosscount.flow import ingest, opening, unpacking
from crosscount.settings import Ingest, Settings
from crosscount.store import lake
from tests.flow.tiny_source import text, write

PLAIN = text(4000).encode()
SMALL = Ingest(max_expanded_bytes=1_000_000)


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def contents(folder: Path, name: str, packed: bytes, limits: Ingest | None = None) -> dict[str, bytes]:
    path = write(folder, "stored", packed)
    out = {}
    for member in opening.members(path, name, limits or Ingest()):
        if member.refused:
            raise FileRefused(member.refused)
        with member.open() as file:
            out[member.name] = file.read()
    return out


@pytest.mark.parametrize(
    ("name", "packed", "expected"),
    [
        ("d/a.log", PLAIN, {"d/a.log": PLAIN}),
        ("d/a.log.gz", gzip.compress(PLAIN, mtime=0), {"d/a.log": PLAIN}),
        ("d/a.log.GZ", gzip.compress(PLAIN[:99], mtime=0) + gzip.compress(PLAIN[99:], mtime=0), {"d/a.log": PLAIN}),
        ("d/a.log.gz", gzip.compress(PLAIN, mtime=0) + b"\0" * 1000, {"d/a.log": PLAIN}),
        ("d/a.log.gz", gzip.compress(b"", mtime=0), {"d/a.log": b""}),
        ("d/a.log.zst", zstandard.compress(PLAIN), {"d/a.log": PLAIN}),
        ("d/a.log.zst", zstandard.compress(PLAIN[:9]) + zstandard.compress(PLAIN[9:]), {"d/a.log": PLAIN}),
        ("d/a.log.gz", zstandard.compress(PLAIN), {"d/a.log": PLAIN}),  # the name lies
        ("d/a.log.gz", PLAIN, {"d/a.log.gz": PLAIN}),  # and here
        ("d/a.zip", zipped({"b": PLAIN, "a/c": b"x"}), {"d/a.zip/a/c": b"x", "d/a.zip/b": PLAIN}),
        ("d/a.zip", zipped({"b.gz": gzip.compress(PLAIN, mtime=0)}), {"d/a.zip/b": PLAIN}),
        ("d/a.zip", zipped({"../../evil": b"x"}), {"d/a.zip/../../evil": b"x"}),
        ("d/a.zip", zipped({"__MACOSX/b": b"x", ".DS_Store": b"x", "b": b"y"}), {"d/a.zip/b": b"y"}),
    ],
)  # fmt: skip
def test_packed_files_give_what_is_in_them(
    tmp_path: Path, name: str, packed: bytes, expected: dict[str, bytes]
) -> None:
    assert contents(tmp_path, name, packed) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["stored"]


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (gzip.compress(bytes(2_000_000)), "more than ingest.max_expanded_bytes"),
        (zstandard.compress(bytes(2_000_000)), "more than ingest.max_expanded_bytes"),
        (zipped({"a": bytes(2_000_000)}), "beyond the limits"),
        (zipped({"a": zipped({"b": b"x"})}), "an archive inside an archive"),
        (zipped({}), "without files"),
        (zipped({"a": PLAIN})[:-30], "damaged zip archive"),
    ],
)
def test_hostile_and_damaged_files_are_refused(tmp_path: Path, packed: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        contents(tmp_path, "a", packed, SMALL)


@pytest.mark.parametrize("packed", [gzip.compress(bytes(80 * 2**20)), zstandard.compress(bytes(80 * 2**20))])
def test_a_bomb_is_told_by_its_ratio(tmp_path: Path, packed: bytes) -> None:
    with pytest.raises(FileRefused, match="is it a bomb"):
        contents(tmp_path, "a", packed, Ingest(max_expansion=10))


def test_an_encrypted_member_is_refused_by_name(tmp_path: Path) -> None:
    packed = bytearray(zipped({"secret": PLAIN}))
    central = packed.index(b"PK\x01\x02")
    packed[6] |= 1
    packed[central + 8] |= 1
    with pytest.raises(FileRefused, match=r"'a\.zip/secret' is encrypted; unpack it with its password"):
        contents(tmp_path, "a.zip", bytes(packed))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_damage_is_raised_after_everything_before_it(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    noise = random.Random(3).randbytes(700_000)
    path = write(tmp_path, "stored", pack(noise)[:-100])
    (member,) = opening.members(path, "a", Ingest())
    got: list[bytes] = []
    with member.open() as file, pytest.raises(EOFError, match="damaged or end early"):
        got.extend(iter(lambda: file.read(100_000), b""))
    assert noise.startswith(b"".join(got))
    assert len(b"".join(got)) > 500_000


def test_a_stream_reads_lines_and_pieces_alike() -> None:
    stream = unpacking.Unpacked(iter([b"one\ntw", b"o\n", b"three"]), 10, Ingest(), "a")
    assert stream.readline() == b"one\n"
    assert stream.read1(2) == b"tw"
    assert stream.read(3) == b"o\nt"
    assert stream.readlines() == [b"hree"]
    assert stream.read() == b""


def test_members_of_an_archive_are_snapshots_of_their_own(tmp_path: Path, tiny: Settings) -> None:
    packed = zipped({"a.log": text(5).encode(), "b.log": text(5).encode(), "c.txt": b"what?"})
    reports = ingest.run([write(tmp_path, "in/all.zip", packed)], settings=tiny)
    assert [(one.name.rpartition("/")[2], one.state, one.kept) for one in reports] == [
        ("a.log", "ingested", 5),
        ("b.log", "ingested", 5),
        ("c.txt", "unknown", 0),
    ]
    assert reports[0].snapshot != reports[1].snapshot
    found = lake.read(lake.at(tiny.store, "snapshots")).to_pylist()
    assert sorted((row["name"], row["member"]) for row in found) == [
        ("all.zip", "a.log"),
        ("all.zip", "b.log"),
        ("all.zip", "c.txt"),
    ]


def test_a_bomb_does_not_stop_the_others(tmp_path: Path, tiny: Settings) -> None:
    bomb = write(
        tmp_path, "in/a.log.gz", gzip.compress(b"#tiny\n" + b"1395187200 192.0.2.1 192.0.2.2\n" * 100_000, mtime=0)
    )
    good = write(tmp_path, "in/b.log", text(5))
    reports = ingest.run([bomb, good], settings=replace(tiny, ingest=SMALL))
    assert [one.state for one in reports] == ["refused", "ingested"]
    assert "max_expanded_bytes" in (reports[0].fault or "")
    assert lake.read(lake.at(tiny.store, "observations")).num_rows == 5
