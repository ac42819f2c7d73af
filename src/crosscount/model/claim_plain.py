"""Claims and findings as plain values for JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from crosscount.errors import InputError
from crosscount.model.claim import Claim, ClaimKind, Finding, Found, Interval, Modifier
from crosscount.model.plain import told

__all__ = ["claim_from_plain", "claim_to_plain", "finding_to_plain", "number"]


# What rates were written as until 0.1: counts, with a unit of time apart.
PER = {
    "second": ClaimKind.PER_SECOND,
    "minute": ClaimKind.PER_MINUTE,
    "hour": ClaimKind.PER_HOUR,
    "week": ClaimKind.PER_WEEK,
    "month": ClaimKind.PER_MONTH,
    "year": ClaimKind.PER_YEAR,
}


def number(value: Decimal | None) -> int | float | None:
    """A whole number where it is one."""
    return None if value is None else int(value) if value == value.to_integral_value() else float(value)


def claim_to_plain(claim: Claim) -> dict[str, Any]:
    """The claim as text, numbers and null; `quantity` is a pair for a range."""
    value: Any = number(claim.quantity)
    return {
        "quantity": value if claim.upper is None else [value, number(claim.upper)],
        "quantity_text": claim.quantity_text,
        "interval": _interval(claim.interval),
        "kind": claim.kind.value,
        "unit": claim.unit,
        "role": claim.role,
        "origin_country": claim.origin,
        "target_country": claim.target,
        "window_start": claim.first.isoformat() if claim.first else None,
        "window_end": claim.last.isoformat() if claim.last else None,
        "zone": claim.zone,
        "speaker": claim.speaker,
        "cited_source": claim.cited_source,
        "carried_by": claim.carried_by,
        "hedge": claim.hedge,
        "modifier": claim.modifier.value,
        "approx": claim.approx,
        "negated": claim.negated,
        "disputed": claim.disputed,
        "disputed_by": claim.disputed_by,
        "base": claim.base,
        "narrowed": claim.narrowed,
        "part_of": claim.part_of,
        "start": claim.start,
        "end": claim.end,
        "sentence": claim.sentence,
    }


def claim_from_plain(plain: Mapping[str, Any], interval: Interval | None = None) -> Claim:
    """The claim that `claim_to_plain` wrote; without an interval of its own it gets the one given, or the bare number.

    InputError where something is missing or of another type.
    """
    try:
        given = plain["quantity"]
        low, high = (given[0], given[1]) if isinstance(given, (list, tuple)) else (given, None)
        quantity, upper = Decimal(str(low)), None if high is None else Decimal(str(high))
        stated = plain.get("interval")
        return Claim(
            quantity=quantity,
            upper=upper,
            quantity_text=str(plain.get("quantity_text") or given),
            kind=_kind(plain),
            unit=str(plain.get("unit") or ""),
            role=str(plain["role"]),
            origin=plain.get("origin_country"),
            target=plain.get("target_country"),
            first=_day(plain.get("window_start")),
            last=_day(plain.get("window_end")),
            speaker=plain.get("speaker"),
            cited_source=plain.get("cited_source"),
            interval=_interval_of(stated) if stated else interval or Interval(quantity, upper or quantity),
            modifier=Modifier(plain.get("modifier", "exact")),
            hedge=plain.get("hedge"),
            approx=bool(plain.get("approx", False)),
            negated=bool(plain.get("negated", False)),
            disputed=bool(plain.get("disputed", False)),
            disputed_by=plain.get("disputed_by"),
            carried_by=plain.get("carried_by"),
            zone=plain.get("zone"),
            start=int(plain.get("start") or 0),
            end=int(plain.get("end") or 0),
            sentence=str(plain.get("sentence") or ""),
            base=plain.get("base"),
            narrowed=plain.get("narrowed"),
            part_of=plain.get("part_of"),
        )
    except (KeyError, IndexError, TypeError, ValueError, InvalidOperation) as error:
        raise InputError(f"not a claim: {told(error)}") from error


def _kind(plain: Mapping[str, Any]) -> ClaimKind:
    """The kind; a count per month, as it was written before, is a rate."""
    return PER.get(str(plain.get("per"))) or ClaimKind(plain.get("kind", "count"))


def finding_to_plain(finding: Finding) -> dict[str, Any]:
    """The claim with verdict, flags, and the numbers found beside it."""
    return claim_to_plain(finding.claim) | {
        "verdict": finding.verdict.value,
        "verdict_sentence": finding.sentence,
        "flags": [raised.flag.value for raised in finding.flags],
        "flag_sentences": {raised.flag.value: raised.sentence for raised in finding.flags},
        "found": [_found(found) for found in finding.found],
        "distance": None if finding.distance is None else round(finding.distance, 4),
        "notes": list(finding.notes),
    }


def _found(found: Found) -> dict[str, Any]:
    return {
        "what": found.what,
        "value": found.value,
        "interval": None if found.interval is None else _interval(found.interval),
        "statement": found.statement,
        "table": found.table,
        "version": found.version,
        "digest": found.digest,
        "where": found.where,
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "low": number(interval.low),
        "high": number(interval.high),
        "low_open": interval.low_open,
        "high_open": interval.high_open,
    }


def _interval_of(plain: Mapping[str, Any]) -> Interval:
    low, high = (None if plain[end] is None else Decimal(str(plain[end])) for end in ("low", "high"))
    return Interval(low, high, bool(plain.get("low_open")), bool(plain.get("high_open")))


def _day(text: Any) -> date | None:
    return text if isinstance(text, date) else None if text is None else date.fromisoformat(str(text))
