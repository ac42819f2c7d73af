"""Write docs/reference from the code itself. `make docs` runs it; a test fails when a page is out of date."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from crosscount import errors, plugins
from crosscount.cli import template
from crosscount.cli.main import OUR_FAULT, app
from crosscount.cli.signals import STOPPED, TERMINATED
from crosscount.cli.verb import PANEL
from crosscount.model import kinds, place, source, tables
from crosscount.register import acts, records
from crosscount.register.templates import words_of
from crosscount.settings import Feed
from crosscount.store.tables import TABLES

REFERENCE = Path(__file__).resolve().parent / "reference"
NOTE = "<!-- Written by docs/generate.py: change the code, then run `make docs`. -->"


def pages() -> dict[str, str]:
    """File name → text of every generated page."""
    made = {
        "cli.md": _cli(),
        "sources.md": _sources(),
        "figures.md": _figures(),
        "errors.md": _errors(),
        "settings.md": _settings(),
        "tables.md": _tables(),
        "reasons.md": _reasons(),
        "words.md": _words(),
        "register.md": _register(),
    }
    return {name: "\n".join([NOTE, "", *text]).rstrip() + "\n" for name, text in made.items()}


def main() -> None:
    """Write the pages; with --check only say which differ, and fail if any does."""
    different = [name for name, text in pages().items() if not _is(REFERENCE / name, text)]
    if "--check" not in sys.argv:
        REFERENCE.mkdir(exist_ok=True)
        for name in different:
            (REFERENCE / name).write_text(pages()[name], encoding="utf-8")
    print(f"{'out of date' if '--check' in sys.argv else 'written'}: {', '.join(different) or 'none'}")
    sys.exit("--check" in sys.argv and bool(different))


def _cli() -> Iterator[str]:
    group = typer.main.get_command(app)
    yield from (
        "# Command line",
        "",
        "`crosscount VERB …`. Results go to standard output, everything else to standard error.",
    )
    yield from ("", "These options stand before or after any verb:", "")
    yield from _options([each for each in group.params if _panel(each)])
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        yield from _verb(f"crosscount {name}", command)


def _verb(name: str, command: Any) -> Iterator[str]:
    yield from ("", f"## {name}", "", command.help or "", "")
    if hasattr(command, "commands"):
        for below, each in command.commands.items():
            yield from _verb(f"{name} {below}", each)
        return
    own = [each for each in command.params if not _panel(each)]
    usage = [
        each.metavar if each.required else f"[{each.metavar}]" for each in own if each.param_type_name == "argument"
    ]
    needed = [f"{each.opts[0]} {each.metavar}" for each in own if each.param_type_name == "option" and each.required]
    yield from ("```", " ".join([name, *usage, *needed, *(["[OPTIONS]"] if own else [])]), "```", "")
    yield from _options([each for each in own if each.name != "help"])


def _options(params: Sequence[Any]) -> Iterator[str]:
    if params:
        rows = ((_spelled(each), _without_dots(each.help), _default(each)) for each in params)
        yield from _table(("option", "meaning", "default"), rows)


def _spelled(param: Any) -> str:
    if param.param_type_name == "argument":
        return f"`{param.metavar}`"
    value = f" {param.metavar}" if param.metavar and not param.is_flag else ""
    return f"`{', '.join(param.opts)}{value}`"


def _default(param: Any) -> str:
    if param.required:
        return "required"
    value = param.default
    value = value.value if isinstance(value, StrEnum) else value
    return "" if value is None or value in ((), "", False) else f"`{value}`"


def _panel(param: Any) -> bool:
    return getattr(param, "rich_help_panel", None) == PANEL


def _sources() -> Iterator[str]:
    yield from ("# Sources", "", "Every kind of file that `crosscount ingest` reads. How to add one: CONTRIBUTING.md.")
    for each in plugins.sources().values():
        yield from (
            "",
            f"## {each.id}",
            "",
            f"{each.title}. Publisher: {each.publisher}. Licence: {each.licence.value}.",
        )
        yield from (
            "",
            f"One record: {each.record_means}",
            "",
            _docstring(_module_of("crosscount.sources", each.id)),
            "",
        )
        rows = (
            (
                f"`{name}`",
                f"`{field.column}`" if field.column else "",
                _mark(field.expected),
                "yes" if field.required else "",
            )
            for name, field in each.fields.items()
        )
        yield from _table(("column of observations", "column of the publisher", "expected", "required"), rows)


def _figures() -> Iterator[str]:
    yield from ("# Figures", "", "Every figure is the size of a set, and no figure is a sum of others.", "")
    found = plugins.figures().values()
    yield from _table(("figure", "unit", "counts"), ((f"[{f.id}](#{f.id})", f"`{f.unit}`", f.means) for f in found))
    for each in found:
        from_ = ", ".join(f"`{kind}`" for kind in each.kinds) or "every flow, request and lookup"
        yield from ("", f"## {each.id}", "", f"{each.title}, version {each.version}. {each.means}", "")
        yield from (f"- unit: `{each.unit}`, placed by its {each.unit.side.value}", f"- from: {from_}")
        yield f"- left out: rows tagged {', '.join(f'`{tag}`' for tag in each.without) or 'nothing'}"
        yield from (f"- caveat: {said}" for said in each.caveats)


def _errors() -> Iterator[str]:
    yield from ("# Errors", "", "An error is one line on standard error; `--debug` adds a traceback. Exit codes:", "")
    found = [getattr(errors, name) for name in errors.__all__]
    rows = [(str(each.exit_code), f"`{each.__name__}`", inspect.getdoc(each) or "") for each in found]
    rows += [("0", "", "All went well. A closed pipe is no error.")]
    rows += [(str(OUR_FAULT), "", "A fault of the program itself."), (str(STOPPED), "", "Stopped by Ctrl-C.")]
    rows += [(str(TERMINATED), "", "Stopped by SIGTERM.")]
    yield from _table(("code", "class", "meaning"), sorted(rows, key=lambda row: int(row[0])))


def _settings() -> Iterator[str]:
    yield from ("# Settings", "", "One TOML file, `crosscount.toml`; `crosscount init` writes one with every default.")
    section = None
    rows: list[tuple[str, str, str]] = []
    for each in [*template.documented(), None]:
        if each is None or each.section != section:
            yield from _table(("setting", "default", "meaning"), rows) if rows else ()
            rows = []
            if each is not None:
                section = each.section
                title = f"## [{section}]" if section else "## Top of the file"
                yield from ("", title, "", template.section_means(section) if section else "", "")
        if each is not None:
            rows.append((f"`{each.name}`", f"`{template.toml(each.default)}`", each.means))
    yield from ("", "## [[feeds]]", "", inspect.getdoc(Feed) or "", "")
    feed = ((f"`{each.name}`", f"`{template.toml(each.default)}`", each.means) for each in template.feed_settings())
    yield from _table(("setting", "default", "meaning"), feed)


def _tables() -> Iterator[str]:
    yield from ("# Tables", "", (inspect.getdoc(tables) or "").split("\n\n", 1)[-1])
    comments = _commented_columns()
    for name, spec in TABLES.items():
        yield from (
            "",
            f"## {name}",
            "",
            f"Partitioned by {', '.join(f'`{part}`' for part in spec.partition_by) or 'nothing'}.",
            "",
        )
        said = comments[name.upper()]
        yield from _table(
            ("column", "type", "meaning"), ((f"`{f.name}`", f"`{f.type}`", said.get(f.name, "")) for f in spec.schema)
        )


def _commented_columns() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, body in re.findall(r"^(\w+) = pa\.schema\((.*?)^\)", inspect.getsource(tables), re.MULTILINE | re.DOTALL):
        found[name] = dict(re.findall(r'\("(\w+)", .*?\),  # (.+)$', body, re.MULTILINE))
    return found


def _reasons() -> Iterator[str]:
    yield from ("# Reasons", "", "Why a record was set aside. A code is stored and never changes its meaning.", "")
    yield from _table(("reason", "meaning"), _members(source, source.Reason))


def _words() -> Iterator[str]:
    yield from ("# Stored words", "", "The values of columns that hold one of a few words.")
    listed: tuple[tuple[ModuleType, type[StrEnum], str], ...] = (
        (kinds, kinds.Seen, "`seen` of observations"),
        (kinds, kinds.TimeBasis, "`time_basis` of observations"),
        (kinds, kinds.Kind, "`kind` of threats, `stated` of observations"),
        (kinds, kinds.Tag, "`tags` of threats"),
        (place, place.Basis, "`origin_basis` and `target_basis` of threats"),
        (source, source.Licence, "`licence` of snapshots"),
    )
    for module, words, where in listed:
        yield from ("", f"## {where}", "", inspect.getdoc(words) or "", "")
        yield from _table(("word", "meaning"), _members(module, words))


def _register() -> Iterator[str]:
    yield from ("# Records of a register", "", inspect.getdoc(records) or "")
    for folder, kind in records.KINDS.items():
        yield from ("", f"## {kind.__name__.lower()}", "", f"`{folder}/ID.toml`. {inspect.getdoc(kind)}", "")
        own = [name for name in kind.model_fields if name == "id" or name not in records.Record.model_fields]
        shared = [name for name in records.Record.model_fields if name not in own]
        yield from _fields(kind, [*own, *shared])
    for part in (records.Link, records.Victim, records.Related):
        yield from ("", f"## Part: {part.__name__.lower()}", "", inspect.getdoc(part) or "", "")
        yield from _fields(part, list(part.model_fields))
    for words in (records.SourceKind, records.ActorKind, records.Basis, records.Role):
        yield from ("", f"## Words: {words.__name__}", "", inspect.getdoc(words) or "", "")
        yield from _table(("word", "meaning"), _members(records, words))
    yield from ("", "## Acts", "", (inspect.getdoc(acts) or "").split("\n\n", 1)[-1], "")
    rows = ((f"`{a.id}`", a.form.value, a.means, a.cameo, a.plover, a.eurepoc) for a in acts.ACTS.values())
    yield from _table(("act", "stands in", "means", "CAMEO", "PLOVER", "EuRepoC"), rows)
    yield from ("", "A word stands in a statement, a deed in a response, `either` in both.")


def _fields(kind: type[BaseModel], names: Sequence[str]) -> Iterator[str]:
    rows = (
        (f"`{name}`", _meaning(kind.model_fields[name]), "yes" if kind.model_fields[name].is_required() else "")
        for name in names
    )
    yield from _table(("field", "meaning", "required"), rows)


def _meaning(field: FieldInfo) -> str:
    words = ", ".join(f"`{word}`" for word in words_of(field.annotation))
    return f"{field.description}; one of {words}" if words else field.description or ""


def _members(module: ModuleType, words: type[StrEnum]) -> Iterator[tuple[str, str]]:
    body = inspect.getsource(words)
    said = dict(re.findall(r'^    \w+ = "([\w-]+)"(?:  # (.+))?$', body, re.MULTILINE))
    return ((f"`{each.value}`", said.get(each.value, "")) for each in words)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def _module_of(package: str, plugin: str) -> ModuleType | None:
    from importlib import import_module
    from importlib.metadata import entry_points

    for entry in entry_points(group=package):
        if entry.name == plugin:
            return import_module(entry.value.partition(":")[0])
    return None


def _docstring(module: ModuleType | None) -> str:
    return inspect.getdoc(module) or "" if module is not None else ""


def _mark(text: str) -> str:
    return text.replace("<", "&lt;")


def _without_dots(text: str | None) -> str:
    return (text or "").strip()


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    main()
