"""What an event's classification says: which kind of threat, and which end its source is.

Types of the Reference Security Incident Taxonomy and of IntelMQ, with the spellings of IntelMQ 1 and 2. In an event
the source is the host concerned. As `client` it opened connections: it is infected, scans, guesses passwords, sends.
As `server` it answers: it commands, hosts, is vulnerable or was broken into.
https://github.com/enisaeu/Reference-Security-Incident-Taxonomy-Task-Force, https://docs.intelmq.org (event format)
"""

from __future__ import annotations

from crosscount.model.kinds import Kind

__all__ = ["CLIENT", "ENDS", "KINDS", "SERVER"]

CLIENT, SERVER = "client", "server"

_TYPES: dict[tuple[Kind, str], tuple[str, ...]] = {
    (Kind.C2_LISTING, SERVER): ("c2-server", "c2server", "c&c"),
    (Kind.INFECTION, CLIENT): ("infected-system", "infected system", "botnet drone", "ransomware"),
    (Kind.PHISHING_LISTING, SERVER): ("phishing",),
    (Kind.MALWARE_LISTING, SERVER): (
        "malware-distribution",
        "malware-configuration",
        "malware",
        "malware configuration",
        "dropzone",
    ),
    (Kind.SCAN, CLIENT): ("scanner", "sniffing"),
    (Kind.BRUTE_FORCE, CLIENT): ("brute-force",),
    (Kind.SPAM, CLIENT): ("spam",),
    (Kind.DDOS, CLIENT): ("ddos", "dos"),
    (Kind.EXPOSED_SERVICE, SERVER): (
        "vulnerable-system",
        "potentially-unwanted-accessible",
        "ddos-amplifier",
        "weak-crypto",
        "information-disclosure",
        "vulnerable service",
        "vulnerable client",
        "weak crypto",
        "proxy",
    ),
    (Kind.BACKDOOR_LISTING, SERVER): ("backdoor",),
    # Broken into, but nothing says how: a backdoor only where identifier or malware name does (see the source).
    (Kind.OTHER, SERVER): (
        "system-compromise",
        "application-compromise",
        "privileged-account-compromise",
        "unprivileged-account-compromise",
        "compromised",
        "defacement",
        "unauthorised-information-modification",
        "unauthorized-information-modification",
        "unauthorised-information-access",
        "unauthorized-information-access",
        "dga-domain",
        "dga domain",
        "blacklist",
        "masquerade",
        "copyright",
        "data-leak",
        "leak",
    ),
}

KINDS: dict[str, Kind] = {word: kind for (kind, _), words in _TYPES.items() for word in words}
ENDS: dict[str, str] = {word: end for (_, end), words in _TYPES.items() for word in words}
