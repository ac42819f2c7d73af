"""What a phrase counts that neither acts nor suffers: from the class of its noun and the topic beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from crosscount.claims.counted.bytopic import ALWAYS, BY_TOPIC, first_of
from crosscount.claims.sentences.reading import Phrase

__all__ = ["Bystander", "standing"]

HOSTILE = frozenset(("phish", "malicious", "infect", "control", "spam", "bot", "hack"))
HURTING = frozenset(("hack", "infect", "phish", "steal", "bot"))


@dataclass(eq=False, slots=True)
class Bystander:
    """A phrase with the topics around it."""

    noun: Phrase
    clause: Collection[str]  # topics of its clause
    topics: Collection[str]  # of its sentence
    known: Collection[str]  # of the sentences before
    harmed: bool  # whether the sentence tells of harm

    @property
    def own(self) -> set[str]:
        """The topics of the phrase itself."""
        return self.noun.topics

    def around(self, *topics: str) -> bool:
        """Whether its sentence or one before speaks of one of these topics."""
        return any(topic in self.topics or topic in self.known for topic in topics)

    def by_topic(self, before: Collection[str]) -> str | None:
        """The role by the nearest topic; `before`: those of the sentences before."""
        return first_of((self.own, self.clause, self.topics, before), BY_TOPIC[self.noun.sort])


def standing(one: Bystander) -> str | None:
    """The role of a phrase that neither acts nor suffers in the sentence."""
    sort = one.noun.sort
    return BY_NOUN[sort](one) if sort in BY_NOUN else ALWAYS.get(sort)


def _host(machines: Bystander) -> str | None:
    """Machines: infected, cleaned, controlled, or of those who attack."""
    affected = "victim_host" if "victim" in machines.own and machines.harmed else None
    return _rid_of(machines) or _broken_into(machines) or machines.by_topic(_told_before(machines)) or affected


def _broken_into(machines: Bystander) -> str | None:
    """What a botnet or a program broke into."""
    infected = "hack" in machines.own and machines.around("bot", "control", "infect")
    return "infected_host" if infected else None


def _told_before(machines: Bystander) -> Collection[str]:
    """The topics before that say something of machines: in a text on a botnet, that they are bots, and no fraud."""
    before = {*machines.known}
    if {"bot", "control", "infect"} & before:
        before -= {"phish"}
    return before | {"bot"} if "control" in before else before


def _server(servers: Bystander) -> str | None:
    """Servers: those that control, host pages, attack, or were infected."""
    # Servers that are counted by where they stand, with nothing else said of them, are those that control.
    placed = "c2" if servers.noun.places else None
    return _rid_of(servers) or _steering(servers) or servers.by_topic(servers.known) or placed


def _steering(servers: Bystander) -> str | None:
    """Servers in a text on infected machines: that had them attack, or else control them."""
    if not servers.around("bot", "infect"):
        return None
    if {"source", "ddos"} & servers.own:
        return "c2"
    if "infect" in servers.own:
        return None
    every = (servers.own, servers.clause, servers.topics, {*servers.known} - {"hack"})
    return first_of([{*each} - {"infect"} for each in every], BY_TOPIC["server"]) or "c2"


def _rid_of(machines: Bystander) -> str | None:
    """What backdoors were on, or what was cleaned, whatever else is said."""
    if "backdoor" in machines.topics and not {"infect", "bot"} & machines.own:
        return "victim_host"
    return "cleaned_host" if "clean" in {*machines.own, *machines.clause} else None


def _ip(addresses: Bystander) -> str | None:
    """ "2.2 million addresses": of infected machines, or of those who attack."""
    if {"bot", "victim"} & addresses.own:
        return "infected_ip"
    alerted = "infected_ip" if addresses.around("reported") else None  # "alerts tied to 2.2 million addresses"
    return addresses.by_topic(addresses.known) or alerted


def _site(sites: Bystander) -> str | None:
    """ "900 malicious sites", "640 hacked sites"."""
    if "malicious" in sites.own and not sites.own & {"phish", "hack", "infect"}:
        return "malicious_domain"  # not "sites that hold malicious programs"
    return sites.by_topic({*sites.known} - {"ddos", "steal", "malicious"})  # a flood before says nothing of any site


def _page(pages: Bystander) -> str | None:
    """ "12 phishing pages", "640 defaced pages", "900 malware URLs"."""
    if "link" in pages.own and "infect" in {*pages.own, *pages.clause} and not {"phish", "hack"} & pages.own:
        return "malicious_domain"
    return pages.by_topic(pages.known)


def _domain(domains: Bystander) -> str | None:
    """ "900 domains", where anything hostile is told."""
    return "malicious_domain" if HOSTILE & domains.own or domains.around(*HOSTILE) else None


def _event(events: Bystander) -> str:
    """ "900 attacks", "12 phishing attacks", "40 defacement attacks"."""
    if events.own == {"deface"}:
        return "defaced_site"
    if "brought" in events.own and not {"phish", "deface"} & events.own:
        return "incident_report"
    return "phish_event" if "phish" in events.own and "control" not in events.own else "attack_event"


def _breach(breaches: Bystander) -> str:
    """ "2,300 breaches were dealt with" are cases."""
    return "incident_report" if "reported" in {*breaches.own, *breaches.clause} else "data_breach"


def _incident(incidents: Bystander) -> str:
    """ "900 incidents", "12 DDoS events", "640 incidents of defacement"."""
    own, reported = incidents.own, "reported" in incidents.topics
    if not reported and {"ddos", "phish"} & own:
        return "attack_event" if "ddos" in own else "phish_event"  # "DDoS events"
    if "sites" in own:
        return "hacked_site"
    struck = ("against" in own and not reported) or "attacks" in own
    return "defaced_site" if "deface" in own else "attack_event" if struck else "incident_report"


def _report(reports: Bystander) -> str | None:
    """ "900 reports of phishing": cases."""
    return "incident_report" if reports.own or "reported" in {*reports.clause, *reports.known} else None


def _malware(programs: Bystander) -> str:
    """ "640 samples of malware"; cases, if malware was reported."""
    reported = "reported" in programs.topics and not {"control", "sample"} & programs.own
    return "incident_report" if reported else "malware_sample"


def _hurt(whom: Bystander) -> str | None:
    """Firms and users, if harm was done; the victims of a botnet are machines."""
    own = whom.own
    if own == {"victim"} and whom.around("bot", "control") and not whom.around("ddos"):
        return "infected_host"
    if not whom.harmed and not {"victim", *HURTING} & own:
        return None
    return "victim_org" if whom.noun.sort == "organisation" else "affected_user"


def _email(mails: Bystander) -> str | None:
    """ "900 spam mails", "40 phishing mails"."""
    if "spam" in mails.own and "phish" not in mails.own:
        return "spam_email"
    return "phish_event" if "phish" in mails.own or mails.around("phish") else None


def _flood(floods: Bystander) -> str | None:
    """ "Floods of 900 Gbps", and not their speed."""
    return None if "speed" in floods.topics else "attack_volume"


def _volume(volume: Bystander) -> str | None:
    """ "900 GB": of a flood, or stolen."""
    return first_of((volume.topics, volume.known), {"ddos": "attack_volume", "steal": "stolen_data"})


def _record(records: Bystander) -> str | None:
    """ "900 records", where anything was stolen."""
    return "stolen_record" if records.around("steal", "hack") or "phish" in records.topics else None


BY_NOUN: dict[str, Callable[[Bystander], str | None]] = {
    "host": _host,
    "server": _server,
    "ip": _ip,
    "site": _site,
    "page": _page,
    "domain": _domain,
    "event": _event,
    "breach": _breach,
    "incident": _incident,
    "report": _report,
    "malware": _malware,
    "organisation": _hurt,
    "user": _hurt,
    "email": _email,
    "flood": _flood,
    "volume": _volume,
    "record": _record,
}
