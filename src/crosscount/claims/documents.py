"""Plain text, HTML or Markdown to the text that a reader sees, and the day of publication if the page states one.

selectolax (the Lexbor engine) reads HTML as browsers do, whatever is broken in it; markdown-it-py reads CommonMark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crosscount.errors import InputError
from crosscount.model.legible import without_unseen

__all__ = ["LARGEST", "Document", "document"]

LARGEST = 8_000_000  # bytes, markup included
LONGEST = 500_000  # characters of text: a long report, not a library
HTML = re.compile(r"<(?:!doctype|html|head|body|article|p|div|table|h[1-6])\b", re.IGNORECASE)
MARKDOWN = re.compile(r"^(?:#{1,6} |\* |- |\d+\. |> )|\[[^\]\n]+\]\([^)\n]+\)|\*\*[^*\n]+\*\*", re.MULTILINE)
UNREAD = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "aside",
    "form",
    "iframe",
    "svg",
    "button",
    "select",
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tr",
        "section",
        "article",
        "blockquote",
        "figure",
        "figcaption",
        "header",
        "main",
        "pre",
        "dl",
        "dt",
        "dd",
        "br",
        "hr",
        "body",
        "title",
    ]
)
DATES = (
    "meta[property='article:published_time']",
    "meta[name='pubdate']",
    "meta[name='publishdate']",
    "meta[name='date']",
    "meta[name='DC.date.issued']",
    "meta[itemprop='datePublished']",
    "time[datetime]",
)
DAY = re.compile(r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)")
LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Document:
    """The text, and the day that the page gives for itself."""

    text: str
    day: date | None = None


def document(content: bytes, name: str = "") -> Document:
    """Read bytes by the ending of their name, else by what they look like.

    InputError where they are no text, or more than is read as one.
    """
    read = _document(content, name)
    if len(read.text) > LONGEST:
        told = f"'{name or 'the text'}' has {len(read.text):,} characters"
        raise InputError(f"{told}; at most {LONGEST:,} are read as one text: cut it into parts")
    return read


def _document(content: bytes, name: str) -> Document:
    if len(content) > LARGEST:
        raise InputError(f"'{name or 'the text'}' has {len(content):,} bytes; at most {LARGEST:,} are read as one text")
    text = without_unseen(LINE_ENDS.sub("\n", _decoded(content, name)))
    ending = name.lower().rpartition(".")[2]
    if ending in ("html", "htm", "xhtml") or (ending not in ("txt", "md", "markdown") and HTML.search(text[:4000])):
        return _page(text)
    if ending in ("md", "markdown") or (ending != "txt" and MARKDOWN.search(text)):
        front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        page = _page(
            MarkdownIt("commonmark", {"html": True}).enable("table").render(text[front.end() :] if front else text)
        )
        return Document(page.text, _day(re.search(r"^date:\s*(.+)$", front[1], re.MULTILINE)) if front else page.day)
    return Document(text.strip())


def _decoded(content: bytes, name: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    declared = re.search(rb"charset=[\"']?([A-Za-z0-9_-]{2,20})", content[:2000])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "gb18030", "gb18030"):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" in text:
            break
        return text
    raise InputError(f"'{name or 'the text'}' is not text in UTF-8, UTF-16 or GB 18030")


def _page(text: str) -> Document:
    tree = LexborHTMLParser(text)
    day = None
    for selector in DATES:
        node = tree.css_first(selector)
        if node is not None and day is None:
            day = _day(DAY.search(node.attributes.get("content") or node.attributes.get("datetime") or ""))
    tree.strip_tags(list(UNREAD))
    root = tree.css_first("article") or tree.css_first("main") or tree.body
    if root is None:
        return Document("", day)
    lines = re.split(r"\n\s*\n", "".join(_pieces(root)))
    return Document("\n\n".join(kept for line in lines if (kept := " ".join(line.split()))), day)


def _pieces(root: LexborNode) -> Iterator[str]:
    for node in root.traverse(include_text=True):
        if node.tag == "-text":
            if node.prev is not None and node.prev.tag in BLOCKS:
                yield "\n\n"
            yield node.text(deep=False) or ""
            if node.next is None and node.parent is not None and node.parent.tag in BLOCKS:
                yield "\n\n"
        elif node.tag in BLOCKS:
            yield "\n\n"
        elif node.tag in ("td", "th"):
            yield " | " if node.prev is not None else " "


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    numbers = DAY.search(found[0])
    try:
        return date(*(int(part) for part in numbers.groups())) if numbers else None
    except ValueError:
        return None
