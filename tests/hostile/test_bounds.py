"""Lines, objects and headers of absurd size or number: bounded memory, bounded time, every record accounted for.

CROSSCOUNT_HOSTILE_BYTES (default 64 MB; `make fuzz` takes 1 GB) is the length of the long line.
"""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from tests.hostile.memory import in_process

SIZE = int(os.environ.get("CROSSCOUNT_HOSTILE_BYTES", "64000000"))
MOST = 900_000_000  # bytes of a process, of which the libraries take 130 million
ZEEK = b"#separator \\x09\n#fields\tts\tid.orig_h\tid.resp_h\n"
FEODO = b"first_seen_utc,dst_ip,dst_port,c2_status,last_online,malware\n"
EVENT = b"timestamp,src_ip,src_asn,src_geo,src_hostname,dst_ip\n"


@pytest.mark.parametrize(
    ("source", "start", "filling", "kept"),
    [
        ("address-list", b"192.0.2.1\n", b"", 1),
        ("zeek-conn", ZEEK + b"1395187200\t192.0.2.1\t192.0.2.2\n", b"", 1),
        ("feodo-csv", FEODO + b"2014-03-19 10:00:00,192.0.2.1,80,online,2014-03-20,X\n", b'"', 1),
        ("tanner-json", b'[{"timestamp": "2014-03-19T10:00:00.0", "peer": {"ip": "192.0.2.1"}}, ', b'{"a": "', 1),
        ("tanner-json", b'[{"timestamp": "2014-03-19T10:00:00.0", "peer": {"ip": "192.0.2.1"}}, ', b"", 1),
        ("access-log", b'192.0.2.1 - - [19/Mar/2014:10:00:00 +0000] "GET / HTTP/1.1" 200 1\n', b'192.0.2.1 - "', 1),
    ],
)
def test_a_line_of_any_length_is_one_fault_in_bounded_memory(
    tmp_path: Path, source: str, start: bytes, filling: bytes, kept: int
) -> None:
    piece = bytes(97 + (number * number + number // 7) % 26 for number in range(60_000))
    with gzip.open(tmp_path / "long.gz", "wb", compresslevel=1) as file:
        file.write(start + filling)
        for _ in range(SIZE // len(piece)):
            file.write(piece)
    found = in_process(tmp_path / "long.gz", tmp_path / "store", source)
    assert (found["state"], found["read"], found["kept"]) == ("ingested", kept + 1, kept), found
    assert found["reasons"] in ({"too-long": 1}, {"bad-shape": 1})
    assert found["bytes"] < MOST
    assert found["seconds"] < 20 + SIZE / 4_000_000


@pytest.mark.parametrize(
    ("source", "data", "read"),
    [
        ("zeek-conn", ZEEK + b"x\n" * 2_000_000, 2_000_000),
        ("zeek-conn", ZEEK + b"#\nx\n" * 200_000, 200_000),
        ("zeek-conn", b"#fields\tts\tid.orig_h\nx\n#fields\tts\tid.resp_h\nx\n" * 20_000, 40_000),
        ("feodo-csv", FEODO + b"x\n" * 2_000_000, 2_000_000),
        ("feodo-csv", FEODO + (b'x,"' + b'a""' * 3_000 + b"\n") * 400, 400),
        ("feodo-csv", FEODO[:-1] + b"," * 1_000_000 + b"\n" + b"x\n" * 1_000, 1_000),
        ("shadowserver", EVENT + b'"a,\n""\n' * 20_000, 40_000),
        ("tanner-json", b"[" + b"{}}{" * 200_000, 200_000),
        ("tanner-json", b"[" + b"{}," * 600_000, 600_000),
        ("tanner-json", b"[" + b'{"k":{},"k":' * 100_000, None),
        ("tanner-json", b"{" * 2_000_000, None),
        ("tanner-json", b"{\n" * 1_000_000, 1_000_000),
    ],
)
def test_very_many_small_things_take_bounded_memory_and_time(
    tmp_path: Path, source: str, data: bytes, read: int | None
) -> None:
    (tmp_path / "many").write_bytes(data)
    found = in_process(tmp_path / "many", tmp_path / "store", source)
    assert "which is its bug" not in (found["fault"] or "")
    assert found["kept"] == 0
    assert read is None or read <= found["read"] <= 2 * read, found
    assert found["bytes"] < MOST
    assert found["seconds"] < 60
