"""Say of each failing exercise, in one sentence, what is wrong with it; where nothing is sure, say nothing."""

from collections.abc import Callable, Sequence

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.state import state_cause, state_dead_code, state_fact, state_lesser_fact
from autograder.diagnosis.forbidden_name import quote_forbidden
from autograder.diagnosis.one_slip import name_slip, name_slip_of_first_answer
from autograder.diagnosis.relations.state import state_relation
from autograder.diagnosis.sentence import Sentence, names_mistake
from autograder.diagnosis.slips import SlipTable
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination
from autograder.results.exercise import Exercise
from autograder.submissions import Unit

Way = Callable[[Case], Sentence | None]


def explain(
    found: Examination, order: list[str], table: SlipTable, units: Sequence[Unit], repair: Way | None = None
) -> tuple[Exercise, ...]:
    """Return the exercises in order, each with its sentence if one of the ways finds one.

    `repair` looks for a small change of the student's code that passes; it needs a sandbox, so that whoever has one
    brings it along.
    """
    source = Source(units)
    names = order + [name for name in dict.fromkeys(one.exercise for one in found.checks) if name not in order]
    cases = [Case(found, name, table, source) for name in names]
    return tuple(_conclude(case, diagnose(case, repair)) for case in cases if case.checks)


def diagnose(case: Case, repair: Way | None = None) -> Sentence | None:
    """Ask each way in turn; return the first sentence, or None."""
    if not case.failed:
        return state_dead_code(case)
    surest = (quote_forbidden, state_cause, name_slip, name_slip_of_first_answer, state_fact)
    said = next((said for way in surest if (said := way(case)) is not None), None)
    if said is not None:
        return said
    found = repair(case) if repair else None
    if found is not None and names_mistake(found.way, found.line):
        return found
    return state_lesser_fact(case) or found or state_relation(case)


def _conclude(case: Case, said: Sentence | None) -> Exercise:
    checks = tuple(one.check for one in case.checks)
    if said is None:
        return Exercise(case.exercise, None, checks)
    return Exercise(case.exercise, said.text, checks, said.way, said.line, said.cell)
