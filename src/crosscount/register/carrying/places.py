"""Country names as registries write them → ISO 3166-1. A name that is none stays a name."""

from __future__ import annotations

import unicodedata
from functools import cache

import pycountry
from babel import Locale

__all__ = ["country"]

# Names that neither ISO 3166-1 nor the CLDR has, in the spellings of EuRepoC, CFR and MISP.
OTHERS = {
    "u.s.": "US",
    "usa": "US",
    "the united states": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "russia": "RU",
    "south korea": "KR",
    "republic of korea": "KR",
    "korea (republic of)": "KR",
    "north korea": "KP",
    "democratic people's republic of korea": "KP",
    "korea (democratic people's republic of)": "KP",
    "iran": "IR",
    "iran (islamic republic of)": "IR",
    "syria": "SY",
    "taiwan": "TW",
    "vietnam": "VN",
    "palestine": "PS",
    "turkey": "TR",
    "czech republic": "CZ",
    "ivory coast": "CI",
    "swaziland": "SZ",
    "macedonia": "MK",
    "cape verde": "CV",
    "burma": "MM",
    "east timor": "TL",
    "kosovo": "XK",
    "european union": "EU",
    "eu": "EU",
    "moldova (republic of)": "MD",
    "tanzania (united republic of)": "TZ",
    "venezuela (bolivarian republic of)": "VE",
    "bolivia (plurinational state of)": "BO",
    "macau": "MO",
}


def country(name: str) -> str | None:
    """The code of a country's name; a two-letter code is taken as one. None for a region or anything else."""
    folded = _folded(name)
    if len(folded) == 2 and name.strip().isupper() and folded not in OTHERS:
        return name.strip() if pycountry.countries.get(alpha_2=name.strip()) else None
    return _names().get(folded)


@cache
def _names() -> dict[str, str]:
    english = Locale("en").territories
    names = {_folded(name): code for code, name in english.items() if pycountry.countries.get(alpha_2=code)}
    for each in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            if said := getattr(each, attribute, None):
                names[_folded(said)] = each.alpha_2
                before, comma, after = said.partition(", ")
                if comma:  # "Iran, Islamic Republic of" is also written "Islamic Republic of Iran"
                    names.setdefault(_folded(f"{after} {before}"), each.alpha_2)
    return names | {_folded(name): code for name, code in OTHERS.items()}


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
