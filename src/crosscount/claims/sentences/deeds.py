"""Who does what to whom: verbs of attack between the phrases of a sentence, active or passive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crosscount.claims.sentences.companions import more, partner, twin
from crosscount.claims.sentences.doers import ENDS, crosses, doer
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.words.lexicon import Mark
from crosscount.claims.words.quantities import lead

__all__ = ["PROGRAMS", "VERBAL", "Deed", "deeds"]

RELATIVE = frozenset((", which", ", who", ", whose"))
VERBAL = frozenset(("control", "attack", "deface", "infect", "implant", "lure"))
TAKING = frozenset(("took", "taken", "take", "takes", "taking", "gained", "seized", "exercised", "assumed", "won"))
WIELDED = frozenset(("server", "ip", "host", "malware", "botnet"))  # what others take something over with
PROGRAMS = frozenset(("malware", "botnet"))
HARMING = frozenset(("infect", "attack"))
SUFFERING = frozenset(("host", "ip", "site", "user", "organisation", "server", "domain"))
PARTICIPLES = ("ed", "taken", "stolen", "broken", "hit", "shut")
WITHOUT_OBJECT = frozenset(
    ("in", "on", "across", "at", "within", "worldwide", "during", "since", "last", ",", ".", "and", "globally",
     "nationwide", "overseas", "abroad", "around", "throughout")
)  # fmt: skip
HELD = frozenset(  # "devices confirmed affected", "computers remain infected"
    ("confirmed", "believed", "thought", "known", "reportedly", "remain", "remained", "remains", "still", "currently")
)
KEPT = frozenset(("run", "operated", "managed", "administered"))  # by its owner: "websites run by the army"
HAVING = frozenset(("had", "have", "has", "having", "with"))
BARE = frozenset(("launch", "carry", "mounts"))  # verbs of attack only behind those who do it
ADVERBS = frozenset(
    ("also", "directly", "then", "recently", "successfully", "remotely", "illegally", "been", "being", "not",
     "reportedly", "allegedly", "later", "once", "still", "already", "currently", "again", "now")
)  # fmt: skip


@dataclass(eq=False, slots=True)
class Deed:
    """A verb at token `at`; either side may be unsaid."""

    sort: str  # control, attack, implant, hosting, lure, infect, impersonate
    at: int
    passive: bool
    agent: Phrase | None
    patient: Phrase | None


def deeds(reading: Reading) -> Iterator[Deed]:
    """Every deed of a sentence, in order."""
    last: Deed | None = None
    for deed in _deeds(reading):
        joined = reading.lower(deed.at - 1) == "and" and not deed.passive
        joined = joined and last is not None and not crosses(reading, last.at, deed.at)
        joined |= reading.lower(deed.at - 1) == "," and reading.lower(deed.at).endswith("ing")
        if joined and last is not None and not last.passive and last.sort in VERBAL:
            deed.agent = last.agent  # "it had infiltrated 40 computers and stolen 1,500 letters", ", planting tools"
        if deed.sort == "seize" and deed.agent is not None and deed.agent.sort in WIELDED:
            deed.sort = "control"  # "servers were used to take over 900 sites"
        last = deed
        yield deed
        other = twin(reading, deed.patient)
        if other is not None:
            yield Deed(deed.sort, deed.at, deed.passive, deed.agent, other)
        right = more(reading, deed.patient) if deed.sort in HARMING and not deed.passive else None
        if right is not None:
            yield Deed(deed.sort, deed.at, False, deed.agent, right)
        left = partner(reading, deed.patient)
        if left is not None and deed.passive:
            yield Deed(deed.sort, deed.at, True, deed.agent, left)  # "45 servers and 38 computers were infected"


def _deeds(reading: Reading) -> Iterator[Deed]:
    for mark in sorted((*reading.actives, *reading.passives), key=lambda each: each.first):
        phrase_passive = mark.sort == "passive"
        if not phrase_passive and any(p.first <= mark.first < p.last for p in reading.passives):
            continue
        if phrase_passive and any(a.first < mark.first < a.last for a in reading.actives):
            continue  # "took control of"
        left = reading.lower(mark.first - 1)
        if reading.lower(mark.first) in BARE and left in {"to", "the", "a", "its", "their"}:
            continue  # "used to launch attacks", "the launch of"
        if reading.lower(mark.first) == "sinkhole" and left not in {"to", "will", "would", "and"}:
            continue  # "our sinkhole logged a million addresses"
        meant = left in {"have", "has", "had"}  # "which hackers have used for years"
        if mark.value == "use" and reading.lower(mark.last) in {"to", "by", "in", "for"} and not meant:
            continue
        struck = mark.value == "defend" and reading.lower(mark.last - 1) in {"by", "to", "of"}  # "was hit by"
        taken = phrase_passive and TAKING & {left, reading.lower(mark.first - 2)}
        phrase_passive = phrase_passive and not taken  # "had taken direct control of"
        passive = phrase_passive or (not struck and not taken and _passive(reading, mark))
        before, after = doer(reading, mark.first), _begun(reading, mark) or _after(reading, mark.last)
        if after is not None and any(
            p.last <= mark.first and mark.last < p.after <= after.first for p in reading.phrases
        ):
            after = None if after.sort == "place" else after  # "pages targeting Peru were abroad"
        near = next((p for p in reading.phrases if mark.first in (p.last, p.after) and p.sort in PROGRAMS), None)
        if phrase_passive and near is not None:
            before = near  # "900 computers were infected by malware tied to 240 servers"
        elif reading.lower(mark.first) == "tied":
            continue
        if reading.words(mark.first - 2, mark.first) in {", they", ", he", ", she"}:
            before = None  # "by hijacking the system, they gained control of"
        pronoun = reading.lower(mark.last) in {"them", "it", "these", "those"}
        if mark.value != "implant" and pronoun and reading.lower(mark.last + 1) not in {"of", "that"}:
            after = _antecedent(reading, mark.first, before)
        planted = _planted(reading, mark)
        if planted is not None:
            yield Deed(mark.value, mark.first, True, _by(reading, mark), planted)
            continue
        theirs = next((p for p in reading.phrases if p.last == mark.first - 1 and p.sort in SUFFERING), None)
        if theirs is not None and left in {"they", "it"}:
            yield Deed(mark.value, mark.first, False, None, theirs)  # "the computers they control"
            continue
        whose = None if passive or before is None else _object_before(reading, before)
        if whose is not None:
            yield Deed(mark.value, mark.first, False, before, whose)
            continue
        if passive and mark.value == "lure":
            page = _behind(reading, mark)  # "users were lured to 75 phishing sites"
            yield Deed(mark.value, mark.first, True, page if page is not None else _by(reading, mark), before)
            continue
        if passive:
            agent = after if phrase_passive else _by(reading, mark)
            han = _han_by(reading, mark)
            if han is not None:
                agent, before = han, doer(reading, han.first)
            if phrase_passive and before is None:
                continue
            if before is not None and before.sort in ("site", "page") and reading.lower(mark.first) in KEPT:
                continue
            patient = None if before is not None and _pronoun(reading, before.last, mark.first) else before
            if mark.value == "implant" and reading.lower(mark.last) in {"in", "into", "inside"}:
                patient = _behind(reading, mark) or patient  # "malware had been planted in 8,150 computers"
            elif mark.value == "implant" and patient is not None and patient.sort in ("backdoor", "malware", "botnet"):
                behind = _behind(reading, mark)  # "backdoors were implanted in 1,754 websites"
                site = next((p for p in reversed(reading.phrases) if p.last <= mark.first and p.sort == "site"), None)
                patient = (site if behind is agent else behind) or patient  # "controlled through backdoors planted by"
            yield Deed(mark.value, mark.first, True, agent, patient)
            continue
        toward = _toward(reading, mark)
        if toward is not None:
            yield Deed(mark.value, mark.first, False, doer(reading, toward.first), toward)
            continue
        patient = after
        if mark.value in ("implant", "lure"):
            patient = _behind(reading, mark)
        if mark.value == "use":
            before = next(
                (p for p in reversed(reading.phrases) if p.last <= mark.first and p.sort in ("actor", "server")), None
            )
            if before is None:
                continue
        if mark.value == "comprise":
            before = next((p for p in reversed(reading.phrases) if p.sort == "botnet" and p.last <= mark.first), before)
        yield Deed(mark.value, mark.first, False, before, patient)


def _object_before(reading: Reading, agent: Phrase) -> Phrase | None:
    """The attacks of "the attacks that Peru faces": the noun before a clause that has its own subject."""
    at = agent.first - 1 - (reading.lower(agent.first - 1) in {"the", "its", "their"})
    if reading.lower(at) not in {"that", "which", "whom"}:
        return None
    return next((p for p in reading.phrases if p.last == at and p.sort != "place"), None)


def _planted(reading: Reading, mark: Mark) -> Phrase | None:
    """The site of "1,754 sites had backdoors planted in them by 2,016 addresses"."""
    backdoor = next((p for p in reading.phrases if p.last == mark.first and p.sort == "backdoor"), None)
    if mark.value != "implant" or backdoor is None or reading.lower(backdoor.first - 1) not in HAVING:
        return None
    left = [p for p in reading.phrases if p.last < backdoor.first and p.sort != "place"]
    return left[-1] if left and left[-1].sort in ("site", "host", "page", "server") else None


def _antecedent(reading: Reading, at: int, agent: Phrase | None) -> Phrase | None:
    """Whom "them" stands for behind a verb: what is counted before, and is not who acts."""
    return next((p for p in reading.phrases if p.last <= at and p.counted and p is not agent), None)


def _pronoun(reading: Reading, first: int, last: int) -> bool:
    """Whether "most of them" stands nearer to the verb than the phrase."""
    return any(
        reading.lower(at) in {"them", "these", "those", "which", "whom"} and reading.lower(at - 1) in {"of", "than"}
        for at in range(first, last)
    )


def _passive(reading: Reading, mark: Mark) -> bool:
    word = reading.lower(mark.first)
    if word in {"involved", "in"}:
        return False  # "were involved in the control of", "were in control of"
    if reading.lower(mark.last) == "by" or (mark.value == "control" and reading.lower(mark.last) == "from"):
        return True
    if word.endswith(PARTICIPLES) and reading.lower(mark.last) in {"most", "hardest", "worst"}:
        return True  # "Peru and Chile, the countries hit hardest, suffered"
    if reading.lower(mark.first - 1) == "," and "by" in reading.words(mark.last, mark.last + 8).split():
        return True  # "Estonia, attacked in 2007 by"
    begin = mark.first - (reading.lower(mark.first - 1) in HELD)
    noun = next((p for p in reading.phrases if begin in (p.last, p.after) and p.sort in SUFFERING), None)
    # Not "controlled at least 900 computers", "infected in all 900 computers".
    begin = mark.last + 2 * (reading.words(mark.last, mark.last + 2) in {"in total", "in all"})
    counted = any(lead(reading.tokens, q) + 1 == begin for q in reading.quantities)
    counted |= reading.words(mark.last, mark.last + 2) == "at least"
    alone = not counted and reading.lower(mark.last) in WITHOUT_OBJECT | {"from"}
    if noun is not None and word.endswith(PARTICIPLES) and alone:
        return True  # "computers infected in Russia by Trojans"
    at = mark.first - 1
    while at >= 0:
        if any(m.value == "be" and m.first <= at < m.last for m in reading.auxiliaries):
            return not word.endswith("ing")
        aside = reading.lower(at) in {",", "in", "on"} or at in reading.dated  # "were, in 2012, hacked"
        if reading.lower(at) not in ADVERBS and not reading.lower(at).endswith("ly") and not aside:
            break
        at -= 1
    return _han_by(reading, mark) is not None


def _han_by(reading: Reading, mark: Mark) -> Phrase | None:
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


def _behind(reading: Reading, mark: Mark) -> Phrase | None:
    """What something was planted in, or where users were led: the last phrase before the clause ends."""
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


def _by(reading: Reading, mark: Mark) -> Phrase | None:
    for at in range(mark.last, len(reading.tokens)):
        if reading.tokens[at].text in ENDS:
            return None
        if at > mark.last and any(m.first == at for m in reading.actives):
            return None
        if reading.lower(at - 1) == "followed" or reading.lower(at) == "according":
            return None
        if (
            reading.lower(at) == "by"
            or (at == mark.last and _in_attacks(reading, at))
            or (
                reading.lower(at) == "from"
                and (mark.value != "defend" or reading.lower(mark.first).startswith("suffer"))  # not "recorded from"
                and reading.lower(at + 1) != "the"
                and at + 1 not in reading.dated
            )
        ):
            phrase = _after(reading, at + 1)
            if phrase is not None and not any(reading.lower(each) == "," for each in range(at + 1, phrase.first)):
                return phrase
    return None


def _in_attacks(reading: Reading, at: int) -> bool:
    """ "900 computers were infected in 12 attacks from Peru": by the attacks."""
    events = (p for p in reading.phrases if p.sort == "event" and p.counted and p.first > at)
    return reading.lower(at) in {"in", "during"} and any(lead(reading.tokens, p.counted[0]) == at for p in events)


def _toward(reading: Reading, mark: Mark) -> Phrase | None:
    """对 X 植入: the X, which stands before the verb."""
    if reading.tokens[mark.first].sort != "han":
        return None
    for at in range(mark.first - 1, -1, -1):
        if reading.tokens[at].text in "，；。,":
            return None
        if reading.tokens[at].text in {"对", "向", "在"}:
            between = [p for p in reading.phrases if at < p.first and p.last <= mark.first and p.sort != "place"]
            return between[-1] if between else None
    return None
