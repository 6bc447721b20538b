"""The surest way: one slip behaves as the student's code does."""

from autograder.diagnosis.case import Case
from autograder.diagnosis.sentence import SLIP, Sentence
from autograder.diagnosis.slips import agree


def name_slip(case: Case) -> Sentence | None:
    """Return the sentence of the slip that explains every wrong observation of an exercise, or None.

    Among several slips, the one that agrees with most observations. Where two agree with equally many, or where most of
    what the slip gets wrong is right here, say nothing: a wrong name is worse than no name.
    """
    if not case.wrong:
        return None
    scores: dict[str, int] = {}
    for slip in case.table.slips:
        if slip.exercise != case.exercise:
            continue
        agreeing = {key for key in case.asked if agree(case.view(key), slip.differs.get(key, case.expected(key)))}
        differing = slip.differs.keys() & case.asked
        if case.wrong <= agreeing and 2 * len(agreeing & differing) >= len(differing):
            scores[slip.says] = max(scores.get(slip.says, 0), len(agreeing))
    best = [says for says, score in scores.items() if score == max(scores.values())]
    return Sentence(best[0], SLIP) if len(best) == 1 else None
