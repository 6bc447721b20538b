"""Grade one submission of each assignment as Gradescope does, within what its smallest container has.

    sudo python benchmarks/gradescope.py [ASSIGNMENT…] [--cpus 0.5] [--megabytes 768]

Each assignment's archive is made and unpacked, and its program started in a control group with a share of one processor
and a limit of memory, with a right answer (the solution) and with a wrong one (the solution with one slip). What
`setup.sh` installs is taken from this environment: Gradescope does that once, when the container is built. Printed are
the seconds that pass and the most memory that the group has used; of files that other processes had read before, the
system counts nothing.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import ROOT

from autograder.course import Assignment, read_course
from autograder.diagnosis.slips import read_slips

GROUPS = Path("/sys/fs/cgroup")
NAME = "autograder-benchmark"
PERIOD = 100_000  # microseconds


@dataclass(frozen=True)
class Container:
    """A control group: where processes join it, and where it says how much memory it has used at most."""

    doors: list[Path]
    peak: Path

    def run(self, command: list[str]) -> tuple[float, int]:
        """Run a command inside to its end; return the seconds that passed, and megabytes."""
        join = "".join(f"echo $$ > {door}; " for door in self.doors)
        started = time.perf_counter()
        subprocess.run(["sh", "-c", f'{join}exec "$@"', "sh", *command], check=True)
        return time.perf_counter() - started, int(self.peak.read_text()) >> 20


@contextmanager
def make_container(cpus: float, megabytes: int) -> Iterator[Container]:
    """Make a control group, of version 2 or 1, and remove it afterwards."""
    quota, most = str(int(cpus * PERIOD)), str(megabytes << 20)
    if (GROUPS / "cgroup.controllers").exists():
        folders = [GROUPS / NAME]
        limits = {"cpu.max": f"{quota} {PERIOD}", "memory.max": most}
        peak, door = folders[0] / "memory.peak", "cgroup.procs"
    else:
        folders = [GROUPS / "cpu" / NAME, GROUPS / "memory" / NAME]
        limits = {"cpu.cfs_quota_us": quota, "memory.limit_in_bytes": most}
        peak, door = folders[1] / "memory.max_usage_in_bytes", "tasks"
    for folder in folders:
        folder.mkdir()
    try:
        for folder in folders:
            for name, value in limits.items():
                if (folder / name).exists():
                    (folder / name).write_text(value)
        yield Container([folder / door for folder in folders], peak)
    finally:
        for folder in folders:
            folder.rmdir()


def main() -> None:
    """Print a line for each assignment."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignments", nargs="*", default=["01", "02", "03", "04", "05", "06"])
    parser.add_argument("--cpus", type=float, default=0.5)
    parser.add_argument("--megabytes", type=int, default=768)
    options = parser.parse_args()
    course = read_course(ROOT)
    print(f"{options.cpus:g} of a processor, {options.megabytes} MB\n{'':16}{'right':>16}{'wrong':>18}")
    for name in options.assignments:
        assignment = course.get(name)
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            unpack(assignment, root)
            cells = []
            for text in (right := assignment.path(".py").read_text(encoding="utf-8"), make_wrong(assignment, right)):
                (root / "submission" / f"{assignment.module}.py").write_text(text, encoding="utf-8")
                with make_container(options.cpus, options.megabytes) as container:
                    seconds, most = container.run([sys.executable, "-m", "autograder.cli.gradescope", folder])
                cells.append(f"{seconds:5.1f} s {most:4} MB")
        print(f"{assignment.name:16}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


def unpack(assignment: Assignment, root: Path) -> None:
    """Make an assignment's archive and put it where Gradescope does."""
    archive = root / "autograder.zip"
    export = [sys.executable, "-m", "autograder", "export", "gradescope", assignment.name, "--to", str(archive)]
    subprocess.run(export, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(root / "source")
    for name in ("submission", "results"):
        (root / name).mkdir()


def make_wrong(assignment: Assignment, right: str) -> str:
    """Return the solution with the last of its slips: its sentence is known, and the rest of the file is right."""
    return read_slips(assignment.path(".slips.toml"))[-1].apply(right)


if __name__ == "__main__":
    main()
