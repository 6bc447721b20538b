"""Prove assignments: points, texts, stub, solution, slips, and that nothing flakes."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from autograder.build.stubs import make_stub
from autograder.course import Assignment
from autograder.diagnosis.examination import Examination
from autograder.diagnosis.slips import Slip
from autograder.grading.judges import Judges
from autograder.grading.slip_table import examine_slips, make_table
from autograder.prove.proof import Proof, prove_points, prove_slips, prove_solution, prove_stub
from autograder.prove.texts import prove_hints
from autograder.sandbox.server_process import WarmServer
from autograder.submissions import Unit

Note = Callable[[str], object]


def prove(assignments: Sequence[Assignment], *, jobs: int, runs: int, note: Note) -> list[Proof]:
    """Prove each assignment and return what was found; `note` is told of each step."""
    proofs = []
    for assignment in assignments:
        proofs.append(_prove_once(assignment, jobs, note))
    _prove_steadiness(assignments, proofs, jobs, runs, note)
    return proofs


def _prove_once(assignment: Assignment, jobs: int, note: Note) -> Proof:
    """Prove everything but steadiness."""
    started = time.perf_counter()
    note(f"{assignment.name}: the solution and its slips")
    proof = Proof(assignment.name)
    proof.problems += prove_hints(assignment)
    proof.problems += _prove_doctests(assignment)
    stub = make_stub(assignment.path(".py").read_text(encoding="utf-8"))
    with Judges(assignment, jobs) as judges:
        proof.visible = sum(not check.hidden for check in judges.checks)
        proof.hidden = sum(check.hidden for check in judges.checks)
        proof.problems += prove_points(assignment, judges.checks)
        proof.problems += prove_stub(judges.examine([Unit(f"{assignment.module}.py", stub)]))
        solution, examined = examine_slips(assignment, judges, jobs)
    proof.slips = len(examined)
    proof.problems += prove_solution(solution)
    proof.problems += prove_slips(solution, examined, make_table(solution, examined), list(assignment.points))
    proof.seconds = time.perf_counter() - started
    return proof


def _prove_doctests(assignment: Assignment) -> list[str]:
    """Run the worked examples of the solution's docstrings."""
    path = assignment.path(".py")
    command = [sys.executable, "-m", "doctest", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode == 0:
        return []
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip(" *")]
    return [f"a worked example of {path.name} does not give what it says: {' '.join(lines[:6])[:300]}"]


def _prove_steadiness(
    assignments: Sequence[Assignment], proofs: Sequence[Proof], jobs: int, runs: int, note: Note
) -> None:
    """Examine solution and slips again with other hash seeds and with 1 and 2 threads: verdicts must not change.

    Each run examines every solution and a part of the slips, so that together the runs examine every slip again.
    """
    first: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with ExitStack() as stack, ThreadPoolExecutor(jobs) as pool:
        teams = [stack.enter_context(Judges(assignment)) for assignment in assignments]
        server: WarmServer | None = None
        for run in range(runs):
            note(f"run {run + 1} of {runs}: another hash seed, {1 + run % 2} thread{'s' * (run % 2)}")
            started = WarmServer(len(teams), hash_seed=run + 1)
            for number, team in enumerate(teams):
                team.attach(started, number)
            if server is not None:
                server.close()
            server = started
            work = zip(assignments, teams, strict=True)
            for proof, problems in zip(
                proofs, pool.map(lambda pair: _repeat(*pair, run, runs, first), work), strict=True
            ):
                proof.problems += problems
                proof.runs += 1
        stack.close()
        if server is not None:
            server.close()


def _repeat(
    assignment: Assignment,
    judges: Judges,
    run: int,
    runs: int,
    first: dict[tuple[str, str], list[tuple[str, str]]],
) -> list[str]:
    from autograder.diagnosis.slips import read_slips

    solution = assignment.path(".py").read_text(encoding="utf-8")
    slips: list[Slip] = read_slips(assignment.path(".slips.toml"))
    sources = {"the solution": solution}
    sources |= {
        f"slip `{slip.instead.strip()}`": slip.apply(solution)
        for slip in slips[run % (runs // 2 or 1) :: runs // 2 or 1]
    }
    problems = []
    for name, source in sources.items():
        found = judges.examine([Unit(f"{assignment.module}.py", source)], threads=1 + run % 2)
        verdicts = _list_verdicts(found)
        expected = first.setdefault((assignment.name, name), verdicts)
        for (check, before), (_, now) in zip(expected, verdicts, strict=True):
            if before != now:
                problems.append(
                    f"{name} flakes: {check} was {before}, then {now} in run {run + 1}: make it deterministic"
                )
    return problems


def _list_verdicts(found: Examination) -> list[tuple[str, str]]:
    return [(one.check.id, one.check.status) for one in found.checks]
