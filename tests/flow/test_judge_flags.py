"""Flags that only a recount can raise: days added up, a share of another whole, addresses called machines."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from crosscount import settings as loading
from crosscount.flow import conclude, ingest, settle
from crosscount.model.claim import Flag, Verdict
from crosscount.settings import Settings
from tests.flow.judging import judged

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "first_steps"
LOG = "conn.2014-04-02.log"
DAY = 86_400
CHINESE_SERVER = "198.51.100.200"


def _a_day_later(log: str) -> str:
    """The same connections on the day after."""
    lines = []
    for line in log.splitlines():
        time, tab, rest = line.partition("\t")
        lines.append(f"{float(time) + DAY:.6f}{tab}{rest}" if time[:1].isdigit() else line)
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small world of the first steps for two days, with a control server in China as well."""
    folder = tmp_path_factory.mktemp("flags") / "example"
    shutil.copytree(EXAMPLE, folder)
    log, c2 = folder / "logs" / LOG, folder / "lists" / "gozi-2014-04-01.txt"
    first = next(line for line in log.read_text().splitlines() if line.startswith("1396396800"))
    text = log.read_text() + first.replace("192.0.2.10", CHINESE_SERVER).replace("C00000", "C90000") + "\n"
    log.write_text(text)
    (folder / "logs" / LOG.replace("-02", "-03")).write_text(_a_day_later(text))
    c2.write_text(c2.read_text() + f"{CHINESE_SERVER}\n")
    made = replace(loading.load(folder / "crosscount.toml"), store=folder / "store")
    ingest.run([folder / "logs", folder / "lists"], settings=made)
    conclude.run(settings=made)
    settle.run(settings=made)
    return made


def test_days_added_up_are_told_from_machines(settings: Settings) -> None:
    text = "From April 2 to April 3, {} computers in China were controlled by servers in the US."
    right = judged(text.format("15"), settings)["15"]
    assert (right.verdict, right.flags) == (Verdict.REPRODUCED, ())
    added = judged(text.format("30"), settings)["30"]
    assert added.verdict is Verdict.CONTRADICTED
    assert [raised.flag for raised in added.flags] == [Flag.SUM_OF_DAYS]
    assert "30" in added.flags[0].sentence
    wrong = judged(text.format("29"), settings)["29"]
    assert (wrong.verdict, wrong.flags) == (Verdict.CONTRADICTED, ())


def test_a_share_that_is_right_of_one_whole_only_is_flagged(settings: Settings) -> None:
    text = "On April 2, {} percent of the servers that controlled computers in China were in the US."
    of_all, of_foreign, of_none = (judged(text.format(n), settings)[f"{n} percent"] for n in (50, 67, 80))
    assert (of_all.verdict, of_all.flags) == (Verdict.REPRODUCED, ())
    assert of_foreign.verdict is Verdict.REPRODUCED
    assert [raised.flag for raised in of_foreign.flags] == [Flag.BASE_UNCLEAR]
    assert of_none.verdict is Verdict.CONTRADICTED


def test_addresses_called_machines_are_flagged_where_the_figure_counts_addresses(settings: Settings) -> None:
    text = "On April 2, 2 {} in the US implanted backdoors in one or more Chinese websites."
    for noun, flags in (("IP addresses", []), ("machines", [Flag.UNIT_MISMATCH]), ("servers", [Flag.UNIT_MISMATCH])):
        found = judged(text.format(noun), settings)["2"]
        assert found.claim.role == "backdoor_ip"
        assert [raised.flag for raised in found.flags] == flags, (noun, found.sentence)
