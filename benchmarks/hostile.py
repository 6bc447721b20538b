"""A class of hostile submissions among honest ones, and `grade` and `export` killed at random moments.

`python benchmarks/hostile.py class [HOSTILE [HONEST]]`; 500 and 50 unless they are given. Hostile ones are made from
the attacks that the sandbox's tests hold, and from texts that cost whoever reads them, each again and again with
another number in it.

`python benchmarks/hostile.py kills [TIMES [HONEST [SEED]]]`; 200 and 10. Run it in pieces with other seeds.
"""

import csv
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from measure import ROOT

ASSIGNMENT = "02_losses"
ATTACKS = ROOT / "tests" / "sandbox" / "attacks"
ENTRIES = ("mse_loss", "binary_cross_entropy", "cross_entropy")
# Besides those of the sandbox: what costs whoever reads, checks, compares and explains an answer.
READERS = (
    "def mse_loss(output, target):\n    return " + "lambda: " * 900 + "(" + "0," * 50_000 + ")\n",
    "import torch\ndef mse_loss(output, target):\n    return torch.empty(2**31 - 1, 0)\n",
    "import sys\nframe = sys._getframe()\nwhile 'encode' not in frame.f_globals: frame = frame.f_back\n"
    "frame.f_globals['encode'] = lambda saw: ([{'tensor': '0'}] * 999, b'')\n"
    "def mse_loss(output, target): return 0\n",
    "def mse_loss(output, target):\n    raise type(repr(output), (Exception,), {})\n",
    "def mse_loss(output, target):\n    return f'" + "{output}" * 20_000 + "'\n",
    "<<<<<<< \n" * 50_000 + "x = ('\n",
    "def mse_loss(output, target):\n    return " + " + ".join(["output"] * 1500) + "\n",
    "def mse_loss(output, target):\n    if output:\n        pass\n" + "    elif target:\n        pass\n" * 1500,
    "".join(f"def f{number}(): return f{number + 1}()\n" for number in range(2000)) + "mse_loss = f0\n",
)
PATIENCE = 10.0  # seconds in which processes of a command that was killed come to their end
OFTEN = 0.2

Table = dict[str, dict[str, str]]


@dataclass
class Graded:
    """What grading a folder took, and what the class got."""

    rows: Table
    seconds: float
    descriptors: tuple[int, int]  # of the main process: the median early on, and at the end
    memory: tuple[int, int]  # of the main process in MB: the same
    most: int  # MB of all its processes at once, shared pages counted once


def measure_class(hostile: int = 500, honest: int = 50) -> None:
    """Print what hostile submissions cost honest ones, and what is left of them."""
    with _workplace() as place:
        alone, mixed = place / "alone", place / "mixed"
        write_honest(alone, honest)
        write_honest(mixed, honest)
        write_hostile(mixed, hostile)
        before = grade(alone, place / "out-alone")
        after = grade(mixed, place / "out-mixed")
        changed = [
            name
            for name in before.rows
            if tell_result(place / "out-alone", name) != tell_result(place / "out-mixed", name)
        ]
        earned = [int(row["score"]) for name, row in after.rows.items() if name not in before.rows]
        print(f"{honest} honest alone: {before.seconds:.0f} s; among {hostile} hostile: {after.seconds:.0f} s")
        print(f"students: {len(after.rows)}; honest ones with another result: {changed or 'none'}")
        print(f"hostile ones earn at most {max(earned, default=0)}")
        for name, run in (("alone", before), ("mixed", after)):
            print(f"{name}: descriptors {run.descriptors}, MB {run.memory}, of all processes at most {run.most} MB")
        print(f"left behind: {find_left(place / 'tmp') or 'nothing'}")


def measure_kills(times: int = 200, honest: int = 10, seed: int = 0) -> None:
    """Print which files differ after grading and exports were killed at random moments and let end once."""
    with _workplace() as place:
        write_honest(place / "class", honest)
        whole, cut = place / "whole", place / "cut"
        longest = [_run_to_end(command) for command in list_commands(place / "class", whole)]
        dice = random.Random(seed)
        for number in range(times):
            if number % 10 == 0:
                shutil.rmtree(cut, ignore_errors=True)
            commands = list_commands(place / "class", cut)
            # Exports need results; so these are there, of a run that was killed or of one that ended.
            at = dice.randrange(len(commands)) if (cut / "out" / "results").is_dir() else 0
            _kill(commands[at], dice.uniform(0, longest[at]))
        for command in list_commands(place / "class", cut):
            _run_to_end(command)
        names = {str(path.relative_to(side)) for side in (whole, cut) for path in side.rglob("*") if path.is_file()}
        differ = sorted(name for name in names if plain(whole / name, whole) != plain(cut / name, cut))
        print(
            f"killed {times} times, seed {seed}: {len(differ)} of {len(names)} files differ but for times {differ[:5]}"
        )
        print(f"left behind: {find_left(place / 'tmp') or 'nothing'}")


@contextmanager
def _workplace() -> Iterator[Path]:
    """Give a folder, in which everything's temporary files lie, too."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.chmod(place, 0o711)
        os.mkdir(place / "tmp", 0o711)
        os.environ["TMPDIR"] = str(place / "tmp")
        yield place


def write_honest(folder: Path, count: int) -> None:
    """Write right answers, each a little different."""
    folder.mkdir()
    text = (ROOT / "solutions" / ASSIGNMENT / "losses.py").read_text(encoding="utf-8")
    for number in range(count):
        (folder / f"honest{number:03}.py").write_text(f"{text}\n# {number}\n", encoding="utf-8")


def write_hostile(folder: Path, count: int) -> None:
    """Write attacks under the names of the exercises."""
    attacks = [path.read_text(encoding="utf-8") for path in sorted(ATTACKS.glob("*.py"))]
    named = [text + "".join(f"\n{name} = globals().get('double')" for name in ENTRIES) for text in attacks]
    texts = [*READERS, *named]
    for number in range(count):
        text = f"{texts[number % len(texts)]}\n# {number}\n"
        (folder / f"hostile{number:03}.py").write_text(text, encoding="utf-8")


def grade(folder: Path, out: Path) -> Graded:
    """Grade a folder, and look at the processes meanwhile."""
    started = time.perf_counter()
    process = subprocess.Popen(grade_command(folder, out), cwd=ROOT, stdout=subprocess.DEVNULL)
    main, samples, most = psutil.Process(process.pid), [], 0
    while process.poll() is None:
        with suppress(psutil.Error):
            samples.append((main.num_fds(), main.memory_info().rss >> 20))
            most = max(most, _measure_memory(main))
        time.sleep(OFTEN)
    if process.returncode not in (0, 1):
        raise SystemExit(f"grading ended with status {process.returncode}")
    seconds = time.perf_counter() - started
    with open(out / "grades.csv", newline="", encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    # The very last ones are of an end that has begun.
    part = max(1, len(samples) // 10)
    early, late = samples[part : 2 * part] or samples, samples[-2 * part : -part] or samples
    return Graded(rows, seconds, _middle(early, late, 0), _middle(early, late, 1), most)


def _middle(early: list[tuple[int, int]], late: list[tuple[int, int]], at: int) -> tuple[int, int]:
    first, last = (sorted(sample[at] for sample in samples)[len(samples) // 2] for samples in (early, late))
    return first, last


def _measure_memory(main: psutil.Process) -> int:
    total = 0
    for process in (main, *main.children(recursive=True)):
        with suppress(psutil.Error):
            total += process.memory_full_info().pss
    return total >> 20


def tell_result(out: Path, student: str) -> str:
    """Return all that a student's result says, but for times and the place of the file."""
    record = json.loads((out / "results" / f"{student}.json").read_text(encoding="utf-8"))
    return _without_times(json.dumps({**record, "submission": {**record["submission"], "path": ""}}))


def grade_command(folder: Path, out: Path) -> list[str]:
    """Return the command that grades a folder."""
    return [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, str(folder), "--out", str(out)]


def list_commands(folder: Path, place: Path) -> list[list[str]]:
    """Return what is killed: grading a folder, and two exports of what it found."""
    out = str(place / "out")
    export = [sys.executable, "-m", "autograder", "export"]
    return [
        grade_command(folder, place / "out"),
        [*export, "csv", out, "--to", str(place / "all.csv")],
        [*export, "nbgrader", out, "--db", f"sqlite:///{place / 'gradebook.db'}"],
    ]


def _run_to_end(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _kill(command: Sequence[str], after: float) -> None:
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.kill()
    process.wait()


def plain(path: Path, place: Path) -> object:
    """Return what a file says but for times and places; None where there is no file."""
    if not path.exists():
        return None
    # Packed with its times.
    if path.suffix == ".observations":
        return ""
    if path.suffix == ".db":
        return _dump(path)
    return _without_times(path.read_bytes().decode("utf-8", "replace")).replace(str(place), "")


def _dump(database: Path) -> list[str]:
    """Return the statements that make a database, without the ids and times that are drawn anew."""
    with closing(sqlite3.connect(database)) as connection:
        return sorted(re.sub(r"[0-9a-f]{32}|\d{4}-\d\d-\d\d [\d:.]+", "", line) for line in connection.iterdump())


def _without_times(text: str) -> str:
    return re.sub(r'"(?:seconds|when|at)": [^,}\n]+', "", text)


def find_left(folder: Path) -> set[str]:
    """Return what is left in the folder for temporary files, and processes of this checkout without a parent."""
    until = time.monotonic() + PATIENCE
    while (left := _find_left_now(folder)) and time.monotonic() < until:
        time.sleep(OFTEN)
    return left


def _find_left_now(folder: Path) -> set[str]:
    left = {path.name for path in folder.iterdir()}
    for process in psutil.process_iter(["cmdline", "ppid"]):
        line = " ".join(process.info["cmdline"] or ())
        if "autograder." in line and (str(folder) in line or (str(ROOT) in line and process.info["ppid"] == 1)):
            left.add(line)
    return left


WHAT: dict[str, Callable[..., None]] = {"class": measure_class, "kills": measure_kills}

if __name__ == "__main__":
    WHAT[sys.argv[1]](*map(int, sys.argv[2:]))
