"""The master of a Spark cluster: whether its name is one, and whether anybody listens there. Knows no pyspark."""

from __future__ import annotations

import re
import socket

from crosscount.errors import EngineError, SettingsError

__all__ = ["is_here", "reach"]

SECONDS = 10  # for a connection to be made
HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[^\s,:/\[\]@]+)"
PLACE = re.compile(rf"({HOST}):(\d{{1,5}})")
STANDALONE = re.compile(rf"spark://{PLACE.pattern}(?:,{PLACE.pattern})*")
OTHER = re.compile(r"local|local\[(?:\*|[1-9]\d*)(?:,\d+)?\]|local-cluster\[\d+,\d+,\d+\]|yarn|k8s://\S+")
HERE = re.compile(r"local\b|local\[|spark://(?:127\.|localhost\b|\[::1\])")
FORM = "expected spark://HOST:PORT (several with a comma between HOST:PORT), or local[*] for this machine"


def is_here(master: str) -> bool:
    """Whether everything runs on this machine, so that nothing need listen on the network."""
    return HERE.match(master) is not None


def reach(master: str) -> None:
    """SettingsError for what is no master, EngineError where nobody listens: Spark would try for minutes."""
    if OTHER.fullmatch(master):
        return
    places = [(host.strip("[]"), int(port)) for host, port in PLACE.findall(master)]
    if not STANDALONE.fullmatch(master) or any(not 0 < port < 2**16 for _, port in places):
        raise SettingsError(f"the master of Spark is '{master}', {FORM}")
    faults = []
    for host, port in places:
        try:
            socket.create_connection((host, port), SECONDS).close()
            return
        except OSError as error:
            faults.append(f"{host}:{port}: {error.strerror or error}")
    raise EngineError(f"no Spark master can be reached at '{master}' ({'; '.join(faults)}); is it started?")
