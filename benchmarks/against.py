"""An older commit against the state of now, in turns: what students and instructors wait for.

    python benchmarks/against.py COMMIT [--turns N] [--class N]

The older state is checked out into a folder of its own, and runs with the packages that this environment has.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from measure import ASSIGNMENT, ROOT, Time, median, run

from autograder.diagnosis.slips import read_slips


@dataclass(frozen=True)
class State:
    """A checkout, the interpreter that finds its engine, and a cache of its own."""

    root: Path
    python: Path
    cache: Path

    def time(self, folder: Path, *command: str | Path) -> Time:
        """Return what a module takes as a program."""
        return run([self.python, "-m", *command], folder, XDG_CACHE_HOME=str(self.cache))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("commit")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--class", dest="size", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, check_out(options.commit, Path(name)) as old:
        folder = Path(name)
        states = {options.commit: old, "now": State(ROOT, Path(sys.executable), folder / "cache")}
        tasks: dict[str, Callable[[State], Time]] = {
            "`pytest` in an assignment, cold": lambda state: time_pytest(state, folder),
            "from a save to its verdict in `watch`": time_watch,
            "`grade` of one submission": lambda state: time_class(state, folder, 1),
            f"`grade` of {options.size} unlike ones": lambda state: time_class(state, folder, options.size),
        }
        for state in states.values():
            # Makes the table of slips, which is kept for later runs.
            time_class(state, folder, 1)
        print(f"| {ASSIGNMENT}, {options.turns} turns, median: wall, CPU | {' | '.join(states)} | old to new |")
        print("|---|---:|---:|---:|")
        for task, measure in tasks.items():
            turns = [[measure(state) for state in states.values()] for _ in range(options.turns)]
            before, after = (median(each) for each in zip(*turns, strict=True))
            print(f"| {task} | {show(before)} | {show(after)} | {compare(before, after)} |", flush=True)


def show(time: Time) -> str:
    """Return both times, or the first alone where the second was not measured."""
    return f"{time.wall:.2f} s, {time.cpu:.2f} s" if time.cpu else f"{time.wall:.3f} s"


def compare(before: Time, after: Time) -> str:
    """Return how many times as long it took before."""
    ratios = [before.wall / after.wall, *([before.cpu / after.cpu] if after.cpu else [])]
    return ", ".join(f"{ratio:.2f}" for ratio in ratios)


@contextmanager
def check_out(commit: str, folder: Path) -> Iterator[State]:
    """Give an older state of this repository, whose interpreter finds its engine first and then our packages."""
    root, environment = folder / "old", folder / "environment"
    subprocess.run(["git", "worktree", "add", "-q", "--detach", root, commit], cwd=ROOT, check=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
        packages = next(environment.glob("lib/python*/site-packages"))
        (packages / "old.pth").write_text(f"{root}\n{sysconfig.get_path('purelib')}\n")
        yield State(root, environment / "bin/python", folder / "old-cache")
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", root], cwd=ROOT, check=True)


def time_pytest(state: State, folder: Path) -> Time:
    """Return what a student waits for who runs all checks of a right answer."""
    place = Path(tempfile.mkdtemp(dir=folder)) / ASSIGNMENT
    shutil.copytree(state.root / "assignments" / ASSIGNMENT, place)
    shutil.copy(state.root / "solutions" / ASSIGNMENT / "network.py", place)
    return state.time(place, "pytest", "-p", "no:cacheprovider")


def time_watch(state: State) -> Time:
    """Return the median over the exercises of what the state's own benchmark measures."""
    command: list[str | Path] = [state.python, state.root / "benchmarks/watch.py", ASSIGNMENT, "--saves", "6"]
    said = subprocess.run(command, cwd=state.root, capture_output=True, text=True, check=True).stdout
    return Time(statistics.median(map(float, re.findall(r"median ([\d.]+) s", said))), 0.0)


def time_class(state: State, folder: Path, size: int) -> Time:
    """Return what grading so many answers takes: the solution, and its slips in turns."""
    answer = (state.root / "solutions" / ASSIGNMENT / "network.py").read_text()
    wrong = [slip.apply(answer) for slip in read_slips(state.root / "solutions" / ASSIGNMENT / "network.slips.toml")]
    submissions = Path(tempfile.mkdtemp(dir=folder))
    for number, text in enumerate(islice(cycle([answer, *wrong]), size)):
        (submissions / f"student{number:03}.py").write_text(f"{text}\n# {number}\n")
    options = ("--out", Path(tempfile.mkdtemp(dir=folder)), "--jobs", "2", "--allow-weak-sandbox")
    return state.time(state.root, "autograder", "grade", ASSIGNMENT, submissions, *options)


if __name__ == "__main__":
    main()
