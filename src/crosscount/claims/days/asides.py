"""Which dates of a sentence say nothing of its numbers: when something was said, founded or mended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from crosscount.claims.days.calendar import Dated
from crosscount.claims.days.periods import WEEKDAYS
from crosscount.claims.words.lexicon import data, lexicon
from crosscount.claims.words.quantities import Quantity
from crosscount.claims.words.tokens import Token

__all__ = ["aside", "place_of", "relative_clause", "speech_verbs"]

PUBLISHING = frozenset(
    (*WEEKDAYS, "said", "says", "announced", "reported", "released", "published", "asserted", "stated", "claimed",
     "told", "posted", "issued", "warned", "updated", "disclosed", "revealed", "unsealed", "report", "memo", "dated",
     "statement", "press", "media", "filed", "presented", "gave", "testified", "briefing", "interview", "informed",
     "saying", "showed", "shows", "post", "blog", "arrested", "convicted", "sentenced", "charged", "indicted",
     "发布")
)  # fmt: skip
# "Data released in July", "a report issued this week by": whatever stands behind.
ISSUED = frozenset(("issued", "announced", "released", "published", "unveiled", "posted", "disclosed", "unsealed"))
# "Set up in 2001", "patched in October": years of bodies, laws and holes.
MADE = frozenset(
    ("founded", "established", "created", "opened", "adopted", "passed", "enacted", "signed", "introduced", "born",
     "patched", "fixed", "built", "ended", "ends", "ending", "joined", "elected", "appointed", "acquired", "up")
)  # fmt: skip
# Some are meant only behind another word: "set up", "which ended".
AFTER = frozenset(("which", "that", "year"))
PARTS = {"up": {"set"}, "ended": AFTER, "ends": AFTER, "ending": AFTER}
PAPERS = frozenset(("report", "review", "bulletin", "survey", "study", "summary", "overview", "reports"))
ABOUT = frozenset(("on", "for", "covering", "about", "of"))
BETWEEN = frozenset(("in", "on", "at", "of", "late", "early", "mid", "the", "last", "this", "earlier", "back", "since"))
EMERGED = frozenset(
    ("emerged", "began", "started", "appeared", "surfaced", "first", "erupted", "beginning", "place", "occurred",
     "lasted")
)  # fmt: skip
PROGRAM = frozenset(("malware", "botnet", "worm", "virus", "trojan", "ransomware", "spyware", "program", "campaign"))
DISTANT = 8  # tokens between a discovery and its date
RELATIVE = frozenset(("which", "who", "whose", "whom", "where"))
COUNTING = frozenset(
    ("figures", "data", "numbers", "statistics", "sample", "survey", "count", "counts", "study", "report")
)
COVERING = frozenset(
    ("covered", "covers", "covering", "analysed", "analyzed", "analyses", "analyzes", "spans", "spanned", "examined",
     "examines", "surveyed", "surveys", "reviewed", "reviews")
)  # fmt: skip
# "The worm was found in February", "in May it blamed Peru": days on which nothing was counted.
FOUND = frozenset(("discovered", "uncovered", "found", "spotted", "identified", "detected", "collected", "unearthed"))
BLAMING = frozenset(
    ("accused", "blamed", "alleged", "allegations", "denied", "accusations", "criticised", "criticized")
)
GREATEST = frozenset(("largest", "biggest", "worst", "highest", "most", "greatest", "lowest", "heaviest", "severest"))
MONTH, YEAR = 31, 364  # days
COUNTED = frozenset(("host", "server", "ip", "site", "page", "event", "incident"))  # "servers found in 2013"
CARRYING = frozenset(("reported", "quoted", "cited", "wrote", "learned", "learnt", "known", "showed", "broadcast"))
TELLING = frozenset(("told", "informed", "notified", "assured"))  # verbs of which the hearer is the object
NEAR = 9  # tokens between a verb and its date
SPEAKING = 14  # tokens between "last week" and who then spoke
OPENING = 7  # tokens at the head of a sentence in which "on Monday" may stand before its subject


def place_of(tokens: Sequence[Token], start: int) -> int:
    """The token at a character of the text, or the next one."""
    inside = next((at for at, token in enumerate(tokens) if token.start <= start < token.end), None)  # rows: no order
    return inside or next((at for at, token in enumerate(tokens) if token.end > start), len(tokens))


def aside(tokens: Sequence[Token], each: Dated, quantities: Sequence[Quantity]) -> bool:
    """Whether a date is none of the numbers'."""
    at = place_of(tokens, each.start)
    end = next((n for n, token in enumerate(tokens) if token.start >= each.end), len(tokens))
    return (
        _averaged(tokens, at)
        or _unmatched(tokens, at)
        or _published(tokens, each, at, end, quantities)
        or _made(tokens, at)
        or _discovered(tokens, at)
        or (not each.base and _bracketed(tokens, at, quantities))
        or (not quantities and (_found(tokens, each, at) or _blamed(tokens, at, end)))
    )


def _found(tokens: Sequence[Token], each: Dated, at: int) -> bool:
    """ "They discovered the worm in February"; a quarter, or several years, is what somebody counted in."""
    days = (each.last - each.first).days
    if days > MONTH and days not in (YEAR, YEAR + 1):
        return False
    near = [token.lower for token in tokens[max(0, at - NEAR) : at]]
    if not FOUND & {*near} or {"first", "since", "from"} & {*near}:
        return False
    heads = lexicon().marks(tokens, "head")
    return not any(mark.value in COUNTED and tokens[mark.last].lower in FOUND for mark in heads if mark.last < at)


def _blamed(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "Back in May, the firm accused Peru of attacks", "in May it released a patch"."""
    if end < len(tokens) and tokens[end].lower in PAPERS | COUNTING:
        return False  # "the May figures were published by"
    return at <= 2 and bool((BLAMING | ISSUED | MADE - {"up"}) & {token.lower for token in tokens[end : end + NEAR]})


def _averaged(tokens: Sequence[Token], at: int) -> bool:
    """ "More than the average of the past five weeks": what something is compared with."""
    near = [token.lower for token in tokens[max(0, at - 14) : at]]
    return "average" in near and bool({"above", "below", "than"} & {*near}) and near[-1] in {"for", "of", "over", "the"}


def _unmatched(tokens: Sequence[Token], at: int) -> bool:
    """ "The largest attack since that of 2017": what something is measured against."""
    near = [token.lower for token in tokens[max(0, at - 14) : at]]
    since = next((n for n in range(len(near) - 1, -1, -1) if near[n] == "since"), None)
    ahead = near[max(0, since - 6) : since] if since is not None else []
    return bool({*ahead} & GREATEST) or ahead[-2:] == ["first", "time"]


@cache
def speech_verbs() -> frozenset[str]:
    """Verbs of speech that are one word."""
    return frozenset(data("sources")["speech"]["says"]) - {"according to"}


def _published(tokens: Sequence[Token], each: Dated, at: int, end: int, quantities: Sequence[Quantity]) -> bool:
    """Whether a date is when something was said."""
    said = PUBLISHING | speech_verbs()
    if not each.single_day:
        closes = end == len(tokens) or tokens[end].text in {".", ",", "that"}
        spoken = _spoken_in(tokens, at, end) or (each.relative and _speaks_then(tokens, at, end))
        return _issued(tokens, at) or spoken or (closes and _at_meeting(tokens, at))
    if {token.lower for token in tokens[max(0, at - 2) : at]} & said or _at_meeting(tokens, at):
        return True
    if (
        _named_last(tokens, at)
        or _closes_by_saying(tokens, at, end, quantities)
        or (each.weekday and _source_named(tokens, at, quantities))
    ):
        return True
    # "On March 10, Xinhua said", "the agency on Monday said"; not "On March 10, hackers hit 1,200 sites".
    head = at <= OPENING and all(token.sort == "word" for token in tokens[:at])
    if head and end < len(tokens) and tokens[end].text == ",":  # "sites came under attack on May 8, officials said"
        head = not any(mark.last <= at for mark in lexicon().marks(tokens, "active"))
    for token in tokens[end : end + (12 if head else 3)]:
        if token.lower in said:
            return head or tokens[end].text not in {",", "，"}
        if token.sort == "number":
            return False
    return False


def _named_last(tokens: Sequence[Token], at: int) -> bool:
    """ ", reported the daily El Sol on May 3": behind an inverted verb and a name."""
    verb = next((n for n in range(at - 1, 0, -1) if tokens[n].lower in PUBLISHING | speech_verbs()), 0)
    name = tokens[verb + 1 : at]
    return (
        verb > 0
        and tokens[verb - 1].text in {",", '"', "”"}
        and all(token.sort == "word" for token in name)
        and any(token.text[:1].isupper() for token in name)
        and not any(m.value in COUNTED for m in lexicon().marks(tokens, "head") if verb < m.first < at)
    )


def _closes_by_saying(tokens: Sequence[Token], at: int, end: int, quantities: Sequence[Quantity]) -> bool:
    """ "…, the minister was quoted by a paper on May 3", "…, as it reported on May 3": a last clause that only says."""
    first = next((n for n in range(at - 1, 0, -1) if tokens[n].text in {",", ";", '"', "”", "."}), 0)
    clause = range(first + 1, at)
    closed = end == len(tokens) or tokens[end].text in {".", '"', "”"}
    if not first or not closed or any(first < q.first < at for q in quantities):
        return False
    verb = next((n for n in reversed(clause) if tokens[n].lower in CARRYING | ISSUED | speech_verbs()), 0)
    heads = (m for m in lexicon().marks(tokens, "head") if m.value in COUNTED and verb < m.first < at)
    counted = any(tokens[m.first - 1].lower not in {"its", "their", "his", "her"} for m in heads)
    told = any(tokens[n].lower in {"that", *RELATIVE} for n in clause)
    return verb > 0 and not counted and not told


def _source_named(tokens: Sequence[Token], at: int, quantities: Sequence[Quantity]) -> bool:
    """ "According to the ministry on Friday": behind a source, with no number and no other clause between."""
    words = [token.lower for token in tokens[:at]]
    source = next((n for n in range(at - 1, 0, -1) if words[n - 1 : n + 1] == ["according", "to"]), at)
    paper = {*words[source:]} & (PAPERS | COUNTING | ISSUED)
    ends = {";", "."} if paper else {";", ".", ",", "that"}
    return source < at and not {*words[source:]} & ends and all(q.last <= source for q in quantities if q.first < at)


def _at_meeting(tokens: Sequence[Token], at: int) -> bool:
    """ "Said at a monthly press conference on Thursday", "told lawmakers in Seoul on Monday"."""
    covered = tokens[max(0, at - 4) : at]
    if any(one.lower in PAPERS and other.lower in ABOUT for one, other in pairwise(covered)):
        return False  # "said in its report on the second half of 2018"
    for verb in range(at - 1, max(-1, at - 11), -1):
        if tokens[verb].lower == "that" or (tokens[verb].sort != "word" and tokens[verb].text != "-"):
            return False  # "told the paper that in May": the day of what is told
        if tokens[verb].lower in speech_verbs():
            held = verb + 2 < at and tokens[verb + 1].lower in {"at", "in", "during", "to", "before"}
            passive = verb > 0 and tokens[verb - 1].lower in {"was", "were", "been"}  # "were responded to by the team"
            return tokens[verb].lower in TELLING or (held and not passive)  # not "said in 2012, it had seen"
    return False


def _spoken_in(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "Said last month that", "a general said in April."; not "said in 2012 it saw", which may be either."""
    verb = _verb_before(tokens, at, BETWEEN - {"since"})
    closed = end == len(tokens) or tokens[end].lower == "."
    if closed and verb > 0 and tokens[verb].lower == "reported" and tokens[verb - 1].text[:1].isupper():
        return True  # "they are 200, CipherTrust reported this week"
    return verb >= 0 and tokens[verb].lower in speech_verbs() and (closed or tokens[end].lower == "that")


def _speaks_then(tokens: Sequence[Token], at: int, end: int) -> bool:
    """ "Last week Ana Lund, a spokeswoman, had said that": behind the date a name, and what is said."""
    for n in range(end, min(len(tokens), end + SPEAKING)) if at <= 1 else ():
        if tokens[n].sort == "number":
            return False
        if tokens[n].lower in speech_verbs():
            return n + 1 < len(tokens) and tokens[n + 1].lower == "that"
    return False


def _issued(tokens: Sequence[Token], at: int) -> bool:
    """ "Data released last week by the ministry": when a paper came out."""
    verb = _verb_before(tokens, at, BETWEEN - {"since"})
    return verb >= 0 and (tokens[verb].lower in ISSUED or (verb < at - 1 and _issued_paper(tokens, verb)))


def _issued_paper(tokens: Sequence[Token], last: int) -> bool:
    """ "Released its annual report", with `last` for its last word."""
    before = [token.lower for token in tokens[max(0, last - 5) : last]]
    verb = next((n for n in range(len(before) - 1, -1, -1) if before[n] in ISSUED), None)
    return tokens[last].lower in PAPERS and tokens[last + 1].lower == "in" and verb is not None


def _verb_before(tokens: Sequence[Token], at: int, between: Collection[str]) -> int:
    """The token before a date and the words that may stand between: "released earlier in"; -1 where none is."""
    verb = at - 1
    while verb > 0 and tokens[verb].lower in between:
        verb -= 1
    return verb


def _made(tokens: Sequence[Token], at: int) -> bool:
    """Whether a body was founded then, a law passed or a hole mended."""
    verb = _verb_before(tokens, at, BETWEEN)
    by = next((n for n in range(verb, max(0, verb - 4), -1) if tokens[n].lower == "by"), 0)
    verb = by - 1 if by and tokens[by - 1].lower in MADE else verb  # "a hole patched by the firm in May"
    word = tokens[verb].lower if 0 <= verb < at - 1 else ""
    before = tokens[verb - 1].lower if verb > 0 else ""
    if any(token.lower == "since" for token in tokens[max(0, verb - 5) : verb]):
        return False  # "since it opened in 2016": from then on
    record = any(token.lower == "record" for token in tokens[max(0, verb - 4) : verb])
    if record and word in {"set", "logged", "reached"}:
        return True  # "tying the record logged in the second half of 2022"
    return word in MADE and before in PARTS.get(word, {before})


def _discovered(tokens: Sequence[Token], at: int) -> bool:
    """ "It found the botnet in January", "the worm was first seen in July": not when machines were infected."""
    verb = at - 1
    while verb > 0 and at - verb < DISTANT and tokens[verb].lower not in FOUND and tokens[verb].sort == "word":
        verb -= 1
    if tokens[max(0, verb)].lower not in FOUND or any(token.lower == "since" for token in tokens[:verb]):
        return False
    between = [token.lower for token in tokens[verb + 1 : at]]
    if "infected" in between:
        return False  # "900 computers were found infected with malware in May"
    passive = {token.lower for token in tokens[max(0, verb - 2) : verb]} & {"was", "being"}
    found = any(one in PROGRAM and other in BETWEEN for one, other in pairwise([*between, "in"]))
    return found or (bool(passive) and {*between} <= BETWEEN)  # not "a jump in malware cases in June"


def relative_clause(tokens: Sequence[Token], at: int, after: int) -> bool:
    """Whether a token stands in ", which had 33 percent in May," and another behind that."""
    clause = _relative_clause(tokens, at)
    return bool(clause) and clause.stop < after


def _bracketed(tokens: Sequence[Token], at: int, quantities: Sequence[Quantity]) -> bool:
    """Whether the date stands in ", which has watched the net since 2005," where no number does."""
    clause = _relative_clause(tokens, at)
    return bool(clause) and not any(quantity.first in clause for quantity in quantities)


def _relative_clause(tokens: Sequence[Token], at: int) -> range:
    """The tokens between the commas around a relative clause in which a token stands; none where it stands in none."""
    first = next((n for n in range(at - 1, -1, -1) if tokens[n].text == ","), None)
    last = next((n for n in range(at, len(tokens)) if tokens[n].text == ","), None)
    if first is None or last is None or tokens[first + 1].lower not in RELATIVE:
        return range(0)
    words = {token.lower for token in tokens[first:at]}
    if EMERGED & words or ((COUNTING | COVERING) & words and "since" not in words):
        return range(0)  # ", whose figures run from May to June, knows of 300"
    return range(first + 1, last)
