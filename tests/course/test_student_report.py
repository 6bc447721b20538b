"""What a student reads, whole: `pytest` in an assignment's folder, at 80 columns, in six situations.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/course/test_student_report.py`, and read the difference.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
PUBLIC = ROOT / "assignments" / "01_network"
STUB = (PUBLIC / "network.py").read_text(encoding="utf-8")
SOLUTION = (ROOT / "solutions" / "01_network" / "network.py").read_text(encoding="utf-8")

COUNT = "return math.prod(x.shape[1:])"
UNSQUEEZE = "return image.unsqueeze(0)"

SITUATIONS = {
    "not_started": STUB,
    "one_slip": SOLUTION.replace(COUNT, "return math.prod(x.shape)"),
    "exception": SOLUTION.replace(COUNT, "return x.shape[4]"),
    "time_out": SOLUTION.replace(UNSQUEEZE, 'print("counting")\n    while True:\n        pass'),
    "all_public_pass": SOLUTION,
    "broken_file": SOLUTION.replace(UNSQUEEZE, "return image.unsqueeze(0"),
}


def report(folder: Path, source: str, *options: str) -> str:
    """Return what pytest prints for a student's file in a copy of the assignment."""
    shutil.copytree(PUBLIC, folder / PUBLIC.name)
    (folder / PUBLIC.name / "network.py").write_text(source, encoding="utf-8")
    short_limits = 'title = "Course"\n[limits]\nprobe_seconds = 1\n'
    assignment = '[assignments.01_network]\ntitle = "Define the network"\npoints = {}\n'
    (folder / "course.toml").write_text(short_limits + assignment, encoding="utf-8")
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    done = subprocess.run(
        command, cwd=folder / PUBLIC.name, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_report_is_as_it_should_be(situation: str, tmp_path: Path) -> None:
    """a student reads exactly this"""
    golden = GOLDEN / f"{situation}.txt"

    printed = report(tmp_path, SITUATIONS[situation])

    if "UPDATE_GOLDEN" in os.environ:
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text(encoding="utf-8")


def test_a_plain_process_gives_the_same_report_and_says_unofficial(tmp_path: Path) -> None:
    """macOS and Windows show what Linux shows"""
    printed = report(tmp_path, SITUATIONS["one_slip"], "--unofficial")

    assert "nofficial" in printed
    for line in (GOLDEN / "one_slip.txt").read_text(encoding="utf-8").splitlines()[2:]:
        assert line in printed
