"""Zeek logs: conn, http and dns as TSV, in the column order of one sensor or the other, and as JSON lines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from botnets import Botnets
from files import damage, lines, text_of, write
from world import COVER_END, COVER_START, DAY, SECOND, WINDOW_START, World

__all__ = ["header", "spans", "stamps", "uids", "write_conn"]

CONN = {
    "ts": "time", "uid": "string", "id.orig_h": "addr", "id.orig_p": "port", "id.resp_h": "addr", "id.resp_p": "port",
    "proto": "enum", "service": "string", "duration": "interval", "orig_bytes": "count", "resp_bytes": "count",
    "conn_state": "string", "local_orig": "bool", "missed_bytes": "count", "history": "string", "orig_pkts": "count",
    "orig_ip_bytes": "count", "resp_pkts": "count", "resp_ip_bytes": "count", "tunnel_parents": "set[string]",
}  # fmt: skip
ALPHABET = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", dtype=np.uint8)


def header(path: str, columns: dict[str, str], opened: int) -> str:
    """The directives on top of a TSV log."""
    stamp = datetime.fromtimestamp(opened // SECOND, UTC).strftime("%Y-%m-%d-%H-%M-%S")
    return (
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
        f"#path\t{path}\n#open\t{stamp}\n#SYNTHETIC\tinvented by examples/spring_2014, sensor synthetic-sensor-1\n"
        "#fields\t" + "\t".join(columns) + "\n#types\t" + "\t".join(columns.values()) + "\n"
    )


def spans(world: World, *, days_in_window: bool = True) -> list[tuple[int, int]]:
    """The stretches of time that one file covers: weeks before the window, days in it (weeks in a small world)."""
    daily_from = WINDOW_START // DAY * DAY if days_in_window and world.scale >= 0.1 else COVER_END
    ends = [*range(COVER_START + 7 * DAY, daily_from, 7 * DAY), *range(daily_from, COVER_END, DAY), COVER_END]
    return list(zip([COVER_START, *ends[:-1]], ends, strict=True))


def stamps(times: np.ndarray) -> pa.Array:
    """Seconds since 1970 with six decimals."""
    fraction = pc.utf8_slice_codeunits(text_of(times % SECOND + SECOND), 1)
    return pc.binary_join_element_wise(text_of(times // SECOND), fraction, ".")


def uids(rng: np.random.Generator, size: int) -> pa.Array:
    """Connection ids as Zeek makes them: C and 12 characters."""
    letters = ALPHABET[rng.integers(0, len(ALPHABET), (size, 13), dtype=np.uint8)]
    letters[:, 0] = ord("C")
    offsets = np.arange(0, 13 * size + 1, 13, dtype=np.int32)
    return pa.StringArray.from_buffers(size, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters)))


def write_conn(world: World, botnets: Botnets, folder: Path) -> int:
    """Write every flow; how many rows."""
    rng = world.rng("conn")
    times, clients, servers = botnets.flows.sorted()
    tails = _tails(rng)
    rows = 0
    for number, (start, end) in enumerate(spans(world)):
        first, last = np.searchsorted(times, [start, end])
        part = slice(int(first), int(last))
        if first == last:
            continue
        name = f"conn.{datetime.fromtimestamp(start // SECOND, UTC):%Y-%m-%d}.log"
        data = _rows(world, rng, times[part], clients[part], servers[part], tails)
        text = header("conn", CONN, start).encode() + damage(data, _damaged(rng, start, world), rng)
        close = f"#close\t{datetime.fromtimestamp(end // SECOND, UTC):%Y-%m-%d-%H-%M-%S}\n".encode()
        plain = number % 20 == 9  # one in twenty lies there uncompressed
        file = write(folder / (name if plain else name + ".gz"), text, close)
        rows += int(last - first)
        _repeat(file, text + close, number)
    return rows


def _rows(
    world: World, rng: np.random.Generator, times: np.ndarray, clients: np.ndarray, servers: np.ndarray, tails: pa.Array
) -> bytes:
    size = len(times)
    ports = rng.choice(
        np.array([80, 443, 6667, 8080, 447, 53], dtype=np.int32), size, p=[0.4, 0.3, 0.1, 0.1, 0.05, 0.05]
    )
    columns = [
        stamps(times), uids(rng, size), world.show(clients), rng.integers(1024, 65_536, size, dtype=np.int32),
        world.show(servers), ports, tails.take(pa.array(rng.integers(0, len(tails), size, dtype=np.int32))),
    ]  # fmt: skip
    return lines(columns)


def _tails(rng: np.random.Generator) -> pa.Array:
    """What stands right of the ports: a thousand variants are enough."""
    made = []
    for sent, received, lasted in rng.integers(1, 60_000, (1_000, 3)).tolist():
        made.append(
            f"tcp\t-\t{lasted / 1000:.6f}\t{sent}\t{received}\tSF\t-\t0\tShADadFf\t{sent // 900 + 4}\t{sent + 40 * 5}"
            f"\t{received // 1200 + 3}\t{received + 40 * 4}\t(empty)"
        )
    made += ["tcp\t-\t-\t-\t-\tS0\t-\t0\tS\t1\t60\t0\t0\t(empty)"] * 60  # nobody answered, and still the machine called
    return pa.array(made)


def _damaged(rng: np.random.Generator, start: int, world: World) -> list[bytes]:
    """Rows that nobody can read, a few in a thousand: cut off, no address, no time, no port."""
    if world.scale < 0.1 and start % (14 * DAY) >= 7 * DAY:
        return []
    second = start // SECOND + 4_000
    tail = b"\ttcp\t-\t1.0\t10\t20\tSF\t-\t0\tSh\t4\t99\t3\t99\t(empty)"
    kinds = [
        b"%d.000000\tCdamaged00001\t218.30.0.300\t40000\t23.16.1.9\t80" % second + tail,
        b"%d.000000\tCdamaged00002\t218.30.0.30" % second,
        b"yesterday\tCdamaged00003\t218.30.0.31\t40000\t23.16.1.9\t80" + tail,
        b"%d.000000\tCdamaged00004\t218.30.0.32\t700000\t23.16.1.9\t80" % second + tail,
        b"\x00\x00\xff\xfe\x00\x00 a block of the disk that was never written \x00",
    ]
    return [kinds[n] for n in rng.integers(0, len(kinds), world.scaled(60)).tolist()]


def _repeat(file: Path, text: bytes, number: int) -> None:
    """The same log again: under another name, uncompressed, and once cut off in the middle of its compression."""
    if number == 12:
        file.with_name("copy-of-" + file.name).write_bytes(file.read_bytes())
    if number == 14:
        write(file.with_name("restored." + file.name.removesuffix(".gz")), text)
    if number == 11:
        data = file.read_bytes()
        file.with_name("cut-off." + file.name).write_bytes(data[: len(data) * 2 // 3])
