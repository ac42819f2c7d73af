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


def find() -> None:
    """SettingsError with the way out where Java is missing or too old."""
    home = Path(os.path.expandvars("$JAVA_HOME/bin/java"))
    java = str(home) if home.is_file() else shutil.which("java")
    way_out = "install one (on Debian: apt install openjdk-17-jre-headless), or leave --engine spark out"
    if java is None:
        raise SettingsError(f"the engine 'spark' needs Java {LEAST} or newer, and there is no 'java': {way_out}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    if version is None or int(version[1]) < LEAST:
        found = version[1] if version else (said.strip().splitlines() or ["of no version"])[0]
        raise SettingsError(f"the engine 'spark' needs Java {LEAST} or newer; '{java}' is {found}: {way_out}")
