"""Use of a web backdoor, seen in access logs by Sigma rules.

Only a request that was answered 200 to 299 counts: a probe for a backdoor that is not there is answered 404 and proves
nothing. The origin is the client, the target the site. Of several rules that match, the first by id is named. Built-in
rules lie beside this file in `rules`; the settings name folders with more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.errors import SettingsError
from crosscount.kernels.detecting.conclusions import conclusions
from crosscount.kernels.detecting.requests import Requests
from crosscount.kernels.detecting.sigma_rules import WebRule, rules_from
from crosscount.kernels.detecting.urls import requested_host
from crosscount.model.detector import Context, Detect
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR", "rule_files"]

ENDINGS = (".yml", ".yaml")


class WebBackdoor:
    """Backdoor accesses; the rule is "sigma:" and the id of the Sigma rule."""

    id = "web-backdoor"
    revision = 1
    seen: Sequence[Seen] = (Seen.REQUEST,)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """The bytes of all rule files."""
        found = rule_files(settings)
        return repr(sorted((name, sha256(content).hexdigest()) for name, content in found.items()))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """The rules that cannot be evaluated, by file."""
        return _rules(tuple(sorted(rule_files(settings).items())))[1]

    def prepare(self, context: Context) -> Detect:
        """Evaluate every rule on every request that was answered well."""
        rules, _ = _rules(tuple(sorted(rule_files(context.settings).items())))
        names = pa.array([rule.id for rule in rules], pa.string())
        families = pa.array([rule.family for rule in rules], pa.string())

        def detect(rows: pa.RecordBatch) -> pa.Table:
            status = rows.column("status")
            good = pc.and_(pc.greater_equal(status, 200), pc.less(status, 300))
            good = pc.and_(good, pc.equal(rows.column("seen"), Seen.REQUEST.value))
            rows = rows.filter(pc.fill_null(good, False))
            first = _first_rule(rows, rules)
            hit = pa.array(np.flatnonzero(first >= 0))
            rows, which = rows.take(hit), pa.array(first).take(hit)
            columns = {
                "rule": names.take(which),
                "family": families.take(which),
                "origin_ip": rows.column("client_ip"),
                "target_ip": rows.column("server_ip"),
                "site": requested_host(rows.column("host"), rows.column("url")),
            }
            return conclusions(rows, Kind.BACKDOOR_ACCESS, "", columns)

        return detect


def rule_files(settings: Settings) -> dict[str, bytes]:
    """Every rule file by name: ours as "built-in/…", the user's by folder as the settings write it."""
    ours = files("crosscount.detectors") / "rules"
    out = {f"built-in/{file.name}": file.read_bytes() for file in ours.iterdir() if file.name.endswith(ENDINGS)}
    for name in settings.detection.rules:
        folder = settings.path(name)
        if not folder.is_dir():
            raise SettingsError(
                f"'detection.rules' names '{name}', but '{folder}' is no folder; create it or remove it"
            )
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.name.endswith(ENDINGS):
                out[f"{name}/{file.relative_to(folder).as_posix()}"] = file.read_bytes()
    return out


@lru_cache(maxsize=2)
def _rules(contents: tuple[tuple[str, bytes], ...]) -> tuple[list[WebRule], list[tuple[str, str]]]:
    """Parsing takes a tenth of a second, and a run needs the rules for every chunk of days."""
    return rules_from(dict(contents))


def _first_rule(rows: pa.RecordBatch, rules: Sequence[WebRule]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The position of the first rule that each row matches, -1 if none does."""
    first = np.full(rows.num_rows, -1, dtype=np.int64)
    if not rows.num_rows:
        return first
    requests = Requests(rows)
    for position in reversed(range(len(rules))):
        first[rules[position].test(requests)] = position
    return first


DETECTOR = WebBackdoor()
