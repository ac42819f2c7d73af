"""Seals of reviewed records: once sealed, a record that changes or disappears is an error.

`seals.tsv` lies in the register and is reviewed with it: a line a record, its file and the SHA-256 of its bytes. So a
statement cannot be lost by an edit: whoever disagrees adds a record that disputes, corrects or retracts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from crosscount.errors import InputError
from crosscount.register.reading import Fault, Register

__all__ = ["FILE", "broken", "seal"]

FILE = "seals.tsv"


def broken(register: Register) -> Iterator[Fault]:
    """A fault for every sealed record that is gone or that reads otherwise."""
    sealed, faults = _seals(register.folder)
    yield from faults
    for file, digest in sealed.items():
        found = _digest(register.folder / file)
        if found is None:
            yield Fault(
                file, "", "no such file any more", "the record that was sealed: restore it, retract it by a new one"
            )
        elif found != digest:
            yield Fault(file, "", "another text than was sealed", "it unchanged: restore it, add one that corrects it")


def seal(register: Register) -> int:
    """Seal every record that is not sealed yet; how many that were. InputError while the register has errors."""
    sealed, faults = _seals(register.folder)
    if faults:
        raise InputError(str(faults[0]))
    new = {file: _digest(register.folder / file) for file in register.files.values() if file not in sealed}
    lines = [f"{file}\t{digest}\n" for file, digest in sorted({**sealed, **new}.items())]
    path = register.folder / FILE
    beside = path.with_suffix(".new")
    try:
        beside.write_text("".join(lines), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
    return len(new)


def _seals(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    path = folder / FILE
    if not path.is_file():
        return {}, []
    sealed: dict[str, str] = {}
    faults: list[Fault] = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        file, tab, digest = line.partition("\t")
        if not tab or len(digest) != 64 or ".." in file or file.startswith("/"):
            faults.append(Fault(FILE, str(number), f"'{line[:80]}'", "a file of the register, a tab, a SHA-256"))
        else:
            sealed[file] = digest
    return sealed, faults


def _digest(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
