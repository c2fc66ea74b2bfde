"""Finds the LibreOffice that opens the decks in the tests and, when asked, installs it.

As a program it prints the path, or says what to do and exits with 1: `python -m tests.evidence.libreoffice [--install]`.
"""

from __future__ import annotations

import shutil
import sys

from tests.browser.chromium import PACKAGE_LIMIT, is_root, run

#: The second set of letters is as wide as Arial, which the decks name.
PACKAGES = "libreoffice-impress fonts-liberation"

ADVICE = f"""The tests open decks in LibreOffice and found none. One of these helps:
  make office                                     (as root on Debian or Ubuntu: does the next by itself)
  sudo apt-get install {PACKAGES}
  install LibreOffice from libreoffice.org and put “soffice” on the search path"""


class NoLibreOfficeError(RuntimeError):
    """There is no LibreOffice; the message says what to do."""


def find_libreoffice() -> str:
    """Path of soffice. Raises `NoLibreOfficeError`."""
    path = shutil.which("soffice")
    if path is None:
        raise NoLibreOfficeError(ADVICE)
    return path


def install_libreoffice() -> str:
    """Path of soffice, installed if there was none; raises `NoLibreOfficeError` if that did not help."""
    try:
        return find_libreoffice()
    except NoLibreOfficeError:
        if not is_root() or shutil.which("apt-get") is None:
            raise
    print("No LibreOffice found; installing it for the tests of the decks.", flush=True)
    install = f"apt-get install -y -qq --no-install-recommends {PACKAGES} >/dev/null"
    run(["sh", "-c", f"apt-get update -qq && {install}"], PACKAGE_LIMIT)
    return find_libreoffice()


def main(arguments: list[str]) -> int:
    """Prints what was found, after installing if `--install` is given; 1 if there is no LibreOffice."""
    try:
        print(install_libreoffice() if "--install" in arguments else find_libreoffice())
    except NoLibreOfficeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
