"""What a phrase counts, in our words: from the noun, the topic beside it, and what is done to whom."""

from __future__ import annotations

from collections.abc import Collection

from crosscount.claims.counted.acting import acting, phishes
from crosscount.claims.counted.party import HARMS, Party
from crosscount.claims.counted.standing import Bystander, standing
from crosscount.claims.counted.suffering import suffering
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import Phrase

__all__ = ["BESIDE", "CONTROLLED", "EVENTS", "ORIGIN_SIDE", "TARGET_SIDE", "role_of"]

# Whose place is where the threat comes from; all others are where it goes, events excepted.
ORIGIN_SIDE = frozenset(("c2", "phish_host", "phish_page", "backdoor_ip", "attack_ip", "malicious_domain"))
TARGET_SIDE = frozenset(
    ("victim_host", "infected_host", "infected_ip", "backdoored_site", "hacked_site", "defaced_site", "cleaned_host",
     "victim_org", "affected_user", "stolen_record", "exposed_service", "incident_report", "vulnerability")
)  # fmt: skip
CONTROLLED = frozenset(("victim_host", "backdoored_site"))  # of others: in a list of countries, those who control
EVENTS = frozenset(
    ("attack_event", "phish_event", "data_breach", "phish_email", "spam_email",
     "attack_volume", "malware_sample", "botnet")
)  # fmt: skip
# Told apart so that their numbers are not taken for others, and left out: how much was stolen, sent or written, and who
# was hurt by it, is no number of attacks, attackers, or machines and sites under attack.
BESIDE = frozenset(
    ("stolen_record", "stolen_data", "data_breach", "spam_email", "phish_email", "attack_volume", "malware_sample",
     "victim_org", "affected_user", "exposed_service", "vulnerability")
)  # fmt: skip


def role_of(
    phrase: Phrase,
    deeds: Collection[Deed],
    topics: Collection[str],
    known: Collection[str],
    clause: Collection[str] = (),
) -> str | None:
    """The role, or None where the phrase counts no threat.

    `topics` of the sentence, `clause`: of its part where the phrase stands; `known`: topics of the sentences before,
    the nearest first, for "these websites".
    """
    does = [deed for deed in deeds if deed.agent is not None and _same(deed.agent, phrase)]
    done = [deed for deed in deeds if deed.patient is not None and _same(deed.patient, phrase)]
    does.sort(key=lambda deed: not phishes(deed))  # says more than an attack
    own = phrase.topics
    if phrase.sort in ("host", "user") and ("tried" in own or any(_in_vain(deed, phrase) for deed in deeds)):
        return "attack_event"
    if phrase.sort in ("site", "page") and len({"deface", "phish"} & own) == 1:
        return "defaced_site" if "deface" in own else "phish_page"  # whatever else the sentence speaks of
    for deed in does:
        role = acting(Party(phrase, deed, clause if phrase.sort == "site" else topics, known))
        if role:
            return role
    for deed in done:
        role = suffering(Party(phrase, deed, clause, known))  # of "42 were defaced; 17 had …"
        if role:
            return role
        if deed.sort in ("seize", "evidence") and phrase.sort == "host":
            return None  # evidence, whatever the text is about
    return standing(Bystander(phrase, clause, topics, known, harmed=any(deed.sort in HARMS for deed in deeds)))


def _in_vain(deed: Deed, phrase: Phrase) -> bool:
    """Whether machines are those on which something was tried: "faced attempts", "experienced at least one attack"."""
    event = deed.agent if deed.sort == "infect" else deed.patient
    if event is None or event.sort != "event" or "tried" not in event.topics:
        return False
    return deed.patient is phrase if deed.sort == "infect" else deed.sort == "defend" and deed.agent is phrase


def _same(one: Phrase, other: Phrase) -> bool:
    return one is other or (one.first <= other.first < one.last)
