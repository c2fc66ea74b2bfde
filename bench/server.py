"""Real Streamlit servers to measure, and what the system says about their processes (Linux only)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import HOST, free_port, stop, wait_until_healthy
from ui.data import FOLDER_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000
#: Switches off what the dashboard works out in the background after its start. One that does not know it warms up all the same,
#: which is why the measurements also wait until a process is idle.
NO_WARM_UP = {"TOUCHSTONE_WARM_UP": "off"}
#: A process is idle when it used no more than this share of a processor for so many seconds.
IDLE_SHARE, IDLE_SECONDS = 0.05, 1.0
#: Seconds after which the wait for an idle process is given up.
IDLE_PATIENCE = 240.0

EMPTY_LINE = "Nothing but this line."
EMPTY_APP = f"import streamlit as st\n\nst.write({EMPTY_LINE!r})\n"
#: The empty app with the smallest plot there is: what plotly costs in any Streamlit app.
PLOT_APP = f"{EMPTY_APP}st.plotly_chart({{'data': [{{'type': 'bar', 'y': [1, 2, 3]}}]}})\n"
#: The empty app with a choice that changes one line and a fold with a table, each a part that runs alone: what a click costs in
#: any Streamlit app.
PARTS_APP = f"""{EMPTY_APP}
@st.fragment
def choice():
    st.write(f"Chosen: {{st.segmented_control('Letter', ['A', 'B'], default='A', required=True)}}")

@st.fragment
def fold():
    opened = st.expander("Fold of this picture", on_change="rerun", key="fold")
    if opened.open:
        with opened:
            st.table({{"number": [1, 2, 3]}})

choice()
fold()
"""


@dataclass(frozen=True)
class Server:
    """A server that runs: its base URL, its process id, when it was started, and the seconds until it was ready."""

    url: str
    pid: int
    began: float
    start: float

    @property
    def websocket(self) -> str:
        """The address that a browser's messages go to."""
        return f"{self.url.replace('http', 'ws', 1)}/_stcore/stream"

    def memory(self) -> float:
        """Resident memory in MB."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        resident = next(line for line in lines if line.startswith("VmRSS:"))
        return int(resident.split()[1]) * 1024 / MEGABYTE

    def processor_seconds(self) -> float:
        """Processor time used so far, all threads together, in steps of a hundredth of a second."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        user, system = fields[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def wait_until_idle(self, patience: float = IDLE_PATIENCE) -> float:
        """Seconds from the start of the process until it had nothing left to do; infinite if it never came to rest."""
        deadline = time.perf_counter() + patience
        while (now := time.perf_counter()) < deadline:
            used = self.processor_seconds()
            time.sleep(IDLE_SECONDS)
            if self.processor_seconds() - used <= IDLE_SHARE * IDLE_SECONDS:
                return now - self.began
        return float("inf")


@contextmanager
def dashboard(log: Path, data: Path, *, warm_up: bool = True) -> Iterator[Server]:
    """The dashboard on a data folder; without `warm_up`, nothing is worked out before somebody asks."""
    env = {FOLDER_VARIABLE: str(data), **({} if warm_up else NO_WARM_UP)}
    with _served(ROOT, log, env) as server:
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
def _served(folder: Path, log: Path, env: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    options = {"port": port, "address": HOST, "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        began = time.perf_counter()
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
            yield Server(url, process.pid, began, time.perf_counter() - began)
        finally:
            stop(process)
