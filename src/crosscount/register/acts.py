"""The acts of states, courts and speakers, with the codes of other vocabularies where those have one.

CAMEO: codebook 1.1b3 of March 2012. PLOVER: "EVENT, mode, context", as its table CAMEO2PLOVER-2021.txt translates
the CAMEO code; that table starts at 03, so a public statement (CAMEO 01) has no PLOVER event. EuRepoC: the type of
response that such an act is filed under, as its tables spell it; they have none for a denial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

__all__ = ["ACTS", "Act", "Form", "nearest_act"]


class Form(StrEnum):
    """What kind of record an act may stand in."""

    WORD = "word"  # said: a statement
    DEED = "deed"  # done, by law or by diplomacy: a response
    EITHER = "either"  # a statement, or a response of its own, such as a protest that was handed over


@dataclass(frozen=True, slots=True)
class Act:
    """One act. A code is empty where the vocabulary has none."""

    id: str
    form: Form
    means: str
    cameo: str = ""
    plover: str = ""
    eurepoc: str = ""


_STABILISING = "political: Stabilizing measures"
_PROTEST = "political: Cooperative measures (demarche, protest note)"
_RETORSION = "legal: Peaceful means: Retorsion"
_NATIONAL = "legal: Other legal measures on national level"
_WORD, _DEED, _EITHER = Form.WORD, Form.DEED, Form.EITHER

ACTS: dict[str, Act] = {
    act.id: act
    for act in (
        Act("accuse", _WORD, "Says that the target did it.", "112", "ACCUSE, disapprove", _STABILISING),
        Act("counter_accuse", _WORD, "Answers an accusation by accusing the accuser.", "112", "ACCUSE, disapprove"),
        Act("condemn", _EITHER, "Criticises the target for it.", "111", "ACCUSE, disapprove", _STABILISING),
        Act("deny", _WORD, "Says that it did not do it, or that it did not happen.", "016"),
        Act("dispute", _WORD, "Says that a number, a method or a reading is wrong, and not that nothing happened."),
        Act("acknowledge", _WORD, "Admits or claims it.", "015"),
        Act("decline_to_comment", _WORD, "Was asked, and says nothing on the matter.", "011"),
        Act("decline_to_accuse", _WORD, "Speaks of the matter, and names nobody on purpose."),
        Act("demand", _EITHER, "Demands an explanation, an end or a change.", "100", "DEMAND"),
        Act("protest", _EITHER, "Complains officially.", "114", "ACCUSE, disapprove", _PROTEST),
        Act("threaten", _WORD, "Announces measures if the target goes on.", "130", "THREATEN"),
        Act("publish_evidence", _EITHER, "Publishes data or documents that shall show it."),
        Act("correct", _WORD, "Replaces something that was said before."),
        Act("retract", _WORD, "Takes back what was said before.", "015"),
        Act("summon", _DEED, "Calls in an envoy to receive a complaint.", "114", "ACCUSE, disapprove", _PROTEST),
        Act("suspend_cooperation", _DEED, "Halts talks or a working group.", "164", "SANCTION, withdraw, diplomatic"),
        Act("reduce_relations", _DEED, "Reduces diplomatic relations.", "161", "SANCTION, withdraw, diplomatic"),
        Act("expel", _DEED, "Expels envoys or staff.", "166", "SANCTION, expel, diplomatic"),
        Act("sanction", _DEED, "Imposes sanctions.", "163", "COERCE, restrict, diplomatic", _RETORSION),
        Act("investigate", _DEED, "Opens an inquiry.", "090", "ACCUSE, investigate", _NATIONAL),
        Act("sue", _DEED, "Brings a civil suit.", "115", "ACCUSE, disapprove, legal"),
        Act("charge", _DEED, "Files criminal charges.", "173", "COERCE, arrest, legal", _NATIONAL),
        Act("indict", _DEED, "A grand jury or court accuses formally.", "173", "COERCE, arrest, legal", _NATIONAL),
        Act("arrest", _DEED, "Arrests or detains.", "173", "COERCE, arrest, legal", _NATIONAL),
        Act("extradition_request", _DEED, "Asks another state to hand over a person.", "1013", "DEMAND, assist, legal"),
        Act("convict", _DEED, "A court finds guilty.", "116", "ACCUSE, disapprove, legal"),
        Act("seize", _DEED, "Seizes servers, names or money.", "1711", "COERCE, confiscate, legal"),
        Act("legal_measure", _DEED, "A legal measure that the source names only by its class."),
        Act("political_measure", _EITHER, "A political reaction that the source names only by its class."),
        Act("takedown", _DEED, "Takes infrastructure out of service, with or without a court."),
    )
}


def nearest_act(word: str) -> str:
    """The act that a misspelt word may have meant, or ""."""
    plain = re.sub(r"[^a-z]+", "_", word.lower()).strip("_")
    found = get_close_matches(plain, ACTS, n=1, cutoff=0.6)
    return found[0] if found else ""
