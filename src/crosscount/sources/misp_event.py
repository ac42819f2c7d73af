"""MISP events (JSON), as MISP exports them and as its feeds publish them: the attributes that can be placed.

One record is one attribute, of an event or of an object in it: an address, host or page, alone or with a port.
`ip-dst`, `domain`, `hostname` and `url` are the criminal's server (a network is kept as `host`); `ip-src` is who
opened connections to a victim, the client. Attributes of anything else (hashes, files, text, links) are set aside as
`no-subject`. Record numbers count attributes. What an attribute is for is read from its comment and tags; then from
the event, if that is about phishing; then from its category: Network activity is a C2 server, Payload delivery hands
out malware; then from the event's title and tags. An attribute that is not meant for detection (`to_ids` false) or was
deleted is `other`, and so is every `ip-src`. The family is the first malware among tags and galaxies of attribute and
event; actors and techniques are none. `first_seen` and `last_seen` (UTC, with offset) make an interval; with the first
alone a record is a sighting then; without it at `timestamp`, seconds since 1970, when the attribute was last edited,
or on the event's date. Who was attacked is left out. Format: https://www.misp-project.org/datamodels/
"""

from __future__ import annotations

import re

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_ends import matching, only_if
from crosscount.kernels.cleaning.clean_interval import valid_from, valid_to
from crosscount.kernels.cleaning.clean_labels import joined
from crosscount.kernels.cleaning.clean_network import listed_network, single_ip
from crosscount.kernels.cleaning.clean_words import kind_of_words
from crosscount.kernels.reading import misp
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Field, Head, Licence, Source

FIRST = clean.first_of(
    clean.iso_time("first_seen"), clean.epoch_seconds("timestamp"), clean.iso_time("date"), required=True
)
LAST = clean.iso_time("last_seen", end_of_day=True)
PHISHING = Kind.PHISHING_LISTING.value


def _only_phishing(column: str) -> Field:
    return only_if(kind_of_words(column), PHISHING, clean.constant(PHISHING))


FIELDS = {
    "observed_at": FIRST,
    "time_basis": clean.first_of(
        matching(clean.text("first_seen"), ".", TimeBasis.EVENT), clean.constant(TimeBasis.REPORT)
    ),
    "client_ip": clean.ip("source"),
    "client_port": only_if(clean.text("type"), "ip-src|port", clean.port("port")),
    "server_ip": single_ip("ip"),
    "server_port": clean.first_of(
        only_if(clean.text("type"), "ip-dst|port", clean.port("port")),
        only_if(clean.text("type"), "hostname|port", clean.port("port")),
    ),
    "host": clean.first_of(clean.host("host"), listed_network("ip")),
    "url": clean.url("url"),
    "family": clean.text("family"),
    "label": joined(clean.text("category"), clean.text("type"), clean.text("comment")),
    "stated": clean.first_of(
        matching(clean.text("to_ids"), "^(?:false|0)$", Kind.OTHER),
        matching(clean.text("deleted"), "^(?:true|1)$", Kind.OTHER),
        matching(clean.text("type"), "^ip-src", Kind.OTHER),
        kind_of_words("comment"),
        kind_of_words("tags"),
        _only_phishing("info"),
        _only_phishing("event_tags"),
        matching(clean.text("category"), "(?i)^network activity$", Kind.C2_LISTING),
        matching(clean.text("category"), "(?i)^payload delivery$", Kind.MALWARE_LISTING),
        kind_of_words("info"),
        kind_of_words("event_tags"),
        clean.constant(Kind.OTHER),
    ),
    "valid_from": valid_from(FIRST, LAST),
    "valid_to": valid_to(FIRST, LAST),
}

_EVENT = re.compile(rb'\s*\[?\s*\{\s*(?:"response"\s*:\s*\[?\s*\{?\s*)?"(?:Event|Attribute)"\s*:\s*[\[{]')


def sniff(head: Head) -> bool:
    """JSON that starts with an event, or with the answer to a search."""
    return _EVENT.match(head.data.removeprefix(b"\xef\xbb\xbf")) is not None


SOURCE = Source(
    id="misp-event",
    title="MISP events",
    publisher="named by --publisher",
    licence=Licence.CLOSED,
    seen=Seen.LISTING,
    record_means="An attribute names an address, host or page of malware or phishing, the server unless it is ip-src.",
    fields=FIELDS,
    sniff=sniff,
    read=misp.read,
    subject=("client_ip", "server_ip", "host", "url"),
)
