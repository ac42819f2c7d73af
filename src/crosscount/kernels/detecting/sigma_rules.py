"""Sigma rule files → rules that can be evaluated, and a reason for each that cannot.

Files are YAML as pySigma reads it (https://github.com/SigmaHQ/pySigma); a file may hold several rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import yaml
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule

from crosscount.kernels.detecting.sigma_masks import Test, UnsupportedError, compiled

__all__ = ["WebRule", "rules_from"]

CATEGORY = "webserver"
FAMILY = "family"  # a tag such as family.c99 names what kind of backdoor the rule recognises


@dataclass(frozen=True, slots=True)
class WebRule:
    """One rule over access logs."""

    id: str  # "sigma:" and the rule's id, or its file's name if it has none
    title: str
    file: str
    family: str | None
    test: Test


def rules_from(files: Mapping[str, bytes]) -> tuple[list[WebRule], list[tuple[str, str]]]:
    """The rules sorted by id, and (file, why) for each rule or file that cannot be used."""
    rules: dict[str, WebRule] = {}
    problems: list[tuple[str, str]] = []
    for file, content in sorted(files.items()):
        for document in _documents(file, content, problems):
            try:
                rule = _rule(file, document)
            except (UnsupportedError, SigmaError, ValueError, TypeError, KeyError, AttributeError) as error:
                problems.append((file, _reason(error)))
                continue
            if rule.id in rules:
                problems.append((file, f"rule '{rule.id}' is already in '{rules[rule.id].file}', which is used"))
            else:
                rules[rule.id] = rule
    return [rules[id] for id in sorted(rules)], problems  # noqa: A001


def _documents(file: str, content: bytes, problems: list[tuple[str, str]]) -> list[Any]:
    try:
        return [document for document in yaml.safe_load_all(content) if document is not None]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append((file, f"not YAML: {_reason(error)}"))
        return []


def _rule(file: str, document: Any) -> WebRule:
    if not isinstance(document, dict):
        raise UnsupportedError("not a Sigma rule: a rule is a mapping")
    parsed = SigmaCollection.from_dicts([document]).rules
    if len(parsed) != 1 or not isinstance(parsed[0], SigmaRule):
        raise UnsupportedError("only plain rules are evaluated, no correlations or filters")
    rule = parsed[0]
    if (rule.logsource.category or "").lower() != CATEGORY:
        raise UnsupportedError(f"log source category '{rule.logsource.category}' is not '{CATEGORY}'")
    tests = [compiled(condition.parsed) for condition in rule.detection.parsed_condition]
    name = str(rule.id) if rule.id else file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    families = sorted(tag.name for tag in rule.tags if tag.namespace == FAMILY)
    return WebRule(
        id=f"sigma:{name}",
        title=str(rule.title),
        file=file,
        family=families[0] if families else None,
        test=lambda requests: reduce(np.logical_or, (test(requests) for test in tests)),
    )


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
