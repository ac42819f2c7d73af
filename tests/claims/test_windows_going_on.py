"""What days go on: not those of habits, of what something is held against, or of a glance at another time."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2012, 9, 4)
NONE = (None, None)
YEAR, BEFORE = ("2011-01-01", "2011-12-31"), ("2010-01-01", "2010-12-31")
SECOND, FIRST = ("2012-04-01", "2012-06-30"), ("2012-01-01", "2012-03-31")
Days = tuple[str, str | None, str | None]
# A rate in the present is of no days, whatever its verb and wherever it stands.
HABITS: list[tuple[str, list[Days]]] = [
    (
        "Last year, it recorded 412 attacks. Every month, its networks are exposed to about 3 million attacks.",
        [("412", *YEAR), ("3 million", *NONE)],
    ),
    (
        "Iran fended off 296 cyberattacks last year. Some 7 million intrusion attempts are blocked on a daily basis.",
        [("296", *YEAR), ("7 million", *NONE)],
    ),
    (
        "The army repelled 230 attacks in 2011. Its networks underwent up to 50,000 attacks per day, a general said.",
        [("230", *YEAR), ("50,000", *YEAR)],
    ),
]
# What a number is held against is no window of the sentence; "when" and "where" behind it speak of it.
HELD: list[tuple[str, list[Days]]] = [
    (
        "Peru hosted 31 percent of phishing sites in 2011, in contrast to 2010, when 44 percent stood there.",
        [("31 percent", *YEAR), ("44 percent", *BEFORE)],
    ),
    (
        "CERT-CZ recorded 5.5 million bots in 2011. Similarly to 2010, it received 2.1 million reports on Conficker.",
        [("5.5 million", *YEAR), ("2.1 million", *YEAR)],
    ),
    (
        "CERT-CZ handled 9,100 incidents in 2011. Set against the numbers of 2010, attacks rose: 512 phishing sites "
        "were found.",
        [("9,100", *YEAR), ("512", *YEAR)],
    ),
    (
        "The firm blocked 196,000 attacks in the second quarter of 2012. This is 24 percent more than the previous "
        "quarter (January - March), when 157,000 attacks from 690 IP addresses were blocked.",
        [("196,000", *SECOND), ("24 percent", *SECOND), ("157,000", *FIRST), ("690", *FIRST)],
    ),
    (
        "Hackers defaced 510 websites in Peru in 2011, far more than in 2010, a year that saw 300 defacements.",
        [("510", *YEAR), ("300", *BEFORE)],
    ),
]
# From a year before, a part, or the whole that is summed up, a text returns to what it is about.
GLANCES: list[tuple[str, list[Days]]] = [
    (
        "CERT-CZ counted 7,000 incidents in 2011. In 2010 there were 5,100 incidents. Phishing made up 18 percent of "
        "the incidents.",
        [("7,000", *YEAR), ("5,100", *BEFORE), ("18 percent", *YEAR)],
    ),
    (
        "Poland registered 5,100 cyberattacks last year. November was the busiest month, with 940 attacks. Banks "
        "suffered 12 percent of the attacks.",
        [("5,100", *YEAR), ("940", "2011-11-01", "2011-11-30"), ("12 percent", *YEAR)],
    ),
    (
        "Over 400 Indian websites were attacked in March 2012. This takes the total number of websites defaced in 2012 "
        "to about 900. Some 54 of the defacements were in the .in domain.",
        [
            ("400", "2012-03-01", "2012-03-31"),
            ("900", "2012-01-01", "2012-12-31"),
            ("54", "2012-03-01", "2012-03-31"),
        ],
    ),
    (
        "The ministry saw 33,000 attacks between 2009 and 2011. Last year alone there were 13,500. Some 8.5 percent of "
        "the attacks came from Chile.",
        [("33,000", "2009-01-01", "2011-12-31"), ("13,500", *YEAR), ("8.5 percent", "2009-01-01", "2011-12-31")],
    ),
]
# Ranges in all orders, several months or years as one, the later of two quarters for what grew.
RANGES: list[tuple[str, list[Days]]] = [
    ("The military counted 30,401 attacks until June this year from 2010.", [("30,401", "2010-01-01", "2012-06-30")]),
    ("CERT-PE handled 700 incidents in April, May and June.", [("700", *SECOND)]),
    ("In both 2010 and 2011 the team removed over 500 phishing sites.", [("500", "2010-01-01", "2011-12-31")]),
    ("New infections held steady between the first and second quarters at 16,000.", [("16,000", FIRST[0], SECOND[1])]),
    ("Since mid-2011, 620 websites have been hacked in Chile.", [("620", "2011-07-01", "2012-09-04")]),
    ("从2009到2012年上半年,CNCERT处置钓鱼网站1.5万个。", [("1.5万", "2009-01-01", "2012-06-30")]),
    (
        "Phishing sites increased 25% from the first quarter of 2012 through the second quarter of 2012. Chile hosted "
        "30 percent of phishing sites.",
        [("25%", *SECOND), ("30 percent", *SECOND)],
    ),
]
# "The past years" run up to the day of the text; what the text spells out they are, they are.
PAST: list[tuple[str, list[Days]]] = [
    ("Over the past two years, the center dealt with 15,000 incidents.", [("15,000", "2010-09-04", "2012-09-04")]),
    ("The number of attacks on Chile has doubled over the past four years.", [("doubled", "2008-09-04", "2012-09-04")]),
    (
        "Peru saw 500 attacks in the past three years. From 2010 to March this year, 510 attacks were seen, it said.",
        [("500", "2010-01-01", "2012-03-31"), ("510", "2010-01-01", "2012-03-31")],
    ),
    (
        "Hackers defaced 500 sites in Peru in the past two years: 150 in 2010 and 350 in 2011.",
        [("500", BEFORE[0], YEAR[1]), ("150", *BEFORE), ("350", *YEAR)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [*HABITS, *HELD, *GLANCES, *RANGES, *PAST])
def test_days_that_go_on_and_days_that_do_not(text: str, expected: list[Days]) -> None:
    assert [(claim.quantity_text, *days_of(claim)) for claim in extract(text, day=DAY)] == expected
