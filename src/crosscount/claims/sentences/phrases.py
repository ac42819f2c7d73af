"""Noun phrases: what is counted, with the numbers and the places that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise

from crosscount.claims.sentences.edges import relative_clause, stops
from crosscount.claims.sentences.located import locate
from crosscount.claims.sentences.naming import naming
from crosscount.claims.sentences.nouns import before_loosely, is_noun, of_paper, said_of, sent_out, struck_by
from crosscount.claims.sentences.reading import LOOSELY, Phrase, Reading
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
    reading = _marked(tokens, quantities, dated, silent)
    reading.places = naming(reading, there, opened)
    reading.phrases = list(_phrases(reading, _heads(reading, silent)))
    _sites_of(reading)
    for phrase in reading.phrases:
        if phrase.sort not in ("money", "time", "paper"):
            locate(reading, phrase)
    _share_places(reading)
    _add_bare_places(reading)
    reading.actives = [mark for mark in reading.actives if not any(rule(reading, mark) for rule in NO_VERBS)]
    return reading


def _marked(
    tokens: Sequence[Token], quantities: list[Quantity], dated: Collection[int], silent: Collection[int]
) -> Reading:
    """A sentence with what the dictionaries know in it, and no phrases yet."""
    known, through = lexicon(), relayed(tokens)
    unread = {*silent, *through}
    return Reading(
        tokens=tokens,
        quantities=quantities,
        phrases=[],
        places=[mark for mark in known.marks(tokens, "place") if not unread & {mark.first, mark.last}],
        topics=[m for m in known.marks(tokens, "topic") if m.first not in silent and not _taken_down(tokens, m)],
        actives=known.marks(tokens, "active"),
        passives=known.marks(tokens, "passive"),
        auxiliaries=known.marks(tokens, "auxiliary"),
        consequences=known.marks(tokens, "consequence"),
        changes=known.marks(tokens, "change"),
        plains=known.marks(tokens, "plain"),
        dated=dated,
    )


def _heads(reading: Reading, silent: Collection[int]) -> list[Mark]:
    """The nouns that may be what is counted: not in the name of an organisation or a place."""
    taken = {*silent, *(at for mark in reading.places for at in range(mark.first, mark.last))}
    taken.update(at for each in reading.quantities if each.worded for at in range(each.first, each.last))  # "a quarter"
    heads = lexicon().marks(reading.tokens, "head")
    return [mark for mark in heads if mark.first not in taken and is_noun(reading, mark)]


def _add_bare_places(reading: Reading) -> None:
    """Make a phrase of each place that no other phrase has: "Peru controlled 900 hosts"."""
    taken = {at for phrase in reading.phrases for at in range(phrase.first, max(phrase.last, phrase.after))}
    taken |= locative(reading, taken)
    for mark in reading.places:
        if mark.first not in taken:
            place = Phrase(mark.first, mark.last, mark.first, "place", places=[mark.value], after=mark.last)
            reading.phrases.append(place)
    reading.phrases.sort(key=lambda phrase: phrase.first)


def _within_phrase(reading: Reading, mark: Mark) -> bool:
    """ "Infected computers"."""
    return any(phrase.first <= mark.first < phrase.last for phrase in reading.phrases if phrase.sort != "place")


def _state(reading: Reading, mark: Mark) -> bool:
    """ "Under control", "remote control", "one of the hardest-hit areas", "the most attacked"."""
    before = reading.lower(mark.first - 1)
    most = reading.words(mark.first - 2, mark.first) == "the most"
    return before in {"under", "remote"} or reading.hyphened(mark.first) or most


def _trade(reading: Reading, mark: Mark) -> bool:
    """ "Hosting providers"."""
    return mark.value == "hosting" and reading.lower(mark.last) in HOSTERS


def _numbered(reading: Reading, mark: Mark) -> bool:
    """ "12 defacing and 30 malware attacks"."""
    numbered = any(quantity.last == mark.first for quantity in reading.quantities)
    return numbered and reading.lower(mark.last) in {"and", ",", "or"}


NO_VERBS: tuple[Callable[[Reading, Mark], bool], ...] = (_within_phrase, _state, _trade, _numbered)


def _sites_of(reading: Reading) -> None:
    """ "The websites of 120 Chilean ministries": so many sites, as nobody counted them otherwise."""
    for site, owner in pairwise(reading.phrases):
        pages = owner.sort == "site" and reading.lower(site.last - 1).endswith("pages")  # "the home pages of 900 sites"
        if site.sort != "site" or site.counted or not (pages or owner.sort == "organisation") or not owner.counted:
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
    phrase = Phrase(run[0], head.last, head.first, head.value, after=head.last)
    phrase.counted = [numbers[at] for at in run if at in numbers]
    phrase.topics = said_of(reading, phrase, by_token)
    if head.value in RENAMED:
        rule, sort = RENAMED[head.value]
        phrase.sort = sort if rule(reading, phrase) else phrase.sort
    opening = reading.places[0] if reading.places and reading.places[0].first <= 1 else None
    if opening is not None and reading.lower(before_loosely(reading, run[0])) == "its":
        phrase.places.append(opening.value)  # "Iran said 20,000 of its machines"
    if head.value in ("site", "page", "event") and any(reading.lower(at) == "world" for at in run if at < head.first):
        phrase.places.append(WORLD)  # "2 percent of the world's phishing sites"
    for mark in reading.places:
        if phrase.first <= mark.first < phrase.last:
            _bucket(reading, phrase, head, mark).append(mark.value)
    yield phrase


def _bucket(reading: Reading, phrase: Phrase, head: Mark, mark: Mark) -> list[str]:
    """Where a place within a phrase goes: 来自美国的网站 come from there, "in Peru attacks rose" hit it."""
    before = reading.lower(mark.first - 1)
    if before == "来自":
        return phrase.from_places
    hit = before == "in" and head.value == "event" and not adjective(reading, mark)
    return phrase.to_places if hit or before in {"针对", "攻击"} else phrase.places


def _tried(_: Reading, phrase: Phrase) -> bool:
    """ "Attempted local infections"."""
    return "tried" in phrase.topics


def _harmless(reading: Reading, phrase: Phrase) -> bool:
    """ "Two training programs"."""
    return reading.lower(phrase.head) in PROGRAMS and not {"malicious", "infect", "phish", "spam"} & phrase.topics


def _struck(reading: Reading, phrase: Phrase) -> bool:
    """ "40 people were hit"."""
    return bool(phrase.counted) and struck_by(reading, phrase)


def _publication(reading: Reading, phrase: Phrase) -> bool:
    """ "The report also shows that", "653 security alerts were published": no report that somebody sent in."""
    at = phrase.last + (reading.lower(phrase.last) in {"also", "further"})
    return (not phrase.counted and reading.lower(at) in SHOWS) or sent_out(reading, phrase)


# What a phrase of a sort is where a rule says so.
RENAMED: dict[str, tuple[Callable[[Reading, Phrase], bool], str]] = {
    "infection": (_tried, "event"),
    "malware": (_harmless, "paper"),
    "person": (_struck, "user"),
    "page": (of_paper, "paper"),
    "report": (_publication, "paper"),
}
