"""The program: collect the verbs, run one, turn its end into an exit code and at most one line."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer
from typer.exceptions import TyperException

import crosscount.engines.memory  # noqa: F401 - before anything that takes much memory
from crosscount import __version__
from crosscount.cli import signals
from crosscount.cli.session import json_text
from crosscount.cli.shown import inert
from crosscount.cli.verb import Debug, Json, Quiet, SettingsFile, Store, common
from crosscount.errors import CrosscountError, InputError

__all__ = ["VERBS", "app", "main"]

# One module a verb, in the order of the help text.
VERBS = (
    *("init", "fetch", "ingest", "map", "reference", "place", "conclude", "settle", "run", "status", "watch"),
    *("compute", "machines", "explain", "bulletin", "verify", "evidence", "check", "register"),
    *("sources", "rules", "figures", "plugins", "store"),
)
OUR_FAULT = 70

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")


@app.callback(invoke_without_command=True)
def program(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version")] = False,
    settings_file: SettingsFile = None,
    store: Store = None,
    as_json: Json = False,
    debug: Debug = False,
    quiet: Quiet = False,
) -> None:
    """Count cross-border cyber threats so that a doubter can recount them."""
    common(context, settings_file, store, as_json, debug, quiet)
    if context.invoked_subcommand is None:
        plain, said = {"version": __version__}, f"crosscount {__version__}"
        print(context.get_help() if not version else json_text(plain) if as_json else said)


for name in VERBS:
    app.add_typer(import_module(f"crosscount.cli.{name}").app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is that of the error class (see crosscount.errors), 0 if all went well."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(arguments, prog_name="crosscount", standalone_mode=False)
        sys.stdout.flush()
        signals.over()
    except (BrokenPipeError, SystemExit):
        # The reader of our output has seen enough (Typer makes a SystemExit of it, and of nothing else). What Python
        # still has to flush must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        return _failed(error, arguments)
    if code == signals.STOPPED:  # which is what Typer makes of KeyboardInterrupt
        return _failed(KeyboardInterrupt(), arguments)
    return code if isinstance(code, int) else 0


def _failed(error: BaseException, arguments: Sequence[str]) -> int:
    signals.over()
    stopped = signals.came() or (signals.STOPPED if isinstance(error, (KeyboardInterrupt, typer.Abort)) else None)
    if stopped is not None:
        return _tell(error, "Stopped", stopped, arguments, "stopped; run the same command again to go on")
    if isinstance(error, CrosscountError):
        return _tell(error, type(error).__name__, error.exit_code, arguments)
    if isinstance(error, TyperException):
        said = error.format_message().rstrip(".") + "; see 'crosscount --help'"
        return _tell(error, "InputError", InputError.exit_code, arguments, said)
    said = f"{type(error).__name__}: {error}. This is a fault of ours: run it again with --debug and report it"
    return _tell(error, "Fault", OUR_FAULT, arguments, said)


def _tell(error: BaseException, name: str, code: int, arguments: Sequence[str], said: str | None = None) -> int:
    if "--debug" in arguments:
        traceback.print_exception(error)
    said = said if said is not None else str(error)
    if "--json" in arguments:
        print(json_text({"error": {"class": name, "exit_code": code, "message": said}}), file=sys.stderr)
    else:
        print(f"crosscount: {inert(said)}", file=sys.stderr)
    return code
