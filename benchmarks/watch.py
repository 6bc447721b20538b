"""Measure how long a student waits: from the save of a file to its verdict, in a real `autograder watch`.

    python benchmarks/watch.py [ASSIGNMENT] [--saves N]

Works on a copy of assignments/ASSIGNMENT, on a terminal, at every exercise in turn. What is saved is the solution and
its slips by turns, so that there are right and wrong answers.
"""

import argparse
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from autograder.course import Assignment, need_course
from autograder.diagnosis.slips import read_slips

# What the first line of a verdict says, and the last line on the screen.
VERDICT, END = b"point", b"q quit"


def main() -> None:
    """Print the median for each exercise."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignment", nargs="?", default="01_network")
    parser.add_argument("--saves", type=int, default=20)
    options = parser.parse_args()
    course = need_course(Path(__file__).parent)
    assignment = course.get(options.assignment)
    with tempfile.TemporaryDirectory() as copy:
        folder = Path(copy, "assignments", assignment.name)
        shutil.copytree(course.root / "assignments" / assignment.name, folder)
        shutil.copy(course.root / "course.toml", copy)
        measure(folder / f"{assignment.module}.py", list_sources(assignment), options.saves)


def list_sources(assignment: Assignment) -> list[str]:
    """Return the solution and all wrong programs that are made from it."""
    right = assignment.path(".py").read_text(encoding="utf-8")
    return [right, *(slip.apply(right) for slip in read_slips(assignment.path(".slips.toml")))]


def measure(file: Path, sources: list[str], saves: int) -> None:
    """Watch the file, and save it that often at each exercise."""
    terminal, theirs = pty.openpty()
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "watch"], cwd=file.parent, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        said = read_until(terminal, END)
        load, cores = os.getloadavg()[0], os.cpu_count()
        print(f"warm after {time.perf_counter() - started:.1f} s, at a load of {load:.1f} on {cores} cores")
        texts = cycle(sources)
        while b"last exercise" not in said:
            seconds = [time_save(terminal, file, text) for text, _ in zip(texts, range(saves), strict=False)]
            exercise = said.rpartition(b"exercise ")[2][:6].decode()
            median, least, most = statistics.median(seconds), min(seconds), max(seconds)
            print(f"exercise {exercise}: median {median:.3f} s, from {least:.3f} to {most:.3f}")
            os.write(terminal, b"n")
            said = read_until(terminal, END)
        os.write(terminal, b"q")
        process.wait()
    finally:
        process.kill()
        os.close(terminal)


def time_save(terminal: int, file: Path, text: str) -> float:
    """Save the text and return the seconds until the verdict is on the screen."""
    started = time.perf_counter()
    file.write_text(text, encoding="utf-8")
    read_until(terminal, VERDICT)
    seconds = time.perf_counter() - started
    read_until(terminal, END)
    return seconds


def read_until(terminal: int, words: bytes) -> bytes:
    """Return what is said until the words have come."""
    said = b""
    while not said.endswith(words):
        said += os.read(terminal, 1)
    return said


if __name__ == "__main__":
    main()
