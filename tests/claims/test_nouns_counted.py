"""Which figure a number counts, by the noun it stands with: each noun in several sentences."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2013, 3, 10)
NOUNS = {
    "c2": (
        "control-side IPs",
        "control-end IP addresses",
        "control-end servers",
        "control terminals of Trojans and botnets",
        "Trojan and botnet control IPs",
    ),
    "attack_ip": ("attacking IP addresses", "attack source IPs", "source IPs of attacks", "scanning IPs"),
    "victim_host": ("hijacked computers", "commandeered servers"),
    "hacked_site": ("hijacked websites", "websites injected with malicious code"),
    "defaced_site": (
        "altered websites",
        "websites whose home pages had been replaced",
        "websites whose content was altered",
    ),
    "malicious_domain": ("malware URLs", "domains used to spread malware", "domains spreading malware"),
    "phish_host": ("IP addresses hosting phishing pages", "servers hosting phishing sites"),
    "attack_event": ("acts of hacking", "SQL injection attacks"),
    "incident_report": ("IT security incidents", "cyber breaches", "cases of hacking"),
}
FRAMES = (
    "CL-CERT found 8,900 {} in Chile in 2012.",
    "The number of {} in Chile reached 8,900 in 2012.",
    "In 2012, 8,900 {} were detected in Chile.",
)
SENTENCES = (
    ("In 2012 hackers hijacked 890 websites in Chile.", "hacked_site"),
    ("In 2012 hackers hacked into 890 websites in Chile.", "hacked_site"),
    ("In 2012, 890 websites in Chile were hijacked.", "hacked_site"),
    ("In 2012, 890 websites in Chile were under attack.", "hacked_site"),
    ("In 2012, 890 websites in Chile were subjected to attacks.", "hacked_site"),
    ("In 2012, 890 websites in Chile became victims of attacks.", "hacked_site"),
    ("In 2012 attacks on 890 Chilean websites were recorded.", "hacked_site"),
    ("In 2012 hackers gained control of 890 websites in Chile.", "backdoored_site"),
    ("In 2012, 890 computers in Chile were under attack.", "victim_host"),
    ("In 2012 hackers replaced the home pages of 890 sites in Chile.", "defaced_site"),
    ("In 2012, home pages of 890 sites were replaced in Chile.", "defaced_site"),
    ("In 2012, 890 websites in Chile had their content changed.", "defaced_site"),
    ("In 2012 hackers left messages on 890 websites in Chile.", "defaced_site"),
)


@pytest.mark.parametrize(("noun", "role"), [(noun, role) for role, nouns in NOUNS.items() for noun in nouns])
def test_noun(noun: str, role: str) -> None:
    """A noun says which figure it is, wherever the number stands."""
    read = [(claim.quantity, claim.role) for frame in FRAMES for claim in extract(frame.format(noun), day=DAY)]
    assert read == [(8900, role)] * len(FRAMES)


@pytest.mark.parametrize(("text", "role"), SENTENCES)
def test_deed(text: str, role: str) -> None:
    """What is done to sites and machines says which figure it is."""
    assert [(claim.quantity, claim.role) for claim in extract(text, day=DAY)] == [(890, role)]


def test_replaced_computers() -> None:
    """What is replaced or changed is hurt only if it is a page."""
    assert extract("After the attacks of 2012 the ministry replaced 890 laws and changed 40 rules.", day=DAY) == []
