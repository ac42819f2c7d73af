"""Compute what a bulletin quotes, build it in each language, write its files, record it in the ledger.

Flow and products do not know each other; they meet here, on the floor above both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from crosscount import plugins
from crosscount.cli.files import write
from crosscount.flow import compute, coverage
from crosscount.model.bulletin import Bulletin, FigureText, Marking
from crosscount.model.window import Window
from crosscount.products import bulletin as product
from crosscount.products import render, tabular
from crosscount.settings import Settings
from crosscount.store import ledger

__all__ = ["publish"]


def publish(
    origin: str,
    target: str,
    window: Window,
    *,
    settings: Settings,
    languages: Sequence[str],
    marking: Marking,
    notice: str,
    out: Path,
    progress: Callable[[str, int], None] | None = None,
) -> list[tuple[Bulletin, list[Path]]]:
    """One bulletin a language, all from the same statements, with the files written for each."""
    requests = [compute.Request(r.figure, r.window, r.by, r.where) for r in product.needed(origin, target, window)]
    statements = compute.many(requests, settings=settings, progress=progress)
    covered = coverage.run(window, settings=settings)
    texts = [FigureText(f.id, f.version, f.title, f.means, f.caveats) for f in plugins.figures().values()]
    now = datetime.now(UTC)
    made = []
    for language in languages:
        bulletin = product.build(
            statements,
            covered,
            texts,
            origin=origin,
            target=target,
            window=window,
            publisher=settings.publisher,
            issued_at=now,
            marking=marking,
            language=language,
            notice=notice,
        )
        made.append((bulletin, _written(bulletin, settings, out)))
    return made


def _written(bulletin: Bulletin, settings: Settings, out: Path) -> list[Path]:
    """The files of a bulletin; the ledger keeps their digests, so that a copy can be told from a forgery."""
    forms = {"html": render.to_html(bulletin), "json": tabular.to_json(bulletin), "csv": tabular.to_csv(bulletin)}
    digests = {form: sha256(content.encode()).hexdigest() for form, content in forms.items()}
    statements = [statement.id for statement in bulletin.statements]
    body = {"name": bulletin.name, "language": bulletin.language, "files": digests, "statements": statements}
    ledger.append(settings.store, "bulletin", bulletin.id, body, at=bulletin.issued_at)
    stem = f"{bulletin.name}-{bulletin.language}"
    return [write(out / f"{stem}.{form}", content) for form, content in forms.items()]
