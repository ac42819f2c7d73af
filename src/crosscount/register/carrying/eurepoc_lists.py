"""The parallel lists of EuRepoC: attributions, political and legal responses, a place in each list for each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosscount.register.carrying.account import Row
from crosscount.register.carrying.cells import day, slug
from crosscount.register.carrying.drafts import Drafts
from crosscount.register.carrying.places import country
from crosscount.register.records import Attribution, Basis, Response

__all__ = ["attributions", "responses"]

PARTS = ("year", "month", "day")  # columns of some editions, instead of a date
ATTRIBUTION = (
    *("attribution_ID", "attribution_date", "attribution_type", "attribution_basis", "attributing_actor"),
    *("attributing_country", "attribution_it_company", "attributed_initiator", "attributed_initiator_name"),
    *("attributed_initiator_country", "attributed_initiator_category"),
    *(f"attribution_date_{part}" for part in PARTS),
)
BASIS = {
    "it-security community attributes attacker": Basis.COMPANY,
    "attribution by receiver government / state entity": Basis.GOVERNMENT,
    "attribution by eu institution/agency": Basis.GOVERNMENT,
    "attribution by third-party": Basis.UNSTATED,
    "receiver attributes attacker": Basis.VICTIM,
    "attacker confirms": Basis.CONFESSION,
    "contested attribution": Basis.CONTESTED,
    "media-based attribution": Basis.MEDIA,
}
# What a type of response names beyond its class. Examples in brackets are no naming.
ACTS = (
    ("sanction", "sanction"),
    ("expulsion", "expel"),
    ("indictment", "indict"),
    ("extradition", "extradition_request"),
    ("demarche", "protest"),
    ("protest note", "protest"),
    ("arrest", "arrest"),
)
UNPAIRED = "lists of different lengths: which belongs to which is not said"


def attributions(row: Row, drafts: Drafts, incident: str, source: str) -> None:
    """One attribution for each place of the lists."""
    lists = f"{incident}-attributions"
    for number, told in enumerate(_paired(row, ATTRIBUTION, lists), 1):
        basis = told.get("attribution_basis", "")
        by, by_countries = _named(told, ("attributing_actor", "attribution_it_company"), "attributing_country")
        to, to_countries = _named(
            told, ("attributed_initiator", "attributed_initiator_name"), "attributed_initiator_country"
        )
        fields = {
            "of": incident,
            "basis": [BASIS.get(basis.casefold(), Basis.UNSTATED).value],
            "basis_as_written": "; ".join(filter(None, (basis, told.get("attribution_type", "")))),
            "category": told.get("attributed_initiator_category", ""),
            "date": _date(row, lists, "attribution_date", told),
            "by_names": by,
            "by_countries": by_countries,
            "to_names": to,
            "to_countries": to_countries,
        }
        name = f"{incident}-a-{slug(told.get('attribution_ID', '')) or number}"
        row.give(told, lists, drafts.whole(Attribution, name, fields, source))


def responses(row: Row, drafts: Drafts, incident: str, source: str) -> None:
    """One response for each place of the lists, political and legal."""
    for kind, other in (("political", "political_measure"), ("legal", "legal_measure")):
        lists, prefix = f"{incident}-{kind}", f"{kind}_response_"
        parts = [f"date_{part}" for part in PARTS]
        columns = [f"{prefix}{name}" for name in ("date", *parts, "type", "type_subcode", "country", "actor")]
        for number, told in enumerate(_paired(row, columns, lists), 1):
            written = "; ".join(filter(None, (told.get(f"{prefix}type"), told.get(f"{prefix}type_subcode"))))
            plain = re.sub(r"\([^)]*\)", "", written).casefold()
            names, countries = _named(told, (f"{prefix}actor",), f"{prefix}country")
            fields = {
                "act": next((act for word, act in ACTS if word in plain), other),
                "as_written": written,
                "about": [incident],
                "date": _date(row, lists, f"{prefix}date", told),
                "actor_names": names,
                "countries": countries,
            }
            made = drafts.whole(Response, f"{incident}-{kind}-{number}", fields, source)
            row.give(told, lists, made)


def _paired(row: Row, columns: Sequence[str], lists: str) -> list[dict[str, str]]:
    told, unpaired = row.places(columns, lists)
    for column, values in unpaired.items():
        for value in values:
            row.refuse(column, value, lists, UNPAIRED)
    return told


def _date(row: Row, lists: str, column: str, told: dict[str, str]) -> str:
    parts = [told.get(f"{column}_{part}", "").removesuffix(".0") for part in PARTS]
    text = told.get(column, "")
    when = day(text or "-".join(part.zfill(2) for part in parts[: next((n for n, p in enumerate(parts) if not p), 3)]))
    if when is None:
        for name in (column, *(f"{column}_{part}" for part in PARTS)):
            if name in told:
                row.refuse(name, told.pop(name), lists, "not a day")
    return when or ""


def _named(told: dict[str, str], names: Sequence[str], place: str) -> tuple[list[str], list[str]]:
    """Names as written, and countries as codes; a place that is no country is a name."""
    found = [told[name] for name in names if name in told]
    written = told.get(place, "")
    code = country(written) if written else None
    return (found, [code]) if code else ([*found, *filter(None, [written])], [])
