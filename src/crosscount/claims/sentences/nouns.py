"""Whether a word is a noun that counts, and what is said beside a noun."""

from __future__ import annotations

from collections.abc import Mapping

from crosscount.claims.sentences.reading import LOOSELY, STOPS, Phrase, Reading
from crosscount.claims.words.lexicon import Mark

__all__ = ["before_loosely", "is_noun", "of_paper", "said_of", "sent_out", "struck_by"]

SOURCES = ("came from", "come from", "coming from", "originated from", "originating from", "launched from", "traced to",
           "traced back to", "sent from", "stemmed from", "carried out from")  # fmt: skip
USED = (
    *(f"used to {verb}" for verb in ("launch", "attack", "carry out", "flood", "mount", "deface", "hack", "break")),
    *(f"used {word} {what}" for word in ("in", "for") for what in ("attacks", "cyberattacks", "cyber attacks", "DDoS")),
    *("used for the attack", "used in the attack", "took part in", "taking part in", "been involved"),
    *("were involved in the attack", "participated in the attack"),
)
HAVING = frozenset(("had", "have", "with", "containing", "contained", "carrying"))
PAPERS = frozenset(
    ("report", "guide", "book", "study", "document", "paper", "indictment", "complaint", "file", "brochure")
)
WARNINGS = frozenset(("alert", "alerts"))
PUBLISHED = frozenset(
    ("issued", "published", "released", "sent", "disseminated", "circulated", "issuing", "publishing")
)
REMOVED = frozenset(("removed", "removes", "remove", "removing", "eradicated", "purged", "deleted", "wiped"))
RECORDED = frozenset(("data", "records", "details", "information", "credentials", "passwords", "accounts", "profiles"))
PLAIN_HEADS = frozenset(
    ("attacks", "targets", "hosts", "hits", "hacks", "probes", "scans", "attack", "host", "hack", "report", "reports",
     "link", "links", "suspects")
)  # fmt: skip
ATTACKERS = frozenset(("attackers", "attacker", "attacking", "hackers", "intruders"))
PLURALS = frozenset(("attacks", "hits", "hacks", "probes", "scans", "hosts"))
SAMPLES = frozenset(("new", "variants", "variant", "samples", "sample", "families", "strains", "signatures", "unique"))
TAKEN = frozenset(("compromised", "hijacked", "hacked", "commandeered"))
LINKED = frozenset(("url", "urls", "link", "links"))
HELD = frozenset(("host", "server", "site"))
CASES = ("incident", "event", "breach", "infection")
CASE = frozenset(("case", "cases"))
OCCASIONS = frozenset(("instance", "instances", "event", "events", "occasions"))
HANDLING = ("informed of", "aware of", "notified of", "told of", "learned of", "learnt of", "alerted to", "reports of",
            "complaints of", "investigated", "investigating", "responded to", "solved", "cracked")  # fmt: skip
TRIED = frozenset(("attempt", "attempts", "attempted"))
FENDED = frozenset(
    ("blocked", "stopped", "repelled", "thwarted", "foiled", "prevented", "neutralized", "neutralised", "averted",
     "intercepted", "deflected", "blocks", "stops", "repels", "thwarts", "prevents", "intercepts")
)  # fmt: skip
MET = frozenset(
    ("detected", "logged", "recorded", "registered", "counted", "saw", "caught", "detects", "records", "logs")
)
SENSORS = frozenset(
    ("firewall", "firewalls", "sensor", "sensors", "honeypot", "honeypots", "filter", "filters", "website", "websites",
     "site", "software", "product", "products", "program", "programs", "system", "systems", "network", "networks")
)  # fmt: skip
DEFINING = 9  # tokens in which what an event was may be said
UNDERGOING = ("under", "subject to", "subjected to", "exposed to", "succumbed to", "fell to", "vulnerable to")
FREE = frozenset(("of", "on", "in", "by", "from", "against", "and", "to", "with", "for", "than", "between", "as"))


def _numbered(reading: Reading, at: int) -> bool:
    """Whether a number stands before a word with nothing but one or two adjectives between."""
    number = next((q for q in reading.quantities if 1 <= at - q.last <= 2), None)
    if number is None:
        return False
    verbs = {mark.first for mark in (*reading.plains, *reading.auxiliaries)}
    words = range(number.last, at)
    return all(
        reading.tokens[each].sort == "word" and reading.lower(each) not in STOPS and each not in verbs for each in words
    )


def before_loosely(reading: Reading, at: int) -> int:
    """The token before a number and "more than", "about", "the" in front of it."""
    return reading.back(at - 1, LOOSELY)


def said_of(reading: Reading, phrase: Phrase, by_token: Mapping[int, Mark]) -> set[str]:
    """What is said of a noun: in its phrase, behind "of", and by the noun that it stands behind."""
    first, last = phrase.first, phrase.last
    complement = _complement(reading, last, by_token)
    topics = {mark.value for mark in reading.topics if mark.first in range(first, last) or mark.first in complement}
    of = before_loosely(reading, first)
    if reading.lower(of) in {"of", "with"} and of - 1 in by_token and by_token[of - 1].value == "botnet":
        topics.add("infect")  # "a botnet of 18,000 computers"
    topics |= {mark.value for mark in reading.topics if mark.last - 1 == of}  # "hacking at least 45 companies"
    if reading.lower(last) == "to":  # "attempts to visit phishing pages"
        topics |= {"phish"} & {mark.value for mark in reading.topics if last < mark.first <= last + 3}
    if _in_botnet(reading, last, by_token):
        topics.add("bot")
    if reading.lower(of) == "of" and reading.lower(of - 1) in RECORDED:
        topics.add("record")  # "data of 533 million users"
    removed = {reading.lower(at) for at in range(of - DEFINING, of)} & REMOVED
    if reading.lower(of) == "from" and removed and phrase.sort in ("host", "ip"):
        topics.add("clean")  # "removed malware from 274,000 machines"
    if reading.lower(last) in HAVING and any(
        m.value == "backdoor" and m.first <= last + 2 for m in reading.topics if m.first > last
    ):
        topics.add("backdoor")  # "1,201 sites had backdoors"
    hit = phrase.sort in ("site", "host", "server") and reading.lower(of) in {"on", "against"}
    if hit and phrase.counted and of - 1 in by_token and by_token[of - 1].value == "event":
        topics.add("hack")  # "attacks on 900 websites"
    if "against" in _behind(reading, last, by_token) or reading.lower(last) == "targeting":
        topics.add("against")
    if phrase.sort == "report" and _reports_of(reading, last, by_token):
        topics.add("reported")  # "419 reports of incidents"
    tried = bool(TRIED & {*reading.words(first, last).split()}) or any(
        word in reading.words(first, last)
        for word in ("least one", "web attack", "web threat", "borne threat", "local threat")
    )
    if tried or (phrase.sort in ("host", "user") and _tried_on(reading, phrase, by_token)):
        topics.add("tried")
    if phrase.sort == "event" and _brought_to(reading, phrase):
        topics.add("brought")
    if phrase.sort == "incident" and any(at in by_token and by_token[at].value == "site" for at in complement):
        topics |= {"sites"} if "hack" in topics else set()  # "60 cases of website hacking"
    if TAKEN & {reading.lower(at) for at in range(first, last)} and (phrase.sort == "ip" or phrase.sort in HELD):
        topics.add("victim" if phrase.sort == "ip" else "hack")
    if phrase.sort == "page" and reading.lower(phrase.head) in LINKED:
        topics.add("link")
    if phrase.sort == "malware" and SAMPLES & {reading.lower(at) for at in range(first, last)}:
        topics.add("sample")
    compound = phrase.sort == "incident" and reading.lower(phrase.head - 1) in {"attack", "cyberattack", "intrusion"}
    compound |= phrase.sort == "incident" and _met_by_machines(reading, phrase)
    if compound or _of_attacks(reading, phrase, by_token):
        topics.add("attacks")
    own = {reading.lower(at) for at in range(first, last)}
    if phrase.sort in ("ip", "server") and (ATTACKERS & own or _source_of_attacks(reading, phrase, by_token)):
        topics.add("source")  # "the attackers' addresses"
    if _sourced(reading, first, last):
        topics.add("source")
    return topics


def _source_of_attacks(reading: Reading, phrase: Phrase, by_token: Mapping[int, Mark]) -> bool:
    """ "Attack source IPs", "source addresses of the attacks"."""
    behind = phrase.last + 1 + (reading.lower(phrase.last + 1) in {"the", "these", "such"})
    of_attacks = reading.lower(phrase.last) == "of" and behind in by_token and by_token[behind].value == "event"
    attacks = any(at in by_token and by_token[at].value == "event" for at in range(phrase.first, phrase.head))
    return "source" in reading.words(phrase.first, phrase.last).split() and (of_attacks or attacks)


def _brought_to(reading: Reading, phrase: Phrase) -> bool:
    """Whether attacks are cases that somebody brought to a body: "it was told of 72 intrusions"."""
    of = before_loosely(reading, phrase.counted[0].first if phrase.counted else phrase.first)
    if reading.words(of - 1, of + 1).endswith(HANDLING):
        return True
    verb = next((mark for mark in reading.plains if mark.first >= phrase.last), None)
    return verb is not None and reading.words(verb.first - 1, verb.first + 2) in {"were reported to", "was reported to"}


def _tried_on(reading: Reading, phrase: Phrase, by_token: Mapping[int, Mark]) -> bool:
    """ "Attacks were blocked on 21 percent of computers", "on the computers of 340,000 users"."""
    at = before_loosely(reading, phrase.counted[0].first if phrase.counted else phrase.first)
    share = next((q for q in reading.quantities if q.last == at), None)
    if reading.lower(at) == "of" and share is not None:
        at = before_loosely(reading, share.first)
    if reading.lower(at) == "of" and at - 1 in by_token and by_token[at - 1].value == "host":
        at = before_loosely(reading, at - 1)
    if reading.lower(at) not in {"on", "against", "at"}:
        return False
    verb = at - 1
    if verb in by_token and by_token[verb].value == "event":
        return bool(FENDED & {reading.lower(each) for each in range(verb - 5, verb)})
    return reading.lower(verb) in FENDED | MET | {"defeated"} and reading.lower(verb - 1) in {"were", "was", "been"}


def _met_by_machines(reading: Reading, phrase: Phrase) -> bool:
    """Whether incidents are what a program met: "blocked 310 incidents", "sensors logged 310 incidents"."""
    at = before_loosely(reading, phrase.counted[0].first if phrase.counted else phrase.first)
    if reading.lower(at) in FENDED or reading.words(at - 1, at + 1) in {"fended off", "warded off"}:
        return True
    return reading.lower(at) in MET and reading.lower(at - 1) in SENSORS


def _reports_of(reading: Reading, at: int, by_token: Mapping[int, Mark]) -> bool:
    """Whether what is reported is a case: "reports of minor 'security events'"."""
    if reading.lower(at) not in {"of", "on", "about"}:
        return False
    for each in range(at + 1, at + DEFINING - 2):
        if each in by_token and each + 1 not in by_token and reading.lower(each + 1) != "security":
            return by_token[each].value in CASES  # not the first of "computer security incidents"
        if reading.lower(each) in STOPS or reading.lower(each) in {",", ";"}:
            return False
    return False


def _of_attacks(reading: Reading, phrase: Phrase, by_token: Mapping[int, Mark]) -> bool:
    """ "310 instances of hacking attempts", "4,000 events that may be attacks"."""
    cases = reading.lower(phrase.head) in CASE and reading.lower(phrase.last) == "of"
    if reading.lower(phrase.head) not in OCCASIONS and not cases:
        return False
    for at in range(phrase.last, phrase.last + DEFINING):
        if at in by_token:
            return by_token[at].value == "event" and (not cases or reading.lower(by_token[at].last - 1).endswith("s"))
        if reading.lower(at) in {",", ";", "."}:
            return False
    return False


def of_paper(reading: Reading, phrase: Phrase) -> bool:
    """ "a report of some 200 pages", "it runs to 140 pages"."""
    of = before_loosely(reading, phrase.first)
    if reading.lower(of) == "to" and reading.lower(of - 1) in {"runs", "ran", "running", "extends"}:
        return True
    return reading.lower(of) == "of" and reading.lower(of - 1) in PAPERS


def struck_by(reading: Reading, phrase: Phrase) -> bool:
    """Whether people are those whom a program hit: "the worm affected some 4 million individuals"."""
    at = before_loosely(reading, phrase.first)
    hit = any(mark.last - 1 == at and mark.value in ("attack", "infect") for mark in reading.actives)
    return hit and any(mark.value in ("infect", "phish", "bot") for mark in reading.topics)


def sent_out(reading: Reading, phrase: Phrase) -> bool:
    """Whether alerts are those that a body published, and not those that it received."""
    return reading.lower(phrase.last - 1) in WARNINGS and any(token.lower in PUBLISHED for token in reading.tokens)


def _behind(reading: Reading, at: int, by_token: Mapping[int, Mark]) -> set[str]:
    """The words behind a noun, as far as the next noun."""
    found: set[str] = set()
    for each in range(at, min(len(reading.tokens), at + 8)):
        if reading.tokens[each].sort in ("mark", "number") or (each in by_token and "of" not in found):
            break
        found.add(reading.lower(each))
    return found - {"against"} if reading.words(at, at + 2) == "as against" else found


def _in_botnet(reading: Reading, at: int, by_token: Mapping[int, Mark]) -> bool:
    """ "in the botnet", "were found in botnets", "are part of a botnet"."""
    for each in range(at, at + 9):
        if reading.lower(each) in {",", ";", ".", "and", "which", "that"}:
            return False
        if each in by_token and by_token[each].value == "botnet":
            near = {reading.lower(each - 1), reading.lower(each - 2)}
            return bool(near & {"in", "of", "into"})
        if each in by_token:
            return False
    return False


def is_noun(reading: Reading, mark: Mark) -> bool:
    """Whether a word that may be a verb is a noun here: "attacks from abroad", but not "it attacks banks"."""
    word = reading.lower(mark.first)
    if word == "second":  # "India second at 8 percent"
        return reading.lower(mark.first - 1) in {"a", "per", "each", "every", "one"}
    if word == "year" and reading.words(mark.last, mark.last + 2) in {"to date", "on year", "over year"}:
        return False
    if word == "hacking" and reading.lower(mark.first - 1) == "by":
        return any(m.first == mark.last for m in reading.auxiliaries)  # "by hacking 200 websites"
    if word in {"account", "accounts"} and reading.lower(mark.last) == "for":
        return False
    if word == "感染":  # 3.2万台设备感染该病毒
        named = reading.lower(mark.last) in {"该", "了"} or any(m.first == mark.last for m in reading.topics)
        return not named
    if word in {"victim", "victims"} and reading.lower(mark.last) == "of":
        at = mark.first - 1 - (reading.lower(mark.first - 1) in {"the", "a"})
        return not any(m.value == "be" and m.last - 1 == at for m in reading.auxiliaries)  # "900 sites were victims of"
    if mark.last - mark.first > 1 or word not in PLAIN_HEADS:
        return True
    before, after = reading.lower(mark.first - 1), reading.lower(mark.last)
    begin = mark.first
    marks = (*reading.places, *reading.topics)
    while begin and (reading.lower(begin - 1) == "and" or any(m.first <= begin - 1 < m.last for m in marks)):
        begin -= 1
    if any(q.last == begin for q in reading.quantities):
        return True
    if word in PLURALS and _numbered(reading, mark.first):
        return True  # "94 targeted attacks a day"
    if reading.lower(begin - 1) == "of" and reading.lower(begin - 2) in {"number", "numbers", "total"}:
        return True
    if word == "suspects":
        return before in {"the", "these", "those", "of", "all"}
    if any(m.first == mark.last for m in (*reading.auxiliaries, *reading.changes)) and before not in {"that", "which"}:
        return True  # "the number of Conficker hosts fell"
    if word == "hosts" and after == "," and any(m.last == mark.first for m in reading.places):
        return True  # "Greek hosts, 22 in number,"
    if before in {"the", "these", "those"} and any(m.first == mark.last for m in reading.plains):
        return True  # "the hosts numbered 19"
    if any(m.last == mark.first for m in reading.topics) and after in FREE:
        return True  # "Phishing hosts in the US"
    if word in {"attacks", "scans", "probes", "reports"} and after in {"from", "of", "against", "by"}:
        return True
    if word in {"attack", "attacks"} and reading.words(mark.first - 2, mark.first).endswith(UNDERGOING):
        return True  # "subjected to attacks", "under attack"
    if before in {"to", "will", "can", "could", "may", "might", "that", "which", "who", "also", "often"}:
        return False
    follows = mark.last < len(reading.tokens) and (
        reading.tokens[mark.last].sort == "number" or after in {"the", "a", "an", "its", "their"}
    )
    if follows and before not in FREE:
        return False
    return not (word in {"targets", "hosts", "hits"} and mark.first and before not in FREE
                and not any(q.last >= mark.first - 3 and q.last <= mark.first for q in reading.quantities))  # fmt: skip


def _sourced(reading: Reading, first: int, last: int) -> bool:
    """Whether attacks come from it: "traced to six computers", "2,000 servers were used to launch"."""
    while first and (reading.lower(first - 1) in LOOSELY or reading.tokens[first - 1].sort == "number"):
        first -= 1
    if reading.words(first - 2, first).endswith(SOURCES) or reading.words(first - 3, first).endswith(SOURCES):
        return True
    verbs = {mark.first for mark in (*reading.actives, *reading.plains)}
    verbs -= {at for mark in reading.auxiliaries for at in range(mark.first, mark.last)}
    at = next((at for at in range(last, min(len(reading.tokens), last + 24)) if at in verbs), len(reading.tokens))
    return reading.words(at, at + 4).startswith(USED)


def _complement(reading: Reading, at: int, by_token: Mapping[int, Mark]) -> range:
    """The tokens behind "of": "cases of online fraud"."""
    if reading.lower(at) not in {"of", "for", "about", "concerning"}:
        return range(0)
    reports = at - 1 in by_token and by_token[at - 1].value in {"report", "incident"}
    last = at + 1
    while (
        last < min(len(reading.tokens), at + 5)
        and reading.tokens[last].sort == "word"
        and reading.lower(last) not in STOPS - {"the", "such"}
    ):
        if (
            not reports
            and last in by_token
            and by_token[last].value in {"host", "site", "server", "ip", "domain", "page"}
        ):
            return range(0)
        last += 1
    return range(at + 1, last)
