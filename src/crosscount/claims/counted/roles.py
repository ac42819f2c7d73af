"""What a phrase counts, in our words: from the noun, the topic beside it, and what is done to whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import Phrase

__all__ = ["BESIDE", "CONTROLLED", "EVENTS", "ORIGIN_SIDE", "TARGET_SIDE", "role_of"]

MACHINES = frozenset(("host", "server", "ip", "user", "organisation"))
PROGRAMS = frozenset(("botnet", "malware"))
# Whose place is where the threat comes from; all others are where it goes, events excepted.
ORIGIN_SIDE = frozenset(
    ("c2", "phish_host", "phish_page", "backdoor_ip", "attack_ip", "malicious_domain", "malware_host")
)
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
     "victim_org", "affected_user", "malware_host", "exposed_service", "vulnerability")
)  # fmt: skip
# Class of the noun → topic → role; the first topic that is there decides.
BY_TOPIC: dict[str, dict[str, str]] = {
    "host": {
        "clean": "cleaned_host", "phish": "phish_host", "backdoor": "backdoor_ip", "infect": "infected_host",
        "bot": "infected_host", "spam": "infected_host", "malicious": "infected_host",
        "source": "attack_ip", "control": "victim_host", "exposed": "exposed_service", "hack": "victim_host",
        "ddos": "infected_host",
    },
    "server": {
        "control": "c2", "phish": "phish_host", "backdoor": "backdoor_ip", "exposed": "exposed_service",
        "source": "attack_ip", "infect": "infected_host", "hack": "victim_host", "ddos": "c2",
    },
    "ip": {
        "source": "attack_ip", "infect": "infected_ip", "phish": "phish_host", "backdoor": "backdoor_ip",
        "control": "c2", "scan": "attack_ip", "ddos": "attack_ip", "hack": "attack_ip",
        "malicious": "attack_ip", "spam": "infected_ip",
    },
    "site": {
        "phish": "phish_page", "deface": "defaced_site", "backdoor": "backdoored_site", "hack": "hacked_site",
        "infect": "hacked_site", "ddos": "hacked_site", "steal": "hacked_site", "malicious": "hacked_site",
    },
    "page": {
        "phish": "phish_page", "deface": "defaced_site", "infect": "hacked_site", "hack": "hacked_site",
        "malicious": "malicious_domain", "ddos": "hacked_site",
    },
}  # fmt: skip
ALWAYS = {
    "botnet": "botnet",
    "domain": "malicious_domain",
    "infection": "infected_host",
    "defacement": "defaced_site",
    "breach": "data_breach",
    "backdoor": "backdoored_site",
}
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
    if any(deed.sort == "defend" and deed.patient is not None and _floods(deed.patient, phrase) for deed in does):
        return None  # "two websites were subject to 144,000 attacks"
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
    return _standing(
        phrase,
        own,
        clause,
        topics,
        known,
        harmed=any(d.sort in HARMS for d in deeds if d not in does or d.sort != "control"),
    )


def _floods(event: Phrase, phrase: Phrase) -> bool:
    """Whether attacks are counted, and those whom they hit only named."""
    few = bool(phrase.counted) and phrase.counted[0].value < 10
    return few and event.sort == "event" and bool(event.counted)


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
    by_program = deed.patient is None or deed.patient.sort in ("malware", "botnet")
    if deed.sort == "defend" and phrase.sort == "user" and by_program and {"infect", "malicious"} & {*topics}:
        return "infected_host"  # "900 users suffered from viruses"
    if deed.sort == "defend" and deed.patient is not None and deed.patient.sort in ("event", "incident", "breach"):
        hit = {"organisation": "victim_org", "user": "affected_user"}.get(phrase.sort)
        if hit is not None:
            return hit  # "22 percent of companies suffered an incident"
    if phrase.sort == "malware" and phrase.counted and deed.sort == "attack" and deed.passive:
        return "attack_event"  # "was attacked by 480,000 Trojan viruses"
    if phrase.sort not in ("ip", "server", "host", "botnet"):
        return None
    patient = deed.patient
    if deed.sort in ("hosting", "lure", "impersonate") or _is_page(patient):
        phishing = _is_page(patient) or "phish" in topics or "phish" in known
        hosts = deed.sort == "hosting" and "infect" in topics and not {"infect", "bot"} & phrase.topics
        served = patient is not None and patient.sort in ("site", "page", "malware", "record")
        hosts &= served or phrase.sort != "host"  # "computers running Windows"
        return "phish_host" if phishing else "malware_host" if hosts else None
    if deed.sort == "implant" and (patient is None or patient.sort in ("site", "backdoor")):
        return "backdoor_ip"
    if deed.sort == "comprise":
        return "botnet" if phrase.sort == "botnet" else None
    if patient is None:
        if deed.sort != "control" or phrase.sort not in ("server", "ip"):
            return None
        return (
            "backdoor_ip" if "backdoor" in topics else "c2"
        )  # "backdoors in 900 sites, of which 70 are controlled by"
    if patient.sort == "site" and deed.sort in ("control", "attack", "deface", "implant", "infect"):
        backdoor = deed.sort in ("control", "infect") or "backdoor" in topics or "backdoor" in known
        return "backdoor_ip" if backdoor else "attack_ip"
    if phrase.sort == "host" and {"bot", "infect"} & phrase.topics:
        return "infected_host"
    if deed.sort in ("control", "infect", "implant") and patient.sort in (*MACHINES, "infection", "place"):
        return "c2"
    if deed.sort == "control" and (patient.sort in PROGRAMS or (patient.sort == "event" and phrase.sort == "server")):
        return "c2"  # "servers ordering the attack"
    phishing = "phish" in phrase.topics or (deed.sort == "launch" and "phish" in patient.topics)
    if deed.sort in ("attack", "launch") and phrase.sort in ("server", "ip", "host") and phishing:
        return "phish_host"  # "phishing servers that target customers of banks"
    if deed.sort == "launch" and patient.sort == "incident" and "backdoor" in topics:
        return "backdoor_ip"  # "18,000 addresses were behind most of those cases"
    planting = "backdoor" in topics and not {"ddos", "deface", "phish", "scan"} & patient.topics
    if deed.sort == "launch" and planting and phrase.sort in ("ip", "server"):
        return "backdoor_ip"  # "57,000 backdoor attacks came from 2,016 addresses"
    if deed.sort in ("attack", "launch"):
        robbed = (
            deed.sort == "attack" and (patient is None or patient.sort in ("record", "malware")) and "infect" in topics
        )
        if phrase.sort == "host" and ("control" in phrase.topics or robbed):
            return "infected_host"  # "5,100 infected computers had files stolen"
        return "attack_ip" if phrase.sort in ("ip", "server", "host") else None
    return None


def _suffering(phrase: Phrase, deed: Deed, topics: Collection[str], known: Collection[str]) -> str | None:
    agent = deed.agent
    if deed.sort == "use" and phrase.sort == "host" and agent is not None and agent.sort == "botnet":
        return "infected_host"
    if deed.sort == "use":
        ruling = {"control": "c2"} if phrase.sort == "ip" else dict.fromkeys(("control", "bot", "infect"), "c2")
        return _first([topics, known], ruling) or "attack_ip" if phrase.sort in ("ip", "server") else None
    spoken_of = {"bot", "infect", "control"} & {*topics, *known}
    if deed.sort == "member" and agent is None and phrase.sort == "host" and spoken_of:
        return "infected_host"  # "50,000 computers were part of it"
    if deed.sort == "member" and phrase.sort in MACHINES:
        return (
            ("infected_ip" if phrase.sort == "ip" else "infected_host")
            if agent is not None and agent.sort == "botnet"
            else None
        )
    if phrase.sort == "malware" and deed.sort == "infect" and agent is not None and agent.sort in ("user", "host"):
        return "infected_host"  # 用户感染恶意程序3亿次: who was infected with it
    if phrase.sort == "page" and deed.sort in HARMS and "phish" not in {*phrase.topics, *topics, *known}:
        backdoor = deed.sort == "implant" and "backdoor" in topics and "hack" not in topics
        # "Tampered with 2,310 web pages", "backdoors implanted in 640 pages", "pages were injected with scripts".
        return "defaced_site" if deed.sort == "deface" else "backdoored_site" if backdoor else "hacked_site"
    if phrase.sort == "page" and "malicious" in phrase.topics and "phish" not in {*phrase.topics, *topics, *known}:
        return "malicious_domain"
    if _is_page(phrase):
        return "phish_page"
    if phrase.sort == "site":
        if deed.sort == "deface" or ("deface" in topics and "backdoor" not in topics):
            return "defaced_site"
        machine = agent is not None and agent.sort in ("ip", "server", "host", "place")
        planted = deed.sort == "implant" or (deed.sort in ("control", "infect") and machine)
        planted |= deed.sort == "control" and agent is not None and agent.sort == "actor"
        if planted or "backdoor" in topics or (machine and "backdoor" in known):
            return "backdoored_site"
        return "hacked_site" if deed.sort in ("attack", "infect") else None
    if (
        deed.sort == "seize"
        and phrase.sort == "host"
        and not {"control", "infect", "bot", "phish"} & {*phrase.topics, *known}
    ):
        return "victim_host"  # "1,500 computers were taken offline"
    if deed.sort == "seize" and phrase.sort == "host" and not {"control", "bot", "infect", "phish"} & phrase.topics:
        return None  # evidence
    if deed.sort == "seize" and phrase.sort == "host" and {"infect", "bot"} & phrase.topics:
        return "infected_host"
    if phrase.sort == "domain" and deed.sort in ("attack", "deface"):
        return "defaced_site" if deed.sort == "deface" else "hacked_site"
    if deed.sort == "seize" and phrase.sort == "domain":
        return "malicious_domain"
    if deed.sort == "seize" and phrase.sort in ("host", "server", "ip"):
        return "phish_host" if "phish" in phrase.topics else "c2"
    if phrase.sort == "server" and "control" in phrase.topics and deed.sort == "attack":
        return "c2"
    by_state = deed.sort == "attack" and agent is not None and agent.sort == "place"
    if phrase.sort == "server" and by_state and {"control", "infect", "bot"} & {*topics, *known}:
        return "c2"  # "Russian police shut down 14 servers"
    nobody = agent is None or agent.sort in ("place", "organisation")
    if phrase.sort == "server" and deed.sort == "control" and nobody and {"infect", "bot"} & {*topics} - phrase.topics:
        return "c2"  # "police took control of the network, which had 90 servers"
    if phrase.sort in ("host", "server"):
        if deed.sort == "attack" and agent is not None and agent.sort in ("botnet", "malware"):
            return "infected_host"
        if deed.sort == "comprise" and phrase.sort == "server" and "infect" not in phrase.topics:
            return "c2"
        if deed.sort == "comprise":
            named = agent is not None and agent.sort in PROGRAMS
            spoken = {"bot", "control", "infect"} & {*topics, *known}  # "it consisted of 260,000 routers"
            return "infected_host" if named or (agent is None and spoken) else None
        if "clean" in topics:
            return "cleaned_host"
        if deed.sort == "control" and agent is not None and agent.sort in ("organisation", "record", "user"):
            return None  # "machines connected to 150 networks"
        net = agent is not None and agent.sort == "botnet" and not (deed.passive or agent.counted or agent.places)
        if deed.sort == "control" and net:
            return "infected_host"  # "a botnet in control of 6,200 machines"
        if deed.sort == "control":
            by_program = (agent is None or agent.sort in ("actor", "malware")) and {"infect", "bot"} & {*topics}
            bots = "bot" in phrase.topics and (agent is None or not agent.places)  # "bots connected to our server"
            infected = bool(phrase.counted and ("infect" in phrase.topics or by_program or bots))
            return "infected_host" if infected else "victim_host"
        if deed.sort == "infect":
            return "infected_host"
        if deed.sort in ("attack", "implant"):
            if "bot" in phrase.topics:
                return "infected_host"
            infected = "infect" in topics or ("infect" in known and "control" not in known)
            return "infected_host" if infected and "control" not in topics else "victim_host"
    if phrase.sort == "ip" and deed.sort == "defend" and not {"infect", "bot", "victim"} & {*topics, *known}:
        return "attack_ip"  # "Peru blocked over 400 addresses"
    if phrase.sort == "ip":
        if deed.sort == "control":
            linked = agent is None or (agent.sort in MACHINES and not agent.counted)  # "connected to a sinkhole"
            ill = not deed.passive or linked or "infect" in phrase.topics
            return "infected_ip" if ill and ("infect" in topics or "infect" in known) else "victim_host"
        return "infected_ip"
    if phrase.sort == "user" and "record" in phrase.topics:
        return "stolen_record"
    if phrase.sort == "organisation" and deed.sort in HARMS:
        return "victim_org"
    if phrase.sort in ("user", "person") and (deed.sort == "infect" or (agent is not None and agent.sort == "malware")):
        return "infected_host"  # whose computers or phones were
    if phrase.sort == "user" and deed.sort in HARMS:
        return "affected_user"
    return None


def _standing(
    phrase: Phrase,
    own: set[str],
    clause: Collection[str],
    topics: Collection[str],
    known: Collection[str],
    *,
    harmed: bool,
) -> str | None:
    """The role of a phrase that neither acts nor suffers in the sentence."""
    sort = phrase.sort
    if sort in ("host", "server") and "backdoor" in topics and "XX" not in phrase.places:
        return "victim_host"
    if sort in ("host", "server") and "clean" in {*own, *clause}:
        return "cleaned_host"
    if sort == "host" and "hack" in own and {"bot", "control", "infect"} & {*topics, *known}:
        return "infected_host"  # what a botnet or a program broke into
    if sort == "ip" and "malicious" in own and not {"infect", "control"} & own:
        return "attack_ip"
    if sort == "server" and {"source", "ddos"} & own and {"bot", "infect"} & {*topics, *known}:
        return "c2"  # that had infected machines attack
    if sort == "ip" and {"bot", "victim"} & own:
        return "infected_ip"
    if sort == "site" and "malicious" in own and not own & {"phish", "hack", "infect"}:
        return "malicious_domain"  # not "sites that hold malicious programs"
    if sort in BY_TOPIC:
        # Servers that are counted by where they stand, with nothing else said of them, are those that control.
        placed = "c2" if sort == "server" and phrase.places else None
        if sort == "server" and "infect" not in own and {"infect", "bot"} & {*topics, *known}:
            others = [{*each} - {"infect"} for each in (own, clause, topics, {*known} - {"hack"})]
            return _first(others, BY_TOPIC[sort]) or "c2"  # in a text on infected machines
        before = (
            {*known} - {"ddos", "steal", "malicious"} if sort == "site" else known
        )  # a flood before says nothing of any site
        if sort == "host" and {"bot", "control", "infect"} & {*known}:
            before = {*before} - {"phish"}  # fraud before says nothing of the machines of a botnet
        if sort == "host" and "control" in known:
            before = {*before, "bot"}  # in a text on a botnet
        if sort == "ip" and "reported" in {*topics, *known}:
            placed = "infected_ip"  # "alerts tied to 2.2 million addresses"
        return _first([own, clause, topics, before], BY_TOPIC[sort]) or placed
    if sort == "event" and own == {"deface"}:
        return "defaced_site"
    if sort == "event":
        return "phish_event" if "phish" in own and "control" not in own else "attack_event"
    if sort == "breach" and "reported" in {*own, *clause}:
        return "incident_report"  # "2,300 breaches were dealt with"
    if sort == "incident" and "ddos" in own and "reported" not in topics:
        return "attack_event"  # "DDoS events"
    if sort == "incident":
        if "reported" not in topics and "phish" in own:
            return "phish_event"
        if "sites" in own:
            return "hacked_site"
        struck = ("against" in own and "reported" not in topics) or "attacks" in own
        return "defaced_site" if "deface" in own else "attack_event" if struck else "incident_report"
    if sort == "report":
        return "incident_report" if own or "reported" in {*clause, *known} else None
    if sort == "malware":
        reported = "reported" in topics and not {"control", "sample"} & own
        return "incident_report" if reported else "malware_sample"
    if sort in ("user", "person") and "record" in own:
        return "stolen_record"
    if sort in ("organisation", "user"):
        harmed |= "victim" in own
        if own == {"victim"} and {"bot", "control"} & {*topics, *known} and "ddos" not in {*topics, *known}:
            return "infected_host"  # a botnet's victims are machines
        if sort == "user" and {"infect", "malicious"} & own and not {"phish", "steal"} & own:
            return "infected_host"
        hurt = harmed or bool({"hack", "infect", "phish", "steal", "bot"} & own)
        return ("victim_org" if sort == "organisation" else "affected_user") if hurt else None
    if sort == "email" and "steal" in topics:
        return "stolen_record"
    if sort == "email":
        hostile = {"phish", "spam", "infect", "malicious", "hack"} & {*own, *topics, *known}
        if "spam" in own and "phish" not in own:
            return "spam_email"
        return "phish_event" if "phish" in hostile else "spam_email" if hostile else None
    if sort == "flood":
        return None if "speed" in topics else "attack_volume"
    if sort == "volume":
        return _first([topics, known], {"ddos": "attack_volume", "steal": "stolen_data"})
    if sort == "record":
        return "stolen_record" if {"hack", "steal", "phish"} & {*topics} or {"steal", "hack"} & {*known} else None
    if sort == "domain" and not {"phish", "malicious", "infect", "control", "spam", "bot", "hack"} & {
        *own,
        *topics,
        *known,
    }:
        return None
    return ALWAYS.get(sort)


def _first(every: Sequence[Collection[str]], roles: dict[str, str]) -> str | None:
    for topics in every:
        for topic, role in roles.items():
            if topic in topics:
                return role
    return None
