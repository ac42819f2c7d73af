"""Amounts without digits, and what stands between a number and what it counts."""

from __future__ import annotations

import pytest

from tests.claims.figures import assert_figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A plural is an amount.
        ("Attacks on Polish hospitals number in the thousands.", "2000-9999 attack_event None>PL"),
        ("The infected machines in Brazil run into the hundreds of thousands.", "200000-999999 infected_host None>BR"),
        ("Somewhere between thousands and tens of thousands of Peruvian sites were defaced.",
         "2000-99999 defaced_site None>PE"),
        ("The Norwegian authority saw hundreds to thousands of attacks in May.", "200-9999 attack_event None>NO"),
        ("Between several hundred and a few thousand Swiss computers were infected.",
         "200-9999 infected_host None>CH"),
        ("A worm hit thousands of Danish computers and hundreds more in Norway.",
         "2000-9999 infected_host None>DK, 200-999 infected_host None>NO"),
        ("Attacks on Turkey are in the millions, with 30% of them coming from Greece.",
         "2000000-9999999 attack_event None>TR, 30 attack_event GR>TR"),
        ("A bank lost millions of dollars in 300 attacks on Kenya.", "300 attack_event None>KE"),
        # Numbers are spelled out to the end.
        ("Two thousand and seventy-seven Peruvian sites were defaced.", "2077 defaced_site None>PE"),
        ("One point one eight million Chilean servers were hacked.", "1180000 victim_host None>CL"),
        ("Between two thousand and five thousand Swiss computers were infected.", "2000-5000 infected_host None>CH"),
        # Words in quotation marks are words.
        ('About 600 Chilean servers were "hacked" by Peruvian hackers.', "600 victim_host PE>CL"),
        ('Some 3,100 Kenyan websites were "defaced".', "3100 defaced_site None>KE"),
        ('"Tens of thousands" of Greek computers were infected.', "20000-99999 infected_host None>GR"),
        # An attack is launched against what is counted.
        ("Another attack was launched in May against as many as 870 Chilean servers.", "870 victim_host None>CL"),
        ("An assault was carried out in 2013 on up to 40 Finnish websites.", "40 hacked_site None>FI"),
        # A participle goes on with the deed of its sentence.
        ("Iran has been attacking Israel, averaging some 12,000 attempts a week.", "12000 attack_event IR>IL"),
        # "Cyber" says nothing new of attacks.
        ("Cyberintrusions in Malaysia rose to 900.", "900 attack_event None>MY"),
        ("Ghana saw 70 cyber assaults.", "70 attack_event None>GH"),
        # Each number may have doubled.
        ("Chile saw 8,000 attacks in 2013, twice as many as in 2012. Its ministries saw 300 attacks, twice as many "
         "as in 2012.", "8000 attack_event None>CL, 2 attack_event None>CL, 300 attack_event None>CL, "
         "2 attack_event None>CL"),
        # Whose deed, and what is counted again.
        ("Hackers in Peru held drills against Chile, launching 4,000 intrusions in Chile.", "4000 attack_event PE>CL"),
        ("Some 2,300 healthcare breaches were dealt with by the cyber agency of Australia.",
         "2300 incident_report None>AU"),
        ("In 2010, 85 attacks were seen in Ghana. In 2011, 97 were reported.",
         "85 attack_event None>GH, 97 attack_event None>GH"),
        ("监测发现我国境内210345个IP地址对应的主机被木马程序控制。其中河北省31200个（占14.83%）、四川省22100个。",
         "210345 victim_host None>CN, 31200 victim_host None>CN, 14.83 victim_host None>CN, 22100 victim_host None>CN"),
        ("Infections in Peru grew by 7.5 percent year on year in 2013, the centre said.",
         "7.5 infected_host None>PE @ 2013-01-01 2013-12-31"),
        # No threat: an hour, what there is, what was looked at.
        ("At 14:00 on Monday 300 attacks on Peru were seen.", "300 attack_event None>PE"),
        ("There are over 4 billion IP addresses in the world. Hackers used 40 IP addresses in Peru to attack Chile.",
         "40 attack_ip PE>CL"),
        ("A system that crawls 4,000 sites in Chile and hunts for 90,000 pages saw 300 hacked sites in Chile.",
         "300 hacked_site None>CL"),
    ],
)  # fmt: skip
def test_amounts(text: str, expected: str) -> None:
    """What counts and what does not."""
    assert_figures(text, expected)
