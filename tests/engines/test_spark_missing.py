"""What a user is told where Spark cannot run, or would run something else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from crosscount.engines import java as java_of_spark
from crosscount.engines import master
from crosscount.engines.choice import chosen
from crosscount.errors import EngineError, SettingsError
from crosscount.settings import Engine, Settings, load
from tests.engines.cluster import Cluster

PROGRAM = ("-m", "crosscount")
IMPATIENT = """
import sys
from crosscount.__main__ import main
from crosscount.engines import application
application.ALONE_SECONDS, application.LOOK_SECONDS = 2.0, 0.2
sys.exit(main())
"""


def concluded(
    tmp_path: Path, *arguments: str, program: Sequence[str] = PROGRAM, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`crosscount figures` does not ask for an engine; counting does, even in an empty store."""
    window = ["--from", "2014-03-19", "--to", "2014-03-20"]
    command = [sys.executable, *program, "compute", "c2-servers", *window, "--store", str(tmp_path / "s")]
    left_out = ("JAVA_HOME", "HADOOP_CONF_DIR", "YARN_CONF_DIR")
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
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
    assert run.returncode == EngineError.exit_code
    assert "no Spark master can be reached at 'spark://127.0.0.1:9'" in run.stderr


def test_a_job_that_no_worker_has_the_memory_for_is_given_up(cluster: Cluster, tmp_path: Path) -> None:
    asked = 'options = ["spark.executor.memory=900g", "spark.driver.memory=512m"]'
    (tmp_path / "own.toml").write_text(f'[engine]\nname = "spark"\nmaster = "{cluster.url}"\n{asked}\n')
    run = concluded(tmp_path, "--settings", "own.toml", program=("-c", IMPATIENT))
    assert run.returncode == EngineError.exit_code, run.stderr
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert f"nobody has worked for '{cluster.url}' in 2 seconds" in run.stderr
    assert "(spark.executor.memory=900g)" in run.stderr


@pytest.mark.parametrize(
    "name",
    [
        *("", "127.0.0.1:7077", "spark://127.0.0.1", "http://127.0.0.1:7077", "local[x]", "local[0]"),
        *("spark://a:7077/x", "spark://a:99999", "spark://a:7077,b", "spark://::1:7077", "spark:// a:7077"),
        "mesos://a:5050",
    ],
)
def test_what_is_no_master_is_refused_before_anything_starts(name: str) -> None:
    with pytest.raises(SettingsError, match=r"the master of Spark is '.*', expected spark://HOST:PORT"):
        master.reach(name)


@pytest.mark.parametrize("name", ["local", "local[*]", "local[4]", "local[2,3]", "yarn", "k8s://https://a:6443"])
def test_a_master_that_is_not_reached_by_a_port_is_left_to_spark(name: str) -> None:
    master.reach(name)


def test_one_of_several_masters_is_enough_and_nobody_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        master.reach(f"spark://127.0.0.1:9,127.0.0.1:{port}")
    with pytest.raises(EngineError, match=r"::1:9: .*; is it started\?"):
        master.reach("spark://[::1]:9")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, r"JAVA_HOME is '.*', where there is no 'bin/java'"),
        ("echo 'no libjvm.so' >&2; exit 1", "names no version, but says: no libjvm.so"),
        ("exit 0", "names no version, but says: nothing"),
        ("exec sleep 60", "does not run: .* timed out"),
    ],
)
def test_a_java_of_no_use_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, said: str
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(java_of_spark, "SECONDS", 0.5)
    if script is not None:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "java").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / "java").chmod(0o755)
    with pytest.raises(SettingsError, match=f"(?s){said}.*install one"):
        java_of_spark.find()


def test_java_says_nothing_on_standard_error_and_its_reason_is_in_the_one_line(java: None, tmp_path: Path) -> None:
    run = concluded(tmp_path, "--master", "yarn")
    assert run.returncode == EngineError.exit_code
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert "HADOOP_CONF_DIR" in run.stderr


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
    assert Settings().on(None, "").engine.master == "", "an empty name is not taken for none"
    with pytest.raises(SettingsError, match="the engine 'local' has no master"):
        settings.on("local", "spark://b:7077")
    with pytest.raises(SettingsError, match="engine is 'sparky', expected one of: local, spark"):
        settings.on("sparky", None)


def test_what_a_worker_could_not_do_is_retold_in_one_line_without_the_words_of_java() -> None:
    application = pytest.importorskip("crosscount.engines.application", reason="pyspark is not installed")
    lost = (
        "An error occurred while calling z:a.b.collect.\n: org.apache.spark.SparkException: Job aborted: Lost task 0.3"
    )
    none = application._retold(
        RuntimeError(f'{lost}\njava.io.IOException: Cannot run program "/a/python": error=2, No')
    )
    assert str(none).startswith("the Spark workers cannot run the interpreter '/a/python': error=2, No; name one")
    found = "[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.12 than that in driver: 3.11"
    killed = "org.apache.spark.SparkException: Python worker exited unexpectedly (crashed). Consider setting 'a.b'"
    assert "was killed, perhaps for want of memory" in str(application._retold(RuntimeError(f"{lost}: {killed}")))
    other = str(application._retold(RuntimeError(f"{lost} in stage 0.0 (TID 3) (10.0.0.7 executor 1): {found}")))
    assert ": 3.12 on 10.0.0.7; name the right interpreter" in other


def test_a_store_that_a_worker_does_not_see_is_refused(java: None, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    python = tmp_path / "python"
    blind = "import os, runpy; os.path.exists = lambda path: False; runpy.run_module('pyspark.daemon', {}, '__main__')"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{blind}"\n')
    python.chmod(0o755)
    (tmp_path / "own.toml").write_text(f'[engine]\nname = "spark"\nmaster = "local[1]"\npython = "{python}"\n')
    run = concluded(tmp_path, "--settings", "own.toml")
    assert run.returncode == EngineError.exit_code, run.stderr
    assert f"the store '{tmp_path / 's'}' of this machine is not what lies under that path on" in run.stderr
    assert not list((tmp_path / "s").glob(".seen-by-*")), "the mark was left behind"


def test_a_worker_that_joined_later_is_asked_for_versions_and_store(tmp_path: Path) -> None:
    spark = pytest.importorskip("crosscount.engines.spark", reason="pyspark is not installed")
    versions = spark.versions()
    assert list(spark._checked(versions, str(tmp_path), iter, iter("ab"))) == ["a", "b"]
    with pytest.raises(RuntimeError, match=rf"there is no store '{tmp_path / 's'}' on \S+: share it with all workers"):
        list(spark._checked(versions, str(tmp_path / "s"), iter, iter("ab")))
    with pytest.raises(RuntimeError, match=r"versions differ on \S+: "):
        list(spark._checked(versions | {"pyarrow": "1.0"}, None, iter, iter("ab")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("An error occurred while calling o1.getResult.\n: a.b.SparkException: Exception thrown in awaitResult: \n"
         "\tat a.b.C.d(C.java:144)\nCaused by: a.b.SparkException: Job aborted: 5 GiB is bigger than x (1 GiB)\n"
         "\tat a.b.C.e(C.java:1)\nCaused by: java.io.EOFException\n\t... 3 more",
         "SparkException: Job aborted: 5 GiB is bigger than x (1 GiB)"),
        ("An exception was thrown from the Python worker:\nTraceback (most recent call last):\n"
         "  File \"a.py\", line 6, in b\n    raise ValueError: no\nKeyError: 'c'\n\n\tat a.b.C.d(C.java:144)",
         "KeyError: 'c'"),
        ("[GATEWAY_EXITED] Java exited at once.", "[GATEWAY_EXITED] Java exited at once."),
        ("", "RuntimeError"),
    ],
)  # fmt: skip
def test_the_cause_is_what_a_trace_names_last(text: str, told: str) -> None:
    application = pytest.importorskip("crosscount.engines.application", reason="pyspark is not installed")
    assert application._cause(RuntimeError(text)) == told
    logged = "26/11/30 16:02:26 ERROR SparkContext: A disk is full."
    assert application._cause(RuntimeError(text), logged) in (told, "A disk is full.")


def test_ctrl_c_stays_one_though_the_cancelled_jobs_say_otherwise() -> None:
    application = pytest.importorskip("crosscount.engines.application", reason="pyspark is not installed")
    spark = SimpleNamespace(sparkContext=SimpleNamespace(master="local[1]"))
    cancelled = application.FAULTS[0]("Job 2 cancelled as part of cancellation of all jobs")
    with pytest.raises(EngineError, match="Job 2 cancelled"), application.watched(spark):
        raise cancelled
    cancelled.__context__ = KeyboardInterrupt()  # as pyspark leaves it
    with pytest.raises(KeyboardInterrupt), application.watched(spark):
        raise cancelled
