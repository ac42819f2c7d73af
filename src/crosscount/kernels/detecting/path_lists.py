"""Lists of paths that say something about a site, and which requests are for one of them.

A list is text: a file name ("c99.php") means that file in any folder, a path ("/plus/mytag_js.php") the end of a path.
"#" begins a remark; "# family: c99" names what follows, down to the next such line. Capitals do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.sigma_rows import columns
from crosscount.kernels.detecting.sigma_rule import REQUEST

__all__ = ["Listed", "PathList", "path_list"]

FAMILY = re.compile(r"#\s*family:\s*(\S*)\s*$", re.IGNORECASE)
LAST = r"(?s)^.*/(?P<name>[^/]+)$"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list."""

    path: str  # as written
    family: str | None


@dataclass(frozen=True, slots=True)
class PathList:
    """The entries by file name in lower case, those with a folder first."""

    entries: Mapping[str, tuple[Listed, ...]]

    def find(self, rows: pa.RecordBatch) -> tuple[npt.NDArray[np.int64], list[Listed]]:
        """The position of each request for a listed path, ascending, and the entry of each."""
        found: dict[int, Listed] = {}
        for stem in columns(rows, REQUEST, ("stem", "stem_decoded")):
            encoded = stem.dictionary_encode()
            paths = pc.utf8_lower(encoded.dictionary)
            last = pc.struct_field(pc.extract_regex(paths, LAST), "name")
            some = np.flatnonzero(pc.is_in(last, pa.array(sorted(self.entries), pa.string())))
            known = {int(code): self._entry(paths[int(code)].as_py(), last[int(code)].as_py()) for code in some}
            codes = np.asarray(encoded.indices.fill_null(-1))
            for position in np.flatnonzero(np.isin(codes, some)).tolist():
                entry = known[int(codes[position])]
                if entry is not None:
                    found.setdefault(position, entry)
        return np.array(sorted(found), np.int64), [found[position] for position in sorted(found)]

    def _entry(self, path: str, name: str) -> Listed | None:
        for entry in self.entries.get(name, ()):
            if not entry.path.startswith("/") or path.endswith(entry.path.lower()):
                return entry
        return None


def path_list(files: Mapping[str, bytes]) -> tuple[PathList, list[tuple[str, str]]]:
    """The list that the files make together, and (file, why) for each line that is no path."""
    entries: dict[str, dict[str, Listed]] = {}
    problems: list[tuple[str, str]] = []
    for file, content in sorted(files.items()):
        family: str | None = None
        for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
            named = FAMILY.match(line.strip())
            if named:
                family = named[1] or None
                continue
            text = line.partition("#")[0].strip()
            name = text.rpartition("/")[2].lower()
            if not text:
                continue
            if not name or len(text) > LONGEST or any(mark in text for mark in "?\\\ufffd") or "://" in text:
                problems.append((file, f"line {number}: expected a file name or the end of a path, without a query"))
            else:
                path = text if text.startswith("/") or "/" not in text else f"/{text}"
                entries.setdefault(name, {}).setdefault(path.lower(), Listed(path, family))
    ordered = {name: tuple(sorted(found.values(), key=_depth)) for name, found in entries.items()}
    return PathList(ordered), problems


def _depth(entry: Listed) -> tuple[int, str]:
    return -entry.path.count("/"), entry.path.lower()
