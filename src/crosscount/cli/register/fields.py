"""A record as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosscount.register.acts import ACTS
from crosscount.register.reading import Register
from crosscount.register.timeline import label

__all__ = ["lines"]

# Lists of short texts, on one line. Ids stand on lines of their own, with what they mean.
SHORT = (
    *("aliases", "shared_aliases", "targets", "sectors", "types", "external", "to_countries", "by_countries", "flags"),
)


def lines(register: Register, told: dict[str, Any]) -> Iterator[str]:
    """Field by field; ids with what they stand for."""
    yield f"{told['record']} {told['id']} ({told['file']})"
    for name, value in told.items():
        if name not in ("record", "id", "file", "pointed_at_by"):
            yield from _field(register, name, value, "  ")
    act = ACTS.get(str(told.get("act")))
    if act and (act.cameo or act.plover or act.eurepoc):
        codes = (("CAMEO", act.cameo), ("PLOVER", act.plover), ("EuRepoC", act.eurepoc))
        yield "  codes: " + "; ".join(f"{name} {code}" for name, code in codes if code)
    for each in told["pointed_at_by"]:
        yield f"  ← {each['field']} of {each['id']}: {_one_line(label(register, each['id']))}"


def _field(register: Register, name: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{indent}{name}: " + ", ".join(
            f"{key} {_one_line(_named(register, each))}" for key, each in value.items()
        )
    elif isinstance(value, list) and name in SHORT:
        yield f"{indent}{name}: {', '.join(map(str, value))}"
    elif isinstance(value, list):
        for each in value:
            yield from _field(register, name, each, indent)
    else:
        # Further lines stand deeper, so that no text passes for a field of the record.
        yield f"{indent}{name}: " + _named(register, value).replace("\n", f"\n{indent}    ")


def _named(register: Register, value: object) -> str:
    text = str(value)
    said = label(register, text)
    return text if said == text else f"{text} ({_one_line(said)})"


def _one_line(text: str) -> str:
    return " ".join(text.split())
