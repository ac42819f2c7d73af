"""What a user is told where Spark cannot run, or would run something else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosscount.engines.choice import chosen
from crosscount.errors import SettingsError, StoreError
from crosscount.settings import Engine, Settings, load


def concluded(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`crosscount figures` does not ask for an engine; counting does, even in an empty store."""
    window = ["--from", "2014-03-19", "--to", "2014-03-20"]
    command = [sys.executable, "-m", "crosscount", "compute", "c2-servers", *window, "--store", str(tmp_path / "s")]
    inherited = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"}
    return subprocess.run(
        [*command, *arguments], capture_output=True, text=True, env=inherited | environment, cwd=tmp_path, timeout=300
    )


def test_without_pyspark_the_way_out_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyspark.py").write_text("raise ModuleNotFoundError('no pyspark', name='pyspark')\n")
    run = concluded(tmp_path, "--engine", "spark", PYTHONPATH=str(tmp_path))
    assert run.returncode == SettingsError.exit_code
    assert "pip install 'crosscount[spark]'" in run.stderr
    assert "Traceback" not in run.stderr


def test_without_java_the_way_out_is_named(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    run = concluded(tmp_path, "--engine", "spark", PATH=str(tmp_path))
    assert run.returncode == SettingsError.exit_code
    assert "needs Java 17 or newer, and there is no 'java'" in run.stderr
    assert "openjdk-17" in run.stderr


def test_an_old_java_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n")
    java.chmod(0o755)
    run = concluded(tmp_path, "--engine", "spark", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert "needs Java 17 or newer; '" in run.stderr
    assert "is 8: install one" in run.stderr


def test_a_master_that_nobody_runs_is_said_at_once(java: None, tmp_path: Path) -> None:
    run = concluded(tmp_path, "--master", "spark://127.0.0.1:9")
    assert run.returncode == StoreError.exit_code
    assert "no Spark master can be reached at 'spark://127.0.0.1:9'" in run.stderr


def test_workers_of_other_versions_are_refused_by_name(java: None, tmp_path: Path) -> None:
    other = tmp_path / "other" / "crosscount"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("__version__ = '0.0.1'\n")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={other.parent}:$PYTHONPATH exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (tmp_path / "own.toml").write_text(f'[engine]\nname = "spark"\nmaster = "local[1]"\npython = "{python}"\n')
    run = concluded(tmp_path, "--settings", "own.toml")
    assert run.returncode == SettingsError.exit_code, run.stderr
    assert "has crosscount 0.0.1, here it is" in run.stderr
    assert "engine.python" in run.stderr


def test_an_option_of_spark_without_a_value_is_refused(java: None) -> None:
    with pytest.raises(SettingsError, match="expected name=value"):
        chosen(Settings(engine=Engine(name="spark", options=("spark.executor.memory",))))


def test_the_settings_name_the_engine_and_the_command_line_wins(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[engine]\nname = "spark"\nmaster = "spark://a:7077"\noptions = ["spark.executor.memory=4g"]\n')
    settings = load(file)
    assert (settings.engine.name, settings.engine.options) == ("spark", ("spark.executor.memory=4g",))
    assert settings.on("local", None).engine.name == "local"
    assert settings.on(None, "spark://b:7077").engine.master == "spark://b:7077"
    assert Settings().on(None, "spark://b:7077").engine.name == "spark"
    with pytest.raises(SettingsError, match="engine is 'sparky', expected one of: local, spark"):
        settings.on("sparky", None)
