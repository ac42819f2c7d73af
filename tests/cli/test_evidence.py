"""Evidence that a stranger recounts: exported, verified from the folder alone, by DuckDB alone, and proved."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crosscount.errors import InputError, NotReproduced
from tests.cli.conftest import Program

WINDOW = ("--from", "2014-04-01", "--to", "2014-04-07")
PAIR = ("--origin", "US", "--target", "CN")


@pytest.fixture
def bundle(example: Program, tmp_path: Path) -> Path:
    made = example("bulletin", *PAIR, *WINDOW, "--out", tmp_path / "public")
    assert made.code == 0, made.err
    (file,) = (tmp_path / "public").glob("*.json")
    ended = example("evidence", "export", file, "--out", tmp_path / "given", "--json")
    assert ended.code == 0, ended.err
    return Path(ended.json["bundle"])


def queries(bundle: Path) -> list[str]:
    found: list[str] = re.findall(r"```sql\n(.*?)```", (bundle / "README.md").read_text(), re.DOTALL)
    return found


def test_a_stranger_recounts_with_the_bundle_alone(bundle: Path, program: Program, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.move(bundle, moved)
    ended = program("verify", moved)  # without settings, store or keys
    assert ended.code == 0, ended.err
    assert ended.out.startswith("same: bulletin ")


def test_the_printed_sql_recounts_every_number(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bundle)
    every, different = queries(bundle)
    rows = duckdb.sql(every).fetchall()
    assert len(rows) > 30
    assert all(published == recounted for *_, published, recounted in rows)
    assert max(published for *_, published, _ in rows) >= 15
    assert duckdb.sql(different).fetchall() == [(0,)]


def test_no_address_or_url_is_given_away(bundle: Path) -> None:
    members = pq.read_table(bundle / "members.parquet").column("member").to_pylist()
    assert {len(member) for member in members} == {16}
    for file in bundle.iterdir():
        content = file.read_bytes()
        assert b"192.0.2.10" not in content
        assert bytes([192, 0, 2, 10]) not in content
    # No member of one cell can be found again in another.
    assert len(members) == len(set(members))


@pytest.mark.parametrize("file", ["manifest.json", "cells.parquet", "members.parquet", "bulletin.json", "README.md"])
def test_one_changed_byte_is_told(bundle: Path, program: Program, file: str) -> None:
    content = bytearray((bundle / file).read_bytes())
    place = content.rindex(b"crosscount") if file == "manifest.json" else len(content) // 2
    content[place] ^= 1
    (bundle / file).write_bytes(content)
    assert program("verify", bundle).code in (NotReproduced.exit_code, InputError.exit_code)


def test_a_bundle_signed_by_another_is_told_by_its_key(bundle: Path, program: Program) -> None:
    (bundle / "manifest.sig").write_text("00" * 64)
    ended = program("verify", bundle)
    assert ended.code == NotReproduced.exit_code
    assert "the signature does not fit" in ended.out


def test_a_member_taken_away_is_told_even_if_the_files_are_signed_again(bundle: Path, program: Program) -> None:
    members = pq.read_table(bundle / "members.parquet")
    pq.write_table(members.slice(1), bundle / "members.parquet")
    ended = program("verify", bundle, "--json")
    failed = [check["about"] for check in ended.json["checks"] if not check["same"]]
    assert "signature and files" in failed
    assert len(failed) >= 2


def test_the_owner_of_an_address_gets_a_proof(bundle: Path, example: Program, program: Program, tmp_path: Path) -> None:
    counted, absent = tmp_path / "yes.json", tmp_path / "no.json"
    assert (
        "192.0.2.10 is counted"
        in example("evidence", "prove", bundle, "c2-servers", "192.0.2.10", "--out", counted).out
    )
    assert "is not counted" in example("evidence", "prove", bundle, "c2-servers", "203.0.113.9", "--out", absent).out
    for file in (counted, absent):
        assert program("evidence", "check", file, bundle).code == 0
    given = json.loads(absent.read_text())
    for change in ({"member": "192.0.2.10"}, {"places": []}, {"counted": True}, {"places": given["places"][:1] * 2}):
        forged = tmp_path / "forged.json"
        forged.write_text(json.dumps(given | change))
        assert program("evidence", "check", forged, bundle).code == NotReproduced.exit_code


def test_a_withheld_number_has_no_members_and_is_verified(finished: Path, program: Program, tmp_path: Path) -> None:
    settings = tmp_path / "small.toml"
    text = (finished / "crosscount.toml").read_text().replace('"overrides.csv"', f'"{finished / "overrides.csv"}"')
    settings.write_text(f"{text}\n[confidentiality]\nsmallest_cell = 5\n")
    options = ("--settings", settings, "--store", finished / "crosscount-store")
    made = program("bulletin", *PAIR, *WINDOW, "--out", tmp_path / "public", *options)
    assert re.search(r"suppressed  c2-servers", made.out), made.err
    assert re.search(r"15  controlled-machines", made.out)
    (file,) = (tmp_path / "public").glob("*.json")
    assert program("verify", file, *options).code == 0
    folder = Path(program("evidence", "export", file, "--out", tmp_path, "--json", *options).json["bundle"])
    assert program("verify", folder).code == 0
    cells = pq.read_table(folder / "cells.parquet").to_pylist()
    hidden = {(row["statement"], row["cell"]) for row in cells if row["state"] == "suppressed"}
    given = {(row["statement"], row["cell"]) for row in pq.read_table(folder / "members.parquet").to_pylist()}
    assert len(hidden) > 10
    assert not hidden & given
    assert (
        not {statement for statement, _ in hidden} & json.loads((folder / "manifest.json").read_text())["trees"].keys()
    )
    ended = program("evidence", "prove", folder, "c2-servers", "192.0.2.10", *options)
    assert ended.code == InputError.exit_code
    assert "nothing is proved of 'c2-servers': its number is withheld" in ended.err
    assert "Numbers below 5 are withheld" in (folder / "README.md").read_text()


def test_an_unfit_folder_is_no_bundle(program: Program, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    ended = program("verify", tmp_path)
    assert ended.code == InputError.exit_code
    assert "is no evidence bundle" in ended.err


def test_cells_may_not_name_what_the_bulletin_does_not(bundle: Path, program: Program) -> None:
    cells = pq.read_table(bundle / "cells.parquet")
    more = pa.concat_tables([cells, cells.slice(0, 1)])
    pq.write_table(more, bundle / "cells.parquet")
    ended = program("verify", bundle, "--json")
    assert "cells of the bulletin" in [check["about"] for check in ended.json["checks"] if not check["same"]]


def test_each_verdict_says_whose_key_signed_and_holds_it_to_the_expected_one(
    bundle: Path, example: Program, program: Program, tmp_path: Path
) -> None:
    key = program("verify", bundle, "--json").json["key"]
    ended = program("verify", bundle)
    assert f"key: {key}; nobody said which is expected" in ended.out
    ended = program("verify", bundle, "--key", key)
    assert ended.code == 0
    assert f"key: {key}\n" in ended.out
    assert program("verify", bundle, "--key", bundle / "public_key.pem").code == 0
    assert program("verify", bundle, "--key", "0" * 64).code == NotReproduced.exit_code
    proof = tmp_path / "proof.json"
    example("evidence", "prove", bundle, "controlled-machines", "203.0.113.9", "--out", proof)
    assert f"key: {key}" in program("evidence", "check", proof, bundle).out
    assert program("evidence", "check", proof, bundle, "--key", key).code == 0
    ended = program("evidence", "check", proof, bundle, "--key", "0" * 64)
    assert ended.code == NotReproduced.exit_code
    assert "it says that 203.0.113.9 is not counted" in ended.out


def test_a_file_beside_the_bundle_is_named(bundle: Path, program: Program) -> None:
    (bundle / "extra.txt").write_text("x")
    ended = program("verify", bundle)
    assert ended.code == 0
    assert "not part of the bundle, and signed by nobody: extra.txt" in ended.out


def test_a_key_is_of_no_use_for_a_bulletin(bundle: Path, program: Program) -> None:
    ended = program("verify", bundle / "bulletin.json", "--key", "0" * 64)
    assert ended.code == InputError.exit_code
    assert "--key is for bundles" in ended.err


def test_a_bulletin_of_before_small_numbers_were_withheld_is_not_exported(
    bundle: Path, finished: Path, program: Program, tmp_path: Path
) -> None:
    settings = tmp_path / "strict.toml"
    text = (finished / "crosscount.toml").read_text().replace('"overrides.csv"', f'"{finished / "overrides.csv"}"')
    settings.write_text(f"{text}\n[confidentiality]\nsmallest_cell = 5\n")
    options = ("--settings", settings, "--store", finished / "crosscount-store", "--out", tmp_path / "late")
    ended = program("evidence", "export", bundle / "bulletin.json", *options)
    assert ended.code == InputError.exit_code
    assert "publish the bulletin again" in ended.err
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize("full", ["signing.pem", "README.md", "manifest.json"])
def test_a_full_disk_leaves_no_half_bundle_or_key_and_the_same_works_afterwards(
    bundle: Path, finished: Path, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    settings = tmp_path / "own.toml"  # its keys lie beside it
    settings.write_text((finished / "crosscount.toml").read_text().replace('"over', f'"{finished}/over'))
    options = ("--settings", settings, "--store", finished / "crosscount-store", "--out", tmp_path / "out")
    at = os if full == "signing.pem" else Path
    opened = at.open  # type: ignore[attr-defined]

    def refusing(path: Path, *given: Any, **named: Any) -> Any:
        if Path(path).name == full and [*given, *named.values()][0] not in ("r", "rb"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(at, "open", refusing)
        ended = program("evidence", "export", bundle / "bulletin.json", *options)
    assert (ended.code, ended.err.count("\n")) == (7 if full == "signing.pem" else 3, 1)
    assert re.search("cannot be written.*: No space left on device", ended.err)
    assert list((tmp_path / "out").glob("*")) == []
    assert len(list((tmp_path / "keys").iterdir())) == (0 if full == "signing.pem" else 2)
    made = Path(program("evidence", "export", bundle / "bulletin.json", "--json", *options).json["bundle"])
    assert program("verify", made).code == 0
