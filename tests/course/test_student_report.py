"""What a student reads, whole: the public checks of an assignment, at 80 columns, in twelve situations.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/course/test_student_report.py`, and read the difference.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import Limits, need_course
from autograder.diagnosis.slips import read_table
from autograder.grading.grader import Grader
from autograder.grading.judges import Judges
from autograder.reports.terminal import render_record
from autograder.sandbox import landlock
from autograder.submissions import read_submission

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
PUBLIC = ROOT / "assignments" / "01_network"
STUB = (PUBLIC / "network.py").read_text(encoding="utf-8")
SOLUTION = (ROOT / "solutions" / "01_network" / "network.py").read_text(encoding="utf-8")

COUNT = "return math.prod(x.shape[1:])"
UNSQUEEZE = "return image.unsqueeze(0)"
(REFUSE,) = re.findall(r"    if image\.dim\(\) != 3:\n.*\n", SOLUTION)
SHAPES = "{name: tuple(p.shape) for name, p in model.named_parameters()}"
TRAINABLE = "p.numel() for p in model.parameters() if p.requires_grad"
IMPORT = "import torch.nn as nn\n"

SITUATIONS = {
    "not_started": STUB,
    "one_slip": SOLUTION.replace(COUNT, "return math.prod(x.shape)"),
    "exception": SOLUTION.replace(COUNT, "return x.shape[4]"),
    "missing_import": SOLUTION.replace("self.conv1 = nn.", "self.conv1 = layers."),
    "time_out": SOLUTION.replace(UNSQUEEZE, 'print("counting")\n    while True:\n        pass'),
    "nothing_refused": SOLUTION.replace(REFUSE, ""),
    "nothing_returned": SOLUTION.replace(COUNT, "print(math.prod(x.shape[1:]))"),
    "wrong_kind": SOLUTION.replace(SHAPES, SHAPES.replace("tuple(p.shape)", "list(p.shape)")),
    "two_mistakes": SOLUTION.replace(TRAINABLE, "p.numel() + 1 for p in model.parameters()"),
    "stopped_file": SOLUTION.replace(IMPORT, f"{IMPORT}\nsize = int('five')\n"),
    "all_public_pass": SOLUTION,
    "broken_file": SOLUTION.replace(UNSQUEEZE, "return image.unsqueeze(0"),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Call with a student's file and get what they read of it."""
    assignment = replace(need_course(ROOT).get("01_network"), limits=Limits(probe_seconds=1))
    table = read_table(PUBLIC / "network.slips.json")
    folder = tmp_path_factory.mktemp("answers")

    with Judges(assignment, official=landlock.abi() > 0, checks=assignment.visible_checks) as judges:

        def report(source: str) -> str:
            (folder / "network.py").write_text(source, encoding="utf-8")
            record = Grader(assignment, judges, table).grade(read_submission("", folder / "network.py"))
            console = Console(file=io.StringIO(), width=80, highlight=False)
            told = {"title": assignment.title, "hints": "network.hints.md", "hidden_checks": table.hidden_checks}
            render_record(record, console=console, file="network.py", **told)
            return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]

        yield report


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_report_is_as_it_should_be(situation: str, report: Callable[[str], str]) -> None:
    """a student reads exactly this"""
    golden = GOLDEN / f"{situation}.txt"

    printed = report(SITUATIONS[situation])

    if "UPDATE_GOLDEN" in os.environ:
        golden.write_text(printed, encoding="utf-8")

    assert printed == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [(), ("--unofficial",)], ids=["locked_down", "plain_process"])
def test_pytest_gives_the_same_report(options: tuple[str, ...], tmp_path: Path) -> None:
    """macOS and Windows show what Linux shows"""
    shutil.copytree(PUBLIC, tmp_path / PUBLIC.name)
    (tmp_path / PUBLIC.name / "network.py").write_text(SITUATIONS["one_slip"], encoding="utf-8")
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]

    done = subprocess.run(
        command, cwd=tmp_path / PUBLIC.name, env=environment, capture_output=True, text=True, encoding="utf-8"
    )

    assert ("nofficial" in done.stdout) is bool(options)
    for line in (GOLDEN / "one_slip.txt").read_text(encoding="utf-8").splitlines()[2:]:
        assert line in done.stdout
