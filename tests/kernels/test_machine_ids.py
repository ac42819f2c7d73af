"""Machines behind addresses: ids of several machines, and several ids of one machine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from benchmarks.botnet import Botnet, Plan, made, threats

from crosscount.kernels.estimating import ids
from crosscount.kernels.estimating.machines import AGAIN, AS_THEY_ARE, SEVERAL, estimated
from crosscount.kernels.estimating.sightings import day_of_sightings
from crosscount.model.estimate import Machines

PLAN = Plan(bots=4_000, days=5, share=0.3)
MINUTE = 60_000_000


def moments(*seen: tuple[str, str, str, int]) -> pa.Table:
    """Sightings: bot, network, address, minute."""
    bot, network, address, minute = zip(*seen, strict=True)
    at = pa.array([one * MINUTE for one in minute], pa.int64())
    names = {"network": network, "bot": bot}
    return pa.table({name: pa.array(values) for name, values in names.items()}).append_column(
        "address", pa.array([one.encode() for one in address], pa.binary())
    ).append_column("at", at)  # fmt: skip


def test_an_id_that_goes_to_and_fro_is_in_several_networks_at_once() -> None:
    both = moments(*((("a", "n1", "x", 0), ("a", "n2", "y", 10), ("a", "n1", "x", 20), ("a", "n2", "y", 30))))
    assert ids.at_once(both).to_pylist() == [{"bot": "a", "network": "n1", "torn": 1}]


@pytest.mark.parametrize(
    "seen",
    [
        [("a", "n1", "x", 0), ("a", "n2", "y", 10), ("a", "n1", "x", 20)],  # a trip
        [("a", "n1", "x", 0), ("a", "n2", "y", 100), ("a", "n1", "x", 200), ("a", "n2", "y", 300)],  # a day's trips
        [("a", "n1", "x", 0), ("a", "n1", "y", 10), ("a", "n1", "x", 20), ("a", "n1", "y", 30)],  # one network
        [("a", "n1", "x", 0), ("b", "n2", "y", 10), ("a", "n1", "x", 20), ("b", "n2", "y", 30)],  # two ids
    ],
)
def test_an_id_that_travels_is_one_machine(seen: list[tuple[str, str, str, int]]) -> None:
    assert ids.at_once(moments(*seen)).num_rows == 0
    assert ids.at_once(moments(*seen).slice(0, 0)).num_rows == 0


def test_ids_that_begin_where_another_ended_are_one_machine() -> None:
    chains = [(f"{one}{step}", "n", f"at {one}", 1_000 * step + one) for one in range(20) for step in range(3)]
    followed, number = ids.succeeded([ids.lives(moments(*chains[:30])), ids.lives(moments(*chains[30:]))])
    assert number == 40
    assert {row["machine"] for row in followed.to_pylist()} == {f"{one}0" for one in range(20)}


def test_ids_that_follow_each_other_by_chance_are_not() -> None:
    """As many begin on the second day as on the first: many machines with few addresses."""
    chance = np.random.default_rng(1)
    seen = [
        (str(bot), "n", str(chance.integers(400)), int(at))
        for bot, first in enumerate(chance.uniform(0, 14_400, 800))
        for at in first + np.arange(0, 1_200, 60)
    ]
    assert ids.succeeded([ids.lives(moments(*seen))])[1] == 0
    assert ids.succeeded([])[1] == 0


def said(botnet: Botnet, label: Callable[[str, int], str]) -> Machines:
    """The estimate where an id is told by the bot's own and the day."""
    days = []
    for day in range(PLAN.days):
        batch = threats(botnet, day)
        names = [None if name is None else label(name, day) for name in batch.column("bot_id").to_pylist()]
        place = batch.schema.get_field_index("bot_id")
        days.append(day_of_sightings([batch.set_column(place, "bot_id", pa.array(names, pa.string()))]))
    return estimated(days, PLAN.days * 24)


def test_machines_with_one_id_are_told_apart_by_network() -> None:
    """Three machines in ten have their id of an image that was copied, up to four of them the same."""
    botnet = made(PLAN, 70)
    found = said(botnet, lambda name, day: "copy" + name[-3:] if name[-1] in "369" else name)
    assert found.footprint is not None
    assert found.diagnostics[SEVERAL] > 20
    plain = found.diagnostics[AS_THEY_ARE]
    assert plain < 0.95 * botnet.truth
    assert abs(found.footprint.value - botnet.truth) < 0.6 * abs(plain - botnet.truth)
    assert found.footprint.low < botnet.truth < found.footprint.high


def test_ids_drawn_anew_are_counted_once_where_the_address_stays() -> None:
    """One machine in ten draws a new id every other day."""
    botnet = made(PLAN, 71)
    found = said(botnet, lambda name, day: f"{name} {day // 2}" if name[-1] == "7" else name)
    assert found.footprint is not None
    assert found.diagnostics[AGAIN] > 20
    plain = found.diagnostics[AS_THEY_ARE]
    assert plain > found.footprint.value > 0.95 * botnet.truth
    assert found.footprint.low < 1.01 * botnet.truth < found.footprint.high


def test_ids_that_do_not_contradict_themselves_change_nothing() -> None:
    found = said(made(PLAN, 72), lambda name, day: name)
    assert {SEVERAL, AGAIN, AS_THEY_ARE}.isdisjoint(found.diagnostics)
