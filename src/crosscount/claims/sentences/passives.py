"""Whether a verb of attack is told of those who suffer it: "were infected", "computers hit in Russia by", 被控制."""

from __future__ import annotations

from collections.abc import Callable

from crosscount.claims.sentences.doers import crosses
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import lead

__all__ = ["SUFFERING", "han_by", "is_passive"]

SUFFERING = frozenset(("host", "ip", "site", "user", "organisation", "server", "domain"))
PARTICIPLES = ("ed", "taken", "stolen", "broken", "hit", "shut")
WITHOUT_OBJECT = frozenset(
    ("in", "on", "across", "at", "within", "worldwide", "during", "since", "last", ",", ".", "and", "globally",
     "nationwide", "overseas", "abroad", "around", "throughout", "from")
)  # fmt: skip
SUMMED = frozenset(("was", "stood", "reached", "totaled", "totalled", "numbered", "exceeded"))  # "PCs infected was 900"
WITH = frozenset(("infect", "implant"))
HELD = frozenset(  # "devices confirmed affected", "computers remain infected"
    ("confirmed", "believed", "thought", "known", "reportedly", "remain", "remained", "remains", "still", "currently")
)
ADVERBS = frozenset(
    ("also", "directly", "then", "recently", "successfully", "remotely", "illegally", "been", "being", "not",
     "reportedly", "allegedly", "later", "once", "still", "already", "currently", "again", "now")
)  # fmt: skip
ASIDE = ADVERBS | {",", "in", "on"}  # between "were" and its verb: "were, in 2012, hacked"
WORST = frozenset(("most", "hardest", "worst"))
BY = 8  # tokens behind a verb, up to "by"


def is_passive(reading: Reading, mark: Mark) -> bool:
    """What the first rule says that knows such a verb; nothing else is passive."""
    answers = (rule(reading, mark) for rule in RULES)
    return next((answer for answer in answers if answer is not None), False)


def _taking_part(reading: Reading, mark: Mark) -> bool | None:
    """Not "were involved in the control of", "were in control of", "took part in controlling"."""
    return False if reading.lower(mark.first) in {"involved", "in", "participated", "participating", "took"} else None


def _by(reading: Reading, mark: Mark) -> bool | None:
    """ "Infected by", "controlled from", ", launched from"; "Estonia, attacked in 2007 by"."""
    behind = reading.lower(mark.last)
    if behind == "by" or (mark.value in {"control", "launch"} and behind == "from"):
        return True
    apart = reading.lower(mark.first - 1) == ","
    if apart and behind in {"through", "via"} and _participle(reading, mark):
        return True  # "with a program, installed through links"
    apart &= not reading.lower(mark.first).endswith("ing")  # ", controlling 900 hosts, followed by Peru"
    return True if apart and "by" in reading.words(mark.last, mark.last + BY).split() else None


def _hit_hardest(reading: Reading, mark: Mark) -> bool | None:
    """ "Peru and Chile, the countries hit hardest, suffered"."""
    return True if _participle(reading, mark) and reading.lower(mark.last) in WORST else None


def _without_object(reading: Reading, mark: Mark) -> bool | None:
    """ "Computers infected in Russia", "devices confirmed affected"; not "infected in all 900 computers"."""
    begin = mark.first - (reading.lower(mark.first - 1) in HELD)
    noun = any(begin in (p.last, p.after) and p.sort in SUFFERING for p in reading.phrases)
    alone = reading.lower(mark.last) in WITHOUT_OBJECT and not _counts(reading, mark.last)
    alone |= mark.value in WITH and reading.lower(mark.last) == "with"  # "servers infected with malware"
    alone |= reading.lower(mark.last) in SUMMED or any(change.first == mark.last for change in reading.changes)
    return True if noun and alone and _participle(reading, mark) else None


def _counts(reading: Reading, at: int) -> bool:
    """Whether a number begins here: "in all 900", "at least 900"."""
    begin = at + 2 * (reading.words(at, at + 2) in {"in total", "in all"})
    least = reading.words(at, at + 2) == "at least"
    return least or any(lead(reading.tokens, quantity) + 1 == begin for quantity in reading.quantities)


def _been(reading: Reading, mark: Mark) -> bool | None:
    """ "Had been infected", "were, in 2012, successfully hacked"; not "were infecting"."""
    for at in range(mark.first - 1, -1, -1):
        if any(m.value == "be" and m.first <= at < m.last for m in reading.auxiliaries):
            return not reading.lower(mark.first).endswith("ing")
        word = reading.lower(at)
        between = word in ASIDE or word.endswith("ly") or at in reading.dated
        if not between:
            return None
    return None


def _with_the_verb_before(reading: Reading, mark: Mark) -> bool | None:
    """ "12 percent were attacked and 3 percent defaced", "and 40 planted with backdoors"."""
    number = next((each for each in reading.quantities if each.last == mark.first), None)
    if number is None or reading.lower(lead(reading.tokens, number)) not in {"and", ",", "while", "but", "including"}:
        return None
    been = any(m.value == "be" and m.last <= number.first for m in reading.auxiliaries)
    ends = mark.last >= len(reading.tokens) or reading.lower(mark.last) in {".", ",", ";", "with", "by", "in"}
    return True if been and ends and _participle(reading, mark) else None


def _in_chinese(reading: Reading, mark: Mark) -> bool | None:
    """被 X 控制."""
    return han_by(reading, mark) is not None


RULES: tuple[Callable[[Reading, Mark], bool | None], ...] = (
    _taking_part,
    _by,
    _hit_hardest,
    _without_object,
    _been,
    _with_the_verb_before,
    _in_chinese,
)


def _participle(reading: Reading, mark: Mark) -> bool:
    """ "Infected", "stolen", "hit"."""
    return reading.lower(mark.first).endswith(PARTICIPLES)


def han_by(reading: Reading, mark: Mark) -> Phrase | None:
    """被 X 控制: the X."""
    if reading.tokens[mark.first].sort != "han":
        return None
    for m in reversed(reading.auxiliaries):
        if m.value == "be" and m.first < mark.first:
            if any(reading.tokens[at].text in "，," for at in range(m.last, mark.first)):
                return None
            between = [p for p in reading.phrases if m.last <= p.first and p.last <= mark.first]
            return between[-1] if between and not crosses(reading, m.last, mark.first) else None
    return None
