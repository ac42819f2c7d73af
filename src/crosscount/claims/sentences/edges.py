"""Where a noun phrase ends: at a verb, a stop, or a number; not at an adjective, nor at "and" between two."""

from __future__ import annotations

from crosscount.claims.sentences.reading import LOOSELY, MARKS, STOPS, Reading
from crosscount.claims.words.lexicon import Mark
from crosscount.model.claim import ClaimKind

__all__ = ["relative_clause", "stops"]

HAN_STOPS = frozenset("对被向给由在从将把为与和及其中而并等了是有就以遭受自已均也都至到")
JOINS = frozenset(("or", "and", "/", "或", "和", "、", "与", "及"))
TAKING = ("control", "infect", "deface", "seize")
ADJECTIVAL = frozenset(
    ("affected", "targeted", "registered", "reported", "observed", "recorded", "detected", "identified", "seized",
     "used", "attacked", "controlled", "increased", "related")
)  # fmt: skip
STATES = frozenset(("hacked", "infected", "compromised", "defaced", "controlled", "stolen", "reported", "detected"))
WHICH = frozenset(
    f"{word} {which}" for word in ("of", "among") for which in ("which", "whom", "them", "these", "those")
)


def stops(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether a noun phrase ends before this token."""
    token = reading.tokens[at]
    if at in inside or token.text in MARKS or any(mark.first < at < mark.last for mark in reading.topics):
        return False
    if at in reading.dated:
        return True
    if at in by_token or (token.lower == "such" and at - 1 in inside):
        return False
    if (reading.hyphened(at) and run) or _technical(reading, at):
        return False  # "bot-infected computers", "900 IT security incidents"
    word = token.lower
    if word in JOINS:
        return not _joined(reading, at, run, by_token, inside)
    if word == "outside" and reading.tokens[at - 1].sort == "number":
        return False  # "900 outside attempts"
    if token.sort == "mark" or word in STOPS or (token.sort == "han" and token.text in HAN_STOPS):
        return True
    if token.sort == "number":
        return True
    if any(mark.first <= at < mark.last for mark in reading.auxiliaries):
        return True
    if _of_people(reading, at, by_token):
        return True
    if (
        word.endswith("ing")
        and any(each in by_token for each in run)
        and not any(mark.first == at for mark in reading.topics)
        and not (at + 1 in by_token and by_token[at + 1].value == "report")  # "credential harvesting reports"
    ):
        return True
    verb = any(
        mark.first <= at < mark.last
        for mark in (*reading.actives, *reading.plains, *reading.changes, *reading.consequences)
    )
    if word == "attempted" and run and _number_follows(reading, at, inside):
        return True  # "hackers in Peru attempted more than 900 attacks"
    if not verb or (word == "based" and any(mark.last == at for mark in reading.places)):
        return False
    if token.sort == "han":
        return word not in {"位于", "来自", "控制"} or not any(each in inside for each in run)
    adjective = any(mark.first <= at < mark.last for mark in reading.topics) or word in ADJECTIVAL
    taken = any(m.first == at and m.value in TAKING for m in reading.actives) and word.endswith("ed")
    if taken and any(q.last == at and q.kind is ClaimKind.COUNT for q in reading.quantities):
        adjective = True  # "9,200 commandeered routers"
    return not (adjective and _before_a_head(reading, at, run, by_token, inside))


def _of_people(reading: Reading, at: int, by_token: dict[int, Mark]) -> bool:
    """ "37 percent of respondents fear attacks", "900 delegates discussed attacks": a verb behind those who do it."""
    word, before = reading.lower(at), reading.lower(at - 1)
    if reading.tokens[at].sort != "word" or not before.endswith("s") or any(m.first == at for m in reading.topics):
        return False
    people = at - 1 in by_token and by_token[at - 1].value == "person"
    known = at - 1 in by_token or any(m.first <= at - 1 < m.last for m in (*reading.places, *reading.topics))
    numbered = any(q.last == at - 1 for q in reading.quantities)
    return people or (word.endswith("ed") and numbered and not known and word not in ADJECTIVAL)


def _technical(reading: Reading, at: int) -> bool:
    """Whether "IT" is technology: written large where the word behind it is not."""
    behind = reading.tokens[at + 1].text if at + 1 < len(reading.tokens) else ""
    return reading.tokens[at].text == "IT" and behind.isalpha() and not behind.isupper()


def _number_follows(reading: Reading, at: int, inside: set[int]) -> bool:
    """Whether nothing but "more than", "about", … stands between a token and a number."""
    behind = at + 1
    while behind < len(reading.tokens) and reading.lower(behind) in LOOSELY and behind not in inside:
        behind += 1
    return behind in inside


def _before_a_head(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether a participle stands as an adjective: no noun before it, one soon after."""
    before = reading.lower(at - 1 - reading.lower(at - 1).endswith("ly"))  # "that remotely controlled computers"
    if any(each in by_token for each in run) or before in {"that", "which", "who", ")"}:
        return False
    if reading.lower(at - 1) == "to" and not reading.lower(at).endswith(("ed", "ing")):
        return False  # "to implant backdoors"
    placed = {mark.last - 1 for mark in reading.places}
    if run and any(q.last == at and q.kind is ClaimKind.SHARE for q in reading.quantities):
        return False  # "about a quarter targeted ministries"
    if run and reading.tokens[run[-1]].text[:1].isupper() and run[-1] not in {mark.first for mark in reading.topics}:
        return False
    if (run and run[-1] in placed) or any(mark.last == at for mark in reading.auxiliaries):
        return False
    if len(run) == 1 and run[0] in inside and reading.lower(run[0] - 1) in {";", "；"}:
        return False  # "318 attacks; 134 targeted enterprises"
    if len(run) == 1 and run[0] in inside and reading.lower(at) not in STATES and _of_which(reading, run[0], at):
        return False
    follow = range(at + 1, min(len(reading.tokens), at + 5))
    for each in follow:
        if each in by_token:
            return True
        if each in inside or reading.tokens[each].lower in STOPS or reading.tokens[each].sort == "mark":
            return False
    return False


def _of_which(reading: Reading, number: int, verb: int) -> bool:
    """ "Of which 247 imitated shops and 174 imitated banks": the number of those who do it, not of what is so."""
    if reading.words(number - 2, number) in WHICH or (reading.lower(0) == "of" and reading.lower(number - 1) == ","):
        return True
    return any(
        reading.lower(at) == reading.lower(verb) and reading.words(at - 3, at - 1) in WHICH for at in range(3, verb)
    )


def _joined(reading: Reading, at: int, run: list[int], by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether "or" joins two nouns of one phrase: "Trojan networks or botnet servers"."""
    topics = {mark.first for mark in reading.topics}
    word = reading.lower(at)
    if word in {"and", "or"} and run and not any(each in by_token for each in run) and run[-1] not in inside:
        return any(each in inside for each in run) and _adjective_follows(reading, at, by_token, inside)
    if not run or (run[-1] not in by_token and run[-1] not in topics):
        return False
    for each in range(at + 1, min(len(reading.tokens), at + 4)):
        if each in inside or reading.tokens[each].lower in STOPS:
            return False
        if reading.tokens[each].text in MARKS:
            continue
        if each in by_token or each in topics:
            behind = next(n for n in range(each, len(reading.tokens) + 1) if n not in by_token and n not in topics)
            if word == "and" and behind in inside and any(q.last <= run[0] for q in reading.quantities):
                return False  # "50 percent of the reports and frauds 14 percent"
            kinds = {by_token[k].value for k in (each, run[-1]) if k in by_token}
            return word in {"or", "或", "/", "、"} or len(kinds) <= 1 or "botnet" in kinds
        if word not in {"or", "或"}:
            return False
    return False


def _adjective_follows(reading: Reading, at: int, by_token: dict[int, Mark], inside: set[int]) -> bool:
    """Whether "and" joins two adjectives before one noun: "35 government and commercial websites"."""
    for each in range(at + 1, min(len(reading.tokens), at + 4)):
        if each in by_token:
            return True
        if each in inside or reading.tokens[each].sort != "word" or reading.lower(each) in STOPS:
            return False
    return False


def relative_clause(
    reading: Reading, run: list[int], at: int, by_token: dict[int, Mark], inside: set[int]
) -> int | None:
    """Chinese: a number, a clause, 的 and the noun are one phrase; the token after the noun, else None."""
    if at >= len(reading.tokens) or reading.tokens[at].sort != "han" or not any(each in inside for each in run):
        return None
    if any(each in by_token for each in run):
        return None
    for each in range(at, min(len(reading.tokens), at + 14)):
        token = reading.tokens[each]
        if (token.sort == "mark" and token.text not in MARKS) or each in inside:
            return None
        if token.text == "的" and any(each + k in by_token for k in (1, 2, 3)):
            verbs = {mark.first for mark in reading.actives}
            by = reading.tokens[at].text == "被" and verbs & {each + 2, each + 3}  # 1200个被美国的IP控制
            return None if by else each + 1
    return None
