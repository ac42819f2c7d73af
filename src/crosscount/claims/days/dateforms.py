"""How dates are written, as regular expressions; what their groups mean is said in resolving.py and periods.py."""

from __future__ import annotations

import re

__all__ = [
    "AND",
    "BACKWARD",
    "BASE",
    "BETWEEN",
    "CLOSED",
    "CLOSING",
    "COLON",
    "DASHED",
    "DATELINE",
    "EARLIER",
    "FIND",
    "LEADS",
    "LINK",
    "MIDDLE",
    "MONTH",
    "MONTHS",
    "MULTIPLE",
    "NAMED",
    "OF_THAT",
    "ONWARD",
    "OPENED",
    "ORDINAL",
    "PAPER",
    "PART_YEAR",
    "PLACE_BEFORE",
    "PRIOR",
    "QUARTER_YEAR",
    "SAME",
    "SINCE",
    "SINCE_END",
    "SO_FAR",
    "SO_LONG",
    "STARTING",
    "THAT",
    "THAT_YEAR",
    "TITLED",
    "UPTO",
]

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
YEAR = r"(?:19[89]\d|20[0-4]\d)"
THROUGH = r"\ ?(?:to|and|through|until|–|—|-)\ ?"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
ORDINAL = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4, "1st": 1, "2nd": 2, "3rd": 3,
    "4th": 4, "one": 1, "two": 2, "three": 3, "four": 4, "一": 1, "二": 2, "三": 3, "四": 4,
}  # fmt: skip
FEW = r"\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
HAN_YEAR = r"(?:\d{4}年|\d{4}(?=全年)|\d{4}(?=[到至]\d{4}年)|今年|去年|前年|上年|本年)"
LATIN = rf"""
    (?P<fyq>(?i:(?:the\ )?(?P<q7>first|second|third|fourth)\ quarter\ of\ (?:the\ )?(?:fiscal(?:\ year)?|FY)\ ?)
      (?P<fqy>{YEAR}))
  | (?P<my_q>(?i:the\ )?(?:(?P<qy3>{YEAR}|(?:the\ |this\ |last\ )year)'s\ )?
      (?P<q1>(?i:first|second|third|fourth|1st|2nd|3rd|4th|final|last(?=\ quarter\ of)))
      [\ -](?i:quarter(?!\ end(?:ed|ing)\b))
      (?:(?:\ of|\ in)?\ (?P<qy1>{YEAR}|(?:the\ |this\ |last\ )year))?)
  | (?P<pair>(?i:(?:the\ )?(?P<pa>first|second|third)\ (?:and|to|through)\ (?:the\ )?(?P<pb>second|third|fourth)
      \ (?P<pu>quarters|halves)(?:\ (?:of|in)\ (?P<py>{YEAR}|this\ year|(?:the\ )?last\ year))?))
  | (?P<qq>(?:Q(?P<q2>[1-4])|(?P<q3>[1-4])Q|(?i:quarter\ (?P<q4>one|two|three|four|[1-4])))(?![-\w])
      (?:(?:\ of|\ in|,)?\ ?(?P<qy2>{YEAR}|(?<=\ )(?:this|last)\ year))?)
  | (?P<yearly>(?P<yqy>{YEAR})\ ?(?:Q(?P<q5>[1-4])|H(?P<h4>[12]))(?![-\w]))
  | (?P<months>(?i:(?:the\ )?
      (?P<mf>first|(?:last|final)(?=\ \w+\ (?:months|quarters)\ of))\ |(?:(?<=[nrg]\ )|(?<=[nrg]\ the\ ))
        (?=\w+\ (?:months|quarters)\ of\ (?:\d{{4}}|(?:this|last|the)\ year)))
      (?P<mn>{FEW})\ (?P<mu>months|quarters|weeks)
      (?:\ of\ (?P<my2>{YEAR}|the\ year|this\ year|(?:the\ )?last\ year))?)
  | (?P<weeks>(?i:(?:the\ )?(?P<wn>first|second|third|fourth|last|final)\ week\ (?:of|in))
      \ {MONTH}(?:,?\ (?P<wy>{YEAR}))?)
  | (?P<ten>(?i:(?:the\ )?first\ (?P<dn>{FEW})\ days\ (?:of|in))
      \ {MONTH}(?:,?\ (?P<dny>{YEAR}))?)
  | (?P<hm>(?i:(?:the\ )?(?P<hm_>first|second|latter)\ half\ of)\ {MONTH}(?:,?\ (?P<hmy>{YEAR}))?)
  | (?P<dotted>(?P<d_d>[0-3]?\d)\.(?P<d_m>[01]?\d)\.(?P<d_y>{YEAR}))
  | (?P<season>(?i:(?:last\ |this\ )(?P<s1>spring|summer|autumn|fall|winter)
      |(?P<s2>spring|summer|autumn|winter)(?:\ of)?\ (?:(?P<sy>{YEAR})|(?P<sl>(?:this|last)\ year))))
  | (?P<half>(?i:the\ )?(?:(?P<hy3>{YEAR}|(?:the\ |this\ |last\ )year)'s\ )?
      (?P<h1>(?i:first|second|latter|1st|2nd|(?:last|final)(?=\ half\ of)))[\ -](?i:half)
      (?:(?:\ of|\ in|,)?\ (?P<hy1>{YEAR}|(?:the\ |this\ |(?:the\ )?last\ )year))?)
  | (?P<hh>(?:H(?P<h2>[12])|(?P<h3>[12])H)(?:(?:\ of|\ in|,)?\ ?(?P<hy2>{YEAR}))?)
  | (?P<mdd>{MONTH}\ (?P<mda>{DAY}){THROUGH}(?P<mdb>{DAY})(?![\d,]\d)(?:,?\ (?P<mddy>{YEAR}))?)
  | (?P<ddm>(?P<dda>{DAY}){THROUGH}(?P<ddb>{DAY})(?:\ of)?\ {MONTH}(?:,?\ (?P<ddmy>{YEAR}))?)
  | (?P<md>{MONTH}\ {DAY}(?![\d,.]\d|%|\ (?i:million|billion|thousand|per\ ?cent)\b)(?:,?\ (?P<mdy>{YEAR}))?)
  | (?P<dm>{DAY}(?:\ of)?\ {MONTH}(?:,?\ (?P<dmy>{YEAR}))?)
  | (?P<my>{MONTH}(?:,|\ of)?\ (?P<myy>{YEAR}))
  | (?P<mlast>{MONTH}\ (?:of\ )?(?:last|this)\ year)
  | (?P<m>{MONTH})(?![a-z])
  | (?P<fy>(?:fiscal(?:\ year)?|FY)\ ?(?P<fyy>{YEAR}))
  | (?P<aufy>{YEAR}[-–/]\d\d\ (?:financial|fiscal)\ year)
  | (?P<fisc>(?i:(?:last|this|the\ (?:current|previous|preceding|prior|past|last))\ (?:financial|fiscal)\ year
      (?:,?\ (?:which\ |that\ )?end(?:ed|ing|s)\ (?:in\ |on\ )?{MONTH}(?:\ {DAY},?)?(?:\ {YEAR})?)?))
  | (?P<across>{YEAR}[-–/]\d\d(?:\ Q(?P<q6>[1-4]))?(?![-–/\d]))
  | (?P<y>{YEAR})(?!\.\d)
  | (?P<rel>(?i:(?:the|a|one)\ (?:year|quarter|month|week)\ (?:earlier|ago|before|prior|previously)
      |(?:the\ )?(?:last|previous|past|prior|preceding)\ (?:year|quarter|month|week)(?!\ end(?:ed|ing)\b)
      |this\ (?:year|quarter|month|week)
      |the\ (?:(?:whole|entire|full)\ )?year(?!\ (?:to(?!\ \d)|from|until|ended|ending|(?:19|20)\d\d)\b)
      |year[\ -]to[\ -]date|yesterday|today|(?:the\ |last\ |this\ |the\ past\ |past\ )weekend))
  | (?P<back>(?i:(?P<bn>{FEW})
      \ (?P<bu>years|quarters|months|weeks|days)
      \ (?P<bw>earlier|before|previously|ago)))
  | (?P<next>(?i:the\ (?:following|next|ensuing)\ (?P<nu>year|quarter|month|week|day)
      |(?:a|(?P<nn>one|{FEW}))
      \ (?P<nus>year|quarter|month|week|day)s?\ later))
  | (?P<told>(?i:(?:this|the|our)\ (?:reporting|review)\ period|the\ period\ under\ review))
  | (?P<hence>(?<=\bhas\ )since|(?<=\bhave\ )since)(?=\ [a-z])
  | (?P<thence>(?i:since\ (?:then|that\ (?:day|time|date|moment))))
  | (?P<other>(?<=\b[Ii]n\ the\ )(?P<nth>first|second|third|fourth)(?=\s*(?:[,.;)]|$|and\b|there\b|it\b|to\b)))
  | (?P<same>(?i:the\ (?:same|corresponding|equivalent|comparable)
      \ (?:period|quarter|month|months|time|half|week|weeks|days)(?:\ (?:of|in|a|the|one))*
      \ (?:(?P<samey>{YEAR})
       |(?P<samet>this\ year)|last\ year|(?:previous|preceding|prior)\ year|year\ (?:earlier|ago|before))))
  | (?P<weekday>(?:last\ |this\ )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)
  | (?P<ago>(?i:(?:the\ )?(?:past|last|previous|preceding|recent)
      \ (?P<n>\d{{3,}}|{FEW})
      (?:\ (?P<unit>months|years|weeks|days|hours)|-(?P<span>month|year|week|day)\ period)))
  | (?P<long>(?i:the\ (?P<ln>{FEW})
      \ (?P<lu>days|weeks|months)(?=\ since\b)))
"""
HAN = rf"""
    (?P<h_ymd>(?P<hyr>{HAN_YEAR})?(?P<hmo>1[0-2]|0?[1-9])月(?:份)?(?:(?P<hda>[12]\d|3[01]|0?[1-9])日
      (?:\s?[至到–—~-]\s?(?P<hdb>[12]\d|3[01]|0?[1-9])日)?)?)
  | (?P<h_q>(?P<hqy>{HAN_YEAR})?第?(?P<hq>[一二三四1-4])季度)
  | (?P<h_half>(?P<hhy>{HAN_YEAR})?(?P<hh_>[上下])半年)
  | (?P<h_first>(?P<hfy>{HAN_YEAR})?前(?P<hfn>[两三四五六七八九]|\d+)个月)
  | (?P<h_y>{HAN_YEAR})
  | (?P<h_rel>上个?月|本月|上周|本周|上季度)
  | (?P<h_ago>(?:近|过去|最近)(?P<hn>[两三四五六]|\d+)个?(?P<hunit>月|年|周|天))
"""
ISO = rf"(?P<iso>{YEAR}(?P<sep>[-./])[01]?\d(?P=sep)[0-3]?\d)"
POINT = rf"(?:(?<![\d.,/]){ISO}(?!\d|[./-]\d\d?(?!\d))|(?<![\w.,])(?:{LATIN})(?!\w)|(?<!\d)(?:{HAN}))"
FIND = re.compile(POINT, re.VERBOSE)
LINK = re.compile(
    r",?\s*\(?(?:to|through|until|till|up to|and|–|—|-|~|～|至|到|─)\s*(?:the end of\s+|(?:mid|late|early)[-\s])?"
    r"|\s*(?:to|and)\s+"
)
BETWEEN = re.compile(r"between\s+(?:the\s+months?\s+of\s+)?$", re.IGNORECASE)
AND = re.compile(r",?\s+(?:and|&)\s+|,\s+|/")
# "Until August this year from 2016": the end before the beginning.
BACKWARD = re.compile(r"\s+(?:from|since|starting\s+from|starting\s+in)\s+", re.IGNORECASE)
MIDDLE = re.compile(r"\bmid[-\s]\s*$", re.IGNORECASE)
OF_THAT = re.compile(r",?\s+(?:of\s+|in\s+)?(?:that|the same) year\b", re.IGNORECASE)
# "2014 (up to May)", "2014 (January-May)".
PART_YEAR = re.compile(
    rf"\s*[(\[](?:(?:up\s*to|till|until|through)\s+(?:the\s+end\s+of\s+)?|(?P<from>{MONTH}){THROUGH})(?P<to>{MONTH})[)\]]",
    re.IGNORECASE,
)
# "The year so far".
SO_FAR = re.compile(r"\s+(?:so far|to date)\b")
# "October 26 this year".
THAT_YEAR = re.compile(r",?\s+(?:of\s+)?(?P<which>this|last)\s+year\b", re.IGNORECASE)
# "The July-September quarter of 2012", "July to September period last year".
QUARTER_YEAR = re.compile(
    rf"\s+(?:quarter|period|months)(?:\s+(?:of|in))?\s+(?:(?P<year>{YEAR})|(?P<which>this|last)\s+year)\b",
    re.IGNORECASE,
)
SAME = re.compile(r"\b(?:that|the same) (?:year|month)\b", re.IGNORECASE)  # that of the date before it
# A month by itself ("May") and a year by itself ("2013") are dates only behind one of these.
LEADS = re.compile(
    r"(?:\b(?:in|since|from|to|of|during|for|and|between|until|through|by|than|late|early|mid|over|year|before|after"
    r"|the|on|last|this|both|end of|throughout|covering|covers?|covered|spans|spanned|beginning"
    r"|compared with|compared to|against|as of)"
    r"|[(–—,/-])\s*[-–]?\s*$",
    re.IGNORECASE,
)
BASE = re.compile(
    r"(?:\b(?:increase|decrease|rise|drop|up|down|decline|growth|jump)\s+from|(?:%|\bper\s?cent|\bthird|\bquarter|\bhalf|\bfifth)(?:\s+\w+)?\s+(?:on|over)|\b(?:up|down)\s+\S+\s*(?:%|per\s?cent)\s+from"
    r"|in (?:comparison|contrast|line) (?:to|with)|(?:relative|in relation) to|contrary to|as opposed to|on a par with"
    r"|\bsimilar(?:ly)? to|\b(?:un)?like(?: in)?|(?<!such )\bas in|\bsame as(?: in)?"
    r"|(?:(?:compared|compares|set|held|measured) (?:to|with|against)|up (?:with|against))"
    r"(?:(?: that| those)(?: of| in)?| (?:the|those|its) (?:\w+ ){1,2}(?:of|in|at|for)| the same period(?: of| in)?)?"
    r"|\bsame period (?:of|in|last)"
    r"|\bthan(?: in| that of)?"
    r"|\bas (?:many|much|high|large|great) as(?: in)?"
    r"|\b(?:increase|rise|growth|gain)\s+over|\bversus|\bvs\.?|\bagainst|比|较|相比)"
    r"(?:\s+the)?(?:\s+year)?\s*$",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"(?:\bsince(?:\s+(?:\w|')+){0,8}?(?:\s+(?:in|on|of))?|\b(?:emerged|began|started|starting|beginning|appeared|surfaced|erupted"
    r"|first\s+(?:seen|spotted|detected|discovered|identified|observed|noticed|reported|found))\s+(?:in|on)"
    r"|\bfirst\s+(?:seen|spotted|detected|discovered|identified|observed)|自)"
    r"\s*(?:late|early|mid|about|at least|around|last|the|start\s+of|beginning\s+of|[-\s])*$",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:(?:from|over|on)(?=\s+(?:the\b|that\b|those\b|its\b|\d|$))|(?<!more )(?<!less )(?<!fewer )than\b|against\b"
    r"|compared\b|versus\b|after\b|following\b)",
    re.IGNORECASE,
)
THAT = re.compile(r",?\s+that\b")
# "KYIV, Feb 16 (Reuters) -", "Sept. 3, 2013 - Peru": when and where it was written; not "May 3 - June 2".
DATELINE = re.compile(r",?\s*(?:[(/][A-Z][\w /]{1,20}[)/]\s*[-–—]|--\s)")
DASHED = re.compile(
    r"\)?,?\s*[-–—]\s+(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]*\s)(?:[A-Z]|(?P<number>(?=\d)))"
)
# "Kathmandu, 5 September 2021: A total of": behind a place only, since "5 September: 300 computers" and "On Sunday,
# 5 September 2021: 300 computers" are of that day.
COLON = re.compile(r"\s*[:|]\s")
PLACE_BEFORE = re.compile(r"\s*(?!(?:On|In|By|As|From|Since|Until)\b|\w+day\b)[A-Z][\w.' ]+,\s*")
# "(Manila, 3 March 2022) In 2021": a text that puts both in brackets.
OPENED, CLOSED = re.compile(r"\s*[(\[]?(?:[A-Z][\w.' ]+,\s*)+"), re.compile(r"\s*[)\]]")
STARTING = re.compile(r"\b(?:at|by|as of)\s+(?:the\s+)?(?:very\s+)?(?:start|beginning)\s+of\s*$", re.IGNORECASE)
# "Last year's review" is a paper, no window.
PAPER = re.compile(r"'s\s+(?:annual\s+)?(?:report|review|survey|edition|study|index)\b")
# "The 2016 elections", "its Threat Landscape 2022 report": the year of a name.
NAMED = re.compile(
    r"\s+(?:[\w-]+\s+){0,3}?(?:games|olympics|elections?|summit|world\s+cup|conference|forum|championships?|referendum"
    r"|inauguration|invasion)\b",
    re.IGNORECASE,
)
TITLED = re.compile(r"\s+(?:\w+\s+)?(?:report|review|survey|edition|study|index)\b", re.IGNORECASE)
# 是2013年、2014年的27.9倍: what something is a multiple of.
MULTIPLE = re.compile(r"(?:[、和及]\d{4}年)*(?:同期)?的约?[\d.]+倍")
SINCE_END = re.compile(r"\bsince\s+(?:the\s+)?(?:very\s+)?end\s+of\s*$", re.IGNORECASE)
UPTO = re.compile(r"\b(?:up\s*to|until|till|through)(?:\s+the\s+end\s+of)?\s*$", re.IGNORECASE)
# "After the April 22 raid", "following May 5", "in the wake of the vote of April 22": from that day on; not "after the
# vote on April 22", which may be the day of the attacks.
ONWARD = re.compile(
    r"\b(?:after|following|in\s+the\s+wake\s+of)(?:\s+(?:the|a|an)(?:\s+[\w'-]+){1,4}?\s+of)?(?:\s+the)?\s*$",
    re.IGNORECASE,
)
# "Prior to 2016" is no window.
PRIOR = re.compile(r"\b(?:prior\s+to|before|ahead\s+of|(?:run|lead)[-\s]?up\s+to)(?:\s+the)?\s*$", re.IGNORECASE)
# "At the end of 2013": a day.
CLOSING = re.compile(
    r"(?<!until )(?<!till )\b(?:at|by|as of)\s+(?:the\s+)?(?:very\s+)?(?:end|close)(?:\s+of\s*|-)$", re.IGNORECASE
)
# "By the end of July", "by June last year": what had come in since the year began.
SO_LONG = re.compile(r"\b(?:by|as\s+of)\s+(?:the\s+)?(?P<end>(?:end|close)(?:\s+of\s*|-))?$", re.IGNORECASE)
