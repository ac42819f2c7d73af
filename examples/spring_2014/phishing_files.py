"""Phishing as files: two lists in three shapes, http and dns logs of the sensor, and the generator's own record."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from files import damage, lines, table, text_of, write
from pages import FEED_DAYS, Page
from phishing import Phishing
from world import COVER_END, COVER_START, DAY, SECOND, World, day_of, within
from zeek import header, spans, stamps, uids

__all__ = ["write_lists", "write_logs", "write_truth"]

HTTP = {
    "ts": "time", "uid": "string", "id.orig_h": "addr", "id.orig_p": "port", "id.resp_h": "addr", "id.resp_p": "port",
    "trans_depth": "count", "method": "string", "host": "string", "uri": "string", "referrer": "string",
    "user_agent": "string", "request_body_len": "count", "response_body_len": "count", "status_code": "count",
    "status_msg": "string", "tags": "set[enum]",
}  # fmt: skip
DNS = {
    "ts": "time", "uid": "string", "id.orig_h": "addr", "id.orig_p": "port", "id.resp_h": "addr", "id.resp_p": "port",
    "proto": "enum", "trans_id": "count", "query": "string", "qclass": "count", "qclass_name": "string",
    "qtype": "count", "qtype_name": "string", "rcode": "count", "rcode_name": "string", "AA": "bool", "TC": "bool",
    "RD": "bool", "RA": "bool", "Z": "count", "answers": "vector[string]", "TTLs": "vector[interval]",
    "rejected": "bool",
}  # fmt: skip
AGENTS = ("Mozilla/5.0 (Windows NT 5.1; rv:28.0) Gecko/20100101 Firefox/28.0",
          "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1)", "UCWEB/2.0 (synthetic)")  # fmt: skip


def write_lists(world: World, made: Phishing, folder: Path) -> None:
    """PhishTank-like JSON and CSV, once a week; OpenPhish-like text, every third day."""
    show = world.show(np.array([page.address for page in made.pages], dtype=np.int64)).to_pylist()
    numbered = list(enumerate(made.pages))
    for dump in (*range(COVER_START + 7 * DAY, COVER_END, 7 * DAY), COVER_END):
        alive = [(n, page) for n, page in numbered if page.tank is not None and dump - 21 * DAY < page.tank <= dump]
        entries = [_entry(n, page, show[n]) for n, page in alive if page.with_address]
        day = day_of(dump).isoformat()
        if entries:
            text = json.dumps(entries, ensure_ascii=False, indent=0)
            write(folder / "synthetic-phishtank" / f"online-valid_{day}.json.gz", text, "\n")
        bare = [(n, page) for n, page in alive if not page.with_address]
        if bare:
            out = io.StringIO()
            writer = csv.writer(out, lineterminator="\n")
            names = (
                "phish_id",
                "url",
                "phish_detail_url",
                "submission_time",
                "verified",
                "verification_time",
                "online",
                "target",
            )
            writer.writerow(names)
            for n, page in bare:
                entry = _entry(n, page, show[n])
                writer.writerow([entry[name] for name in names])
            write(folder / "synthetic-phishtank" / f"verified_online_{day}.csv", out.getvalue())
    for number, day_start in enumerate(FEED_DAYS):
        urls = [_spelled(page, n + number) for n, page in numbered if day_start in page.feeds]
        if urls:
            write(folder / "synthetic-openphish" / f"feed-{day_of(day_start).isoformat()}.txt", "\n".join(urls), "\n")


def _entry(number: int, page: Page, address: str) -> dict[str, object]:
    assert page.tank is not None
    seen, told = (datetime.fromtimestamp(page.tank // SECOND + later, UTC).isoformat() for later in (0, 300))
    return {
        "phish_id": str(9_000_000 + number),
        "url": page.written,
        "phish_detail_url": f"http://www.phishtank.com/phish_detail.php?phish_id={9_000_000 + number}",
        "submission_time": seen,
        "verified": "yes",
        "verification_time": told,
        "online": "yes",
        "details": [
            {"ip_address": address, "cidr_block": f"{address}/32", "announcing_network": "0", "rir": "synthetic",
             "country": "ZZ", "detail_time": told}
        ],
        "target": page.brand or "Other",
    }  # fmt: skip


def _spelled(page: Page, turn: int) -> str:
    """The same page as strangers write it: host in capitals, port said, fragment left on."""
    scheme, rest = page.written.split("://", 1)
    host, path = rest.split("/", 1)
    port = {"http": ":80", "https": ":443"}[scheme]
    return (page.written, page.written, f"{scheme}://{host.upper()}/{path}", f"{scheme}://{host}{port}/{path}",
            f"{page.written}#top")[turn % 5]  # fmt: skip


def write_logs(world: World, made: Phishing, folder: Path) -> tuple[int, int]:
    """The http and dns logs, with ordinary traffic between; how many rows."""
    rng = world.rng("http")
    parts = [urlsplit(page.url) for page in made.pages]
    hosts = pa.array([part.netloc for part in parts])
    paths = pa.array([part.path + (f"?{part.query}" if part.query else "") for part in parts])
    wanted = [(*piece, paths.take(pa.array(piece[3]))) for piece in made.visits.requests]
    wanted += [
        (*piece, _other_path(made, parts, piece[3], rng)) for piece in made.visits.elsewhere
    ]  # fmt: skip
    time, who, where, page = (np.concatenate([piece[n] for piece in wanted]) for n in range(4))
    target = pa.concat_arrays([piece[4] for piece in wanted])
    host = _as_asked(hosts.take(pa.array(page)), rng.random(len(page)), ":80")
    http = _with_ordinary(world, rng, time, who, where, host, target)
    time, who, where, page = (np.concatenate([piece[n] for piece in made.visits.lookups]) for n in range(4))
    query = _as_asked(hosts.take(pa.array(page)), rng.random(len(page)), "")
    dns = _with_ordinary(world, rng, time, who, where, query, query)
    resolvers = np.concatenate([world.draw("CN", 20), world.draw("DE", 5)])  # some ask a resolver in a third country
    for number, (start, end) in enumerate(spans(world, days_in_window=False)):
        day = day_of(start).isoformat()
        rows = [_between(columns, start, end) for columns in (http, dns)]
        broken = [
            b"%d.000000\tCdamaged%05d\t218.30.0\t1024\t" % (start // SECOND + 60 * n, n)
            for n in range(world.scaled(15))
        ]
        body = _http(world, rng, *rows[0])
        write(folder / f"http.{day}.log.gz", header("http", HTTP, start), damage(body, broken, rng))
        if number % 3 == 1:
            write(folder / f"dns-json.{day}.log.gz", _dns_json(world, rng, resolvers, *rows[1]))
        else:
            body = _dns(world, rng, resolvers, *rows[1])
            write(folder / f"dns.{day}.log.gz", header("dns", DNS, start), damage(body, broken, rng))
    return len(http[0]), len(dns[0])


def _other_path(made: Phishing, parts: list, pages: np.ndarray, rng: np.random.Generator) -> pa.Array:
    known = {page.url for page in made.pages}
    others = ("/", "/favicon.ico", "/index.html", "/login/style.css", "/robots.txt?x=1")
    picked = [others[n] for n in rng.integers(0, len(others), len(pages))]
    assert not any(
        f"{parts[page].scheme}://{parts[page].netloc}{path}" in known for page, path in zip(pages, picked, strict=True)
    )
    return pa.array(picked, pa.string())


def _as_asked(hosts: pa.Array, chance: np.ndarray, port: str) -> pa.Array:
    """Clients write names in capitals, with a port, or with a dot at the end."""
    told = pc.if_else(pa.array(chance < 0.05), pc.utf8_upper(hosts), hosts)
    return pc.if_else(pa.array(chance > 0.97), pc.binary_join_element_wise(told, port, ""), told)


def _with_ordinary(
    world: World,
    rng: np.random.Generator,
    time: np.ndarray,
    who: np.ndarray,
    where: np.ndarray,
    host: pa.Array,
    target: pa.Array,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, pa.Array, pa.Array]:
    size = world.scaled(45_000)
    shops = np.concatenate([world.draw("CN", world.scaled(300)), world.draw("US", world.scaled(300))])
    clients = world.draw("CN", world.scaled(9_000))
    shop, names = (
        rng.integers(0, len(shops), size),
        pa.array([f"www.shop{n}.synthetic-ordinary.com" for n in range(len(shops))]),
    )
    paths = pa.array([f"/item/{n}.html" for n in range(500)])
    time = np.concatenate([time, within(rng, np.full(size, COVER_START), np.full(size, COVER_END))])
    order = np.argsort(time, kind="stable")
    who = np.concatenate([who, clients[rng.integers(0, len(clients), size)]])
    where = np.concatenate([where, shops[shop]])
    host = pa.concat_arrays([host, names.take(pa.array(shop))])
    target = pa.concat_arrays([target, paths.take(pa.array(rng.integers(0, 500, size)))])
    return time[order], who[order], where[order], host.take(pa.array(order)), target.take(pa.array(order))


def _between(columns: tuple, start: int, end: int) -> tuple:
    first, last = (int(n) for n in np.searchsorted(columns[0], [start, end]))
    return tuple(
        column[first:last] if isinstance(column, np.ndarray) else column.slice(first, last - first)
        for column in columns
    )


def _http(
    world: World,
    rng: np.random.Generator,
    time: np.ndarray,
    who: np.ndarray,
    where: np.ndarray,
    host: pa.Array,
    target: pa.Array,
) -> bytes:
    size = len(time)
    ports = rng.integers(1024, 65_536, size, dtype=np.int32)
    rest = pa.array([f"-\t{agent}\t0\t{2_000 + n}\t{code}\t(empty)" for n in range(40) for agent in AGENTS
                     for code in ("200\tOK", "200\tOK", "302\tFound")])  # fmt: skip
    tail = rest.take(pa.array(rng.integers(0, len(rest), size)))
    return lines(
        [stamps(time), uids(rng, size), world.show(who), ports, world.show(where), "80\t1\tGET", host, target, tail]
    )


def _dns(
    world: World, rng: np.random.Generator, resolvers: np.ndarray,
    time: np.ndarray, who: np.ndarray, where: np.ndarray, query: pa.Array, _: pa.Array,
) -> bytes:  # fmt: skip
    size = len(time)
    ports, asked = rng.integers(1024, 65_536, size, dtype=np.int32), resolvers[rng.integers(0, len(resolvers), size)]
    address = world.show(where)
    aliased = pc.binary_join_element_wise("edge.synthetic-cdn.net", address, ",")  # an alias first, then the address
    alias = rng.random(size) < 0.1
    answers = pc.if_else(pa.array(alias), aliased, address)
    lifetimes = pa.array(["300.000000", "60.000000,300.000000"]).take(pa.array(alias.astype(np.int8)))
    return lines([stamps(time), uids(rng, size), world.show(who), ports, world.show(asked), "53\tudp",
                  rng.integers(0, 65_536, size, dtype=np.int32), query,
                  "1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0",
                  answers, lifetimes, "F"])  # fmt: skip


def _dns_json(
    world: World, rng: np.random.Generator, resolvers: np.ndarray,
    time: np.ndarray, who: np.ndarray, where: np.ndarray, query: pa.Array, _: pa.Array,
) -> bytes:  # fmt: skip
    size = len(time)
    ports, asked = rng.integers(1024, 65_536, size, dtype=np.int32), resolvers[rng.integers(0, len(resolvers), size)]
    text = ['{"ts":', stamps(time), ',"uid":"', uids(rng, size), '","id.orig_h":"', world.show(who), '","id.orig_p":',
            ports, ',"id.resp_h":"', world.show(asked), '","id.resp_p":53,"proto":"udp","trans_id":',
            rng.integers(0, 65_536, size, dtype=np.int32), ',"query":"', query,
            '","qclass":1,"qclass_name":"C_INTERNET","qtype":1,"qtype_name":"A",'
            '"rcode":0,"rcode_name":"NOERROR","answers":["', world.show(where),
            '"],"TTLs":[300.0],"rejected":false,"sensor":"synthetic-sensor-1"}']  # fmt: skip
    return lines(text, separator="")


def write_truth(world: World, made: Phishing, truth: Path) -> None:
    """What was listed when, and who went where: for truth.py, not for the product."""
    address = np.array([page.address for page in made.pages], dtype=np.int64)
    show = world.show(address).to_pylist()
    rows = ["url\thost\taddress\taddress_country\tbrand_country\tsighted_us"]
    for number, page in enumerate(made.pages):
        for time in page.sightings:
            tank = time == page.tank
            placed = tank and page.with_address
            country = world.country(address[number : number + 1], np.array([time]))[0].as_py() if placed else "ZZ"
            where, brand = show[number] if placed else "-", page.brand_country if tank else "ZZ"
            rows.append(f"{page.url}\t{page.host}\t{where}\t{country}\t{brand}\t{time}")
    write(truth / "phishing_listed.tsv", "\n".join(rows), "\n")
    urls, hosts = pa.array([page.url for page in made.pages]), pa.array([page.host for page in made.pages])
    visits = made.visits
    pieces = [(*p, urls.take(pa.array(p[3]))) for p in visits.requests]
    pieces += [(*p, pa.array(["-"] * len(p[0]), pa.string())) for p in visits.lookups]
    # Of a request to another path only the host is kept: no list names that page.
    pieces += [
        (*p, pc.binary_join_element_wise("http://", hosts.take(pa.array(p[3])), "/other", "")) for p in visits.elsewhere
    ]
    time, who, where, page = (np.concatenate([p[n] for p in pieces]) for n in range(4))
    table(
        truth / "phishing_visits.tsv.gz",
        ("time_us", "visitor", "visitor_country", "address", "address_country", "url", "host"),
        (text_of(time), world.show(who), world.country(who, time), world.show(where), world.country(where, time),
         pa.concat_arrays([p[4] for p in pieces]), hosts.take(pa.array(page))),
    )  # fmt: skip
