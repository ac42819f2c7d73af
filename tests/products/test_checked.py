"""The page of a checked text: marks at the right places, and nothing of the text is ever markup."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from crosscount.claims.extract import extract
from crosscount.model.claim import Finding, Flag, Found, Raised, Verdict
from crosscount.products.checked import VERDICTS, html

TEXT = "In 2013, 500 servers in Chile controlled 9,000 computers in Peru.\n\nOthers were <b>not</b> seen."
HOSTILE = "In 2013, 500 servers in Chile </p><script>alert(1)</script><img src=x onerror=alert(2)> were hacked."


def findings(text: str, verdict: Verdict = Verdict.CONTRADICTED) -> list[Finding]:
    flag = Raised(Flag.DIGIT_VARIANT, "<i>register</i> gives 600")
    found = Found("c2-servers", 7, None, "0123", "threats", 4, "ab" * 32, "kind in (c2_contact)")
    claims = extract(text, day=date(2014, 1, 1))
    return [Finding(claim, verdict, "The recount gives <7>.", (flag,), (found,)) for claim in claims]


def test_each_claim_is_marked_where_it_stands_and_leads_to_its_finding() -> None:
    page = html(TEXT, findings(TEXT), name="article", day=date(2014, 1, 1))
    marked = re.findall(r'<mark><a class="(\w+)" href="#c-(\d)" title="[^"]*">([^<]*)<sup>', page)
    assert marked == [("contradicted", "1", "500"), ("contradicted", "2", "9,000")]
    assert all(f'id="c-{n}"' in page for n in (1, 2))
    body = unescape(
        re.sub(r"<sup>\d</sup>|<[^>]+>", "", page.split('<div class="text-checked">')[1].split("</div>")[0])
    )
    assert " ".join(body.split()) == " ".join(TEXT.split())


def test_what_strangers_wrote_is_text() -> None:
    page = html(HOSTILE, findings(HOSTILE), name="<script>name</script>", day=None, notice="<script>x</script>")
    assert "<script" not in page
    assert not re.search(r"<img|<i>", page)
    assert "default-src 'none'" in page


def test_every_verdict_has_a_word_and_the_tally_is_complete() -> None:
    assert set(VERDICTS) == set(Verdict)
    for verdict in Verdict:
        page = html(TEXT, findings(TEXT, verdict), name="a", day=None)
        assert f'<li class="{verdict.value}"><b>2</b>' in page


def test_a_text_without_claims_says_so() -> None:
    assert "No number in this text counts a threat." in html("Nothing.", [], name="a", day=None)
    assert "The text is empty." in html("", [], name="a", day=None)


def test_the_same_findings_give_the_same_page() -> None:
    assert html(TEXT, findings(TEXT), name="a", day=None) == html(TEXT, findings(TEXT), name="a", day=None)


def test_what_is_counted_is_said_in_words() -> None:
    text = "In 2013, servers in Chile controlled 61 computers in Peru, up 22 percent from 50 in 2012."
    page = html(text, findings(text), name="note.txt", day=date(2014, 5, 20))
    assert "controlled machines (a change in per cent)" in page
    assert not re.search(r"victim_host|change_pct", page)
