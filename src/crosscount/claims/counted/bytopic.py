"""What a noun counts by its class, and by the topics told with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

__all__ = ["ALWAYS", "BY_TOPIC", "first_of"]

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
        "source": "attack_ip", "infect": "infected_host", "spam": "infected_host", "hack": "victim_host", "ddos": "c2",
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
# What is one thing, whatever is said beside it.
ALWAYS = {
    "botnet": "botnet",
    "infection": "infected_host",
    "defacement": "defaced_site",
    "backdoor": "backdoored_site",
}


def first_of(every: Iterable[Collection[str]], roles: Mapping[str, str]) -> str | None:
    """The role of the first topic that is there, the nearest topics first."""
    for topics in every:
        for topic, role in roles.items():
            if topic in topics:
                return role
    return None
