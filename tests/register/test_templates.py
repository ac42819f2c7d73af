"""Templates teach only what `add` accepts: as they stand, with every line uncommented, and every word they list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crosscount.flow.register_lint import lint
from crosscount.register.adding import add
from crosscount.register.reading import record_of
from crosscount.register.records import KINDS, Record
from crosscount.register.templates import EXAMPLES, PARTS, template

LINE = re.compile(r"# (?:[a-z0-9_]+ = .+|\[+[a-z]+\]+)")


def groups(text: str) -> list[list[int]]:
    """Numbers of the commented lines that belong together: a field, or a table with its keys."""
    found: list[list[int]] = []
    table = False  # whether the lines above are those of a commented table
    for number, line in enumerate(text.splitlines()):
        table = table and line != ""
        if not LINE.fullmatch(line):
            continue
        if table:
            found[-1].append(number)
        else:
            found.append([number])
        table = table or line.startswith("# [")
    return found


def uncommented(text: str, numbers: list[int]) -> str:
    return "\n".join(
        line.removeprefix("# ") if number in numbers else line for number, line in enumerate(text.splitlines())
    )


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_a_template_names_every_field(kind: type[Record]) -> None:
    text = template(kind)
    for name in kind.model_fields:
        assert re.search(rf"^(?:# )?(?:{name} =|\[+{name}\])", text, re.MULTILINE), name
    assert {*EXAMPLES[kind], *PARTS, "profile", "measures", "sources", "refs", "coder", "note"} >= {*kind.model_fields}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_a_template_and_each_of_its_lines_is_accepted(kind: type[Record], example: Path) -> None:
    text = template(kind)
    optional = groups(text)
    assert optional
    whole = [number for each in optional for number in each]
    for number, lines in enumerate([[], *optional, whole]):
        one = uncommented(text, lines).replace('id = "', f'id = "n{number}-', 1)
        record, path, _ = add(one, "new.toml", kind, example, lint)
        assert record.id.startswith(f"n{number}-")
        path.unlink()


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_word_that_a_template_lists_is_accepted(kind: type[Record]) -> None:
    told = re.findall(r"# One of: ((?:[^\n]|\n#   )+)\.\n(?:# )?(\w+) = (\[?)", template(kind))
    for words, field, listed in told:
        for word in re.split(r",\s+(?:#\s+)?", words):
            if field in kind.model_fields:
                value = [word] if listed else word
                made = record_of({field: value}, "f", kind)
                assert isinstance(made, list)
                assert field not in {fault.field.partition(".")[0] for fault in made}, (field, word)
