"""What a STIX pattern names: its comparisons with addresses, domains and URLs, as far as they are joined by OR.

A part of a pattern that joins one of these with a port by AND is one endpoint. Anything else that AND, FOLLOWEDBY or
NOT joins names nothing alone, and gives an empty entry. Source: STIX 2.1, §9 (patterning).
https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
"""

from __future__ import annotations

import re

__all__ = ["named"]

_TEXT = r"'(?:[^'\\]|\\.)*'"
_COMPARISON = re.compile(
    rf"(?P<path>[A-Za-z0-9-]+:[^\s=!<>]+)\s*(?P<sign>=|!=|>=|<=|>|<|(?:NOT\s+)?[A-Z]+)\s*"
    rf"(?P<value>{_TEXT}|\((?:[^()']|{_TEXT})*\)|[^\s\]\)]+)",
    re.DOTALL,
)
_WORDS = re.compile(rf"{_TEXT}|[A-Za-z]+|[()]", re.DOTALL)
_LONGEST = 100_000  # characters of a pattern
_COLUMNS = {
    "ipv4-addr:value": "ip",
    "ipv6-addr:value": "ip",
    "domain-name:value": "host",
    "url:value": "url",
    "network-traffic:dst_port": "port",
}
_ENDS = re.compile(r"network-traffic:dst_ref(?:\.value)?$")
_HOST_MASK = re.compile(r"(?:(?<=\.\d)|(?<=\.\d\d)|(?<=\.\d\d\d))/32$|(?<=[0-9A-Fa-f:])/128$")


def named(pattern: str) -> list[dict[str, str]]:
    """One entry, with `ip`, `host`, `url` and `port` where known, for each value that the pattern names."""
    if len(pattern) > _LONGEST:
        return [{}]
    words = [word for word in _WORDS.findall(pattern) if word[0] != "'"]
    joined = any(word in ("AND", "FOLLOWEDBY", "NOT") for word in words)
    if joined and "(" in words:
        return [{}]
    found: list[dict[str, str]] = []
    for part in _parts(pattern):
        entries = [_entries(match) for match in _COMPARISON.finditer(part)]
        if len(entries) <= 1:
            found += entries[0] if entries else [{}]
            continue
        merged: dict[str, str] = {}
        for entry in entries:
            whole = len(entry) == 1 and len(entry[0]) == 1 and not merged.keys() & entry[0].keys()
            merged |= entry[0] if whole else {"no": ""}
        found.append({} if "no" in merged or len(merged.keys() - {"port"}) != 1 else merged)
    return found or [{}]


def _parts(pattern: str) -> list[str]:
    """What stands between the ORs."""
    parts, start = [], 0
    for match in _WORDS.finditer(pattern):
        if match.group() == "OR":
            parts.append(pattern[start : match.start()])
            start = match.end()
    return [*parts, pattern[start:]]


def _entries(match: re.Match[str]) -> list[dict[str, str]]:
    path, sign = match["path"], match["sign"]
    column = "dst" if _ENDS.match(path) else _COLUMNS.get(path)
    if column is None or sign not in ("=", "IN"):
        return [{}]
    texts = re.findall(_TEXT, match["value"], re.DOTALL) or [match["value"]]
    values = [re.sub(r"\\(.)", r"\1", text[1:-1] if text[:1] == "'" else text, flags=re.DOTALL) for text in texts]
    return [{_end(column, value): _HOST_MASK.sub("", value) if column in ("ip", "dst") else value} for value in values]


def _end(column: str, value: str) -> str:
    if column != "dst":
        return column
    return "ip" if re.match(r"[\d.]+(?:/\d+)?$|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:/\d+)?$", value) else "host"
