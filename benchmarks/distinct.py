"""Answers of which no two are equal: what one takes with two judges, and where the time of one goes.

    python benchmarks/distinct.py [ANSWERS]

They are made of right answers in several styles, with slips and mutants of some exercises in them.
"""

import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from measure import ASSIGNMENT, ROOT, Time, run

from autograder.author.prove.mutants import make_mutants
from autograder.course import Assignment, need_course
from autograder.diagnosis.diagnose import explain
from autograder.diagnosis.slips import read_slips
from autograder.grading.judges import Judges
from autograder.grading.libraries import need_libraries
from autograder.grading.slip_table import need_table
from autograder.reports.feedback import write_feedback
from autograder.results import Record, Store
from autograder.sandbox.lockdown import Policy
from autograder.sandbox.server_process import WarmServer
from autograder.sandbox.session import Sandboxing, SubmissionSandbox
from autograder.sandbox.warm import WarmLauncher
from autograder.submissions import Unit

MANY = 1_000
LOOKED_AT = 100  # of which it is told where their time goes


def main(many: int = MANY) -> None:
    """Print both tables."""
    assignment = need_course(ROOT).get(ASSIGNMENT)
    answers = list(islice(make_answers(assignment), many))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(answers):
            for kind in ("all", "few") if number < many // 10 else ("all",):
                path = folder / kind / f"student{number:05}.py"
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
        few, all_ = (grade(folder / kind, folder / f"out-{kind}") for kind in ("few", "all"))
        print(f"each of {many} unlike answers, two judges, without the start: {(all_ - few) / (many - many // 10)}")
        parts = look(assignment, answers[:LOOKED_AT], folder / "look")
    total = sum(map(sum, parts.values()))
    print("| one answer, one judge | mean | median | share |\n|---|---:|---:|---:|")
    for part, each in parts.items():
        mean, middle = (f"{average(each) * 1000:.1f} ms" for average in (statistics.mean, statistics.median))
        print(f"| {part} | {mean} | {middle} | {sum(each) / total:.0%} |")


def grade(submissions: Path, out: Path) -> Time:
    """Return what `autograder grade` takes."""
    options = ("--out", out, "--jobs", "2", "--no-search", "--allow-weak-sandbox")
    return run([sys.executable, "-m", "autograder", "grade", ASSIGNMENT, submissions, *options], ROOT)


def make_answers(assignment: Assignment) -> Iterator[str]:
    """Yield answers without end, always the same, no two of them equal."""
    chance = random.Random(0)
    solution = assignment.path(".py").read_text(encoding="utf-8")
    slips = read_slips(assignment.path(".slips.toml"))
    styles = [path.read_text() for path in sorted((ROOT / "tests/course/right" / assignment.name).glob("*.py"))]
    seen: set[str] = set()
    while True:
        text = chance.choice([solution, solution, solution, *styles])
        for slip in chance.sample(slips, chance.randrange(3)):
            if text.count(slip.write) == 1:
                text = slip.apply(text)
        mutants = list(make_mutants(text, list(assignment.points))) if chance.random() < 0.5 else []
        text = chance.choice(mutants).source if mutants else text
        text += f"\n# {len(seen)}\n" if text in seen else ""
        seen.add(text)
        yield text


def look(assignment: Assignment, answers: list[str], folder: Path) -> dict[str, list[float]]:
    """Return how many seconds the parts of grading take for each of the answers, one after the other."""
    parts: dict[str, list[float]] = defaultdict(list)
    store = Store(folder / "results")
    server = WarmServer(libraries=need_libraries(assignment))
    launcher = WarmLauncher(server.ends[0])
    launcher.launch(Policy()).kill()
    how = Sandboxing(launcher, assignment.module, allow_weak=True)
    with Judges(assignment) as judges:
        table = need_table(assignment, judges)
        for number, text in enumerate(answers):
            units = [Unit(f"{assignment.module}.py", text)]
            clock = time.perf_counter()
            sandbox = SubmissionSandbox(how, [(unit.name, unit.text) for unit in units], load_seconds=10.0)
            sandbox.load()
            began = time.perf_counter() - clock
            found = judges.examine(units)
            examined = time.perf_counter() - clock - began
            sandbox.close()
            parts["fork, lockdown, load"].append(began)
            parts["probes and checks"].append(found.seconds - began)
            parts["to the judge and back"].append(examined - found.seconds)
            clock = time.perf_counter()
            exercises = explain(found, list(assignment.points), table, units)
            parts["diagnosis"].append(time.perf_counter() - clock)
            clock = time.perf_counter()
            record = Record(assignment.name, f"student{number}", "x.py", "ab", {}, 0.0, None, (), exercises)
            write_feedback(record, folder / "feedback")
            store.write(record)
            parts["writing"].append(time.perf_counter() - clock)
    server.close()
    return parts


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
