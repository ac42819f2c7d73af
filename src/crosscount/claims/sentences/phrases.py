"""Noun phrases: what is counted, with the numbers and the places that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from crosscount.claims.sentences.edges import relative_clause, stops
from crosscount.claims.sentences.located import locate
from crosscount.claims.sentences.naming import naming
from crosscount.claims.sentences.nouns import LOOSELY, before_loosely, is_noun, of_paper, said_of, sent_out, struck_by
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.sentences.relays import relayed
from crosscount.claims.sentences.whereabouts import adjective, locative
from crosscount.claims.words.lexicon import Mark, lexicon
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.claims.words.tokens import Token
from crosscount.model.claim import WORLD

__all__ = ["read"]

SHOWS = frozenset(
    ("shows", "showed", "said", "says", "notes", "noted", "found", "finds", "reveals", "revealed", "states", "stated",
     "claims", "claimed", "indicates", "indicated", "suggests", "suggested", "warns", "warned", "adds", "added",
     "claiming", "saying", "showing", "estimates", "estimated", "concluded", "concludes", "puts", "put")
)  # fmt: skip
HOSTERS = frozenset(("provider", "providers", "company", "companies", "firm", "firms", "service", "services"))
PROGRAMS = frozenset(("programs", "apps", "applications"))


def read(
    tokens: Sequence[Token],
    quantities: list[Quantity],
    dated: Collection[int],
    silent: Collection[int],
    *,
    there: str | None = None,
    opened: str | None = None,
) -> Reading:
    """The phrases of a sentence.

    `silent`: tokens that are names of organisations, in which no place counts. `there`: the country named last,
    `opened`: the one that opened the sentence before.
    """
    known = lexicon()
    found = {
        sort: known.marks(tokens, sort)
        for sort in ("place", "topic", "active", "passive", "auxiliary", "consequence", "change", "plain", "head")
    }
    through = relayed(tokens)
    reading = Reading(
        tokens=tokens,
        quantities=quantities,
        phrases=[],
        places=[
            mark for mark in found["place"] if not any(at in silent or at in through for at in (mark.first, mark.last))
        ],
        topics=[mark for mark in found["topic"] if mark.first not in silent and not _taken_down(tokens, mark)],
        actives=found["active"],
        passives=found["passive"],
        auxiliaries=found["auxiliary"],
        consequences=found["consequence"],
        changes=found["change"],
        plains=found["plain"],
        dated=dated,
    )
    reading.places = naming(reading, there, opened)
    placed = {at for mark in reading.places for at in range(mark.first, mark.last)}
    heads = [
        mark
        for mark in found["head"]
        if mark.first not in silent and mark.first not in placed and is_noun(reading, mark)
    ]
    reading.phrases = list(_phrases(reading, heads))
    _sites_of(reading)
    for phrase in reading.phrases:
        if phrase.sort not in ("money", "time", "paper"):
            locate(reading, phrase)
    _share_places(reading)
    taken = {at for phrase in reading.phrases for at in range(phrase.first, max(phrase.last, phrase.after))}
    taken |= locative(reading, taken)
    for mark in reading.places:
        if mark.first not in taken:
            place = Phrase(mark.first, mark.last, mark.first, "place", places=[mark.value], after=mark.last)
            reading.phrases.append(place)
    reading.phrases.sort(key=lambda phrase: phrase.first)
    used = {
        mark.first
        for phrase in reading.phrases
        if phrase.sort != "place"
        for mark in found["active"]
        if phrase.first <= mark.first < phrase.last
    }
    used |= {m.first for m in found["active"] if reading.lower(m.first - 1) in {"under", "remote"}}
    used |= {m.first for m in found["active"] if reading.hyphened(m.first)}  # "one of the hardest-hit areas"
    used |= {m.first for m in found["active"] if reading.words(m.first - 2, m.first) == "the most"}
    used |= {m.first for m in found["active"] if m.value == "hosting" and reading.lower(m.last) in HOSTERS}
    numbered = {q.last for q in quantities}  # "12 defacing and 30 malware attacks"
    used |= {m.first for m in found["active"] if m.first in numbered and reading.lower(m.last) in {"and", ",", "or"}}
    reading.actives = [mark for mark in found["active"] if mark.first not in used]
    return reading


def _sites_of(reading: Reading) -> None:
    """ "The websites of 120 Chilean ministries": so many sites, as nobody counted them otherwise."""
    for site, owner in pairwise(reading.phrases):
        if site.sort != "site" or site.counted or owner.sort != "organisation" or not owner.counted:
            continue
        if lead(reading.tokens, owner.counted[0]) == site.last and reading.lower(site.last) == "of":
            site.counted, owner.counted = owner.counted, []
            site.places += [mark.value for mark in reading.places if owner.first <= mark.first < owner.last]


def _share_places(reading: Reading) -> None:
    """ "6 million home computers and 1,000 business computers in Peru": both are there."""
    counted = [phrase for phrase in reading.phrases if phrase.counted]
    for one, other in pairwise(counted):
        joined = set(reading.words(one.last, other.first).split()) <= {"and", *LOOSELY}
        if joined and reading.lower(one.last) == "and" and one.sort == other.sort and not one.places:
            one.places += other.places


def _taken_down(tokens: Sequence[Token], mark: Mark) -> bool:
    """ "was taken down" steals nothing; "had not been cleaned" cleans nothing."""
    before = {token.lower for token in tokens[max(0, mark.first - 3) : mark.first]}
    if mark.value == "clean" and before & {"not", "never"}:
        return True
    after = tokens[mark.last].lower if mark.last < len(tokens) else ""
    return (
        mark.value == "steal" and tokens[mark.last - 1].lower == "taken" and after in {"down", "over", "offline", "off"}
    )


def _phrases(reading: Reading, heads: list[Mark]) -> Iterator[Phrase]:
    by_token = {at: mark for mark in heads for at in range(mark.first, mark.last)}
    numbers = {q.first: q for q in reading.quantities}
    inside = {at for q in reading.quantities for at in range(q.first, q.last)}
    run: list[int] = []
    at = 0
    while at <= len(reading.tokens):
        if at < len(reading.tokens) and not stops(reading, at, run, by_token, inside):
            if at in numbers and any(each in by_token for each in run):
                yield from _made(reading, run, by_token, numbers)
                run = []
            run.append(at)
            at += 1
            continue
        jump = relative_clause(reading, run, at, by_token, inside) if run else None
        if jump:
            run.extend(range(at, jump))
            at = jump
            continue
        yield from _made(reading, run, by_token, numbers)
        run = []
        at += 1


def _made(
    reading: Reading, run: list[int], by_token: dict[int, Mark], numbers: dict[int, Quantity]
) -> Iterator[Phrase]:
    head = next((by_token[at] for at in reversed(run) if at in by_token), None)
    if head is None:
        return
    sort = head.value
    span = range(run[0], head.last)
    phrase = Phrase(run[0], head.last, head.first, sort, after=head.last)
    phrase.counted = [numbers[at] for at in run if at in numbers]
    phrase.topics = said_of(reading, phrase, by_token)
    if sort == "infection" and "tried" in phrase.topics:
        phrase.sort = "event"  # "attempted local infections"
    harmless = not {"malicious", "infect", "phish", "spam"} & phrase.topics
    if sort == "malware" and reading.lower(head.first) in PROGRAMS and harmless:
        phrase.sort = "paper"  # "two training programs"
    if sort == "person" and phrase.counted and struck_by(reading, phrase):
        phrase.sort = "user"
    if sort == "page" and of_paper(reading, phrase):
        phrase.sort = "paper"
    if sort == "report" and not phrase.counted and _tells(reading, head.last):
        phrase.sort = "paper"  # "the report also shows that"
    if sort == "report" and sent_out(reading, phrase):
        phrase.sort = "paper"  # "653 security alerts were published"
    opening = reading.places[0] if reading.places and reading.places[0].first <= 1 else None
    if opening is not None and reading.lower(before_loosely(reading, run[0])) == "its":
        phrase.places.append(opening.value)  # "Iran said 20,000 of its machines"
    if sort in ("site", "page", "event") and any(reading.lower(at) == "world" for at in run if at < head.first):
        phrase.places.append(WORLD)  # "2 percent of the world's phishing sites"
    for mark in reading.places:
        if mark.first in span:
            before = reading.lower(mark.first - 1)
            bucket = (
                phrase.from_places
                if before == "来自"
                else phrase.to_places
                if before in {"针对", "攻击"}
                or (before == "in" and sort == "event" and not adjective(reading, mark))  # "in Peru attacks rose"
                else phrase.places
            )
            bucket.append(mark.value)
    yield phrase


def _tells(reading: Reading, at: int) -> bool:
    """Whether a report tells something, and is none that somebody sent."""
    at += reading.lower(at) in {"also", "further"}
    return reading.lower(at) in SHOWS
