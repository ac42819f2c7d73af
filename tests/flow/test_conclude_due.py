"""Which days are out of date, and what happens when a run is interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import rmtree

import pytest

from crosscount.errors import SettingsError
from crosscount.flow import conclude, inputs
from crosscount.flow.spans import Spans, spans_of
from crosscount.settings import Contamination, Detection, Indicators, Settings
from crosscount.store import commit, lake, ledger
from tests.flow.observed import put, threats

LISTING = {"seen": "listing", "stated": "c2_listing", "server_ip": "192.0.2.1", "observed_at": "2014-03-19"}
FLOW = {"seen": "flow", "client_ip": "203.0.113.5", "server_ip": "192.0.2.1", "observed_at": "2014-03-20"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store", folder=tmp_path)


def march(days: Sequence[int]) -> list[date]:
    return [date(2014, 3, day) for day in days]


def test_an_empty_store_has_nothing_to_conclude(settings: Settings) -> None:
    assert conclude.stale(settings) == []
    assert conclude.run(settings=settings).threats == 0


def test_only_days_whose_inputs_changed_are_due(settings: Settings) -> None:
    put(settings, [FLOW], "one")
    assert conclude.stale(settings) == march([20])
    conclude.run(settings=settings)
    put(settings, [{**FLOW, "observed_at": "2014-03-22"}], "two")
    assert conclude.stale(settings) == march([22])
    conclude.run(settings=settings)
    put(settings, [LISTING], "list")
    assert conclude.stale(settings) == march([19, 20, 22])  # no traffic on the 21st


def test_a_listing_that_has_expired_before_the_traffic_makes_nothing_due(settings: Settings) -> None:
    put(settings, [FLOW])
    conclude.run(settings=settings)
    put(settings, [{**LISTING, "observed_at": "2014-03-01"}], "old list")
    assert conclude.stale(settings) == march([1])


@pytest.mark.parametrize(
    "changed",
    [
        {"indicators": Indicators(c2_days=3)},
        {"detection": Detection(phishing_lookups=False)},
        {"detection": Detection(rules=("rules",))},
        {"contamination": Contamination(scanners=("192.0.2.0/24",))},
    ],
)
def test_other_settings_or_rules_make_every_day_due(settings: Settings, changed: dict[str, object]) -> None:
    (settings.folder / "rules").mkdir()
    (settings.folder / "rules" / "mine.yml").write_text("title: x")
    put(settings, [FLOW, LISTING])
    conclude.run(settings=settings)
    other = Settings(store=settings.store, folder=settings.folder, **changed)  # type: ignore[arg-type]
    assert conclude.stale(other) == march([19, 20])
    conclude.run(settings=other)
    assert conclude.stale(other) == []
    assert conclude.stale(settings) == march([19, 20])  # and back again


def test_going_back_to_earlier_settings_is_not_due_forever(settings: Settings) -> None:
    other = Settings(store=settings.store, folder=settings.folder, indicators=Indicators(c2_days=30))
    put(settings, [FLOW, LISTING])
    for mine in (settings, other, settings, other, settings):
        assert conclude.run(settings=mine).days == tuple(march([19, 20]))
        assert conclude.stale(mine) == []


def test_a_crash_after_the_commit_costs_a_day_of_work_and_no_row(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(settings, [FLOW, LISTING])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(inputs, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            conclude.run(settings=settings)
    before = threats(settings)
    assert conclude.run(settings=settings).days == tuple(march([19, 20]))
    assert threats(settings) == before
    assert len(before) == 2


def test_a_crash_before_the_commit_leaves_the_old_days(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(settings, [FLOW])
    conclude.run(settings=settings)
    put(settings, [LISTING], "list")

    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(commit, "replace_days", killed)
        with pytest.raises(KeyboardInterrupt):
            conclude.run(settings=settings)
    assert threats(settings) == []
    conclude.run(settings=settings)
    assert len(threats(settings)) == 2


def test_a_day_that_lost_all_its_inputs_is_emptied(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(settings, [FLOW, LISTING])
    conclude.run(settings=settings)
    empty = inputs.Inputs(lake.TableAt("observations", -1, ()), {}, {}, {}, {})
    monkeypatch.setattr(inputs, "survey", lambda *_: empty)
    assert conclude.stale(settings) == march([19, 20])
    conclude.run(settings=settings)
    assert threats(settings) == []
    assert conclude.stale(settings) == []


def test_threats_that_were_removed_are_concluded_again(settings: Settings) -> None:
    put(settings, [FLOW, LISTING])
    ledger.append(settings.store, "step", "settle:1", {}, at=datetime(2026, 1, 1, tzinfo=UTC))
    conclude.run(settings=settings)
    before = threats(settings)
    rmtree(settings.store / "threats")
    assert conclude.stale(settings) == march([19, 20])
    conclude.run(settings=settings)
    assert threats(settings) == before


def test_many_days_go_in_chunks_and_give_the_same(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    put(settings, [{**LISTING, "valid_from": "2014-03-01", "valid_to": "2014-04-29 23:59:59.999999"}, FLOW])
    conclude.run(settings=settings)
    before = threats(settings)
    assert len(before) == 60 + 1 + 1 + 1  # 30 March is short in the Azores
    monkeypatch.setattr(conclude, "CHUNK_DAYS", 7)
    days = sorted({row[0] for row in threats(settings, "day")})
    conclude.run(settings=settings, days=days)
    assert threats(settings) == before


def test_the_span_of_a_file_is_its_days_and_not_the_years_between(settings: Settings) -> None:
    far = {**FLOW, "observed_at": "1999-01-01"}
    stays = {**LISTING, "valid_from": "2014-03-10", "valid_to": "2014-03-12"}
    put(settings, [FLOW, far, LISTING, {**LISTING, "observed_at": "2014-06-01"}, stays])
    table = lake.at(settings.store, "observations")
    spans = {
        file.partition["seen"]: spans_of(table, file, states=file.partition["seen"] == "listing")
        for file in table.files
    }
    flows, listings = (spans[seen][0] for seen in ("flow", "listing"))
    assert list(flows.days()) == [date(1999, 1, 1), date(2014, 3, 20)]
    assert list(listings.days()) == [*march([10, 11, 12, 19]), date(2014, 6, 1)]
    assert listings.rows == 5
    assert Spans.from_plain(listings.plain()) == listings


def test_spans_of_intervals_that_overlap_and_touch_are_one(settings: Settings) -> None:
    pairs = [
        ("2014-03-01", "2014-03-03"),
        ("2014-03-02", "2014-03-05"),
        ("2014-03-06", "2014-03-06"),
        ("2014-03-09",) * 2,
    ]
    put(
        settings,
        [{**LISTING, "observed_at": "2014-03-01", "valid_from": a, "valid_to": b} for a, b in pairs] + [LISTING],
    )
    table = lake.at(settings.store, "observations")
    spans, read = spans_of(table, table.files[0], states=True)
    assert read
    assert list(spans.days()) == march([1, 2, 3, 4, 5, 6, 9, 19])
    assert len(spans.runs) == 3
    assert spans.rows == 3 + 4 + 1 + 1 + 1


def test_a_line_that_is_no_range_is_named(settings: Settings) -> None:
    (settings.folder / "sinks.txt").write_text("192.0.2.1\nnobody\n")
    mine = Settings(store=settings.store, folder=settings.folder, contamination=Contamination(sinkholes=("sinks.txt",)))
    with pytest.raises(SettingsError, match=r"sinks\.txt, line 2: 'nobody'"):
        conclude.stale(mine)
    gone = Settings(store=settings.store, folder=settings.folder, contamination=Contamination(sinkholes=("gone.txt",)))
    with pytest.raises(SettingsError, match=r"contamination\.sinkholes"):
        conclude.stale(gone)
