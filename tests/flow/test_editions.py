"""Reference files become editions; a day chooses one; addresses are placed by it."""

from __future__ import annotations

import gzip
import itertools
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crosscount.errors import FileRefused, InputError, ReferenceTableError, SettingsError, UnknownFormat
from crosscount.flow import editions, shelf
from crosscount.model.place import Basis
from crosscount.settings import Placing, Settings, Targets
from crosscount.store import ledger, raw
from tests.kernels.address_ranges import addresses

MARCH, APRIL, MAY = date(2014, 3, 1), date(2014, 4, 1), date(2014, 5, 1)
APNIC = "2|apnic|20140428|2|19830613|20140427|+1000\napnic|CN|ipv4|1.0.1.0|768|20110414|allocated\n"
ARIN = "2|arin|20140428|1|19830613|20140427|-0400\narin|US|ipv4|8.0.0.0|16777216|19921201|allocated\n"
RIPE = "2|ripencc|20140428|1|19830613|20140427|+0200\nripencc|DE|ipv6|2a00::|16|20110414|allocated\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store", folder=tmp_path)


def put(
    settings: Settings, text: str | bytes, day: date, name: str = "table.csv", basis: str | None = None
) -> editions.Added:
    file = settings.folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return editions.add(file, settings=settings, edition=day, basis=basis)


def country(settings: Settings, day: date, text: str) -> tuple[str, str]:
    batch = editions.placer(settings, day).place(addresses([text]))
    return batch.column("country")[0].as_py(), batch.column("basis")[0].as_py()


def test_a_file_becomes_an_edition_and_its_bytes_are_kept(settings: Settings) -> None:
    added = put(settings, APNIC + "damaged\n", APRIL)
    assert (added.read, added.kept, added.set_aside, added.remarks) == (2, 1, 1, 1)
    assert added.reasons == {"bad-shape": 1}
    assert (added.format, added.already) == ("delegated", False)
    assert added.edition in editions.editions(settings)
    assert added.edition.id.startswith("registered-2014-04-01-")
    assert raw.verify(settings.store, added.sha256)
    assert [entry.body["name"] for entry in ledger.entries(settings.store, "edition")] == ["table.csv"]


def test_the_same_file_added_twice_changes_nothing(settings: Settings) -> None:
    first = put(settings, APNIC, APRIL)
    again = put(settings, APNIC, APRIL, "other_name.csv")
    assert (again.already, again.edition) == (True, first.edition)
    assert len(ledger.entries(settings.store, "edition")) == 1


def test_files_of_one_day_are_one_edition_whatever_the_order(settings: Settings) -> None:
    seen, tables = set(), set()
    for number, order in enumerate(itertools.permutations((APNIC, ARIN, RIPE))):
        here = replace(settings, store=settings.folder / f"store{number}")
        for part in order:
            added = put(here, part, APRIL)
        placer = editions.placer(here, APRIL)
        assert placer.place(addresses(["1.0.1.1", "8.8.8.8", "2a00::1"])).column("country").to_pylist() == [
            "CN",
            "US",
            "DE",
        ]
        assert placer.edition == added.edition.id
        seen.add(added.edition.id)
        tables.add((here.store / "reference/registered/2014-04-01" / f"{added.edition.id}.arrow").read_bytes())
    assert (len(seen), len(tables)) == (1, 1)


def test_a_grown_edition_has_another_name_and_the_former_one_stays_known(settings: Settings) -> None:
    first = put(settings, APNIC, APRIL).edition
    second = put(settings, ARIN, APRIL).edition
    assert first.id != second.id
    assert first not in editions.editions(settings)
    assert {first.id, second.id} < set(editions.known(settings))


def test_missing_registries_are_said(settings: Settings) -> None:
    edition = put(settings, APNIC, APRIL).edition
    says = f"{edition.id} has no file of afrinic, arin, lacnic, ripencc: addresses registered there are ZZ"
    assert says in editions.placer(settings, APRIL).notes


def test_a_day_uses_the_edition_nearest_on_or_before_it(settings: Settings) -> None:
    put(settings, "1.0.0.0/24,AU\n", MARCH)
    put(settings, "1.0.0.0/24,CN\n", MAY)
    days = [MARCH, APRIL, date(2014, 4, 30), MAY, date(2014, 7, 1)]
    assert [country(settings, day, "1.0.0.1")[0] for day in days] == ["AU", "AU", "AU", "CN", "CN"]
    assert editions.choose(settings, "country", MAY)[1] is None


def test_a_day_before_every_edition_uses_the_earliest_and_says_so(settings: Settings) -> None:
    put(settings, "1.0.0.0/24,AU\n", date(2014, 4, 28))
    put(settings, "1.0.0.0/24,CN\n", date(2014, 6, 1))
    assert country(settings, date(2014, 3, 19), "1.0.0.1")[0] == "AU"
    note = "no country edition on or before 2014-03-19; 2014-04-28 was used instead"
    assert note in editions.placer(settings, date(2014, 3, 19)).notes


def test_the_first_basis_with_an_edition_on_or_before_the_day_is_used(settings: Settings) -> None:
    put(settings, "1.0.0.0/24,AU\n", APRIL, basis="registered")
    put(settings, "1.0.0.0/24,CN\n", MARCH, basis="located")
    assert country(settings, MAY, "1.0.0.1") == ("AU", "registered")
    assert country(settings, date(2014, 3, 19), "1.0.0.1") == ("CN", "located")
    located = replace(settings, placing=Placing(basis=("located",)))
    assert country(located, MAY, "1.0.0.1") == ("CN", "located")


def test_an_old_edition_is_used_with_a_remark(settings: Settings) -> None:
    edition = put(settings, "1.0.0.0/24,AU\n", MARCH).edition
    note = f"the country edition {edition.id} was more than 180 days old on some days"
    assert note in editions.placer(settings, date(2015, 1, 1)).notes


def test_the_embedded_edition_is_used_where_nothing_was_added(settings: Settings) -> None:
    placer = editions.placer(settings, APRIL)
    assert placer.edition.startswith("registered-embedded-iptocc-")
    assert placer.asn_edition == ""
    assert len(placer.notes) == 2
    assert country(settings, APRIL, "8.8.8.8") == ("US", "registered")
    put(settings, "1.0.0.0/24,AU\n", MAY)
    assert country(settings, APRIL, "8.8.8.8") == ("ZZ", "none")


def test_networks_come_from_an_edition_of_their_own(settings: Settings) -> None:
    put(settings, "1.0.0.0/24,AU\n", APRIL)
    added = put(settings, "1.0.0.0/24\t64496\n", APRIL, "pfx2as.dat")
    placer = editions.placer(settings, APRIL)
    assert (added.edition.content, added.edition.basis) == ("network", Basis.ROUTED)
    assert placer.asn_edition == added.edition.id
    assert placer.place(addresses(["1.0.0.1", "9.9.9.9"])).column("asn").to_pylist() == [64496, None]


def test_overrides_win_and_change_the_fingerprint(settings: Settings) -> None:
    put(settings, "1.0.0.0/24,AU\n", APRIL)
    (settings.folder / "mine.csv").write_text("192.0.2.0/24,CN,64496\n1.0.0.8/32,BR\n")
    mine = replace(settings, placing=Placing(overrides="mine.csv"))
    assert country(mine, APRIL, "192.0.2.1") == ("CN", "override")
    assert country(mine, APRIL, "1.0.0.8") == ("BR", "override")
    before = editions.fingerprint(mine, APRIL)
    assert before != editions.fingerprint(settings, APRIL)
    (settings.folder / "mine.csv").write_text("192.0.2.0/24,US,64496\n1.0.0.8/32,BR\n")
    assert country(mine, APRIL, "192.0.2.1") == ("US", "override")
    assert before != editions.fingerprint(mine, APRIL)


def test_the_fingerprint_changes_exactly_for_the_days_that_a_new_edition_places(settings: Settings) -> None:
    put(settings, "1.0.0.0/24,AU\n", MARCH)
    days = [date(2014, 2, 1), MARCH, APRIL, MAY]
    before = [editions.fingerprint(settings, day) for day in days]
    put(settings, "1.0.0.0/24,AU\n", MARCH)
    assert [editions.fingerprint(settings, day) for day in days] == before
    put(settings, "1.0.0.0/24,CN\n", APRIL)
    after = [editions.fingerprint(settings, day) for day in days]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, True, False, False]


def test_tables_of_sites_and_brands_change_the_fingerprint(settings: Settings) -> None:
    (settings.folder / "sites.csv").write_text("example.org,CN\n")
    mine = replace(settings, targets=Targets(sites="sites.csv"))
    assert editions.fingerprint(mine, APRIL) != editions.fingerprint(settings, APRIL)
    assert editions.targets(mine).sites == {"example.org": "CN"}
    assert editions.targets(settings).brands["icbc"] == "CN"


def test_compiled_tables_that_were_removed_are_built_again(settings: Settings) -> None:
    put(settings, gzip.compress(APNIC.encode()), APRIL, "delegated.gz")
    assert country(settings, APRIL, "1.0.1.1")[0] == "CN"
    shutil.rmtree(settings.store / "reference")
    shelf.open_table.cache_clear()
    assert country(settings, APRIL, "1.0.1.1")[0] == "CN"


def test_a_store_that_was_removed_and_made_anew_is_read_anew(settings: Settings) -> None:
    for code in ("AU", "CN"):
        put(settings, f"1.0.0.0/24,{code}\n", APRIL)
        assert country(settings, APRIL, "1.0.0.1")[0] == code
        shutil.rmtree(settings.store)


def test_a_reference_file_that_vanished_is_named(settings: Settings) -> None:
    added = put(settings, APNIC, APRIL)
    shutil.rmtree(settings.store / "reference")
    raw.path(settings.store, added.sha256).unlink()
    with pytest.raises(ReferenceTableError, match="missing or damaged; add it again"):
        editions.placer(settings, APRIL)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("", UnknownFormat, "no reference table"),
        ("hello\nworld\n", UnknownFormat, "no reference table"),
        ("1.0.0.0/24,AU\n" + "x,AU\n" * 30, FileRefused, "30 of 31 records cannot be read"),
        ("1.0.0.0/24,ZZ\n", FileRefused, "no record says a country"),
        ("start,end,country\n", FileRefused, "0 of 0 records"),
        (
            gzip.compress(APNIC.encode(), mtime=0)[:40],
            FileRefused,
            "cannot be read: .*the end of the gzip data is missing",
        ),
    ],
    ids=["empty", "prose", "mostly damaged", "without a country", "only a header", "cut off"],
)
def test_what_is_no_table_is_refused_and_leaves_no_edition(
    settings: Settings, text: str | bytes, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        put(settings, text, APRIL)
    assert [edition.embedded for edition in editions.editions(settings)] == [True]


def test_a_basis_that_does_not_fit_is_refused(settings: Settings) -> None:
    with pytest.raises(InputError, match="registered, located, routed"):
        put(settings, "1.0.0.0/24,AU\n", APRIL, basis="guessed")
    with pytest.raises(InputError, match="leave --basis out"):
        put(settings, "1.0.0.0/24,64496\n", APRIL, basis="located")
    with pytest.raises(InputError, match="leave --basis out"):
        put(settings, APNIC, APRIL, basis="located")
    with pytest.raises(SettingsError, match="'guessed' is no basis"):
        editions.placer(replace(settings, placing=Placing(basis=("guessed",))), APRIL)
    with pytest.raises(InputError, match="is not a file"):
        editions.add(settings.folder / "absent", settings=settings, edition=APRIL)
