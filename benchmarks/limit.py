"""What grading takes against its limit: the same probes, called directly in one warm process.

    python benchmarks/limit.py [ASSIGNMENT…] [--turns N]

For the limit the solution is loaded and each question of its checks answered by the functions that the sandbox itself
uses, without a sandbox, a judge or a record. In turns with it, a judge examines the solution, with everything that this
takes; the first two turns, in which it gets to know what checks ask, are left out.
"""

import argparse
import contextlib
import gc
import os
import statistics
import tempfile
import time
import types
from collections.abc import Callable
from functools import partial

import pytest
import torch
from measure import ROOT

from autograder.course import Assignment, Limits, read_course
from autograder.examination.hooks import CheckHooks
from autograder.examination.inquiry import Inquiry
from autograder.examination.looks import Question
from autograder.examination.pictures import PictureHooks
from autograder.examination.run import Run
from autograder.examination.runs import Runs
from autograder.grading.judges import Judges
from autograder.sandbox.load import load_units
from autograder.sandbox.observe import observe
from autograder.sandbox.session import Sandboxing
from autograder.sandbox.spawned import SpawnLauncher
from autograder.submissions import Unit


class Questions(Runs):
    """A session of checks on a right answer that remembers what they asked."""

    def __init__(self, assignment: Assignment, unit: Unit) -> None:
        limits = Limits(load_seconds=60, probe_seconds=60, submission_seconds=600)
        self.asked: list[Question] = []
        how = Sandboxing(SpawnLauncher(["torch"]), assignment.module, allow_weak=True)
        self.run = Run(Inquiry(how, [unit], limits))

    def pytest_configure(self, config: pytest.Config) -> None:
        """Let the checks find us."""
        self.register(config)
        config.option.verbose = 0

    def run_of(self, item: pytest.Item) -> Run:
        """Return the one run."""
        return self.run

    def pytest_sessionfinish(self) -> None:
        """Note the questions, each of which was asked once."""
        looks = [look for _, looks in self.run.examined for look in looks]
        self.asked = list({look.question.content: look.question for look in looks}.values())
        self.run.finish()


def main() -> None:
    """Print a line for each assignment."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("assignments", nargs="*", default=["01", "02", "03", "04"])
    parser.add_argument("--turns", type=int, default=20)
    options = parser.parse_args()
    torch.set_num_threads(1)
    # As in a sandbox: what is there by now is not looked through again and again for what can be freed.
    gc.freeze()
    course = read_course(ROOT)
    print(f"{'':16}{'questions':>10}{'limit':>12}{'graded':>12}{'ratio':>8}")
    for name in options.assignments:
        assignment = course.get(name)
        unit = Unit(f"{assignment.module}.py", assignment.path(".py").read_text(encoding="utf-8"))
        asked = collect(assignment, unit)
        with Judges(assignment, allow_weak=True) as judges:
            pairs = []
            for turn in range(options.turns):
                # Unlike the one before, so that nothing is answered from a cache of texts.
                own = Unit(unit.name, f"{unit.text}\n# {turn}\n")
                pairs.append(
                    (measure(partial(answer, assignment, own, asked)), measure(partial(judges.examine, [own])))
                )
        limit, graded = (statistics.median(times) for times in zip(*pairs[2:], strict=True))
        print(
            f"{assignment.name:16}{len(asked):10}{limit * 1000:9.1f} ms{graded * 1000:9.1f} ms{graded / limit:8.2f}",
            flush=True,
        )


def collect(assignment: Assignment, unit: Unit) -> list[Question]:
    """Return the questions that all checks of an assignment ask of a right answer."""
    questions = Questions(assignment, unit)
    checks = [*assignment.visible_checks, *assignment.hidden_checks]
    folder = str(checks[0].parent)
    # Without the plugin by which students check their own files.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = ["-pno:cacheprovider", "-pno:terminal", "-c", os.devnull, "--rootdir", folder, "--confcutdir", folder]
    pytest.main([*options, *map(str, checks)], plugins=[CheckHooks(), PictureHooks(), questions])
    return questions.asked


def answer(assignment: Assignment, unit: Unit, asked: list[Question]) -> None:
    """Load a file and answer the questions."""
    module = types.ModuleType(assignment.module)
    load_units(module, [[unit.name, unit.text]], 60)
    with tempfile.TemporaryDirectory() as folder:
        for question in asked:
            given = dict(question.given) | ({"scratch": tempfile.mkdtemp(dir=folder)} if question.probe.scratch else {})
            # Refusals are right answers, too.
            with contextlib.suppress(Exception):
                observe(module, {unit.name}, question.probe.source, "probe", given, 0)


def measure(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
