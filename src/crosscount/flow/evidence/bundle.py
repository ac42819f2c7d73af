"""The folder that is given away: what lies in it, and how it is read back and held to its signature.

manifest.json      what the bundle says of itself: digests of the files, roots of the trees, the publisher
manifest.sig       Ed25519 signature over the bytes of manifest.json, hex
public_key.pem     the key that verifies it; compare its fingerprint with what the publisher says elsewhere
bulletin.json      the bulletin as published
cells.parquet      one row a published number
members.parquet    one row a counted member of a cell, under a pseudonym
README.md          how to recount it with DuckDB alone, and what it reveals
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from crosscount.errors import InputError
from crosscount.flow.evidence.keys import signed_by

__all__ = ["CELLS", "MANIFEST", "MEMBERS", "PUBLIC", "SCHEMA", "SIGNATURE", "Bundle", "opened"]

SCHEMA = 1
MANIFEST, SIGNATURE, PUBLIC = "manifest.json", "manifest.sig", "public_key.pem"

CELLS = pa.schema(
    [
        ("statement", pa.string()),  # id in the bulletin
        ("figure", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("zone", pa.string()),
        ("narrowed", pa.string()),  # "origin_country=US, target_country=CN"
        ("by", pa.string()),  # what the statement is broken down by, "" for a total
        ("cell", pa.string()),  # which part of it, "" for a total
        ("value", pa.int64()),  # null where unknown or withheld
        ("state", pa.string()),  # model.figure.CellState
    ]
)
MEMBERS = pa.schema([("statement", pa.string()), ("cell", pa.string()), ("member", pa.binary())])


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle on disk: what its manifest says, and what was wrong with the folder when it was opened."""

    folder: Path
    manifest: Mapping[str, Any]
    digest: str  # SHA-256 of manifest.json: names the bundle
    public: bytes  # PEM
    faults: tuple[str, ...]

    def root(self, statement: str) -> tuple[int, bytes]:
        """Number of leaves and root of the tree over the members of a statement."""
        tree = self.manifest["trees"].get(statement)
        if tree is None:
            raise InputError(f"'{self.folder}' has no tree for statement '{statement}': only totals have one")
        return int(tree["leaves"]), bytes.fromhex(tree["root"])


def opened(folder: Path) -> Bundle:
    """The bundle, held to its signature and digests; InputError if it is none."""
    try:
        content = (folder / MANIFEST).read_bytes()
        signature = bytes.fromhex((folder / SIGNATURE).read_text(encoding="ascii"))
        public = (folder / PUBLIC).read_bytes()
        manifest = orjson.loads(content)
        files, schema = dict(manifest["files"]), manifest["schema"]
        for tree in manifest["trees"].values():
            int(tree["leaves"]), bytes.fromhex(tree["root"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"'{folder}' is no evidence bundle: {type(error).__name__}: {error}") from error
    if schema != SCHEMA:
        raise InputError(f"'{folder}' is a bundle of schema {schema}; this version of crosscount reads {SCHEMA}")
    faults = [] if signed_by(public, signature, content) else ["the signature does not fit the manifest"]
    for name, said in sorted(files.items()):
        if "/" in name or name.startswith("."):
            raise InputError(f"'{folder}' names a file outside itself: {name!r}")
        path = folder / name
        found = sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
        if found != said:
            faults.append(f"{name} is not what was signed: SHA-256 {said} was said, {found} found")
    return Bundle(folder, manifest, sha256(content).hexdigest(), public, tuple(faults))
