"""Counting is the size of a set: against plain Python sets, in any order, split or repeated."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from threading import Timer
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscount import plugins
from crosscount.engines import local, sets
from crosscount.engines.base import Counted, Question
from crosscount.engines.local import LocalEngine
from crosscount.errors import InputError
from crosscount.kernels.counting.daily import columns_for, daily_sets, united
from crosscount.kernels.counting.distinct import pairs_of_sets, pairs_of_threats, threat_columns
from crosscount.model.figure import Figure, Side, Unit
from crosscount.model.window import Window
from tests.kernels.threat_rows import threats

WINDOW = Window(date(2014, 3, 19), date(2014, 3, 21), "Asia/Shanghai")
FIGURES = {name: figure for name, figure in plugins.figures().items() if figure.kinds}
QUESTIONS = [
    Question(),
    Question(("origin_country",), {"target_country": "CN"}),
    Question(("origin_country", "target_country")),
    Question(("day",), {"origin_country": "US", "target_country": "CN"}),
    Question(("network",)),
    Question(("family", "day")),
]

times = st.integers(0, 5 * 24 * 60).map(lambda m: datetime(2014, 3, 18, tzinfo=UTC) + timedelta(minutes=m))
rows = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["c2_contact", "c2_listing", "infection", "phishing_visit", "backdoor_access", "scan"]),
        "observed_at": times,
        "origin_ip": st.sampled_from([None, "192.0.2.1", "192.0.2.2", "2001:db8::1"]),
        "target_ip": st.sampled_from([None, "198.51.100.1", "198.51.100.2", "2001:db8::2"]),
        "origin_country": st.sampled_from(["US", "DE", "ZZ"]),
        "target_country": st.sampled_from(["CN", "ZZ"]),
        "origin_asn": st.sampled_from([None, 64496, 64497]),
        "target_asn": st.sampled_from([None, 64511]),
        "family": st.sampled_from([None, "zeus", "conficker"]),
        "host": st.sampled_from([None, "a.example"]),
        "page": st.sampled_from([None, "http://a.example/", "http://a.example/b"]),
        "site": st.sampled_from([None, "www.example.cn"]),
        "tags": st.sampled_from(["", "scanner", "scanner,sinkhole"]),
    }
)


def oracle(figure: Figure, given_rows: Sequence[dict[str, Any]], window: Window, question: Question) -> dict[Any, int]:
    """The same count by plain Python sets."""
    sets: dict[tuple[str, ...], set[Any]] = {}
    for row in given_rows:
        if row["kind"] not in figure.kinds or not window.start <= row["observed_at"] < window.end:
            continue
        if {tag.value for tag in figure.without} & set(row["tags"].split(",")):
            continue
        origin, target = row["origin_ip"] or row["host"], row["site"] or row["target_ip"]
        member = {
            Unit.ORIGIN_ADDRESS: row["origin_ip"],
            Unit.TARGET_ADDRESS: row["target_ip"],
            Unit.PAGE: row["page"],
            Unit.SITE: row["site"],
        }.get(figure.unit)
        if figure.unit.slot_minutes and origin and target:
            member = (origin, target, int(row["observed_at"].timestamp()) // (60 * figure.unit.slot_minutes))
        if member is None:
            continue
        local = (row["observed_at"] + timedelta(hours=8)).date()
        network = row["origin_asn"] if figure.unit.side is Side.ORIGIN else row["target_asn"]
        values = {**row, "network": network, "day": local}
        text = {name: "" if values[name] is None else str(values[name]) for name in (*question.by, *question.where)}
        if all(text[name] == wanted for name, wanted in question.where.items()):
            sets.setdefault(tuple(text[name] for name in question.by), set()).add(member)
    return {key: len(members) for key, members in sets.items()}


def from_rows(figure: Figure, batches: Sequence[pa.RecordBatch]) -> list[Counted]:
    columns = threat_columns(figure)
    return LocalEngine().count_distinct(
        (pairs_of_threats(batch.select(columns), figure, WINDOW) for batch in batches), QUESTIONS
    )


def from_sets(figure: Figure, batches: Sequence[pa.RecordBatch]) -> list[Counted]:
    units = {figure.unit: frozenset(kind.value for kind in figure.kinds)}
    parts = [daily_sets(batch.select(columns_for(units)), units, WINDOW.zone) for batch in batches]
    settled = united(parts)
    days = sorted(set(settled.column("day").to_pylist()))
    chosen = [
        settled.filter(pc.equal(settled.column("day"), day)) for day in days if WINDOW.first <= day <= WINDOW.last
    ]
    [answers] = sets.count([lambda one=one: one for one in chosen], [(figure, QUESTIONS)])
    pairs = (pairs_of_sets(one, figure, WINDOW) for one in chosen)
    assert LocalEngine().count_distinct(pairs, QUESTIONS) == answers
    return answers


@pytest.mark.parametrize("name", sorted(FIGURES))
@settings(max_examples=12, deadline=None)
@given(given_rows=st.lists(rows, min_size=1, max_size=40), data=st.data())
def test_a_figure_is_the_size_of_a_set_from_rows_and_from_daily_sets(
    name: str, given_rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    figure = FIGURES[name]
    batch = threats(given_rows)
    counted = from_rows(figure, [batch])
    for question, answer in zip(QUESTIONS, counted, strict=True):
        assert dict(answer.groups) == oracle(figure, given_rows, WINDOW, question)
    cut = data.draw(st.integers(0, len(given_rows)))
    shuffled = threats(data.draw(st.permutations(given_rows)))
    assert [a.groups for a in from_rows(figure, [shuffled.slice(cut), shuffled.slice(0, cut), batch])] == [
        a.groups for a in counted
    ]
    assert [a.digest for a in from_rows(figure, [shuffled])] == [a.digest for a in counted]
    assert from_sets(figure, [shuffled.slice(cut), shuffled.slice(0, cut)]) == counted


def test_the_digest_is_the_one_the_documentation_gives() -> None:
    batch = threats([{"origin_ip": "192.0.2.2"}, {"origin_ip": "192.0.2.1"}, {"origin_ip": "192.0.2.2"}])
    pairs = pairs_of_threats(batch, FIGURES["c2-servers"], WINDOW)
    [answer] = LocalEngine().count_distinct([pairs], [Question(("origin_country",))])
    mapped = b"\0" * 10 + b"\xff\xff"
    members = sorted(mapped + bytes(address) for address in ([192, 0, 2, 1], [192, 0, 2, 2]))
    assert answer.digest == sha256(b"".join(b"US\x1e" + member for member in members)).hexdigest()
    assert (answer.rows, answer.without_member, answer.excluded) == (3, 0, 0)


def test_a_scanner_is_left_out_but_reported_and_a_null_member_is_reported_too() -> None:
    batch = threats(
        [
            {"target_ip": "198.51.100.1"},
            {"target_ip": "198.51.100.2", "tags": "scanner"},
            {"target_ip": "198.51.100.1", "tags": "scanner"},
            {"target_ip": None},
        ]
    )
    pairs = pairs_of_threats(batch, FIGURES["controlled-machines"], WINDOW)
    [answer] = LocalEngine().count_distinct([pairs], [Question()])
    assert (dict(answer.groups), answer.excluded, answer.without_member, answer.rows) == ({(): 1}, 1, 1, 4)


@pytest.mark.parametrize("low", [3, sets.LOW])
def test_what_only_a_scanner_shows_is_told_from_many_members(low: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "LOW", low)
    clean = [{"target_ip": f"198.51.100.{host}"} for host in range(20)]
    scanned = [{"target_ip": f"198.51.100.{host}", "tags": "scanner"} for host in range(13, 31)]
    figure = FIGURES["controlled-machines"]
    answer = from_sets(figure, [threats([*clean, *scanned])])[0]
    assert (dict(answer.groups), answer.excluded) == ({(): 20}, 11)


def test_address_seen_in_two_countries_counts_once_in_the_total() -> None:
    batch = threats([{"origin_ip": "192.0.2.1"}, {"origin_ip": "192.0.2.1", "origin_country": "DE"}])
    pairs = pairs_of_threats(batch, FIGURES["c2-servers"], WINDOW)
    total, by_country = LocalEngine().count_distinct([pairs], [Question(), Question(("origin_country",))])
    assert dict(total.groups) == {(): 1}
    assert dict(by_country.groups) == {("US",): 1, ("DE",): 1}


def test_an_unknown_dimension_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="no dimension 'city'"):
        LocalEngine().count_distinct([], [Question(("city",))])


def test_ctrl_c_in_the_middle_of_a_long_query_is_answered_at_once() -> None:
    # DuckDB asks for no signal while it works; this query takes minutes.
    connection = duckdb.connect()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell in the background takes away
    pressed = Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    pressed.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        local.interruptible(
            connection,
            lambda: connection.execute(
                "select count(distinct a.range * b.range) from range(100000) a, range(100000) b"
            ).fetchall(),
        )
    assert time.monotonic() - begun < 20
    signal.signal(signal.SIGINT, before)
