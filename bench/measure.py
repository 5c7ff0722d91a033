"""Wall seconds, CPU seconds and peak memory of a command with all its processes, from the kernel's own counts."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from contextlib import suppress
from ctypes import CDLL
from dataclasses import dataclass
from pathlib import Path

_SET_CHILD_SUBREAPER = 36
"""prctl(2)."""


@dataclass(frozen=True)
class Usage:
    """Wall and CPU seconds, and the largest sum of resident bytes over all processes (shared pages counted once)."""

    wall: float
    cpu: float
    peak: int


def run(command: list[str]) -> Usage:
    """Run a command that must succeed, looking at its processes' memory every second: a look costs it some time.

    Compiled modules are kept, as they are where a program is installed.
    """
    CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, began, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), 0
    with (
        tempfile.TemporaryFile("w+", errors="replace") as errors,  # a pipe that nobody reads would fill up and stop the command
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True, env=environment) as process,
    ):
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)
                break
            peak = max(peak, resident(process.pid))
        errors.seek(0)
        said = errors.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {said.strip()[-500:]}")
    wall = time.monotonic() - began
    _wait_for_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Usage(wall, cpu, peak)


def _wait_for_orphans() -> None:
    """Wait for what the command left behind, as the server that forks its workers, so that its CPU seconds count as well."""
    end = time.monotonic() + 5
    with suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.05)


def resident(session: int) -> int:
    """Proportional resident bytes of every process of a session."""
    total = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getsid(int(folder.name)) == session:
                    total += pss(folder)
            except (ProcessLookupError, FileNotFoundError, PermissionError):
                continue
    return total


def pss(folder: Path) -> int:
    for line in (folder / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
