"""Precision, recall and alerts of each behavioural detector: python -m benchmarks.detection. Writes detection.md.

Logs go the whole way, through ingest and conclude. A pair is a client of one's own networks and a server outside. The
real logs lie beside the repository (../shared/data/netlog); what is absent is left out.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.made_day import USUAL, write_day
from benchmarks.made_weeks import write_weeks
from benchmarks.rita_other import LONG_HOURS, NAMES, long_connections, many_names
from benchmarks.rita_score import rita_score
from crosscount.flow import conclude, contaminants, ingest
from crosscount.kernels.cleaning import ip
from crosscount.kernels.detecting.contamination import address_list, covered
from crosscount.kernels.detecting.outward import outward
from crosscount.model.kinds import Kind
from crosscount.settings import Contamination, Settings
from crosscount.store import lake

HERE = Path(__file__).parent
NETLOG = HERE.parents[1] / "shared" / "data" / "netlog"
SHIFT = 1_500_000_000  # seconds added to times that count from the start of a capture
Pair = tuple[str, str]
PROXIED = [("10.136.0.18", "www.honestimnotevil.com")]
JUDGED_AS = {
    "RITA's beacon score": Kind.BEACON.value,
    "RITA's long connections": Kind.LONG_CONNECTION.value,
    "RITA's names of a domain": Kind.DNS_TUNNEL.value,
}
BEHAVIOUR = (Kind.BEACON, Kind.LONG_CONNECTION, Kind.DNS_TUNNEL, Kind.EXFILTRATION)
Truth = Mapping[str, set[Pair]]  # kind → the pairs known to be malicious; a kind that is not here is not labelled
Prepare = Callable[[Path], Truth]  # puts the files into a folder


@dataclass(frozen=True)
class Case:
    """One set of logs."""

    name: str
    prepare: Prepare
    truth: str  # what is known
    contamination: Contamination = field(default_factory=Contamination)


def made(folder: Path) -> Truth:
    """The made day."""
    return {Kind.BEACON.value: write_day(folder / "conn.log")}


def labelled_binetflow(folder: Path) -> Truth:
    """Times count from 1970: moved to 2018, the year of the capture, or every record is set aside."""
    text = (NETLOG / "slips" / "test5-mixed.binetflow").read_text(encoding="utf-8")
    (folder / "capture.binetflow").write_text(text.replace("1970/01/01", "2018/05/10"), encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    malware = {(row["SrcAddr"], row["DstAddr"]) for row in rows if (row["Label"] or "").startswith("flow=Malware")}
    return {Kind.BEACON.value: malware}


def zeek(*names: str, shifted: bool = False, known: Iterable[Pair] = ()) -> Prepare:
    """Zeek logs as they are; `shifted`: their times count from the start of the capture."""

    def prepare(folder: Path) -> Truth:
        for number, name in enumerate(names):
            text = gzip.decompress((NETLOG / name).read_bytes()).decode() if name.endswith("gz") else ""
            text = text or (NETLOG / name).read_text(encoding="utf-8")
            if shifted:
                text = re.sub(r'"ts":([0-9.]+)', lambda found: f'"ts":{float(found[1]) + SHIFT:.6f}', text)
            (folder / f"{number}-{Path(name).name.removesuffix('.gz')}").write_text(text, encoding="utf-8")
        return {Kind.BEACON.value: set(known)} if known else {}

    return prepare


CASES = (
    Case("made day", made, "96 beacons among 200 people, clocks and update checks"),
    Case(
        "made day, its servers of updates and time named as usual",
        made,
        "the same",
        Contamination(usual_servers=(USUAL,)),
    ),
    Case("made weeks", write_weeks, "tunnels, thefts and long connections among the uploads of 40 people"),
    Case("slips test5-mixed (binetflow)", labelled_binetflow, "labels of flows; 2.5 minutes"),
    Case(
        "slips test9-mixed (Zeek)",
        zeek("slips/test9-mixed-zeek-dir/conn.log.gz", "slips/test9-mixed-zeek-dir/dns.log.gz", shifted=True),
        "an infected host, no labels; 4 minutes",
    ),
    Case(
        "RITA proxy (Zeek)",
        zeek("rita/proxy/conn.log.gz", "rita/proxy/dns.log.gz", "rita/proxy/http.log.gz", known=PROXIED),
        "one C2 channel through a proxy inside, named by RITA's own tests",
    ),
    Case(
        "RITA exposed server (Zeek)",
        zeek(
            *(
                f"rita_2024-04-19_exposed_server/{kind}.{hours}.log.gz"
                for kind in ("conn", "dns")
                for hours in ("100000-110000", "110000-120000")
            )
        ),
        "scanned from outside, no labels; 3 hours",
    ),
    Case("zat (Zeek)", zeek("zat/conn.log", "zat/dns.log"), "no labels; 4 minutes"),
)


def main() -> None:
    """Run every case and write the page."""
    tables: list[str] = []
    for case in CASES:
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "logs").mkdir()
            try:
                truth = case.prepare(folder / "logs")
            except FileNotFoundError:
                print(f"left out, not here: {case.name}")
                continue
            tables += _rows(case, truth, folder)
            print(*tables[-len(BEHAVIOUR) - 7 :], sep="\n")
    page = HERE / "detection.md"
    head, _, rest = page.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    _, _, tail = rest.partition("<!-- end -->")
    line = "| logs | flows to the outside | pairs | method | alerts | per 10,000 flows | precision | recall |"
    table = "\n".join([line, "|" + " --- |" * 8, *tables])
    page.write_text(f"{head}<!-- measured -->\n{table}\n<!-- end -->{tail}", encoding="utf-8")


def _rows(case: Case, truth: Truth, folder: Path) -> Iterator[str]:
    settings = replace(Settings(), store=folder / "store", contamination=case.contamination)
    ingest.run(sorted((folder / "logs").iterdir()), settings=settings)
    conclude.run(settings=settings)
    flows = _flows(settings)
    pairs: dict[Pair, list[tuple[int, float]]] = defaultdict(list)
    for client, server, second, size in flows:
        pairs[client, server].append((second, size))
    found = _found(settings)
    methods: dict[str, Iterable[Pair]] = {kind.value: found.get(kind.value, set()) for kind in BEHAVIOUR}
    times = [second for _, _, second, _ in flows] or [0]
    scores = {
        pair: rita_score([second for second, _ in rows], [size for _, size in rows], min(times), max(times))
        for pair, rows in pairs.items()
        if not _usual(pair[1], settings)  # RITA has such a list too
    }
    for least in (0.5, 0.7, 0.9):
        methods[f"RITA's beacon score ≥ {least}"] = {p for p, score in scores.items() if (score or 0) >= least}
    longest = _longest(settings)
    for hours in LONG_HOURS:
        methods[f"RITA's long connections ≥ {hours} h"] = long_connections(longest, hours)
    asked = list(_asked(settings))
    for least_names in NAMES:
        methods[f"RITA's names of a domain ≥ {least_names:,}"] = many_names(asked, least_names)
    for method, alerts in methods.items():
        kind = JUDGED_AS.get(method.partition(" ≥")[0], method)
        known = truth.get(kind)
        if known is not None and kind != Kind.DNS_TUNNEL:
            known = known & pairs.keys()
        yield _row(case, method, set(alerts), known, len(flows), len(pairs))


def _usual(server: str, settings: Settings) -> bool:
    listed = address_list(contaminants.prefixes(settings, "usual_servers"))
    return bool(covered(ip.parse(pa.array([server])).values, listed)[0].as_py())


def _row(case: Case, method: str, alerts: set[Pair], truth: set[Pair] | None, flows: int, pairs: int) -> str:
    rate = f"{10_000 * len(alerts) / flows:.1f}" if flows else "–"
    precision = recall = "–"
    if truth is not None:
        precision = f"{len(alerts & truth) / len(alerts):.2f}" if alerts else "–"
        recall = f"{len(alerts & truth)} of {len(truth)}" if truth else "–"
    return f"| {case.name} | {flows:,} | {pairs:,} | {method} | {len(alerts)} | {rate} | {precision} | {recall} |"


def _flows(settings: Settings) -> list[tuple[str, str, int, float]]:
    """Client, server, second and bytes sent of the flows to the outside, and of the requests to a proxy."""
    columns = ["client_ip", "server_ip", "observed_at", "bytes_out"]
    table = lake.read(lake.at(settings.store, "observations"), columns, pc.field("seen") == "flow").combine_chunks()
    own = address_list(contaminants.own_networks(settings))
    kept = table.filter(pa.array(outward(table, lambda some: covered(some, own).to_numpy(zero_copy_only=False))))
    ends = [ip.text(pa.concat_arrays([*kept.column(name).chunks, pa.nulls(0, pa.binary())])) for name in columns[:2]]
    seconds = pc.floor(pc.divide(kept.column("observed_at").cast(pa.int64()), 1_000_000)).to_pylist()
    sizes = pc.fill_null(kept.column("bytes_out"), 0).to_pylist()
    direct = zip(*(end.to_pylist() for end in ends), map(int, seconds), map(float, sizes), strict=True)
    return [*direct, *_through_proxies(settings)]


def _longest(settings: Settings) -> Mapping[Pair, float]:
    """The longest connection to the outside of each pair, in seconds; where a source says how long one lasted."""
    columns = ["client_ip", "server_ip", "duration"]
    table = lake.read(lake.at(settings.store, "observations"), columns, pc.field("duration") >= 600).combine_chunks()
    own = address_list(contaminants.own_networks(settings))
    kept = table.filter(pa.array(outward(table, lambda some: covered(some, own).to_numpy(zero_copy_only=False))))
    out: dict[Pair, float] = defaultdict(float)
    for row in kept.to_pylist():
        client, server = ip.text(pa.array([row["client_ip"], row["server_ip"]], pa.binary())).to_pylist()
        out[client, server] = max(out[client, server], row["duration"])
    return out


def _asked(settings: Settings) -> Iterator[Pair]:
    """Client and name of each DNS question."""
    table = lake.read(lake.at(settings.store, "observations"), ["client_ip", "host"], pc.field("seen") == "lookup")
    clients = ip.text(pa.concat_arrays([*table.column("client_ip").chunks, pa.nulls(0, pa.binary())])).to_pylist()
    yield from ((client, name) for client, name in zip(clients, table.column("host").to_pylist(), strict=True) if name)


def _through_proxies(settings: Settings) -> Iterator[tuple[str, str, int, float]]:
    where = (pc.field("seen") == "request") & (pc.field("method") == "CONNECT")
    table = lake.read(lake.at(settings.store, "observations"), ["client_ip", "host", "observed_at"], where)
    for row in table.to_pylist():
        client = ip.text(pa.array([row["client_ip"]], pa.binary()))[0].as_py()
        yield client, row["host"], int(row["observed_at"].timestamp()), 0.0


def _found(settings: Settings) -> Mapping[str, set[Pair]]:
    """The pairs of each kind that are not tagged; a DNS tunnel has the domain for a server."""
    table = lake.read(lake.at(settings.store, "threats"))
    out: dict[str, set[Pair]] = defaultdict(set)
    tags: Counter[str] = Counter()
    for row in table.to_pylist():
        tags[row["tags"]] += 1
        client, server = ip.text(pa.array([row["target_ip"], row["origin_ip"]], pa.binary())).to_pylist()
        if not row["tags"]:
            out[row["kind"]].add((client or "", server or row["host"] or ""))
    return out


if __name__ == "__main__":
    main()
