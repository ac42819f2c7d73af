"""Suspected phishing kits on one's own web servers, seen in access logs by lists of paths and by Sigma rules.

A kit is an archive of pages, a script that mails or stores what victims type, and scripts that keep crawlers out; it is
unpacked on a server that was broken into, and its names are found on many servers. Kits are looked for by such names as
Cova, Kruegel and Vigna (There Is No Free Phish, WOOT 2008) and Han, Kheir and Balzarotti (PhishEye, CCS 2016) describe
them: built-in names lie beside this file in `kits`; the rules in `rules` that name ATT&CK T1598.003 look for an archive
named after a brand, and for what is typed being sent to a login below a folder named after one. Only an answer with
success counts, and, as kits send their victims on to the real brand, a redirect that answers a POST. The origin is
the server (often unknown: an access log names the site), the target who asked. It is a suspicion, and enters no figure
of phishing pages.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting import own_files
from crosscount.kernels.detecting.accesses import Accesses
from crosscount.kernels.detecting.answers import answered, sent_on
from crosscount.kernels.detecting.urls import requested_host
from crosscount.model.detector import Context, Gathering
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR"]


class PhishingKit:
    """Requests for parts of kits; the rule is "path:" and the listed path, or "sigma:" and the id of the Sigma rule."""

    id = "phishing-kit"
    revision = 1
    seen: Sequence[Seen] = (Seen.REQUEST,)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """The bytes of all lists and rules."""
        return own_files.digest(_lists(settings)) + own_files.digest(own_files.rule_files(settings))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """The lines of lists that are no path; the detector "web-backdoor" names the rules that cannot be used."""
        return own_files.paths_of(_lists(settings))[1]

    def prepare(self, context: Context) -> Gathering:
        """Look every request up that was answered well."""
        paths, _ = own_files.paths_of(_lists(context.settings))
        rules = own_files.rules_when_asked(context.settings)
        return Accesses(Kind.PHISHING_KIT, paths, rules, lambda rows: pc.or_(answered(rows), sent_on(rows)), _ends)


def _ends(rows: pa.RecordBatch) -> dict[str, pa.Array]:
    site = requested_host(rows.column("host"), rows.column("url"))
    return {"origin_ip": rows.column("server_ip"), "target_ip": rows.column("client_ip"), "site": site, "host": site}


def _lists(settings: Settings) -> own_files.Contents:
    more = settings.detection.phishing_kit_paths
    return own_files.paths(settings, "kits", more, "detection.phishing_kit_paths")


DETECTOR = PhishingKit()
