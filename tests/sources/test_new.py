"""What `make source` begins is a source that works."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from crosscount.model.source import FileContext, Head
from tests.sources.new import HOW, begin
from tests.sources.outcome import outcome

GROUP = '[project.entry-points."crosscount.sources"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "src/crosscount/sources").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(GROUP)
    return tmp_path


@pytest.mark.parametrize("form", HOW)
def test_a_begun_source_recognises_and_reads_its_sample(root: Path, form: str) -> None:
    file, folder, project = begin("our-feed", form, root)
    assert project.read_text() == GROUP + 'our-feed = "crosscount.sources.our_feed:SOURCE"\n'
    spec = spec_from_file_location("our_feed", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    sample = next(folder.glob("sample.*"))
    assert module.SOURCE.sniff(Head(sample.name, sample.read_bytes()))
    made = outcome(module.SOURCE, sample.read_bytes(), FileContext(sample.name))
    assert (made.kept.num_rows, made.set_aside.column("reason").to_pylist()) == (1, ["bad-ip"])


@pytest.mark.parametrize(("name", "form"), [("Our Feed", "csv"), ("our-feed", "xml"), ("../x", "csv")])
def test_an_id_or_format_that_is_none_is_one_sentence(root: Path, name: str, form: str) -> None:
    with pytest.raises(ValueError, match="expected an id such as our-feed"):
        begin(name, form, root)


def test_a_source_that_is_there_is_left_alone(root: Path) -> None:
    begin("our-feed", "csv", root)
    with pytest.raises(ValueError, match="there is a source 'our-feed'"):
        begin("our-feed", "csv", root)
