"""Finds R with metafor for the tests of the take-home recipe; with --install brings both by apt where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

ADVICE = (
    "The tests of the take-home recipe need R with the package metafor. "
    "On Debian or Ubuntu: sudo apt-get install r-cran-metafor"
)
PACKAGES = ("r-base-core", "r-cran-metafor")


def find_r() -> str | None:
    """The path of Rscript if there is one that has metafor, else None."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    asked = [program, "-e", "quit(status = !requireNamespace('metafor', quietly = TRUE))"]
    answer = subprocess.run(asked, capture_output=True, timeout=120, check=False)
    return program if answer.returncode == 0 else None


def install() -> bool:
    """Install R and metafor by apt; only root on Debian or Ubuntu can."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print("Installing R with metafor, which the tests of the take-home recipe need.", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
    ):
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, timeout=900, check=False)
        if done.returncode != 0:
            return False
    return True


def main(arguments: list[str]) -> int:
    """0 if R with metafor is there at the end."""
    if find_r() is None and "--install" in arguments:
        install()
    if find_r() is None:
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
