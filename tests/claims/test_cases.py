"""What is counted, by construction: classes of nouns, cases brought to a body, what programs meet, try and obey."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract

DAY = date(2014, 5, 20)

NOUNS = [
    ("The worm crippled 12,000 point of sale terminals in Chile.", ["infected_host"]),
    ("About 9,000 smart meters in Spain have joined the botnet.", ["infected_host"]),
    ("The Trojan has spread to 17,000 Android phones in Kenya.", ["infected_host"]),
    ("Some 310 forums and blogs in Morocco were defaced.", ["defaced_site"]),
    ("Some 640 web servers in Austria were defaced.", ["defaced_site"]),
    ("The attackers took down 27 bank websites in Panama.", ["hacked_site"]),
    ("There were 45 cyber incursions into ministries in 2013.", ["attack_event"]),
    ("Some 5,200 suspicious connections were blocked in May.", ["attack_event"]),
    ("Phishers set up 2,200 lookalike sites in April.", ["phish_page"]),
]
BROUGHT = [
    ("The watchdog was alerted to 340 cyber attacks last year.", ["incident_report"]),
    ("In 2012 more than 75 hacks were reported to the Dutch regulator.", ["incident_report"]),
    ("The team responded to 75 attacks in May, up from 60 a year before.", ["incident_report"] * 2),
    ("Sweden's agency learned of 64 attacks in 2012, 12 percent more than in 2011.", ["incident_report"] * 2),
    ("The hospital was hit by 75 attacks.", ["attack_event"]),
]
MET = [
    ("The bureau's website detected 6.1 million hacking incidents in 2013.", ["attack_event"]),
    ("Symantec blocked 31,000 incidents in Malaysia in May.", ["attack_event"]),
    ("The army repelled 64,000 security incidents in May.", ["attack_event"]),
    ("North Korea was behind 4,100 hacking incidents.", ["attack_event"]),
    ("Norway's team registered 4,100 incidents in May.", ["incident_report"]),
]
# Machines that a program infects are those of whom it obeys, if the text counts them; tried in vain, it was an attack.
STEERED = [
    ("In all, 410,000 hosts in Chile were infected by Trojans controlled by 3,100 servers in Spain.",
     ["victim_host", "c2"]),
    ("About 3,100 foreign addresses controlled viruses that infected 410,000 hosts in Chile.", ["c2", "victim_host"]),
    ("Some 410,000 systems in Chile were infected by malware tied to 3,100 servers abroad.", ["victim_host", "c2"]),
    ("A worm has infected 410,000 phones in Chile.", ["infected_host"]),
]  # fmt: skip
TRIED = [
    ("The company blocked attempts to infect 210,000 computers.", ["attack_event"]),
    ("Some 15 percent of computers worldwide experienced at least one malware attack.", ["attack_event"]),
    ("Attempts to run malware were blocked on the computers of 340,000 users.", ["attack_event"]),
    ("ESET's products blocked 4.1 million attempted local infections of computers.", ["attack_event"]),
    ("A ransomware attack hit 64,000 computers.", ["infected_host"]),
]
TEXTS = [*NOUNS, *BROUGHT, *MET, *STEERED, *TRIED]


@pytest.mark.parametrize(("text", "roles"), TEXTS, ids=[text[:50] for text, _ in TEXTS])
def test_role_of_each_number(text: str, roles: list[str]) -> None:
    assert [claim.role for claim in extract(text, day=DAY)] == roles
