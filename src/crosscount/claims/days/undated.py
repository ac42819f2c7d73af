"""What looks like a date and is none, or no window: "May" the verb, the year of a name, "prior to 2016"."""

from __future__ import annotations

import re
from datetime import date

from crosscount.claims.days.dateforms import LEADS, NAMED, PRIOR, TITLED

__all__ = ["SAW", "SEEING", "is_date", "passed_over"]


def passed_over(text: str, found: re.Match[str], before: str, today: date | None) -> bool:
    """Whether a date is no window: the year of a name, or what something was before; a report on a year that is over
    is named by its window.
    """
    if PRIOR.search(before) or (found["h_y"] and ISSUE.match(text, found.end())):
        return True
    if not found["y"]:
        return False
    the = re.search(r"(?:\bthe|'s)\s+$", before, re.IGNORECASE)
    over = today is not None and int(found["y"]) < today.year
    named = _titled(text, found, before) or _entitled(text, found)
    return bool(the and NAMED.match(text, found.end())) or (named and not over)


def _titled(text: str, found: re.Match[str], before: str) -> bool:
    """ "Its Threat Landscape 2022 report"."""
    named = found["y"] and re.search(r"\b[A-Z]\w+\s+$", before) and not LEADS.search(before)
    return bool(named and TITLED.match(text, found.end()))


def _entitled(text: str, found: re.Match[str]) -> bool:
    """ "Threat Landscape 2022", a report called "State of Phishing 2022": the year that ends the title of a report."""
    before = text[max(0, found.start() - TITLE) : found.start()]
    quoted = QUOTED.search(before) and (CALLED.search(before) or OF_REPORT.match(text, found.end()))
    return bool(quoted or PAPER_BEFORE.search(before))


TITLE = 100  # characters
PAPERS = r"(?:report|review|survey|study|bulletin|landscape|yearbook|assessment|barometer|overview|statistics)"
PAPER_BEFORE = re.compile(rf"\b{PAPERS}[\s,:–—-]*$", re.IGNORECASE)
QUOTED = re.compile(r"[\"“][^\"“”]{3,80}$")
CALLED = re.compile(rf"\b{PAPERS},?\s+(?:\w+\s+)?[\"“][^\"“”]*$", re.IGNORECASE)
OF_REPORT = re.compile(rf"[\"”],?\s+(?:an?|the|its|their)\s+(?:[\w-]+\s+){{0,3}}{PAPERS}\b", re.IGNORECASE)
ISSUE = re.compile(r"第\s*\d+\s*[期号]")  # of a weekly
REPORTED = re.compile(r"\s+(?:annual\s+)?(?:report|review|survey|figures|statistics|data|bulletin)\b")
# "While 2012 saw 22,000 attacks".
SEEING = ("saw", "brought", "witnessed", "recorded", "registered")
SAW = re.compile(rf"\s+(?:{'|'.join(SEEING)})\b")
JOINT = re.compile(r"(?:\b(?:and|but|while|whereas)|[,;:])\s+$", re.IGNORECASE)


def is_date(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like a date is one, and not a part of a name or another number."""
    if found["m"] or found["y"]:
        before = text[max(0, found.start() - 20) : found.start()]
        after = text[found.end() : found.end() + 1]
        if found["y"] and after and after in "),.;:":
            return True
        if found["y"] and NAMED.match(text, found.end()):
            return True  # "the London 2012 Olympics"
        if found["y"] and SAW.match(text, found.end()) and JOINT.search(before):
            return True
        if found["m"] and found["m"].rstrip(".").lower() not in ("may", "march", "mar"):
            return True
        if REPORTED.match(text, found.end()) and re.search(r"(?:'s|its|their|the)\s+$", before):
            return True  # "its 2013 annual report", "the team's May bulletin"
        titled = found["y"] and (_titled(text, found, before) or _entitled(text, found))
        return bool(LEADS.search(before)) or not before.strip() or bool(titled)
    return True
