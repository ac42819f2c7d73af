"""TweetFeed: indicators that security researchers posted on Twitter, CSV without a header.

The columns are date, user, type, value, tags and post. One record is one indicator of one post: an address
(`server_ip`), domain (`host`) or page (`url`), always the criminal's end. File hashes name nothing that can be placed
and are set aside as `no-subject`. Times are UTC, the time of the post: a sighting, how long it lived is not said. Who
was attacked is left out; the user and the link of the post are not kept.
What the indicator is for is read from its tags, kept in `label`: `#C2`, `#CobaltStrike` and their like name a C2
server, `#phishing` a phishing page, other tags of malware a host that hands it out; without a tag, or with `#scam`
alone, it is `other`. The first tag that is no general word is the family. Values and tags may hold commas, in quotes
or not.
Format: https://github.com/0xDanielLopez/TweetFeed
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching
from crosscount.kernels.cleaning.clean_words import family_tag, kind_of_words
from crosscount.kernels.reading import heads, patterns
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, RawBatch, Source

GENERAL: tuple[str, ...] = (
    "",
    *("phishing", "scam", "malware", "ransomware", "banker", "maldoc", "c2", "c&c", "cnc", "opendir", "stealer"),
    *("infostealer", "botnet", "rat", "apt", "spam", "smishing", "log4j", "log4shell", "proxyshell", "spring4shell"),
    *("exploit", "webshell", "loader", "dropper", "ioc", "iocs", "cve", "backdoor", "trojan", "miner", "cryptominer"),
    *("magecart", "skimmer", "typosquatting", "proxylogon", "android", "ios", "mac", "linux", "windows"),
)

FIELDS = {
    "observed_at": clean.iso_time("date", required=True),
    "time_basis": clean.constant(TimeBasis.REPORT),
    "server_ip": clean.when("type", "ip", clean.endpoint_ip("value")),
    "server_port": clean.when("type", "ip", clean.endpoint_port("value")),
    "host": clean.when("type", "domain", clean.host("value")),
    "url": clean.when("type", "url", clean.url("value")),
    "family": family_tag("tags", GENERAL),
    "label": clean.text("tags"),
    "stated": clean.first_of(
        kind_of_words("tags"),
        # A tag that is no general word names malware.
        matching(family_tag("tags", (*GENERAL, "lapsus")), ".", Kind.MALWARE_LISTING),
        clean.constant(Kind.OTHER),
    ),
}

_VALUE = r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>.*?))'
_TAGS = r'(?:"(?P<quoted_tags>[^"]*)"|(?P<bare_tags>(?:#[^\s,"]*[ ,]*)*))'
LINE = rf'^(?P<date>[^,"]*),(?P<user>[^,"]*),(?P<type>[^,"]*),{_VALUE},{_TAGS},(?P<post>[^,"]*)$'

_ROW = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,[^,]*,(?:url|ip|domain|sha256|sha1|md5),.+,https?://[^,]*$")


def sniff(head: Head) -> bool:
    """Most lines are a time, a user, a type of indicator, a value and tags, and the address of a post."""
    lines = heads.data_lines(head)
    return bool(lines) and 10 * sum(_ROW.match(line) is not None for line in lines) >= 9 * len(lines)


def read(file: BinaryIO) -> Iterator[RawBatch]:
    """Rows; a quoted value is put where a bare one stands."""
    expected = "date,user,type,value,tags,post"
    for batch in patterns.read(file, LINE, expected=expected, comment=None):
        yield patterns.unquoted(batch, value=("quoted", "bare"), tags=("quoted_tags", "bare_tags"))


SOURCE = Source(
    id="tweetfeed-csv",
    title="TweetFeed indicators",
    publisher="TweetFeed",
    licence=Licence.OPEN,
    seen=Seen.LISTING,
    record_means="A researcher's post names an address, host or page (server side) of malware, phishing or a scam.",
    fields=FIELDS,
    sniff=sniff,
    read=read,
    subject=("server_ip", "host", "url"),
)
