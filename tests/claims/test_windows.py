"""Which window a number gets: its own date, one before it, or that of a sentence before."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from tests.claims.figures import days_of

DAY = date(2016, 4, 20)
YEAR = ("2015-01-01", "2015-12-31")
BEFORE = ("2014-01-01", "2014-12-31")
TEXTS = [
    # A number a year, in a list that goes together; the day of saying it is none of them.
    (
        "Some 300, 400 and 500 incidents were reported in Peru in 2013, 2014 and 2015 respectively, parliament was "
        "informed on Friday.",
        [("300", "2013-01-01", "2013-12-31"), ("400", *BEFORE), ("500", *YEAR)],
    ),
    (
        "Attacks on banks in Peru rose to 900 in 2015, from 310 and 420 in 2013 and 2014 respectively.",
        [("900", *YEAR), ("310", "2013-01-01", "2013-12-31"), ("420", *BEFORE)],
    ),
    (
        "Attacks on ports in Peru came to 900 in 2015, far above the 310 attacks and 420 attacks in 2013 and 2014, "
        "respectively.",
        [("900", *YEAR), ("310", "2013-01-01", "2013-12-31"), ("420", *BEFORE)],
    ),
    # Behind an inverted verb and a name: the day on which it was said.
    ("Some 300 Kenyan websites were defaced, wrote the Daily Lion on April 4.", [("300", None, None)]),
    ("Banks in Ghana face 90 attacks, many from afar, reported the agency GNX on April 5.", [("90", None, None)]),
    # Data of several years, collected then and counted later.
    (
        "The ministry collected data on intrusions over the period of June 2012 to June 2015. Peru had 90 attacks.",
        [("90", "2012-06-01", "2015-06-30")],
    ),
    # The second half behind the first is of the same year.
    (
        "CERT-LT handled 578 incidents in the first half of 2015 and 622 in the second half.",
        [("578", "2015-01-01", "2015-06-30"), ("622", "2015-07-01", "2015-12-31")],
    ),
    # What goes on day by day, or still, is of no days in particular; countries take no days from what is counted.
    (
        "CERT-LT handled 900 incidents in 2015. The network faces 40 attacks a day.",
        [("900", *YEAR), ("40", None, None)],
    ),
    (
        "Symantec found 9 infected servers in 2015. Half of them are still infected.",
        [("9", *YEAR), ("Half", None, None)],
    ),
    (
        "On April 4 police seized a botnet. Some 2,000 victim addresses from 22 countries were seen from April 4 to "
        "April 9.",
        [("2,000", "2016-04-04", "2016-04-09")],
    ),
    # Since it opened: from then on; the text then returns to its year.
    (
        "The centre handled 557 incidents in 2015. It has dealt with 1,167 incidents since it opened in October 2014. "
        "It removed 138 phishing sites.",
        [("557", *YEAR), ("1,167", "2014-10-01", "2016-04-20"), ("138", *YEAR)],
    ),
    # First reported: a day, and no beginning.
    (
        "ESET first reported on April 4 that 5,500 computers were infected.",
        [("5,500", "2016-04-04", "2016-04-04")],
    ),
    # What a report covers; a multiple of the number of another year; growth from one year to another.
    (
        "Only 30 of the 260 hacked websites were public, CERT-EE said in its report for 2015.",
        [("30", *YEAR), ("260", *YEAR)],
    ),
    (
        "CERT-EE registered 1,730 attacks in 2015, four times the number of 2014.",
        [("1,730", *YEAR), ("four times", *YEAR)],
    ),
    (
        "From 2013 to 2015 the number of attacks on Estonia grew from 250 to 2,500.",
        [("250", "2013-01-01", "2013-12-31"), ("2,500", *YEAR)],
    ),
    (
        "CERT-EE handled 302 incidents in 2014. In March of that year 48 websites were defaced.",
        [("302", *BEFORE), ("48", "2014-03-01", "2014-03-31")],
    ),
    # A frame that a sentence without numbers sets.
    (
        "The web was calm in the week from April 4 to April 10. CERT-EE found 210 infected computers.",
        [("210", "2016-04-04", "2016-04-10")],
    ),
    # The same for a report on a year; what is said "this year" about the whole of it stays in it.
    (
        "CERT-LT has published its report on 2015. Some 4,100 websites were defaced.",
        [("4,100", *YEAR)],
    ),
    # Compared with: a bracket, a clause with "when", a share "a year earlier", a number behind "up … from".
    (
        "KrCERT/CC handled 910 incidents in March 2016, a 4% increase from the previous month (875).",
        [("910", "2016-03-01", "2016-03-31"), ("4%", "2016-03-01", "2016-03-31"), ("875", "2016-02-01", "2016-02-29")],
    ),
    (
        "CERT-LT handled 2,300 incidents in 2015. That is 15% more than in the previous year, when 2,000 were handled.",
        [("2,300", *YEAR), ("15%", *YEAR), ("2,000", *BEFORE)],
    ),
    (
        "CERT-LT counted 700 phishing sites in 2015, up 12% from 625.",
        [("700", *YEAR), ("12%", *YEAR), ("625", *BEFORE)],
    ),
    (
        "APWG saw 9,000 phishing sites in the second half of 2015, compared with 8,000 in the first half.",
        [("9,000", "2015-07-01", "2015-12-31"), ("8,000", "2015-01-01", "2015-06-30")],
    ),
    (
        "The worm had infected 80,000 computers by March 16, up from 20,000 four days earlier, Symantec said.",
        [("80,000", "2016-03-16", "2016-03-16"), ("20,000", "2016-03-12", "2016-03-12")],
    ),
    # What somebody counted so far is his; the day of an attack is everybody's.
    (
        "By March 16 it had infected 80,000 computers, Symantec said. ESET said it had seen 3,000 infected computers.",
        [("80,000", "2016-03-16", "2016-03-16"), ("3,000", None, None)],
    ),
    (
        "On March 16 hackers defaced 120 websites, Symantec said. ESET said 30 of the websites were in Peru.",
        [("120", "2016-03-16", "2016-03-16"), ("30", "2016-03-16", "2016-03-16")],
    ),
    # The day of a takedown is not that of the infections.
    (
        "On March 16 the FBI seized 25 servers of the botnet. The botnet had infected 40,000 computers.",
        [("25", "2016-03-16", "2016-03-16"), ("40,000", None, None)],
    ),
    # When something was said, founded or watched from.
    (
        "CERT-LT handled 2,300 incidents in 2015, it said at a press conference in Vilnius on Thursday. "
        "Of them, 300 were phishing.",
        [("2,300", *YEAR), ("300", *YEAR)],
    ),
    (
        "The centre, which has watched the net since 2005, handled 2,300 incidents in 2015.",
        [("2,300", *YEAR)],
    ),
    ("CERT-LT, set up in 2006, counted 70 defaced websites.", [("70", None, None)]),
    # Habits and the present.
    (
        "In 2015 Zone-H counted 3,000 defaced websites. Normally it sees five defacements a day.",
        [("3,000", *YEAR), ("five", None, None)],
    ),
    (
        "ESET said the botnet had 50,000 infected computers in 2015. Today it has 9,000 infected computers.",
        [("50,000", *YEAR), ("9,000", None, None)],
    ),
    # From a date on, until the day of the text.
    (
        "Avast took over the server on March 2 and has since cleaned 7,000 infected computers.",
        [("7,000", "2016-03-02", "2016-04-20")],
    ),
    (
        "The botnet, first spotted in May 2015, infected 60,000 computers, ESET said.",
        [("60,000", "2015-05-01", "2016-04-20")],
    ),
    (
        "CERT-LT handled 2,300 incidents in 2015. At the end of the year 90 websites were infected.",
        [("2,300", *YEAR), ("90", "2015-12-31", "2015-12-31")],
    ),
    # A change is of the window, not of what it is measured against; a share that rose has its own time before.
    (
        "ESET counted 500 defaced websites in 2015, up 9 percent from the number of websites in 2014.",
        [("500", *YEAR), ("9 percent", *YEAR)],
    ),
    (
        "Akamai said 40 percent of the attacks came from China in 2015, up from 30 percent.",
        [("40 percent", *YEAR), ("30 percent", *BEFORE)],
    ),
    (
        "CERT-LT handled 2,300 incidents in 2015. The following year, 500 websites were defaced.",
        [("2,300", *YEAR), ("500", "2016-01-01", "2016-12-31")],
    ),
    (
        "ESET saw 300 attacks this year, compared with 200 the previous year, it said in last year's report.",
        [("300", "2016-01-01", "2016-04-20"), ("200", *YEAR)],
    ),
    (
        "ESET cleaned 9,000 infected computers in 2015, though 700 computers are currently infected.",
        [("9,000", *YEAR), ("700", None, None)],
    ),
    # A year only compared with: the one after it, if that may be meant.
    ("CERT-LT handled 2,300 incidents, twice as many as in 2014.", [("2,300", *YEAR)]),
    (
        "CERT-LT handled 2,300 incidents, up from 900 in 2011.",
        [("2,300", None, None), ("900", "2011-01-01", "2011-12-31")],
    ),
    # "That year" is the last that was spoken of, even beside a sum of money.
    (
        "The ministry put the losses of 2014 at $3 billion. Some 900 websites were defaced that year.",
        [("900", *BEFORE)],
    ),
    # The date beside a number goes on before one that stands elsewhere.
    (
        "The bank was back on March 20 after a worm infected 300 computers on March 16. ESET saw 40 of them.",
        [("300", "2016-03-16", "2016-03-16"), ("40", "2016-03-16", "2016-03-16")],
    ),
    ("The inquiry began in 2014 after a worm had infected 300 computers that year.", [("300", *BEFORE)]),
    # What was infected when somebody reported it, where that is a while ago; not who reports it now.
    (
        "ESET reported on March 2 that 7,000 computers were infected. At the time half of them were in Peru.",
        [("7,000", "2016-03-02", "2016-03-02"), ("half", "2016-03-02", "2016-03-02")],
    ),
    ("ESET reported on April 19 that 7,000 computers were infected.", [("7,000", None, None)]),
    (
        "Police seized 12 control servers on March 2. The botnet was then made up of 7,000 infected computers.",
        [("12", "2016-03-02", "2016-03-02"), ("7,000", "2016-03-02", "2016-03-02")],
    ),
    # A change from one day to another lasts from the one to the other.
    (
        "The number of infected computers fell from 900 on March 2 to 300 on March 9, a decrease of 67 percent.",
        [
            ("900", "2016-03-02", "2016-03-02"),
            ("300", "2016-03-09", "2016-03-09"),
            ("67 percent", "2016-03-02", "2016-03-09"),
        ],
    ),
    (
        "Polish websites came under attack on April 5, officials said. ESET counted 900 attacks.",
        [("900", "2016-04-05", "2016-04-05")],
    ),
    # A quarter or half without a year, behind a day that was spoken of; "this year" is the text's.
    (
        "The attack peaked on December 14, 2015. ESET saw 900 attacks in the fourth quarter.",
        [("900", "2015-10-01", "2015-12-31")],
    ),
    (
        "CERT-LT handled 900 incidents in 2013. In the first quarter of this year there were 400.",
        [("900", "2013-01-01", "2013-12-31"), ("400", "2016-01-01", "2016-03-31")],
    ),
    ("Some 900 sites were defaced, ESET said. Police seized 5 servers from March 2 to March 9.", [("900", None, None)]),
    # Since an event without a day: none, and none after it; nor of what may be, nor lent by "since".
    (
        "CERT-PL saw 900 infected addresses in 2015. Since the takeover 270 addresses a day have connected to the "
        "sinkhole. ESET believes that the botnet consisted of 3,000 computers.",
        [("900", *YEAR), ("270", None, None), ("3,000", None, None)],
    ),
    (
        "ESET found 500 infected computers in Chile in 2015. In Peru, some 900 machines may be infected.",
        [("500", *YEAR), ("900", None, None)],
    ),
    (
        "More than 200 websites were attacked every day, police said. They had dealt with 721 incidents since 2004.",
        [("200", None, None), ("721", "2004-01-01", "2016-04-20")],
    ),
    # Only the same speaker's later window is lent to what he said before.
    (
        "CERT-LT said 500 websites had been defaced. ESET found 900 infected computers in 2015.",
        [("500", None, None), ("900", *YEAR)],
    ),
    # A rate in the present or in reported speech is of no days, whatever was said before; nor does it borrow any.
    (
        "CERT-LT handled 900 incidents in 2015. Its head said in March that it was repelling 70 attacks a day.",
        [("900", *YEAR), ("70", None, None)],
    ),
    (
        "Ministries face 500 attacks every day, an official said. The centre stopped 3 million attacks between March "
        "2014 and May 2015.",
        [("500", None, None), ("3 million", "2014-03-01", "2015-05-31")],
    ),
    # The day of a paper, of an arrest or of a count is no window; neither does "as of" lend its month.
    (
        "A report issued last weekend found 800 infected computers in Chile. The suspect was arrested on April 12. The "
        "botnet had 70,000 computers.",
        [("800", None, None), ("70,000", None, None)],
    ),
    (
        "The botnet infected more than 300,000 computers. As of February 2015, it still had 40,000 computers.",
        [("300,000", None, None), ("40,000", "2015-02-01", "2015-02-28")],
    ),
    # Days of a match are not those of the attacks on it; the year of its name is no window.
    (
        "The systems of the 2016 Andean Games saw 9,000 attacks between March 1 and March 20. The games took "
        "place from March 10 to March 20. Of the attacks, 40 percent came from Peru.",
        [("9,000", "2016-03-01", "2016-03-20"), ("40 percent", "2016-03-01", "2016-03-20")],
    ),
    # What a change is measured against, far from it; a date in brackets is of the number there.
    (
        "ESET found 700 botnet servers in the second quarter of 2015. The first quarter saw a 30% decrease in botnet "
        "servers over the fourth quarter of 2014.",
        [("700", "2015-04-01", "2015-06-30"), ("30%", "2015-01-01", "2015-03-31")],
    ),
    (
        "CERT-LT handled 900 incidents in 2015. Attacks rose by 40 percent since 2011 (in 2011 there were 640).",
        [("40 percent", *YEAR), ("640", "2011-01-01", "2011-12-31")],
    ),
    (
        "Reported incidents fell from 900 in 2014 to 700 in 2015, a 22 percent decrease.",
        [("900", *BEFORE), ("700", *YEAR), ("22 percent", *YEAR)],
    ),
    # The quarter of a report; at any one time; what was seized, of no years of work.
    (
        "ESET has seen 900 infected computers since January, it said in its first-quarter report.",
        [("900", "2016-01-01", "2016-03-31")],
    ),
    (
        "ESET found 9,000 infected computers in 2015. The botnet had 2,000 computers at any one time.",
        [("9,000", *YEAR), ("2,000", None, None)],
    ),
    (
        "The botnet has infected 9,000 computers since 2009. Police seized 5 control servers.",
        [("9,000", "2009-01-01", "2016-04-20"), ("5", None, None)],
    ),
    # Years of a list, the last of them not over; a date in a clause of its own; the year so far.
    (
        "Some 300, 400 and 50 websites were hacked in Peru during 2014, 2015 and 2016 (up to March), respectively.",
        [("300", *BEFORE), ("400", *YEAR), ("50", "2016-01-01", "2016-03-31")],
    ),
    (
        "CERT-LT stopped 9,000 attacks in 2015. That is 750 a month; nothing is known of 2014. It saw 80 sites "
        "defaced.",
        [("9,000", *YEAR), ("80", *YEAR)],
    ),
    (
        "CERT-LT handled 900 incidents last month. It saw 7 attacks during the year so far.",
        [("900", "2016-03-01", "2016-03-31"), ("7", "2016-01-01", "2016-04-20")],
    ),
    # This quarter, in a report on another; a number in a relative clause has its own days; two numbers behind a rate.
    (
        "ESET counted 800 attacks from Peru in the third quarter of 2015. It saw an 8% drop in attacks this quarter.",
        [("800", "2015-07-01", "2015-09-30"), ("8%", "2015-07-01", "2015-09-30")],
    ),
    (
        "ESET measured attack traffic in the third quarter of 2015. Peru, which accounted for 14 percent of attacks in "
        "the second quarter of 2015, saw a slight rise in attack traffic to 17 percent.",
        [("14 percent", "2015-04-01", "2015-06-30"), ("17 percent", "2015-07-01", "2015-09-30")],
    ),
    (
        "ESET saw an increase of 4%, from 200 to 208 attacks, in 2015.",
        [("200", *BEFORE), ("208", *YEAR)],
    ),
    (
        "Some 900 computers were infected by a worm first detected last week, ESET said.",
        [("900", "2016-04-11", "2016-04-20")],
    ),
    # A number compared with lends its year to none; a record is of no other; a text returns from a part of its year.
    (
        "Attacks soared 57 percent to 230. Daily scans nearly tripled from 2,752 in 2011.",
        [("57 percent", None, None), ("230", None, None), ("2,752", "2011-01-01", "2011-12-31")],
    ),
    (
        "Reported cases hit 116 in the second half of 2015, tying the record set in the first half of 2014.",
        [("116", "2015-07-01", "2015-12-31")],
    ),
    (
        "CERT-LT handled 900 incidents in the first half of 2015. It saw 40 attacks in May. It removed 30 fake sites.",
        [("40", "2015-05-01", "2015-05-31"), ("30", "2015-01-01", "2015-06-30")],
    ),
    (
        "CERT-LT handled 410 cases in March, which is above the average for the last five months. It saw 9 attacks.",
        [("410", "2016-03-01", "2016-03-31"), ("9", "2016-03-01", "2016-03-31")],
    ),
    (
        "CERT-LT handled 6,027 incidents last year, including 5,000 in the second half of the year.",
        [("6,027", *YEAR), ("5,000", "2015-07-01", "2015-12-31")],
    ),
    (
        "There were 255,065 attacks worldwide. This is an increase of over 10 percent from the 230,280 attacks seen in "
        "2014.",
        [("10 percent", *YEAR), ("230,280", *BEFORE)],
    ),
    (
        "An average of 31 incidents take place every day, CERT-LT said. It handled 900 incidents in 2015.",
        [("31", None, None), ("900", *YEAR)],
    ),
    (
        "In 2014 some 440 and in 2015 some 520 attacks were seen.",
        [("440", *BEFORE), ("520", *YEAR)],
    ),
    # The same period this year or last; since a quarter, from one number to another.
    (
        "CERT-LT handled 900 incidents in the first quarter of 2016. It said 10 percent were malware, compared to 4 "
        "percent in the same period last year.",
        [("10 percent", "2016-01-01", "2016-03-31"), ("4 percent", "2015-01-01", "2015-03-31")],
    ),
    (
        "Since the first quarter of 2015, the number of attacks rose from 40 to 90 a day.",
        [("40", "2015-01-01", "2015-03-31")],
    ),
    (
        "CERT-LT handled 900 incidents in 2015. Over a recent period of 36 hours, Peru saw 1,320 attacks.",
        [("900", *YEAR), ("1,320", None, None)],
    ),
    # Last week, told without numbers, is of nothing that follows.
    (
        "Within the last week the flood of attacks ebbed. ESET recorded 128 attacks on Peruvian sites.",
        [("128", None, None)],
    ),
    # A number in brackets behind a day, one behind "when", and a Chinese one behind the year before.
    (
        "The worst days were March 4 (415 attacks) and March 7 (360 attacks in one day).",
        [("415", "2016-03-04", "2016-03-04"), ("360", "2016-03-07", "2016-03-07")],
    ),
    (
        "CERT-LT saw 40 attacks in the first half of 2015. That is less than in the first half of 2014 when there were "
        "60 attacks.",
        [("40", "2015-01-01", "2015-06-30"), ("60", "2014-01-01", "2014-06-30")],
    ),
    ("2015年监测发现被篡改网站412个,较2014年的520个下降20.8%。", [("412", *YEAR), ("520", *BEFORE)]),
    # What is the largest since some day is of no days for that.
    ("ESET said the worm was the largest since that of 2014, with 3,100 infected devices.", [("3,100", None, None)]),
    # "The previous six months" are those before the last; what a number equals is of its days; down from last quarter.
    (
        "In the last six months ESET saw 40 botnets, compared to 60 in the previous six months.",
        [("40", "2015-10-01", "2016-03-31"), ("60", "2015-04-01", "2015-09-30")],
    ),
    (
        "CERT-LT handled 900 incidents in 2014. In 2015 it handled 1,800. That's an average of 150 incidents a month.",
        [("900", *BEFORE), ("1,800", *YEAR), ("150", *YEAR)],
    ),
    (
        "In the first quarter of 2016 ESET saw 900 attacks. Banks faced 5% of them, a drop from 8% last quarter.",
        [("5%", "2016-01-01", "2016-03-31"), ("8%", "2015-10-01", "2015-12-31")],
    ),
    # A program that has been at work since some year; servers that were seized are of no days that are told later.
    (
        "The malware has infected 350 systems. It has been active since early 2010, ESET said.",
        [("350", "2010-01-01", "2016-04-20")],
    ),
    (
        "ESET seized 23 domain names. The botnet infected 890,000 machines during 2015, ESET said.",
        [("23", None, None), ("890,000", *YEAR)],
    ),
    (
        "The botnet infected 890,000 machines in 2015. Police disrupted the botnet and seized 23 domain names.",
        [("890,000", *YEAR), ("23", None, None)],
    ),
    # The period of a report; what is conceded before; the year to the end of a quarter; a part of the period, no more.
    (
        "From July to December 2015 ESET saw 900 botnets. Despite a fall between January and June 2015, Peru had a 25% "
        "increase during this reporting period. Chile counted 40 botnets.",
        [
            ("900", "2015-07-01", "2015-12-31"),
            ("25%", "2015-07-01", "2015-12-31"),
            ("40", "2015-07-01", "2015-12-31"),
        ],
    ),
    (
        "In the first quarter ESET stopped 600 attacks, and 610 in January, 1,210 attacks year-to-date.",
        [("600", "2016-01-01", "2016-03-31")],
    ),
    (
        "In the first half of 2015 ESET saw 900 attacks. Malware was rare in the first quarter. Banks met 30 attacks.",
        [("900", "2015-01-01", "2015-06-30"), ("30", "2015-01-01", "2015-06-30")],
    ),
    (
        "Most of the botnet's 40 servers went down after the action announced last week.",
        [("40", None, None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_windows(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = {claim.quantity_text: days_of(claim) for claim in extract(text, day=DAY)}
    wanted = {number: (first, last) for number, first, last in expected}
    assert {number: found.get(number) for number in wanted} == wanted
