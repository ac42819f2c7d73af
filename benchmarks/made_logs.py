"""Large made files in three forms, and what DuckDB needs to read each with types: written once under build/.

The same number of rows gives the same bytes. Addresses are spread as in traffic: clients in clusters of networks, some
of them busy, servers few. No address, name or time in them was ever seen anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.measuring import BUILD

__all__ = ["FORMS", "Form", "made"]

START = 1_395_187_200  # 2014-03-19 00:00 UTC
_MIX = "(({0} * 2654435761 + {1} * 40503) % 4294967296)"  # a multiplicative hash: the same in every version
_CLIENT = (  # a fifth of the rows shows 5,000 busy clients, the others two million in clusters of /20 networks
    "case when {a} % 5 = 0 then {b} % 5000 else 5000 + {b} % 2000000 end"
)


@dataclass(frozen=True)
class Form:
    """One kind of file."""

    id: str
    title: str
    file: str  # name of the file, {rows} filled in
    select: str  # SQL that makes the lines from a number i
    head: str  # what stands above the lines
    read: str  # SQL expression by which DuckDB reads the file with types, {file} filled in
    rows: int  # how many by default


def _mix(what: str, salt: int) -> str:
    return _MIX.format(what, salt)


def _address(number: str) -> str:
    """Dotted text of a made address: blocks all over the IPv4 space, /20 by /20."""
    block, host = f"((({number}) // 4096) * 2654435761 % 3489660928)", f"(({number}) % 4096)"
    whole = f"(16777216 + ({block} // 4096) * 4096 + {host})"
    return " || '.' || ".join(f"(({whole} >> {shift}) & 255)::varchar" for shift in (24, 16, 8, 0))


A, B, C = _mix("i", 1), _mix("i", 77), _mix("(i + 13)", 991)
CLIENT = _address(_CLIENT.format(a=A, b=f"({B} >> 3)"))
SERVER = _address(f"9000000 + ({C} >> 5) % 3000")
PORT = f"(1024 + ({A} >> 7) % 64000)::varchar"
SECOND = f"({START} + (i * 604800) // {{rows}})"  # a week, in order
FAMILIES = "['conficker', 'gozi', 'mirai', 'necurs', 'ramnit', 'sality', 'virut', 'zeus']"
COUNTRIES = "['BR', 'CN', 'DE', 'EE', 'IN', 'JP', 'PT', 'RU', 'US', 'VN']"

_CSV = [
    ("timestamp", f"strftime(make_timestamp({SECOND} * 1000000), '%Y-%m-%d %H:%M:%S')", "TIMESTAMP"),
    ("protocol", f"case when ({A} >> 4) % 9 = 0 then 'udp' else 'tcp' end", "VARCHAR"),
    ("src_ip", CLIENT, "VARCHAR"),
    ("src_port", PORT, "INTEGER"),
    ("src_asn", f"(1000 + ({B} >> 9) % 40000)::varchar", "BIGINT"),
    ("src_geo", f"{COUNTRIES}[1 + ({B} >> 11) % 10]", "VARCHAR"),
    ("src_region", f"'REGION ' || (({B} >> 9) % 300)::varchar", "VARCHAR"),
    ("src_city", f"'CITY ' || (({B} >> 8) % 5000)::varchar", "VARCHAR"),
    (
        "src_hostname",
        f"case when {A} % 3 = 0 then '' else 'host-' || ({B} >> 3)::varchar || '.example.net' end",
        "VARCHAR",
    ),
    ("src_naics", "'517311'", "BIGINT"),
    ("src_sector", "'Communications, Service Provider, and Hosting Service'", "VARCHAR"),
    ("dst_ip", SERVER, "VARCHAR"),
    ("dst_port", f"[80, 443, 8080, 65520][1 + ({C} >> 6) % 4]::varchar", "INTEGER"),
    ("dst_asn", "'64496'", "BIGINT"),
    ("dst_geo", "'US'", "VARCHAR"),
    ("infection", f"{FAMILIES}[1 + ({C} >> 5) % 8]", "VARCHAR"),
    ("family", f"{FAMILIES}[1 + ({C} >> 5) % 8]", "VARCHAR"),
    ("tag", f"{FAMILIES}[1 + ({C} >> 5) % 8]", "VARCHAR"),
    (
        "http_agent",
        f"case when ({A} >> 4) % 4 = 0 then 'Mozilla/5.0 (made ' || (({B} >> 6) % 200)::varchar || ')' else '' end",
        "VARCHAR",
    ),
    ("event_id", f"({A} * 65536 + i)::varchar", "BIGINT"),
]
_QUOTED = {"src_sector"}
_CONN = [
    ("ts", f"{SECOND}::varchar || '.' || lpad(({A} % 1000000)::varchar, 6, '0')", "DOUBLE"),
    ("uid", f"'C' || lpad(to_hex({A} * 1048576 + i), 17, 'a')", "VARCHAR"),
    ("id.orig_h", CLIENT, "VARCHAR"),
    ("id.orig_p", PORT, "INTEGER"),
    ("id.resp_h", SERVER, "VARCHAR"),
    ("id.resp_p", f"[53, 80, 443, 8443][1 + ({C} >> 6) % 4]::varchar", "INTEGER"),
    ("proto", f"case when ({C} >> 6) % 4 = 0 then 'udp' else 'tcp' end", "VARCHAR"),
    ("service", f"['dns', 'http', 'ssl', '-'][1 + ({C} >> 6) % 4]", "VARCHAR"),
    (
        "duration",
        f"case when {A} % 6 = 0 then '-' else (({B} >> 4) % 90)::varchar || '.' || "
        f"lpad(({A} % 1000000)::varchar, 6, '0') end",
        "DOUBLE",
    ),
    ("orig_bytes", f"case when {A} % 6 = 0 then '-' else (({B} >> 5) % 9000)::varchar end", "BIGINT"),
    ("resp_bytes", f"case when {A} % 6 = 0 then '-' else (({C} >> 3) % 900000)::varchar end", "BIGINT"),
    ("conn_state", f"['SF', 'SF', 'S0', 'REJ'][1 + {A} % 4]", "VARCHAR"),
    ("local_orig", "'T'", "VARCHAR"),
    ("local_resp", "'F'", "VARCHAR"),
    ("missed_bytes", "'0'", "BIGINT"),
    ("history", f"['ShADadFf', 'Dd', 'S', 'Sr'][1 + {A} % 4]", "VARCHAR"),
    ("orig_pkts", f"(1 + ({B} >> 5) % 40)::varchar", "BIGINT"),
    ("orig_ip_bytes", f"(40 + ({B} >> 5) % 9999)::varchar", "BIGINT"),
    ("resp_pkts", f"(({C} >> 3) % 60)::varchar", "BIGINT"),
    ("resp_ip_bytes", f"(({C} >> 3) % 999999)::varchar", "BIGINT"),
]
_AT = f"strftime(make_timestamp({SECOND} * 1000000 + {A} % 1000000), '%Y-%m-%dT%H:%M:%S.%f') || '+0000'"
_EVE = (
    '{"timestamp":"%s","flow_id":%d,"in_iface":"eth0","event_type":"flow","src_ip":"%s","src_port":%s,"dest_ip":"%s",'
    '"dest_port":443,"proto":"TCP","app_proto":"tls","flow":{"pkts_toserver":%d,"pkts_toclient":%d,'
    '"bytes_toserver":%d,"bytes_toclient":%d,"start":"%s","end":"%s","age":12,"state":"closed","reason":"timeout",'
    '"alerted":false}}'
)
_FLOW = (
    f"printf('{_EVE}', {_AT}, {A} * 1048576 + i, {CLIENT}, {PORT}, {SERVER}, 1 + ({B} >> 5) % 40, "
    f"1 + ({C} >> 3) % 60, ({B} >> 5) % 9000, ({C} >> 3) % 900000, {_AT}, {_AT})"
)
_FLOW_TYPES = (
    "{timestamp: 'TIMESTAMPTZ', flow_id: 'BIGINT', in_iface: 'VARCHAR', event_type: 'VARCHAR', src_ip: 'VARCHAR', "
    "src_port: 'INTEGER', dest_ip: 'VARCHAR', dest_port: 'INTEGER', proto: 'VARCHAR', app_proto: 'VARCHAR', "
    "flow: 'STRUCT(pkts_toserver BIGINT, pkts_toclient BIGINT, bytes_toserver BIGINT, bytes_toclient BIGINT, "
    '"start" TIMESTAMPTZ, "end" TIMESTAMPTZ, age BIGINT, state VARCHAR, reason VARCHAR, alerted BOOLEAN)\'}'
)


def _line(columns: list[tuple[str, str, str]], separator: str) -> str:
    cells = [f"'\"' || {sql} || '\"'" if name in _QUOTED else sql for name, sql, _ in columns]
    return f" || {separator} || ".join(cells)


def _types(columns: list[tuple[str, str, str]]) -> str:
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, _, kind in columns) + "}"


_ZEEK_HEAD = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\t"
FORMS = {
    form.id: form
    for form in (
        Form(
            "csv",
            "Shadowserver-like CSV, 20 columns",
            "2014-03-26-event4_sinkhole-made-{rows}.csv",
            _line(_CSV, "','"),
            ",".join(name for name, _, _ in _CSV) + "\n",
            f"read_csv('{{file}}', header = true, columns = {_types(_CSV)})",
            5_000_000,
        ),
        Form(
            "zeek",
            "Zeek conn.log, 20 columns",
            "conn.made-{rows}.log",
            _line(_CONN, "chr(9)"),
            _ZEEK_HEAD + "\t".join(name for name, _, _ in _CONN) + "\n",
            f"read_csv('{{file}}', header = false, skip = 6, delim = '\t', quote = '', nullstr = '-', "
            f"columns = {_types(_CONN)})",
            5_000_000,
        ),
        Form(
            "eve",
            "Suricata EVE flows, JSON lines",
            "eve.made-{rows}.json",
            _FLOW,
            "",
            f"read_json('{{file}}', format = 'newline_delimited', columns = {_FLOW_TYPES})",
            3_000_000,
        ),
    )
}


def made(form: Form, rows: int) -> Path:
    """The file with that many lines; made unless it is there."""
    BUILD.mkdir(exist_ok=True)
    path = BUILD / form.file.format(rows=rows)
    if path.exists():
        return path
    part = path.with_suffix(".part")
    with duckdb.connect() as connection:
        select = form.select.replace("{rows}", str(rows))
        reader = connection.sql(f"select {select} as line from range({rows}) one(i)").to_arrow_reader(100_000)
        with part.open("wb") as out:
            out.write(form.head.encode())
            for batch in reader:
                out.write(b"\n".join(batch.column(0).cast("binary").to_pylist()) + b"\n")
    part.rename(path)
    return path
