"""The cheap question before the rules changes no answer; and what the rules say is what plain Python says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount.kernels.detecting.sigma_match import first_rule
from crosscount.kernels.detecting.sigma_rules import rules_from
from tests.flow.observed import observations

TEXT = st.text("aB.*?%_/'(é", min_size=1, max_size=3)
MODIFIERS = ("", "contains", "startswith", "endswith", "cased", "contains|cased", "re", "contains|all", "exists")
FIELDS = ("agent", "referrer", "host")
NAMES = {"agent": "c-useragent", "referrer": "cs-referer", "host": "cs-host"}
ROW = st.fixed_dictionaries({name: st.none() | st.text("aAbB.*?%_/'(éx", min_size=1, max_size=6) for name in FIELDS})


@st.composite
def items(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A field, a modifier, values."""
    modifier = draw(st.sampled_from(MODIFIERS))
    values = draw(st.lists(TEXT, min_size=1, max_size=2))
    if modifier == "re":
        values = [re.sub(r"[*?(%é]", "a+", value) for value in values]
    return draw(st.sampled_from(FIELDS)), modifier, values


def holds(item: tuple[str, str, list[str]], row: dict[str, Any]) -> bool:
    """The specification in plain Python: "*" and "?" are wildcards, ASCII capitals do not matter unless cased."""
    field, modifier, values = item
    text = row[field]
    if modifier == "exists":
        return text is not None
    if text is None:
        return False
    cased = "cased" in modifier
    found = []
    for value in values:
        if modifier == "re":
            found.append(re.search(value, text) is not None)
            continue
        body = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in value)
        begin = "" if "contains" in modifier or "endswith" in modifier else r"\A"
        end = "" if "contains" in modifier or "startswith" in modifier else r"\Z"
        flags = re.DOTALL if cased else re.DOTALL | re.IGNORECASE | re.ASCII
        found.append(re.search(begin + body + end, text, flags) is not None)
    return all(found) if "all" in modifier else any(found)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(items(), min_size=1, max_size=3),
    st.sampled_from(["s0", "not s0", "1 of s*", "all of s*"]),
    st.lists(ROW, max_size=8),
)
def test_a_rule_matches_what_plain_python_says(
    chosen: list[tuple[str, str, list[str]]], condition: str, rows: list[dict[str, Any]]
) -> None:
    detection: dict[str, Any] = {"condition": condition}
    for number, (field, modifier, values) in enumerate(chosen):
        key = f"{NAMES[field]}|{modifier}" if modifier else NAMES[field]
        detection[f"s{number}"] = {key: True if modifier == "exists" else values}
    rule = {"title": "t", "logsource": {"category": "webserver"}, "detection": detection}
    rules, problems = rules_from({"r.yml": orjson.dumps(rule)})
    assert problems == []
    batch = observations([{"seen": "request", "observed_at": "2014-03-19", "method": "GET", **row} for row in rows])
    each = [[holds(item, row) for item in chosen] for row in rows]
    said = {"s0": lambda m: m[0], "not s0": lambda m: not m[0], "1 of s*": any, "all of s*": all}[condition]
    expected = [number for number, one in enumerate(each) if said(one)]
    assert np.flatnonzero(first_rule(batch, rules) == 0).tolist() == expected
    unasked = [replace(one, queries=replace(one.queries, needs=None)) for one in rules]
    assert np.flatnonzero(first_rule(batch, unasked) == 0).tolist() == expected
