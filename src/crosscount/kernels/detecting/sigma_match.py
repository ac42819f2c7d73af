"""Which records Sigma rules match: each distinct record is laid once before every rule, in SQLite in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.groups import codes, combined
from crosscount.kernels.detecting.sigma_rows import columns
from crosscount.kernels.detecting.sigma_rule import Needs, Rule
from crosscount.kernels.detecting.sigma_tables import connection

__all__ = ["first_rule", "matches"]

AT_ONCE = 50_000  # distinct records in a table
ALTERNATIVES = 200  # in one regular expression
Positions = npt.NDArray[np.int64]


def matches(rows: pa.RecordBatch, rules: Sequence[Rule]) -> Iterator[tuple[int, Positions]]:
    """For each rule that matches anything its number in `rules`, and the positions of the rows, ascending.

    All rules are of one log, and all rows of that kind.
    """
    if not rows.num_rows or not rules:
        return
    names = tuple(sorted({name for rule in rules for name in rule.queries.columns}))
    made = [_plain(column) for column in columns(rows, rules[0].log, names)]
    which = combined(*(codes(column) for column in made)) if names else np.zeros(rows.num_rows, np.int64)
    _, first = np.unique(which, return_index=True)
    distinct = pa.table(dict(zip(names, made, strict=True))).take(pa.array(first))
    hits = np.zeros((len(rules), len(first)), np.bool_)
    sought = {number: rule.queries.needs for number, rule in enumerate(rules)}
    looked_at = np.flatnonzero(_candidates(distinct, [one for one in sought.values() if one is not None]))
    for numbers, among in (
        ([number for number, one in sought.items() if one is not None], looked_at),
        ([number for number, one in sought.items() if one is None], np.arange(len(first))),
    ):
        for low in range(0, len(among) if numbers else 0, AT_ONCE):
            part = among[low : low + AT_ONCE]
            for number, found in _found(distinct.take(pa.array(part)), len(part), rules, numbers):
                hits[number, part[found]] = True
    for number in np.flatnonzero(hits.any(axis=1)).tolist():
        yield number, np.flatnonzero(hits[number][which])


def first_rule(rows: pa.RecordBatch, rules: Sequence[Rule]) -> Positions:
    """The position of the first rule that each row matches, -1 if none does."""
    out = np.full(rows.num_rows, -1, np.int64)
    for number, found in reversed(list(matches(rows, rules))):
        out[found] = number
    return out


def _candidates(records: pa.Table, sought: Iterable[Needs]) -> npt.NDArray[np.bool_]:
    """The records in which something is found of what any of the rules needs."""
    out = np.zeros(records.num_rows, np.bool_)
    by_column: dict[str, dict[str, None]] = {}
    for column, pattern in (pair for one in sought for pair in one):
        by_column.setdefault(column, {})[pattern] = None
    for column, patterns in by_column.items():
        encoded = records.column(column).combine_chunks().dictionary_encode()
        texts = encoded.dictionary
        found = np.zeros(len(texts) + 1, np.bool_)
        every = list(patterns)
        for low in range(0, len(every), ALTERNATIVES):
            joined = "|".join(f"(?:{pattern})" for pattern in every[low : low + ALTERNATIVES])
            found[:-1] |= pc.fill_null(pc.match_substring_regex(texts, joined), False).to_numpy(zero_copy_only=False)
        out |= found[np.asarray(encoded.indices.fill_null(len(texts)))]
    return out


def _found(
    part: pa.Table, length: int, rules: Sequence[Rule], numbers: Sequence[int]
) -> Iterator[tuple[int, Positions]]:
    names = [name for name in part.column_names if any(name in rules[number].queries.columns for number in numbers)]
    expressions = _Expressions(part)
    with connection(rules[0].log, expressions) as opened:
        marks = ", ".join("?" * (len(names) + 1))
        named = ", ".join(["number", *(f'"{name}"' for name in names)])
        values = zip(range(length), *(part.column(name).to_pylist() for name in names), strict=True)
        opened.executemany(f"INSERT INTO logs ({named}) VALUES ({marks})", values)
        for number in numbers:
            expressions.columns = rules[number].queries.columns
            for query in rules[number].queries.text:
                answer = opened.execute(f"SELECT number FROM ({query})").fetchall()
                if answer:
                    yield number, np.array(answer, np.int64).ravel()


class _Expressions:
    """REGEXP for SQLite: a pattern is held against all distinct texts at once when it is first asked for."""

    def __init__(self, part: pa.Table) -> None:
        self._part = part
        self._found: dict[tuple[tuple[str, ...], str], set[str]] = {}
        self.columns: tuple[str, ...] = ()  # of the rule that asks

    def __call__(self, pattern: str, value: str | int | None) -> bool:
        key = self.columns, pattern
        if key not in self._found:
            self._found[key] = set()
            for name in self.columns:
                texts = self._part.column(name).cast(pa.string()).unique()
                holds = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
                self._found[key].update(texts.filter(holds).to_pylist())
        return value is not None and str(value) in self._found[key]


def _plain(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
