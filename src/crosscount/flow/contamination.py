"""With and without: what a figure would be if rows of other tags were left out, or none. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crosscount.engines.base import Question
from crosscount.flow import compute
from crosscount.model.figure import Figure
from crosscount.model.kinds import Tag
from crosscount.model.window import Window
from crosscount.settings import Settings

__all__ = ["variants"]


def variants(
    figure: str, window: Window, *, settings: Settings, where: Mapping[str, str] | None = None
) -> dict[str, int | None]:
    """The total by what is left out: as defined, nothing at all, and each further tag besides those of the figure."""
    definition = compute.figure_named(figure)
    chosen = {f"without {_said(definition.without)}": definition.without, "with everything": ()}
    for tag in Tag:
        if tag not in definition.without:
            tags = tuple(sorted((*definition.without, tag)))
            chosen[f"without {_said(tags)}"] = tags
    question = Question((), dict(where or {}))
    return {
        name: _total(replace(definition, without=tags), window, question, settings) for name, tags in chosen.items()
    }


def _total(figure: Figure, window: Window, question: Question, settings: Settings) -> int | None:
    return compute.count(figure, window, [question], settings=settings)[0].total


def _said(tags: tuple[Tag, ...]) -> str:
    return " and ".join(tag.value for tag in sorted(tags)) or "nothing"
