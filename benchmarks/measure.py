"""What every benchmark needs: time a command, in seconds that pass and of processors, and see its memory."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TELLING_ITS_PEAK = """
import sys
from measure import read_peak
from autograder.cli import main
told, *arguments = sys.argv[1:]
status = main(arguments)
open(told, "w").write(str(read_peak()))
sys.exit(status)
"""
ROOT = Path(__file__).parents[1]
ASSIGNMENT = "01_network"


@dataclass(frozen=True)
class Time:
    """How long something took; `cpu` counts all processes that it started and waited for."""

    wall: float
    cpu: float

    def __add__(self, other: "Time") -> "Time":
        return Time(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: "Time") -> "Time":
        return Time(self.wall - other.wall, self.cpu - other.cpu)

    def __mul__(self, count: float) -> "Time":
        return Time(self.wall * count, self.cpu * count)

    def __truediv__(self, count: float) -> "Time":
        return Time(self.wall / count, self.cpu / count)

    def __str__(self) -> str:
        if self.wall < 1:
            return f"{self.wall * 1000:6.0f} ms wall {self.cpu * 1000:6.0f} ms CPU"
        return f"{self.wall:6.2f} s wall  {self.cpu:6.2f} s CPU"


def run(command: Sequence[str | Path], folder: Path, **environment: str) -> Time:
    """Run a command to its end and return what it took."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return Time(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def run_to_peak(arguments: Sequence[str | Path], folder: Path) -> tuple[Time, int]:
    """Run `autograder` with arguments; return what it took, and the most megabytes that its own process has had."""
    with tempfile.NamedTemporaryFile("r") as told:
        command = [sys.executable, "-c", TELLING_ITS_PEAK, told.name, *arguments]
        time = run(command, folder, PYTHONPATH=str(Path(__file__).parent))
        return time, int(told.read())


def read_peak() -> int:
    """Return the most megabytes that this process has had, by the system's own count."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def median(times: Sequence[Time]) -> Time:
    """Return the median of several runs."""
    return Time(statistics.median(one.wall for one in times), statistics.median(one.cpu for one in times))
