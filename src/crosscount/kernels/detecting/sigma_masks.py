"""Sigma conditions → boolean masks over requests.

Text is compared as Sigma prescribes: without regard to case unless `cased`, `*` and `?` as wildcards; `re` is an
unanchored regular expression in RE2 syntax. Modifiers such as contains, startswith, endswith and all are already part
of the condition tree that pySigma parses. Specification: https://sigmahq.io/sigma-specification/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from ipaddress import ip_network
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.types import (
    CompareOperators,
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
    SpecialChars,
)

from crosscount.kernels.detecting.contamination import address_list
from crosscount.kernels.detecting.requests import FIELDS, KEYWORD_FIELDS, NUMBERS, Mask, Requests

__all__ = ["Test", "UnsupportedError", "compiled"]

Test = Callable[[Requests], Mask]
COMPARE = {
    CompareOperators.LT: pc.less,
    CompareOperators.LTE: pc.less_equal,
    CompareOperators.GT: pc.greater,
    CompareOperators.GTE: pc.greater_equal,
}
META = frozenset(r"\.+*?()|[]{}^$")
ALTERNATIVES = 200  # patterns joined into one regular expression: one pass over the texts for all of them


class UnsupportedError(Exception):
    """The rule needs something that access logs or this evaluation do not have."""


def compiled(node: Any) -> Test:
    """The condition as a function of requests; UnsupportedError says what it cannot evaluate."""
    if isinstance(node, ConditionOR):
        return _any_of(node.args)
    if isinstance(node, ConditionAND):
        tests = [compiled(arg) for arg in node.args]
        return lambda requests: reduce(np.logical_and, (test(requests) for test in tests))
    if isinstance(node, ConditionNOT):
        inner = compiled(node.args[0])
        return lambda requests: ~inner(requests)
    if isinstance(node, ConditionFieldEqualsValueExpression):
        return _equals(_column(node.field), node.value)
    if isinstance(node, ConditionValueExpression):
        return _keyword(node.value)
    raise UnsupportedError(f"condition element {type(node).__name__}")


def _any_of(nodes: Iterable[Any]) -> Test:
    """OR, with all plain texts for one field joined into few regular expressions."""
    patterns: dict[tuple[str, str], list[str]] = {}
    tests = []
    for node in nodes:
        pattern = None
        if isinstance(node, ConditionFieldEqualsValueExpression):
            pattern = _pattern(node.value)
        if pattern is None:
            tests.append(compiled(node))
        else:
            patterns.setdefault((_column(node.field), pattern[0]), []).append(pattern[1])
    for (field, flags), found in patterns.items():
        for first in range(0, len(found), ALTERNATIVES):
            some = found[first : first + ALTERNATIVES]
            tests.append(_regex(field, flags + "|".join(f"(?:{one})" for one in some)))
    return lambda requests: reduce(np.logical_or, (test(requests) for test in tests))


def _column(field: str) -> str:
    if field.lower() not in FIELDS:
        raise UnsupportedError(f"field '{field}' (there are: {', '.join(sorted(FIELDS))})")
    return FIELDS[field.lower()]


def _equals(field: str, value: Any) -> Test:
    if isinstance(value, SigmaNull):
        return lambda requests: ~requests.present(field)
    if isinstance(value, SigmaExists):
        wanted = bool(value.exists)
        return lambda requests: requests.present(field) == wanted
    if isinstance(value, SigmaExpansion):
        tests = [_equals(field, one) for one in value.values]
        return lambda requests: reduce(np.logical_or, (test(requests) for test in tests))
    if isinstance(value, SigmaString) and not value.s:
        return lambda requests: ~requests.present(field) | requests.where(field, lambda texts: pc.equal(texts, ""))
    if isinstance(value, SigmaCompareExpression):
        return _compared(field, value)
    if isinstance(value, SigmaCIDRExpression):
        return _in_network(field, value)
    if isinstance(value, SigmaBool):
        return _regex(field, f"(?is)^{str(value).lower()}$")
    pattern = _pattern(value)
    if pattern is None:
        raise UnsupportedError(f"value or modifier {type(value).__name__}")
    return _regex(field, "".join(pattern))


def _keyword(value: Any) -> Test:
    pattern = _pattern(value, anchored=False)
    if pattern is None:
        raise UnsupportedError(f"keyword {type(value).__name__}")
    tests = [_regex(field, "".join(pattern)) for field in KEYWORD_FIELDS]
    return lambda requests: reduce(np.logical_or, (test(requests) for test in tests))


def _compared(field: str, value: SigmaCompareExpression) -> Test:
    if field not in NUMBERS or value.op not in COMPARE:
        raise UnsupportedError(f"comparison {value.op} of '{field}', which is no number")
    compare, number = COMPARE[value.op], value.number.number

    def test(requests: Requests) -> Mask:
        holds = pc.fill_null(compare(requests.number(field), pa.scalar(number)), False)
        return np.asarray(holds.to_numpy(zero_copy_only=False), dtype=np.bool_)

    return test


def _in_network(field: str, value: SigmaCIDRExpression) -> Test:
    table = address_list([str(ip_network(value.cidr, strict=False))])
    if not field.endswith("_ip") or table is None:
        raise UnsupportedError(f"cidr on '{field}', which is no address")
    return lambda requests: requests.distinct_addresses(
        field, lambda distinct: table.covers(distinct.cast(pa.binary()))
    )


def _pattern(value: Any, *, anchored: bool = True) -> tuple[str, str] | None:
    """RE2 flags and pattern of a text, number or regular expression; None for other values, and for an empty text."""
    if isinstance(value, SigmaRegularExpression):
        flags = "".join(sorted(SigmaRegularExpression.sigma_to_re_flag[flag] for flag in value.flags))
        return f"(?{flags})" if flags else "", str(value.regexp.original)
    if isinstance(value, SigmaNumber):
        return "(?s)", f"^{_literal(str(value.number))}$" if anchored else _literal(str(value.number))
    if not isinstance(value, SigmaString) or not value.s:
        return None
    parts = list(value.s)
    if not all(
        isinstance(part, str) or part in (SpecialChars.WILDCARD_MULTI, SpecialChars.WILDCARD_SINGLE) for part in parts
    ):
        raise UnsupportedError("placeholders")
    head = "^" if anchored and parts[0] is not SpecialChars.WILDCARD_MULTI else ""
    tail = "$" if anchored and parts[-1] is not SpecialChars.WILDCARD_MULTI else ""
    wild = {SpecialChars.WILDCARD_MULTI: ".*", SpecialChars.WILDCARD_SINGLE: "."}
    body = [_literal(part) if isinstance(part, str) else wild[part] for part in parts]
    while body and not head and body[0] == ".*":
        body.pop(0)
    while body and not tail and body[-1] == ".*":
        body.pop()
    return "(?s)" if isinstance(value, SigmaCasedString) else "(?is)", f"{head}{''.join(body)}{tail}"


def _literal(text: str) -> str:
    return "".join("\\" + letter if letter in META else letter for letter in text)


def _regex(field: str, pattern: str) -> Test:
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
    except pa.ArrowInvalid as error:
        raise UnsupportedError(f"regular expression '{pattern[:80]}' is not in RE2 syntax: {error}") from error
    return lambda requests: requests.where(field, lambda texts: pc.match_substring_regex(texts, pattern))
