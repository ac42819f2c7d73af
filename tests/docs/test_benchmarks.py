"""What the README says of speed is what was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUOTED = re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end -->", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize(("name", "quoted"), QUOTED, ids=[name for name, _ in QUOTED])
def test_the_readme_quotes_the_results_as_they_are(name: str, quoted: str) -> None:
    kept = json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text("utf-8"))
    assert quoted.splitlines() == kept["table"]


def test_something_is_quoted() -> None:
    assert {"ingest", "intelmq"} <= {name for name, _ in QUOTED}
