"""Where a number stands: what follows it, what it is a part of, what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crosscount.claims.sentences.reading import LOOSELY, STOPS, Phrase, Reading
from crosscount.claims.words.quantities import Quantity
from crosscount.model.claim import ClaimKind

__all__ = [
    "BARE_CASES",
    "NO_CLAIM",
    "WEAK",
    "Draft",
    "agentive",
    "alike",
    "based",
    "leading_phrase",
    "main",
    "nearest",
    "nounless",
    "of_another",
    "opens",
    "part_of",
    "verb_follows",
]

NO_CLAIM = frozenset(("money", "time", "person", "paper", "actor", "place", "country", "vulnerability"))
WEAK = frozenset(("organisation", "user", "country", "actor", "record"))
ADVERBS = frozenset(
    ("mark", "total", "so", "alone", "overall", "compared", "versus", "today", "altogether", "worldwide", "globally",
     "apiece", "each", "combined", "together", "last", "throughout", "overnight", "yesterday")
)  # fmt: skip
OUTCOMES = frozenset(("involved", "caused", "resulted", "led"))  # "of the attacks, 310 caused damage"
OPENING = frozenset(  # before a number that opens its sentence
    ("over", "more", "than", "about", "some", "nearly", "almost", "another", "at", "least", "around", "fewer", "only",
     "just", "fully", "of", "the", "these", "those")
)  # fmt: skip
FILLER = frozenset(  # between "of" and its noun
    ("the", "all", "a", "those", "these", "its", "total", "more", "than", "approximately", "about", "some", "nearly",
     "around", "such", "our", "their", "whose", "over", "overall", "number", "volume", "of")
)  # fmt: skip
MOSTLY = frozenset(("most", "many", "majority", "bulk"))  # "most of the servers were in"
TOTALS = frozenset(("number", "total", "volume", "count", "amount", "average", "numbers", "frequency"))
PREPOSITIONS = frozenset(
    ("on", "in", "against", "at", "from", "by", "to", "with", "for", "within", "across", "into", "about", "concerning",
     "involving", "among", "containing", "carrying", "bearing", "using")
)  # fmt: skip
RELATIVE = frozenset(("that", "which", "who"))
ACTING = frozenset(("host", "server", "ip", "site", "page", "domain"))  # what is counted and may do something itself
MEASURES = frozenset("个台次起家余件宗种万")
HALVED = frozenset(("the", "these", "those", "its", "their", "our"))
OWNER = 3  # tokens from "of" to what somebody has
OWNED_BY = (["its"], ["his"], ["her"], ["their"], ["our"])
BARE_CASES = frozenset(("cases", "case", "all", "total", "instances", "times", "occurrences", "occasions"))


@dataclass(eq=False, slots=True)
class Draft:
    """A number that may be a claim."""

    quantity: Quantity
    kind: ClaimKind
    phrase: Phrase | None = None  # what it counts, or what it is a share of
    base: Draft | None = None  # the number it speaks of
    falls: bool = False  # a change downward
    shared: int = 0  # place among numbers that share a phrase, from 0
    sharing: int = 1
    unit: str = ""  # in the words of the text
    rate: ClaimKind | None = None  # where it is said of each day, month, …
    role: str | None = None
    window: tuple[date, date] | None = None
    origin: str | None = None
    target: str | None = None
    listed: bool = False  # one of several countries that its sentence lists
    paired: bool = False  # the place beside the number, and not the sentence, says where


def nearest(out: Sequence[Draft], before: Sequence[Draft], part: Quantity | None = None) -> Draft | None:
    """The last count before; of those that may contain `part`, where there are any: no part is more than its whole."""
    counts = [d for d in (*before, *out) if d.kind is ClaimKind.COUNT] or [
        d for d in (*before, *out) if d.kind is not ClaimKind.RANK
    ]
    if part is not None and part.kind is ClaimKind.COUNT:
        counts = [d for d in counts if (d.quantity.upper or d.quantity.value) >= part.value][-8:] or counts
    return counts[-1] if counts else None


def based(quantity: Quantity, base: Draft | None, kind: ClaimKind = ClaimKind.COUNT) -> Draft | None:
    """A draft that speaks of what an earlier number counted."""
    return None if base is None else Draft(quantity, kind, base.phrase, base)


def alike(phrase: Phrase, before: Sequence[Draft]) -> Draft | None:
    """The last number before that counted the same sort of thing."""
    same = [d for d in before if d.phrase is not None and d.phrase.sort == phrase.sort and d.kind is ClaimKind.COUNT]
    if not same or phrase.counted:
        return None
    last = same[-1]
    while last.paired and last.base is not None:
        last = last.base  # the whole, and not its part in the country named last
    return last


def agentive(reading: Reading, quantity: Quantity) -> bool:
    """Whether the number counts those who act in a passive: "controlled by some 29,000 servers"."""
    at = reading.back(quantity.first - 1, LOOSELY | {"total", "of"})
    return reading.lower(at) == "by" and not any(mark.last == at for mark in reading.changes)


def opens(reading: Reading, quantity: Quantity) -> bool:
    """Whether nothing but "over", "about", … stands before the number in the sentence."""
    first = next((at for at in range(quantity.first) if at not in reading.dated and reading.lower(at) != "in"), 0)
    first += first > 0 and reading.tokens[first].text == ","  # "In 2011, 97 were reported"
    first = 3 if reading.lower(0) == "by" and reading.lower(2) == "," else first  # "By origin, 97 came from Peru"
    return all(reading.lower(at) in OPENING for at in range(first, quantity.first))


def verb_follows(reading: Reading, at: int) -> bool:
    """Whether a verb stands at this token."""
    return any(mark.first == at for mark in (*reading.actives, *reading.plains, *reading.auxiliaries))


def nounless(reading: Reading, at: int) -> bool:
    """Whether no noun follows the number."""
    if at >= len(reading.tokens):
        return True
    token = reading.tokens[at]
    if token.sort in ("mark", "number") or token.lower in STOPS | ADVERBS or at in reading.dated:
        return True
    if any(mark.first == at for mark in reading.places) and not _placed_noun(reading, at):
        return True
    verbs = (*reading.actives, *reading.plains, *reading.auxiliaries, *reading.changes, *reading.passives)
    verbs += tuple(mark for mark in reading.consequences if reading.lower(mark.first) in OUTCOMES)
    return any(mark.first <= at < mark.last for mark in verbs) or token.text in MEASURES


def _placed_noun(reading: Reading, at: int) -> bool:
    """Whether a noun follows the place: "8,000 overseas visitors", not "8,000 abroad were"."""
    mark = next(m for m in reading.places if m.first == at)
    follow = reading.tokens[mark.last] if mark.last < len(reading.tokens) else None
    return (
        follow is not None
        and follow.sort == "word"
        and follow.lower not in STOPS
        and not verb_follows(reading, mark.last)
    )


def _said_twice(reading: Reading, at: int) -> int:
    """Over ", or roughly half," and "(2,890)": "320, or half, of the attacks"."""
    if reading.lower(at) == "," and reading.lower(at + 1) == "or":
        again = next((q for q in reading.quantities if 0 <= q.first - at - 2 <= 2), None)
        at = at if again is None else again.last
        return at + (reading.lower(at) == "," and reading.lower(at + 1) == "of")
    inner = next((q for q in reading.quantities if q.first == at + 1), None)
    if reading.lower(at) == "(" and inner is not None and reading.lower(inner.last) == ")":
        return inner.last + 1  # "33 percent (2,890) of the addresses"
    return at


def part_of(reading: Reading, at: int) -> Phrase | None:
    """The phrase behind "of", over "all the", "those" and numbers."""
    at = _said_twice(reading, at)
    if reading.words(at, at + 2) == ", of" and any(
        q.last == at and reading.lower(q.first - 1) == "," for q in reading.quantities
    ):
        at += 1  # "the largest share, 23 percent, of the servers"
    if reading.lower(at) == "out":
        at += 1
    if reading.lower(at) in HALVED and reading.lower(at - 1) == "half":
        at -= 1  # "half the attacks"
    elif reading.lower(at) != "of":
        return None
    owned = _owned(reading, at)
    if owned is not None:
        return owned
    for phrase in reading.phrases:
        if phrase.first > at:
            words = [reading.lower(each) for each in range(at + 1, phrase.first)]
            plain = all(word in FILLER or word.endswith("ed") for word in words)  # "of neutralized attacks"
            return phrase if plain and phrase.sort != "place" else None
    return None


def _owned(reading: Reading, of: int) -> Phrase | None:
    """ "20 of its 30 servers", "of the botnet's 30 servers": what is counted behind the one whose it is."""
    near = (p for p in reading.phrases if p.counted and 1 < p.first - of <= OWNER and p.counted[0].first == p.first)
    phrase = next((p for p in near if p.sort not in ("place", "country", "time")), None)
    words = [] if phrase is None else [reading.lower(at) for at in range(of + 1, phrase.first)]
    of_whom = words[:1] == ["the"] and len(words) == OWNER - 1 and words[1] not in STOPS and words[1].isalpha()
    return phrase if words in OWNED_BY or of_whom else None


def leading_phrase(reading: Reading, quantity: Quantity) -> Phrase | None:
    """ "Of the 35,000 attacks …, 12 percent": the phrase behind "of" or "among" at the head of the clause."""
    for at in range(quantity.first - 1, -1, -1):
        if reading.lower(at) in {"of", "among", "out"} and (
            at == 0 or reading.tokens[at - 1].text in {",", ";", "；", "，"}
        ):
            sources = "sources" in reading.words(at + 1, at + 4).split(",")[0].split()
            if sources or reading.lower(at + 1) in {"countries", "nations"}:
                return None  # "Among countries to which the addresses were traced, China", "among the known sources"
            if reading.lower(at + 1) in {"these", "those", "them"} and reading.lower(at + 2) in {",", "，"}:
                return None  # "Among these, …": what was counted before
            found = [p for p in reading.phrases if p.first > at and p.last <= quantity.first and p.sort != "place"]
            if reading.lower(at + 1) in {"which", "whom", "them"}:  # "of which attacks from the US accounted for"
                acts = found and any(m.last == quantity.first and m.first >= found[0].last for m in reading.actives)
                return found[0] if found and found[0].first == at + 2 and not acts else None
            return found[0] if found else None
        if reading.tokens[at].text == ";":
            return None
    return None


def _of_a_list(reading: Reading, at: int) -> bool:
    """ "Attacks involving viruses, worms and Trojans fell": whether a list of complements begins before a comma."""
    while at > 0 and (reading.lower(at) in {"and", ",", "or"} or reading.tokens[at].sort == "word"):
        if reading.lower(at) in {"involving", "including", "using", "containing", "concerning"}:
            return True
        if reading.lower(at) in STOPS - {"and", "or", "the"} or verb_follows(reading, at):
            return False
        at -= 1
    return False


def _of_those_hit(reading: Reading, phrase: Phrase, at: int) -> bool:
    """ "Attacks on the state, companies and banks", "sites of ministries, departments and towns": whether it is one."""
    last = reading.lower(at) in {"and", "or"}
    if phrase.counted or not (last or reading.lower(phrase.last) in {"and", "or", ","}):
        return False
    while at > 0 and (reading.lower(at) in {"and", ",", "or", "the", "other"} or reading.tokens[at].sort == "word"):
        if reading.lower(at) in {"on", "against", "of"}:
            return any(each.last == at for each in reading.phrases)
        if reading.lower(at) in STOPS - {"and", "or", "the"} or verb_follows(reading, at):
            return False
        at -= 1
    return False


def of_another(reading: Reading, at: int) -> bool:
    """ "The number of attacks rose, and that of infections fell": whether "of" stands behind such a "that"."""
    joined = reading.lower(at - 2) in {"and", "while", "whereas", "but", ","}
    return joined and reading.lower(at - 1) == "that"


def main(reading: Reading, phrase: Phrase) -> bool:
    """Whether a phrase is no complement: "the number of attacks", but not "on government networks"."""
    at = reading.back(phrase.first - 1, {"the", "its", "their", "all", "such", "a", "an"})
    word = reading.lower(at)
    if word == "per":
        return False  # "attacks per organization"
    if word == "and" and reading.lower(at - 2) in {"on", "against"}:
        word = reading.lower(at - 2)  # "attacks on government and other organizations"
    joined = next((p for p in reading.phrases if word == "and" and p.last == at), None)
    if joined is not None and joined.sort != "place" and not main(reading, joined):
        return False  # "attacks on the state's systems and websites"
    if word in {"and", ",", "or"} and (_of_a_list(reading, at) or _of_those_hit(reading, phrase, at)):
        return False
    doing = any(m.first == at and m.value != "hosting" for m in reading.actives)  # not "malware hosting events"
    doing |= any(p.last == at and p.sort in ACTING for p in reading.phrases)
    doing |= reading.lower(at - 1) in {"in", "for", "by"}
    if (word.endswith("ing") and doing) or reading.lower(at - 1) == "to":
        return False  # "pages targeting Chinese users", "domains spreading malware", "used to spread malware"
    if word == "of":
        return reading.lower(at - 1) in TOTALS | MOSTLY or of_another(reading, at)
    who = {
        mark.first - 1 for mark in reading.actives if mark.last == at + 1 and reading.lower(mark.first - 1) in RELATIVE
    }
    if any(each.last in who and each.sort in ACTING for each in reading.phrases):
        return False  # "the number of servers that controlled Chinese computers"
    return word not in PREPOSITIONS
