"""A bulletin as it could be: the eight numbers of spring 2014 with invented countries, days, networks and families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from random import Random

from crosscount.model.bulletin import (
    Bulletin,
    Coverage,
    EditionUse,
    FigureText,
    Request,
    SourceCoverage,
)
from crosscount.model.figure import Cell, CellState, Figure, Statement
from crosscount.model.plain import statement_id
from crosscount.model.provenance import Evidence
from crosscount.model.window import Window
from crosscount.products.bulletin import EIGHT, build, needed

WINDOW = Window(date(2014, 3, 19), date(2014, 5, 18), "Asia/Shanghai")
TRUTH = dict(zip(EIGHT, (2077, 1_180_000, 135, 563, 14_000, 2016, 1754, 57_000), strict=True))
BEFORE = dict(zip(EIGHT, (1890, 1_204_311, 0, 563, 9120, None, 1402, 61_750), strict=True))
SLOT_FACTORS = {"-5": 1.31, "-60": 0.86, "-1440": 0.41}
COUNTRIES = ("US KR JP HK TW DE NL RU GB FR CA SG IN BR VN UA TH RO PL IT ES TR MY ID AU ZA AR MX SE CZ").split()  # noqa: SIM905
NO_DATA = (date(2014, 4, 5), date(2014, 4, 6))
FAMILIES = ("zeroaccess", "gh0st", "", "conficker", "citadel", "nitol", "ramnit", "kelihos", "dirtjumper", "plugx")
NOTE = "no edition on or before 2014-03-30; registered-2014-03-31-5a6b7c8d was used instead"
NOTICE = "SYNTHETIC DATA: every record behind these numbers was generated. No number describes a real event."

MODULES = ("c2_servers", "controlled_machines", "phishing_hosts", "phishing_pages", "phishing_operations")
MODULES += ("backdoor_origins", "backdoored_sites", "backdoor_attacks", "client_addresses", "server_addresses")


def definitions() -> dict[str, Figure]:
    """Every figure of the package by its id."""
    values = [value for name in MODULES for value in vars(import_module(f"crosscount.figures.{name}")).values()]
    return {value.id: value for value in values if isinstance(value, Figure)}


def texts() -> list[FigureText]:
    """What the definitions say about themselves."""
    return [FigureText(f.id, f.version, f.title, f.means, f.caveats) for f in definitions().values()]


def cell(key: tuple[str, ...], value: int | None) -> Cell:
    """A cell in the state that its value gives."""
    return Cell(key, value, CellState.UNKNOWN if value is None else CellState.VALUE if value else CellState.ZERO)


def statement(request: Request, cells: list[Cell]) -> Statement:
    """A statement with evidence that answers the request."""
    figure = definitions()[request.figure]
    seed = f"{request.figure} {request.window} {request.by} {sorted(request.where.items())}"
    draft = Statement(
        id="",
        figure=figure.id,
        version=figure.version,
        title=figure.title,
        unit=figure.unit.value,
        window=request.window,
        by=request.by,
        where=request.where,
        cells=tuple(sorted(cells, key=lambda one: (-(one.value or 0), one.key))),
        without_member=3 if request.figure == "phishing-hosts" else 0,
        excluded=11 if request.figure == "c2-servers" else 0,
        path="sets" if figure.kinds else "observations",
        evidence=Evidence(
            table="threats" if figure.kinds else "observations",
            version=61,
            where=f"kind in ({', '.join(figure.kinds)}), inside the window",
            rows=3 * sum(one.value or 0 for one in cells) or 1,
            digest=sha256(seed.encode()).hexdigest(),
            files=sha256(b"files").hexdigest(),
            references=("registered-2014-03-31-5a6b7c8d", "registered-2014-04-28-1a2b3c4d"),
            code=f"crosscount 0.1.0, {figure.id}@{figure.version}",
        ),
        computed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        notes=(NOTE,) if figure.kinds else (),
    )
    return replace(draft, id=statement_id(draft))


def total(request: Request) -> int | None:
    """The invented answer to a request for a total."""
    if request.figure in ("client-addresses", "server-addresses"):
        return {"client-addresses": 4_812_377, "server-addresses": 91_205}[request.figure]
    base = next(name for name in EIGHT if request.figure.startswith(name))
    if request.window != WINDOW:
        return BEFORE[base]
    if "origin_country" not in request.where:
        return round(TRUTH[base] * 2.9)
    return round(TRUTH[base] * SLOT_FACTORS.get(request.figure.removeprefix(base), 1))


def answer(request: Request, random: Random) -> Statement:
    """The invented answer to any request of `needed`."""
    if not request.by:
        return statement(request, [cell((), total(request))])
    size = TRUTH[request.figure]
    if request.by == ("origin_country",):
        sizes = {"US": size, "ZZ": size // 9}
        for place, country in enumerate(COUNTRIES[1:]):
            sizes[country] = int(
                size * (0.62 if request.figure != "phishing-hosts" else 1.4) * 0.78**place * random.uniform(0.6, 1.3)
            )
        return statement(request, [cell((code,), value) for code, value in sizes.items() if value])
    if request.by == ("day",):
        cells = []
        for number, day in enumerate(WINDOW.days()):
            weekly = 0.65 if day.weekday() > 4 else 1.0
            value = int(size / 14 * weekly * random.uniform(0.7, 1.25) * (1 + 1.2 * (30 < number < 37)))
            cells.append(cell((day.isoformat(),), None if day in NO_DATA else value))
        return statement(request, cells)
    names = ("64500", "64501", "", *(str(64502 + i) for i in range(14))) if request.by == ("network",) else FAMILIES
    return statement(request, [cell((name,), int(size * 0.5 * 0.7**i) or 1) for i, name in enumerate(names)])


def answers(changed: Mapping[str, str] | None = None) -> list[Statement]:
    """Every statement that a bulletin needs; `changed` renames families."""
    random = Random(2014)
    out = [answer(request, random) for request in needed("US", "CN", WINDOW)]
    for position, one in enumerate(out):
        if changed and one.by == ("family",):
            cells = tuple(replace(c, key=(changed.get(c.key[0], c.key[0]),)) for c in one.cells)
            draft = replace(one, cells=cells)
            out[position] = replace(draft, id=statement_id(draft))
    return out


def coverage() -> Coverage:
    """What the invented numbers rest on."""
    day = timedelta(days=1)
    first, last = WINDOW.first, WINDOW.last
    return Coverage(
        sources=(
            SourceCoverage(
                "zeek-conn", "Zeek connections", "own sensor", 61, 0, 59, first, last, 3_204_311, 3_203_988, 323
            ),
            SourceCoverage(
                "c2-feodo", "Feodo Tracker C2 list", "abuse.ch", 9, 1, 9, first, last - day, 18_240, 18_236, 4
            ),
            SourceCoverage(
                "access-log", "Web server access log", "own sensor", 122, 0, 59, first, last, 911_402, 910_998, 404
            ),
            SourceCoverage("phishtank-csv", "PhishTank", "PhishTank", 61, 0, 58, first + day, last, 70_004, 70_004, 0),
        ),
        reasons={"bad-ip": 301, "bad-time": 22, "bad-shape": 408},
        missing=NO_DATA,
        missing_before=(date(2014, 1, 20),),
        editions=(
            EditionUse(
                "registered-2014-03-31-5a6b7c8d",
                "country",
                "registered",
                date(2014, 3, 31),
                False,
                date(2014, 3, 18),
                date(2014, 3, 30),
            ),
            EditionUse("registered-2014-04-28-1a2b3c4d", "country", "registered", date(2014, 4, 28)),
            EditionUse("routed-2014-04-01-99aabbcc", "network", "routed", date(2014, 4, 1), True),
        ),
    )


def specimen(language: str = "en", **changed: object) -> Bulletin:
    """The whole bulletin."""
    statements = changed.pop("statements", None)
    values: dict[str, object] = {
        "origin": "US",
        "target": "CN",
        "window": WINDOW,
        "publisher": "National CERT of Examplia",
        "issued_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "notice": NOTICE,
        "language": language,
    }
    return build(statements or answers(), coverage(), texts(), **(values | changed))  # type: ignore[arg-type]
