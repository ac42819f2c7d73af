"""MISP events as tables: one row per attribute, with what its event says of all of them.

Events come alone (`{"Event": …}`, as in feeds), several in one `response`, or as bare attributes of a search.
Attributes stand in the event and in its objects. Tags and galaxies of an event are written behind its attributes.
Format: https://www.misp-project.org/datamodels/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crosscount.kernels.reading import jsonparts
from crosscount.kernels.reading.faults import Fault
from crosscount.kernels.reading.lines import Readable
from crosscount.model.source import RawBatch

__all__ = ["ADDRESSES", "NAMES", "read"]

ADDRESSES = {"ip-dst": "ip", "ip-src": "source", "domain": "host", "hostname": "host", "url": "url"}
_TYPES = {
    "ip-dst|port": ("ip", "port"),
    "ip-src|port": ("source", "port"),
    "domain|ip": ("host", "ip"),
    "hostname|port": ("host", "port"),
}
_COPIED = ("type", "category", "to_ids", "deleted", "comment", "timestamp", "first_seen", "value")
NAMES = (
    *_COPIED,
    "last_seen",
    "date",
    "info",
    "tags",
    "event_tags",
    "family",
    *("ip", "source", "host", "url", "port"),
)

_ENTERED = {"response", "Event", "Attribute", "Object"}
_TAG = re.compile(
    r'^(?:misp-galaxy:(?P<galaxy>[^=]+)|malware_classification:malware-family|malware)="?(?P<value>[^"]+)'
)
# Clusters that are malware; the others are actors, techniques, sectors and countries.
_MALWARE = re.compile(
    r"malpedia|botnet|^rat$|banker|stealer|ransomware|backdoor|exploit-kit|^tool$|(?<!attack-)malware$"
)


def read(file: Readable) -> Iterator[RawBatch]:
    """All attributes, in one batch, since the last line may say what the first belongs to."""
    data, rest = jsonparts.whole(file)
    rows: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = [{}]
    belongs: list[int] = []
    numbers: list[int] = []
    broken: list[Fault] = []
    number = 0
    for part in jsonparts.walk(data, _enter):
        at_event = part.path[-2:-1] == ("Event",)
        attribute = part.path[-2:] == ("Attribute", jsonparts.ELEMENT)
        if part.broken is not None or (attribute and not isinstance(part.value, dict)):
            number += 1
            broken.append(jsonparts.fault(number, part))
        elif part.value is jsonparts.OPENED:
            if part.path[-1:] == ("Event",):
                events.append({})
        elif attribute:
            number += 1
            numbers.append(number)
            rows.append(_row(part.value))
            belongs.append(len(events) - 1)
        elif at_event and part.path[-1] in ("info", "date", "Tag", "Galaxy"):
            events[-1][part.path[-1]] = part.value
    for row, event in zip(rows, belongs, strict=True):
        _complete(row, events[event])
    if rest is not None:
        broken.append(Fault(number + 1, None, *rest))
    yield jsonparts.table(NAMES, rows, numbers, broken, 0)


def _enter(path: jsonparts.Path) -> bool:
    last = path[-2] if path[-1] == jsonparts.ELEMENT and len(path) > 1 else path[-1]
    return last in _ENTERED and path[-2:] != ("Attribute", jsonparts.ELEMENT)


def _row(found: dict[str, Any]) -> dict[str, Any]:
    row = {name: found.get(name) for name in _COPIED}
    row["last_seen"] = found.get("last_seen") if found.get("first_seen") else None
    kind, value = _text(found.get("type")), _text(found.get("value"))
    if kind in ADDRESSES:
        row[ADDRESSES[kind]] = value
    elif kind in _TYPES:
        row |= dict(zip(_TYPES[kind], value.split("|", 1), strict=False))
    row |= {"Tag": found.get("Tag"), "Galaxy": found.get("Galaxy"), "Event": found.get("Event")}
    return row


def _complete(row: dict[str, Any], event: dict[str, Any]) -> None:
    own = row["Event"] if isinstance(row["Event"], dict) else {}
    row["info"], row["date"] = (event.get(name) or own.get(name) for name in ("info", "date"))
    tags, event_tags = _tags(row), _tags(event)
    row["tags"], row["event_tags"] = (" ".join(map(_spoken, some)) for some in (tags, event_tags))
    families = [*_families(row, tags), *_families(event, event_tags)]
    row["family"] = families[0] if families else None


def _tags(holder: dict[str, Any]) -> list[str]:
    return [_text(tag.get("name")) for tag in _dicts(holder.get("Tag"))]


def _spoken(tag: str) -> str:
    """A tag as words that say what an indicator is for: a technique seen somewhere in the event does not."""
    return "" if tag.startswith(("misp-galaxy:mitre-attack", "misp-galaxy:mitre-enterprise-attack-attack")) else tag


def _families(holder: dict[str, Any], tags: list[str]) -> list[str]:
    clusters = [
        _text(cluster.get("value"))
        for galaxy in _dicts(holder.get("Galaxy"))
        if _MALWARE.search(_text(galaxy.get("type")))
        for cluster in _dicts(galaxy.get("GalaxyCluster"))
    ]
    matches = [match for tag in tags if (match := _TAG.match(tag))]
    said = [match["value"] for match in matches if match["galaxy"] is None or _MALWARE.search(match["galaxy"])]
    return [name for name in (*clusters, *said) if name]


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
