"""Requests and DNS questions that a Sigma rule of the settings describes.

SigmaHQ's rules for web servers, proxies, Zeek's http and dns, and DNS run as they are published, by its own backend for
SQLite; `crosscount rules` lists them, and why one cannot run. A rule for web servers (or one of exploits, ATT&CK
T1190) concludes `web_attack`: the origin is the client, the target the site; whether the attack succeeded is not said.
Any other concludes `suspect_traffic`: the origin is the server, of a question the first address answered, and the
target the client. Rules of proxies do not look at what strangers ask one's own web server. Rules of web shells are
those of the detector "web-backdoor", rules of phishing kits (T1598.003) those of "phishing-kit". A record is concluded
once for each kind, by the first rule by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting import own_files
from crosscount.kernels.detecting.conclusions import conclusions
from crosscount.kernels.detecting.sigma_match import first_rule
from crosscount.kernels.detecting.sigma_rule import LOOKUP, REQUEST, Rule
from crosscount.kernels.detecting.urls import requested_host
from crosscount.model.detector import CONCLUSIONS, Context, Detect
from crosscount.model.kinds import Kind, Seen
from crosscount.settings import Settings

__all__ = ["DETECTOR"]

LOGS = {Seen.REQUEST.value: REQUEST, Seen.LOOKUP.value: LOOKUP}
NAMES = frozenset(("host", "client_ip", "server_ip", "server_port"))
WEB_SERVER_LOG = "access-log"  # a path in it was asked of one's own web server; a whole URL, of a proxy


class RuleMatch:
    """Traffic that a rule describes; the rule is "sigma:" and its id, `measured` has its title and level."""

    id = "rule-match"
    revision = 1
    seen: Sequence[Seen] = (Seen.REQUEST, Seen.LOOKUP)
    listings: Sequence[str] = ()
    past_days = 0

    def depends(self, settings: Settings) -> str:
        """The bytes of all rule files."""
        return own_files.digest(own_files.rule_files(settings))

    def problems(self, settings: Settings) -> list[tuple[str, str]]:
        """None: the detector "web-backdoor" names what of the same files cannot be used."""
        return []

    def prepare(self, context: Context) -> Detect:
        """Evaluate every rule on the records of its log."""
        rules = own_files.rules_when_asked(context.settings)

        @cache  # read once there are records to evaluate them on
        def groups() -> list[tuple[tuple[str, Kind, bool, bool], list[Rule]]]:
            used = [rule for rule in rules() if rule.kind in (Kind.WEB_ATTACK, Kind.SUSPECT_TRAFFIC)]
            used.sort(key=lambda rule: (*_looked_at(rule), rule.id))
            return [(key, list(some)) for key, some in groupby(used, _looked_at)]

        def detect(rows: pa.RecordBatch) -> pa.Table:
            found = [CONCLUSIONS.empty_table()]
            log = LOGS[rows.column("seen")[0].as_py()] if rows.num_rows else ""
            web = rows.filter(pc.is_valid(rows.column("method"))) if log == REQUEST else rows
            for (of, kind, own_server, named), some in groups():
                if of == log:
                    chosen = rows if named else web
                    chosen = chosen if own_server or log == LOOKUP else chosen.filter(_by_clients(chosen))
                    found.append(_concluded(chosen, kind, some))
            return _once(pa.concat_tables(found))

        return detect


def _looked_at(rule: Rule) -> tuple[str, Kind, bool, bool]:
    """Log, kind, whether of web servers, and whether the name of a server is enough, as a TLS handshake has it."""
    return rule.log, rule.kind, rule.own_server, NAMES.issuperset(rule.queries.columns)


def _by_clients(rows: pa.RecordBatch) -> pa.Array:
    """Where a request is none that a stranger sent to one's own web server."""
    path = pc.fill_null(pc.starts_with(rows.column("url"), "/"), True)
    return pc.invert(pc.and_(pc.equal(rows.column("source"), WEB_SERVER_LOG), path))


def _concluded(rows: pa.RecordBatch, kind: Kind, rules: Sequence[Rule]) -> pa.Table:
    first = first_rule(rows, rules)
    hit = np.flatnonzero(first >= 0)
    rows, which = rows.take(pa.array(hit)), pa.array(first[hit])
    said = [orjson.dumps({"title": rule.title, "level": rule.level}).decode() for rule in rules]
    host = requested_host(rows.column("host"), rows.column("url"))
    columns = {
        "rule": pa.array([rule.id for rule in rules], pa.string()).take(which),
        "family": pa.array([rule.family for rule in rules], pa.string()).take(which),
        "measured": pa.array(said, pa.string()).take(which),
    }
    if kind is Kind.WEB_ATTACK:
        ends = {"origin_ip": rows.column("client_ip"), "target_ip": rows.column("server_ip"), "site": host}
    else:
        lookup = pc.equal(rows.column("seen"), Seen.LOOKUP.value)
        server = pc.if_else(lookup, rows.column("answer_ip"), rows.column("server_ip"))
        ends = {"origin_ip": server, "target_ip": rows.column("client_ip"), "host": host}
    return conclusions(rows, kind, "", {**columns, **ends})


def _once(found: pa.Table) -> pa.Table:
    """Of a record that rules of web servers and of proxies match, one row a kind: the first rule by id."""
    if found.num_rows < 2:
        return found
    order = found.sort_by([(name, "ascending") for name in ("kind", "record", "rule")])
    same = np.zeros(order.num_rows, np.bool_)
    kind, record = (order.column(name).combine_chunks() for name in ("kind", "record"))
    again = pc.and_(pc.equal(kind.slice(1), kind.slice(0, len(kind) - 1)),
                    pc.equal(record.slice(1), record.slice(0, len(record) - 1)))  # fmt: skip
    same[1:] = np.asarray(again)
    return order.filter(pa.array(~same))


DETECTOR = RuleMatch()
