"""Workers do without pandas, also where it is installed: imported before anything else that a worker imports.

pyarrow asks for it the first time that it makes a column of a list, and importing it takes longer than all the rest.
A worker hands out Arrow only, so for it pandas is as good as not installed. Other processes may need it: Spark's does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

__all__: list[str] = []


class _Without(MetaPathFinder):
    """Says of pandas what Python says where it is not installed."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(f"No module named '{fullname}'", name=fullname)


sys.meta_path.insert(0, _Without())
