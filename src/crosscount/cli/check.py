"""crosscount check: find the claims of a text, and hold them against the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.claims.documents import document
from crosscount.claims.extract import extract
from crosscount.cli.checked import lines, plain, versions
from crosscount.cli.files import bytes_of, write
from crosscount.cli.options import Timezone, optional_day
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.flow import judge
from crosscount.model.window import zone_named
from crosscount.products.checked import html as page

__all__ = ["app", "check"]

app = typer.Typer()


@verb(app)
def check(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="Text, HTML or Markdown; - for standard input")],
    day: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day of the text, for years")] = None,
    timezone: Timezone = None,
    html: Annotated[Path | None, typer.Option(metavar="OUT", help="Write the text with its claims marked")] = None,
    register: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Earlier versions of statements (default: of the settings)")
    ] = None,
    notice: Annotated[str, typer.Option(metavar="TEXT", help="A sentence shown as a band on the page")] = "",
) -> None:
    """Find the claims of a text, and hold them against its own arithmetic, a register and the store."""
    settings = session.settings
    zone = timezone or settings.timezone
    zone_named(zone)
    name = "standard input" if str(file) == "-" else file.name
    read = document(bytes_of(file), "" if str(file) == "-" else name)
    written = optional_day(day, "--date") or read.day
    claims = extract(read.text, day=written, zone=zone)
    findings = judge.run(claims, settings=settings, registered=versions(session, register))
    if html is not None:
        made = page(read.text, findings, name=name, day=written, publisher=settings.publisher, notice=notice)
        session.remark(f"wrote {write(html, made)}")
    session.result(plain(name, written, findings), lines(findings))
