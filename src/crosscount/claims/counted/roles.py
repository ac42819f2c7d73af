"""What a phrase counts, in our words: from the noun, the topic beside it, and what is done to whom."""

from __future__ import annotations

from collections.abc import Collection

from crosscount.claims.counted.standing import first_of, standing
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import Phrase

__all__ = ["BESIDE", "CONTROLLED", "EVENTS", "ORIGIN_SIDE", "TARGET_SIDE", "role_of"]

MACHINES = frozenset(("host", "server", "ip", "user", "organisation"))
PROGRAMS = frozenset(("botnet", "malware"))
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
HARMS = frozenset(("deface", "attack", "control", "infect", "implant"))


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
    does.sort(key=lambda deed: not _phishes(deed))  # says more than an attack
    own = phrase.topics
    if phrase.sort in ("host", "user") and ("tried" in own or any(_in_vain(deed, phrase) for deed in deeds)):
        return "attack_event"
    if phrase.sort in ("site", "page") and len({"deface", "phish"} & own) == 1:
        return "defaced_site" if "deface" in own else "phish_page"  # whatever else the sentence speaks of
    for deed in does:
        role = _acting(phrase, deed, topics, known)
        if role:
            return role
    for deed in done:
        near = clause if deed.sort == "implant" and phrase.sort == "site" else topics  # of "42 were defaced; 17 had …"
        role = _suffering(phrase, deed, near, known)
        if role:
            return role
        if deed.sort == "seize" and phrase.sort == "host":
            return None  # evidence, whatever the text is about
    return standing(
        phrase,
        own,
        clause,
        topics,
        known,
        harmed=any(deed.sort in HARMS for deed in deeds),
    )


def _in_vain(deed: Deed, phrase: Phrase) -> bool:
    """Whether machines are those on which something was tried: "faced attempts", "experienced at least one attack"."""
    event = deed.agent if deed.sort == "infect" else deed.patient
    if event is None or event.sort != "event" or "tried" not in event.topics:
        return False
    return deed.patient is phrase if deed.sort == "infect" else deed.sort == "defend" and deed.agent is phrase


def _same(one: Phrase, other: Phrase) -> bool:
    return one is other or (one.first <= other.first < one.last)


def _is_page(phrase: Phrase | None) -> bool:
    return phrase is not None and (phrase.sort == "page" or (phrase.sort == "site" and "phish" in phrase.topics))


def _phishes(deed: Deed) -> bool:
    """Whether who does it hosts pages that trick users, or sends the attacks by such pages."""
    sends = deed.sort == "launch" and deed.patient is not None and "phish" in deed.patient.topics
    return sends or (deed.sort == "hosting" and _is_page(deed.patient))


def _acting(phrase: Phrase, deed: Deed, topics: Collection[str], known: Collection[str]) -> str | None:
    if deed.sort == "defend" and phrase.sort == "site" and phrase.counted and not {"backdoor", "deface"} & {*topics}:
        return "hacked_site" if deed.patient is not None and deed.patient.sort == "event" else None
    if deed.sort == "impersonate" and phrase.sort in ("site", "page"):
        return "phish_page"
    patient = deed.patient
    if deed.sort == "defend" and patient is not None and patient.sort in ("event", "incident", "breach"):
        hit = {"organisation": "victim_org", "user": "affected_user"}.get(phrase.sort)
        if hit is not None:
            return hit  # "22 percent of companies suffered an incident"
    if deed.sort == "defend" and phrase.sort == "user" and {"infect", "malicious"} & {*topics}:
        return "infected_host"  # "900 users suffered from viruses"
    if phrase.sort not in ("ip", "server", "host", "botnet"):
        return None
    if deed.sort in ("hosting", "lure", "impersonate") or _is_page(patient):
        phishing = _is_page(patient) or "phish" in topics or "phish" in known
        return "phish_host" if phishing else None
    if deed.sort == "implant" and (patient is None or patient.sort in ("site", "backdoor")):
        return "backdoor_ip"
    if patient is None:
        if deed.sort != "control" or phrase.sort not in ("server", "ip"):
            return None
        return "backdoor_ip" if "backdoor" in topics else "c2"  # "backdoors in 900 sites, 70 of them controlled by"
    if patient.sort == "site" and deed.sort in ("control", "attack", "deface", "implant", "infect"):
        backdoor = deed.sort in ("control", "infect") or "backdoor" in topics or "backdoor" in known
        return "backdoor_ip" if backdoor else "attack_ip"
    if phrase.sort == "host" and {"bot", "infect"} & phrase.topics:
        return "infected_host"
    if deed.sort in ("control", "infect", "implant") and patient.sort in (*MACHINES, "infection", "place"):
        return "c2"
    if deed.sort == "control" and patient.sort in PROGRAMS:
        return "c2"
    phishing = "phish" in phrase.topics or (deed.sort == "launch" and "phish" in patient.topics)
    if deed.sort in ("attack", "launch") and phrase.sort in ("server", "ip", "host") and phishing:
        return "phish_host"  # "phishing servers that target customers of banks"
    if deed.sort == "launch" and "backdoor" in topics and not {"ddos", "deface", "phish", "scan"} & patient.topics:
        return "backdoor_ip"  # "57,000 backdoor attacks came from 2,016 addresses"
    if deed.sort in ("attack", "launch"):
        robbed = deed.sort == "attack" and patient.sort in ("record", "malware") and "infect" in topics
        if phrase.sort == "host" and ("control" in phrase.topics or robbed):
            return "infected_host"  # "5,100 infected computers had files stolen"
        return "attack_ip" if phrase.sort in ("ip", "server", "host") else None
    return None


def _unnamed(deed: Deed) -> bool:
    """Whether a program has the machines, or somebody who is not said: not "they gained control of 700 phones"."""
    if deed.agent is None:
        return deed.passive
    return deed.agent.sort in ("malware", "actor")


def _suffering(phrase: Phrase, deed: Deed, topics: Collection[str], known: Collection[str]) -> str | None:
    agent = deed.agent
    by = agent.sort if agent is not None else None
    if phrase.sort == "incident" and deed.sort == "launch" and by in ("place", "actor"):
        return "attack_event"  # "Peru was behind 4,100 hacking incidents"
    if deed.sort == "use":
        ruling = {"control": "c2"} if phrase.sort == "ip" else dict.fromkeys(("control", "bot", "infect"), "c2")
        return first_of([topics, known], ruling) or "attack_ip" if phrase.sort in ("ip", "server") else None
    if deed.sort == "member" and phrase.sort in MACHINES:
        kinds = {"ip": "infected_ip", "server": "c2"}
        return kinds.get(phrase.sort, "infected_host") if by == "botnet" else None
    if phrase.sort == "malware" and deed.sort == "infect" and by in ("user", "host"):
        return "infected_host"  # 用户感染恶意程序3亿次: who was infected with it
    tricks = "phish" in {*phrase.topics, *topics, *known}
    if phrase.sort == "page" and deed.sort in HARMS and not tricks:
        backdoor = deed.sort == "implant" and "backdoor" in topics
        # "Tampered with 2,310 web pages", "backdoors implanted in 640 pages", "pages were injected with scripts".
        return "defaced_site" if deed.sort == "deface" else "backdoored_site" if backdoor else "hacked_site"
    if phrase.sort == "page" and "malicious" in phrase.topics and not tricks:
        return "malicious_domain"
    if _is_page(phrase):
        return "phish_page"
    if deed.sort == "deface" and phrase.sort in ("server", "host"):
        return "defaced_site"  # what was on them
    if phrase.sort == "site" and deed.sort == "seize" and by == "actor":
        return "hacked_site"  # "attackers took down 27 sites"
    if phrase.sort == "site":
        if deed.sort == "deface" or ("deface" in topics and "backdoor" not in topics):
            return "defaced_site"
        machine = by in ("ip", "server", "host", "place")
        planted = deed.sort == "implant" or (deed.sort in ("control", "infect") and machine)
        planted |= deed.sort == "control" and by == "actor"
        if planted or "backdoor" in topics or (machine and "backdoor" in known):
            return "backdoored_site"
        return "hacked_site" if deed.sort in ("attack", "infect") else None
    if deed.sort == "seize" and phrase.sort == "host":
        telling = {"control", "infect", "bot", "phish"}
        if not telling & phrase.topics:  # "1,500 computers were taken offline", or evidence
            return None if telling & {*known} else "victim_host"
        if {"infect", "bot"} & phrase.topics:
            return "infected_host"
    if phrase.sort == "domain" and deed.sort in ("attack", "deface"):
        return "defaced_site" if deed.sort == "deface" else "hacked_site"
    if deed.sort == "seize" and phrase.sort == "domain":
        return "malicious_domain"
    if deed.sort == "seize" and phrase.sort in ("host", "server", "ip"):
        return "phish_host" if "phish" in phrase.topics else "c2"
    by_men = deed.sort == "control" and by in ("actor", "person")
    if phrase.sort == "server" and "control" in phrase.topics and (deed.sort == "attack" or by_men):
        return "c2"  # also "control servers run by the gang"
    if phrase.sort in ("host", "server"):
        if deed.sort == "attack" and by in PROGRAMS:
            return "infected_host"
        if deed.sort == "comprise" and phrase.sort == "server":
            return "c2"
        if deed.sort == "comprise":
            return "infected_host" if by in PROGRAMS else None
        if "clean" in topics:
            return "cleaned_host"
        if deed.sort == "control" and by in ("organisation", "record", "user"):
            return None  # "machines connected to 150 networks"
        net = agent is not None and agent.sort == "botnet" and not (deed.passive or agent.counted or agent.places)
        if deed.sort == "control" and net:
            return "infected_host"  # "a botnet in control of 6,200 machines"
        if deed.sort == "control":
            by_program = _unnamed(deed) and {"infect", "bot"} & {*topics}
            infected = bool(phrase.counted and ("infect" in phrase.topics or by_program))
            return "infected_host" if infected else "victim_host"
        if deed.sort == "infect":
            steered = agent is not None and by in ("server", "ip") and agent.counted
            return "victim_host" if steered else "infected_host"
        if deed.sort in ("attack", "implant"):
            return "infected_host" if "infect" in topics and "control" not in topics else "victim_host"
    if phrase.sort == "ip" and deed.sort == "defend" and not {"infect", "bot", "victim"} & {*topics, *known}:
        return "attack_ip"  # "Peru blocked over 400 addresses"
    if phrase.sort == "ip":
        if deed.sort == "control":
            linked = agent is None or (agent.sort in MACHINES and not agent.counted)  # "connected to a sinkhole"
            ill = not deed.passive or linked
            return "infected_ip" if ill and "infect" in {*topics, *known} else "victim_host"
        return "infected_ip"
    if phrase.sort == "user" and "record" in phrase.topics:
        return "stolen_record"
    if phrase.sort == "organisation" and deed.sort in HARMS:
        return "victim_org"
    if phrase.sort == "user" and (deed.sort == "infect" or by == "malware"):
        return "infected_host"  # whose computers or phones were
    return None
