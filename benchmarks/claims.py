"""Hold the claims found in annotated texts against the annotations: python -m benchmarks.claims [FILE.jsonl …].

A line of a file is a text: {"id", "date", "text", "claims": [{"quantity", "kind", "role", "origin_country", …}]}. An
annotated claim is found if a claim of that text has its quantity; each is matched once, with whichever agrees on most
fields. Numbers are the same if they differ by less than 0.2 per cent (or, for "a third", by less than half a point);
speakers and sources, if half of the words of the shorter name are in the longer: annotators abbreviate as they like.
Everything else must be equal. "Every number" is what a regular expression finds that takes each number for a claim.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from crosscount.claims.extract import extract
from crosscount.model.claim_plain import claim_to_plain

HERE = Path(__file__).resolve().parents[1]
OWN = HERE / "tests" / "claims"
TEXTS = (HERE.parent / "shared" / "claims" / "dev.jsonl", OWN / "texts.jsonl", OWN / "blind.jsonl")
CORE = ("kind", "role", "origin_country", "target_country", "window")
FIELDS = (*CORE, "speaker", "cited_source", "hedge", "modifier", "approx", "negated", "disputed")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SMALL = {"the", "of", "and", "report", "annual", "s", "for", "in"}
Plain = Mapping[str, Any]


@dataclass
class Score:
    """Sums over texts."""

    found: int = 0  # annotated claims whose quantity was found
    missed: int = 0
    extra: int = 0
    whole: dict[str, int] = field(default_factory=lambda: {"quantity": 0, "tuple": 0, "tuple and speaker": 0, "all": 0})
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    remarks: list[str] = field(default_factory=list)

    def f1(self, count: int) -> tuple[float, float, float]:
        """Precision, recall and F1 of so many right ones."""
        given, wanted = self.found + self.extra, self.found + self.missed
        return count / max(1, given), count / max(1, wanted), 2 * count / max(1, given + wanted)


def score(texts: Iterable[Plain]) -> Score:
    """Extract the claims of each text and compare."""
    total = Score()
    for each in texts:
        got = [claim_to_plain(claim) for claim in extract(each["text"], day=date.fromisoformat(each["date"]))]
        _compare(each, got, total)
    return total


def _compare(text: Plain, got: Sequence[Plain], total: Score) -> None:
    left = list(got)
    for wanted in text["claims"]:
        able = [claim for claim in left if _same_number(claim["quantity"], wanted["quantity"])]
        if not able:
            total.missed += 1
            total.remarks.append(f"{text['id']}: missed {wanted['quantity_text']!r} ({wanted['role']})")
            continue
        best = max(
            able,
            key=lambda claim: sum(_same(name, claim, wanted) for name in FIELDS if name in wanted or name == "window"),
        )
        left.remove(best)
        total.found += 1
        wrong = [name for name in FIELDS if not _same(name, best, wanted)]
        for name in FIELDS:
            total.right[name] += name not in wrong
        total.whole["quantity"] += 1
        total.whole["tuple"] += not set(wrong) & set(CORE)
        total.whole["tuple and speaker"] += not set(wrong) & {*CORE, "speaker", "modifier"}
        total.whole["all"] += not wrong
        if wrong:
            said = ", ".join(f"{name} {_value(name, best)}, not {_value(name, wanted)}" for name in wrong)
            total.remarks.append(f"{text['id']}: {wanted['quantity_text']!r}: {said}")
    total.extra += len(left)
    total.remarks += [f"{text['id']}: no claim, {claim['quantity_text']!r} ({claim['role']})" for claim in left]


def _value(name: str, claim: Plain) -> Any:
    return (claim["window_start"], claim["window_end"]) if name == "window" else claim.get(name)


def _same(name: str, got: Plain, wanted: Plain) -> bool:
    one, other = _value(name, got), _value(name, wanted)
    if name in ("speaker", "cited_source"):
        words, others = _words(one), _words(other)
        return words == others or len(words & others) * 2 >= max(1, min(len(words), len(others)))
    return bool(one == other) or (name not in wanted and name != "window")


def _words(name: str | None) -> set[str]:
    return set(re.findall(r"[a-z0-9]+|[一-鿿]", (name or "").lower())) - SMALL


def _same_number(one: Any, other: Any) -> bool:
    ends = [value if isinstance(value, list) else [value] for value in (one, other)]
    if len(ends[0]) != len(ends[1]):
        return False
    return all(
        abs(a - b) <= max(1e-9, abs(b) * 0.002, 0.4 if abs(b) < 100 and a != int(a) else 0)
        for a, b in zip(*ends, strict=True)
    )


def every_number(texts: Iterable[Plain]) -> tuple[int, int, int]:
    """What a regular expression gives that calls every number a claim: right, given, wanted."""
    right = given = wanted = 0
    for each in texts:
        values = [float(found.replace(",", "")) for found in NUMBER.findall(each["text"]) if found.strip(",")]
        given, wanted = given + len(values), wanted + len(each["claims"])
        for claim in each["claims"]:
            written = NUMBER.search(str(claim["quantity_text"]))
            number = float(written[0].replace(",", "")) if written else None
            if number in values:
                values.remove(number)
                right += 1
    return right, given, wanted


def read(file: Path) -> list[dict[str, Any]]:
    """The texts of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def report(file: Path, *, remarks: bool) -> Iterator[str]:
    """The table of one file."""
    texts = read(file)
    begun = time.process_time()
    total = score(texts)
    spent = time.process_time() - begun
    size = sum(len(text["text"]) for text in texts)
    claims = total.found + total.missed
    yield f"{file.name}: {len(texts)} texts, {claims} annotated claims, {size:,} characters, {spent:.2f} s"
    yield f"  {'':28}{'precision':>10}{'recall':>10}{'F1':>10}"
    for name, count in total.whole.items():
        precision, recall, f1 = total.f1(count)
        yield f"  {name:28}{precision:>10.3f}{recall:>10.3f}{f1:>10.3f}"
    right, given, wanted = every_number(texts)
    f1 = 2 * right / (given + wanted)
    yield f"  {'every number is a claim':28}{right / given:>10.3f}{right / wanted:>10.3f}{f1:>10.3f}"
    for name in FIELDS:
        precision, recall, f1 = total.f1(total.right[name])
        yield f"    {name:26}{precision:>10.3f}{recall:>10.3f}{f1:>10.3f}"
    if remarks:
        yield from (f"  {remark}" for remark in total.remarks)


def main() -> int:
    """Print a table a file; a file that is not there is named, and no fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=list(TEXTS), metavar="FILE.jsonl")
    parser.add_argument("--remarks", action="store_true", help="say each difference")
    options = parser.parse_args()
    print("tuple: quantity, kind, role, origin, target and both ends of the window\n")
    for file in options.files:
        if not file.is_file():
            print(f"{file}: not there, so not measured", file=sys.stderr)
            continue
        print("\n".join(report(file, remarks=options.remarks)), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
