"""Sigma rule files → rules that can be evaluated, and a reason for each that cannot.

Files are YAML as pySigma reads it (https://github.com/SigmaHQ/pySigma); a file may hold several rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule

from crosscount.kernels.detecting.sigma_rule import LOOKUP, REQUEST, Rule
from crosscount.kernels.detecting.sigma_sql import UnsupportedError, queries
from crosscount.model.kinds import Kind

__all__ = ["rules_from"]

FAMILY = "family"  # a tag such as family.c99 names what kind of backdoor the rule recognises
WEB_SERVER = "webserver"
BACKDOOR = ("t1505", "t1505.003")  # ATT&CK: server software component, web shell
KIT = ("t1598", "t1598.003")  # ATT&CK: phishing for information, by a link
EXPLOIT = "t1190"  # ATT&CK: exploit public-facing application
# (category, product, service) of a log source → what of ours it is; an empty one fits any.
LOGS = {
    ("webserver", "", ""): REQUEST,
    ("proxy", "", ""): REQUEST,
    ("", "zeek", "http"): REQUEST,
    ("dns", "", ""): LOOKUP,
    ("dns_query", "", ""): LOOKUP,
    ("", "zeek", "dns"): LOOKUP,
}


def rules_from(files: Mapping[str, bytes]) -> tuple[list[Rule], list[tuple[str, str]]]:
    """The rules sorted by id, and (file, why) for each rule or file that cannot be used."""
    rules: dict[str, Rule] = {}
    problems: list[tuple[str, str]] = []
    for file, content in sorted(files.items()):
        for document in _documents(file, content, problems):
            try:
                rule = _rule(file, document)
            # pySigma lets some malformed rules through to errors of its own.
            except (UnsupportedError, SigmaError, NotImplementedError, LookupError, ValueError, TypeError) as error:
                problems.append((file, _reason(error)))
                continue
            except (AttributeError, RecursionError) as error:
                problems.append((file, f"not a Sigma rule: {_reason(error)}"))
                continue
            if rule.id in rules:
                problems.append((file, f"rule '{rule.id}' is already in '{rules[rule.id].file}', which is used"))
            else:
                rules[rule.id] = rule
    return [rules[id] for id in sorted(rules)], problems  # noqa: A001


def _documents(file: str, content: bytes, problems: list[tuple[str, str]]) -> list[Any]:
    try:
        return [document for document in yaml.safe_load_all(content) if document is not None]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        problems.append((file, f"not YAML: {_reason(error)}"))
        return []


def _rule(file: str, document: Any) -> Rule:
    if not isinstance(document, dict):
        raise UnsupportedError("not a Sigma rule: a rule is a mapping")
    for other in ("correlation", "filter"):
        if other in document:
            raise UnsupportedError(f"a {other}: records are judged one by one, by plain rules")
    parsed = SigmaCollection.from_dicts([document]).rules
    if len(parsed) != 1 or not isinstance(parsed[0], SigmaRule):
        raise UnsupportedError("not a plain Sigma rule")
    rule = parsed[0]
    log = _log(rule)
    tags = {(tag.namespace, tag.name) for tag in rule.tags}
    families = sorted(name for namespace, name in tags if namespace == FAMILY)
    web = (rule.logsource.category or "").lower() == WEB_SERVER
    return Rule(
        id=f"sigma:{rule.id or file.rsplit('/', 1)[-1].rsplit('.', 1)[0]}",
        title=" ".join(str(rule.title).split()),
        file=file,
        level=rule.level.name.lower() if rule.level else "",
        family=families[0] if families else None,
        kind=_kind(web, log, {name for namespace, name in tags if namespace == "attack"}, bool(families)),
        log=log,
        own_server=web,
        queries=queries(rule, log),
    )


def _log(rule: SigmaRule) -> str:
    source = rule.logsource
    has = tuple((each or "").lower() for each in (source.category, source.product, source.service))
    for wanted, log in LOGS.items():
        if all(not one or one == other for one, other in zip(wanted, has, strict=True)):
            return log
    said = ", ".join(
        f"{name} {each}" for name, each in zip(("category", "product", "service"), has, strict=True) if each
    )
    raise UnsupportedError(f"log source ({said}) is not one of web servers, proxies, Zeek's http and dns, or DNS")


def _kind(web: bool, log: str, techniques: set[str], named: bool) -> Kind:
    if web and techniques.intersection(KIT):
        return Kind.PHISHING_KIT
    if web and (named or techniques.intersection(BACKDOOR)) and EXPLOIT not in techniques:
        return Kind.BACKDOOR_ACCESS
    return Kind.WEB_ATTACK if web or (log == REQUEST and EXPLOIT in techniques) else Kind.SUSPECT_TRAFFIC


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
