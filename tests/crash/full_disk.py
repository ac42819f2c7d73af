"""One step on a disk that may be too small: python -m tests.crash.full_disk STEP STORE. Prints the error, if any."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from crosscount.errors import CrosscountError
from crosscount.flow import keep, settle
from crosscount.settings import Keep, Settings

__all__ = ["STEPS", "main"]


def run_settle(store: Path) -> None:
    """Settle, with a commit a week."""
    settle.CHUNK_DAYS = 1
    settle.run(settings=Settings(store=store, timezone="UTC"))


def run_keep(store: Path) -> None:
    """Compact, then let half of the threats expire, then clear away what is left."""
    settings = Settings(store=store, timezone="UTC", keep=Keep(threats=10))
    keep.compact(settings=settings)
    keep.retain(settings=settings, today=date(2014, 3, 17))
    keep.vacuum(settings=settings, older_than=0)


STEPS = {"settle": run_settle, "keep": run_keep}


def main() -> int:
    """Exit 0 if the step was done, 3 if it said in one sentence why not."""
    step, store = sys.argv[1:]
    try:
        STEPS[step](Path(store))
    except CrosscountError as error:
        print(f"{type(error).__name__}: {error}")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
