"""Write the golden files anew: `python -m tests.sources.refresh [SOURCE…]`. Then look at the difference with git."""

from __future__ import annotations

import sys

from crosscount import plugins
from tests.sources.outcome import FOLDER, golden, samples

if __name__ == "__main__":
    for source in plugins.sources().values():
        if samples(source) and (len(sys.argv) == 1 or source.id in sys.argv[1:]):
            for name, text in golden(source).items():
                (FOLDER / source.id / name).write_text(text, "utf-8")
            print(source.id)
