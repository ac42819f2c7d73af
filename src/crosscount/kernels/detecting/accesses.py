"""Requests for listed paths, and those that a Sigma rule describes, if their answer shows that they worked.

Used for what lies on a web server and should not: web backdoors, phishing kits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import ip
from crosscount.kernels.detecting.answers import ANSWERS, without_effect
from crosscount.kernels.detecting.conclusions import conclusions
from crosscount.kernels.detecting.groups import Ints
from crosscount.kernels.detecting.path_lists import PathList
from crosscount.kernels.detecting.sigma_match import first_rule
from crosscount.kernels.detecting.sigma_rows import columns
from crosscount.kernels.detecting.sigma_rule import REQUEST, Rule
from crosscount.kernels.detecting.urls import requested_host
from crosscount.kernels.detecting.validity import DAY, microseconds
from crosscount.model.detector import CONCLUSIONS
from crosscount.model.kinds import Kind

__all__ = ["Accesses"]

SCRIPT = r"(?i)\.(php[3457]?|phtml|phar|aspx?|ashx|asmx|jspx?|cfm|cgi|pl)$"
AT_ONCE = 1_000_000  # ordinary answers kept before equal ones are thrown away
Rules = Callable[[], Sequence[Rule]]  # asked once there is a request: reading them takes long
Answered = Callable[[pa.RecordBatch], pa.Array]  # requests → whether each was answered with success
Ends = Callable[[pa.RecordBatch], dict[str, pa.Array]]  # requests → columns of CONCLUSIONS


class Accesses:
    """A Gathering: of several entries that fit, a listed path is named first, then the first rule by id."""

    def __init__(self, kind: Kind, paths: PathList, rules: Rules, answered: Answered, ends: Ends) -> None:
        self._kind, self._paths, self._all_rules, self._answered, self._ends = kind, paths, rules, answered, ends
        self._found = [CONCLUSIONS.empty_table()]
        self._hits = [ANSWERS.empty_table()]
        self._ordinary = [ANSWERS.empty_table()]
        self._count = 0

    @cached_property
    def _rules(self) -> list[Rule]:
        return [rule for rule in self._all_rules() if rule.kind is self._kind]

    @cached_property
    def _names(self) -> tuple[pa.Array, pa.Array]:
        """The id and the family of each rule."""
        ids, families = [rule.id for rule in self._rules], [rule.family for rule in self._rules]
        return pa.array(ids, pa.string()), pa.array(families, pa.string())

    def __call__(self, rows: pa.RecordBatch) -> pa.Table:
        rows = rows.filter(self._answered(rows))
        if not rows.num_rows:
            return CONCLUSIONS.empty_table()
        at, entries = self._paths.find(rows)
        first = first_rule(rows, self._rules)
        first[at] = -1
        by_rule = np.flatnonzero(first >= 0)
        which = pa.array(first[by_rule])
        named = pa.array([f"path:{entry.path}" for entry in entries], pa.string())
        family = pa.array([entry.family for entry in entries], pa.string())
        for position, rule, kind, by_path in (
            (at, named, family, True),
            (by_rule, *(names.take(which) for names in self._names), False),
        ):
            self._keep(rows.take(pa.array(position)), rule, kind, by_path)
        hit = np.zeros(rows.num_rows, np.bool_)
        hit[at] = hit[by_rule] = True
        self._remember(rows.filter(pa.array(~hit)))
        return CONCLUSIONS.empty_table()

    def finish(self) -> Iterator[pa.Table]:
        hits = pa.concat_tables(self._hits)
        ordinary = pa.concat_tables(self._ordinary)
        nothing_done = without_effect(pa.concat_tables([hits, ordinary]))
        kept = np.ones(self._count, np.bool_)
        kept[nothing_done] = False
        yield pa.concat_tables(self._found).filter(pa.array(kept))

    def _keep(self, rows: pa.RecordBatch, rule: pa.Array, family: pa.Array, by_path: bool) -> None:
        self._found.append(conclusions(rows, self._kind, "", {"rule": rule, "family": family, **self._ends(rows)}))
        numbers = np.arange(self._count, self._count + rows.num_rows)
        self._hits.append(_answers(rows, numbers, by_path))
        self._count += rows.num_rows

    def _remember(self, rows: pa.RecordBatch) -> None:
        """The ordinary answers of scripts: what a command is answered with is held against them."""
        (stem,) = columns(rows, REQUEST, ("stem",))
        rows = rows.filter(pc.fill_null(pc.match_substring_regex(stem, SCRIPT), False))
        self._ordinary.append(_answers(rows, np.full(rows.num_rows, -1), False))
        if sum(part.num_rows for part in self._ordinary) > AT_ONCE:
            once = pa.concat_tables(self._ordinary).group_by(ANSWERS.names).aggregate([])
            self._ordinary = [once.select(ANSWERS.names).cast(ANSWERS)]


def _answers(rows: pa.RecordBatch, numbers: Ints, by_path: bool) -> pa.Table:
    (stem,) = columns(rows, REQUEST, ("stem",))
    place = pc.coalesce(requested_host(rows.column("host"), rows.column("url")), ip.text(rows.column("server_ip")))
    day = pa.array(microseconds(rows.column("observed_at")) // DAY)
    made = [place, day, stem, rows.column("bytes_in"), pa.array(numbers), pa.repeat(by_path, rows.num_rows)]
    return pa.table(made, schema=ANSWERS)
