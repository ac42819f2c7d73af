"""Phishing operations: published at four lengths of the slot, so that a reader sees how much the count owes to it."""

from __future__ import annotations

from dataclasses import replace

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["AT_5", "AT_60", "AT_1440", "FIGURE"]

MEANS = (
    "Distinct (host, visitor, {n}-minute slot): "
    "a visitor's requests to one phishing host within a fixed {n}-minute interval are one operation."
)

FIGURE = Figure(
    id="phishing-operations",
    version=1,
    title="Phishing operations",
    unit=Unit.SLOT_30,
    kinds=(Kind.PHISHING_VISIT,),
    means=MEANS.format(n=30),
    caveats=(
        "A DNS question for the host of a listed page counts as a visit; the page is then unknown.",
        "Slots are fixed intervals from 1970-01-01 00:00 UTC, so the count needs no order and no state.",
    ),
)
AT_5 = replace(
    FIGURE,
    id="phishing-operations-5",
    title="Phishing operations (5-minute slots)",
    unit=Unit.SLOT_5,
    means=MEANS.format(n=5),
)
AT_60 = replace(
    FIGURE,
    id="phishing-operations-60",
    title="Phishing operations (60-minute slots)",
    unit=Unit.SLOT_60,
    means=MEANS.format(n=60),
)
AT_1440 = replace(
    FIGURE,
    id="phishing-operations-1440",
    title="Phishing operations (1,440-minute slots)",
    unit=Unit.SLOT_1440,
    means=MEANS.format(n=1440),
)
