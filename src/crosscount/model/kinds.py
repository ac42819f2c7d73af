"""What was seen, and what it means: the two vocabularies of the product.

`Seen` is a fact about a record. `Kind` is a conclusion; each has its place in the Reference Security Incident
Taxonomy (RSIT, https://github.com/enisaeu/Reference-Security-Incident-Taxonomy-Task-Force).
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["RSIT", "STATED", "SUSPECTED", "Kind", "Seen", "Tag", "TimeBasis"]


class Seen(StrEnum):
    """What one record of a publisher is."""

    FLOW = "flow"  # a connection: client opened, server answered
    REQUEST = "request"  # an HTTP request with host, target and status where known; a TLS handshake with its host
    LOOKUP = "lookup"  # a DNS question; server_ip is the resolver, answer_ip the first address answered
    LISTING = "listing"  # a list names an address, host or page
    REPORT = "report"  # a publisher states a conclusion about an address


class TimeBasis(StrEnum):
    """Which clock `observed_at` was read from."""

    EVENT = "event"  # when it happened
    REPORT = "report"  # when the publisher said so
    FETCH = "fetch"  # neither is known: the date of the file
    UNDATED = "undated"  # the list gathers over years: the date of the file, which says nothing of the entry


class Kind(StrEnum):
    """What a threat row concludes. Origin acts or hosts, target is acted upon; either may be unknown."""

    C2_CONTACT = "c2_contact"  # origin: the listed C2 server; target: the machine that contacted it
    C2_LISTING = "c2_listing"  # origin: a C2 server named by a list; target unknown
    INFECTION = "infection"  # target: an infected machine; origin unknown (sinkholes, infection reports)
    PHISHING_LISTING = "phishing_listing"  # origin: the host of a listed page; target: who it imitates
    PHISHING_VISIT = "phishing_visit"  # origin: the host of a listed page; target: the visitor
    BACKDOOR_ACCESS = "backdoor_access"  # origin: who used a web backdoor; target: the site
    BACKDOOR_LISTING = "backdoor_listing"  # target: a site reported as backdoored; origin unknown
    SCAN = "scan"  # origin: who probes addresses or ports
    BRUTE_FORCE = "brute_force"  # origin: who tries passwords
    EXPOSED_SERVICE = "exposed_service"  # target: a service that should not be open to the internet
    MALWARE_LISTING = "malware_listing"  # origin: who hands out malware
    SPAM = "spam"  # origin: who sends it
    DDOS = "ddos"  # origin: who takes part, target: who is flooded
    WEB_ATTACK = "web_attack"  # origin: who sent a request that a Sigma rule describes as an attack; target: the site
    OTHER = "other"  # stated by a publisher, counted by no figure
    # Suspected from behaviour or by rule alone. None of these enters a figure of the kinds above.
    BEACON = "beacon"  # origin: a server contacted at regular intervals; target: the client
    LONG_CONNECTION = "long_connection"  # origin: the server of a connection held open for hours; target: the client
    DNS_TUNNEL = "dns_tunnel"  # target: a client whose DNS questions carry data; origin unknown, `host` is the domain
    EXFILTRATION = "exfiltration"  # origin: who received unusually much; target: the client whose data left
    SUSPECT_TRAFFIC = "suspect_traffic"  # origin: the server of traffic that a Sigma rule describes; target: the client
    PHISHING_KIT = "phishing_kit"  # origin: the host where a part of a phishing kit answered; target: who asked


RSIT: dict[Kind, str] = {
    Kind.C2_CONTACT: "malicious-code/infected-system",
    Kind.C2_LISTING: "malicious-code/c2-server",
    Kind.INFECTION: "malicious-code/infected-system",
    Kind.PHISHING_LISTING: "fraud/phishing",
    Kind.PHISHING_VISIT: "fraud/phishing",
    Kind.BACKDOOR_ACCESS: "intrusions/system-compromise",
    Kind.BACKDOOR_LISTING: "intrusions/system-compromise",
    Kind.SCAN: "information-gathering/scanner",
    Kind.BRUTE_FORCE: "intrusion-attempts/brute-force",
    Kind.EXPOSED_SERVICE: "vulnerable/potentially-unwanted-accessible",
    Kind.MALWARE_LISTING: "malicious-code/malware-distribution",
    Kind.SPAM: "abusive-content/spam",
    Kind.DDOS: "availability/ddos",
    Kind.WEB_ATTACK: "intrusion-attempts/exploit-known-vuln",
    Kind.OTHER: "other/undetermined",
    Kind.BEACON: "malicious-code/infected-system",
    Kind.LONG_CONNECTION: "other/undetermined",
    Kind.DNS_TUNNEL: "malicious-code/infected-system",
    Kind.EXFILTRATION: "information-content-security/data-leak",
    Kind.SUSPECT_TRAFFIC: "malicious-code/infected-system",
    Kind.PHISHING_KIT: "fraud/phishing",
}

# The kinds that a publisher may state itself, in a listing or a report; the rest are our own conclusions.
SUSPECTED = (
    *(Kind.BEACON, Kind.LONG_CONNECTION, Kind.DNS_TUNNEL, Kind.EXFILTRATION, Kind.SUSPECT_TRAFFIC),
    Kind.PHISHING_KIT,
)
STATED: frozenset[Kind] = frozenset(Kind) - {Kind.C2_CONTACT, Kind.PHISHING_VISIT, Kind.WEB_ATTACK, *SUSPECTED}


class Tag(StrEnum):
    """Contamination of a threat row. Tagged rows are kept; a figure says whether it counts them."""

    SCANNER = "scanner"  # the client is a known research scanner
    SINKHOLE = "sinkhole"  # the listed server is a researcher's sinkhole
    RESEARCHER = "researcher"  # the client is an analyst or a sandbox
    TOR = "tor"  # the client is an exit of Tor
    VPN = "vpn"  # the client is an exit of a VPN or proxy service
    SHARED_HOSTING = "shared_hosting"  # the server's address is shared by many customers
    USUAL = "usual"  # a suspected server that the settings name as contacted regularly by right
