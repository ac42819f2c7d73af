"""Rules asked once a batch: fields are made of other fields, and many of them ask the same one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from crosscount.model.source import Column, FileContext, Rule

__all__ = ["cleaning", "once"]


class _Asked(threading.local):
    """What the rules have answered for the batch that this thread cleans."""

    batch: pa.RecordBatch | None = None
    answers: dict[Rule, Column] = {}  # noqa: RUF012 - replaced for each batch, never changed before


_asked = _Asked()


@contextmanager
def cleaning(batch: pa.RecordBatch) -> Iterator[None]:
    """Within it, each rule made by `once` is asked once for this batch."""
    before = _asked.batch, _asked.answers
    _asked.batch, _asked.answers = batch, {}
    try:
        yield
    finally:
        _asked.batch, _asked.answers = before


def once(rule: Rule) -> Rule:
    """The rule, whose answer for the batch being cleaned is kept until that is done."""

    def asked(batch: pa.RecordBatch, context: FileContext) -> Column:
        if batch is not _asked.batch:  # a rule may hand another a batch of its own
            return rule(batch, context)
        if rule not in _asked.answers:
            _asked.answers[rule] = rule(batch, context)
        return _asked.answers[rule]

    return asked
