"""Who does what to whom: verbs of attack between the phrases of a sentence, active or passive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crosscount.claims.sentences.companions import more, partner, twin
from crosscount.claims.sentences.doers import before_auxiliaries, crosses, doer
from crosscount.claims.sentences.passives import SUFFERING, han_by
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.sentences.verbs import Verb, by_whom, into_what, verbs
from crosscount.claims.words.quantities import lead

__all__ = ["VERBAL", "Deed", "deeds"]

VERBAL = frozenset(("control", "attack", "deface", "infect", "implant", "lure"))
WIELDED = frozenset(("server", "ip", "host", "malware", "botnet"))  # what others take something over with
MEN = frozenset(("actor", "event", "person"))
CLOSING = frozenset(("shut", "disabled", "disrupted", "brought", "knocked", "crippled"))
LAWFUL = frozenset(
    ("police", "authorities", "europol", "interpol", "fbi", "microsoft", "investigators", "officers", "agents")
)
SUBJECT = 8  # tokens
TAKEN_AWAY = frozenset(("seized", "seizing", "confiscated", "confiscating", "seize", "confiscate"))
HARMING = frozenset(("infect", "attack"))
KEPT = frozenset(("run", "operated", "managed", "administered"))  # by its owner: "websites run by the army"
HAVING = frozenset(("had", "have", "has", "having", "with"))


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
    for deed in filter(None, map(_deed, verbs(reading))):
        joined = reading.lower(deed.at - 1) == "and" and not deed.passive
        joined = joined and last is not None and not crosses(reading, last.at, deed.at)
        joined |= reading.lower(deed.at - 1) == "," and reading.lower(deed.at).endswith("ing")
        if joined and last is not None and not last.passive and last.sort in VERBAL:
            deed.agent = last.agent  # "it had infiltrated 40 computers and stolen 1,500 letters", ", planting tools"
        if deed.sort == "seize" and deed.agent is not None and deed.agent.sort in WIELDED:
            deed.sort = "control"  # "servers were used to take over 900 sites"
        if _by_law(reading, deed):
            deed.sort = "seize"
        if _hijacked_site(reading, deed):
            deed.sort = "attack"
        if _evidence(reading, deed):
            deed.sort = "evidence"
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


def _hijacked_site(reading: Reading, deed: Deed) -> bool:
    """ "Hackers hijacked 900 websites": no machine is said to have them in its power."""
    sites = deed.patient is not None and deed.patient.sort in ("site", "page", "domain")
    by_men = deed.agent is None or deed.agent.sort in MEN
    return sites and by_men and reading.lower(deed.at).startswith(("hijack", "hack"))


def _by_law(reading: Reading, deed: Deed) -> bool:
    """ "Police shut down 300 servers": not those who attack them."""
    before = range(max(0, deed.at - SUBJECT), deed.at)
    closing = deed.sort == "attack" and reading.lower(deed.at) in CLOSING and deed.patient is not None
    closing = closing and deed.patient is not None and deed.patient.sort in ("server", "domain")
    return closing and not deed.passive and any(reading.lower(at) in LAWFUL for at in before)


def _evidence(reading: Reading, deed: Deed) -> bool:
    """ "Police seized 40 laptops": of suspects; not "took 40 infected computers offline"."""
    machines = deed.patient is not None and deed.patient.sort == "host" and not deed.patient.topics
    return machines and deed.sort == "seize" and reading.lower(deed.at) in TAKEN_AWAY


def _deed(verb: Verb) -> Deed | None:
    """What the first rule says that knows such a verb."""
    rules = (*EITHER, *(PASSIVE if verb.passive else ACTIVE))
    return next((deed for deed in (rule(verb) for rule in rules) if deed is not None), None)


def _passively(verb: Verb, agent: Phrase | None, patient: Phrase | None) -> Deed:
    """A deed that is told by whom it was done to."""
    return Deed(verb.mark.value, verb.mark.first, True, agent, patient)


def _actively(verb: Verb, agent: Phrase | None, patient: Phrase | None) -> Deed:
    """A deed that is told by who did it."""
    return Deed(verb.mark.value, verb.mark.first, False, agent, patient)


def _planted(verb: Verb) -> Deed | None:
    """ "1,754 sites had backdoors planted in them by 2,016 addresses"."""
    phrases, mark = verb.reading.phrases, verb.mark
    backdoor = next((p for p in phrases if p.last == mark.first and p.sort == "backdoor"), None)
    if mark.value != "implant" or backdoor is None or verb.reading.lower(backdoor.first - 1) not in HAVING:
        return None
    left = [p for p in phrases if p.last < backdoor.first and p.sort != "place"]
    sites = left and left[-1].sort in ("site", "host", "page", "server")
    return _passively(verb, by_whom(verb), left[-1]) if sites else None


def _theirs(verb: Verb) -> Deed | None:
    """ "The computers they control"."""
    if verb.reading.lower(verb.mark.first - 1) not in {"they", "it"}:
        return None
    before = (p for p in verb.reading.phrases if p.last == verb.mark.first - 1 and p.sort in SUFFERING)
    return next((_actively(verb, None, phrase) for phrase in before), None)


def _that_it_faces(verb: Verb) -> Deed | None:
    """ "The attacks that Peru faces": the object stands before a clause that has its own subject."""
    reading, agent = verb.reading, verb.before
    if verb.passive or agent is None:
        return None
    at = agent.first - 1 - (reading.lower(agent.first - 1) in {"the", "its", "their"})
    if reading.lower(at) not in {"that", "which", "whom"}:
        return None
    before = (p for p in reading.phrases if p.last == at and p.sort != "place")
    return next((_actively(verb, agent, phrase) for phrase in before), None)


def _lured(verb: Verb) -> Deed | None:
    """ "Users were lured to 75 phishing sites"."""
    return _passively(verb, into_what(verb) or by_whom(verb), verb.before) if verb.mark.value == "lure" else None


def _suffered(verb: Verb) -> Deed | None:
    """ "900 computers were infected by 12 servers"; not "websites run by the army"."""
    reading, before = verb.reading, verb.before
    agent = verb.after if verb.suffering else by_whom(verb)
    han = han_by(reading, verb.mark)
    if han is not None:
        agent, before = han, doer(reading, han.first)
    if before is None:
        return None if verb.suffering else _passively(verb, agent, _implanted(verb, agent, None))
    if before.sort in ("site", "page") and verb.word in KEPT:
        return None
    other = _pronoun(reading, before.last, verb.mark.first) or _bare_number(reading, verb.mark.first)
    patient = None if other else before
    return _passively(verb, agent, _implanted(verb, agent, patient))


def _implanted(verb: Verb, agent: Phrase | None, patient: Phrase | None) -> Phrase | None:
    """Of what is planted, into what: "malware had been planted in 8,150 computers"; of other deeds, the same."""
    if verb.mark.value != "implant":
        return patient
    if verb.reading.lower(verb.mark.last) in {"in", "into", "inside"}:
        return into_what(verb) or patient
    if patient is None or patient.sort not in ("backdoor", "malware", "botnet"):
        return patient
    behind = into_what(verb)  # "backdoors were implanted in 1,754 websites"
    if behind is agent:  # "controlled through backdoors planted by"
        phrases = reversed(verb.reading.phrases)
        behind = next((p for p in phrases if p.last <= verb.mark.first and p.sort == "site"), None)
    return behind or patient


def _pronoun(reading: Reading, first: int, last: int) -> bool:
    """Whether "most of them" stands nearer to the verb than the phrase."""
    return any(
        reading.lower(at) in {"them", "these", "those", "which", "whom"} and reading.lower(at - 1) in {"of", "than"}
        for at in range(first, last)
    )


def _bare_number(reading: Reading, at: int) -> bool:
    """Whether a number without a noun is the subject of a verb: "40 sites were hit, while eight were defaced"."""
    before = before_auxiliaries(reading, at - 1) + 1
    number = next((quantity for quantity in reading.quantities if quantity.last == before < at), None)
    if number is None or reading.lower(lead(reading.tokens, number)) not in {"and", "but", "while", "whereas", "other"}:
        return False  # not "of the 40 sites, eight were defaced"
    return not any(number in phrase.counted for phrase in reading.phrases)


def _toward(verb: Verb) -> Deed | None:
    """对 X 植入: to the X, which stands before the verb."""
    reading, mark = verb.reading, verb.mark
    if reading.tokens[mark.first].sort != "han":
        return None
    for at in range(mark.first - 1, -1, -1):
        if reading.tokens[at].text in "，；。,":
            return None
        if reading.tokens[at].text in {"对", "向", "在"}:
            between = [p for p in reading.phrases if at < p.first and p.last <= mark.first and p.sort != "place"]
            return _actively(verb, doer(reading, between[-1].first), between[-1]) if between else None
    return None


def _used(verb: Verb) -> Deed | None:
    """ "Hackers have used 900 servers": those who use something are actors or servers."""
    if verb.mark.value != "use":
        return None
    users = ("actor", "server")
    left = [p for p in verb.reading.phrases if p.last <= verb.mark.first and p.sort in users]
    return _actively(verb, left[-1], verb.after) if left else None


def _comprised(verb: Verb) -> Deed | None:
    """ "The botnet, run from Peru, comprises 900 hosts"."""
    if verb.mark.value != "comprise":
        return None
    left = [p for p in verb.reading.phrases if p.last <= verb.mark.first and p.sort == "botnet"]
    return _actively(verb, left[-1] if left else verb.before, verb.after)


def _done(verb: Verb) -> Deed | None:
    """ "12 servers infected 900 computers", "hackers planted a backdoor in 900 sites"."""
    if verb.mark.value == "use":
        return None
    patient = into_what(verb) if verb.mark.value in ("implant", "lure") else verb.after
    return _actively(verb, verb.before, patient)


Rule = Callable[[Verb], Deed | None]
EITHER: tuple[Rule, ...] = (_planted, _theirs, _that_it_faces)
PASSIVE: tuple[Rule, ...] = (_lured, _suffered)
ACTIVE: tuple[Rule, ...] = (_toward, _used, _comprised, _done)
