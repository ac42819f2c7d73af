"""What looks like a date and is none, or no window: "May" the verb, the year of a name, "prior to 2016"."""

from __future__ import annotations

import re

from crosscount.claims.days.dateforms import LEADS, NAMED, PRIOR, TITLED

__all__ = ["SAW", "SEEING", "is_date", "passed_over"]


def passed_over(text: str, found: re.Match[str], before: str) -> bool:
    """Whether a date is no window: the year of a name, or what something was before."""
    if PRIOR.search(before) or (found["h_y"] and ISSUE.match(text, found.end())):
        return True
    if not found["y"]:
        return False
    the = re.search(r"(?:\bthe|'s)\s+$", before, re.IGNORECASE)
    return bool(the and NAMED.match(text, found.end())) or _titled(text, found, before)


def _titled(text: str, found: re.Match[str], before: str) -> bool:
    """ "Its Threat Landscape 2022 report"."""
    named = found["y"] and re.search(r"\b[A-Z]\w+\s+$", before) and not LEADS.search(before)
    return bool(named and TITLED.match(text, found.end()))


ISSUE = re.compile(r"第\s*\d+\s*[期号]")  # of a weekly
REPORTED = re.compile(r"\s+(?:annual\s+)?(?:report|review|survey|figures|statistics|data)\b")
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
        if found["y"] and REPORTED.match(text, found.end()) and re.search(r"(?:'s|its|their|the)\s+$", before):
            return True  # "its 2013 annual report"
        return bool(LEADS.search(before)) or not before.strip() or _titled(text, found, before)
    return True
