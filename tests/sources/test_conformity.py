"""What every source must do, ours and those of other packages alike.

A source has a folder here, named by its id: sample files (any names; several are welcome, small, written by us, with
documentation addresses), a line for each in PROVENANCE, context.json if the file's day, site or family matter, and
the golden files kept.json and set_aside.json. A sample should show every trap its source's docstring names.
Golden files are written by `python -m tests.sources.refresh [SOURCE…]`. If a golden test fails, the difference is
intended (refresh, read the difference, commit) or a mistake (mend the source).
"""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscount import plugins
from crosscount.kernels.reading import lines
from crosscount.model.source import Head, Source
from crosscount.model.tables import OBSERVATIONS
from tests.sources.outcome import FOLDER, GOLDEN, Outcome, context_of, golden, outcome, samples

SOURCES = list(plugins.sources().values())
OURS = [source for source in SOURCES if source.read.__module__.startswith("crosscount.")]
SAMPLES = [
    pytest.param(source, sample, id=f"{source.id}-{sample.name}") for source in OURS for sample in samples(source)
]

each_source = pytest.mark.parametrize("source", [pytest.param(source, id=source.id) for source in SOURCES])
each_of_ours = pytest.mark.parametrize("source", [pytest.param(source, id=source.id) for source in OURS])
each_sample = pytest.mark.parametrize(("source", "sample"), SAMPLES)


@each_source
def test_a_source_says_what_it_reads(source: Source) -> None:
    module = inspect.getmodule(source.sniff)
    assert module is not None
    assert module.__doc__, "the module's docstring says time zone, which end is which, what is left out"
    assert "Format: http" in module.__doc__, "the docstring ends with a link to the format"
    assert source.record_means.endswith("."), "record_means is one sentence"
    assert source.record_means.count(". ") == 0, "record_means is one sentence"
    assert source.title
    assert source.publisher
    assert set(source.fields) <= set(OBSERVATIONS.names)


@each_of_ours
def test_a_source_has_samples_of_known_origin(source: Source) -> None:
    names = [sample.name for sample in samples(source)]
    assert names, f"no samples in tests/sources/{source.id}"
    told = (FOLDER / source.id / "PROVENANCE").read_text("utf-8").splitlines()
    assert sorted(line.split(":")[0] for line in told if line.strip()) == names


@each_sample
def test_a_sample_is_recognised_by_exactly_its_source(source: Source, sample: Path) -> None:
    assert plugins.recognise(Head(sample.name, sample.read_bytes()[:65_536])) is source


@each_of_ours
def test_the_samples_give_the_golden_files(source: Source) -> None:
    made = golden(source)
    for name in GOLDEN:
        assert (FOLDER / source.id / name).read_text("utf-8") == made[name], f"{name}: see this file's docstring"


@each_sample
@pytest.mark.parametrize("block", [13, 500])
def test_the_size_of_blocks_changes_nothing(
    source: Source, sample: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, context = sample.read_bytes(), context_of(sample)
    whole = outcome(source, data, context)
    monkeypatch.setattr(lines, "BLOCK", block)
    _equal(outcome(source, data, context), whole)


@each_sample
@given(change=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_damage_loses_no_record_and_raises_nothing(source: Source, sample: Path, change: st.DataObject) -> None:
    data = sample.read_bytes()
    for _ in range(change.draw(st.integers(1, 4))):
        start = change.draw(st.integers(0, len(data)))
        stop = change.draw(st.integers(start, min(start + 40, len(data))))
        data = data[:start] + change.draw(_PIECES) + data[stop:]
    context = context_of(sample)
    found = outcome(source, data, context)
    _accounted(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", change.draw(st.integers(30, 400)))
        _equal(outcome(source, data, context), found)


_PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([b"", b'"', b"'", b"\n", b"\r\n", b"\r", b"\t", b",", b"{", b"}", b"[", b"]", b"\\", b"#", b"\0"]),
    st.sampled_from([b"\xff", "é".encode(), b"-", b"null", b"1e999", b"2014-02-30", b"999.1.1.1", b"\xef\xbb\xbf"]),
)


def _accounted(found: Outcome) -> None:
    numbers = found.kept["record_no"].to_pylist() + found.set_aside["record_no"].to_pylist()
    assert len(numbers) == len(set(numbers)) == found.records, "kept + set aside = read"
    assert min(numbers, default=1) >= 1


def _equal(found: Outcome, other: Outcome) -> None:
    _accounted(found)
    assert found.remarks == other.remarks
    assert found.set_aside.sort_by("record_no").to_pylist() == other.set_aside.sort_by("record_no").to_pylist()
    assert found.kept.sort_by("record_no").to_pylist() == other.kept.sort_by("record_no").to_pylist()
