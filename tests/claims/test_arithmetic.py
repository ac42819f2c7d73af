"""The text's own arithmetic: what holds, what does not, and what cannot be redone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crosscount.claims.arithmetic import reckon
from crosscount.claims.compared import undated
from crosscount.claims.extract import extract
from crosscount.model.claim import Flag

SUMS = [
    # text, quantity, whether it holds, or None where nothing can be redone
    ("CNCERT counted 400 hacked sites in 2013, up 25 percent from 320 in 2012.", "25 percent", True),
    ("CNCERT counted 400 hacked sites in 2013, up 52 percent from 320 in 2012.", "52 percent", False),
    ("CERT-In counted 300 attacks in 2013, three times the 101 in 2012.", "three times", True),
    ("Attacks on Estonia doubled to 240 a day in 2013, from 90 a day in 2012.", "doubled", False),
    ("CNCERT found 8.5 million infected PCs; of these, 1.7 million, or 20 percent, were old.", "20 percent", True),
    ("CNCERT found 8.5 million infected PCs; of these, 1.7 million, or 50 percent, were old.", "50 percent", False),
    ("Of 900 overseas control servers, 1,200 servers were in Chile, CNCERT said.", "1,200", False),
    ("CNCERT counted 900 overseas control servers: 500 servers in Chile and 400 servers in Peru.", "900", True),
    ("CNCERT counted 957 overseas control servers: 512 servers in Chile and 403 servers in Peru.", "957", False),
    ("CERT-LT handled 2,648,310 incidents in 2022. Of the 2.65 million incidents, few were old.", "2.65 million", True),
    ("CERT-LT handled 2,648,310 incidents in 2022. Of the 2.56 million incidents, all are old.", "2.56 million", False),
    ("CNCERT counted 400 hacked sites in 2013.", "400", None),
    # parts that words tell apart
    ("CNCERT found 563 phishing pages: 400 pages imitating banks and 263 pages imitating shops.", "563", False),
    ("CNCERT found 563 phishing pages: 300 pages imitating banks and 263 pages imitating shops.", "563", True),
    ("The 563 phishing pages include 400 pages imitating banks and 200 pages imitating shops.", "563", False),
    ("The 563 phishing pages include 363 pages imitating banks and 200 pages imitating shops.", "563", None),
    ("CNCERT found 563 hacked sites, including 400 in Beijing and 400 belonging to schools.", "563", None),
    # what is called a part, and is more than any number before
    ("CNCERT found 4,000 hacked sites of schools in 2013, and 9,000 of those sites were hit by servers in Peru.",
     "9,000", False),
    ("CERT-IN handled 19,793 website defacements in 2013, of which 51,702 belonged to schools.", "51,702", False),
    ("In 2013, 9,000 of the 4,000 infected computers in China were cleaned.", "9,000", False),
    ("In 2013, 3,000 of the 4,000 infected computers in China were cleaned.", "3,000", None),
    ("In 2010 China saw nearly 493,000 attacks. Of the 521,000 attacks from abroad, 14 percent came from the US.",
     "521,000", False),
    ("In 2010 China saw nearly 493,000 attacks. Of the 221,000 attacks from abroad, 14 percent came from the US.",
     "221,000", None),
    ("CNCERT found 40 control servers in Peru in 2013, and put 221 more servers offline.", "221", None),
    ("CNCERT detected 3,782 IP addresses with botnet viruses, of which 47 percent, or 6,531 addresses, were old.",
     "6,531", False),
    ("Servers in Peru hijacked 141 percent of all the computers that were infected in Chile in 2013.",
     "141 percent", False),
    # a share that says a number again, between commas or in the sentence that takes it up
    ("CNCERT found 61,000 hacked sites in 2013. Some 15,300 sites, about a quarter of the total, were hit from Peru.",
     "a quarter", True),
    ("CNCERT found 61,000 hacked sites in 2013. Some 15,300 sites, about a third of the total, were hit from Peru.",
     "a third", False),
    ("In 2010 China saw some 480,000 attacks, nearly half from abroad. Of the 221,000 attacks from abroad, few "
     "were new.", "half", True),
    ("In 2010 China saw some 480,000 attacks, nearly two thirds from abroad. Of the 221,000 attacks from abroad, few "
     "were new.", "two thirds", False),
    ("CERT-LT handled 1,100 attacks in 2013. Of those, half were harmless but 52 attacks caused damage.", "half", None),
    # a change of something else, or of something that has no numbers here
    ("CERT-LT handled 700 attacks in 2012. In 2013 it handled 179 attacks, up 35 percent.", "35 percent", None),
    ("CERT-LT handled 711 attacks in 2012. In 2013 it handled 915 attacks, up 48 percent.", "48 percent", False),
    ("CERT-LT handled 711 attacks in 2012. In 2013 it handled 915 attacks, up 29 percent.", "29 percent", True),
    ("CERT-LT handled 700 cases in 2012. In 2013 it handled 900 phishing attacks, up 35 percent.", "35 percent", None),
    ("CERT-LT counted 541 phishing sites in 2013, up 11 percent from 487, while those of banks doubled.",
     "doubled", None),
    # the two numbers beside the change, whatever their days
    ("In May 2013, 1.18 million PCs in China were infected. That is up 50 percent from 900,000.", "50 percent", False),
    ("In May 2013, 1.18 million PCs in China were infected. That is up 31 percent from 900,000.", "31 percent", True),
    ("Infected PCs in China rose from 900,000 to 1.18 million, up 31 percent, CNCERT said.", "31 percent", True),
    ("CNCERT counted 1.18 million infected PCs, up 50 percent from 900,000 in the previous two months.",
     "50 percent", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quantity", "holds"), SUMS, ids=[f"{q}-{h}" for _, q, h in SUMS])
def test_a_sum_is_redone_with_what_the_numbers_stand_for(text: str, quantity: str, holds: bool | None) -> None:
    claims = extract(text, day=date(2023, 11, 1))
    place = next(n for n, claim in enumerate(claims) if claim.quantity_text == quantity)
    found = [each for each in reckon(claims) if each.claim == place]
    if holds is None:
        assert found == []
        return
    assert [each.holds for each in found][:1] == [holds], [each.sentence for each in found]
    assert all((each.flag is None) == each.holds for each in found)


def test_shares_of_one_whole_that_come_to_more_are_added_up() -> None:
    claims = extract("In 2013, 60 percent of attacks on China came from Peru and 55 percent from Chile.", day=None)
    (first, _) = [each.sentence for each in reckon(claims)]
    assert "60 percent + 55 percent come to at least 114 per cent" in first


WHOLES = (
    "In 2010 China saw 490,000 Trojan attacks, CNCERT said. "
    "Of the 220,000 attacks from abroad, 32,340 attacks, or {} percent, came from the US."
)


@pytest.mark.parametrize(
    ("percent", "holds", "flag"),
    [("14.7", True, None), ("6.6", True, Flag.BASE_UNCLEAR), ("41.7", False, Flag.INTERNALLY_INCONSISTENT)],
)
def test_a_share_of_another_whole_than_the_last_named_is_flagged(percent: str, holds: bool, flag: Flag | None) -> None:
    claims = extract(WHOLES.format(percent), day=date(2011, 8, 10))
    place = next(n for n, claim in enumerate(claims) if claim.quantity_text == f"{percent} percent")
    (found,) = [each for each in reckon(claims) if each.claim == place]
    assert (found.holds, found.flag) == (holds, flag), found.sentence


def test_the_base_of_a_comparison_has_not_the_days_of_the_number_of_now() -> None:
    text = "In May 2013, 1.18 million PCs in China were infected. That is up 31 percent from 900,000 PCs in April 2013."
    now, change, before = extract(text, day=date(2013, 11, 1))
    assert undated([now, change, before]) == set()
    assert undated([now, change, replace(before, first=now.first, last=now.last)]) == {2}
    assert undated([now, change, replace(before, last=now.last)]) == {2}
