"""A source made from a few lines that a user wrote: which column of a plain CSV is which of ours.

Every column has the rule that sources use for it, so a mapped file is cleaned and accounted for like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from crosscount.errors import FileRefused
from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_interval import valid_from, valid_to
from crosscount.kernels.cleaning.clean_shape import ENDPOINT, HOST, PAGE, WHOLE_PAGE, bare_url, shaped
from crosscount.kernels.reading import cutting, delimited
from crosscount.model.kinds import STATED, Seen, TimeBasis
from crosscount.model.source import Field, Licence, RawBatch, Source

__all__ = ["source_of"]

PLAIN: dict[str, Callable[[str], Field]] = {
    **dict.fromkeys(("client_ip", "server_ip"), clean.ip),
    **dict.fromkeys(("client_port", "server_port"), clean.port),
    **dict.fromkeys(("family", "label", "brand", "bot_id"), clean.text),
    "host": clean.host,
    "url": clean.url,
    "protocol": clean.lower_text,
    "times": clean.count,
}
SUBJECT = ("client_ip", "server_ip", "host", "url")
_TIMES = ("observed_at", "last_seen")
_WORDS = {
    *("name", "kind", "seen", "publisher", "delimiter", "comment", "timezone", "header", "columns", "kinds"),
}


def source_of(told: Mapping[str, Any], where: str) -> Source:
    """The source that a mapping describes; FileRefused says what is wrong with it, and what to write instead."""
    _check(told, where)
    columns: dict[str, str] = told["columns"]
    zone = told.get("timezone", "UTC")
    fields: dict[str, Field] = {"observed_at": clean.from_context("day"), "time_basis": clean.constant(TimeBasis.FETCH)}
    if "observed_at" in columns:
        first, last = columns["observed_at"], columns.get("last_seen")
        observed = clean.first_of(clean.iso_time(first, zone), clean.epoch_seconds(first), required=True)
        fields = {"observed_at": observed, "time_basis": clean.constant(TimeBasis.REPORT)}
        if last is not None:
            end = clean.first_of(clean.iso_time(last, zone, end_of_day=True), clean.epoch_seconds(last))
            fields |= {"valid_from": valid_from(observed, end), "valid_to": valid_to(observed, end)}
    fields |= {ours: PLAIN[ours](theirs) for ours, theirs in columns.items() if ours in PLAIN}
    if (mixed := columns.get("indicator")) is not None:
        fields |= {
            "server_ip": shaped(mixed, ENDPOINT, clean.endpoint_ip(mixed)),
            "server_port": shaped(mixed, ENDPOINT, clean.endpoint_port(mixed)),
            "host": shaped(mixed, HOST, clean.host(mixed)),
            "url": shaped(mixed, f"{WHOLE_PAGE}|{PAGE}", bare_url(mixed)),
        }
    if "kinds" in told:
        words = {word.casefold(): kind for word, kind in told["kinds"].items() if word != "column"}
        fields["stated"] = clean.mapped(told["kinds"]["column"], words, otherwise=told.get("kind"), required=True)
    else:
        fields["stated"] = clean.constant(told["kind"])

    delimiter = told.get("delimiter", ",")
    quote = None if delimiter == "\t" else '"'
    comment = told.get("comment", "#") or None

    def read(file: BinaryIO) -> Iterator[RawBatch]:
        return delimited.read(file, delimiter=delimiter, quote=quote, names=told.get("header"), comment=comment)

    return Source(
        id=f"mapped-{told['name']}",
        title=f"Mapped CSV '{told['name']}'",
        publisher=told.get("publisher", "named by --publisher"),
        licence=Licence.CLOSED,
        seen=Seen(told.get("seen", "listing")),
        record_means="A row of a table that its user mapped to our columns.",
        fields=fields,
        sniff=lambda head: False,
        read=read,
        subject=SUBJECT,
        cut=cutting.table(delimiter, quote, comment=comment, header=told.get("header") is None),
    )


def _check(told: Mapping[str, Any], where: str) -> None:
    def wrong(what: str) -> FileRefused:
        return FileRefused(f"mapping '{where}': {what}; see docs/how-to/map-a-csv.md")

    unknown = sorted(set(told) - _WORDS)
    if unknown:
        raise wrong(f"'{unknown[0]}' is no word of a mapping (there are: {', '.join(sorted(_WORDS))})")
    if not isinstance(told.get("name"), str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}", told["name"]):
        raise wrong("'name' must be of a-z, 0-9 and '-', for instance 'our-feed'")
    for table in ("columns", "kinds"):
        given = told.get(table, {})
        if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
            raise wrong(f'[{table}] must be lines like server_ip = "C2"')
    columns = told.get("columns", {})
    known = {*PLAIN, *_TIMES, "indicator"}
    strange = sorted(set(columns) - known)
    if strange:
        raise wrong(f"[columns] '{strange[0]}' is none of ours (there are: {', '.join(sorted(known))})")
    if not {*SUBJECT, "indicator"} & set(columns):
        raise wrong(f"[columns] must fill one of {', '.join((*SUBJECT, 'indicator'))}")
    if "kinds" in told and "column" not in told["kinds"]:
        raise wrong("[kinds] needs 'column', the column whose words it maps")
    named = [told.get("kind"), *(kind for word, kind in told.get("kinds", {}).items() if word != "column")]
    if "kinds" not in told and told.get("kind") is None:
        raise wrong("'kind' is missing")
    bad = next((kind for kind in named if kind is not None and kind not in {str(one) for one in STATED}), None)
    if bad is not None:
        raise wrong(f"'{bad}' is no kind (there are: {', '.join(sorted(STATED))})")
    if told.get("seen", "listing") not in ("listing", "report"):
        raise wrong("'seen' is 'listing' or 'report'")
    if len(str(told.get("delimiter", ","))) != 1 or len(str(told.get("comment", "#"))) > 1:
        raise wrong("'delimiter' and 'comment' are single characters")
    header = told.get("header")
    if header is not None and (
        not isinstance(header, list) or not header or not all(isinstance(c, str) for c in header)
    ):
        raise wrong("'header' is a list of names, for files that have no header line")
    try:
        ZoneInfo(told.get("timezone", "UTC"))
    except (ValueError, OSError, TypeError) as error:
        raise wrong(f"timezone '{told['timezone']}' is unknown") from error
    except KeyError as error:  # ZoneInfoNotFoundError
        raise wrong(f"timezone '{told['timezone']}' is unknown") from error
