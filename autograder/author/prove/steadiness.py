"""Prove that nothing flakes: the same verdicts under other hash seeds, with 1 and 2 threads."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from itertools import chain

from autograder.author.prove.proof import SOLUTION, Proof, list_verdicts, name_reference, number_slip
from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.slips import read_slips
from autograder.examination.found import Examination
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.sandbox.server_process import WarmServer
from autograder.submissions import Unit


def prove_steadiness(
    assignments: Sequence[Assignment], proofs: Sequence[Proof], *, jobs: int, runs: int, note: Callable[[str], object]
) -> None:
    """Examine solutions and slips again and again and add a problem to the proofs for each verdict that changes.

    Each run has a warm server of its own, shared by all assignments, and examines every solution and reference, and a
    part of the slips: together the runs examine each slip once more, and its verdicts are held to those of its proof.
    Checks of what varies among right answers may train for long. Slips are spared them; a solution or a reference is
    asked until all that varies was twice the same to the last bit. Such tasks are asked with 1 thread, as in grading;
    all others with 1 and with 2, in turns.
    """
    with ExitStack() as stack, ThreadPoolExecutor(jobs) as pool:
        teams = [stack.enter_context(Judges(assignment)) for assignment in assignments]
        repeats = [_Repeats(*each, runs) for each in zip(assignments, teams, proofs, strict=True)]
        done: list[list[Future[list[str]]]] = []
        for run in range(runs):
            # One run's server warms up while the run before is at work; more of them would fill the memory.
            wait(done[run - 2] if run > 1 else ())
            note(f"run {run + 1} of {runs}: another hash seed, {_count_threads(run)} thread{'s' * (run % 2)}")
            server = WarmServer(len(teams), run + 1, dict.fromkeys(chain(*(team.libraries for team in teams))))
            stack.callback(server.close)
            done.append([pool.submit(repeat.examine, run, server, number) for number, repeat in enumerate(repeats)])
        for found in done:
            for proof, problems in zip(proofs, found, strict=True):
                proof.problems += problems.result()
                proof.runs += 1


class _Repeats:
    """One assignment's solution and slips, and the verdicts that they had first."""

    def __init__(self, assignment: Assignment, judges: Judges, proof: Proof, runs: int) -> None:
        self._file = f"{assignment.module}.py"
        self._judges = judges
        self._first = proof.verdicts
        self._varying = tuple(check.id for check in judges.checks if check.varies)
        # By answer, what varies as it was seen last, and where that was the same as before.
        self._seen = dict(proof.varying)
        self._settled: set[str] = set()
        self._solution = read_solution(assignment)
        self._slips = read_slips(assignment.path(".slips.toml"))
        self._references = [(name_reference(path), path.read_text(encoding="utf-8")) for path in assignment.references]
        self._runs = runs
        self._one_at_a_time = threading.Lock()

    def examine(self, run: int, server: WarmServer, number: int) -> list[str]:
        """Return a problem for each verdict that is not as it was first; `number` is that of the server's socket."""
        with self._one_at_a_time:
            self._judges.attach(server, number)
            return self._examine(run)

    def _examine(self, run: int) -> list[str]:
        whole = [(SOLUTION, self._solution), *self._references]
        problems = [problem for name, source in whole for problem in self._repeat(name, source, run)]
        for number in range(run, len(self._slips), self._runs):
            slip = self._slips[number]
            extent = Extent(exercise=slip.exercise, threads=self._threads(run), spared=self._varying)
            problems += self._compare(number_slip(slip, number), slip.apply(self._solution), extent, run)[0]
        return problems

    def _repeat(self, name: str, source: str, run: int) -> list[str]:
        """Return a problem for each verdict on a whole answer that has changed."""
        spared = self._varying if name in self._settled else ()
        # Of a reference, nothing else is of interest.
        if spared and name != SOLUTION:
            return []
        problems, found = self._compare(name, source, Extent(threads=self._threads(run), spared=spared), run)
        if found.varying == self._seen[name]:
            self._settled.add(name)
        self._seen[name] = found.varying
        return problems

    def _compare(self, name: str, source: str, extent: Extent, run: int) -> tuple[list[str], Examination]:
        """Examine a program, and hold its verdicts to what they were first."""
        found = self._judges.examine([Unit(self._file, source)], extent)
        first = self._first[name]
        problems = [
            f"{name} flakes: {check} was {first[check]}, then {now} in run {run + 1}: make it deterministic"
            for check, now in list_verdicts(found).items()
            if first[check] != now
        ]
        return problems, found

    def _threads(self, run: int) -> int:
        # Two threads over a long training, while other assignments are proved, wait for each other at every step.
        return 1 if self._varying else _count_threads(run)


def _count_threads(run: int) -> int:
    return 1 + run % 2
