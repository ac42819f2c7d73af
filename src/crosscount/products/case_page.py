"""A case as one HTML file: who did what to whom, what answers what, which numbers were said; no script, no network."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from crosscount.model.bulletin import Marking
from crosscount.products import case_view
from crosscount.products.pages import environment
from crosscount.products.render import css_text
from crosscount.products.wording import words
from crosscount.register.reading import Register
from crosscount.register.records import Case

__all__ = ["html"]

TAGS = {Marking.AMBER_STRICT: "amber-strict"}


def html(register: Register, case: Case, publisher: str, language: str = "en") -> str:
    """The page, its fixed words in a language of `products/words`. Same register, same bytes.

    InputError for an unknown language. The texts of records stay in their own language.
    """
    said = words(language)
    view = case_view.view(register, case, said)
    return (
        environment()
        .get_template("case.html.j2")
        .render(
            case=case,
            v=view,
            w=said,
            t=said.case,
            publisher=publisher,
            tlp=TAGS.get(case.marking, case.marking.value.removeprefix("TLP:").lower()),
            running_foot=css_text(f"{case.marking.value} · {case.title}"),
            running_page=css_text(said.page("page_of") + " "),
            style=Markup(_text("style.css") + _text("case.css")),
        )
    )


def _text(name: str) -> str:
    return (files("crosscount.products") / "templates" / name).read_text(encoding="utf-8")
