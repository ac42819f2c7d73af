"""The program `crosscount`, also as python -m crosscount: Ctrl-C is understood before anything large is loaded."""

from __future__ import annotations

import sys

from crosscount.cli import signals

__all__ = ["main"]


def main() -> int:
    """Run the program. Loading it takes a second or more, in which somebody may change their mind."""
    signals.heed()
    try:
        from crosscount.cli import main as program
    except BaseException as error:  # what is being loaded may make something else of it
        if signals.came() is None and not isinstance(error, KeyboardInterrupt):
            raise
        signals.over()
        print("crosscount: stopped before it began", file=sys.stderr)
        return signals.came() or signals.STOPPED
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
