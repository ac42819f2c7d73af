"""Verbs of attack in a sentence, each with what stands before and behind it, active or passive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crosscount.claims.sentences.doers import ENDS, crosses, doer
from crosscount.claims.sentences.passives import is_passive
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import lead

__all__ = ["PROGRAMS", "Verb", "by_whom", "into_what", "verbs"]

RELATIVE = frozenset((", which", ", who", ", whose"))
TAKING = frozenset(("took", "taken", "take", "takes", "taking", "gained", "seized", "exercised", "assumed", "won"))
PROGRAMS = frozenset(("malware", "botnet"))
CHANGING = frozenset(("replaced", "replacing", "changed", "changing", "modified", "modifying"))
CHANGED = 9  # tokens between a page and what was done to it
PAGES = frozenset(("page", "pages", "homepage", "homepages"))
BARE = frozenset(("launch", "carry", "mounts"))  # verbs of attack only behind those who do it


@dataclass(slots=True)
class Verb:
    """A verb of attack, its subject or what stands in its place, and its object."""

    reading: Reading
    mark: Mark
    suffering: bool  # passive by its meaning: "under the control of", "tied to"; who acts stands behind it
    passive: bool
    before: Phrase | None
    after: Phrase | None

    @property
    def word(self) -> str:
        """Its first word."""
        return self.reading.lower(self.mark.first)


def verbs(reading: Reading) -> Iterator[Verb]:
    """Every verb that tells of a deed, in order."""
    for mark in sorted((*reading.actives, *reading.passives), key=lambda each: each.first):
        if not _part_of_another(reading, mark) and not any(rule(reading, mark) for rule in NO_DEEDS):
            verb = _verb(reading, mark)
            program = _program_before(reading, mark) if verb.suffering else None
            if program is not None:
                verb.before = program  # "900 computers were infected by malware tied to 240 servers"
            if program is not None or verb.word != "tied":
                yield _with_pronouns(verb)


def _part_of_another(reading: Reading, mark: Mark) -> bool:
    """Whether a longer verb holds this one: "took control of" is no "control of"."""
    if mark.sort == "passive":
        return any(other.first < mark.first < other.last for other in reading.actives)
    return any(other.first <= mark.first < other.last for other in reading.passives)


def _noun_or_aim(reading: Reading, mark: Mark) -> bool:
    """ "Used to launch attacks", "the launch of"."""
    return reading.lower(mark.first) in BARE and reading.lower(mark.first - 1) in {"to", "the", "a", "its", "their"}


def _sinkhole(reading: Reading, mark: Mark) -> bool:
    """ "Our sinkhole logged a million addresses"."""
    begins = reading.lower(mark.first - 1) in {"to", "will", "would", "and"}
    return reading.lower(mark.first) == "sinkhole" and not begins


def _most_hit(reading: Reading, mark: Mark) -> bool:
    """ "Peru and Chile were the worst hit, with 900 hosts": who suffered, and who hit nothing."""
    behind = reading.tokens[mark.last : mark.last + 1]
    superlative = reading.lower(mark.first - 1) in {"worst", "hardest", "most"} and mark.value == "attack"
    return superlative and any(token.text == "," for token in behind)


def _use_for(reading: Reading, mark: Mark) -> bool:
    """ "Used to", "used by"; not "which hackers have used for years"."""
    had = reading.lower(mark.first - 1) in {"have", "has", "had"}
    return mark.value == "use" and not had and reading.lower(mark.last) in {"to", "by", "in", "for"}


def _other_change(reading: Reading, mark: Mark) -> bool:
    """ "Replaced 900 computers", "changed the law": no home pages of sites."""
    near = range(mark.first - CHANGED, mark.last + CHANGED)
    pages = any(p.head in near and _page(reading, p) for p in reading.phrases)
    return reading.words(mark.first, mark.last) in CHANGING and not pages


def _page(reading: Reading, phrase: Phrase) -> bool:
    """ "Home pages", "front pages"."""
    return phrase.sort in ("site", "page") and reading.lower(phrase.last - 1) in PAGES


NO_DEEDS: tuple[Callable[[Reading, Mark], bool], ...] = (_noun_or_aim, _sinkhole, _use_for, _other_change, _most_hit)


def _verb(reading: Reading, mark: Mark) -> Verb:
    """A verb between the phrases that stand nearest to it."""
    near = {reading.lower(mark.first - 1), reading.lower(mark.first - 2)}
    taken = mark.sort == "passive" and bool(TAKING & near)  # "had taken direct control of"
    struck = mark.value == "defend" and reading.lower(mark.last - 1) in {"by", "to", "of"}  # "was hit by"
    suffering = mark.sort == "passive" and not taken
    consists = mark.value == "comprise" and reading.lower(mark.last - 1) == "of"  # "was made up of 900 computers"
    passive = suffering or not (struck or taken or consists or not is_passive(reading, mark))
    return Verb(reading, mark, suffering, passive, doer(reading, mark.first), _object(reading, mark))


def _object(reading: Reading, mark: Mark) -> Phrase | None:
    """What stands behind a verb; not the place of "pages targeting Peru were abroad", which belongs to the pages."""
    after = _begun(reading, mark) or _after(reading, mark.last)
    if after is None or after.sort != "place":
        return after
    theirs = any(p.last <= mark.first and mark.last < p.after <= after.first for p in reading.phrases)
    return None if theirs else after


def _program_before(reading: Reading, mark: Mark) -> Phrase | None:
    """The malware right before a verb: "by malware tied to"."""
    return next((p for p in reading.phrases if mark.first in (p.last, p.after) and p.sort in PROGRAMS), None)


def _with_pronouns(verb: Verb) -> Verb:
    """ "By hijacking the system, they gained control of": nobody; "hackers controlled them": what was counted."""
    reading, mark = verb.reading, verb.mark
    if reading.words(mark.first - 2, mark.first) in {", they", ", he", ", she"}:
        verb.before = None
    pronoun = reading.lower(mark.last) in {"them", "it", "these", "those"}
    if mark.value != "implant" and pronoun and reading.lower(mark.last + 1) not in {"of", "that"}:
        verb.after = _antecedent(reading, mark.first, verb.before)
    return verb


def _antecedent(reading: Reading, at: int, agent: Phrase | None) -> Phrase | None:
    """Whom "them" stands for behind a verb: what is counted before, and is not who acts."""
    return next((p for p in reading.phrases if p.last <= at and p.counted and p is not agent), None)


def _begun(reading: Reading, mark: Mark) -> Phrase | None:
    """The object that took the last word of its verb for its own: "involved in [controlling computers]"."""
    return next((p for p in reading.phrases if mark.first < p.first < mark.last <= p.head), None)


def _after(reading: Reading, at: int) -> Phrase | None:
    """The object: the nearest phrase on the right, before the next verb if one follows first."""
    for phrase in reading.phrases:
        if phrase.first >= at:
            sent = any(reading.lower(each) == "from" for each in range(at + 1, phrase.first))
            sent |= any(reading.lower(each) == "其中" for each in range(at, phrase.first + 1))  # 参与控制，其中美国
            if sent or crosses(reading, at, phrase.first) or phrase.first - at > 9:
                return None  # "targeting Peru from 13 networks" does not hit those
            if any(reading.words(each, each + 2) in RELATIVE for each in range(at, phrase.first)):
                return None  # "they dismantled Bladenet, which controlled 900 machines"
            following = next(
                (p for p in reading.phrases if phrase.last <= p.first <= phrase.last + 1 and p.counted), None
            )
            if phrase.sort == "place" and following is not None and reading.tokens[phrase.first].sort == "han":
                following.places += [code for code in phrase.places if code not in following.places]
                return following  # 控制境内近3万个网站
            return phrase if phrase.sort != "place" or phrase.first - at <= 3 else None
    return None


def into_what(verb: Verb) -> Phrase | None:
    """What something was planted in, or where users were led: the first machine or site behind it in its clause."""
    reading, mark = verb.reading, verb.mark
    near: list[Phrase] = []
    for phrase in reading.phrases:
        if phrase.first < mark.last:
            continue
        if any(reading.tokens[at].text in ",，;；" for at in range(mark.last, phrase.first)) and near:
            break
        if phrase.first - mark.last > 14:
            break
        near.append(phrase)
    wanted = [p for p in near if p.sort in {"site", "page", "host", "server", "ip", "domain"}]
    return wanted[0] if wanted else None


def by_whom(verb: Verb) -> Phrase | None:
    """Who acts, of a passive verb: the phrase behind "by", "from" or "in 12 attacks" in the same clause."""
    reading, mark = verb.reading, verb.mark
    for at in range(mark.last, len(reading.tokens)):
        if reading.tokens[at].text in ENDS or (at > mark.last and any(m.first == at for m in reading.actives)):
            return None
        if reading.lower(at - 1) == "followed" or reading.lower(at) == "according":
            return None
        if reading.lower(at) == "by" or _sent_from(verb, at) or (at == mark.last and _in_attacks(reading, at)):
            phrase = _after(reading, at + 1)
            if phrase is not None and not any(reading.lower(each) == "," for each in range(at + 1, phrase.first)):
                return phrase
    return None


def _sent_from(verb: Verb, at: int) -> bool:
    """ "Infected from 12 servers", "suffered from"; not "recorded from", "from the", "from 2012"."""
    reading, suffered = verb.reading, verb.mark.value != "defend" or verb.word.startswith("suffer")
    return reading.lower(at) == "from" and suffered and reading.lower(at + 1) != "the" and at + 1 not in reading.dated


def _in_attacks(reading: Reading, at: int) -> bool:
    """ "900 computers were infected in 12 attacks from Peru": by the attacks."""
    events = (p for p in reading.phrases if p.sort == "event" and p.counted and p.first > at)
    return reading.lower(at) in {"in", "during"} and any(lead(reading.tokens, p.counted[0]) == at for p in events)
