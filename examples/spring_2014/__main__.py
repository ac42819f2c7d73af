"""The demo as `python -m examples.spring_2014 --out demo` from the root of the repository."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # the scripts of this folder stand alone

from run import main

sys.exit(main())
