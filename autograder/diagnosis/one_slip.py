"""The surest way: one slip behaves as the student's code does."""

from collections.abc import Set

from autograder.diagnosis.case import Case
from autograder.diagnosis.claims import is_borne_out
from autograder.diagnosis.sentence import SLIP, Sentence
from autograder.diagnosis.slips import SlipViews, agree


def name_slip(case: Case) -> Sentence | None:
    """Return the sentence of the slip that explains every wrong observation of an exercise, or None.

    Among several slips, the one that agrees with most observations. Where two agree with equally many, or where most of
    what the slip gets wrong is right here, say nothing: a wrong name is worse than no name.
    """
    return _name(case, case.asked, case.wrong)


def name_slip_of_first_answer(case: Case) -> Sentence | None:
    """Return the sentence of the slip that explains all but what first answers do not think of, or None.

    Those are input to refuse, and parameters without a gradient. Guards against them stand before the work itself, so
    that a slip in the work shows in all other observations as it would behind the guards.
    """
    # With a guard missing, code goes on or fails where it was not made for that; with another fault there it refuses.
    unguarded = {key for key in case.wrong if key in case.refusals or _met_none(case, key)}
    work = case.wrong - unguarded
    return _name(case, case.asked - case.refusals - unguarded, work) if unguarded and work else None


def name_slip_of_public_checks(case: Case) -> Sentence | None:
    """Return the sentence of the slip that a report at home names, if no hidden check speaks against it, or None.

    An exception that hidden checks alone have met does not: it ended what the slip would have given.
    """
    ended = {key for key in case.wrong & case.hidden if "raised" in case.view(key)}
    return _name(case, case.asked - ended, case.wrong - ended) if ended else None


def _name(case: Case, asked: Set[str], wrong: Set[str]) -> Sentence | None:
    if not wrong or (case.is_endless and not any("ended" in case.view(key) for key in wrong)):
        return None
    scores: dict[str, int] = {}
    for slip in case.table.slips:
        # Most slips do something else here: what is wrong is enough to tell, and the rest need not be compared.
        if slip.exercise != case.exercise or not all(_behaves_alike(case, slip, key) for key in wrong):
            continue
        if not is_borne_out(slip, case.answer):
            continue
        agreeing = {key for key in asked if _behaves_alike(case, slip, key)}
        differing = slip.differs.keys() & asked
        if 2 * len(agreeing & differing) >= len(differing):
            scores[slip.says] = max(scores.get(slip.says, 0), len(agreeing))
    best = [says for says, score in scores.items() if score == max(scores.values())]
    return Sentence(best[0], SLIP) if len(best) == 1 else None


def _behaves_alike(case: Case, slip: SlipViews, key: str) -> bool:
    return agree(case.view(key), slip.differs[key]) if key in slip.differs else key in case.right


def _met_none(case: Case, key: str) -> bool:
    seen = case.view(key)
    return seen.get("raised") in ("AttributeError", "TypeError") and "NoneType" in seen["text"]
