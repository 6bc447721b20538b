"""Say of each exercise which slip explains what an examination found, if one does."""

from autograder.diagnosis.slips import SlipTable, agree
from autograder.examination.found import Examination
from autograder.results.record import Exercise


def explain(found: Examination, order: list[str], table: SlipTable) -> tuple[Exercise, ...]:
    """Return the exercises in order, each with its sentence if a slip explains what went wrong."""
    names = order + [name for name in dict.fromkeys(one.exercise for one in found.checks) if name not in order]
    return tuple(
        Exercise(name, diagnose(found, name, table), tuple(one.check for one in found.checks if one.exercise == name))
        for name in names
        if any(one.exercise == name for one in found.checks)
    )


def diagnose(found: Examination, exercise: str, table: SlipTable) -> str | None:
    """Return the sentence of the slip that explains every wrong observation of an exercise, or None.

    Among several slips, the one that agrees with most observations. Where two agree with equally many, or where most of
    what the slip gets wrong is right here, say nothing: a wrong name is worse than no name.
    """
    own = [one for one in found.checks if one.exercise == exercise]
    asked = {key for one in own for key in one.looks if key in found.views and key in table.solution}
    failed = {key for one in own if one.check.status not in ("passed", "not_started") for key in one.looks} & asked
    wrong = {key for key in failed if not agree(found.views[key], table.solution[key])}
    if not wrong:
        return None
    scores: dict[str, int] = {}
    for slip in table.slips:
        if slip.exercise != exercise:
            continue
        agreeing = {key for key in asked if agree(found.views[key], slip.differs.get(key, table.solution[key]))}
        differing = slip.differs.keys() & asked
        if wrong <= agreeing and 2 * len(agreeing & differing) >= len(differing):
            scores[slip.says] = max(scores.get(slip.says, 0), len(agreeing))
    best = [says for says, score in scores.items() if score == max(scores.values())]
    return best[0] if len(best) == 1 else None
