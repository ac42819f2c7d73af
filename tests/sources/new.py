"""Begin a source: `python -m tests.sources.new ID [csv|json|lines]` (or `make source ID=our-feed FORMAT=csv`).

Writes the source, a sample with its provenance, and the line of pyproject.toml. All of it works, for a made-up format;
what is to be changed is marked with "TODO".
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOW = {
    "csv": (
        "delimited, heads",
        "lines = heads.data_lines(head)\n"
        '    return bool(lines) and {"todo_time", "address"} <= set(heads.column_names(lines[0]))',
        "delimited.read(file)",
        "csv",
        "todo_time,address\n2014-03-19 10:00:00,192.0.2.1\n2014-03-19 10:00:00,192.0.2.999\n",
    ),
    "json": (
        "heads, jsonlines",
        "first = jsonlines.first_objects(head.data, heads.whole_lines(head))\n"
        '    return any({"todo_time", "address"} <= set(found) for found in first)',
        'jsonlines.read(file, ("todo_time", "address"))',
        "json",
        '{"todo_time": "2014-03-19T10:00:00Z", "address": "192.0.2.1"}\n'
        '{"todo_time": "2014-03-19T10:00:00Z", "address": "192.0.2.999"}\n',
    ),
    "lines": (
        "patterned",
        "return patterned.mostly(head, LINE)",
        'patterned.read(file, LINE, "TODO time and an address")',
        "log",
        "TODO 2014-03-19T10:00:00Z 192.0.2.1\nTODO 2014-03-19T10:00:00Z 192.0.2.999\n",
    ),
}
PATTERN = """
# Named groups are the columns; the expression is in the common subset of RE2 and Python.
LINE = r"^TODO (?P<time>\\S+) (?P<address>\\S+)$"
"""
SOURCE = '''"""TODO: what publishes it, and what one record is.

TODO: the time zone of times that name none; which end is which; what is left out, and every trap.
Format: https://example.org/TODO
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.reading import {readers}
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source
{pattern}
FIELDS = {{
    "observed_at": clean.iso_time("{time}", required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.ip("address", required=True),
    "stated": clean.constant(Kind.OTHER),  # TODO: what a record states
}}


def sniff(head: Head) -> bool:
    """TODO: what gives this format away, and no other."""
    {sniff}


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """TODO: one record a row."""
    return {read}


SOURCE = Source(
    id="{id}",
    title="TODO",
    publisher="TODO",
    licence=Licence.CLOSED,
    seen=Seen.LISTING,
    record_means="TODO: what one record is, and which end is which.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip",),
)
'''


def begin(name: str, form: str, root: Path = ROOT) -> list[Path]:
    """Write the files of a new source; ValueError if there is one of that name, or the name or format is none."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name) or form not in HOW:
        raise ValueError(f"expected an id such as our-feed and one of {', '.join(HOW)}; found '{name}' and '{form}'")
    module = name.replace("-", "_")
    file, folder = root / f"src/crosscount/sources/{module}.py", root / "tests/sources" / name
    if file.exists() or folder.exists():
        raise ValueError(f"there is a source '{name}'; choose another id")
    readers, sniff, read, ending, sample = HOW[form]
    time, pattern = ("time", PATTERN) if form == "lines" else ("todo_time", "")
    text = SOURCE.format(id=name, readers=readers, sniff=sniff, read=read, time=time, pattern=pattern)
    file.write_text(text, "utf-8")
    folder.mkdir(parents=True)
    (folder / f"sample.{ending}").write_text(sample, "utf-8")
    (folder / "PROVENANCE").write_text(f"sample.{ending}: written by us; a record, and a bad address\n", "utf-8")
    project = root / "pyproject.toml"
    group = '[project.entry-points."crosscount.sources"]\n'
    line = f'{name} = "crosscount.sources.{module}:SOURCE"\n'
    project.write_text(project.read_text("utf-8").replace(group, group + line, 1), "utf-8")
    return [file, folder, project]


if __name__ == "__main__":
    try:
        for path in begin(*(sys.argv[1:] or [""]), *(["csv"] if len(sys.argv) < 3 else [])):
            print(f"wrote {path.relative_to(ROOT)}")
    except ValueError as error:
        sys.exit(str(error))
