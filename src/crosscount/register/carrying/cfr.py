"""CFR Cyber Operations Tracker: one operation a row, CSV, dates of report as M/D/YYYY.

Victims and sponsors are lists separated by commas; a part that begins with "including" belongs to the one before. What
stands under "Sponsor" becomes an attribution by the tracker, with that head as category. A response is a type, some
spaces and an address; who responded is not said. Affiliations are prose and stay prose. A second table of the tracker
has only Description and Type. Layout: https://www.cfr.org/cyber-operations
"""

from __future__ import annotations

import re
from hashlib import sha256

from crosscount.register.carrying.account import Row
from crosscount.register.carrying.cells import american_day, slug, url
from crosscount.register.carrying.drafts import Drafts
from crosscount.register.carrying.places import country
from crosscount.register.records import ActorKind, Attribution, Basis, Incident, Response

__all__ = ["BY", "carry", "split", "whose"]

BY = ("cfr", "Council on Foreign Relations, Cyber Operations Tracker", ActorKind.ORGANISATION)
LISTS = ("Victims", "Sponsor", "Type")
NAMELESS = "no row without a title or a description is an incident"
DEEDS = {"sanctions": "sanction", "criminal charges": "charge", "denouncement": "condemn"}
_ADDRESS = re.compile(r"https?://\S+")
_GOES_ON = re.compile(r"(including|such as|and others)\b", re.IGNORECASE)


def whose(columns: set[str]) -> bool:
    """Whether a table with these columns is one of the tracker."""
    return {"Title", "Sponsor", "Victims"} <= columns or columns == {"Description", "Type"}


def split(column: str, cell: str) -> list[str]:
    """The values of a cell."""
    if column == "Response":
        words = [part.strip() for part in _ADDRESS.sub("", cell).split(",") if part.strip()]
        return [*words, *_ADDRESS.findall(cell)]
    if column not in LISTS:
        return [cell] if cell.strip() else []
    found: list[str] = []
    for part in re.split(r",\s+(?:and\s+)?", cell.strip()):
        if found and _GOES_ON.match(part):
            found[-1] += f", {part}"
        elif part.strip():
            found.append(part.strip())
    return found


def carry(row: Row, drafts: Drafts, source: str) -> None:
    """One operation → an incident, an attribution, its responses."""
    title, described = (row.left.get(column, [""])[0].strip() for column in ("Title", "Description"))
    if not (title or described):
        row.close(NAMELESS)
        return
    reported = american_day(row.left.get("Date", [""])[0]) or ""
    digest = sha256(described.encode()).hexdigest()[:12]
    name = "-".join(part for part in ("cfr", slug(title), reported or digest) if part)
    incident = drafts.begin(Incident, name, source)
    drafts.put(incident, "title", title or f"CFR operation: {described[:80]}")
    row.take("Title", incident)
    for text in row.take("Description", incident):
        if not drafts.put(incident, "described", text):
            row.refuse("Description", text, incident, "another description than in a row before")
    for text in row.take("Date", incident):
        if not reported or not drafts.put(incident, "reported", reported):
            row.refuse("Date", text, incident, "not a day M/D/YYYY" if not reported else "another day than before")
    drafts.extend(incident, "types", *row.take("Type", incident))
    for victim in row.take("Victims", incident):
        code = country(victim)
        drafts.extend(incident, "victims", {"country": code} if code else {"name": victim})
    for column in ("Category", "Affiliations"):
        for text in row.take(column, incident):
            if not drafts.measure(incident, column, text):
                row.refuse(column, text, incident, "another value than in a row before")
    for column in [each for each in row.left if each.startswith("Source")]:
        _addresses(row, drafts, incident, column)
    _sponsors(row, drafts, incident, source, reported)
    _responses(row, drafts, incident, source)
    row.close()


def _addresses(row: Row, drafts: Drafts, incident: str, column: str) -> None:
    for text in row.take(column, incident):
        if address := url(text):
            drafts.extend(incident, "refs", address)
        else:
            row.refuse(column, text, incident, "not an address of the web")


def _sponsors(row: Row, drafts: Drafts, incident: str, source: str, reported: str) -> None:
    lists = f"{incident}-sponsor"
    sponsors = row.take("Sponsor", lists)
    if not sponsors:
        return
    codes = {sponsor: country(sponsor) for sponsor in sponsors}
    fields = {
        "of": incident,
        "by": [BY[0]],
        "basis": [Basis.DATASET.value],
        "category": "Sponsor",  # the head of the column: no word of caution stands in the table
        "date": reported,
        "to_countries": [code for code in codes.values() if code],
        "to_names": [sponsor for sponsor, code in codes.items() if not code],
    }
    made = drafts.whole(Attribution, lists, fields, source)
    for sponsor in sponsors if made != lists else ():
        row.give({"Sponsor": sponsor}, lists, made)


def _responses(row: Row, drafts: Drafts, incident: str, source: str) -> None:
    values = row.left.get("Response", [])
    words = [value for value in values if not _ADDRESS.match(value)]
    known = [word for word in words if word.casefold() in DEEDS]
    target = f"{incident}-{DEEDS[known[0].casefold()]}" if known else incident
    row.take("Response", target)
    for word in words:
        if word not in known:
            row.refuse("Response", word, target, "a type of response that no act stands for")
    for word in known:
        made = drafts.begin(Response, f"{incident}-{DEEDS[word.casefold()]}", source)
        drafts.put(made, "act", DEEDS[word.casefold()])
        drafts.put(made, "as_written", word)
        drafts.extend(made, "about", incident)
    for address in [value for value in values if _ADDRESS.match(value)]:
        if (sound := url(address)) and (known or words):
            drafts.extend(target, "refs", sound)
        else:
            row.refuse("Response", address, target, "an address of no response")
