"""What a phrase counts that neither acts nor suffers: from the class of its noun and the topic beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crosscount.claims.sentences.reading import Phrase

__all__ = ["BY_TOPIC", "first_of", "standing"]

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


def standing(
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
    if sort in ("host", "server") and "backdoor" in topics:
        return "victim_host"
    if sort in ("host", "server") and "clean" in {*own, *clause}:
        return "cleaned_host"
    if sort == "host" and "hack" in own and {"bot", "control", "infect"} & {*topics, *known}:
        return "infected_host"  # what a botnet or a program broke into
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
            return first_of(others, BY_TOPIC[sort]) or "c2"  # in a text on infected machines
        # A flood before says nothing of any site.
        before = {*known} - {"ddos", "steal", "malicious"} if sort == "site" else known
        if sort == "host" and {"bot", "control", "infect"} & {*known}:
            before = {*before} - {"phish"}  # fraud before says nothing of the machines of a botnet
        if sort == "host" and "control" in known:
            before = {*before, "bot"}  # in a text on a botnet
        if sort == "ip" and "reported" in {*topics, *known}:
            placed = "infected_ip"  # "alerts tied to 2.2 million addresses"
        return first_of([own, clause, topics, before], BY_TOPIC[sort]) or placed
    if sort == "event" and own == {"deface"}:
        return "defaced_site"
    if sort == "event" and "brought" in own and not {"phish", "deface"} & own:
        return "incident_report"
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
    if sort in ("organisation", "user"):
        harmed |= "victim" in own
        if own == {"victim"} and {"bot", "control"} & {*topics, *known} and "ddos" not in {*topics, *known}:
            return "infected_host"  # a botnet's victims are machines
        hurt = harmed or bool({"hack", "infect", "phish", "steal", "bot"} & own)
        return ("victim_org" if sort == "organisation" else "affected_user") if hurt else None
    if sort == "email":
        if "spam" in own and "phish" not in own:
            return "spam_email"
        return "phish_event" if "phish" in {*own, *topics, *known} else None
    if sort == "flood":
        return None if "speed" in topics else "attack_volume"
    if sort == "volume":
        return first_of([topics, known], {"ddos": "attack_volume", "steal": "stolen_data"})
    if sort == "record":
        return "stolen_record" if {"hack", "steal", "phish"} & {*topics} or {"steal", "hack"} & {*known} else None
    hostile = {"phish", "malicious", "infect", "control", "spam", "bot", "hack"} & {*own, *topics, *known}
    return ALWAYS.get(sort) if sort != "domain" or hostile else None


def first_of(every: Sequence[Collection[str]], roles: dict[str, str]) -> str | None:
    """The role of the first topic that is there, the nearest topics first."""
    for topics in every:
        for topic, role in roles.items():
            if topic in topics:
                return role
    return None
