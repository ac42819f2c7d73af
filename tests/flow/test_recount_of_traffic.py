"""What sensors saw is placed as it is counted, so a recount must use the editions of then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crosscount.flow import compute, editions, ingest, verify
from crosscount.model.window import Window
from tests.flow.small_store import settings_in

DAY = Window(date(2014, 3, 19), date(2014, 3, 19), "UTC")
CONN = (
    "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n"
    "1395230400.000000\t1.2.3.4\t5555\t1.1.1.1\t443\ttcp\n"
)


def test_a_better_edition_added_later_does_not_refute_what_was_published(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "UTC")
    log, then, later = (tmp_path / name for name in ("conn.log", "then.csv", "later.csv"))
    log.write_text(CONN)
    then.write_text("cidr,country\n1.0.0.0/8,US\n")
    later.write_text("cidr,country\n1.0.0.0/8,FR\n")
    assert ingest.run([log], settings=settings)[0].kept == 1
    editions.add(then, settings=settings, edition=date(2014, 3, 1))
    by_country = compute.run("client-addresses", DAY, settings=settings, by=["origin_country"])
    total = compute.run("client-addresses", DAY, settings=settings)
    editions.add(later, settings=settings, edition=date(2014, 3, 18))
    anew = compute.run("client-addresses", DAY, settings=settings, by=["origin_country"])
    assert (by_country.cells[0].key, anew.cells[0].key) == (("US",), ("FR",))
    report = verify.run([by_country, total, anew], settings=settings)
    assert [check.found for check in report.differences] == []
