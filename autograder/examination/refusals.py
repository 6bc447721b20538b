"""Take credit back for what looked right alone: a refusal of everything, or a ready-made answer met later."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.examination.display import align
from autograder.examination.found import ExaminedCheck
from autograder.examination.looks import Look
from autograder.forbidden.search import Forbidden


def withdraw_refusals(examined: Sequence[tuple[ExaminedCheck, Sequence[Look]]]) -> list[ExaminedCheck]:
    """Return the checks, without credit for refusing everything.

    A check that wants an exception fails if its probe raised the same in every check of the exercise that asks it for
    a value.
    """
    return [_withdraw(one, looks, examined) for one, looks in examined]


def withdraw_forbidden(
    checks: Sequence[ExaminedCheck], forbidden: Mapping[str, Forbidden | None]
) -> list[ExaminedCheck]:
    """Return the checks, without credit where a later check of the exercise met what the exercise may not use."""
    met = {exercise: found for exercise, found in forbidden.items() if found is not None}
    return [
        _fail(one, met[one.exercise].message) if one.exercise in met and one.check.status == "passed" else one
        for one in checks
    ]


def _fail(one: ExaminedCheck, says: str, *, refuses: bool = False) -> ExaminedCheck:
    message = align({"yours": says})
    check = replace(one.check, status="failed", score=0, message=message, refuses=refuses)
    return replace(one, check=check, excess=math.inf)


def _withdraw(
    one: ExaminedCheck, looks: Sequence[Look], examined: Sequence[tuple[ExaminedCheck, Sequence[Look]]]
) -> ExaminedCheck:
    refusal = next((look for look in looks if look.refusal is not None), None)
    if refusal is None or one.check.status != "passed":
        return one
    asked_for_values = [
        look.observation
        for other, theirs in examined
        for look in theirs
        if other.exercise == one.exercise
        and look.refusal is None
        and look.question.probe.plain == refusal.question.probe.plain
    ]
    raised = [refusal.refusal in seen.raised.get("types", ()) for seen in asked_for_values]
    if not raised or not all(raised):
        return one
    says = "the same is raised for good input, too, so that it refuses nothing yet"
    return _fail(one, says, refuses=True)
