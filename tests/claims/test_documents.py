"""HTML, Markdown and plain text to what a reader sees."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.documents import LARGEST, LONGEST, document
from crosscount.errors import InputError

PAGE = b"""<!doctype html><html><head><meta property="article:published_time" content="2014-05-20T08:00:00Z">
<title>1,000 servers</title><script>var servers = "2,000 servers"</script></head><body><nav>3,000 servers</nav>
<article><h1>Head</h1><p>A total of <b>2,077</b>&nbsp;servers</p><div><p>one</p>two<br>three</div></article>
<footer>4,000 servers</footer></body></html>"""


def test_a_page_is_read_without_menus_and_scripts() -> None:
    read = document(PAGE, "page.html")
    assert read.text == "Head\n\nA total of 2,077 servers\n\none\n\ntwo\n\nthree"
    assert read.day == date(2014, 5, 20)


def test_a_page_is_known_by_its_content() -> None:
    assert document(PAGE) == document(PAGE, "page.html")


def test_markdown_loses_its_marks_and_keeps_its_day() -> None:
    read = document(
        b"---\ndate: 2014-05-20\n---\n# Head\n\nA **total** of [2,077](https://example.org) servers\n", "a.md"
    )
    assert (read.text, read.day) == ("Head\n\nA total of 2,077 servers", date(2014, 5, 20))


def test_plain_text_stays_itself() -> None:
    assert document(b"2,077 < 3,000 servers & more\r\nnext\n", "a.txt").text == "2,077 < 3,000 servers & more\nnext"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_is_read_in_its_encodings(encoding: str) -> None:
    assert document("境内118万台主机".encode(encoding)).text == "境内118万台主机"


def test_what_hides_in_a_text_is_removed() -> None:
    assert document("2,0​77 \x00\x1b[31mservers‮".replace("\x00", "").encode()).text == "2,077 [31mservers"


def test_bytes_that_are_no_text_and_texts_too_large_are_refused() -> None:
    with pytest.raises(InputError, match="is not text"):
        document(b"\x00\x01\x02\xff" * 10, "a.bin")
    with pytest.raises(InputError, match="at most"):
        document(b"a" * (LARGEST + 1), "a.txt")
    with pytest.raises(InputError, match="cut it into parts"):
        document(b"a" * (LONGEST + 1), "a.txt")


def test_deeply_nested_pages_do_not_break() -> None:
    assert document(b"<div>" * 5000 + b"2,077 servers" + b"</div>" * 10, "a.html").text == "2,077 servers"
