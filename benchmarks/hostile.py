"""A class of hostile submissions among honest ones, and `grade` and `export` killed at random moments.

`python benchmarks/hostile.py [HOSTILE [HONEST [KILLS]]]`; 500, 50 and 200 unless they are given. Hostile ones are made
from the attacks that the sandbox's tests hold, each again and again with another number in it.
"""

import csv
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from measure import ROOT

ASSIGNMENT = "02_losses"
ATTACKS = ROOT / "tests" / "sandbox" / "attacks"
ENTRIES = ("mse_loss", "binary_cross_entropy", "cross_entropy")
# Besides those of the sandbox: what costs whoever reads and checks an answer.
READERS = (
    "def mse_loss(output, target):\n    return " + "lambda: " * 900 + "(" + "0," * 50_000 + ")\n",
    "import torch\ndef mse_loss(output, target):\n    return torch.empty(2**31 - 1, 0)\n",
    "import sys\nsys.modules['autograder.sandbox.child'].encode = lambda saw: ([{'tensor': '0'}] * 999, b'')\n"
    "def mse_loss(output, target): return 0\n",
    "def mse_loss(output, target):\n    raise type(repr(output), (Exception,), {})\n",
    "def mse_loss(output, target):\n    return f'" + "{output}" * 20_000 + "'\n",
)


def main(hostile: int = 500, honest: int = 50, kills: int = 200) -> None:
    """Print what hostile submissions cost honest ones, what is left of them, and what kills change."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.chmod(folder, 0o711)
        os.environ["TMPDIR"] = str(folder / "tmp")
        os.mkdir(folder / "tmp", 0o711)
        alone, mixed = folder / "alone", folder / "mixed"
        write_honest(alone, honest)
        write_honest(mixed, honest)
        write_hostile(mixed, hostile)
        rows, seconds = grade(alone, folder / "out-alone")
        mixed_rows, mixed_seconds = grade(mixed, folder / "out-mixed")
        lost = [name for name, row in rows.items() if mixed_rows[name]["score"] != row["score"]]
        earned = [int(row["score"]) for name, row in mixed_rows.items() if name not in rows]
        print(f"{honest} honest alone: {seconds:.0f} s; among {hostile} hostile: {mixed_seconds:.0f} s")
        print(f"honest ones with other points: {len(lost)}; hostile ones earn at most {max(earned, default=0)}")
        print(f"left behind: {find_left(folder / 'tmp') or 'nothing'}")
        print(f"killed {kills} times: {kill_often(alone, folder, kills)}")


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


def grade(folder: Path, out: Path) -> tuple[dict[str, dict[str, str]], float]:
    """Return the rows of the table of grades by student, and how long it took."""
    started = time.perf_counter()
    subprocess.run(command(folder, out), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with open(out / "grades.csv", newline="", encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}, time.perf_counter() - started


def kill_often(folder: Path, place: Path, times: int) -> str:
    """Kill grading at random moments, let it end once, and say which files differ from those of one run."""
    whole, cut = place / "out-whole", place / "out-cut"
    grade(folder, whole)
    _, longest = grade(folder, place / "out-again")
    dice = random.Random(0)
    for number in range(times):
        if number % 10 == 0:
            shutil.rmtree(cut, ignore_errors=True)
        process = subprocess.Popen(command(folder, cut), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, longest))
        process.kill()
        process.wait()
    grade(folder, cut)
    names = {str(path.relative_to(side)) for side in (whole, cut) for path in side.rglob("*") if path.is_file()}
    differ = sorted(name for name in names if plain(whole / name) != plain(cut / name))
    return f"{len(differ)} of {len(names)} files differ but for times: {differ[:5]}" if differ else "no file differs"


def plain(path: Path) -> str | None:
    """Return a file's text without its times; None where there is no file, nothing of what is packed with its times."""
    if not path.exists():
        return None
    text = "" if path.suffix == ".observations" else path.read_bytes().decode("utf-8", "replace")
    return re.sub(r'"(?:seconds|when|at)": [^,}\n]+', "", text)


def command(folder: Path, out: Path) -> list[str]:
    """Return the command that grades a folder."""
    return [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, str(folder), "--out", str(out)]


def find_left(folder: Path) -> set[str]:
    """Return what is left in the folder for temporary files, and processes of this checkout without a parent."""
    left = {path.name for path in folder.iterdir()}
    for process in psutil.process_iter(["cmdline", "ppid"]):
        line = " ".join(process.info["cmdline"] or ())
        if "autograder." in line and (str(folder) in line or (str(ROOT) in line and process.info["ppid"] == 1)):
            left.add(line)
    return left


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
