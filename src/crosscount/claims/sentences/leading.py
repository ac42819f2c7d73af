"""The words between a phrase and a place behind it, and what they say of the place: "launched from", "located in"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from crosscount.claims.sentences.reading import MARKS, STOPS, Phrase, Reading
from crosscount.claims.words.lexicon import Mark

__all__ = ["INTO", "LEADING", "ORIGINATING", "TIMES", "Rule", "Walk"]

LOCATED = frozenset(
    ("located", "observed", "detected", "discovered", "identified", "recorded", "found", "seen", "based",
     "originating", "originated", "operating", "registered", "situated", "hosted", "residing", "running",
     "physically", "within", "in", "inside", "from", "across", "on", "around", "throughout", "outside", "of",
     "to", "the", "territory", "territories", "mainland", "coming", "country's", "at", "against",
     "targeting", "targeted", "systems", "位于", "来自", "境内", "的", "在", "under", "originate", "originates",
     "believed", "thought", "suspected", "be")
)  # fmt: skip
TIED = frozenset(
    ("associated", "linked", "tied", "affiliated", "aligned", "working", "acting", "backed", "with", "by", "for")
)
DONE = frozenset(
    ("infected", "controlled", "compromised", "hacked", "hijacked", "defaced", "attacked", "affected", "hit")
)
TRACED = frozenset(("traced", "attributed", "tracked", "linked"))
AIMED = frozenset(("directed", "aimed", "targeted", "launched", "mounted", "made"))
AGAINST = frozenset(("at", "against", "on"))
AFTER = frozenset((",", "are", "were", "that", "which"))
NEAR, FAR = 3, 5  # tokens between a phrase and a place: "attacks on key energy networks of Russia"
STRIKING = frozenset(("event", "page", "site"))  # what may be aimed at somebody
# Where an attack begins, it comes from, also with "in" behind.
ORIGINATING = frozenset(
    ("originating", "originated", "originate", "originates", "began", "begun", "begin", "started", "start", "starting")
)
BETWEEN = frozenset(("on", "against", "targeting", "in", "at", "from"))  # behind which a noun may go before a place
INTO = frozenset(("in", "across", "throughout", "within"))
STANDING = frozenset(("based", "located", "operating", "residing", "situated", "hosted"))
RATED = frozenset(("second", "minute", "hour", "day", "week", "month", "year"))
EVERY = frozenset(("a", "per", "each", "every"))
TIMELY = frozenset(("hourly", "daily", "weekly", "monthly"))
LIMIT = 7  # words up to a place
# A relative clause that says where attacks come from, whoever says so: ", which it said came from".
SENT = re.compile(
    r"(?:, )?(?:(?:all|each|every one) of )?"
    r"(?:(?:which|that) (?:\w+ ){0,3}(?:(?:said|says?|believed?|believes|thinks?|thought|claimed|suspects?) )?"
    r"(?:to )?(?:(?:had|have|were|was|are|is|been|be) ){0,2}"
    r"(?:c[ao]me from|originat\w+ (?:in|from)|(?:launched|sent|made|carried out|mounted|staged) from"
    r"|(?:traced|attributed|tracked|linked)(?: back)? to|blamed on|had (?:its|their) origins? in)"
    r"|whose (?:source|origin) (?:was|is))"
)
LONGEST = 14  # words of it


@dataclass(slots=True)
class Walk:
    """How far the words behind a phrase are read, and what they say of a place that may follow."""

    reading: Reading
    phrase: Phrase
    starts: dict[int, Mark]  # places, by their first token
    at: int
    preposition: str = ""
    steps: int = 0  # words read since the phrase, or since the last place
    limit: int = LIMIT
    ended: bool = False

    @property
    def word(self) -> str:
        """The word to be read."""
        return self.reading.lower(self.at)

    @property
    def next_word(self) -> str:
        """The word behind it."""
        return self.reading.lower(self.at + 1)

    @property
    def fresh(self) -> bool:
        """Whether nothing was read yet that counts as a step."""
        return self.steps == 0

    def skip(self, tokens: int = 1) -> bool:
        """Go on as if these tokens were not there."""
        self.at += tokens
        return True

    def step(self, tokens: int = 1, preposition: str | None = None) -> bool:
        """Go on behind these tokens, which say how a place stands to the phrase."""
        self.preposition = self.preposition if preposition is None else preposition
        self.steps += 1
        return self.skip(tokens)

    def end(self) -> bool:
        """Read no further."""
        self.ended = True
        return True


def _day_or_date(walk: Walk) -> bool:
    """ "900 attacks daily in Peru", "seen in May 2012 in Peru"."""
    return (walk.at in walk.reading.dated or walk.word in TIMELY) and walk.skip()


def _rate(walk: Walk) -> bool:
    """ "900 attacks a minute on Peru"."""
    return walk.word in EVERY and walk.next_word in RATED and walk.skip(2)


def _begun(walk: Walk) -> bool:
    """ "900 attacks, originating in Peru"."""
    begun = walk.word in AFTER and walk.next_word in (*ORIGINATING, "coming")
    return begun and walk.fresh and walk.phrase.sort == "event" and walk.step(2, "originating")


def _launched(walk: Walk) -> bool:
    """ "Attacks launched from Peru", "attacks traced to Peru"."""
    sent = walk.word.endswith("ed") and walk.next_word == "from"
    sent |= walk.word in TRACED and walk.next_word == "to"
    return sent and walk.fresh and walk.phrase.sort == "event" and walk.step(2, "from")


def _sent(walk: Walk) -> bool:
    """ "900 attacks, all of which officials believe were launched from Peru"."""
    if walk.phrase.sort != "event" or not walk.fresh:
        return False
    for last in range(min(len(walk.reading.tokens), walk.at + LONGEST), walk.at + 2, -1):
        if SENT.fullmatch(walk.reading.words(walk.at, last)):
            return walk.step(last - walk.at, "from")
    return False


def _directed(walk: Walk) -> bool:
    """ "Attacks directed at banks in the US"."""
    aimed = walk.word in AIMED and walk.next_word in AGAINST
    return aimed and walk.fresh and walk.phrase.sort in STRIKING and walk.step(2, "against")


def _infected(walk: Walk) -> bool:
    """ "Computers infected in Russia"."""
    return walk.word in DONE and walk.next_word in INTO and walk.fresh and walk.step()


def _of_attacks(walk: Walk) -> bool:
    """ "Attacks on networks in China originated from Peru": the attacks did, and not the networks."""
    return walk.word == "originated" and not walk.fresh and walk.phrase.sort != "event" and walk.end()


def _leading_to_place(walk: Walk) -> bool:
    """ "Located in", "within the territory of", "linked to": the last such word says how a place stands."""
    word, before = walk.word, walk.preposition
    if word not in LOCATED and not (walk.phrase.sort == "actor" and word in TIED):
        return False
    goes_on = (before in ORIGINATING and word in INTO) or (before, word) == ("targeting", "at")
    goes_on |= before == "from" and word in INTO | STANDING  # "traced to six computers based in Peru"
    goes_on |= bool(before) and word in {"the", "territory", "mainland", "within", "inside"}
    return walk.step(preposition=before if goes_on else word)


def _quote(walk: Walk) -> bool:
    """A quotation mark."""
    return walk.reading.tokens[walk.at].text in MARKS and walk.step()


def _noun_between(walk: Walk) -> bool:
    """ "Attacks on key energy networks of Russia", "from 300 addresses in Peru": words between, but no verb."""
    reading, at = walk.reading, walk.at
    if walk.preposition not in BETWEEN or walk.word in STOPS:
        return False
    numbered = walk.preposition == "from" and any(q.first <= at < q.last for q in reading.quantities)
    near = walk.steps < (FAR if walk.preposition in AGAINST else NEAR)
    if not near or not (numbered or reading.tokens[at].sort == "word"):
        return False
    verbs = (*reading.actives, *reading.plains, *reading.auxiliaries)
    noun = walk.word == "targets" and reading.lower(at - 1) in AGAINST  # "attacks on targets in Japan"
    return (noun or not any(mark.first <= at < mark.last for mark in verbs)) and walk.step()


Rule = Callable[[Walk], bool]  # whether it has read the next words
TIMES: tuple[Rule, ...] = (_day_or_date, _rate)
LEADING: tuple[Rule, ...] = (
    _begun,
    _launched,
    _sent,
    _directed,
    _infected,
    _of_attacks,
    _leading_to_place,
    _quote,
    _noun_between,
)
