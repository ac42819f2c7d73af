"""Compute what a bulletin quotes, build it, write its forms, record it in the ledger.

Flow and products do not know each other; they meet here, on the floor above both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from crosscount import plugins
from crosscount.cli.files import becoming
from crosscount.flow import compute, coverage
from crosscount.flow.quality import note
from crosscount.model.bulletin import Bulletin, FigureText, Marking
from crosscount.model.window import Window
from crosscount.products import bulletin as product
from crosscount.products import render, tabular
from crosscount.products.confidentiality import withheld
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
) -> tuple[Bulletin, list[Path]]:
    """The bulletin, and the files written: one page a language, JSON and CSV."""
    smallest = settings.confidentiality.smallest_cell
    counted = compute.many(product.needed(origin, target, window), settings=settings, progress=progress)
    statements, rests = withheld(counted, smallest), coverage.run(window, settings=settings)
    if progress is not None:
        progress("quality note", 0)
    bulletin = product.build(
        statements,
        rests,
        [FigureText(f.id, f.version, f.title, f.means, f.caveats) for f in plugins.figures().values()],
        origin=origin,
        target=target,
        window=window,
        publisher=settings.publisher,
        issued_at=datetime.now(UTC),
        marking=marking,
        language=languages[0],
        notice=notice,
        quality=note.run(
            product.EIGHT, origin, target, window, statements, rests, settings=settings, smallest=smallest
        ),
    )
    forms = {f"{language}.html": render.html(bulletin, language) for language in languages}
    forms |= {"json": tabular.to_json(bulletin), "csv": tabular.to_csv(bulletin)}
    # The digests in the ledger tell a copy from a forgery.
    body = {
        "name": bulletin.name,
        "files": {form: sha256(content.encode()).hexdigest() for form, content in forms.items()},
        "statements": [statement.id for statement in bulletin.statements],
    }
    files = {out / f"{bulletin.name}.{form}": content for form, content in forms.items()}
    with becoming(files):
        ledger.append(settings.store, "bulletin", bulletin.id, body, at=bulletin.issued_at)
    return bulletin, list(files)
