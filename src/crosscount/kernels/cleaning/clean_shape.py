"""Rules for lists that mix addresses, hosts and pages in one column: what a value is, its shape tells."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crosscount.kernels.cleaning import columns
from crosscount.kernels.cleaning.clean_text import url
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["ENDPOINT", "HOST", "PAGE", "WHOLE_PAGE", "bare_url", "shaped"]

# Shapes in RE2. What has the shape of an address may still be none (999.1.1.1): then the record is at fault.
ENDPOINT = (
    r"^(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)$"
)
HOST = r"^(?:[^\s/:?#@,;\\]+\.)+[^\d\s/:?#@,;\\.][^\s/:?#@,;\\.]*\.?(?::\d+)?$"  # the last label is no number
WHOLE_PAGE = r"^[A-Za-z][A-Za-z0-9+.\-]*://"
# A host or address with a path or query behind it, and no network such as 192.0.2.0/24.
PAGE = r"^(?:[^\s/:?#@,;\\]+\.)+[^\s/:?#@,;\\.]+(?::\d+)?(?:/(?:$|\D|\d+[^\d]|\d{3,}$)|\?)"


def shaped(column: str, shape: str, field: Field) -> Field:
    """The field, only where the text of `column` has the shape; null elsewhere."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        fits = pc.match_substring_regex(columns.raw(batch, column), shape).fill_null(False)
        here = np.asarray(fits.to_numpy(zero_copy_only=False), np.bool_)
        result = field.rule(batch, context)
        failed = None if result.failed is None else pc.and_(result.failed, fits)
        return Column(columns.nulls(result.values, ~here), failed)

    return Field(rule, field.reason, field.expected, field.column, field.required, field.uses)


def bare_url(column: str) -> Field:
    """A URL that the publisher may write without its scheme; it then is taken as http."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        values = columns.raw(batch, column)
        whole = pc.match_substring_regex(values, WHOLE_PAGE)
        full = pc.if_else(whole, values, pc.binary_join_element_wise(pa.scalar(b"http://"), values, b""))
        return url(column).rule(pa.RecordBatch.from_arrays([full], [column]), context)

    return Field(rule, Reason.BAD_URL, "a URL, with or without its scheme", column)
