"""How near the estimate of machines comes to the truth of a simulated botnet.

`python -m benchmarks.machines [SEEDS [FIRST]]` prints the table of docs/explanation/machines.md.

Each line is a kind of ids and a length of window, over several seeds: the mean error of the footprint without its
sign and with it, the share of intervals that hold the truth, and their mean width as a share of it; the same for
LIVE; and what a plain count of addresses would say. Botnets of which no point is given are counted and left out. The
seeds begin at 1,000 unless FIRST says otherwise.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.botnet import Plan, made, shape, threats
from crosscount.kernels.estimating.machines import estimated
from crosscount.kernels.estimating.sightings import day_of_sightings
from crosscount.model.estimate import Interval

FIRST_SEED = 1_000
SMALL, LONG = Plan(bots=6_000), Plan(bots=2_700, days=61)
PLANS = (
    ("10 days, 18,000 machines, ids at random", Plan()),
    ("the same, ids in a third of the networks", Plan(ids="clustered")),
    ("the same, ids favour busy machines", Plan(ids="busy")),
    ("the same, ids favour busy machines half as much", Plan(ids="busy", tilt=0.5)),
    ("the same, ids favour busy machines more", Plan(ids="busy", tilt=2)),
    ("the same, three times the gateways", Plan(behind_gateways=0.05)),
    ("the same, beacons twice an hour, and not alike", Plan(rate=2, spread=0.3)),
    ("10 days, 6,000 machines, ids at random", SMALL),
    ("the same, ids in a third of the networks", replace(SMALL, ids="clustered")),
    ("the same, ids favour busy machines", replace(SMALL, ids="busy")),
    ("the same, a fifth by a logistic chance", replace(SMALL, ids="logistic", share=0.2, tilt=1.5)),
    ("61 days, 2,700 machines, ids at random", LONG),
    ("the same, ids in a third of the networks", replace(LONG, ids="clustered")),
    ("the same, ids favour busy machines", replace(LONG, ids="busy")),
    ("the same, a fifth by a logistic chance", replace(LONG, ids="logistic", share=0.2, tilt=1.5)),
)


@dataclass(frozen=True)
class Outcome:
    """One estimate against the truth."""

    error: float  # relative, with its sign
    holds: bool  # the interval holds the truth
    width: float  # relative

    @classmethod
    def of(cls, said: Interval, truth: float) -> Outcome:
        """The outcome of an estimate."""
        return cls(said.value / truth - 1, said.low <= truth <= said.high, (said.high - said.low) / truth)


def main(seeds: int, first: int = FIRST_SEED) -> None:
    """Print the table."""
    head = "error | with sign | holds | width"
    print(f"| {seeds} seeds from {first} | footprint: {head} | LIVE: {head} | addresses counted |")
    print("| --- " + "| ---: " * 9 + "|")
    for name, plan in PLANS:
        whole, live, plain = [], [], []
        for seed in range(first, first + seeds):
            botnet = made(plan, seed)
            days = (day_of_sightings([threats(botnet, day, seed)]) for day in range(plan.days))
            said = estimated(days, plan.days * 24)
            assert said.live is not None
            if said.footprint:
                whole.append(Outcome.of(said.footprint, botnet.truth))
            live.append(Outcome.of(said.live, botnet.present))
            plain.append(said.addresses / botnet.truth - 1)
        without = f" ({seeds - len(whole)} without a point)" if len(whole) < seeds else ""
        print(f"| {name}{without} | {_row(whole)} | {_row(live)} | +{np.mean(plain):.0%} |", flush=True)
    botnet = made(Plan(), first)
    print("\nshape of the first: " + ", ".join(f"{name} {value:.2f}" for name, value in shape(botnet, 10).items()))


def _row(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return "– | – | – | –"
    error = np.mean([abs(one.error) for one in outcomes])
    holds, width = np.mean([one.holds for one in outcomes]), np.mean([one.width for one in outcomes])
    return f"{error:.1%} | {np.mean([one.error for one in outcomes]):+.1%} | {holds:.0%} | {width:.1%}"


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3] or ["10"]))
