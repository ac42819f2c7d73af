"""Arrow schemas of the tables, field by field.

Addresses are 16 bytes, IPv4 mapped into IPv6 (RFC 4291 §2.5.5.2). Times are microseconds UTC. The types are those
that Delta Lake keeps: it has no unsigned integers and no fixed-size binary, so ports are int32 and ids binary.
`record` is the first 8 bytes of the snapshot id followed by the record number, big endian: the same bytes give the
same id, and an id leads back to its line.
"""

from __future__ import annotations

import pyarrow as pa

__all__ = ["LEDGER", "OBSERVATIONS", "SETS", "SET_ASIDE", "SNAPSHOTS", "THREATS", "TIME"]

TIME = pa.timestamp("us", tz="UTC")

OBSERVATIONS = pa.schema(
    [
        ("seen", pa.string()),  # model.kinds.Seen; partition column
        ("record", pa.binary()),  # 16 bytes
        ("source", pa.string()),  # Source.id
        ("snapshot", pa.string()),  # Snapshot.id, 64 hex digits
        ("record_no", pa.int64()),  # counted from 1 within the snapshot; the line number where a record is a line
        ("observed_at", TIME),
        ("time_basis", pa.string()),  # model.kinds.TimeBasis
        ("client_ip", pa.binary()),  # who opened the connection; the infected machine of a report
        ("server_ip", pa.binary()),  # who answered; the resolver of a lookup; the address that a list names
        ("answer_ip", pa.binary()),  # of a lookup: the first address in the answer
        ("client_port", pa.int32()),
        ("server_port", pa.int32()),
        ("protocol", pa.string()),  # tcp, udp, icmp…, lower case
        ("bytes_out", pa.int64()),  # from client to server
        ("bytes_in", pa.int64()),  # from server to client
        ("host", pa.string()),  # as seen: Host header, DNS question, or the domain or network (CIDR) that a list names
        ("url", pa.string()),  # as seen: a whole URL, or a request target starting with "/"
        ("method", pa.string()),  # of a request; of a lookup the record type asked for (A, TXT…)
        ("status", pa.int32()),  # HTTP status answered
        ("agent", pa.string()),
        ("referrer", pa.string()),
        ("family", pa.string()),  # malware family as the publisher writes it
        ("label", pa.string()),  # what the publisher calls the record (report type, classification, tags)
        ("stated", pa.string()),  # model.kinds.Kind that a listing or report states; null for traffic
        ("brand", pa.string()),  # who a phishing page imitates, as the publisher writes it
        ("bot_id", pa.string()),
        ("valid_from", TIME),  # of a listing that states an interval; null for a sighting
        ("valid_to", TIME),
        ("times", pa.int64()),  # events the publisher folded into the record; 1 if unsaid
        ("duration", pa.float64()),  # seconds that a connection lasted
    ]
)

SET_ASIDE = pa.schema(
    [
        ("source", pa.string()),
        ("snapshot", pa.string()),
        ("record_no", pa.int64()),
        ("column", pa.string()),  # the publisher's column, null if the whole record is at fault
        ("value", pa.string()),  # what was found, at most 200 characters, undecodable bytes as \\xNN
        ("reason", pa.string()),  # model.source.Reason
        ("expected", pa.string()),
    ]
)

THREATS = pa.schema(
    [
        ("day", pa.date32()),  # UTC day of observed_at; partition column
        ("kind", pa.string()),
        ("rule", pa.string()),
        ("indicator", pa.binary()),  # record id of the listing that the rule matched; null if none
        ("source", pa.string()),
        ("record", pa.binary()),  # record id of the observation concluded from
        ("observed_at", TIME),
        ("origin_ip", pa.binary()),
        ("origin_country", pa.string()),  # ISO 3166-1 alpha-2; ZZ if unplaceable
        ("origin_asn", pa.int64()),
        ("origin_basis", pa.string()),  # model.place.Basis
        ("target_ip", pa.binary()),
        ("target_country", pa.string()),
        ("target_asn", pa.int64()),
        ("target_basis", pa.string()),
        ("edition", pa.string()),  # id of the country edition used
        ("asn_edition", pa.string()),
        ("family", pa.string()),
        ("host", pa.string()),  # canonical host of the C2 or phishing page
        ("page", pa.string()),  # canonical URL of the phishing page
        ("site", pa.string()),  # canonical host of the backdoored site
        ("bot_id", pa.string()),
        ("tags", pa.string()),  # model.kinds.Tag values, sorted, joined by ","; "" if none
        (
            "measured",
            pa.string(),
        ),  # JSON: what a suspicion rests on, its score and the parts of it; null for other kinds
    ]
)

# One row for each group of members that a day shows; what is known of each member stands in lists of equal length, as
# packed numbers of 4 bytes, in the order: IPv4 addresses, other keys, slots, unknown members.
SETS = pa.schema(
    [
        ("day", pa.date32()),  # first day of the file, a day of the reporting time zone; partition column
        ("inputs", pa.string()),  # digest of what that day was settled from, then of each later one; partition column
        ("later", pa.int16()),  # so many days after `day`
        ("target_country", pa.string()),
        ("origin_country", pa.string()),
        ("unit", pa.string()),  # model.figure.Unit
        ("kind", pa.string()),
        ("tags", pa.string()),
        ("rows", pa.int64()),  # threat rows behind the group
        ("unknown", pa.int64()),  # of these: rows that name no member
        ("ipv4", pa.binary()),  # members that are IPv4 addresses: 4 bytes each, big endian, ascending
        ("keys", pa.binary()),  # other addresses, pages and sites: 16 bytes each, ascending
        ("slots", pa.binary()),  # operations and attacks: 36 bytes each, ascending
        ("times", pa.binary()),  # list: threat rows that show the member, little endian
        ("networks", pa.binary()),  # list: ASN of the member's own side; 0xffffffff (RFC 7300) if unknown
        ("families", pa.binary()),  # list: which of `names`; 0xffffffff if none
        ("names", pa.string()),  # the families of the group, sorted, joined by U+001F
    ]
)

SNAPSHOTS = pa.schema(
    [
        ("snapshot", pa.string()),  # 64 hex digits
        ("sha256", pa.string()),  # of the stored bytes
        ("member", pa.string()),  # name inside an archive, null otherwise
        ("name", pa.string()),  # file name as given, without folders
        ("source", pa.string()),  # null when no source read it
        ("publisher", pa.string()),
        ("licence", pa.string()),
        ("context", pa.string()),  # JSON: what the file name or the user said (date, family, site)
        ("size", pa.int64()),
        ("first_at", TIME),
        ("last_at", TIME),
        ("read", pa.int64()),
        ("kept", pa.int64()),
        ("set_aside", pa.int64()),
        ("remarks", pa.int64()),  # lines that are no records: headers, comments, blank lines
        ("reasons", pa.string()),  # JSON: reason → rows set aside
        ("state", pa.string()),  # ingested, refused or unknown (no source knows the format)
        ("fault", pa.string()),  # why it was refused or is unknown
        ("ingested_at", TIME),
    ]
)

LEDGER = pa.schema(
    [
        ("kind", pa.string()),  # figure, bulletin, edition, step…; partition column
        ("id", pa.string()),
        ("at", TIME),
        ("body", pa.string()),  # JSON, keys sorted
    ]
)
