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

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from crosscount.errors import CrosscountError, InputError, NotReproduced
from crosscount.flow.evidence.keys import fingerprint, plain_form, signed_by
from crosscount.model.plain import told

__all__ = ["CELLS", "MANIFEST", "MEMBERS", "PUBLIC", "SCHEMA", "SIGNATURE", "SIGNED", "Bundle", "opened"]

SCHEMA = 1
MANIFEST, SIGNATURE, PUBLIC = "manifest.json", "manifest.sig", "public_key.pem"
SIGNED = ("README.md", "bulletin.json", "cells.parquet", "members.parquet")  # all of which a manifest must name

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
FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")
MEMBERS = pa.schema([("statement", pa.string()), ("cell", pa.string()), ("member", pa.binary())])


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle on disk: what its manifest says, and what was wrong with the folder when it was opened."""

    folder: Path
    manifest: Mapping[str, Any]
    digest: str  # SHA-256 of manifest.json: names the bundle
    public: bytes  # PEM
    faults: tuple[str, ...]
    unsigned: tuple[str, ...] = ()  # files that lie in the folder and that nobody signed
    pinned: bool = False  # whether it was said whose signature is expected

    @property
    def key(self) -> str:
        """Fingerprint of the key that signed it, whoever holds that."""
        return fingerprint(self.public)

    def root(self, statement: str) -> tuple[int, bytes]:
        """Number of leaves and root of the tree over the members of a statement."""
        tree = self.manifest["trees"].get(statement)
        if tree is None:
            raise InputError(
                f"'{self.folder}' has no tree for statement '{statement}': only totals that are published have one"
            )
        return int(tree["leaves"]), bytes.fromhex(tree["root"])

    def table(self, name: str, schema: pa.Schema) -> pa.Table:
        """One of its tables; InputError if it is missing or another."""
        file = self.folder / name
        if not file.is_file():
            raise InputError(f"'{self.folder}' has no {name}, so nothing can be recounted; ask for the bundle again")
        try:
            return pq.read_table(file, partitioning=None).select(schema.names).cast(schema)
        except (OSError, pa.ArrowException, KeyError) as error:
            raise self.unreadable(f"'{file}' is not the table that a bundle has: {told(error)}") from error

    def unreadable(self, why: str) -> CrosscountError:
        """What to say of a file in it that cannot be read: that it was changed, if it is not what was signed."""
        return NotReproduced("; ".join((*self.faults, why))) if self.faults else InputError(why)


def opened(folder: Path, expected: str | None = None) -> Bundle:
    """The bundle, held to its signature and digests; InputError if it is none.

    `expected` is the fingerprint of the key that should have signed it. Without one any key will do: a signature
    then only says that the files belong together.
    """
    content, public = (_content(folder, name) for name in (MANIFEST, PUBLIC))
    signature = _signature(folder)
    manifest = _manifest(folder, content)
    faults = [] if signed_by(public, signature, content) else ["the signature does not fit the manifest"]
    if public != plain_form(public):
        faults.append(f"{PUBLIC} is written in another way than a bundle has it")
    if expected is not None and fingerprint(public) != expected:
        faults.append(f"it is signed with key {fingerprint(public)}, and {expected} was expected")
    faults += _faults(folder, manifest["files"], fingerprint(public))
    unsigned = tuple(sorted(set(_names(folder)) - {MANIFEST, SIGNATURE, PUBLIC, *manifest["files"]}))
    digest = sha256(content).hexdigest()
    return Bundle(folder, manifest, digest, public, tuple(faults), unsigned, expected is not None)


def _content(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"'{folder}' is no evidence bundle: it has no {name}") from error
    except OSError as error:
        raise InputError(f"'{folder}' is no evidence bundle: {name} cannot be read ({told(error)})") from error


def _signature(folder: Path) -> bytes:
    try:
        text = _content(folder, SIGNATURE).decode("ascii")
        signature = bytes.fromhex(text)
    except ValueError as error:
        raise InputError(f"'{folder}' is no evidence bundle: {SIGNATURE} is not a number in hexadecimal") from error
    if text != signature.hex():
        raise InputError(f"'{folder}' is no evidence bundle: {SIGNATURE} has more in it than digits and small letters")
    return signature


def _manifest(folder: Path, content: bytes) -> dict[str, Any]:
    try:
        manifest = orjson.loads(content)
    except ValueError as error:
        raise InputError(f"'{folder}' is no evidence bundle: {MANIFEST} is not JSON ({told(error)})") from error
    try:
        named, schema = dict(manifest["files"]), manifest["schema"]
        str(manifest["bulletin"]), str(manifest["pseudonyms"])
        for tree in manifest["trees"].values():
            int(tree["leaves"]), bytes.fromhex(tree["root"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"'{folder}' is no evidence bundle: in {MANIFEST}, {told(error)}") from error
    if schema != SCHEMA:
        raise InputError(f"'{folder}' is a bundle of schema {schema}; this version of crosscount reads {SCHEMA}")
    for name in named:
        if "/" in name or "\\" in name or name.startswith("."):
            raise InputError(f"'{folder}' names a file outside itself: {name!r}")
    return dict(manifest)


def _faults(folder: Path, said: Mapping[str, str], key: str) -> Iterator[str]:
    """What is not as it was signed, and what was not signed though it is read."""
    for name in SIGNED:
        if name not in said:
            yield f"{name} is not signed: the manifest does not name it"
    for name, digest in sorted(said.items()):
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing: there is no such file, though it was signed"
        elif (found := sha256(path.read_bytes()).hexdigest()) != digest:
            yield f"{name} is not what was signed: SHA-256 {digest} was said, {found} found"
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8", errors="replace") if readme.is_file() else ""
    if strange := sorted(set(FINGERPRINT.findall(text)) - {key}):
        yield f"README.md names key {strange[0]}, and the bundle is signed with {key}: somebody else signed it again"


def _names(folder: Path) -> Iterator[str]:
    """Every file in the folder and below."""
    for path in folder.rglob("*"):
        if not path.is_dir() or path.is_symlink():
            yield path.relative_to(folder).as_posix()
