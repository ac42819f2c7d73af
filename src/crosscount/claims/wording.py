"""Claims in the words of a reader: what is counted, where, how many."""

from __future__ import annotations

import re
from decimal import Decimal

from babel import Locale

from crosscount.claims.sentences.phrases import read
from crosscount.claims.words.lexicon import data, lexicon
from crosscount.model.claim import OVERSEAS, WORLD, Claim, ClaimKind, Interval, Modifier

__all__ = [
    "NOUNS",
    "kind_named",
    "modifier_named",
    "noun_of",
    "number_named",
    "places_named",
    "places_told",
    "region_of",
    "role_named",
    "shown",
    "span",
]

# Class of the noun that is counted → what a reader calls it.
NOUNS = {
    "host": "machines",
    "server": "servers",
    "ip": "addresses",
    "site": "sites",
    "page": "pages",
    "domain": "domain names",
    "event": "attacks or operations",
    "incident": "incidents or cases",
    "user": "users",
    "organisation": "organisations",
    "backdoor": "backdoors",
}
ROLES = {
    "c2": "control servers",
    "victim_host": "controlled machines",
    "infected_host": "infected machines",
    "infected_ip": "infected addresses",
    "phish_host": "machines with phishing pages",
    "phish_page": "phishing pages",
    "phish_event": "phishing operations",
    "backdoor_ip": "addresses that planted or used backdoors",
    "backdoored_site": "sites with a backdoor",
    "attack_event": "attacks",
    "attack_ip": "attacking addresses",
    "attack_source_share": "attacks by where they come from",
    "hacked_site": "hacked sites",
    "defaced_site": "defaced sites",
    "incident_report": "cases that were reported or handled",
    "malicious_domain": "malicious domain names",
}
KINDS = {
    ClaimKind.COUNT: "a number",
    ClaimKind.SHARE: "a share in per cent",
    ClaimKind.CHANGE: "a change in per cent",
    ClaimKind.RATIO: "how many times as many",
    ClaimKind.RANK: "a place in a list",
}
PLAIN_DIGITS = re.compile(r"(?<![\d.,])\d{5,}(?![\d.,]*\d)|(?<![\d.,])\d{4}(?![\d.,]*\d)")
ISLES = "Netherlands|Philippines|Bahamas|Maldives|Gambia|Comoros|Seychelles"
ARTICLE = re.compile(rf"^(outside |)((?:United |{ISLES}).*|.* (?:Islands|Republic))$")  # names that take "the"
HAN = re.compile(r"[一-鿿]")


def shown(claim: Claim) -> str:
    """A claim as a reader would say it."""
    unit = claim.unit.strip()
    if HAN.search(unit):
        unit = NOUNS.get(noun_of(claim), "")
    return f"{modifier_named(claim.modifier)} {number_named(claim)} {unit}".strip()


def number_named(claim: Claim) -> str:
    """The number as written, in digits where it is written in Chinese, thousands set apart."""
    if HAN.search(claim.quantity_text) and claim.upper is None:
        return f"{claim.quantity:,f}"
    return PLAIN_DIGITS.sub(lambda found: f"{int(found[0]):,}", claim.quantity_text)


def modifier_named(modifier: Modifier) -> str:
    """What qualifies a number, "" if nothing does."""
    return "" if modifier in (Modifier.EXACT, Modifier.RANGE) else modifier.value.replace("_", " ")


def kind_named(kind: ClaimKind) -> str:
    """What sort of number it is, in words."""
    return KINDS.get(kind, kind.value.replace("_", " ").removeprefix("rate ").replace("per", "a number per"))


def role_named(role: str) -> str:
    """What is counted, in words."""
    return ROLES.get(role, role.replace("_", " "))


def places_named(code: str | None) -> str:
    """Countries by their English names: "United States", "outside China", "worldwide"; "" for none."""
    names = Locale("en").territories
    said = []
    for each in (code or "").split(";"):
        if each.startswith(OVERSEAS):
            said.append(f"outside {names.get(each[3:], each[3:])}")
        elif each:
            said.append("worldwide" if each == WORLD else "abroad" if each == "XX" else str(names.get(each, each)))
    return ", ".join(said)


def places_told(code: str | None) -> str:
    """Countries as a sentence names them: "the United States", "outside the Netherlands"."""
    said = places_named(code).split(", ")
    return ", ".join(ARTICLE.sub(r"\1the \2", each) for each in said)


def region_of(claim: Claim) -> str:
    """The part of the world that the sentence names, if that is the target: "Africa"; "" for none."""
    names = data("places")["regions"]["words"] if claim.target == WORLD else ()
    return next((name for name in names if re.search(rf"\b{name}\b", claim.sentence)), "")


def span(interval: Interval) -> str:
    """Both ends with one decimal at most."""
    low, high = (None if end is None else _rounded(end) for end in (interval.low, interval.high))
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return low if low == high else f"{low} to {high}"


def _rounded(value: Decimal) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def noun_of(claim: Claim) -> str:
    """The class of the noun that a claim counts: "ip", "host", …; "" if there is none that we know."""
    tokens = tuple(lexicon().cut(claim.unit))
    nouns = [phrase.sort for phrase in read(tokens, [], (), ()).phrases]
    nouns += [mark.value for mark in lexicon().marks(tokens, "head")]  # "phishing hosts", where it might be a verb
    return next((noun for noun in nouns if noun in NOUNS), "")
