"""Which way of diagnosis would speak of each slip, had its author not thought of it, and whether it may say so."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.case import Case
from autograder.diagnosis.diagnose import Way, diagnose
from autograder.diagnosis.sentence import REPAIR, Sentence
from autograder.diagnosis.slips import Slip, SlipTable
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination
from autograder.grading.judges import Judges
from autograder.grading.known import learn_exercise
from autograder.grading.repairs import make_task
from autograder.grading.slip_table import examine_slips, make_table
from autograder.submissions import Unit

NEAR = 2  # lines that a sentence may be off: a statement may be broken, or stand below what it is about


@dataclass(frozen=True)
class Naming:
    """What is said of one slip without its own entry."""

    slip: Slip
    said: Sentence | None
    contradicts: bool  # a repair gives a reason at a line where nothing is wrong


def list_namings(assignment: Assignment, *, jobs: int, note: Callable[[str], object]) -> list[Naming]:
    """Diagnose each slip without its own entry and without what it teaches, repairs included."""
    with Judges(assignment, jobs) as judges:
        note(f"{assignment.name}: its slips")
        solution, examined = examine_slips(assignment, judges)
        table = make_table(solution, examined)

        def name(work: tuple[int, tuple[Slip, Examination]]) -> Naming:
            number, (slip, found) = work
            units = _units(assignment, slip)
            said = diagnose_unknown(number, slip, found, table, units, _repair(assignment, judges, units, slip))
            return Naming(slip, said, _contradicts(assignment, slip, said))

        note(f"{assignment.name}: what would be said of {len(examined)} slips")
        with ThreadPoolExecutor(judges.jobs) as pool:
            return list(pool.map(name, enumerate(examined)))


def diagnose_unknown(
    number: int, slip: Slip, found: Examination, table: SlipTable, units: Sequence[Unit], repair: Way | None = None
) -> Sentence | None:
    """Return what is said of a slip by a table without its entry, the one with this number."""
    others = table.slips[:number] + table.slips[number + 1 :]
    return diagnose(Case(found, slip.exercise, replace(table, slips=others), Source(units)), repair)


def _units(assignment: Assignment, slip: Slip) -> list[Unit]:
    return [Unit(f"{assignment.module}.py", slip.apply(read_solution(assignment)))]


def _repair(assignment: Assignment, judges: Judges, units: Sequence[Unit], slip: Slip) -> Way:
    def repair(case: Case) -> Sentence | None:
        task = make_task(case, tuple(assignment.points))
        known = learn_exercise(assignment, case.exercise).without(slip.says)
        return judges.repair(units, replace(task, known=known)) if task else None

    return repair


def _contradicts(assignment: Assignment, slip: Slip, said: Sentence | None) -> bool:
    """Return whether a repair names a cause away from what the slip changes; its first line stands for all of it."""
    if said is None or said.way != REPAIR or said.line is None:
        return False
    solution = read_solution(assignment)
    before, after = solution.splitlines(), slip.apply(solution).splitlines()
    if after[said.line - 1].lstrip().startswith(("def ", "class ")):
        return False
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [(first, last) for kind, _, _, first, last in changes if kind != "equal"]
    return not any(first + 1 - NEAR <= said.line <= last + NEAR for first, last in changed)
