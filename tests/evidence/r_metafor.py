"""Finds the R with metafor that runs the recipe's R program in the tests and, when asked, installs both.

As a program it prints the version, or says what to do and exits with 1: `python -m tests.evidence.r_metafor [--install]`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from tests.browser.chromium import PACKAGE_LIMIT, is_root, run

PACKAGES = "r-base-core r-cran-metafor"

ADVICE = """The tests run the take-home recipe in R, too, and found no R with the package metafor. One of these helps:
  make r                                              (as root on Debian or Ubuntu: does the next by itself)
  sudo apt-get install r-base-core r-cran-metafor     (Debian, Ubuntu)
  Rscript -e 'install.packages("metafor")'            (with R from r-project.org on the search path)"""

#: metafor's version, as a program for Rscript; fails where there is none.
QUESTION = 'cat("R", format(getRversion()), "with metafor", format(packageVersion("metafor")), "\\n")'


class NoMetaforError(RuntimeError):
    """There is no R with metafor; the message says what to do."""


def find_rscript() -> str:
    """Path of an Rscript that has metafor. Raises `NoMetaforError`."""
    path = shutil.which("Rscript")
    if path is None or not version(path):
        raise NoMetaforError(ADVICE)
    return path


def version(rscript: str) -> str:
    """“R 4.2.2 with metafor 3.8.1”, empty where one of them does not work."""
    try:
        answer = subprocess.run(
            [rscript, "-e", QUESTION], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def install_metafor() -> str:
    """Path of an Rscript that has metafor, installed if there was none; raises `NoMetaforError` if that did not help."""
    try:
        return find_rscript()
    except NoMetaforError:
        if not is_root() or shutil.which("apt-get") is None:
            raise
    print("No R with metafor found; installing them for the tests of the take-home recipe.", flush=True)
    install = f"apt-get install -y -qq --no-install-recommends {PACKAGES} >/dev/null"
    run(["sh", "-c", f"apt-get update -qq && {install}"], PACKAGE_LIMIT)
    return find_rscript()


def main(arguments: list[str]) -> int:
    """Prints what was found, after installing if `--install` is given; 1 if there is no R with metafor."""
    try:
        print(version(install_metafor() if "--install" in arguments else find_rscript()))
    except NoMetaforError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
