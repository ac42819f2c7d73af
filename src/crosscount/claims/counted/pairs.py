"""Numbers that stand beside a place and nothing else: "Italy had 21,508 and India 19,986", "Vietnam (8%)"."""

from __future__ import annotations

import re

from crosscount.claims.sentences.doers import outdone
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.lexicon import Mark, data, is_country
from crosscount.claims.words.quantities import QUALIFYING, Quantity, lead
from crosscount.model.claim import ClaimKind

__all__ = ["FURTHEST", "ORDINALS", "beside", "hackers", "instrument", "side_of", "suffering"]

DASHES = frozenset("-–—")
LINKS = QUALIFYING | DASHES | frozenset(data("places")["links"]["words"])  # may stand between a place and its number
ORDINALS = frozenset(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"))
PRIME = frozenset(("the", "a", "main", "top", "biggest", "largest", "prime", "primary", "favourite", "favorite"))
SUFFERING = frozenset(
    ("drew", "bore", "suffered", "suffers", "suffering", "experienced", "faced", "received", "hardest", "attacked",
     "affected", "aimed", "targeted", "destined", "directed")
)  # fmt: skip
TOPPING = frozenset(("heads", "headed", "heading", "tops", "topped", "topping", "leads", "led", "leading"))
RANKINGS = frozenset(("list", "ranking", "rankings", "table", "chart", "pack", "field"))
# "With Peru being the most targeted country (900 attacks)".
LEADING = frozenset(
    ("being", "was", "as", "the", "most", "targeted", "attacked", "affected", "hit", "country", "nation")
)
GAMES = frozenset(
    ("games", "olympics", "olympic", "paralympic", "winter", "summer", "world", "cup", "summit", "in", "of")
)
SUFFERERS = frozenset(("victims", "targets", "victim", "target"))
SEEN = frozenset(
    ("reported", "saw", "counted", "registered", "reports", "sees", "recorded", "records", "logged", "logs",
     "tallied", "witnessed", "witnesses", "observed", "observes", "suffered", "suffers", "endured", "encountered",
     "clocked", "notched", "noted", "posted", "found", "identified", "detected", "discovered", "faced", "faces",
     "experienced", "experiences")
)  # fmt: skip
STRUCK = frozenset(
    ("target", "targets", "targeted", "targeting", "hit", "hits", "hitting", "attack", "attacks", "attacked",
     "attacking", "bombard", "bombarded", "flooded", "pounded", "struck")
)  # fmt: skip
SENDING = frozenset(
    ("hosted", "hosting", "relaying", "relayed", "spammer", "spammers", "source", "sources", "origin", "origins",
     "originated", "originating", "attackers", "launched")
)  # fmt: skip
# Between who leads and how many it has.
MOST = re.compile(
    r"(?:accounted for|was responsible for|had|saw|made up|led with) the (?:largest|highest|biggest|greatest)"
    r" (?:number|share|portion|proportion|part)(?: of(?: the| these| all)?(?: \w+){1,3}| of them)? ,(?: with)?"
)
HEADING = frozenset((",", "that", "while", "whereas", ";"))  # behind which a clause begins
PARTING = frozenset(("while", "whereas", ";", "；", "but"))
ASIDE = 14  # tokens
FURTHEST = 8  # tokens between a place and its number


def beside(reading: Reading, quantity: Quantity, furthest: int = FURTHEST) -> list[str]:
    """The places that a number is said of because they stand right before it with no noun between."""
    led = _leader(reading, quantity) or _being(reading, quantity)
    if led:
        return led
    bracketed = reading.lower(quantity.first - 1) in {"(", "（"}
    for mark in reading.places if bracketed else ():
        behind = {*reading.words(mark.last, quantity.first - 1).split()}
        games = bool(GAMES & behind) and behind <= GAMES | {*map(str, range(1990, 2050))}
        if mark.last == quantity.first - 1 or ("most" in behind and behind <= LEADING) or games:
            return reading.row(mark)  # "addresses in Peru (23 percent)"
    for phrase in reversed(reading.phrases):
        if phrase.last > quantity.first or phrase.sort == "time":  # "came second with"
            continue
        if reading.words(phrase.first - 2, phrase.first) in {"( including", "（ including"}:
            continue  # "Chile (including Easter Island) at 17%"
        if outdone(reading, phrase):
            continue
        dashed = reading.lower(quantity.first - 1) in DASHES  # "came from Peru - 390, Chile - 120"
        if phrase.sort != "place" or (reading.lower(phrase.first - 1) == "from" and not dashed):
            return []
        between = range(phrase.last, quantity.first)
        if len(between) > furthest:
            return []
        bracketed_too = _included(reading, phrase)
        linked = all(
            reading.lower(at) in LINKS
            or at in bracketed_too
            or (reading.lower(at) == "in" and reading.lower(at + 1) in ORDINALS)  # "comes in second with"
            or (at == quantity.first - 1 and reading.lower(at - 1) in {"a", "an"})  # "Kenya an impressive 48 percent"
            or reading.words(at, at + 2) == ", with"  # "Peru, with 612, came second"
            for at in between
        )
        if not linked:
            return []
        last = next((mark for mark in reading.places if mark.last == phrase.last), None)
        return reading.row(last) if last is not None else list(phrase.places)
    return []


def _being(reading: Reading, quantity: Quantity) -> list[str]:
    """ ", Mexico being the country with the highest activity, with 18,000": of whom the clause speaks."""
    for at in range(quantity.first - 1, max(0, quantity.first - ASIDE), -1):
        if any(q.first <= at < q.last for q in reading.quantities) or reading.lower(at) in PARTING:
            return []
        if reading.lower(at) == "being":
            with_it = reading.lower(lead(reading.tokens, quantity)) in {"with", "at"}
            return next(([mark.value] for mark in reading.places if mark.last == at and with_it), [])
    return []


def _leader(reading: Reading, quantity: Quantity) -> list[str]:
    """ "Peru, still topping the table with 700", "accounted for the largest number of hits, with 700": who heads it."""
    at = lead(reading.tokens, quantity)
    most = next((m for m in reading.places if m.last < at and MOST.fullmatch(reading.words(m.last, at + 1))), None)
    if most is not None:
        return [most.value]
    ranking = at - 1 - 2 * (reading.lower(at - 2) == "of")  # "the list of sources"
    topped = reading.lower(ranking) in RANKINGS and reading.lower(ranking - 2) in TOPPING
    if reading.lower(at) != "with" or not topped:
        return []
    at = ranking - 3
    while reading.lower(at) in {"again", "still", "also", "now", "which", ","}:
        at -= 1
    return next(([mark.value] for mark in reading.places if mark.last == at + 1), [])


def instrument(reading: Reading, quantity: Quantity) -> tuple[list[str], list[str]]:
    """Who hits whom with a number of attacks: "Russian hackers target Ukraine with ten attacks a day"."""
    at = lead(reading.tokens, quantity)
    struck = next((p for p in reading.phrases if p.last == at and p.sort == "place"), None)
    struck = struck or next((p for p in reading.phrases if at in (p.last, p.after) and p.places), None)
    at -= reading.lower(at - 1) == ","  # "Peru led those attacking Chile, with 80 attacks"
    struck = struck or next((p for p in reading.phrases if p.last == at and p.sort == "place"), None)
    if (
        "with" not in (reading.lower(at), reading.lower(at + 1))
        or struck is None
        or reading.lower(struck.first - 1) not in STRUCK
    ):
        return [], []
    crew = next((p for p in reversed(reading.phrases) if p.last < struck.first and p.sort in ("actor", "place")), None)
    return list(crew.places) if crew is not None else [], list(struck.places)


def _included(reading: Reading, phrase: Phrase) -> range:
    """The tokens of "(including Hong Kong)" right behind a place."""
    if reading.words(phrase.last, phrase.last + 2) != "( including":
        return range(0)
    last = next((at for at in range(phrase.last, len(reading.tokens)) if reading.lower(at) == ")"), phrase.last)
    return range(phrase.last, last + 1)


def hackers(reading: Reading, quantity: Quantity) -> list[str]:
    """Where those come from who stand before a bare number: "Saudi crews came second with a fifth"."""
    for phrase in reversed(reading.phrases):
        if phrase.last > quantity.first or phrase.sort == "time":
            continue
        ones = reading.lower(quantity.first - 1) == "ones" and phrase.sort == "place"  # "and Korean ones 90,000"
        machines = phrase.sort in ("server", "ip") and quantity.first in (phrase.last, phrase.after)
        sender = phrase.sort in ("actor", "server", "ip")  # "ahead of servers in Cuba with 300"
        linked = sender and set(reading.words(phrase.after, quantity.first).split()) <= LINKS
        return [*phrase.places, *phrase.from_places] if ones or ((machines or linked) and not phrase.counted) else []
    return []


def suffering(reading: Reading, quantity: Quantity, *, counts: bool = False) -> list[str]:
    """The place at the head of a clause that suffers what it tells of: "Mexico was the country that suffered".

    `counts`: what is said is how many, so that "Peru has" will do.
    """
    heads = [
        mark
        for mark in reading.places
        if mark.last <= quantity.first
        and len(mark.value) == 2
        and (mark.first <= 1 or reading.lower(mark.first - 1 - (reading.lower(mark.first - 1) == "the")) in HEADING)
    ]
    if not heads:
        return []
    heads = [mark for mark in heads if is_country(mark.value)] or heads  # "Peru, Africa's largest market, reported"
    after = _past_aside(reading, heads[-1].last)
    being = reading.lower(after) in {"is", "was", "remains", "remained", "emerged", "became", "ranked"}
    called = {"country", "nation", "target", "victim"} & {*reading.words(after + 1, after + 8).split()}
    if called and being and not SENDING & {*reading.words(after, after + 12).split()}:
        return [heads[-1].value]  # "Mexico was the country with the most attacks"
    if reading.lower(after) in SEEN or (counts and reading.lower(after) in {"had", "has"}):
        return [heads[-1].value]
    return [heads[-1].value] if counts and _placed(reading, heads[-1], quantity) else []


def _past_aside(reading: Reading, at: int) -> int:
    """The token behind "Peru, a hub of the region, …"."""
    close = next((n for n in range(at + 1, min(len(reading.tokens), at + ASIDE)) if reading.lower(n) == ","), -1)
    return close + 1 if reading.lower(at) == "," and close > 0 else at


def _placed(reading: Reading, head: Mark, quantity: Quantity) -> bool:
    """ "Peru came second with 900 incidents", "Peru led the region, with 900", where no list of sources is told."""
    between = {*reading.words(head.last, quantity.first).split()}
    other = any(head.last <= mark.first < quantity.first and is_country(mark.value) for mark in reading.places)
    other |= any(head.last <= q.first < quantity.first and q.kind is ClaimKind.COUNT for q in reading.quantities)
    ranked = between & (ORDINALS | TOPPING | {"next", "follows", "followed"})
    return bool(ranked) and not other and "origin" not in (reading.rows, side_of(reading, quantity.first))


def side_of(reading: Reading, at: int | None = None) -> str | None:
    """ "origin" or "target" where a sentence says whether its places send attacks or suffer them.

    `at`: a token; the part of the sentence in which it stands says so first ("while Peru was the target of").
    """
    every = range(len(reading.tokens))
    if at is None:
        return _side(reading, every)
    ends = [n for n in every if reading.lower(n) in PARTING]
    part = range(max((n for n in ends if n < at), default=0), min((n for n in ends if n >= at), default=every.stop))
    return _side(reading, part) or _side(reading, every)


def _side(reading: Reading, part: range) -> str | None:
    """The side that a part of a sentence speaks of."""
    words = {reading.lower(at) for at in part}
    phrases = [phrase for phrase in reading.phrases if phrase.first in part]
    heads = {reading.lower(phrase.head) for phrase in phrases}
    machines = (p for p in phrases if p.sort in ("ip", "server") and reading.lower(p.first - 1) == "from")
    if words & SENDING or any(phrase.from_places for phrase in phrases) or any(machines):
        return "origin"
    aimed = any(reading.lower(at) in {"target", "victim"} and reading.lower(at - 1) in PRIME for at in part)
    suffers = any(reading.lower(at) in SUFFERING and not _attacking(reading, at) for at in part)
    return "target" if aimed or suffers or heads & SUFFERERS else None


def _attacking(reading: Reading, at: int) -> bool:
    """Whether a verb tells of those who attack: "addresses abroad attacked 900 machines", not "was attacked"."""
    if reading.lower(at) not in {"attacked", "targeted"}:
        return False
    return any(p.last == at and p.sort in ("ip", "server", "host", "actor") for p in reading.phrases)
