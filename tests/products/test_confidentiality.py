"""Small numbers are withheld, together with those that would give them away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from crosscount.model.figure import Cell, CellState, Statement
from crosscount.model.plain import statement_id
from crosscount.model.provenance import Evidence
from crosscount.model.window import Window
from crosscount.products.confidentiality import withheld

WINDOW = Window(date(2014, 4, 1), date(2014, 4, 7))
EVIDENCE = Evidence("threats", 1, "all", 9, "d" * 64, "f" * 64, (), "crosscount, c2-servers@1")


def said(figure: str, cells: dict[str, int], by: tuple[str, ...] = (), **where: str) -> Statement:
    made = Statement(
        id="",
        figure=figure,
        version=1,
        title=figure,
        unit="origin_address",
        window=WINDOW,
        by=by,
        where=where,
        cells=tuple(
            Cell((key,) if by else (), value, CellState.VALUE if value else CellState.ZERO)
            for key, value in cells.items()
        ),
        without_member=2,
        excluded=1,
        path="threats",
        evidence=EVIDENCE,
        computed_at=datetime(2014, 5, 1, tzinfo=UTC),
    )
    return replace(made, id=statement_id(made))


def shown(statements: list[Statement]) -> list[list[int | None]]:
    return [[cell.value for cell in statement.cells] for statement in statements]


def test_nothing_is_withheld_without_a_threshold() -> None:
    statements = [said("c2-servers", {"": 1}), said("c2-servers", {"US": 1}, ("origin_country",))]
    assert withheld(statements, 0) == statements
    assert withheld(statements, 1) == statements


def test_a_small_number_is_withheld_wherever_it_is_said() -> None:
    pair = said("c2-servers", {"": 3}, origin_country="US", target_country="CN")
    ranking = said("c2-servers", {"DE": 40, "FR": 30, "US": 3}, ("origin_country",), target_country="CN")
    assert shown(withheld([pair, ranking], 5)) == [[None], [40, None, None]]


def test_one_hidden_part_of_many_takes_the_next_smallest_with_it() -> None:
    total = said("c2-servers", {"": 77}, target_country="CN")
    ranking = said("c2-servers", {"DE": 40, "FR": 30, "US": 4, "GB": 3}, ("origin_country",), target_country="CN")
    assert shown(withheld([total, ranking], 4)) == [[77], [40, 30, None, None]]


def test_one_hidden_part_of_two_takes_the_total_and_leaves_the_large_part() -> None:
    total = said("c2-servers", {"": 43}, target_country="CN")
    ranking = said("c2-servers", {"US": 40, "DE": 3}, ("origin_country",), target_country="CN")
    assert shown(withheld([total, ranking], 5)) == [[None], [40, None]]


def test_a_total_that_another_breakdown_tells_is_not_withheld_in_place_of_a_part() -> None:
    pair = {"origin_country": "US", "target_country": "CN"}
    total = said("c2-servers", {"": 38}, **pair)
    families = said("c2-servers", {"gozi": 31, "dridex": 7}, ("family",), **pair)
    networks = said("c2-servers", {"": 38}, ("network",), **pair)
    assert shown(withheld([total, families, networks], 10)) == [[38], [None, None], [38]]


def test_where_a_total_is_withheld_no_breakdown_tells_it() -> None:
    pair = {"origin_country": "US", "target_country": "CN"}
    ranking = said("c2-servers", {"US": 12, "FR": 5}, ("origin_country",), target_country="CN")
    total, networks = said("c2-servers", {"": 12}, **pair), said("c2-servers", {"64496": 12}, ("network",), **pair)
    assert shown(withheld([ranking, total, networks], 10)) == [[None, None], [None], [None]]


def test_parts_that_come_to_little_together_take_another_with_them() -> None:
    total = said("backdoor-attacks", {"": 72}, target_country="CN")
    parts = {"US": 40, "FR": 30, "DE": 1, "GB": 1}  # 72 - 70 leaves 2 for two: one each
    ranking = said("backdoor-attacks", parts, ("origin_country",), target_country="CN")
    assert shown(withheld([total, ranking], 10)) == [[72], [40, None, None, None]]


def test_a_part_that_is_said_nowhere_else_goes_first() -> None:
    total, pair = said("c2-servers", {"": 63}, target_country="CN"), {"origin_country": "US", "target_country": "CN"}
    ranking = said("c2-servers", {"US": 20, "FR": 40, "DE": 3}, ("origin_country",), target_country="CN")
    assert shown(withheld([total, said("c2-servers", {"": 20}, **pair), ranking], 10)) == [[63], [20], [20, None, None]]


def test_withholding_again_changes_nothing() -> None:
    total = said("c2-servers", {"": 43}, target_country="CN")
    ranking = said("c2-servers", {"US": 40, "DE": 3}, ("origin_country",), target_country="CN")
    once = withheld([total, ranking], 5)
    assert shown(withheld(once, 5)) == shown(once)
    leaky = [once[0], ranking]  # as published by who withheld the total only
    assert shown(withheld(leaky, 5)) == shown(once)


def test_the_parts_of_a_small_total_are_withheld() -> None:
    total = said("c2-servers", {"": 4}, origin_country="US")
    days = said("c2-servers", {"2014-04-01": 4, "2014-04-02": 0}, ("day",), origin_country="US")
    assert shown(withheld([total, days], 5)) == [[None], [None, 0]]


def test_other_slot_lengths_of_a_small_number_are_withheld() -> None:
    statements = [said("backdoor-attacks", {"": 4}), said("backdoor-attacks-5", {"": 6}), said("c2-servers", {"": 6})]
    assert shown(withheld(statements, 5)) == [[None], [None], [6]]


def test_what_is_withheld_carries_no_digest_and_a_new_id() -> None:
    before = said("c2-servers", {"": 3})
    (after,) = withheld([before], 5)
    assert (after.evidence.digest, after.evidence.rows, after.excluded, after.without_member) == ("", 0, 0, 0)
    assert after.id == statement_id(after) != before.id
    assert after.cells[0].state is CellState.SUPPRESSED
