"""Fuzzing of every installed source: `python -m tests.hostile.fuzz [--seconds N] [--seed N] [SOURCE…]`.

An input is a sample of a source or a file of the corpus, mutated (tests.hostile.mutator). It is offered to every
`sniff`, then read, cleaned and accounted for as ingest does, at the usual block size and at a tiny one. What fails is
written to .tmp/fuzz/ with the seed that makes it again; once mended it belongs in tests/hostile/corpus.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyarrow as pa

from crosscount import plugins
from crosscount.errors import FileRefused, PluginError, UnknownFormat
from crosscount.flow.tally import Tally
from crosscount.kernels.cleaning.clean import clean
from crosscount.kernels.reading import lines
from crosscount.model.source import Head, Source
from crosscount.model.tables import OBSERVATIONS
from crosscount.settings import Ingest
from tests.hostile.account import check_rows, line_count
from tests.hostile.mutator import mutate
from tests.sources.outcome import context_of, samples

__all__ = ["CORPUS", "Input", "inputs", "of_source", "tried"]

CORPUS = Path(__file__).parent / "corpus"
SLOW = 20.0  # seconds for an input of at most 400 kB: generous, since machines are busy
_WHOLE = (
    "abusech-json",
    "anubis-json",
    "ioc-report",
    "misp",
    "stix-bundle",
)  # formats that are one document, in which lines mean nothing


@dataclass(frozen=True)
class Input:
    """Bytes for a source, and the file whose name they go by."""

    source: Source
    like: Path
    data: bytes


def of_source(source: Source) -> list[Path]:
    """What inputs of a source are made from: its samples, and the corpus files named after it."""
    kept = sorted(CORPUS.glob(f"{source.id}--*"))
    found = samples(source) + kept
    return found or sorted(CORPUS.glob("any--*"))


def inputs(source: Source, seed: int) -> Iterator[Input]:
    """Mutated inputs without end, the same for the same seed."""
    made_from = of_source(source)
    others = [path.read_bytes() for each in plugins.sources().values() for path in of_source(each)[:1]]
    random = Random(f"{source.id} {seed}")
    own = [path.read_bytes() for path in made_from]
    while True:
        like = random.randrange(len(made_from))
        yield Input(source, made_from[like], mutate(own[like], random, own if random.random() < 0.8 else others))


def tried(one: Input) -> int:
    """Read one input in every way, and check the account; the number of its records."""
    started = time.monotonic()
    with contextlib.suppress(UnknownFormat, PluginError):
        plugins.recognise(Head(one.like.name, one.data[:65_536]))
    read, remarks = _account(one)
    block = lines.BLOCK
    try:
        lines.BLOCK = 300 + len(one.data) // 50
        assert (read, remarks) == _account(one), "the size of blocks must change nothing"
    finally:
        lines.BLOCK = block
    assert time.monotonic() - started < SLOW, f"slow: {time.monotonic() - started:.0f} s"
    return read


def _account(one: Input) -> tuple[int, int]:
    tally = Tally(one.source, "0" * 64)
    context = context_of(one.like)
    numbers: list[int] = []
    for raw in one.source.read(io.BytesIO(one.data)):
        good, bad = tally.add(raw, clean(raw, one.source, context))
        check_rows(pa.Table.from_batches([good]).cast(OBSERVATIONS))
        bad.validate(full=True)
        numbers += good["record_no"].to_pylist() + bad["record_no"].to_pylist()
    row = tally.sums.columns()
    assert len(numbers) == len(set(numbers)) == row["read"] == row["kept"] + row["set_aside"]
    if _one_a_line(one):
        assert row["read"] + row["remarks"] == line_count(one.data), "every line is a record or a remark"
    with contextlib.suppress(FileRefused):
        tally.sums.judge(one.like.name, one.source.id, Ingest())
    return row["read"], row["remarks"]


def _one_a_line(one: Input) -> bool:
    """Whether lines can be counted: no document, no array, no quotes that may hold a line end."""
    uses = one.source.read.__globals__
    if one.source.id.startswith(_WHOLE) or "jsonparts" in uses:
        return False
    start = one.data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\xef\xbb\xbf")[:1]
    if start == b"[" or (start == b"{" and "delimited" in uses):
        return False
    return start == b"{" or '"' not in one.data.decode("latin-1") or not {"delimited", "patterns"} & set(uses)


def main(arguments: list[str]) -> int:
    """Fuzz until the time is up; the number of failures, at most 100."""
    parser = argparse.ArgumentParser(description="Fuzz every installed source.")
    parser.add_argument("sources", nargs="*", metavar="SOURCE")
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("CROSSCOUNT_FUZZ_SECONDS", "600")))
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    chosen = [source for name, source in plugins.sources().items() if name in asked.sources or not asked.sources]
    failures = 0
    for source in chosen:
        number = records = 0
        end = time.monotonic() + asked.seconds / len(chosen)
        for one in inputs(source, asked.seed):
            try:
                records += tried(one)
            except Exception as error:
                failures += 1
                _keep(one, f"{source.id}-{asked.seed}-{number}", error)
            number += 1
            if time.monotonic() > end:
                break
        print(f"{source.id}: {number} inputs, {records} records", flush=True)
    print(f"{failures} failures" + ("; see .tmp/fuzz" if failures else ""))
    return min(failures, 100)


def _keep(one: Input, name: str, error: Exception) -> None:
    folder = Path(".tmp/fuzz")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(one.data)
    (folder / f"{name}.txt").write_text(f"like {one.like}\n{''.join(traceback.format_exception(error))}")
    print(f"FAILED {name}: {type(error).__name__}: {str(error)[:300]}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
