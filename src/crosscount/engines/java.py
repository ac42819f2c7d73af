"""The Java that Spark needs, looked for where Spark looks: JAVA_HOME, then the path of programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from crosscount.errors import SettingsError

__all__ = ["find"]

LEAST = 17  # that Spark 4 asks for
SECONDS = 60  # for Java to say its version, on a machine with much other work
WAY_OUT = "install one (on Debian: apt install openjdk-17-jre-headless), or say --engine local"


def find() -> None:
    """SettingsError with the way out where Java is missing, too old or of no use."""
    needs = f"the engine 'spark' needs Java {LEAST} or newer"
    home = os.path.expandvars("${JAVA_HOME}").removeprefix("${JAVA_HOME}")  # as it stands where it is not set
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        raise SettingsError(f"{needs}, and there is no 'java': {WAY_OUT}")
    if not os.access(java, os.X_OK):  # Spark trusts JAVA_HOME, and does not look further
        raise SettingsError(f"{needs}; JAVA_HOME is '{home}', where there is no 'bin/java': set or unset it, {WAY_OUT}")
    try:
        said = subprocess.run(
            [java, "-version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            check=False, timeout=SECONDS,
        ).stderr  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SettingsError(f"{needs}; '{java} -version' does not run: {error}: {WAY_OUT}") from error
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    if version is None:
        found = (said.strip().splitlines() or ["nothing"])[0]
        raise SettingsError(f"{needs}; '{java} -version' names no version, but says: {found}: {WAY_OUT}")
    if int(version[1]) < LEAST:
        raise SettingsError(f"{needs}; '{java}' is {version[1]}: {WAY_OUT}")
