"""State the first relation that holds of everything that it speaks of."""

from autograder.diagnosis.case import Case
from autograder.diagnosis.relations.endings import relate_endings
from autograder.diagnosis.relations.kinds import relate_kinds
from autograder.diagnosis.relations.numbers import relate_numbers
from autograder.diagnosis.relations.stops import describe_stop
from autograder.diagnosis.sentence import RELATION, Sentence

OTHER_INPUTS = "All public checks pass: it is right for their inputs, and wrong for other ones."


def state_relation(case: Case) -> Sentence | None:
    """Return a relation; of hidden checks nothing that lets anyone work out an expected value.

    Numbers are therefore compared in public checks alone.
    """
    if not case.failed:
        return None
    shown = [(case.view(key), case.expected(key)) for key in sorted(case.wrong - case.hidden)]
    text = relate_endings(case) or relate_kinds(shown) or relate_numbers(shown)
    if text is not None:
        return Sentence(text, RELATION)
    stopped = describe_stop(case)
    if stopped is None and all(one.check.hidden for one in case.failed):
        return Sentence(OTHER_INPUTS, RELATION)
    return stopped
