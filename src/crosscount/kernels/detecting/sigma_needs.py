"""What a record must contain for a Sigma rule to match it: a cheap question that spares most records the rules.

Of conditions that must hold together one is enough, of alternatives all are needed. What remains is searched for in one
pass over a column, whatever the number of rules; only where something is found, the rules themselves are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.types import SigmaExpansion, SigmaNumber, SigmaRegularExpression, SigmaString, SpecialChars

from crosscount.kernels.detecting.sigma_rule import Needs

__all__ = ["needs", "written"]

META = frozenset(r"\.+*?()|[]{}^$")
WILD = {SpecialChars.WILDCARD_MULTI: ".*", SpecialChars.WILDCARD_SINGLE: "."}


def needs(node: Any, keywords: str, numbers: Sequence[str]) -> Needs | None:
    """What a match must contain; None if nothing can be said. `keywords` is the column that keywords are sought in."""
    if isinstance(node, ConditionOR):
        parts = [needs(each, keywords, numbers) for each in node.args]
        if any(part is None for part in parts):
            return None
        return tuple(dict.fromkeys(pair for part in parts for pair in part or ()))
    if isinstance(node, ConditionAND):
        known = [part for part in (needs(each, keywords, numbers) for each in node.args) if part]
        return max(known, key=_telling, default=None)
    if isinstance(node, ConditionFieldEqualsValueExpression) and node.field not in numbers:
        return _of_value(node.field, node.value)
    return _of_value(keywords, node.value, anywhere=True) if isinstance(node, ConditionValueExpression) else None


def written(value: SigmaRegularExpression) -> str:
    """A regular expression as the backend writes it into a query."""
    flags = "".join(sorted(value.sigma_to_re_flag[flag] for flag in value.flags))
    return (f"(?{flags})" if flags else "") + str(value.regexp.original)


def _of_value(column: str, value: Any, *, anywhere: bool = False) -> Needs | None:
    if isinstance(value, SigmaExpansion):
        parts = [_of_value(column, each, anywhere=anywhere) for each in value.values]
        return None if any(part is None for part in parts) else tuple(pair for part in parts for pair in part or ())
    if isinstance(value, SigmaRegularExpression):
        return ((column, written(value)),)
    if isinstance(value, SigmaNumber):
        return ((column, _literal(str(value.number))),)
    if not isinstance(value, SigmaString) or not any(isinstance(part, str) for part in value.s):
        return None
    body = "".join(_literal(part) if isinstance(part, str) else WILD.get(part, ".*") for part in value.s)
    begin = "" if anywhere or not isinstance(value.s[0], str) else "^"
    end = "" if anywhere or not isinstance(value.s[-1], str) else "$"
    plain = body.removeprefix(".*").removesuffix(".*") if not begin and not end else body
    return ((column, f"(?is:{begin}{plain}{end})"),)


def _literal(text: str) -> str:
    return "".join("\\" + letter if letter in META else letter for letter in text)


def _telling(found: Needs) -> int:
    """How rare the commonest of them is likely to be, by its length; a fixed end says as much as ten letters."""
    return min(len(pattern) + 10 * (pattern.startswith("(?is:^") + pattern.endswith("$)")) for _, pattern in found)
