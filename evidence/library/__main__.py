"""`python -m evidence.library FOLDER`: what is wrong with a data folder, in words."""

from __future__ import annotations

import sys
from pathlib import Path

from evidence.library import check
from evidence.library.schema import PACKAGED


def main(arguments: list[str]) -> int:
    """Print what is wrong with a data folder; 0 if nothing is."""
    folder = Path(arguments[0]) if arguments else PACKAGED
    problems = check(folder)
    for problem in problems:
        print(problem)
    print(f"{folder}: {len(problems)} problem(s)" if problems else f"{folder}: no problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
