"""Learn from the solution and the slips of an exercise what a search for repairs may know of right code."""

import ast
from collections.abc import Collection, Sequence

from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.nodes import names_in
from autograder.diagnosis.repairs.defaults import read_defaults
from autograder.diagnosis.repairs.lessons import learn
from autograder.diagnosis.repairs.likeness import count_words
from autograder.diagnosis.repairs.region import find_region
from autograder.diagnosis.repairs.source_text import SourceText
from autograder.diagnosis.repairs.task import Known
from autograder.diagnosis.slips import read_slips
from autograder.submissions import Unit


def learn_exercise(assignment: Assignment, exercise: str) -> Known:
    """Return what its slips teach, which words its solution uses, and which defaults its arguments have.

    Where the solution is not at hand, as in a student's own repository, that is nothing.
    """
    if not all(path.exists() for path in assignment.sources):
        return Known()
    solution = read_solution(assignment)
    slips = [slip for slip in read_slips(assignment.path(".slips.toml")) if slip.exercise == exercise]
    source = SourceText(Unit(f"{assignment.module}.py", solution))
    statements: list[ast.stmt] = [node for _, node in find_region([source], exercise, tuple(assignment.points))]
    defaults = {name: text for node in statements[:1] for name, text in read_defaults(node).items()}
    needed = _leave_out_others(source, exercise, assignment.points, statements)
    return Known(learn(slips, solution), dict(count_words(statements)), defaults, source.name, needed, tuple(slips))


def _leave_out_others(source: SourceText, exercise: str, exercises: Collection[str], needed: Sequence[ast.stmt]) -> str:
    """Return a solution without the exercises that this one does not build on: there is less to load."""
    used = {exercise.partition(".")[0]}.union(*map(names_in, needed))
    others = {one.partition(".")[0] for one in exercises} - used
    kept = [node for node in source.tree.body if getattr(node, "name", "") not in others]
    return "\n\n".join(map(source.text, kept)) + "\n"
