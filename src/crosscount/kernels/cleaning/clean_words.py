"""Rules for the words by which publishers say what an indicator is for: tags, comments, titles.

They are read in one order: a word for command and control wins over one for phishing, that over one for handing out
malware. What says none of these gives nothing, and the source then says what it takes it for.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import pyarrow as pa

from crosscount.kernels.cleaning import columns
from crosscount.model.kinds import Kind
from crosscount.model.source import Column, Field, FileContext, Reason

__all__ = ["family_tag", "kind_of", "kind_of_words"]

_KINDS = (
    (Kind.OTHER, r"sink-?hol|benign|false[- ]positive|legitimate"),
    (
        Kind.C2_LISTING,
        r"\bc2|\bcnc\b|\bc[ -]?(?:&|&amp;|and|n)[ -]?c\b|command[- _]?(?:and|&|-)[- _]?control|cobalt[- _]?strike|"
        r"metasploit|meterpreter|brute[- _]?ratel|sliver|havoc|bot-?net[- _]?(?:cc|c2|controller)|exfiltrat",
    ),
    (Kind.PHISHING_LISTING, r"phish|smishing|credential[- _]harvest|fake (?:[\w'-]+ ){0,3}(?:log-?in|bank|page|site)"),
    (
        Kind.MALWARE_LISTING,
        r"malware|payload|download|dropper|dropped|distribut|deliver|stager|opendir|exploit[- ]?kit|drive-?by|"
        r"redirect|loader|ransomware|stealer|trojan",
    ),
)
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]


def kind_of(text: str) -> Kind | None:
    """The kind that a text speaks of; None if it says nothing of the sort."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), None)


def kind_of_words(column: str) -> Field:
    """The kind that each text speaks of; null where it says nothing, never a fault."""

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        kinds = [kind_of(text.decode("utf-8", "replace")) for text in encoded.dictionary.to_pylist()]
        values = [None if kind is None else kind.value for kind in kinds]
        return Column(columns.each_distinct(encoded, pa.string(), values))

    return Field(rule, Reason.UNMAPPED, "words that say what the indicator is for", column)


def family_tag(column: str, general: Collection[str]) -> Field:
    """The first of several tags (`#CobaltStrike`, separated by spaces or commas) that `general` lacks, without `#`.

    Words of `general` are lower case. Null where there is none, never a fault.
    """

    def rule(batch: pa.RecordBatch, context: FileContext) -> Column:
        encoded = columns.raw(batch, column).dictionary_encode()
        families = []
        for text in encoded.dictionary.to_pylist():
            tags = (tag.lstrip("#") for tag in re.split(r"[\s,;]+", text.decode("utf-8", "replace")))
            families.append(next((tag for tag in tags if tag.isprintable() and tag.lower() not in general), None))
        return Column(columns.each_distinct(encoded, pa.string(), families))

    return Field(rule, Reason.BAD_TEXT, "tags", column)
