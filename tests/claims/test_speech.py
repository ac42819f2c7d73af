"""Who speaks, on whose data, and what is doubted: a text each."""

from __future__ import annotations

from datetime import date

import pytest

from crosscount.claims.extract import extract
from crosscount.model.claim import Claim

DAY = date(2016, 4, 20)


def read(text: str) -> dict[str, Claim]:
    return {claim.quantity_text: claim for claim in extract(text, day=DAY)}


SPEAKERS = [
    # Behind the verb; its owner's person speaks for it; a surname goes back to who had it.
    ("Trackers counted 90 defaced websites, said the Civil Office of Malta.", "90", "Civil Office of Malta"),
    ("ESET found 90 infected computers. It was a slow month, said its founder Ana Lund. She saw 7 defaced websites.",
     "7", "ESET founder Ana Lund"),
    ("Minister Ana Lund said 90 websites were defaced. ESET said 80 were. Lund added that 7 sites were infected.",
     "7", "Minister Ana Lund"),
    # Verbs that may report something else: a name closes the sentence. A paper carries what others say.
    ("Banks in Ghana saw 90 attacks, mostly by night, reported the Data Watch on April 5.", "90", "Data Watch"),
    ("Over 40 sites were hit in March, announced the Interior Ministry of Peru.", "40", "Interior Ministry of Peru"),
    ("ESET saw 90 attacks. Websites in Peru were hit 300 times, reported Peruvian newspaper The Andes Sun on April 3.",
     "300", "ESET"),
    ("Websites were hit 300 times by Bolivian troops and others, reported Peruvian newspaper The Andes Sun on Friday.",
     "300", "The Andes Sun"),
    # Given names with a hyphen, and data that one gives to another.
    ("According to Tan Boon-keng, head of the Cyber Unit, the port suffered 90 attacks.", "90",
     "head of the Cyber Unit Tan Boon-keng"),
    ("According to data submitted by the Trade Office to the Senate, banks suffered 90 attacks.", "90", "Trade Office"),
    # Asides between a subject and its verb.
    ("Nordic Watch, which runs 40 sensors, said it had found 90 infected computers.", "90", "Nordic Watch"),
    ("Ana Lund, of the Malta Data Authority, said 90 websites were defaced.", "90", "Malta Data Authority Ana Lund"),
    ("Ana Lund, an official at the ministry of trade, said 90 websites were defaced.", "90",
     "official at the ministry of trade Ana Lund"),
    ("Ana Lund, 41, said 90 websites were defaced.", "90", "Ana Lund"),
    # What is said of a thing is not said by it.
    ("Bladebot is estimated to have infected 90 computers, ESET said.", "90", "ESET"),
    ("ESET saw 90 infected computers. Self-reported cases came to 7 infected computers.", "7", "ESET"),
    # A paper speaks for who wrote it.
    ("CERT-EE found 90 infected computers. Its Yearly Threat Survey says 7 websites were defaced.", "7", "CERT-EE"),
    # "The bureau" is whoever may be called so, not who spoke last.
    ("The Malta Audit Bureau said 90 websites were defaced. ESET said 8 were. The bureau counted 7 infected computers.",
     "7", "Malta Audit Bureau"),
    # A team of the body that speaks is that body; so is "the deputy head" once somebody has spoken.
    ("CERT-EE said its incident handling team saw 90 infected computers.", "90", "CERT-EE"),
    ("The Malta Audit Bureau said 90 sites were defaced. According to the deputy head, 7 computers were infected.", "7",
     "Malta Audit Bureau"),
    # A verb ends a name; a full stop behind "Rep." does not.
    ("Malta Audit Bureau official Ana Lund said CERT-EE had found 90 infected computers.", "90",
     "Malta Audit Bureau official Ana Lund"),
    ("Some 90 websites were defaced, according to Rep. Lin Mei-hua of the Reform Party.", "90",
     "Rep Lin Mei-hua of the Reform Party"),
    ("Malta Post's data arm, the Island Data Office, said 90 sites were defaced.", "90", "Island Data Office"),
    ("In 2015 the Latvian CERT.LV registered 90 infected computers.", "90", "Latvian CERT.LV"),
    ("A group calling itself Blue Lynx claimed responsibility. ESET saw 90 infected computers.", "90", "ESET"),
    # Data that somebody draws on are not he who speaks.
    ("Drawing on data from ESET and Kaspersky, the team saw 90 infected computers. Europol said 7 servers were seized.",
     "90", "Europol"),
    # A passive names who reports; a name without an office is of the body that spoke before.
    ("Some 90 websites were defaced. The sum was announced by the chief of the Malta Data Authority, Ana Lund.", "90",
     "chief of the Malta Data Authority Ana Lund"),
    ("CERT-EE said 90 websites were defaced. Dr Ana Lund said 7 computers were infected.", "7", "CERT-EE Dr Ana Lund"),
    ("Some 90 websites were defaced, according to the Deputy Head of the FBI office on matters of trade, Ana Lund. "
     "Lund said 7 computers were infected.", "7", "FBI"),
    # A body without a name is the one that is named next.
    ("A government agency said 90 websites were defaced. The Malta Data Authority said 7 were infected.", "90",
     "Malta Data Authority"),
    ("A government agency said 90 sites were defaced. The Malta Data Institute (MDI) used sensors. It saw 7 attacks.",
     "90", "Malta Data Institute (MDI)"),
    # "IT" is no pronoun; a ministry without a country cites its country's response team.
    ("Minister for IT Ana Lund said that 90 websites were defaced.", "90", "Minister for IT Ana Lund"),
    ("A spokesman of the Ministry of Trade said on Monday that all is well. According to CERT-EE 90 sites were hacked.",
     "90", "spokesman of the Ministry of Trade"),
    ("CERT-EE released a report on the attacks on Harbour College by ESET, which showed 90 infected computers.", "90",
     "CERT-EE"),
    # "New" and "Automated" are no names; a figure reported to somebody stays with who told it.
    ("CERT-EE said 90 websites were defaced. Automated monitoring also found 7 infected computers.", "7", "CERT-EE"),
    ("The Malta Data Authority (MDA) said 90 websites were defaced. Some 7 incidents were reported to CERT-EE.", "7",
     "Malta Data Authority (MDA)"),
    # A short form is its name, before and after; so is a ministry whose paper speaks.
    ("The Malta Data Authority (MDA) saw 90 defaced websites. MDA also found 7 infected computers.", "7",
     "Malta Data Authority (MDA)"),
    ("ESET saw 90 infected computers. A defence ministry study released on Monday said 7 sites were defaced.", "7",
     "defence ministry"),
    ("ABC, the safety arm of music firm Lyra, said it had found 90 phishing pages.", "90", "ABC"),
    # Where nobody speaks, whoever the text begins with.
    ("Computer scientists at the University of Bari took over the botnet. It had 90 infected computers.", "90",
     "Computer scientists at the University of Bari"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "speaker"), SPEAKERS, ids=[text[:40] for text, _, _ in SPEAKERS])
def test_speaker(text: str, number: str, speaker: str) -> None:
    assert read(text)[number].speaker == speaker


def test_a_state_body_without_a_country_is_of_the_first_that_the_text_names() -> None:
    claim = read("Attacks on Israel went on. Finance Minister Dan Oren said 90 websites were defaced.")["90"]
    assert claim.target == "IL"


@pytest.mark.parametrize(
    ("team", "home"),
    [("CERT-FI", "FI"), ("CERT-GOV-GE", "GE"), ("CERT.LV", "LV"), ("SI-CERT", "SI"), ("CSIRT-CL", "CL")],
)
def test_a_response_team_is_of_the_country_in_its_name(team: str, home: str) -> None:
    assert read(f"{team} said 90 computers were infected.")["90"].target == home


def test_the_firm_is_the_one_that_spoke_before() -> None:
    text = "Symantec saw 70 attacks. The security firm identified 90 control servers."
    assert read(text)["90"].speaker == "Symantec"


def test_data_that_are_drawn_on_are_the_source() -> None:
    text = "Drawing on data from ESET and Kaspersky, the team saw 90 infected computers."
    assert read(text)["90"].cited_source == "ESET, Kaspersky"


SOURCES = [
    # "According to the Ministry of …" names a ministry; data are of whoever handed them over.
    ("According to the Malta Data Authority under the Trade Office, 90 sites were hacked.", "90",
     "Malta Data Authority", "Malta Data Authority"),
    ("Some 90 sites were hacked, according to the Ministry of Public Order Friday.", "90",
     "Ministry of Public Order", "Ministry of Public Order"),
    ("Some 90 sites were hacked, according to data provided to Rep. Lin Mei-hua by the foreign office.", "90",
     "Rep Lin Mei-hua", "foreign office"),
    ("Some 90 sites were hacked, according to figures Senator Paul Roy obtained from the Island Data Office.",
     "90", "Senator Paul Roy", "Island Data Office"),
    # Whoever has a title there, or only a surname, speaks for the body.
    ("Some 90 sites in China were hacked, said Li Na, deputy chief engineer with China's CNCERT. "
     "Li said 7 computers were infected.", "7", "CNCERT Li", "CNCERT"),
    ("The Department of Cyber Safety said 90 sites were hacked. Department Director Ana Lund counted 7 attacks, "
     "and said 8 sites were defaced.", "8", "Department of Cyber Safety", "Department of Cyber Safety"),
    ("Oslo police received 90 reports of attacks. The number is rising, said Superintendent Kari Moen of the "
     "force's net crime bureau.", "90",
     "Oslo police", "Oslo police"),
    # Who is quoted without a number gives no data.
    ("CERT-EE said 90 sites were hacked. \"We must act,\" said Ana Lund, a professor. Some 7 computers were infected.",
     "7", "CERT-EE", "CERT-EE"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "speaker", "source"), SOURCES, ids=[text[:40] for text, *_ in SOURCES])
def test_whose_data_they_are(text: str, number: str, speaker: str, source: str) -> None:
    claim = read(text)[number]
    assert (claim.speaker, claim.cited_source) == (speaker, source)


@pytest.mark.parametrize(
    "text",
    [
        "Five Romanians ran a fraud that infected 60,000 computers worldwide.",
        "Three Romanians are accused of spreading a worm that infected 60,000 computers around the world.",
        "Two Romanian nationals operated a botnet; 60,000 computers worldwide were infected.",
        "A gang in Romania wrote the malware. Its makers use it to control 60,000 computers worldwide.",
    ],
)
def test_machines_were_infected_by_the_people_who_ran_the_scheme(text: str) -> None:
    found = read(text)
    assert {number: (claim.role, claim.origin, claim.target) for number, claim in found.items()} == {
        "60,000": ("infected_host", "RO", "WW")
    }


def test_rumours_that_are_called_false_are_negated_and_disputed() -> None:
    claim = read("Rumours that 3,000 websites had been defaced are false, ESET said.")["3,000"]
    assert (claim.negated, claim.disputed, claim.disputed_by) == (True, True, "ESET")


def test_a_count_that_is_called_wrong_is_disputed_but_not_negated() -> None:
    found = read(
        "Symantec said 3,000 computers were infected. That count is wrong, ESET answered: 9,000 were infected."
    )
    assert (found["3,000"].negated, found["3,000"].disputed, found["3,000"].disputed_by) == (False, True, "ESET")


@pytest.mark.parametrize(
    "text", ["The share went up to 21% of attacks in May.", "They gained control over 300 websites."]
)
def test_up_to_and_over_may_be_no_modifiers(text: str) -> None:
    assert {claim.modifier.value for claim in extract(text, day=DAY)} <= {"exact"}


def test_a_doubt_goes_on_to_what_and_joins() -> None:
    claims = read("The botnet is believed to have run for almost a decade and to have infected 90,000 computers.")
    assert claims["90,000"].hedge == "believed"
