"""python -m crosscount."""

from __future__ import annotations

import sys

from crosscount.cli.main import main

__all__: list[str] = []

sys.exit(main())
