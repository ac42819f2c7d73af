"""Make a function a verb: give it a Session and every option that all verbs have."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from crosscount.cli.session import Session

__all__ = ["PANEL", "common", "verb"]

Function = TypeVar("Function", bound=Callable[..., None])
PANEL = "Options of every verb"
WHERE = "Where the work is done"

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help="Settings (default: ./crosscount.toml)", rich_help_panel=PANEL),
]
Store = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of the store, whatever the settings say", rich_help_panel=PANEL),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON", rich_help_panel=PANEL)]
Debug = Annotated[bool, typer.Option("--debug", help="Show a traceback with an error", rich_help_panel=PANEL)]
Quiet = Annotated[bool, typer.Option("--quiet", help="No remarks and no progress", rich_help_panel=PANEL)]
Engine = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Where to work: local or spark", rich_help_panel=WHERE),
]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Master of Spark, e.g. spark://host:7077", rich_help_panel=WHERE),
]


def common(
    context: typer.Context,
    settings_file: SettingsFile = None,
    store: Store = None,
    as_json: Json = False,
    debug: Debug = False,
    quiet: Quiet = False,
) -> Session:
    """The session that these options ask for, together with those given before the verb."""
    outer = context.obj if isinstance(context.obj, Session) else Session()
    context.obj = session = Session(
        settings_file=settings_file or outer.settings_file,
        store=store or outer.store,
        as_json=as_json or outer.as_json,
        debug=debug or outer.debug,
        quiet=quiet or outer.quiet,
    )
    return session


def verb(app: typer.Typer, name: str | None = None, *, engine: bool = False) -> Callable[[Function], Function]:
    """Register a function whose first parameter is a Session as a verb of `app`.

    With `engine`, the verb has options that say where it works, and the settings of its session follow them.
    """

    def register(function: Function) -> Function:
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        shared = list(inspect.signature(common, eval_str=True).parameters.values())
        where = list(inspect.signature(_where, eval_str=True).parameters.values()) if engine else []

        @wraps(function)
        def called(**given: Any) -> None:
            session = common(**{each.name: given.pop(each.name) for each in shared})
            session.engine, session.master = _where(**{each.name: given.pop(each.name) for each in where})
            function(session, **given)

        each_named = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in [*own, *where, *shared]]
        called.__signature__ = inspect.Signature(each_named)  # type: ignore[attr-defined]
        called.__annotations__ = {each.name: each.annotation for each in each_named}
        app.command(name)(called)
        return function

    return register


def _where(engine: Engine = None, master: Master = None) -> tuple[str | None, str | None]:
    return engine, master
