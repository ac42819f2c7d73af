"""Backdoor attacks: published at four lengths of the slot, so that a reader sees how much the count owes to it."""

from __future__ import annotations

from dataclasses import replace

from crosscount.model.figure import Figure, Unit
from crosscount.model.kinds import Kind

__all__ = ["AT_5", "AT_60", "AT_1440", "FIGURE"]

MEANS = (
    "Distinct (origin, site, {n}-minute slot): "
    "an address's successful uses of a site's web backdoor within a fixed {n}-minute interval are one attack."
)

FIGURE = Figure(
    id="backdoor-attacks",
    version=1,
    title="Backdoor attacks",
    unit=Unit.SLOT_30,
    kinds=(Kind.BACKDOOR_ACCESS,),
    means=MEANS.format(n=30),
    caveats=(
        "Only requests that the site answered with success (2xx) count: a probe is not an attack.",
        "Slots are fixed intervals from 1970-01-01 00:00 UTC, so the count needs no order and no state.",
    ),
)
AT_5 = replace(
    FIGURE,
    id="backdoor-attacks-5",
    title="Backdoor attacks (5-minute slots)",
    unit=Unit.SLOT_5,
    means=MEANS.format(n=5),
)
AT_60 = replace(
    FIGURE,
    id="backdoor-attacks-60",
    title="Backdoor attacks (60-minute slots)",
    unit=Unit.SLOT_60,
    means=MEANS.format(n=60),
)
AT_1440 = replace(
    FIGURE,
    id="backdoor-attacks-1440",
    title="Backdoor attacks (1,440-minute slots)",
    unit=Unit.SLOT_1440,
    means=MEANS.format(n=1440),
)
