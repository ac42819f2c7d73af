"""Who acts: the phrase before a verb that is its subject."""

from __future__ import annotations

from crosscount.claims.sentences.reading import Phrase, Reading

__all__ = ["ENDS", "SAYING", "before_aside", "before_auxiliaries", "crosses", "doer", "outdone"]

ENDS = frozenset(";；。:：")
ACTING = frozenset(
    ("server", "ip", "host", "botnet", "actor", "place", "site", "event", "malware", "domain", "backdoor")
)
OVERTAKEN = frozenset(
    ("overtook", "overtaking", "overtaken", "overtakes", "surpassed", "surpassing", "surpasses", "replaced",
     "replacing", "replaces", "displaced", "displacing", "unseated", "unseating", "unseats", "unlike", "than",
     "pushed", "pushing", "knocked", "knocking", "edged", "edging", "toppled", "toppling", "dethroned", "dethroning",
     "ousted", "ousting", "supplanted", "supplanting", "eclipsed", "eclipsing", "outpaced", "outpacing", "beat",
     "beating", "passed", "passing", "succeeded", "succeeding", "bumped", "leapfrogged", "outranked")
)  # fmt: skip
SAYING = frozenset(("said", "says", "say", "told", "reported", "reports", "claimed", "claims", "announced", "warned"))
NAMED = frozenset(("malware", "actor", "botnet"))
ASIDE = 24  # tokens of an aside between a subject and its verb
RELATIVE = frozenset(("which", "who", "whose", "whom", "where", "when", "whereby"))
PARTS = frozenset(("most", "many", "some", "half", "all", "among", "including"))
COMPLEMENT = frozenset(("with", "by", "via", "of", "in", "on", "from", "to", "use", "using", "through", "against"))
EXAMPLES = ("including", "including the", "such as", "notably", "among them")
STILL = frozenset(("", "still", "also", "again"))
DASHES = frozenset("–—")


def crosses(reading: Reading, first: int, last: int) -> bool:
    """Whether the end of a clause stands between two tokens."""
    return any(reading.tokens[at].text in ENDS for at in range(first, last))


def doer(reading: Reading, at: int) -> Phrase | None:
    """The subject: the nearest phrase on the left with a number or a place, else the nearest."""
    near = [p for p in reading.phrases if p.last <= at and not crosses(reading, p.last, at)]
    near = [p for p in near if p.last <= _begun(reading, at)] or near
    of_which = max((each for each in range(at) if reading.lower(each) == "其中"), default=-1)
    near = [p for p in near if p.first > of_which] or near
    said = max(
        (each for each in range(at) if reading.lower(each) in SAYING and reading.lower(each + 1) != ","), default=-1
    )
    near = [p for p in near if p.first > said or p.sort != "place"]  # "Poland's CERT said a worm hit"
    near = [p for p in near if p.sort != "place" or not _aside_of(reading, p)]
    if not near:
        return None
    if near[-1].sort == "place" and near[-1].last == at and reading.tokens[at].sort == "han":
        return near[-1]  # 网站数量前三位的，美国控制了
    first = near[-1].first - (reading.lower(near[-1].first - 1) == "the")
    if near[-1].sort == "place" and reading.lower(first - 1) == "," and reading.words(near[-1].last, at) in STILL:
        return near[-1]  # "with 12 servers steering 900 hosts, Peru still controls most"
    participle = reading.lower(at).endswith("ing") or reading.lower(at) == "made"
    if participle and near[-1].last == at and near[-1].sort in ("site", "page", "paper"):
        return near[-1]  # "phishing pages imitating banks", "broke into 40 hosts in campaigns targeting banks"
    relative = before_auxiliaries(reading, at - 1)
    if reading.lower(relative) in {"which", "that", "who"} and near[-1].last == relative:
        return near[-1]  # "servers which controlled them"
    floor = max(
        (m.first for m in reading.actives if m.first < at and reading.lower(m.last) not in {"with", "by", "in"}),
        default=-1,
    )
    close = [p for p in near if p.first > floor] or near[-1:]
    if reading.lower(at - 1) in {"to", "and"} and len(close) < len(near):
        earlier = [p for p in near if p.counted or p.places]
        close = earlier or close
    last = close[-1]
    if last.sort in NAMED and reading.lower(at - 1) not in {"to", "and"} and not _complement(reading, last):
        return last
    acting = [p for p in close if (p.counted or p.places) and p.sort in ACTING]
    places = [p for p in acting if p.sort != "place"] or acting
    if places:
        best = places[-1]
        mark = next((each for each in reading.places if each.last == best.last), None)
        row = reading.row(mark) if mark is not None else []
        if len(row) > 1:  # "Portugal and Hong Kong, which controlled"
            return Phrase(best.first, best.last, best.head, "place", places=row, after=best.after)
        return best
    counted = [p for p in close if p.counted]
    return (counted or close)[-1]


def _begun(reading: Reading, at: int) -> int:
    """Where an aside before a verb begins; not before ", controlling 900 hosts", which tells of the noun before it."""
    own = reading.lower(at).endswith("ing") and reading.lower(at - 1) == ","
    return at if own else before_aside(reading, at)


def _aside_of(reading: Reading, place: Phrase) -> bool:
    """Whether a place is only named for what others do: left behind, fought against, or one of several."""
    return outdone(reading, place) or _opposed(reading, place) or _example(reading, place)


def outdone(reading: Reading, phrase: Phrase) -> bool:
    """ "China has surpassed Peru and the US as the country hosting most pages": not those that it left behind."""
    first = phrase.first
    while True:
        at = first - 1 - (reading.lower(first - 1) == "the")
        before = next((mark for mark in reading.places if mark.last == at), None)
        if reading.lower(at) not in {"and", ","} or before is None:
            return reading.lower(at) in OVERTAKEN
        first = before.first


def _opposed(reading: Reading, phrase: Phrase) -> bool:
    """ "Peru held drills against Chile, launching 900 attacks": not whom it is against."""
    return reading.lower(phrase.first - 1 - (reading.lower(phrase.first - 1) == "the")) == "against"


def _example(reading: Reading, phrase: Phrase) -> bool:
    """ "Eleven countries, including Peru and Chile, hosted 90 servers": not these alone."""
    mark = next((each for each in reading.places if each.last == phrase.last), None)
    if mark is None:
        return False
    left = [each for each in reading.places if each.last <= phrase.last][-len(reading.row(mark)) :]
    return reading.words(left[0].first - 2, left[0].first).endswith(EXAMPLES)


def before_aside(reading: Reading, at: int) -> int:
    """Where ", comprising some 8,000 hackers," begins right before a verb; the verb itself if nothing does."""
    verb = before_auxiliaries(reading, at - 1) + 1
    begins = range(verb - 2, max(0, verb - ASIDE), -1)
    if reading.lower(verb - 1) in DASHES:  # "Trojans — a kind of program — controlled"
        return next((n for n in begins if reading.lower(n) in DASHES), at)
    if reading.lower(verb - 1) != ",":
        return at
    return next((n for n in begins if reading.lower(n) == "," and _opens_aside(reading, n + 1)), at)


def _opens_aside(reading: Reading, at: int) -> bool:
    """Whether an aside begins here: "which", "in which", "most of them", "carrying"."""
    word = reading.lower(at)
    return word in RELATIVE | PARTS or word.endswith("ing") or reading.lower(at + 1) in {"which", "whom"}


def before_auxiliaries(reading: Reading, at: int) -> int:
    """The first token from a place to the left that is of no auxiliary: "which" in "which have been"."""
    while any(mark.first <= at < mark.last for mark in reading.auxiliaries):
        at -= 1
    return at


def _complement(reading: Reading, phrase: Phrase) -> bool:
    return reading.lower(reading.back(phrase.first - 1, {"the", "a", "an"})) in COMPLEMENT
