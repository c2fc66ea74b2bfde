"""A real Streamlit server to measure, and what the system says about its process (Linux only)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import HOST, free_port, stop, wait_until_healthy
from ui.data import FOLDER_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Server:
    """A server that runs: its base URL, its process id, and the seconds from its start until it was ready."""

    url: str
    pid: int
    start: float

    def memory(self) -> float:
        """Resident memory in MiB."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        resident = next(line for line in lines if line.startswith("VmRSS:"))
        return int(resident.split()[1]) * 1024 / MEBIBYTE

    def processor_seconds(self) -> float:
        """Processor time used so far, all threads together, in steps of a hundredth of a second."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        user, system = fields[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def dashboard(log: Path, data: Path) -> Iterator[Server]:
    """The dashboard on another data folder."""
    with _served(ROOT, log, {FOLDER_VARIABLE: str(data)}) as server:
        yield server


@contextmanager
def small_app(folder: Path, script: str) -> Iterator[Server]:
    """An app of nothing but this script, in the new folder `folder`, with the dashboard's settings."""
    (folder / ".streamlit").mkdir(parents=True)
    (folder / ".streamlit" / "config.toml").write_bytes((ROOT / ".streamlit" / "config.toml").read_bytes())
    (folder / "app.py").write_text(script, encoding="utf-8")
    with _served(folder, folder / "log.txt", {}) as server:
        yield server


@contextmanager
def _served(folder: Path, log: Path, env: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    options = {"port": port, "address": HOST, "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://{HOST}:{port}"
            wait_until_healthy(url, process, log)
            yield Server(url, process.pid, time.perf_counter() - begin)
        finally:
            stop(process)
