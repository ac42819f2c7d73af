"""Plain list of C2 addresses: one IPv4 or IPv6 address a line, the malware family in the file's name.

One record is one sighting of a command-and-control server (`server_ip`) on the day of the file. The publisher gives
neither time nor port: the day comes from the file's or folder's name, or from `--date`, and counts as UTC; without
either it is the day of fetching. The same list delivered on two days is two sightings of each address.
Lines starting with `#` are comments. Files such as `all.txt` repeat all families and name none: family null.
Lists of sinkholes, scanners, exits or allowed hosts have the same shape and are refused by their names.
Format: https://github.com/montysecurity/C2-Tracker (data/*.txt)
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from crosscount.kernels.cleaning import clean
from crosscount.kernels.cleaning.clean_family import family_of_file
from crosscount.kernels.reading import heads, lines
from crosscount.model.kinds import Kind, Seen, TimeBasis
from crosscount.model.source import Head, Licence, Source

FIELDS = {
    "observed_at": clean.from_context("day"),
    "time_basis": clean.constant(TimeBasis.FETCH),
    "server_ip": clean.ip("line", required=True),
    "family": family_of_file(),
    "stated": clean.constant(Kind.C2_LISTING),
}

_SHAPE = re.compile(r"[0-9]+(?:\.[0-9]+)+|[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)
# Share of lines that may be anything but a range or a path: damage must not lose the whole list, even of few lines,
# and of a file that calls itself a list of addresses no more is asked than that most of it is.
_MOST_ODD, _ODD_AMONG, _MOST_ODD_IF_NAMED = 0.1, 5, 0.5
_NAMED = re.compile(r"(?:^|[ _-])ips?(?:[ _.-]*(?:19|20)[0-9_-]{6,8})?\.[a-z]{3,5}$", re.IGNORECASE)
_OTHER_LISTS = re.compile(
    r"sinkhole|scanner|benign|allow|white|warning|trusted|(?<![a-z])(?:tor|vpn|proxy|proxies|exits?|cdn|dns|resolvers?)(?![a-z])|"
    r"(?<![a-z])(?:ssh|mail|imap|pop3|s?ftp|sip|apache|bots|strongips|bruteforce\w*|attack\w*|spam\w*|blocklist)(?![a-z])"
)


def sniff(head: Head) -> bool:
    """Nearly every line has the shape of an address, most are one, and nothing says that the list is of others."""
    if _OTHER_LISTS.search("/".join(head.name.lower().split("/")[-2:])) or b"Maltrail developers" in head.data:
        return False
    if b" hash:ip " in head.data[:4096]:  # an ipset, which says its own date
        return False
    found = [line.strip() for line in heads.data_lines(head)]
    odd = [line for line in found if not _SHAPE.fullmatch(line)]
    most = max(_MOST_ODD * len(found), 1 if len(found) >= _ODD_AMONG else 0)
    if _NAMED.search(head.name.rpartition("/")[2]):
        most = _MOST_ODD_IF_NAMED * len(found)
    if len(odd) > most or any("/" in line for line in odd):
        return False
    return 2 * sum(map(_is_address, found)) > len(found)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


SOURCE = Source(
    id="address-list",
    title="C2 addresses, one a line",
    publisher="not named",
    licence=Licence.COUNTS,
    seen=Seen.LISTING,
    record_means="A list names an address (server_ip) as a command-and-control server on the day of the file.",
    fields=FIELDS,
    sniff=sniff,
    read=lambda file: lines.records(file, "line"),
    subject=("server_ip",),
)
