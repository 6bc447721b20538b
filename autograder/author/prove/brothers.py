"""Find mutants that no probe can tell from a slip, though they are wrong elsewhere: is its sentence true of them?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from autograder.author.prove.mutants import Mutant, mutate_solution
from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.case import Case
from autograder.diagnosis.one_slip import name_slip
from autograder.diagnosis.slips import Slip, read_slips
from autograder.diagnosis.source import Source
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.submissions import Unit


@dataclass(frozen=True)
class Brothers:
    """A mutant, and the sentence that it gets although its author had a fault in another line in mind."""

    mutant: Mutant
    says: str


def find_brothers(assignment: Assignment, *, jobs: int, note: Callable[[str], object]) -> list[Brothers]:
    """Examine each mutant of an exercise whole; return those that a slip of another line is named for.

    Whether the sentence is true of the mutant is for its author to read. Where it is not, either say it so that it is
    true of both, or add an observation that tells them apart.
    """
    solution = read_solution(assignment)
    mutants = [one for one in mutate_solution(assignment) if one.exercise]
    slips = read_slips(assignment.path(".slips.toml"))
    with Judges(assignment, jobs) as judges:
        table = need_table(assignment, judges)

        def name(mutant: Mutant) -> str | None:
            note(f"{assignment.name}: {mutant.description}")
            units = [Unit(f"{assignment.module}.py", mutant.source)]
            found = judges.examine(units, Extent(exercise=mutant.exercise))
            said = name_slip(Case(found, mutant.exercise, table, Source(units)))
            return said.text if said else None

        with ThreadPoolExecutor(jobs) as pool:
            named = list(zip(mutants, pool.map(name, mutants), strict=True))
    return [
        Brothers(mutant, says)
        for mutant, says in named
        if says is not None and not any(_is_at(slip, mutant, solution) for slip in slips if slip.says == says)
    ]


def _is_at(slip: Slip, mutant: Mutant, solution: str) -> bool:
    """Return whether a slip changes the line in which a mutant differs."""
    start = solution.find(slip.write)
    first = solution.count("\n", 0, start) + 1
    return slip.exercise == mutant.exercise and first <= mutant.line <= first + slip.write.count("\n")
