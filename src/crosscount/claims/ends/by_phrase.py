"""The ends that a phrase has by its own places, and by who does what to whom."""

from __future__ import annotations

from crosscount.claims.counted.nearby import names_place
from crosscount.claims.counted.restated import whole_of
from crosscount.claims.ends.ends import INFECTED, Codes, Ends
from crosscount.claims.ends.harmless import by_law, lies_still
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import Phrase, Reading
from crosscount.claims.speakers.voices import LAW
from crosscount.claims.words.quantities import Quantity, lead
from crosscount.model.claim import WORLD

__all__ = ["as_far_away", "by_phrase"]

TROOPS = frozenset(("army", "military", "forces", "navy"))  # who may attack, and may be attacked
JOINING = frozenset(("and", "while"))
ACTING = frozenset(("event", "actor", "ip", "server", "botnet"))  # what befalls others
AUTHORITIES = frozenset(("authorities", "enforcement", "officers", "detectives", "agents"))
HELD = INFECTED | {"botnet"}
PAGES = frozenset(("phish_page", "malicious_domain"))
CLOSE = 6  # tokens from a part to the comma behind it
STANDING = frozenset(("hosted", "based", "registered"))


def as_far_away(ends: Ends) -> None:
    """ "900 overseas addresses controlled hosts, and 300 addresses controlled sites": those are overseas as well."""
    noun = ends.draft.phrase
    if noun is None or not (ends.sends and ends.own) or noun.places or noun.from_places:
        return
    same = (d for d in reversed(ends.before) if d.phrase is not None and d.phrase.sort == noun.sort)
    last = next(same, None)
    joined = ends.reading.lower(lead(ends.reading.tokens, ends.draft.quantity)) in JOINING
    if last is not None and last.origin == "XX" and joined:
        noun.places.append("XX")


def by_phrase(ends: Ends) -> None:
    """ "Attacks from Peru on 900 Chilean sites": what the phrase says that is counted."""
    phrase = ends.draft.phrase
    if phrase is None or (whole_of(ends.reading, ends.draft.quantity) and not names_place(ends.reading, phrase)):
        return
    ends.origin, ends.target = list(phrase.from_places), list(phrase.to_places)
    _its_places(ends, phrase)
    deeds = ends.deeds if ends.here else ()
    if any(deed.patient is phrase and not deed.passive for deed in deeds) and phrase.sort in ("site", "host", "page"):
        ends.origin += phrase.came_from  # "tampered with 370 websites from abroad"
        ends.target = [code for code in ends.target if code not in phrase.came_from]
    for deed in deeds:
        _its_deed(ends, phrase, deed)
    if ends.sends and not ends.origin:
        ends.origin = _raided_by(ends, phrase)


def _its_places(ends: Ends, phrase: Phrase) -> None:
    """The places in the phrase or behind it, by what is counted."""
    if ends.sends:
        imitated = ends.draft.role in PAGES and bool(phrase.places) and _imitates(ends.reading, phrase)
        ends.origin += [] if imitated else phrase.places
        ends.target += phrase.places if imitated else []
    elif ends.event and phrase.sort not in ("host", "user"):  # "on PCs in Peru": attacks that hit those
        ends.origin += [code for code in phrase.places if code != WORLD]
        ends.target += [code for code in phrase.places if code == WORLD and not ends.target]  # "global attacks"
    else:
        ends.target += phrase.places
        ends.origin += _planted_by(ends.reading, phrase)


def _imitates(reading: Reading, phrase: Phrase) -> bool:
    """Whether pages imitate those of their place: "Chinese phishing sites", not "US-hosted phishing sites"."""
    hosted = any(reading.lower(at) in STANDING for at in range(phrase.first, phrase.head))
    return _adjective(phrase) and not hosted


def _adjective(phrase: Phrase) -> bool:
    """Whether the place stands before the noun: "Chinese sites" are imitated or hit, "sites in China" are there."""
    return phrase.after == phrase.last


def _planted_by(reading: Reading, phrase: Phrase) -> Codes:
    """ "Peruvian sites with Chilean backdoors": where those are from who planted them."""
    planted = next((p for p in reading.phrases if p.first == phrase.last + 1 and p.sort == "backdoor"), None)
    return planted.places if planted is not None and reading.lower(phrase.last) == "with" else []


def _its_deed(ends: Ends, phrase: Phrase, deed: Deed) -> None:
    """What one deed of the sentence says of the ends of a phrase."""
    if deed.sort == "hosting" and ends.draft.role in HELD:
        if deed.agent is not None and deed.agent.sort == "place":  # "Peru hosts 900 bots"
            ends.target += deed.agent.places
        return  # "arrested three men suspected of running a network of 13 million computers"
    if deed.sort == "defend":
        _suffers(ends, phrase, deed)
    elif deed.agent is phrase and deed.patient is not None:
        _does(ends, deed, deed.patient)
    elif deed.patient is phrase and deed.agent is not None and not _harmless(ends, deed, deed.agent):
        agent = deed.agent
        ends.origin += [code for code in (*agent.places, *agent.from_places) if code not in ends.origin]
        ends.target += agent.to_places


def _suffers(ends: Ends, phrase: Phrase, deed: Deed) -> None:
    """Who suffers what: "900 sites in Peru came under attack from Chile", "Peru faced 900 attacks"."""
    if deed.agent is phrase and deed.patient is not None and not phrase.from_places:
        sent = deed.patient.places if deed.patient.sort in ACTING else []
        ends.origin += [code for code in (*deed.patient.from_places, *sent) if code != WORLD]
    agent = deed.agent
    if (
        deed.patient is phrase
        and agent is not None
        and (agent.sort not in ("actor", "ip", "server") or ends.reading.lower(agent.head) in TROOPS)
    ):
        struck = (*agent.places, *agent.to_places)
        ends.target += [code for code in struck if code not in ends.target]


def _does(ends: Ends, deed: Deed, patient: Phrase) -> None:
    """Whom the phrase does it to: "900 servers controlled computers in Peru"."""
    hurt = [] if deed.sort == "hosting" and not _adjective(patient) else patient.places
    # Of a page, not where it stands: "pages in the US on 135 servers".
    hit = [code for code in hurt if code not in patient.came_from or not ends.event]
    ends.origin += patient.came_from if ends.event else []  # "hit portals, coming from Peru"
    ends.target += [code for code in (*hit, *patient.to_places) if code not in ends.target]


def _harmless(ends: Ends, deed: Deed, agent: Phrase) -> bool:
    """Whether who does it is no attacker: "Russian police shut down 14 servers"."""
    return (
        (deed.sort == "comprise" and agent.sort != "botnet")
        or _handed_on(ends, deed)
        or deed.sort == "seize"
        or lies_still(agent)
        or by_law(ends.reading, agent)
        or (ends.sends and deed.sort == "attack")
    )


def _handed_on(ends: Ends, deed: Deed) -> bool:
    """Whether a deed is done to a part only: "of the 61,000 hosts, 12.5 percent were controlled from Peru"."""
    phrase, phrases = ends.draft.phrase, ends.reading.phrases
    if phrase is None or not ends.own or not deed.passive:
        return False
    owned = {q.first for other in phrases for q in other.counted}
    last = deed.agent.first if deed.agent is not None and deed.agent.first > deed.at else deed.at
    between = (q for q in ends.reading.quantities if q.first in range(phrase.last, last) and q.first not in owned)
    return any(not _of_all_that(ends.reading, q) for q in between)


def _of_all_that(reading: Reading, quantity: Quantity) -> bool:
    """ "15,349 sites, a quarter of the total, were attacked by": which part of all sites those are."""
    behind = next((reading.words(quantity.last, at) for at in range(quantity.last, quantity.last + CLOSE)
                   if reading.lower(at) == ","), "")  # fmt: skip
    return reading.lower(lead(reading.tokens, quantity)) == "," and behind.startswith(("of the total", "of all"))


def _raided_by(ends: Ends, phrase: Phrase) -> Codes:
    """Whose police took servers down, which are there if nothing else is said: "Dutch police seized 14 servers"."""
    for deed in ends.deeds:
        agent = deed.agent
        if deed.sort not in ("seize", "attack") or agent is None or deed.patient is not phrase:
            continue
        words = {*ends.reading.words(agent.first - 2, agent.last + 2).split()}
        if agent.sort in ("place", "organisation") and (LAW | AUTHORITIES) & words:
            return [code for code in agent.places if code not in ("XX", "EU", WORLD)]
    return []
