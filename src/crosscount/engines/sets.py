"""Counting what is settled: the members of many days united by sorting them as numbers, a piece a file.

The same answers as LocalEngine gives on the pairs of the same rows, digest included, many times faster.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.engines.base import Counted, Question
from crosscount.kernels.counting.coded import KEY, Coded, Numbers, combined, compacted, ordered, ranked
from crosscount.kernels.counting.lists import NONE, SLOT, ipv4_in, lengths, numbers_of, repeated, words_in
from crosscount.model.figure import Figure

__all__ = ["columns_for", "count"]

WORKERS = 2
CHUNK = 1_000_000  # members that are hashed at once
FOUR = 32  # bits of an IPv4 address
PREFIX = np.uint64(0xFFFF << FOUR)
LOW = 0xFFFFF
LISTED = ("network", "family")
BATCH_BYTES = 4_000_000
Asks = Sequence[tuple[Figure, Sequence[Question]]]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one file says to one question."""

    groups: pa.Array  # binary: values of `by` joined by 0x1f, then 0x1e
    group: npt.NDArray[np.uint32]  # of each IPv4 member, which of `groups`
    ipv4: npt.NDArray[np.uint32]
    other_group: npt.NDArray[np.uint32]
    others: Numbers  # words
    left_out: npt.NDArray[np.uint32]  # members of contaminated rows
    other_left_out: Numbers
    rows: int
    unknown: int


def columns_for(asks: Asks) -> list[str]:
    """The columns of `sets` that these questions read."""
    asked = {name for _, questions in asks for question in questions for name in (*question.by, *question.where)}
    widths = {_width(figure) for figure, _ in asks}
    members = [*(["ipv4", "keys"] if KEY in widths else []), *(["slots"] if SLOT in widths else [])]
    lists = ["times", "networks", "families", "names"] if asked & set(LISTED) else []
    return ["day", "target_country", "origin_country", "unit", "kind", "tags", "rows", "unknown", *members, *lists]


def count(pieces: Sequence[Callable[[], pa.Table]], asks: Asks) -> list[list[Counted]]:
    """For each figure the answers to its questions, from pieces of `sets` of the days of a window."""
    with ThreadPoolExecutor(WORKERS) as pool:
        found = list(pool.map(partial(_parts, asks=asks), _batched(pool.map(_run, pieces))))
    answers = []
    for figure, questions in reversed(asks):
        mine = [_answer([parts.pop() for parts in found], question, _width(figure)) for question in reversed(questions)]
        answers.append(mine[::-1])
    return answers[::-1]


def _run(piece: Callable[[], pa.Table]) -> pa.Table:
    return piece()


def _batched(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Small tables put together, since each costs the same few calls whatever it holds."""
    waiting: list[pa.Table] = []
    size = 0
    for table in tables:
        if table.num_rows:
            waiting.append(table)
            size += table.nbytes
        if size > BATCH_BYTES:
            yield pa.concat_tables(waiting)
            waiting, size = [], 0
    if waiting:
        yield pa.concat_tables(waiting)


def _parts(table: pa.Table, asks: Asks) -> list[_Part]:
    out = []
    table = table.unify_dictionaries().combine_chunks()
    for figure, questions in asks:
        wanted = _one_of(table.column("kind"), figure.kinds) & _one_of(table.column("unit"), [figure.unit])
        mine = table.filter(pa.array(wanted))
        out += [_part(mine, figure, question, _width(figure)) for question in questions]
    return out


def _width(figure: Figure) -> int:
    return SLOT if figure.unit.slot_minutes is not None else KEY


def _part(table: pa.Table, figure: Figure, question: Question, width: int) -> _Part:
    for name, value in question.where.items():
        if name not in LISTED:
            table = table.filter(pc.equal(_text(table.column(name)), value))
    clean = _clean(table.column("tags"), figure)
    wide = table.column("slots" if width == SLOT else "keys")
    other, others = lengths(wide, width), words_in(wide, width)
    four, numbers = np.zeros_like(other), np.zeros(0, np.uint32)
    if width == KEY:
        four, numbers = lengths(table.column("ipv4"), 4), ipv4_in(table.column("ipv4"))
    row = np.repeat(np.arange(table.num_rows), four), np.repeat(np.arange(table.num_rows), other)
    rows, unknown = (int(pc.sum(table.column(name)).as_py() or 0) for name in ("rows", "unknown"))
    details: dict[str, tuple[pa.Array, pa.Array]] = {}
    if {*question.by, *question.where} & set(LISTED):
        details, keep, rows, unknown = _details(table, question, four, other)
        row, numbers, others = (row[0][keep[0]], row[1][keep[1]]), numbers[keep[0]], others[keep[1]]
    groups, group = _groups(table, question, row, details)
    counted = clean[row[0]], clean[row[1]]
    return _Part(
        groups,
        group[0][counted[0]],
        numbers[counted[0]],
        group[1][counted[1]],
        others[counted[1]],
        numbers[~counted[0]],
        others[~counted[1]],
        rows,
        unknown,
    )


def _details(table: pa.Table, question: Question, four: Any, other: Any) -> Any:
    """Network and family of each member, which of them are wanted, and the threat rows of those."""
    many = lengths(table.column("times"), 4)
    row = np.repeat(np.arange(table.num_rows), many)
    inside = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    networks = numbers_of(table.column("networks"))
    values = {
        "network": pa.array(networks.astype(np.int64), mask=networks == NONE).dictionary_encode(),
        "family": repeated(table, row),
    }
    wanted = np.ones(len(row), np.bool_)
    for name in LISTED:
        if name in question.where:
            same = [_said(value) == question.where[name] for value in values[name].dictionary.to_pylist()]
            missing = question.where[name] == ""
            wanted &= np.array([*same, missing])[np.asarray(values[name].indices.fill_null(len(same)))]
    places = inside < four[row], (inside >= four[row]) & (inside < (four + other)[row])
    nobody = ~(places[0] | places[1])
    times = numbers_of(table.column("times")).astype(np.int64) * wanted
    keep = wanted[places[0]], wanted[places[1]]
    chosen = {name: tuple(value.filter(pa.array(place & wanted)) for place in places) for name, value in values.items()}
    return chosen, keep, int(times.sum()), int(times[nobody].sum())


def _groups(table: pa.Table, question: Question, row: Any, details: Any) -> Any:
    """The distinct groups, and of each member which it belongs to."""
    if not question.by:
        return pa.array([b"\x1e"], pa.binary()), tuple(np.zeros(len(one), np.uint32) for one in row)
    columns = []
    for name in question.by:
        if name in LISTED:
            columns.append(ordered(pa.chunked_array([_one_dictionary(details[name])])))
        else:
            value = ordered(table.column(name))
            both = np.concatenate(row)
            columns.append(Coded(value.number[both], value.size, value.decode))
    whole = compacted(combined(columns[0], *columns[1:]))
    texts = [_text(each) for each in whole.decode(np.arange(whole.size, dtype=np.uint64))] if len(whole.number) else []
    joined = pc.binary_join_element_wise(*(pc.fill_null(text, "") for text in texts), "\x1f") if texts else []
    ended = pc.binary_join_element_wise(joined, "\x1e", "") if texts else pa.array([], pa.string())
    number = whole.number.astype(np.uint32)
    return ended.cast(pa.binary()), (number[: len(row[0])], number[len(row[0]) :])


def _one_dictionary(pair: tuple[pa.Array, pa.Array]) -> pa.Array:
    joined = pa.chunked_array(list(pair)).unify_dictionaries().combine_chunks()
    return joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined


def _answer(parts: list[_Part], question: Question, width: int) -> Counted:
    texts, places = _united_groups(parts)
    words = np.concatenate([np.zeros((0, (width + 7) // 8), np.uint64), *(part.others for part in parts)])
    rank, distinct = ranked(words)
    other = np.concatenate([np.zeros(0, np.uint64), *(places[n][p.other_group] for n, p in enumerate(parts))])
    other = _distinct(other << np.uint64(FOUR) | rank)
    rows, unknown = sum(part.rows for part in parts), sum(part.unknown for part in parts)
    excluded = _excluded([part.left_out for part in parts], [part.ipv4 for part in parts])
    excluded += _excluded_words([part.other_left_out for part in parts], words)
    four = _distinct(_keys(parts, places))
    sizes = _sizes(four, len(texts)) + _sizes(other, len(texts))
    said = [text[:-1].decode() for text in texts.to_pylist()]
    groups = {
        tuple(text.split("\x1f")) if question.by else (): int(size)
        for text, size in zip(said, sizes, strict=True)
        if size
    }
    return Counted(groups, _digest(texts, four, other, distinct, width), rows, unknown, excluded)


def _united_groups(parts: Sequence[_Part]) -> tuple[pa.Array, list[Numbers]]:
    """The groups of all parts, sorted by their bytes, and for each part the places of its own among them."""
    every = pa.concat_arrays([pa.array([], pa.binary()), *(part.groups for part in parts)]).dictionary_encode()
    order = pc.sort_indices(every.dictionary)
    place = np.empty(len(order), np.uint64)
    place[np.asarray(order)] = np.arange(len(order), dtype=np.uint64)
    ends = np.cumsum([len(part.groups) for part in parts])[:-1]
    return every.dictionary.take(order), np.split(place[np.asarray(every.indices)], ends) if parts else []


def _keys(parts: list[_Part], places: Sequence[Numbers]) -> Numbers:
    """Group and address of each IPv4 member as one number. Takes the parts apart, to hold their members once."""
    keys = np.empty(sum(len(part.ipv4) for part in parts), np.uint64)
    after = len(keys)
    for place in reversed(places):
        part = parts.pop()
        first = after - len(part.ipv4)
        keys[first:after] = place[part.group] << np.uint64(FOUR) | part.ipv4
        after = first
    return keys


def _sizes(keys: Numbers, groups: int) -> npt.NDArray[np.int64]:
    return np.bincount((keys >> np.uint64(FOUR)).astype(np.int64), minlength=groups)


def _distinct(keys: Numbers) -> Numbers:
    keys.sort()
    keep = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=keep[1:])
    return keys[keep]


def _excluded(left_out: Sequence[npt.NDArray[np.uint32]], counted: Sequence[npt.NDArray[np.uint32]]) -> int:
    """How many members only contaminated rows show."""
    out = np.unique(np.concatenate([np.zeros(0, np.uint32), *left_out]))
    if not len(out):
        return 0
    seen = np.concatenate(counted)
    if len(seen) > LOW:  # few are left out: most members are told from them by their low bits
        near = np.zeros(LOW + 1, np.bool_)
        near[out & LOW] = True
        seen = seen[near[seen & LOW]]
    return int(np.count_nonzero(~np.isin(out, seen)))


def _excluded_words(left_out: Sequence[Numbers], counted: Numbers) -> int:
    out = np.concatenate([np.zeros((0, counted.shape[1]), np.uint64), *left_out])
    if not len(out):
        return 0
    rank, _ = ranked(np.concatenate([out, counted]))
    return int(np.count_nonzero(~np.isin(np.unique(rank[: len(out)]), rank[len(out) :])))


def _digest(texts: pa.Array, four: Numbers, other: Numbers, distinct: Numbers, width: int) -> str:
    """SHA-256 over the sorted pairs: group, 0x1e, member."""
    total = sha256()
    below = np.count_nonzero((distinct[:, 0] == 0) & (distinct[:, 1] < PREFIX)) if width == KEY else 0
    for keys, others in _slices(four, other, len(texts)):
        members = np.zeros((len(keys) + len(others), width), np.uint8)
        members[: len(keys), 10:12] = 255
        members[: len(keys), 12:16] = (keys & np.uint64(NONE)).astype(">u4").view(np.uint8).reshape(-1, 4)
        rank = (others & np.uint64(NONE)).astype(np.int64)
        wide = distinct[rank].astype(">u8").view(np.uint8).reshape(len(others), 8 * distinct.shape[1])
        members[len(keys) :] = wide[:, :width]
        group = (np.concatenate([keys, others]) >> np.uint64(FOUR)).astype(np.int64)
        if len(keys) and len(others):
            place = np.concatenate([np.ones(len(keys), np.int64), np.where(rank < below, 0, 2)])
            order = np.argsort(group * 3 + place, kind="stable")
            group, members = group[order], members[order]
        total.update(_pairs(texts, group, members))
    return total.hexdigest()


def _slices(four: Numbers, other: Numbers, groups: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Both cut at the same groups, about CHUNK members at a time; a large group of one kind is cut further."""
    bounds = np.arange(groups + 1, dtype=np.uint64) << np.uint64(FOUR)
    ends = [np.searchsorted(keys, bounds) for keys in (four, other)]
    reached = ends[0] + ends[1]
    first = 0
    while first < groups:
        after = max(first + 1, int(np.searchsorted(reached, reached[first] + CHUNK, side="right")) - 1)
        keys, others = four[ends[0][first] : ends[0][after]], other[ends[1][first] : ends[1][after]]
        if len(keys) and len(others):
            yield keys, others
        else:
            for low in range(0, len(keys) + len(others), CHUNK):
                yield keys[low : low + CHUNK], others[low : low + CHUNK]
        first = after


def _pairs(texts: pa.Array, group: npt.NDArray[np.int64], members: npt.NDArray[np.uint8]) -> memoryview:
    first, last = int(group[0]), int(group[-1])
    near = texts.slice(first, last - first + 1)
    sizes = np.asarray(pc.binary_length(near))
    if (sizes == sizes[0]).all():
        prefix = np.frombuffer(b"".join(near.to_pylist()), np.uint8).reshape(-1, int(sizes[0]))
        return np.concatenate([prefix[group - first], members], axis=1).reshape(-1).data
    data = pa.Array.from_buffers(pa.binary(members.shape[1]), len(members), [None, pa.py_buffer(members)])
    joined = pc.binary_join_element_wise(near.take(pa.array(group - first)), data.cast(pa.binary()), b"")
    return memoryview(joined.buffers()[2])[: int(np.frombuffer(joined.buffers()[1], np.int32)[len(joined)])]


def _clean(tags: pa.ChunkedArray, figure: Figure) -> npt.NDArray[np.bool_]:
    """False for rows that carry one of the tags that the figure leaves out."""
    out, coded = {tag.value for tag in figure.without}, ordered(tags)
    [texts] = coded.decode(np.arange(coded.size, dtype=np.uint64))
    return np.array([not out & set((text or "").split(",")) for text in texts.to_pylist()], np.bool_)[coded.number]


def _one_of(column: pa.ChunkedArray, values: Collection[str]) -> npt.NDArray[np.bool_]:
    """Whether each of few different texts is one of the values: asked once for each different one."""
    encoded = ordered(column)
    [texts] = encoded.decode(np.arange(encoded.size, dtype=np.uint64))
    return np.array([text in values for text in texts.to_pylist()], np.bool_)[encoded.number]


def _text(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return column.cast(pa.string())


def _said(value: Any) -> str:
    return "" if value is None else str(value)
