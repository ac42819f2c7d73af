"""The malware family that a file name carries, for lists that name it nowhere else."""

from __future__ import annotations

import re

import pyarrow as pa

from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["family_of_file"]

_ENDING = re.compile(r"\.(?:txt|csv|tsv|list|ipset|lst|dat)$", re.IGNORECASE)
_DATE = re.compile(r"(?:^|[ _.-]+)(?:19|20)\d{2}[-_.]?\d{2}(?:[-_.]?\d{2})?$")
_WORDS = re.compile(r"[ _-]+ips?$", re.IGNORECASE)
# Names that say "everything", "a list", and not a family.
_NO_FAMILY = frozenset(
    {"", "all", "ip", "ips", "c2", "c2s", "c2-ips", "list", "iplist", "blocklist", "ipblocklist", "feed", "stdin"}
)


def family_of_file() -> Field:
    """The file's family: its name without ending, trailing date and trailing "IPs"; null for names like `all.txt`.

    "Cobalt Strike C2 IPs.txt" gives "Cobalt Strike C2", "shadowpad_202210.tsv" gives "shadowpad".
    """

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        return Column(pa.repeat(pa.scalar(_family(context.family), pa.string()), batch.num_rows))

    return Field(rule, Reason.BAD_TEXT, "a malware family in the file's name", uses=("family",))


def _family(name: str | None) -> str | None:
    if name is None:
        return None
    bare = _ENDING.sub("", name.rsplit("/", 1)[-1].strip())
    family = _WORDS.sub("", _DATE.sub("", bare)).strip(" _.-")
    return None if family.casefold() in _NO_FAMILY else family
