"""Whom phishing pages pass for, where words stand between them: "pages were aimed at", "pages in the name of"."""

from __future__ import annotations

import re

from crosscount.claims.ends.ends import Codes, Ends
from crosscount.claims.sentences.reading import Phrase, Reading

__all__ = ["by_pages"]

# Right behind the pages.
AIMED = re.compile(
    r"(?:which |that )?(?:(?:were|was|are|is|had been|have been|being) )?(?:mainly |mostly |also )?"
    r"(?:(?:aimed|aiming|directed|pitched|geared) (?:at|towards?)|designed to (?:look like|imitate|resemble)"
    r"|made to look like|in the names? of|under the names? of"
    r"|(?:abusing|using|misusing|with) the (?:names?|brands?|logos?|identity|identities) of|copied|copying)"
)
LONGEST = 8  # tokens of it
NEAR = 3  # tokens from it to whom they pass for


def by_pages(ends: Ends) -> None:
    """The target of pages, and of the hosts that hold them."""
    pages = _pages(ends)
    aimed = _aimed(ends.reading, pages) if pages is not None else []
    if not aimed:
        return
    if ends.draft.role == "phish_page":
        ends.target = aimed
        ends.origin = [code for code in ends.origin if code not in aimed]
    elif not ends.target:
        ends.target = aimed


def _pages(ends: Ends) -> Phrase | None:
    """The pages that are counted, or that the counted hosts hold."""
    if ends.draft.role == "phish_page":
        return ends.here
    if ends.draft.role != "phish_host":
        return None
    behind = (p for p in ends.reading.phrases if p.first >= ends.last and p.sort in ("page", "site"))
    return next((p for p in behind if "phish" in p.topics), None)


def _aimed(reading: Reading, pages: Phrase) -> Codes:
    """The places of whoever stands behind "aimed at"."""
    for last in range(min(len(reading.tokens), pages.last + LONGEST), pages.last, -1):
        if AIMED.fullmatch(reading.words(pages.last, last)):
            whom = next((p for p in reading.phrases if 0 <= p.first - last < NEAR), None)
            return list(whom.places) if whom is not None else []
    return []
