"""A Sigma rule → queries of SQLite, by the backend that SigmaHQ publishes, and the tables that they are asked of.

The backend is pySigma-backend-sqlite (https://github.com/SigmaHQ/pySigma-backend-sqlite): what a modifier means is its
business and pySigma's. Ours are the field mapping, CIDR by address instead of by text, and regular expressions by RE2,
which takes linear time whatever a stranger puts into a URL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sigma.backends.sqlite import sqliteBackend
from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT, ConditionOR
from sigma.rule import SigmaRule
from sigma.types import SigmaCIDRExpression, SigmaCompareExpression, SigmaFieldReference, SigmaRegularExpression

from crosscount.kernels.detecting.sigma_fields import FIELDS, pipeline
from crosscount.kernels.detecting.sigma_needs import needs, written
from crosscount.kernels.detecting.sigma_rule import ABSENT, COLUMNS, EVERYTHING, NUMBERS, Queries
from crosscount.kernels.detecting.sigma_tables import connection

__all__ = ["UnsupportedError", "queries"]


class UnsupportedError(Exception):
    """The rule needs something that the records or this evaluation do not have."""


class _Backend(sqliteBackend):  # type: ignore[misc]  # pySigma is not typed for us
    """SQLite's dialect, with addresses compared as addresses."""

    def convert_condition_field_eq_val_cidr(self, cond: ConditionFieldEqualsValueExpression, state: Any) -> str:
        cidr: SigmaCIDRExpression = cond.value
        return f"IN_NETWORK({self.escape_and_quote_field(cond.field)}, '{ip_network(cidr.cidr, strict=False)}')"


def queries(rule: SigmaRule, log: str) -> Queries:
    """The rule in SQL.

    UnsupportedError or pySigma's SigmaError say why there are none.
    """
    named = {field for detection in rule.detection.detections.values() for field in _fields(detection)}
    lacking = ", ".join(f"'{field}'" for field in sorted(named) if field.lower() not in FIELDS[log])
    found = _Backend(pipeline(log), fulltext_field=EVERYTHING).convert_rule(rule)
    parsed = [condition.parsed for condition in rule.detection.parsed_condition]
    if any(_excludes(tree) for tree in parsed):
        raise UnsupportedError(f"it excludes by {lacking}, which no source keeps")
    if not any(_reachable(tree) for tree in parsed):
        raise UnsupportedError(f"it needs {lacking}, which no source keeps")
    for leaf in (leaf for tree in parsed for leaf in _leaves(tree)):
        if leaf.field == ABSENT:
            continue
        if isinstance(leaf.value, SigmaCompareExpression) and leaf.field not in NUMBERS:
            raise UnsupportedError(f"comparison of '{leaf.field}', which is no number")
        if isinstance(leaf.value, SigmaCIDRExpression) and not leaf.field.endswith("_ip"):
            raise UnsupportedError(f"cidr on '{leaf.field}', which is no address")
    for pattern in (value for tree in parsed for value in _patterns(tree)):
        try:
            pc.match_substring_regex(pa.array([""]), pattern)
        except pa.ArrowInvalid as error:
            raise UnsupportedError(f"regular expression '{pattern[:80]}' is not in RE2 syntax: {error}") from error
    used = _Backend(fulltext_field=EVERYTHING).required_fields(rule)
    with connection(log, lambda pattern, value: False) as empty:
        for query in found:
            try:
                empty.execute(query)
            except sqlite3.Error as error:
                raise UnsupportedError(f"SQLite refuses the query: {error}") from error
    sought = [needs(tree, EVERYTHING, (*NUMBERS, ABSENT)) for tree in parsed]
    both = None if None in sought else tuple(pair for one in sought for pair in one or ())
    return Queries(tuple(found), tuple(column for column in COLUMNS[log] if column in used), both, lacking)


def _fields(detection: Any) -> Iterator[str]:
    for item in detection.detection_items:
        if hasattr(item, "detection_items"):
            yield from _fields(item)
        elif item.field is not None:
            yield item.field


def _leaves(node: Any) -> Iterator[Any]:
    for each in getattr(node, "args", []):
        yield from _leaves(each)
    if isinstance(node, ConditionFieldEqualsValueExpression):
        yield node


def _patterns(tree: Any) -> Iterator[str]:
    for value in (node.value for node in _values(tree)):
        if isinstance(value, SigmaRegularExpression):
            yield written(value)


def _values(node: Any) -> Iterator[Any]:
    for each in getattr(node, "args", []):
        yield from _values(each)
    if hasattr(node, "value"):
        yield node


def _excludes(node: Any) -> bool:
    """Whether an absent field would have to exclude records."""
    if isinstance(node, ConditionNOT):
        return any(leaf.field == ABSENT for leaf in _leaves(node))
    return any(_excludes(each) for each in getattr(node, "args", []))


def _reachable(node: Any) -> bool:
    """Whether the condition can hold although the absent fields have no value."""
    if isinstance(node, ConditionAND):
        return all(_reachable(each) for each in node.args)
    if isinstance(node, ConditionOR):
        return any(_reachable(each) for each in node.args)
    if not isinstance(node, ConditionFieldEqualsValueExpression):
        return True
    reference = isinstance(node.value, SigmaFieldReference) and node.value.field == ABSENT
    return node.field != ABSENT and not reference
