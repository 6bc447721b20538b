"""Run every mutant of a solution against its checks: what survives is explained, or shows that a check is missing."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from autograder.author.prove.mutants import Mutant, mutate_solution
from autograder.author.prove.survivors import explains, load_explanations
from autograder.course import Assignment
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.submissions import Unit


@dataclass
class MutationReport:
    """How the checks of one assignment did against its mutants."""

    assignment: str
    file: str  # of explanations
    killed: int = 0
    explained: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    # Explanations that no surviving mutant needs: the solution or the checks have changed since.
    idle: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many mutants there were."""
        return self.killed + self.explained + len(self.survivors)


def run_mutants(assignment: Assignment, *, jobs: int, note: Callable[[str], object]) -> MutationReport:
    """Examine each mutant up to its first failed check; `note` is told of the progress."""
    report = MutationReport(assignment.name, assignment.path(".mutants.toml").name)
    mutants = mutate_solution(assignment)
    explanations = load_explanations(assignment.path(".mutants.toml"))
    with Judges(assignment, jobs) as judges:
        survivors = _find_survivors(assignment, mutants, judges, note)
    report.killed = len(mutants) - len(survivors)
    for mutant in survivors:
        if any(explains(explanation, mutant) for explanation in explanations):
            report.explained += 1
        else:
            report.survivors.append(mutant)
    report.idle = [
        f"{one.exercise}: `{one.was}` -> `{one.now}`"
        for one in explanations
        if not any(explains(one, mutant) for mutant in survivors)
    ]
    return report


def _find_survivors(
    assignment: Assignment, mutants: Sequence[Mutant], judges: Judges, note: Callable[[str], object]
) -> list[Mutant]:
    done = 0

    def survives(mutant: Mutant) -> bool:
        nonlocal done
        extent = Extent(exercise=mutant.exercise or None, until_failure=True)
        found = judges.examine([Unit(f"{assignment.module}.py", mutant.source)], extent)
        done += 1
        note(f"{assignment.name}: mutant {done} of {len(mutants)}")
        return all(one.check.status == "passed" for one in found.checks)

    with ThreadPoolExecutor(judges.jobs) as pool:
        return [mutant for mutant, alive in zip(mutants, pool.map(survives, mutants), strict=True) if alive]
