"""Grade the same ten submissions of `01_network` with nbgrader, with Otter-Grader and with ours, in turns.

    python benchmarks/peers.py [FOLDER] [--turns N]

Each grader has an environment of its own in FOLDER, made at the first run; its checks are `peer_checks.py`. Every
submission is a notebook whose one cell is the answer: the solution, and nine answers with one slip each. Otter grades
one after the other, as its container does; nbgrader and ours grade all with one command.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from measure import ASSIGNMENT, ROOT, Time, run
from nbformat.v4 import new_code_cell, new_notebook
from peer_checks import CHECKS, COMMON

from autograder.diagnosis.slips import read_slips

SUBMISSIONS = 10
VERSIONS = {"nbgrader": ["nbgrader==0.9.6"], "otter": ["otter-grader==7.0.0", "nbconvert", "ipykernel"]}
TORCH = ["torch==2.13.0", "numpy"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir(), "autograder-peers"))
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    bins = {name: need_environment(options.folder / name, VERSIONS[name]) for name in VERSIONS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notebooks = write_submissions(folder / "submissions")
        graders = {
            "nbgrader 0.9.6": set_up_nbgrader(bins["nbgrader"], folder / "nbgrader", notebooks),
            "Otter-Grader 7.0.0": set_up_otter(bins["otter"], folder / "otter", notebooks),
            "autograder": set_up_ours(folder, notebooks),
        }
        times: dict[str, list[Time]] = {each: [] for each in graders}
        for _ in range(options.turns):
            for each, grade in graders.items():
                times[each].append(grade() / SUBMISSIONS)
                print(f"{each:20} {times[each][-1]}", file=sys.stderr, flush=True)
                print(f"{each:20} {times[each][-1]}", file=sys.stderr, flush=True)
    asserts = sum(map(len, CHECKS.values()))
    print(f"| {SUBMISSIONS} notebooks of `{ASSIGNMENT}`, each, {options.turns} turns | checks | wall | CPU |")
    print("|---|---:|---:|---:|")
    for each, found in times.items():
        checks = 65 if each == "autograder" else asserts
        walls, cpus = ([getattr(one, kind) for one in found] for kind in ("wall", "cpu"))
        print(f"| {each} | {checks} | {spread(walls)} | {spread(cpus)} |")


def spread(seconds: list[float]) -> str:
    """Return the least, the median and the most."""
    return " / ".join(f"{each:.2f} s" for each in (min(seconds), statistics.median(seconds), max(seconds)))


def need_environment(folder: Path, packages: list[str]) -> Path:
    """Return the programs of an environment with the packages and torch, made if need be."""
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q", *TORCH, *packages], check=True)
        (folder / "ready").touch()
    return folder / "bin"


def write_submissions(folder: Path) -> list[Path]:
    """Write the answers as notebooks."""
    folder.mkdir()
    source = ROOT / "solutions" / ASSIGNMENT
    right = (source / "network.py").read_text(encoding="utf-8")
    slips = read_slips(source / "network.slips.toml")
    wrong = [slip.apply(right) for slip in slips[:: len(slips) // (SUBMISSIONS - 1)]]
    paths = []
    for number, text in enumerate([right, *wrong][:SUBMISSIONS]):
        paths.append(folder / f"student{number}.ipynb")
        nbformat.write(make_notebook([new_code_cell(text)]), paths[-1])
    return paths


def make_notebook(cells: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    """Return a notebook for Python."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook: nbformat.NotebookNode = new_notebook(cells=cells, metadata=kernel)
    return notebook


def set_up_nbgrader(bins: Path, folder: Path, notebooks: list[Path]) -> Callable[[], Time]:
    """Make a course of nbgrader's with its database; return what grades the submissions."""

    def mark(cell: nbformat.NotebookNode, name: str, points: int | None) -> nbformat.NotebookNode:
        cell.metadata["nbgrader"] = {
            **{"schema_version": 3, "grade_id": name, "cell_type": "code", "task": False},
            **{"grade": points is not None, "solution": points is None, "locked": points is not None},
            **({"points": points} if points is not None else {}),
        }
        return cell

    def fill(answer: str) -> nbformat.NotebookNode:
        tests = [mark(new_code_cell("\n".join([COMMON, *lines])), name, 20) for name, lines in CHECKS.items()]
        return make_notebook([mark(new_code_cell(answer), "answer", None), *tests])

    source = folder / "source/network/network.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(fill("### BEGIN SOLUTION\npass\n### END SOLUTION"), source)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'peers'\n")
    run([bins / "nbgrader", "generate_assignment", "network"], folder, PATH=f"{bins}:/usr/bin:/bin")
    for path in notebooks:
        target = folder / "submitted" / path.stem / "network/network.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(fill(nbformat.read(path, 4).cells[0].source), target)

    def grade() -> Time:
        shutil.rmtree(folder / "autograded", ignore_errors=True)
        took = run([bins / "nbgrader", "autograde", "network"], folder, PATH=f"{bins}:/usr/bin:/bin")
        assert len(list(folder.glob("autograded/*/network/network.ipynb"))) == SUBMISSIONS
        return took

    return grade


def set_up_otter(bins: Path, folder: Path, notebooks: list[Path]) -> Callable[[], Time]:
    """Make a grader of Otter's; return what grades the submissions one by one, each in a process of its own."""
    (folder / "tests").mkdir(parents=True)
    for name, lines in CHECKS.items():
        cases = [{"code": doctest(COMMON), "hidden": False, "locked": False}]
        cases += [{"code": doctest(line), "hidden": False, "locked": False} for line in lines]
        suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": name, "points": 20, "suites": [suite]}
        (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n")
    run([bins / "otter", "generate", "-t", "tests", "-o", "grader.zip"], folder, PATH=f"{bins}:/usr/bin:/bin")

    def grade() -> Time:
        took = Time(0.0, 0.0)
        for path in notebooks:
            out = folder / "out" / path.stem
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir(parents=True)
            command: list[str | Path] = [bins / "otter", "run", "-a", "grader.zip", "-o", out, "--no-logo", path]
            took += run(command, folder, PATH=f"{bins}:/usr/bin:/bin")
            assert (out / "results.json").exists()
        return took

    return grade


def doctest(code: str) -> str:
    """Return code as a doctest's."""
    lines = [line for line in code.strip().splitlines() if line.strip()]
    return "\n".join(f"{'... ' if line.startswith(' ') else '>>> '}{line}" for line in lines)


def set_up_ours(folder: Path, notebooks: list[Path]) -> Callable[[], Time]:
    """Return what grades the submissions with `autograder grade`, of which a table of slips is kept already."""

    def grade() -> Time:
        out = folder / f"ours-{time.monotonic_ns()}"
        command: list[str | Path] = [
            "grade",
            ASSIGNMENT,
            notebooks[0].parent,
            "--out",
            out,
            "--jobs",
            "2",
            "--allow-weak-sandbox",
        ]
        took = run([sys.executable, "-m", "autograder", *command], ROOT)
        assert len(list((out / "results").glob("*.json"))) == SUBMISSIONS
        return took

    grade()
    return grade


if __name__ == "__main__":
    main()
