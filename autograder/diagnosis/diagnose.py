"""Say of each failing exercise, in one sentence, what is wrong with it; where nothing is sure, say nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from autograder.diagnosis.case import Case
from autograder.diagnosis.facts.state import state_cause, state_dead_code, state_fact, state_lesser_fact
from autograder.diagnosis.forbidden_name import quote_forbidden
from autograder.diagnosis.one_slip import name_slip, name_slip_of_first_answer, name_slip_of_public_checks
from autograder.diagnosis.relations.state import state_relation
from autograder.diagnosis.sentence import REPAIR, Sentence
from autograder.diagnosis.slips import SlipTable
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination
from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.submissions import Unit

Way = Callable[[Case], Sentence | None]

# The earlier, the surer and the closer to what a tutor would say; repairs stand between the two.
SUREST: tuple[Way, ...] = (quote_forbidden, state_cause, name_slip, name_slip_of_first_answer, state_fact)
LEAST_SURE: tuple[Way, ...] = (name_slip_of_public_checks, state_lesser_fact, state_relation)


def explain(
    found: Examination,
    order: list[str],
    table: SlipTable,
    units: Sequence[Unit],
    repair: Way | None = None,
    told: Mapping[str, Exercise] = MappingProxyType({}),
) -> tuple[Exercise, ...]:
    """Return the exercises in order, each with its sentence if one of the ways finds one.

    `repair` looks for a small change of the student's code that passes; it needs a sandbox, so that whoever has one
    brings it along. An exercise whose checks come out as in `told` keeps the sentence that it has there.
    """
    source = Source(units)
    names = order + [name for name in dict.fromkeys(one.exercise for one in found.checks) if name not in order]
    cases = [Case(found, name, table, source) for name in names]
    return tuple(
        _tell_again(told.get(case.exercise), case) or _conclude(case, diagnose(case, repair))
        for case in cases
        if case.checks
    )


def diagnose(case: Case, repair: Way | None = None) -> Sentence | None:
    """Ask each way in turn; return the first sentence, or None."""
    if not case.failed:
        return state_dead_code(case)
    ways = (*SUREST, *([repair] if repair else []), *LEAST_SURE)
    return next((said for way in ways if (said := way(case)) is not None), None)


def _conclude(case: Case, said: Sentence | None) -> Exercise:
    checks = tuple(one.check for one in case.checks)
    if said is None:
        return Exercise(case.exercise, None, checks)
    return Exercise(case.exercise, said.text, checks, said.way, said.line, said.cell)


def _tell_again(before: Exercise | None, case: Case) -> Exercise | None:
    """Return what was said before of the same checks; how long one took says nothing of it."""
    checks = tuple(one.check for one in case.checks)
    if before is None or list(map(_leave_time_out, before.checks)) != list(map(_leave_time_out, checks)):
        return None
    # What mended it by the checks of then is to be tried with those of now; where nothing did, something may.
    if before.way == REPAIR or (case.failed and before.says is None):
        return None
    return replace(before, checks=checks, manual=None)


def _leave_time_out(check: Check) -> dict[str, Any]:
    return {**vars(check), "seconds": None}
