"""A short news text about the demo's world, with some of its numbers altered. Nothing in it happened.

    python examples/spring_2014/article.py demo        # writes demo/article.md from demo/truth.json

Each alteration is of a kind that happens: two digits exchanged, origin and target exchanged, daily numbers added up to
a total, a claim about days that no sensor saw. EXPECTED says what a checker must make of each number, in order.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

DAY = "2014-05-20"
# Verdict, and a flag that must be raised, for each claim of the text.
EXPECTED = (
    ("reproduced", None),  # control servers
    ("reproduced", None),  # controlled computers, "about"
    ("contradicted", None),  # hosts of phishing pages, digits exchanged
    ("reproduced", None),  # phishing pages
    ("reproduced", None),  # phishing operations, "more than"
    ("not_covered", "direction_wrong"),  # addresses that used backdoors, from China to the US
    ("not_covered", "direction_wrong"),  # sites with a backdoor, the same
    ("contradicted", None),  # backdoor attacks, ten times as many
    ("not_covered", None),  # a year before
    ("unverifiable", None),  # defaced sites: no figure counts them
    ("unverifiable", None),  # the part of them
    ("contradicted", "internally_inconsistent"),  # a share that the text's own numbers do not give
)


def main() -> int:
    """Write the text into the folder of a demo."""
    folder = Path(sys.argv[1])
    figures = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["figures"]
    (folder / "article.md").write_text(text(figures), encoding="utf-8")
    return 0


def text(figures: dict[str, int]) -> str:
    """The article."""
    n = {name.replace("-", "_"): value for name, value in figures.items()}
    return f"""# Network centre: control servers in the US

*SYNTHETIC. Written for the demo; nothing in it happened.*

From March 19 to May 18, **{n["c2_servers"]:,} Trojan or botnet control servers** in the US controlled about
{large(n["controlled_machines"])} computers in China, CNCERT said on Monday. It found {exchanged(n["phishing_hosts"]):,}
hosts in the US carrying {n["phishing_pages"]:,} phishing pages, which led to more than
{int(n["phishing_operations"] * 0.95):,} phishing operations in China.

In the same period {n["backdoor_origins"]:,} IP addresses in China implanted backdoors in {n["backdoored_sites"]:,}
websites in the US. The centre also counted {n["backdoor_attacks"] * 10:,} backdoor attacks from the US on Chinese
websites.

A year ago it was worse: in March 2013, 4,100 control servers in the US were found. In the first quarter of 2014,
19,000 websites in China were defaced, of which 2,000 websites, or 25 percent, were government-run.
"""


def large(number: int) -> str:
    """A number as a newspaper writes it."""
    return f"{number / 1_000_000:.2f} million" if number >= 1_000_000 else f"{number:,}"


def exchanged(number: int) -> int:
    """The number with its last two different neighbouring digits exchanged."""
    digits = list(str(number))
    for at in range(len(digits) - 2, -1, -1):
        if digits[at] != digits[at + 1]:
            digits[at], digits[at + 1] = digits[at + 1], digits[at]
            break
    return int("".join(digits)) if int("".join(digits)) != number else number + 10


if __name__ == "__main__":
    sys.exit(main())
