"""What a phrase counts that does something: "servers that control 900 machines", "22 percent of firms suffered …"."""

from __future__ import annotations

from collections.abc import Callable

from crosscount.claims.counted.party import HARMS, MACHINES, PROGRAMS, Party, is_page
from crosscount.claims.sentences.deeds import Deed
from crosscount.claims.sentences.reading import Phrase

__all__ = ["acting", "phishes"]

OTHER_ATTACKS = frozenset(("ddos", "deface", "phish", "scan"))


def phishes(deed: Deed) -> bool:
    """Whether who does it hosts pages that trick users, or sends the attacks by such pages."""
    sends = deed.sort == "launch" and deed.patient is not None and "phish" in deed.patient.topics
    return sends or (deed.sort == "hosting" and is_page(deed.patient))


def acting(one: Party) -> str | None:
    """The role of a phrase that does something, None where the deed does not say."""
    return BY_NOUN[one.noun.sort](one) if one.noun.sort in BY_NOUN else None


def _site(sites: Party) -> str | None:
    """ "900 sites suffered attacks"."""
    patient = sites.deed.patient
    if sites.deed.sort == "defend" and not {"backdoor", "deface"} & {*sites.topics}:
        return "hacked_site" if patient is not None and patient.sort == "event" else None
    return _page(sites)


def _page(pages: Party) -> str | None:
    """ "640 pages imitated a bank"."""
    return "phish_page" if pages.deed.sort == "impersonate" else None


def _organisation(firms: Party) -> str | None:
    """ "22 percent of companies suffered an incident"."""
    return "victim_org" if _suffers_attacks(firms) else None


def _user(users: Party) -> str | None:
    """ "900 users suffered from viruses" are machines."""
    if _suffers_attacks(users):
        return "affected_user"
    return "infected_host" if users.deed.sort == "defend" and {"infect", "malicious"} & {*users.topics} else None


def _suffers_attacks(whom: Party) -> bool:
    """ "Suffered an incident", "faced attacks"."""
    patient = whom.deed.patient
    return whom.deed.sort == "defend" and patient is not None and patient.sort in ("event", "incident", "breach")


def _suffers_programs(machines: Party) -> bool:
    """ "900 addresses were hit by Trojans", "fell victim to bots"."""
    patient = machines.deed.patient
    if machines.deed.sort != "defend" or patient is None or patient.counted:
        return False
    return patient.sort in PROGRAMS or bool({"infect", "control", "bot"} & patient.topics)


def _machine(machines: Party) -> str | None:
    """ "Servers that control 900 machines", "addresses that attacked sites"."""
    deed, patient = machines.deed.sort, machines.deed.patient
    if _suffers_attacks(machines):
        return "victim_host"
    if _suffers_programs(machines):
        return "infected_ip" if machines.noun.sort == "ip" else "infected_host"
    if deed in ("hosting", "lure", "impersonate") or is_page(patient):
        copied = deed == "impersonate" and patient is not None and patient.sort in ("site", "organisation")
        return "phish_host" if copied or is_page(patient) or machines.around("phish") else None
    if deed == "implant" and (patient is None or patient.sort in ("site", "backdoor")):
        return "backdoor_ip"
    if patient is None:
        return _in_control(machines)
    if patient.sort == "site" and deed in HARMS:
        return "backdoor_ip" if deed in ("control", "infect") or machines.around("backdoor") else "attack_ip"
    if machines.noun.sort == "host" and {"bot", "infect"} & machines.noun.topics:
        return "infected_host"
    if _steers(deed, patient):
        return "c2"
    return _attacking(machines, patient) if deed in ("attack", "launch") else None


def _in_control(servers: Party) -> str | None:
    """ "Backdoors in 900 sites, 70 of them controlled by 40 servers": of what is not said."""
    if servers.deed.sort != "control" or servers.noun.sort not in ("server", "ip"):
        return None
    return "backdoor_ip" if "backdoor" in servers.topics else "c2"


def _steers(deed: str, patient: Phrase) -> bool:
    """Whether who does it has machines, or a program, in its power."""
    if deed == "control" and patient.sort in PROGRAMS:
        return True
    return deed in ("control", "infect", "implant") and patient.sort in {*MACHINES, "infection", "place"}


def _attacking(machines: Party, patient: Phrase) -> str | None:
    """ "2,016 addresses attacked 900 machines"."""
    noun, launched = machines.noun, machines.deed.sort == "launch"
    if noun.sort != "botnet" and ("phish" in noun.topics or (launched and "phish" in patient.topics)):
        return "phish_host"  # "phishing servers that target customers of banks"
    if launched and "backdoor" in machines.topics and not OTHER_ATTACKS & patient.topics:
        return "backdoor_ip"  # "57,000 backdoor attacks came from 2,016 addresses"
    robbed = not launched and patient.sort in ("record", "malware") and "infect" in machines.topics
    if noun.sort == "host" and ("control" in noun.topics or robbed):
        return "infected_host"  # "5,100 infected computers had files stolen"
    return None if noun.sort == "botnet" else "attack_ip"


BY_NOUN: dict[str, Callable[[Party], str | None]] = {
    "site": _site,
    "domain": _site,
    "page": _page,
    "organisation": _organisation,
    "user": _user,
    "ip": _machine,
    "server": _machine,
    "host": _machine,
    "botnet": _machine,
}
