"""A bulletin as one HTML file: no network, no script, everything inside; for screen, phone and print."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from crosscount.model.bulletin import Bulletin
from crosscount.model.legible import shown
from crosscount.products import figures_view, quality_view, rests_view
from crosscount.products.pages import environment
from crosscount.products.reading import Reading
from crosscount.products.wording import words

__all__ = ["css_text", "html"]


def html(bulletin: Bulletin, language: str | None = None) -> str:
    """The page in a language of `products/words`, the bulletin's own unless given. Same bulletin, same bytes.

    InputError for an unknown language or a bulletin that lacks a statement.
    """
    said = words(language or bulletin.language)
    reading = Reading(bulletin)
    running = " · ".join(text for text in (bulletin.marking.value, bulletin.name, bulletin.id) if text)
    return (
        environment()
        .get_template("bulletin.html.j2")
        .render(
            b=bulletin,
            w=said,
            t=said.page,
            style=Markup((files("crosscount.products") / "templates" / "style.css").read_text(encoding="utf-8")),
            running_head=css_text(bulletin.notice),
            running_foot=css_text(running),
            running_page=css_text(said.page("page_of") + " "),
            head=figures_view.head(reading, said),
            sentences=figures_view.sentences(reading, said),
            figures=figures_view.figures(reading, said),
            slots=figures_view.slots(reading, said),
            maps=figures_view.maps(reading, said),
            panels=figures_view.panels(reading, said),
            origins=figures_view.origins(reading, said),
            days=figures_view.days(reading, said),
            networks=figures_view.breakdowns(reading, said, "network"),
            families=figures_view.breakdowns(reading, said, "family"),
            rests=rests_view.rests(reading, said),
            quality=quality_view.quality(reading, said),
        )
    )


def css_text(text: str) -> Markup:
    """Any text as the inside of a CSS string: all but letters and digits of ASCII as code points."""
    # The space ends the escape (CSS Syntax 3, §4.3.7), so that a following digit or space stays itself.
    return Markup("".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in shown(text)))
