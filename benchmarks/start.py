"""From the command to the first record of `autograder grade`, against `python -c "import torch"`, in turns."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import ASSIGNMENT, ROOT, run

TURNS = 5
PAUSE = 0.005


def main() -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "submissions").mkdir()
        text = (ROOT / "solutions" / ASSIGNMENT / "network.py").read_text(encoding="utf-8")
        for number in range(4):
            (folder / f"submissions/student{number}.py").write_text(f"{text}\n# {number}\n")
        # Makes the table of slips, which is kept for later runs.
        await_record(folder, folder / "before")
        firsts, imports = [], []
        for turn in range(TURNS):
            firsts.append(await_record(folder, folder / f"out{turn}"))
            imports.append(run([sys.executable, "-c", "import torch"], folder).wall)
    first, torch = statistics.median(firsts), statistics.median(imports)
    print(f"the first record after {first:.2f} s, import torch {torch:.2f} s: {first / torch:.2f} times")


def await_record(folder: Path, out: Path) -> float:
    """Return the seconds until the first record of the class is there; let the run come to its end."""
    command: list[str | Path] = [
        "grade",
        ASSIGNMENT,
        folder / "submissions",
        "--out",
        out,
        "--jobs",
        "2",
        "--allow-weak-sandbox",
    ]
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "autograder", *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while not any(out.glob("results/*.json")):
            if process.poll() is not None:
                raise SystemExit("autograder grade ended without a record")
            time.sleep(PAUSE)
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
