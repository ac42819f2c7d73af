"""Whether the answer to a request shows that it worked.

Shown is what was answered 200 to 299 to a method that makes a script run. Two answers look like that and are not: a
site that answers one and the same page whatever it is asked for, and a page that answers a command as if there were
none. Both are recognised by the length of the answer, where the log has it, and each UTC day by itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.detecting.groups import Ints, codes, combined
from crosscount.model.kinds import Seen

__all__ = ["ANSWERS", "answered", "sent_on", "without_effect"]

WITHOUT_RUNNING = pa.array(["HEAD", "OPTIONS", "TRACE", "CONNECT"])
SAME_PAGE = 5  # different listed names of one site on one day that were answered with equally many bytes but the name
ANSWERS = pa.schema(
    [
        ("place", pa.string()),  # the site, or the address of the server
        ("day", pa.int64()),
        ("stem", pa.string()),
        ("size", pa.int64()),  # null if unknown
        ("number", pa.int64()),  # of the hit, from 0; -1 for an ordinary request
        ("by_path", pa.bool_()),  # whether the hit is one by the name of the script alone
    ]
)


def answered(rows: pa.RecordBatch) -> pa.Array:
    """Where a request was answered with success by what it asked for."""
    status = rows.column("status")
    good = pc.and_(pc.greater_equal(status, 200), pc.less(status, 300))
    running = pc.invert(pc.is_in(pc.utf8_upper(rows.column("method")), WITHOUT_RUNNING))
    good = pc.and_(pc.and_(good, running), pc.equal(rows.column("seen"), Seen.REQUEST.value))
    return pc.fill_null(good, False)


def sent_on(rows: pa.RecordBatch) -> pa.Array:
    """Where something was posted and the client was then sent to another page (302 or 303)."""
    moved = pc.is_in(rows.column("status"), pa.array([302, 303], pa.int32()))
    posted = pc.equal(pc.utf8_upper(rows.column("method")), "POST")
    return pc.fill_null(pc.and_(pc.and_(moved, posted), pc.equal(rows.column("seen"), Seen.REQUEST.value)), False)


def without_effect(answers: pa.Table) -> Ints:
    """The numbers of the hits among ANSWERS whose answer shows that nothing was done."""
    answers = answers.filter(pc.and_(pc.is_valid(answers.column("size")), pc.is_valid(answers.column("place"))))
    if not answers.num_rows:
        return np.zeros(0, np.int64)
    place, stem = codes(answers.column("place")), codes(answers.column("stem"))
    size, day = answers.column("size").to_numpy(), answers.column("day").to_numpy()
    number = answers.column("number").to_numpy()
    hit, by_path = number >= 0, np.asarray(answers.column("by_path"))
    named = np.asarray(pc.binary_length(answers.column("stem")), np.int64)
    # A page that says "… was not found" repeats the name once or twice.
    repeated = (_many(combined(place, day, size - times * named), stem, hit) for times in (0, 1, 2))
    same_page = np.logical_or.reduce(list(repeated))
    page = combined(place, day, stem, size)
    ordinary = np.isin(page, page[~hit])
    out: Ints = number[hit & (same_page | (ordinary & ~by_path))]
    return out


def _many(group: Ints, member: Ints, counted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether the group of each row has SAME_PAGE different members among the rows that are counted."""
    pairs = np.unique(np.stack([group[counted], member[counted]]), axis=1)
    sizes = np.bincount(pairs[0], minlength=int(group.max()) + 1)
    return sizes[group] >= SAME_PAGE
