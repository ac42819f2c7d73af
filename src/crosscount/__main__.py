"""The program `crosscount`, also as python -m crosscount: Ctrl-C is understood before anything large is loaded."""

from __future__ import annotations

import sys

__all__ = ["STOPPED", "main"]

STOPPED = 130  # as a shell says it of a program ended by Ctrl-C


def main() -> int:
    """Run the program. Loading it takes a second or more, in which somebody may change their mind."""
    try:
        from crosscount.cli import main as program
    except KeyboardInterrupt:
        print("crosscount: stopped before it began", file=sys.stderr)
        return STOPPED
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
