"""EuRepoC: incidents as CSV, one a row or exploded to many rows that share an ID; several values in a cell by ";".

What its coders call the initiator is their reading of all attributions, so it becomes an attribution by EuRepoC. Single
attributions and responses stand in parallel lists. Where lists have different lengths, which belongs to which is not
said: they are set aside. Names of regions stay names. Columns and codebook: https://eurepoc.eu/methodology
"""

from __future__ import annotations

from crosscount.register.carrying.account import Row
from crosscount.register.carrying.cells import day, listed, url
from crosscount.register.carrying.drafts import Drafts
from crosscount.register.carrying.eurepoc_lists import attributions, responses
from crosscount.register.carrying.places import country
from crosscount.register.records import ActorKind, Attribution, Basis, Incident

__all__ = ["BY", "carry", "split", "whose"]

BY = ("eurepoc", "EuRepoC, European Repository of Cyber Incidents", ActorKind.ORGANISATION)
NAMELESS = "no row without an ID is an incident"
# Codings of an incident as a whole, kept as EuRepoC writes them.
MEASURES = {
    *("inclusion_criteria", "inclusion_criteria_subcode", "source_incident_detection_disclosure"),
    *("cyber_conflict_issue", "offline_conflict_issue", "offline_conflict_issue_subcode"),
    *("offline_conflict_intensity", "offline_conflict_intensity_subcode", "zero_days", "zero_days_subcode"),
    *("MITRE_initial_access", "MITRE_impact", "user_interaction", "has_disruption", "data_theft", "disruption"),
    *("hijacking", "physical_effects_spatial", "physical_effects_temporal", "unweighted_cyber_intensity"),
    *("target_multiplier", "weighted_cyber_intensity", "impact_indicator", "impact_indicator_value"),
    *("functional_impact", "intelligence_impact", "economic_impact", "economic_impact_value"),
    *("economic_impact_currency", "political_impact_affected_entities"),
    *("political_impact_affected_entities_exact_value", "political_impact_third_countries"),
    *("political_impact_third_countries_exact_value", "state_responsibility_indicator", "IL_breach_indicator"),
    *("IL_breach_indicator_subcode", "evidence_for_sanctions_indicator", "response_indicator"),
    *("legal_response_indicator", "legal_attribution_reference", "legal_attribution_reference_subcode"),
    *("casualties", "settled", "temporal_attribution_sequence", "added_to_DB", "updated_at"),
    *("number_of_attributions", "number_of_political_responses", "number_of_legal_responses"),
}
RECEIVER = {
    "name": "receiver_name",
    "country": "receiver_country",
    "category": "receiver_category",
    "subcategory": "receiver_category_subcode",
}
OURS = ("receiver_", "initiator_", "attribution_", "political_response_", "legal_response_", "incident_type")
WHOLE = {"ID", "name", "description", "start_date", "end_date", "year", "month", "receiver_region", *MEASURES}
DIFFERS = "another value than in a row before"


def whose(columns: set[str]) -> bool:
    """Whether a table with these columns is one of EuRepoC."""
    return "ID" in columns and any(column.startswith(OURS) for column in columns)


def split(column: str, cell: str) -> list[str]:
    """The values of a cell."""
    if column in WHOLE:
        return [cell] if cell.strip() else []
    # A place in a parallel list counts also where it is empty; a cell without anything has no place.
    return [item.strip() for item in cell.split(";")] if cell.strip() and not cell.startswith("[") else listed(cell)


def carry(row: Row, drafts: Drafts, source: str) -> None:
    """One row → an incident, with what it says of attributions and responses."""
    number = row.left.get("ID", [""])[0].strip()
    number = number.removesuffix(".0") if number.endswith(".0") else number
    if not number.isascii() or not number.isalnum():
        row.close(NAMELESS)
        return
    incident = drafts.begin(Incident, f"eurepoc-{number.lower()}", source)
    row.take("ID", incident)
    drafts.extend(incident, "external", f"eurepoc:{number}")
    for column, field in (("name", "title"), ("description", "described")):
        for text in row.take(column, incident):
            if not drafts.put(incident, field, text):
                row.refuse(column, text, incident, DIFFERS)
    _days(row, drafts, incident)
    drafts.extend(incident, "types", *row.take("incident_type", incident))
    for column in MEASURES & row.left.keys():
        for text in row.take(column, incident):
            if not drafts.measure(incident, column, text):
                row.refuse(column, text, incident, DIFFERS)
    for text in row.take("sources_url", incident):
        if address := url(text):
            drafts.extend(incident, "refs", address)
        elif text:
            row.refuse("sources_url", text, incident, "not an address of the web")
    _receivers(row, drafts, incident)
    _initiators(row, drafts, incident, source)
    attributions(row, drafts, incident, source)
    responses(row, drafts, incident, source)
    row.close()


def finish(drafts: Drafts) -> None:
    """A title for incidents whose table has none."""
    for name, kind in drafts.kinds.items():
        if kind is Incident and name.startswith("eurepoc-"):
            drafts.put(name, "title", f"EuRepoC incident {name.removeprefix('eurepoc-')}")


def _days(row: Row, drafts: Drafts, incident: str) -> None:
    for column, field in (("start_date", "start"), ("end_date", "end")):
        for text in row.take(column, incident):
            when = day(text)
            if when is None or not drafts.put(incident, field, when):
                row.refuse(column, text, incident, "not a day" if when is None else DIFFERS)
    start = drafts.fields[incident].get("start", "")
    for column, place, width in (("year", 0, 4), ("month", 1, 2)):
        for text in row.take(column, incident):
            # A year or month beside the day says nothing new; without one it is not enough to date an incident by.
            told = text.removesuffix(".0").zfill(width)
            if start.split("-")[place : place + 1] != [told]:
                row.refuse(column, text, incident, "no start_date that it belongs to")


def _receivers(row: Row, drafts: Drafts, incident: str) -> None:
    told, unpaired = row.places(tuple(RECEIVER.values()), incident)
    if row.left.get("receiver_region", [""])[0].startswith("["):  # of the incident as a whole, whoever the receiver is
        for text in row.take("receiver_region", incident):
            if not drafts.measure(incident, "receiver_region", "; ".join(listed(text))):
                row.refuse("receiver_region", text, incident, DIFFERS)
    region = "; ".join(row.take("receiver_region", incident))
    if unpaired:  # what belongs to what is not said: each value stands for itself
        told = [{column: value} for each in told for column, value in each.items()]
        told += [{column: value} for column, values in unpaired.items() for value in values]
    victims = [{field: each[column] for field, column in RECEIVER.items() if column in each} for each in told]
    if len(victims) == 1:
        victims = [_victim(victims[0], region)]
    else:
        victims = [*map(_victim, victims), *([{"region": region}] if region else [])]
    drafts.extend(incident, "victims", *(victim for victim in victims if victim))


def _victim(said: dict[str, str], region: str = "") -> dict[str, str]:
    code = country(said.get("country", ""))
    place = "; ".join(part for part in ("" if code else said.get("country", ""), region) if part)
    told = {**said, "country": code or "", "region": place}
    return {field: value for field, value in told.items() if value}


def _initiators(row: Row, drafts: Drafts, incident: str, source: str) -> None:
    columns = ("initiator_country", "initiator_name", "initiator_category", "initiator_category_subcode")
    if not any(row.left.get(column) for column in columns):
        return
    made = f"{incident}-coded"
    found = {column: [value for value in row.take(column, made) if value] for column in columns}
    if not any(found.values()):
        return
    drafts.begin(Attribution, made, source)
    for field, value in (("of", incident), ("by", [BY[0]]), ("basis", [Basis.DATASET.value])):
        drafts.put(made, field, value)
    for place in found["initiator_country"]:
        code = country(place)
        drafts.extend(made, "to_countries" if code else "to_names", code or place)
    drafts.extend(made, "to_names", *found["initiator_name"])
    if category := "; ".join([*found["initiator_category"], *found["initiator_category_subcode"]]):
        known = drafts.fields[made].get("category", "")
        drafts.fields[made]["category"] = (
            known if category in known.split(" | ") else " | ".join(filter(None, (known, category)))
        )
