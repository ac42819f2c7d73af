"""What a phrase counts to which something is done: "27 sites were defaced", "1,500 computers were taken offline"."""

from __future__ import annotations

from collections.abc import Callable

from crosscount.claims.counted.bytopic import first_of
from crosscount.claims.counted.party import HARMS, MACHINES, PROGRAMS, Party, is_page
from crosscount.claims.sentences.deeds import Deed

__all__ = ["suffering"]

TELLING = frozenset(("control", "infect", "bot", "phish"))  # what machines are that are seized


def suffering(one: Party) -> str | None:
    """The role of a phrase to which something is done, None where the deed does not say."""
    if one.deed.sort == "use":
        return _used(one)
    if one.deed.sort == "member" and one.noun.sort in MACHINES:
        return _member(one)
    return BY_NOUN[one.noun.sort](one) if one.noun.sort in BY_NOUN else None


def _used(one: Party) -> str | None:
    """Servers and addresses that were used: to control, or else to attack."""
    if one.noun.sort not in ("ip", "server"):
        return None
    ruling = ("control",) if one.noun.sort == "ip" else ("control", "bot", "infect")
    return first_of((one.topics, one.known), dict.fromkeys(ruling, "c2")) or "attack_ip"


def _member(one: Party) -> str | None:
    """ "Addresses that are part of a botnet"."""
    kinds = {"ip": "infected_ip", "server": "c2"}
    return kinds.get(one.noun.sort, "infected_host") if one.by == "botnet" else None


def _incident(incidents: Party) -> str | None:
    """ "Peru was behind 4,100 hacking incidents"."""
    return "attack_event" if incidents.deed.sort == "launch" and incidents.by in ("place", "actor") else None


def _report(reports: Party) -> str | None:
    """ "JPCERT recorded 900 reports"."""
    return "incident_report" if reports.deed.sort == "defend" and reports.noun.counted else None


def _malware(programs: Party) -> str | None:
    """用户感染恶意程序3亿次: who was infected with it."""
    return "infected_host" if programs.deed.sort == "infect" and programs.by in ("user", "host") else None


def _page(pages: Party) -> str:
    """ "Tampered with 2,310 web pages", "backdoors implanted in 640 pages", "pages were injected with scripts"."""
    if "phish" in pages.noun.topics or pages.around("phish"):
        return "phish_page"
    if pages.deed.sort in HARMS:
        if pages.deed.sort == "implant" and "backdoor" in pages.topics:
            return "backdoored_site"
        return "defaced_site" if pages.deed.sort == "deface" else "hacked_site"
    spreading = "malicious" in pages.noun.topics or ({"link"} < pages.noun.topics and "infect" in pages.noun.topics)
    return "malicious_domain" if spreading else "phish_page"


def _site(sites: Party) -> str | None:
    """ "27 sites were hacked", "defaced", "planted with backdoors"."""
    if is_page(sites.noun):
        return "phish_page"
    if sites.deed.sort == "seize" and sites.by in ("actor", "event"):
        return "hacked_site"  # "attackers took down 27 sites"
    said = sites.deed.sort == "control" and sites.by in MACHINES  # whatever the sentence says of other sites
    if sites.deed.sort == "deface" or ("deface" in sites.topics and "backdoor" not in sites.topics and not said):
        return "defaced_site"
    if _backdoored(sites):
        return "backdoored_site"
    return "hacked_site" if sites.deed.sort in ("attack", "infect", "implant") else None


def _backdoored(sites: Party) -> bool:
    """Whether sites were planted with backdoors, or controlled by machines."""
    deed, machine = sites.deed.sort, sites.by in ("ip", "server", "host", "place")
    code = {"infect", "malicious"} & {*sites.topics} and "backdoor" not in sites.known  # "injected with malicious code"
    planted = (deed == "implant" and not code) or (deed == "control" and sites.by == "actor")
    steered = machine and (deed in ("control", "infect") or "backdoor" in sites.known)
    return planted or steered or "backdoor" in sites.topics


def _domain(domains: Party) -> str | None:
    """ "900 domains were seized"."""
    done = {"attack": "hacked_site", "deface": "defaced_site", "seize": "malicious_domain"}
    return done.get(domains.deed.sort)


def _host(hosts: Party) -> str | None:
    """ "900 computers were infected"; those that comprise a botnet are."""
    if hosts.deed.sort == "seize":
        return _seized_host(hosts)
    if hosts.deed.sort == "comprise" and hosts.by not in PROGRAMS:
        return None
    return "infected_host" if hosts.deed.sort == "comprise" else _machine(hosts)


def _seized_host(hosts: Party) -> str | None:
    """ "1,500 computers were taken offline": of a botnet, or evidence where the text says what was controlled."""
    own = hosts.noun.topics
    if not TELLING & own:
        return None if TELLING & {*hosts.known} else "victim_host"
    return "infected_host" if {"infect", "bot"} & own else _seized(hosts)


def _seized(servers: Party) -> str:
    """ "40 servers were taken offline"."""
    return "phish_host" if "phish" in servers.noun.topics else "c2"


def _server(servers: Party) -> str | None:
    """ "40 servers were seized", "hacked", "hijacked"."""
    deed = servers.deed.sort
    if deed == "seize":
        return _seized(servers)
    by_men = deed == "control" and servers.by in ("actor", "person")  # also "control servers run by the gang"
    ruling = "control" in servers.noun.topics and (deed == "attack" or by_men)
    return "c2" if ruling or deed == "comprise" else _machine(servers)


def _machine(machines: Party) -> str | None:
    """What hosts and servers are that were attacked, infected, controlled, …"""
    deed = machines.deed.sort
    if deed == "deface":
        return "defaced_site"  # what was on them
    if deed == "attack" and machines.by in PROGRAMS:
        return "infected_host"
    if "clean" in machines.topics:
        return "cleaned_host"
    if deed == "control":
        return _controlled(machines)
    if deed == "infect":
        return _infected(machines)
    if deed in ("attack", "implant"):
        return "infected_host" if "infect" in machines.topics and "control" not in machines.topics else "victim_host"
    return None


def _controlled(machines: Party) -> str | None:
    """ "6,200 machines were controlled", with what infected them unless somebody else is named."""
    deed, noun = machines.deed, machines.noun
    agent = deed.agent
    if machines.by in ("organisation", "record", "user"):
        return None  # "machines connected to 150 networks"
    if machines.by == "botnet" and agent is not None and not (deed.passive or agent.counted or agent.places):
        return "infected_host"  # "a botnet in control of 6,200 machines"
    by_program = _unnamed(deed) and {"infect", "bot"} & {*machines.topics}
    return "infected_host" if noun.counted and ("infect" in noun.topics or by_program) else "victim_host"


def _unnamed(deed: Deed) -> bool:
    """Whether a program has the machines, or somebody who is not said: not "they gained control of 700 phones"."""
    if deed.agent is None:
        return deed.passive
    return deed.agent.sort in ("malware", "actor")


def _infected(machines: Party) -> str:
    """ "40 servers infected 900 machines": those are controlled, if the servers are counted."""
    agent = machines.deed.agent
    steered = agent is not None and agent.sort in ("server", "ip") and agent.counted
    return "victim_host" if steered else "infected_host"


def _ip(addresses: Party) -> str | None:
    """ "900 addresses were infected", "blocked"."""
    deed = addresses.deed
    if deed.sort == "seize":
        return _seized(addresses)
    if deed.sort == "defend" and "control" in addresses.noun.topics:
        return None  # "it detected 12 control IPs"
    if deed.sort == "defend" and not addresses.around("infect", "bot", "victim"):
        return "attack_ip"  # "Peru blocked over 400 addresses"
    if deed.sort != "control":
        return "infected_ip"
    linked = deed.agent is None or (deed.agent.sort in MACHINES and not deed.agent.counted)  # "connected to a sinkhole"
    ill = not deed.passive or linked
    return "infected_ip" if ill and addresses.around("infect") else "victim_host"


def _user(users: Party) -> str | None:
    """ "900 users were infected", "the data of 640 users were stolen"."""
    if "record" in users.noun.topics:
        return "stolen_record"
    infected = users.deed.sort == "infect" or users.by == "malware"
    return "infected_host" if infected else None  # whose computers or phones were


def _organisation(firms: Party) -> str | None:
    """ "40 firms were attacked"."""
    return "victim_org" if firms.deed.sort in HARMS else None


BY_NOUN: dict[str, Callable[[Party], str | None]] = {
    "incident": _incident,
    "report": _report,
    "malware": _malware,
    "page": _page,
    "site": _site,
    "domain": _domain,
    "host": _host,
    "server": _server,
    "ip": _ip,
    "user": _user,
    "organisation": _organisation,
}
