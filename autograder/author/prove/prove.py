"""Prove assignments: points, texts, stub, solution, slips, and that nothing flakes."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.author.build.assemble import assemble
from autograder.author.build.stubs import make_stub
from autograder.author.prove.bounds import find_unbounded
from autograder.author.prove.failures import prove_failures
from autograder.author.prove.folder import can_run, find_unwritten, list_missing, prove_folder
from autograder.author.prove.hollow import prove_hollow
from autograder.author.prove.pictures import prove_pictures
from autograder.author.prove.proof import (
    SOLUTION,
    Proof,
    count_ways,
    name_reference,
    number_slip,
    prove_points,
    prove_refusals,
    prove_slips,
    prove_solution,
    prove_stub,
)
from autograder.author.prove.steadiness import prove_steadiness
from autograder.author.prove.texts import prove_hints
from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.course.texts import read_text
from autograder.diagnosis.slips import Slip
from autograder.errors import CourseError
from autograder.examination.found import Examination
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.grading.slip_table import examine_slips, find_table_files, insist_on_files, keep_table, make_table
from autograder.submissions import Unit

DOCTEST_SECONDS = 300


def prove(assignments: Sequence[Assignment], *, jobs: int, runs: int, note: Callable[[str], object]) -> list[Proof]:
    """Prove each assignment and return what was found; `note` is told of each step."""
    note("solutions and slips")
    with ThreadPoolExecutor(jobs) as pool:
        jobs_each = max(1, jobs // len(assignments))
        proofs = list(pool.map(lambda assignment: _prove_once(assignment, jobs_each), assignments))
    ran = [(assignment, proof) for assignment, proof in zip(assignments, proofs, strict=True) if proof.verdicts]
    if ran:
        prove_steadiness(*zip(*ran, strict=True), jobs=jobs, runs=runs, note=note)
    return proofs


def _prove_once(assignment: Assignment, jobs: int) -> Proof:
    """Prove everything but steadiness."""
    started = time.perf_counter()
    proof = Proof(assignment.name)
    if _prove_files(assignment, proof):
        _prove_examined(assignment, jobs, proof)
        proof.seconds = time.perf_counter() - started
    return proof


def _prove_files(assignment: Assignment, proof: Proof) -> bool:
    """Prove what can be told without a judge; return whether there is enough to examine."""
    missing = list_missing(assignment)
    proof.problems += missing
    if not assignment.points:
        proof.problems.append(
            f"course.toml, [assignments.{assignment.name}.points] lists no exercise: write one into "
            f"{assignment.path('.py').name}, and give it points there"
        )
    if not can_run(assignment) or not assignment.points:
        return False
    if not missing:
        try:
            assemble(assignment, slip_data=None)
        except CourseError as error:
            proof.problems.append(str(error))
            return False
    proof.problems += prove_folder(assignment)
    proof.problems += prove_hints(assignment)
    proof.problems += _prove_doctests(assignment)
    return True


def _prove_examined(assignment: Assignment, jobs: int, proof: Proof) -> None:
    """Prove the stub, the solution and the slips by what judges find of them."""
    stub = make_stub(read_solution(assignment))
    with Judges(assignment, jobs) as judges:
        proof.visible = sum(not check.hidden for check in judges.checks)
        proof.hidden = sum(check.hidden for check in judges.checks)
        proof.problems += prove_points(assignment, judges.checks)
        proof.problems += prove_refusals(judges.checks)
        files = find_table_files(assignment)
        answered = judges.examine(_list_units(assignment), Extent(all_views=True, keep=True))
        failing = [one.check.id for one in answered.checks if one.check.status != "passed"]
        proof.problems += prove_stub(judges.examine([Unit(f"{assignment.module}.py", stub)]), failing)
        if wrong := prove_solution(answered, find_unwritten(assignment)):
            # All else would follow from it.
            proof.problems += [*wrong, "slips are examined, and answers that do nothing, when the solution passes"]
            return
        proof.problems += prove_hollow(assignment, judges)
        proof.problems += prove_pictures(answered.pictures)
        examined = _examine_slips(assignment, judges, answered)
        insist_on_files(assignment, files)
        _examine_references(assignment, judges, proof)
    proof.slips = len(examined)
    proof.keep(SOLUTION, answered)
    for number, (slip, found) in enumerate(examined):
        proof.keep(number_slip(slip, number), found)
    table = make_table(answered, examined)
    keep_table(files, table)
    proof.ways = count_ways(assignment, examined, table)
    proof.problems += prove_failures(examined)
    proof.problems += find_unbounded(table)
    proof.problems += prove_slips(examined, table, list(assignment.points))


def _list_units(assignment: Assignment) -> list[Unit]:
    """Return the solution as students hand it in: of several files, each in a folder, so that messages name it."""
    folder = f"{assignment.name}/" if len(assignment.sources) > 1 else ""
    return [Unit(f"{folder}{path.name}", read_text(path)) for path in assignment.sources]


def _examine_slips(assignment: Assignment, judges: Judges, solution: Examination) -> list[tuple[Slip, Examination]]:
    """Examine every slip; one that fails by then is spared hidden checks of what varies, which may train for long."""
    spared = [check.id for check in judges.checks if check.varies and check.hidden]
    _, examined = examine_slips(assignment, judges, solution=solution, spared=spared)
    source = read_solution(assignment)

    def finish(slip: Slip, found: Examination) -> Examination:
        if not spared or any(one.check.status != "passed" for one in found.checks):
            return found
        unit = Unit(f"{assignment.module}.py", slip.apply(source))
        return judges.examine([unit], Extent(exercise=slip.exercise, all_views=True))

    return [(slip, finish(slip, found)) for slip, found in examined]


def _examine_references(assignment: Assignment, judges: Judges, proof: Proof) -> None:
    for path in assignment.references:
        found = judges.examine([Unit(f"{assignment.module}.py", read_text(path))])
        proof.keep(name_reference(path), found)
        proof.references[path.stem] = sum(one.check.score for one in found.checks)


def _prove_doctests(assignment: Assignment) -> list[str]:
    """Run the worked examples of the solution's docstrings."""
    return [problem for path in assignment.sources for problem in _prove_doctests_of(path, assignment.folder)]


def _prove_doctests_of(path: Path, folder: Path) -> list[str]:
    # Where the files lie that the examples read.
    command = [sys.executable, "-m", "doctest", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=DOCTEST_SECONDS, cwd=folder)
    if done.returncode == 0:
        return []
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip(" *")]
    raised = [line for line in lines if re.match(r"\w[\w.]*(Error|Exception|Exit|Interrupt)\b", line)][:1]
    if not done.stdout:
        numbers = re.findall(rf'File "{re.escape(str(path))}", line (\d+)', done.stderr)
        place = f", line {numbers[-1]}" if numbers else ""
        return [f"{path.name}{place}: it cannot be run: {''.join(raised) or lines[-1]}"]
    shown = " ".join(" ".join(lines[:7]).split()).replace(f'File "{path}"', path.name)
    said, traceback, _ = shown.partition("Traceback")
    said += "".join(raised) if traceback else ""
    return [f"a worked example of {path.name} does not give what it says: {said[:300]}"]
