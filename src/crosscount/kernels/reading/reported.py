"""Indicators in reports that people write: what stands in a line, and what the heading above says it is for.

Indicators are often defanged, so that nobody clicks on them: `hxxp`, `[.]`, `(dot)`, `[:]`. A defanged one counts
wherever it stands; one that is not counts only where it is all of a line, of an item or of a cell of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from publicsuffixlist import PublicSuffixList

from crosscount.kernels.cleaning.clean_words import kind_of
from crosscount.model.kinds import Kind

__all__ = ["DEFANGED_FIRST", "THREAT", "Section", "indicators", "is_host", "kind_said"]

THREAT = re.compile(r"^\W*threat (?:identification|attribution|name)\s*:\s*(.+?)\s*$", re.IGNORECASE)
_DOT = r"(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\[\.|\.\])"
# The first thing in a line is a defanged URL, host or address: no log and no table of another product has that.
DEFANGED_FIRST = re.compile(
    rf"^[\s*|`•\-\"']*(?:hxxps?(?:\[?:\]?|\[:)//|(?:https?://)?[\w\-.]{{1,200}}{_DOT}[\w\-]{{1,63}})", re.IGNORECASE
)
_HEADING = re.compile(
    r"^(?:(?P<marked>(?:=+|#+) .*)|(?P<capitals>(?:[^a-z]|(?<=C2)s){2,90})|(?P<colon>[A-Z][^:|]{2,60}):)\s*$"
)
_HASH = re.compile(r"(?<![0-9A-Za-z/=_.\-])(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![0-9A-Za-z/=_.\-])")
_URL = re.compile(r"(?:h(?:tt|xx|\*\*)ps?|fxp|ftp)(?:\[?:\]?)/{2}\S+", re.IGNORECASE)
_LABELS = rf"[A-Za-z0-9_](?:[A-Za-z0-9_\-]|(?:{_DOT}|\.)(?=[A-Za-z0-9_]))*"
_HOST = re.compile(rf"(?<![\w@/.\-\[])(?:{_LABELS})(?:\[?:\]?[0-9]{{1,5}}(?![0-9]))?(?![\w@/])", re.IGNORECASE)
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?")
_BEHIND = re.compile(r"\s{2,}|\t|\s\(|\s[-–|]\s|\s<-")
_DATE_CELL = re.compile(r"\|\s*((?:19|20)\d\d-\d\d-\d\d)\s*(?:\||$)")
_FILES = (".zip", ".mov", ".so", ".sh")  # endings that are top-level domains too: taken for files unless defanged
_LONGEST = 20_000  # characters of a line

_SKIPPED = re.compile(
    r"subje?ct|subect|sender|e-?mail|body|evidence|reference|note|macro|powershell|script|content|credential|phone|"
    r"strings|certificate|packet|password|file ?name|author|shortcut|version|campaign|build|yara|mitre|detection|"
    r"user-agent",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(?:supporting )?(?:evidence|references?|subjects?|senders?|e-?mails?|notes?)\b", re.IGNORECASE)
_NETWORK = re.compile(r"url|domain|traffic|contacted|network|address|\bips?\b|\bhosts?\b|server|c2", re.IGNORECASE)
_COMMANDS = re.compile(r"\bc2s?\b|\bcnc\b|\bc ?& ?c\b|command[- ]and[- ]control|command & control", re.IGNORECASE)
_HANDED = re.compile(r"download|payload|distribut|redirect|stager|deliver|drop", re.IGNORECASE)


class Section:
    """What the last heading says of the lines below it."""

    def __init__(self) -> None:
        self.heading = ""
        self.kind = Kind.OTHER
        self.skipped = self.hashes = False
        self.marked = False  # a document with markup: its plain URLs are references

    def begins(self, line: str) -> bool:
        """Whether a line is a heading; if so, it holds from here on."""
        found = _HEADING.match(line) if len(line) <= 120 else None
        if found is None or not re.search(r"[A-Za-z]{2}", line) or _names(line):
            return False
        if found["colon"] and kind_said(line) is None and not _ASIDE.match(line):
            return False  # a remark inside a list
        self.heading = line.strip("=#: \t\r")
        self.kind = kind_said(self.heading) or Kind.OTHER
        self.marked = self.marked or found["marked"] is not None
        self.hashes = re.search(r"\bhash|\bmd5|\bsha", self.heading, re.IGNORECASE) is not None
        network = _NETWORK.search(self.heading) is not None and "evidence" not in self.heading.lower()
        self.skipped = not network and not self.hashes and _SKIPPED.search(self.heading) is not None
        return True


def kind_said(text: str) -> Kind | None:
    """The kind that a heading, or what stands beside an indicator, speaks of."""
    if _COMMANDS.search(text):
        return Kind.C2_LISTING
    if "exfiltrat" in text.lower():  # to mailboxes and services that are not the criminal's
        return Kind.OTHER
    return Kind.MALWARE_LISTING if _HANDED.search(text) else kind_of(text)


def _names(line: str) -> bool:
    return next(indicators(line), None) is not None


def indicators(line: str, *, hashes_only: bool = False, defanged_urls: bool = False) -> Iterator[dict[str, str]]:
    """What a line names: `url`, `endpoint` or `host`, or nothing that can be placed (a hash), each with `beside`."""
    line = line[:_LONGEST]
    for _ in _HASH.findall(line):
        yield {}
    if hashes_only:
        return
    date = _DATE_CELL.search(line)
    more = {"beside": line, **({"date": date[1]} if date else {})}
    bare = line.strip(" \t\r*-•`\"'")
    if re.match(r"(?:h(?:tt|xx)ps?|ftp|fxp)(?:\[?:\]?)/{2}", bare, re.IGNORECASE):
        first = _BEHIND.split(bare, maxsplit=1)[0]
        if not defanged_urls or _fanged(first, True) != first:
            yield {"url": _fanged(first, True)} | more | {"beside": ""}
        return
    cells = {cell.strip(" \t\r*-•`\"'") for cell in line.split("|")}
    rest = line
    for url in _URL.findall(line):
        rest = rest.replace(url, " ")
        clean = url.rstrip(".,;:)]}>\"'`|")
        if (clean in cells and not defanged_urls) or _fanged(clean, True) != clean:
            yield {"url": _fanged(clean, True)} | more
    for text in _HOST.findall(rest):
        plain = _fanged(text, False)
        if plain == text and text not in cells:
            continue
        if _ADDRESS.fullmatch(plain):
            yield {"endpoint": plain} | more
        elif is_host(plain) and (plain != text or not plain.lower().endswith(_FILES)):
            yield {"host": plain} | more


def _fanged(text: str, url: bool) -> str:
    text = re.sub(_DOT, ".", text, flags=re.IGNORECASE).replace("[:]", ":").replace("[://]", "://")
    if url:
        text = re.sub(r"^h(?:xx|\*\*)p", "http", re.sub(r"^fxp", "ftp", text, flags=re.IGNORECASE), flags=re.IGNORECASE)
        text = text.replace("[:", ":", 1) if "[:" in text[:9] else text
    return text


def is_host(text: str) -> bool:
    """Whether a text is a name below a public suffix, with or without a port."""
    name = text.rsplit(":", 1)[0].lower()
    return "." in name and _suffixes().privatesuffix(name) is not None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
