from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crosscount.model.claim import FIGURE_OF
from crosscount.register.claims import registered
from crosscount.register.reading import read
from tests.register.conftest import EXAMPLE, Writes, said


def test_the_eight_claims_come_with_their_chain() -> None:
    found = {each.id: each for each in registered(read(EXAMPLE)) if each.id.startswith("c-2014-05-")}
    assert {FIGURE_OF[each.claim.role] for each in found.values()} == set(FIGURE_OF.values())
    machines = found["c-2014-05-controlled-machines"]
    claim = machines.claim
    assert (claim.speaker, claim.cited_source, claim.carried_by) == (
        "State Internet Information Office",
        "CNCERT/CC",
        "China.org.cn",
    )
    assert (claim.origin, claim.target, str(claim.first), str(claim.last)) == ("US", "CN", "2014-03-19", "2014-05-18")
    assert (claim.interval.low, claim.interval.high) == (Decimal(1_175_000), Decimal(1_185_000))
    assert str(machines.published) == "2014-05-20"


@pytest.mark.parametrize(
    ("written", "quantity", "low", "high"),
    [
        ("2,077", 2077, 2077, 2077),
        ("14,000", 14000, 13500, 14500),
        ("118\u4e07", 1180000, 1175000, 1185000),
        ("two", 2, 2, 2),
    ],
)
def test_the_interval_follows_from_how_it_was_written(
    adds: Writes, small: Path, written: str, quantity: object, low: object, high: object
) -> None:
    adds("claims", "c", statement="s-accuses", quantity=quantity, as_written=written, unit="hosts")
    interval = registered(read(small))[0].claim.interval
    assert (interval.low, interval.high) == (Decimal(str(low)), Decimal(str(high)))


def test_a_change_keeps_its_sign(adds: Writes, small: Path) -> None:
    fields = {"statement": "s-accuses", "quantity": "-4.3", "as_written": "4.3 percent", "unit": "%"}
    adds("claims", "c", **fields, kind="change_pct")
    interval = registered(read(small))[0].claim.interval
    assert (interval.low, interval.high) == (Decimal("-4.35"), Decimal("-4.25"))


def test_a_claim_of_a_disputed_statement_is_disputed(adds: Writes, small: Path) -> None:
    adds("claims", "c", statement="s-accuses", quantity=9, as_written="9", unit="hosts", origin="US;RU", target="WW")
    claim = registered(read(small))[0].claim
    assert (claim.disputed, claim.disputed_by) == (True, "South")


def test_a_range_has_both_ends(adds: Writes, small: Path) -> None:
    adds("statements", "s-two", **said("north", "accuse", "2020-01-01"))
    adds("claims", "c", statement="s-two", low=5, high=9, as_written="5 to 9", unit="hosts", modifier="range")
    claim = registered(read(small))[0].claim
    assert (claim.quantity, claim.upper, claim.disputed) == (5, 9, False)
