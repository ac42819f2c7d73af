"""Years of lists, brackets and comparisons, and days on which sources only spoke: each number with its window."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2016, 4, 20)
TOLD = [
    # A text returns from a list of years to the whole that they are parts of.
    (
        "Between 2012 and 2015 there were 1,000 hacking attempts. There were 100 cases in 2012, 200 in 2013 and 300 in "
        "2014. Some 40 percent were scans.",
        [
            ("1,000", 2012, 2015),
            *((f"{year % 10 - 1}00", year, year) for year in (2012, 2013, 2014)),
            ("40 percent", 2012, 2015),
        ],
    ),
    # The date behind brackets is also that of the number before them.
    (
        "CERT-LT saw 3.4 million attempts (70,000 of them attacks) in 2014.",
        [("3.4 million", 2014, 2014), ("70,000", 2014, 2014)],
    ),
    # What a year is held against; a change belongs to the later of two years.
    (
        "CERT-LT reported a 64% surge in incidents in 2015, totalling 2,710, over 2014.",
        [("64%", 2015, 2015), ("2,710", 2015, 2015)],
    ),
    ("Phishing cases at CERT-LT rose by 24 percent (2014 to 2015).", [("24 percent", 2015, 2015)]),
    (
        "The number of attacks fell from the unusually high level of 9,240 in 2014 to 6,310 in 2015.",
        [("9,240", 2014, 2014), ("6,310", 2015, 2015)],
    ),
    ("2015全年监测到感染事件900起，分别是2013年、2014年的3.8倍和1.1倍。",
     [("900", 2015, 2015), ("3.8倍", 2015, 2015), ("1.1倍", 2015, 2015)]),
    (
        "A total of 59 and 39 websites of ministries were hacked during 2014 and 2015.",
        [("59", 2014, 2014), ("39", 2015, 2015)],
    ),
    (
        "Phishing cases at CERT-LT rose by 24 percent (2013 to 2014) and 18 percent to 1,940 cases (2014 to 2015). "
        "Intrusions reduced by 75 percent from 240 in 2014 to 60 in 2015.",
        [
            *(("24 percent", 2014, 2014), ("18 percent", 2015, 2015), ("1,940", 2015, 2015)),
            *(("75 percent", 2015, 2015), ("240", 2014, 2014), ("60", 2015, 2015)),
        ],
    ),
    # When data were gathered, said behind the numbers.
    (
        "Some 20 percent of the zombies are in Peru, Symantec said. Symantec analysed mails collected from March to "
        "May 2015.",
        [("20 percent", 2015, 2015)],
    ),
    # When a source spoke is no window.
    (
        "More than 1,200 attacks were seen in 2015, according to a yearly report by the firm on Tuesday.",
        [("1,200", 2015, 2015)],
    ),
    ("A man broke into 9,000 computers, according to the ministry Friday.", [("9,000", None, None)]),
    ("Some 700 computers were infected, Symantec reported this week.", [("700", None, None)]),
    ("CERT-LT told lawmakers at a hearing in March that it knew 700 hacked sites.",
     [("700", None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "windows"), TOLD)
def test_every_number_has_its_years(text: str, windows: list[tuple[str, int | None, int | None]]) -> None:
    found = [
        (c.quantity_text, c.first.year if c.first else None, c.last.year if c.last else None)
        for c in extract(text, day=DAY)
    ]
    assert found == windows
