"""Registries of others. The samples are written by ourselves in the layouts of the publishers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscount.errors import InputError, UnknownFormat
from crosscount.flow.carry import Carried, run
from crosscount.register.carrying.account import Account, Row
from crosscount.register.carrying.places import country
from crosscount.register.linting import lint
from crosscount.register.reading import Register, read
from crosscount.register.records import Actor, Attribution, Incident, Response
from crosscount.settings import Settings
from tests.register.conftest import ROOT

SHARED = ROOT.parent / "shared" / "data" / "registry"
UUIDS = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(6)]
EUREPOC = """\
ID,name,description,start_date,end_date,incident_type,receiver_name,receiver_country,receiver_category,initiator_name,\
initiator_country,number_of_attributions,attribution_ID,attribution_date,attribution_basis,attributing_actor,\
attributing_country,attributed_initiator_country,political_response_date,political_response_type,\
political_response_country,legal_response_date,legal_response_type,legal_response_type_subcode,legal_response_country,\
weighted_cyber_intensity,sources_url,secret_column
7,A theft,Something.,2014-05-01 00:00:00,2014-05-09,Data theft; Hijacking with Misuse,Firm A; Firm B,\
United States; Norway,\
Media; Science,Group X,"Korea, Democratic People's Republic of",2,71; 72,2014-06-01; 2014-07-01,\
IT-security community attributes attacker; Attribution by receiver government / state entity,Firm S; Ministry,\
Not available; United States,China; Russia,2014-06-02,Stabilizing measures (e.g. demarche),United States,\
2014-06-03; 2014-06-04,Peaceful means: Retorsion; Other legal measures (e.g. arrests),Economic sanctions; ,\
United States; United States,3.0,https://example.org/a; ftp://example.org/b,x
8,Uneven,,2014-02-30,,Disruption,Firm A; Firm B; Firm C,Unknown,Media; Science,,\
Europe (region),2,81; 82,2014-06-01,,,,,,,,,,,,,,
,No id,,,,,,,,,,,,,,,,,,,,,,,,,,
"""
CFR = """\
Title,Date,Affiliations,Description,Response,Victims,Sponsor,Type,Category,Sources_1,Sources_2
Quiet Case,5/19/2014,Also known as Q,Text.,"Criminal charges, Confirmation   https://example.org/r",\
"United States, Firm A, UN officials, including those of one body",Iran (Islamic Republic of),Espionage,Private sector,\
https://example.org/1,see page 4
Odd Day,19/5/2014,,Text.,,,,,,,
,,,,,,,,,,
"""


def galaxy(*values: dict[str, Any]) -> str:
    return json.dumps({"name": "Threat actor", "type": "threat-actor", "version": 3, "values": list(values)})


MISP = galaxy(
    {
        "uuid": UUIDS[0],
        "value": "Grey Crew",
        "description": "Text.",
        "meta": {
            "synonyms": ["GC-1", "Wanderer", "Grey Crew"],
            "country": "CN",
            "cfr-suspected-state-sponsor": "United States, Israel",
            "cfr-suspected-victims": ["Norway", "Middle East"],
            "refs": ["https://example.org/x", "javascript:alert(1)"],
            "since": "2010",
        },
        "related": [
            {"dest-uuid": UUIDS[1], "type": "similar", "tags": ["likely"]},
            {"dest-uuid": UUIDS[5], "type": "uses"},
            {"type": "similar"},
        ],
    },
    {"uuid": UUIDS[1], "value": "Blue Crew", "meta": {"synonyms": ["WANDERER"]}},
    {"uuid": "none", "value": "Nobody"},
    {"uuid": UUIDS[2], "value": "Grey-Crew"},
)
ATTACK = json.dumps(
    {
        "type": "bundle",
        "objects": [
            {
                "type": "intrusion-set",
                "id": f"intrusion-set--{UUIDS[0]}",
                "name": "Grey Crew",
                "aliases": ["Grey Crew", "GC-1"],
                "external_references": [
                    {"source_name": "mitre-attack", "external_id": "G9999", "url": "https://example.org/G9999"}
                ],
                "x_mitre_version": "1.0",
            },
            {
                "type": "campaign",
                "id": f"campaign--{UUIDS[1]}",
                "name": "Quiet Spring",
                "first_seen": "2014-03-01T00:00:00.000Z",
                "last_seen": "2014-05-01T00:00:00.000Z",
            },
            {
                "type": "relationship",
                "id": f"relationship--{UUIDS[2]}",
                "relationship_type": "attributed-to",
                "source_ref": f"campaign--{UUIDS[1]}",
                "target_ref": f"intrusion-set--{UUIDS[0]}",
            },
            {"type": "attack-pattern", "id": f"attack-pattern--{UUIDS[3]}", "name": "A technique"},
            {"type": "intrusion-set", "id": f"intrusion-set--{UUIDS[4]}", "name": "Gone", "revoked": True},
        ],
    }
)

Import = Callable[..., tuple[Carried, Register]]


@pytest.fixture
def imports(tmp_path: Path) -> Import:
    def carry(*texts: str | bytes) -> tuple[Carried, Register]:
        files = []
        for number, text in enumerate(texts):
            files.append(tmp_path / f"file-{number}")
            files[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
        carried = run(files, folder=tmp_path / "register", settings=Settings(store=tmp_path / "store"))
        return carried, read(tmp_path / "register")

    return carry


def asides(carried: Carried) -> set[tuple[int, str, str]]:
    return {(each.row, each.column, each.value) for each in carried.asides}


@pytest.mark.parametrize("text", [EUREPOC, CFR, MISP, ATTACK], ids=["eurepoc", "cfr", "misp", "attack"])
def test_read_is_carried_plus_set_aside_and_the_register_is_sound(imports: Import, text: str) -> None:
    carried, register = imports(text)
    assert carried.read == carried.carried + carried.set_aside == carried.carried + len(carried.asides)
    assert carried.carried > 0
    assert [str(fault) for fault in lint(register) if fault.level == "error"] == []


@pytest.mark.parametrize("text", [EUREPOC, CFR, MISP, ATTACK], ids=["eurepoc", "cfr", "misp", "attack"])
def test_a_second_import_writes_nothing(imports: Import, text: str) -> None:
    first, register = imports(text)
    again, after = imports(text)
    assert (again.written, again.differing, again.unchanged) == ({}, (), sum(first.written.values()))
    assert dict(register.records) == dict(after.records)


def test_eurepoc_lists_are_paired_place_by_place(imports: Import) -> None:
    _, register = imports(EUREPOC)
    theft = register.find("eurepoc-7", Incident)
    assert [(v.name, v.country, v.category) for v in theft.victims] == [
        ("Firm A", "US", "Media"),
        ("Firm B", "NO", "Science"),
    ]
    assert (theft.start, theft.end, theft.types) == (
        "2014-05-01",
        "2014-05-09",
        ("Data theft", "Hijacking with Misuse"),
    )
    first, second = (register.find(f"eurepoc-7-a-{number}", Attribution) for number in (71, 72))
    assert (first.by_names, first.by_countries, first.to_countries, first.basis) == (
        ("Firm S",),
        (),
        ("CN",),
        ("company",),
    )
    assert (second.by_countries, second.to_countries, second.date) == (("US",), ("RU",), "2014-07-01")
    coded = register.find("eurepoc-7-coded", Attribution)
    assert (coded.by, coded.to_names, coded.to_countries) == (("eurepoc",), ("Group X",), ("KP",))
    acts = {each.id: each.act for each in register.of(Response)}
    assert acts == {
        "eurepoc-7-political-1": "political_measure",
        "eurepoc-7-legal-1": "sanction",
        "eurepoc-7-legal-2": "legal_measure",
    }, "what stands in brackets is an example, not what was done"


def test_eurepoc_values_that_cannot_be_carried_are_told_with_row_and_column(imports: Import) -> None:
    carried, _ = imports(EUREPOC)
    assert {
        (1, "secret_column", "x"),
        (1, "sources_url", "ftp://example.org/b"),
        (1, "attributing_country", "Not available"),
        (2, "start_date", "2014-02-30"),
        (2, "attribution_date", "2014-06-01"),
        (3, "name", "No id"),
    } <= asides(carried)


def test_eurepoc_rows_of_one_incident_make_one_record(imports: Import) -> None:
    head = (
        "ID,incident_type,weighted_cyber_intensity,start_date,year,receiver_country,initiator_country,receiver_region\n"
    )
    rows = "9,Disruption,1.0,2001-05-01,2001.0,{},{},\"['ASIA', 'NATO']\"\n"
    one = head + rows.format("Japan", "China") + rows.format("Norway", "China") + rows.format("Norway", "ISIS")
    carried, register = imports(one, "ID,receiver_country,receiver_name\n9,Norway,A bank\n9,Eastern Europe,\n")
    incident = register.find("eurepoc-9", Incident)
    assert [(v.country, v.name, v.region) for v in incident.victims] == [
        ("JP", "", ""),
        ("NO", "", ""),
        ("NO", "A bank", ""),
        (None, "", "Eastern Europe"),
    ]
    coded = register.find("eurepoc-9-coded", Attribution)
    assert (coded.to_countries, coded.to_names) == (("CN",), ("ISIS",))
    assert carried.set_aside == 0
    assert incident.measures["receiver_region"] == "ASIA; NATO"


def test_a_value_that_contradicts_an_earlier_row_is_set_aside(imports: Import) -> None:
    carried, register = imports("ID,name,start_date,incident_type\n9,A,2001-05-01,x\n9,B,2002-05-01,x\n")
    assert register.find("eurepoc-9", Incident).start == "2001-05-01"
    assert {(2, "name", "B"), (2, "start_date", "2002-05-01")} == asides(carried)


def test_cfr_operations_responses_and_sponsors(imports: Import) -> None:
    carried, register = imports(CFR)
    case = register.find("cfr-quiet-case-2014-05-19", Incident)
    assert [(v.country, v.name) for v in case.victims] == [
        ("US", ""),
        (None, "Firm A"),
        (None, "UN officials, including those of one body"),
    ]
    sponsor = register.find("cfr-quiet-case-2014-05-19-sponsor", Attribution)
    assert (sponsor.to_countries, sponsor.by, sponsor.category) == (("IR",), ("cfr",), "Sponsor")
    assert sponsor.hedge == "", "no word of the table"
    charge = register.find("cfr-quiet-case-2014-05-19-charge", Response)
    assert (charge.act, charge.refs) == ("charge", ("https://example.org/r",))
    assert {(1, "Response", "Confirmation"), (1, "Sources_2", "see page 4"), (2, "Date", "19/5/2014")} == asides(
        carried
    )


def test_a_misp_country_is_an_attribution_and_a_name_of_two_is_shared(imports: Import) -> None:
    carried, register = imports(MISP)
    grey = register.find(f"misp-{UUIDS[0]}", Actor)
    assert (grey.country, grey.aliases, grey.shared_aliases) == (None, ("GC-1",), ("Grey Crew", "Wanderer"))
    assert [each.to for each in grey.related] == [f"misp-{UUIDS[1]}", f"misp:{UUIDS[5]}"]
    assert (grey.targets, grey.profile) == (("NO",), {"since": "2010"})
    by = {each.by: each.to_countries for each in register.of(Attribution)}
    assert by == {("misp",): ("CN",), ("cfr",): ("US", "IL")}
    told = asides(carried)
    assert {(1, "meta.cfr-suspected-victims", "Middle East"), (1, "meta.refs", "javascript:alert(1)")} <= told
    assert (3, "value", "Nobody") in told


def test_two_editions_at_once_keep_what_both_say(imports: Import) -> None:
    old = galaxy({"uuid": UUIDS[1], "value": "Blue", "description": "A.", "meta": {"country": "CN", "synonyms": ["Q"]}})
    new = galaxy(
        {"uuid": UUIDS[1], "value": "Azure", "description": "B.", "meta": {"country": "RU"}},
        {"uuid": UUIDS[2], "value": "Red", "meta": {"synonyms": ["q"]}},
    )
    carried, register = imports(old, new)
    blue = register.find(f"misp-{UUIDS[1]}", Actor)
    assert (blue.name, blue.aliases, blue.shared_aliases) == ("Blue", ("Azure",), ("Q",))
    assert {each.to_countries for each in register.of(Attribution)} == {("CN",), ("RU",)}
    assert (1, "description", "B.") in asides(carried)
    assert carried.read == carried.carried + carried.set_aside
    assert [str(fault) for fault in lint(register)] == []


def test_eurepoc_tables_of_responses_alone_with_dates_in_three_columns(imports: Import) -> None:
    head = "ID,legal_response_type,legal_response_country,legal_response_date_year,legal_response_date_month,"
    head += "legal_response_date_day\n"
    rows = "9,Arrests,Norway,2014,5,9\n9,Economic sanctions,Japan,2014.0,6,\n9,Arrests,Norway,2014,15,9\n"
    carried, register = imports(head + rows)
    assert [(each.act, each.countries, each.date) for each in register.of(Response)] == [
        ("arrest", ("NO",), "2014-05-09"),
        ("sanction", ("JP",), "2014-06"),
        ("arrest", ("NO",), None),
    ]
    assert {(3, f"legal_response_date_{part}", value) for part, value in (("month", "15"), ("day", "9"))} <= asides(
        carried
    )
    assert carried.read == carried.carried + carried.set_aside


def test_another_edition_never_overwrites(imports: Import) -> None:
    imports(MISP)
    carried, register = imports(galaxy({"uuid": UUIDS[1], "value": "Blue Team", "meta": {"country": "CN"}}))
    assert carried.differing == (f"misp-{UUIDS[1]}",)
    assert register.find(f"misp-{UUIDS[1]}", Actor).name == "Blue Crew"
    assert "a record of that id says something else: name" in carried.reasons
    assert register.find(f"misp-{UUIDS[1]}-country", Attribution).to_countries == ("CN",)


def test_attack_groups_and_campaigns(imports: Import) -> None:
    carried, register = imports(ATTACK)
    group = register.find(f"intrusion-set-{UUIDS[0]}", Actor)
    assert (group.aliases, "attack:G9999" in group.external) == (("GC-1",), True)
    campaign = register.find(f"campaign-{UUIDS[1]}", Incident)
    assert (campaign.start, campaign.end) == ("2014-03-01", "2014-05-01")
    assert [each.to for each in register.of(Attribution)] == [(group.id,)]
    assert {(4, "type", "attack-pattern"), (5, "type", "intrusion-set"), (1, "x_mitre_version", "1.0")} <= asides(
        carried
    )


def test_a_name_that_the_register_has_already_becomes_a_shared_one(imports: Import) -> None:
    imports(MISP)
    _, register = imports(ATTACK)
    assert [str(fault) for fault in lint(register)] == []
    assert register.find(f"intrusion-set-{UUIDS[0]}", Actor).shared_aliases == ("Grey Crew", "GC-1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "of no registry known here"),
        ('{"type": "galaxy"}', "neither a MISP galaxy"),
        ('{"type": ', "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("", "of no registry"),
    ],
)
def test_a_file_of_no_registry_is_refused_and_nothing_is_written(
    imports: Import, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(UnknownFormat, match=said):
        imports(CFR, text)
    assert not (tmp_path / "register").exists()


def test_a_bomb_is_refused(imports: Import) -> None:
    with pytest.raises(InputError):
        imports(gzip.compress(b"ID,receiver_country\n" + b"0" * 300_000_000))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, Republic of", "KR"),
        ("Islamic Republic of Iran", "IR"),
        ("NO", "NO"),
        ("U.S.", "US"),
        ("Côte d'Ivoire", "CI"),
        ("Europe (region)", None),
        ("in", None),
        ("Georgia", "GE"),
        ("XY", None),
        ("", None),
    ],
)
def test_names_of_countries(name: str, code: str | None) -> None:
    assert country(name) == code


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.lists(st.text(st.characters(exclude_characters='\x00"\r\n,'), max_size=12), max_size=9), max_size=5
    )
)
def test_any_table_is_accounted_for_value_by_value(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    head = "ID,name,start_date,receiver_country,attribution_ID,attribution_date,initiator_country,sources_url"
    text = "\n".join([head, *(",".join(f'"{cell}"' for cell in row) for row in cells)])
    (folder / "t.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
    carried = run([folder / "t.csv"], folder=folder / "r", settings=Settings(store=folder / "s"))
    assert carried.read == carried.carried + carried.set_aside


def test_a_row_hands_out_each_value_once() -> None:
    account = Account()
    row = Row(account, "f", 1, {"a": ["x", "Unknown", "", "y"], "b": ["z"]})
    assert (row.take("a", "r"), row.take("a", "r")) == (["x", "y"], [])
    row.refuse("a", "y", "r", "no")
    row.close()
    assert (account.read, account.carried, [each.value for each in account.asides]) == (4, 1, ["Unknown", "y", "z"])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real registries are not here: ../shared/data/registry")
@pytest.mark.parametrize("pattern", ["[Ee]u[Rr]*", "cfr*", "misp*", "ics*"])
def test_the_real_registries_are_accounted_for(tmp_path: Path, pattern: str) -> None:
    files = sorted(SHARED.glob(pattern))
    carried = run(files, folder=tmp_path / "r", settings=Settings(store=tmp_path / "s"))
    assert carried.read == carried.carried + carried.set_aside
    assert carried.written
    assert [str(fault) for fault in lint(read(tmp_path / "r")) if fault.level == "error"] == []
