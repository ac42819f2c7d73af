"""Use of a web backdoor, seen in access logs by lists of paths and by Sigma rules.

A request for a listed path, or one that a Sigma rule of web shells describes (ATT&CK T1505.003, or a `family` tag):
built-in lists lie beside this file in `paths`, rules in `rules`, and the settings name more of both. Only what was
answered with success counts, as `kernels.detecting.answers` says: a probe for a backdoor that is not there is answered
404, and proves nothing; so does a site that answers every name alike, and a page that answers a command as if there
were none. The origin is the client, the target the site. Of several entries that fit, a listed path is named first,
then the first rule by id.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from crosscount.kernels.detecting import own_files
from crosscount.kernels.detecting.accesses import Accesses
from crosscount.kernels.detecting.answers import answered
from crosscount.kernels.detecting.urls import requested_host
from crosscount.model.detector import Context, Gathering
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR"]


class WebBackdoor:
    """Backdoor accesses; the rule is "path:" and the listed path, or "sigma:" and the id of the Sigma rule."""

    id = "web-backdoor"
    revision = 2
    seen: Sequence[Seen] = (Seen.REQUEST,)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """The bytes of all lists and rules."""
        return own_files.digest(_lists(settings)) + own_files.digest(own_files.rule_files(settings))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """The rules that cannot be evaluated and the lines that are no path, by file."""
        return [*own_files.paths_of(_lists(settings))[1], *own_files.rules_unused(settings)]

    def prepare(self, context: Context) -> Gathering:
        """Look every request up that was answered well."""
        paths, _ = own_files.paths_of(_lists(context.settings))
        rules = own_files.rules_when_asked(context.settings)
        return Accesses(Kind.BACKDOOR_ACCESS, paths, rules, answered, _ends)


def _ends(rows: pa.RecordBatch) -> dict[str, pa.Array]:
    site = requested_host(rows.column("host"), rows.column("url"))
    return {"origin_ip": rows.column("client_ip"), "target_ip": rows.column("server_ip"), "site": site}


def _lists(settings: Settings) -> own_files.Contents:
    more = settings.detection.backdoor_paths
    return own_files.paths(settings, "paths", more, "detection.backdoor_paths")


DETECTOR = WebBackdoor()
