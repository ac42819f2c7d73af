"""Empty records to fill in: every field with what it means and a value that it takes.

The values name records of the worked example, so that a template, and each line of it without its "#", is accepted
there as it stands. A test adds every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, get_args

import tomli_w

from crosscount.register.records import (
    Actor,
    Attribution,
    Case,
    Claim,
    Finding,
    Incident,
    Link,
    Part,
    Record,
    Related,
    Response,
    Source,
    Statement,
    Victim,
)

__all__ = ["template", "words_of"]

SOURCE = "src-chinadaily-2014-05-21"
COMMON = {
    "sources": [SOURCE],
    "refs": ["https://example.org/article"],
    "coder": "A. Nalyst; reviewed by R. Eader",
    "note": "The zone of the day is not stated.",
}
EXAMPLES: Mapping[type[Record] | type[Part], Mapping[str, Any]] = {
    Source: {
        "id": "src-paper-2014-05-22",
        "kind": "article",
        "publisher": "A paper",
        "title": "Office names numbers",
        "date": "2014-05-22",
        "url": "https://example.org/numbers",
        "archived": "https://archive.example.org/numbers",
        "sha256": "0" * 64,
        "language": "zh-Hans",
    },
    Actor: {
        "id": "cn-new-office",
        "name": "New Office",
        "kind": "agency",
        "country": "CN",
        "part_of": "cn",
        "aliases": ["NO-1"],
        "shared_aliases": ["The Office"],
        "described": "Speaks for the ministry on matters of networks.",
        "external": ["misp:00000000-0000-4000-8000-000000000000", "attack:G0006"],
        "targets": ["US", "NO"],
        "sectors": ["energy"],
        "profile": {"since": "2010"},
    },
    Incident: {
        "id": "i-theft-at-a-firm",
        "title": "Theft at a firm",
        "described": "Drawings were copied.",
        "start": "2014-03",
        "end": "2014-05-18",
        "reported": "2014-05-21",
        "types": ["data theft"],
        "external": ["eurepoc:11"],
        "measures": {"weighted_cyber_intensity": "3.0"},
    },
    Attribution: {
        "id": "t-six-victims-by-a-firm",
        "of": "i-six-victims",
        "to": ["cn-pla-61398"],
        "to_countries": ["CN"],
        "to_names": ["Comment Group"],
        "category": "state group",
        "by": ["us-doj"],
        "by_names": ["A security firm"],
        "by_countries": ["US"],
        "date": "2014-05-21",
        "basis": ["technical", "company"],
        "basis_as_written": "on the basis of code",
        "hedge": "likely",
        "stated_in": "s-2014-05-19-doj",
        "denied_by": ["s-2014-05-19-mfa-denial"],
    },
    Response: {
        "id": "r-2014-05-21-protest",
        "act": "protest",
        "actor": "cn-mfa",
        "actor_names": ["The embassy"],
        "countries": ["CN"],
        "target": ["us"],
        "date": "2014-05-21",
        "zone": "Asia/Shanghai",
        "text": "The ministry hands over a note.",
        "as_written": "demarche",
        "about": ["i-six-victims"],
        "responds_to": ["r-2014-05-19-indictment"],
    },
    Statement: {
        "id": "s-2014-05-21-denial",
        "act": "deny",
        "speaker": "cn-mfa",
        "target": ["us"],
        "date": "2014-05-21",
        "zone": "Asia/Shanghai",
        "text": "The ministry says that it never took part.",
        "quote": "never took part",
        "hedge": "as far as is known",
        "about": ["i-six-victims"],
        "responds_to": ["r-2014-05-19-indictment"],
        "disputes": ["t-six-victims-61398"],
        "corrects": ["s-2014-05-19-mfa-denial"],
        "retracts": ["s-2014-05-19-mfa-denial"],
        "evidence_for": ["s-2014-05-19-siio-accuse"],
        "version_of": "s-2014-05-19-mfa-denial",
    },
    Claim: {
        "id": "c-2014-05-21-servers",
        "statement": "s-2014-05-21-chinadaily",
        "quantity": 2077,
        "low": 2000,
        "high": 2100,
        "as_written": "2,077",
        "modifier": "exact",
        "kind": "count",
        "unit": "Trojan or botnet control servers",
        "role": "c2",
        "origin": "US",
        "target": "CN",
        "first": "2014-03-19",
        "last": "2014-05-18",
        "zone": "Asia/Shanghai",
        "window_as_written": "from March 19 to May 18",
        "hedge": "estimated",
        "definition": "addresses that sent commands",
        "sampling": "monitored by the office",
        "drifts_from": "c-2014-05-c2-servers",
    },
    Finding: {
        "id": "f-servers",
        "claim": "c-2014-05-c2-servers",
        "verdict": "not_covered",
        "by": "A. Nalyst",
        "date": "2014-05-22",
        "sentence": "No sensor of ours covers those days.",
        "found": 2071,
        "low": 2060,
        "high": 2080,
        "flags": ["unit_mismatch", "hedge_lost"],
        "evidence": ["bulletin 2014-W20, statement 3"],
    },
    Case: {
        "id": "denial-2014",
        "title": "The denial of May 2014",
        "summary": "Who denied what, and what came before.",
        "marking": "TLP:CLEAR",
        "language": "en",
        "records": ["s-2014-05-19-doj", "s-2014-05-19-mfa-denial"],
    },
    Link: {
        "role": "asserted_by",
        "actor": "cn-mfa",
        "date": "2014-05-21",
        "hedge": "reportedly",
        "source": SOURCE,
    },
    Victim: {
        "name": "Alcoa",
        "actor": "alcoa",
        "country": "US",
        "region": "North America",
        "category": "industry",
        "subcategory": "metal",
    },
    Related: {"to": "misp:00000000-0000-4000-8000-000000000000", "how": "similar", "tags": ["likely"]},
}
# Needed in the end, though a record of another form may do without: lint says so.
USUAL: Mapping[type[Record], tuple[str, ...]] = {
    Incident: ("start",),
    Attribution: ("to", "by"),
    Response: ("actor",),
    Statement: ("chain",),
    Claim: ("quantity",),
}
PARTS: Mapping[str, type[Part]] = {"chain": Link, "victims": Victim, "related": Related}
TABLES = ("profile", "measures")
WIDTH = 100


def template(kind: type[Record]) -> str:
    """A record of that kind with every field: what it means, and a value to be replaced by one's own."""
    return "".join(_lines(kind))


def words_of(annotation: Any) -> list[str]:
    """The words that a field of that type may hold, where it holds some of a few."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, StrEnum):
            return [word.value for word in each]
    return []


def _lines(kind: type[Record]) -> Iterator[str]:
    yield f"# {_a(kind.__name__.lower())}. {(kind.__doc__ or '').strip()}\n"
    yield "# Every value is an example: replace it. What is not known is left out.\n"
    if kind in (Statement, Response):
        yield "# 'crosscount register acts' lists the acts.\n"
    examples = {**COMMON, **EXAMPLES[kind]}
    usual = (*USUAL.get(kind, ()), *(("sources",) if kind.needs_source else ()))
    fields = kind.model_fields
    for name in sorted(fields, key=lambda each: each in PARTS or each in TABLES):  # TOML wants tables last
        field = fields[name]
        needed = field.is_required() or name in usual
        yield from _told(field, needed)
        mark = "" if needed else "# "
        if name in PARTS:
            yield from _part(name, PARTS[name], mark)
        elif name in TABLES:
            yield f"{mark}[{name}]\n"
            yield from (f"{mark}{line}\n" for line in tomli_w.dumps(examples[name]).splitlines())
        else:
            yield f"{mark}{_value(name, examples[name])}\n"


def _part(name: str, part: type[Part], mark: str) -> Iterator[str]:
    yield f"{mark}[[{name}]]\n"
    for key, field in part.model_fields.items():
        yield f"# {_first(field.description)}.{_words(field.annotation)}\n"
        yield f"{mark if field.is_required() else '# '}{_value(key, EXAMPLES[part][key])}\n"


def _told(field: Any, needed: bool) -> Iterator[str]:
    yield f"\n# {_first(field.description)}.{' Required.' if needed else ''}{_words(field.annotation)}\n"


def _words(annotation: Any) -> str:
    said = ", ".join(words_of(annotation))
    return f"\n# One of: {said if len(said) <= WIDTH else _folded(said)}." if said else ""


def _folded(said: str) -> str:
    at = said.rfind(", ", 0, WIDTH) + 1
    rest = said[at + 1 :]
    return f"{said[:at]}\n#   {rest if len(rest) <= WIDTH else _folded(rest)}"


def _value(name: str, value: Any) -> str:
    if isinstance(value, list):  # on one line, so that one "#" is in front of it
        return f"{name} = [{', '.join(tomli_w.dumps({'x': each}).strip()[4:] for each in value)}]"
    return tomli_w.dumps({name: value}).strip()


def _first(text: str | None) -> str:
    """With a capital at the start, and the rest as it is: US is no word."""
    return f"{(text or '')[:1].upper()}{(text or '')[1:]}"


def _a(word: str) -> str:
    return f"{'An' if word[0] in 'aeiou' else 'A'} {word}"
