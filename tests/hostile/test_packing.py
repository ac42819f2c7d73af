"""Archives and compressed files that mean harm: refused, or read in bounded memory; their names write nothing."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from crosscount.flow import opening
from crosscount.settings import Ingest, Settings
from tests.hostile.account import ingested
from tests.hostile.memory import growth

LIST = b"192.0.2.1\n192.0.2.2\n"
NAME = "zeus-2014-03-19.ipset"
LIMITS = Ingest(max_expanded_bytes=4_000_000)
LINK = zipfile.ZipInfo("link.ipset")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def lying(packed: bytes, size: int) -> bytes:
    """A zip that says its only member unpacks to `size` bytes."""
    changed, central = bytearray(packed), packed.index(b"PK\x01\x02")
    changed[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(changed)


ZEROS = bytes(8_000_000)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.gz", gzip.compress(ZEROS)),
        ("a.zst", zstandard.compress(ZEROS)),
        ("a.zip", zipped(("a.log", ZEROS))),
        ("a.zip", zipped(("a.log", ZEROS), how=zipfile.ZIP_BZIP2)),
        ("a.zip", zipped(("a.log", ZEROS), how=zipfile.ZIP_LZMA)),
        ("a.zip", lying(zipped(("a.log", ZEROS)), 100)),
        ("a.zip", lying(zipped(("a.log", ZEROS), how=zipfile.ZIP_BZIP2), 100)),
        ("a.zip", zipped(("a.gz", gzip.compress(ZEROS)))),
        ("a.zip", zipped(("a.zst", zstandard.compress(ZEROS)))),
        ("a.zip", zipped(("b.zip", zipped(("a.log", ZEROS))))),
        ("a.gz", gzip.compress(gzip.compress(ZEROS))),
        ("a.gz", gzip.compress(zipped(("a.log", ZEROS)))),
        ("a.gz", gzip.compress(LIST)[:15]),
        ("a.zip", zipped(("a.log", LIST))[:-40]),
        ("a.zip", b"PK\x03\x04" + b"\xff" * 200),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18),
        ("a.zst", zstandard.compress(LIST)[:9]),
    ],
    # Bytes as names would carry the time of packing, and processes that share the tests would collect different ones.
    ids=range(17),
)
def test_what_is_no_file_or_a_bomb_gives_no_rows_and_stops_nothing(tmp_path: Path, name: str, data: bytes) -> None:
    settings = Settings(store=tmp_path / "store", ingest=LIMITS)
    reports, _ = ingested(tmp_path, {f"hostile/{name}": data, f"good/{NAME}": LIST}, settings=settings)
    assert {one.kept for one in reports if "hostile/" in one.name} == {0}
    assert [one.kept for one in reports if "good/" in one.name] == [2]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped((NAME, data), how=zipfile.ZIP_BZIP2)])
def test_a_file_cut_short_is_refused_or_keeps_what_was_read(tmp_path: Path, pack: object, cut: float) -> None:
    lines = b"".join(b"192.0.%d.%d\n" % (n * 7919 // 256 % 256, n * 31 % 256) for n in range(30_000))
    packed = pack(lines)  # type: ignore[operator]
    reports, _ = ingested(tmp_path, {f"{NAME}.gz": packed[: int(len(packed) * cut)]}, "address-list")
    assert all(one.state == "refused" or one.reasons == {"truncated": 1} for one in reports)


@pytest.mark.parametrize(
    "name",
    ["../../escaped.ipset", "/tmp/escaped.ipset", "a\\..\\..\\e.ipset", "a/../../escaped.ipset", "C:\\e.ipset"],
)
def test_the_path_of_a_member_leads_nowhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deep" / "deeper"
    (report,), store = ingested(folder, {"a.zip": zipped((name, LIST))}, "address-list")
    assert report.kept == 2
    outside = {path for path in tmp_path.rglob("*") if path.is_file() and store not in path.parents}
    assert outside == {folder / "in" / "a.zip"}


def test_a_symbolic_link_in_an_archive_is_read_as_its_text(tmp_path: Path) -> None:
    (report,), _ = ingested(tmp_path, {"a.zip": zipped((LINK, b"/etc/passwd"))}, "address-list")
    assert (report.kept, report.reasons) == (0, {"bad-ip": 1})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    twice = zipped((NAME, LIST), (NAME, b"192.0.2.3\n"))
    reports, _ = ingested(tmp_path, {"a.zip": twice}, "address-list")
    assert sorted(one.kept for one in reports) == [1, 2]


def test_a_control_character_in_a_name_is_shown_and_not_kept(tmp_path: Path) -> None:
    wild = "\x1b[31mred\n\u202e\x9b.ipset"
    reports, _ = ingested(tmp_path, {wild: LIST, "a.zip": zipped((wild, LIST))}, "address-list", family="a\x07b")
    assert [one.kept for one in reports] == [2, 2]
    assert all("\\x1b[31mred\\x0a" in one.name for one in reports)


def test_many_members_cost_no_square_and_very_many_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(*((f"{number}.x", b"") for number in range(3_000)))
    (tmp_path / "a.zip").write_bytes(data)
    started = time.monotonic()
    assert sum(1 for _ in opening.members(tmp_path / "a.zip", "a.zip", Ingest())) == 3_000
    assert time.monotonic() - started < 10  # 40 s when the list of names was read for each
    monkeypatch.setattr(opening, "MOST_MEMBERS", 2_999)
    (refused,) = opening.members(tmp_path / "a.zip", "a.zip", Ingest())
    assert "at most 2999 are read" in (refused.refused or "")


def test_bzip2_in_a_zip_is_unpacked_in_small_pieces(tmp_path: Path) -> None:
    """200 MB of zeros are 160 bytes of bzip2, which the standard library hands over in one piece."""
    (tmp_path / "a.zip").write_bytes(lying(zipped(("a.log", bytes(200_000_000)), how=zipfile.ZIP_BZIP2), 1_000))

    def read() -> int:
        (member,) = opening.members(tmp_path / "a.zip", "a.zip", replace(LIMITS, max_expanded_bytes=1 << 30))
        with member.open() as file:
            return len(file.read(1_000_000))

    assert growth(read) < 60_000_000
