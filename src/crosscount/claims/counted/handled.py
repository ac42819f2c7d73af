"""Cases of what was counted before, whatever their kind: "900 incidents, of which 510 were fraud, 72 intrusions"."""

from __future__ import annotations

from crosscount.claims.counted.candidate import EVENTS, Candidate
from crosscount.claims.sentences.reading import STOPS
from crosscount.model.claim import ClaimKind

__all__ = ["HANDLED"]

WHOLES = ("attack_event", "incident_report")
MASSES = frozenset(("malware", "ransomware", "spyware", "phishing", "spam"))  # of which cases are counted
DEFINITE = frozenset(("the", "these", "those", "such", "all", "of"))
KINDS = ("attack_event", "malware_sample", "phish_event")


def _of_the_attacks(number: Candidate) -> str | None:
    """ "Half of the attacks": cases that a body handled, where no others were counted."""
    reading, noun = number.reading, number.noun
    if number.role != "attack_event" or reading.places or number.told & {*EVENTS} != {"incident_report"}:
        return None
    if noun.sort != "event" or "attack" not in number.last_word:
        return None  # "of the scans" is a kind
    part = number.draft.quantity not in noun.counted and reading.lower(noun.first - 1) in DEFINITE
    cases = any(phrase.counted and phrase.sort in ("report", "incident") for phrase in reading.phrases)
    same = part or cases or number.kind is ClaimKind.CHANGE or "reported" in number.topics
    return "incident_report" if same else None


def _infections(number: Candidate) -> str | None:
    """ "Malware infections plunged by 85 percent"."""
    noun, told = number.noun, number.kind in (ClaimKind.CHANGE, ClaimKind.COUNT)
    cases = number.handled and noun.sort == "infection" and not noun.counted and told
    return "incident_report" if cases else None


def _phishing_incidents(number: Candidate) -> str | None:
    """ "Phishing incidents": a kind of the cases that a body handled."""
    cases = number.handled and number.role == "phish_event" and number.noun.sort == "incident"
    return "incident_report" if cases else None


def _kind_in_brackets(number: Candidate) -> str | None:
    """ "Incidents of fraud (510 cases); intrusion (72)"."""
    last = number.noun.last
    bracketed = last == number.draft.quantity.first - 1 and number.reading.lower(last) == "("
    kind = number.handled and number.role in ("attack_event", "malware_sample")
    return "incident_report" if kind and bracketed else None


def _cases_of_malware(number: Candidate) -> str | None:
    """ "900 attacks: 310 phishing, 120 malware"."""
    if number.role != "malware_sample" or number.last_word not in MASSES or not number.noun.counted:
        return None
    here = number.reading.phrases
    return next((each.role for each in number.before if each.role in WHOLES and each.phrase in here), None)


def _kind_by_name(number: Candidate) -> str | None:
    """ "It handled 900 incidents. Malicious code fell by 12 percent, intrusion attempts stood at 155": cases."""
    noun, last = number.noun, number.before[-1] if number.before else None
    if last is None or last.role != "incident_report" or noun.counted or number.reading.places:
        return None
    kind = number.role in ("attack_event", "malware_sample") and "attack" not in number.reading.lower(noun.head)
    kind &= number.kind is not ClaimKind.SHARE and noun in number.reading.phrases  # not "attacked 92 times"
    return "incident_report" if kind and number.told & {*EVENTS} == {"incident_report"} else None


def _next_of_the_list(number: Candidate) -> str | None:
    """ "900 incidents, of which 510 were fraud, 72 intrusions and 31 malware": the next kind of the same list."""
    if not number.handled or number.role not in KINDS:
        return None
    reading, last = number.reading, number.before[-1]
    if last.role != "incident_report" or last.base is None or last.phrase not in reading.phrases:
        return None
    between = [reading.lower(at) for at in range(last.quantity.last, number.draft.quantity.first)]
    listed = between[-1:] in ([","], ["and"]) and not {*between[1:]} & (STOPS - {"and"})
    return "incident_report" if listed else None


def _of_the_reports(number: Candidate) -> str | None:
    """ "Only 18 of the reports"."""
    reports = number.handled and number.role is None and number.noun.sort == "report"
    return "incident_report" if reports and number.reading.lower(number.noun.first - 1) in DEFINITE else None


HANDLED = (
    _of_the_attacks,
    _infections,
    _phishing_incidents,
    _kind_in_brackets,
    _cases_of_malware,
    _kind_by_name,
    _next_of_the_list,
    _of_the_reports,
)
