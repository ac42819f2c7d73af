"""crosscount verify: recount what was published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosscount.cli.files import text_of
from crosscount.cli.options import Key
from crosscount.cli.recounted import key_lines, key_said, opened, verdict, with_note
from crosscount.cli.session import Session
from crosscount.cli.verb import verb
from crosscount.errors import EvidenceExpired, InputError, NotReproduced
from crosscount.flow import verify as step
from crosscount.flow.evidence import recount
from crosscount.flow.quality import recount as quality
from crosscount.products import bulletin as product
from crosscount.products import tabular

__all__ = ["app", "verify"]

app = typer.Typer()


@verb(app, engine=True)
def verify(
    session: Session,
    bulletin: Annotated[Path, typer.Argument(metavar="BULLETIN.json|BUNDLE", help="A bulletin, or its evidence")],
    key: Key = None,
) -> None:
    """Recount every number, from rows at its table version or from the bundle alone, and say same or not."""
    of_bundle: dict[str, object] = {}
    lines: list[str] = []
    altered: list[str] = []
    if recount.is_bundle(bulletin):
        found, published = opened(bulletin, key)
        report, left = recount.run(found, published.statements), "the quality note, which needs the store"
        of_bundle, lines = key_said(found), list(key_lines(found))
    elif key is not None:
        raise InputError(f"--key is for bundles, and '{bulletin}' is none: a bulletin by itself is not signed")
    else:
        published = tabular.from_json(text_of(bulletin))
        altered, left = product.altered(published), quality.NOT_RECOUNTED
        with session.progress() as progress:
            report = step.run(published.statements, settings=session.settings, progress=progress)
            report = with_note(published, report, session.settings)
    same = report.same and not altered
    said = {"same": same, "expired": bool(report.expired), "altered": altered, "checks": report.checks}
    said |= {"not_recounted": left} | of_bundle
    session.result(said, [*verdict(published, report, altered, left), *lines])
    failed = len(altered) + len(report.differences)
    if failed:
        raise NotReproduced(f"'{bulletin}' is not reproduced: {failed} of its checks failed")
    if not same:
        raise EvidenceExpired(f"'{bulletin}' can no longer be recounted: {len(report.expired)} of its checks expired")
