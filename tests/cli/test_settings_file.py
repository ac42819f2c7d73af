"""The settings file that init writes: complete, explained, and without effect until its user changes it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from crosscount.cli.template import Documented, as_toml, documented, feed_settings, section_means
from crosscount.settings import Feed, Settings, load
from tests.cli.conftest import Program


@pytest.mark.parametrize("setting", list(documented()), ids=lambda each: f"{each.section}.{each.name}")
def test_every_setting_is_explained(setting: Documented) -> None:
    assert setting.means
    assert not setting.section or section_means(setting.section)


def test_the_file_as_written_loads_to_the_defaults(program: Program, tmp_path: Path) -> None:
    assert program("init").code == 0
    assert replace(load(), folder=Path(), store=Settings().store) == Settings()


def test_every_line_with_its_mark_removed_loads_to_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "crosscount.toml"
    file.write_text(re.sub(r"^# (\w+ = )", r"\1", as_toml(), flags=re.MULTILINE), encoding="utf-8")
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    names = {(section, name) for section, values in given.items() if isinstance(values, dict) for name in values}
    names |= {("", name) for name, value in given.items() if not isinstance(value, dict)}
    assert names == {(each.section, each.name) for each in documented()}
    assert replace(load(file), folder=Path(), store=Settings().store) == Settings()


def test_every_setting_of_a_feed_is_in_the_file_with_its_default(tmp_path: Path) -> None:
    file = tmp_path / "crosscount.toml"
    lines = [line for line in as_toml().splitlines() if line.startswith("#   ")]
    assert all(setting.means for setting in feed_settings())
    example, every = lines[:4], lines[4:]
    file.write_text("\n".join(line.removeprefix("#") for line in example), encoding="utf-8")
    assert load(file).feeds[0].name == "feodo"
    file.write_text("\n".join(["[[feeds]]", *(line.removeprefix("#") for line in every)]), encoding="utf-8")
    assert load(file).feeds == (Feed(),)


def test_a_file_that_exists_is_left_alone(program: Program, tmp_path: Path) -> None:
    (tmp_path / "crosscount.toml").write_text("timezone = 'UTC'\n")
    ended = program("init")
    assert ended.code == 3
    assert "was left as it is" in ended.err
    assert (tmp_path / "crosscount.toml").read_text() == "timezone = 'UTC'\n"
