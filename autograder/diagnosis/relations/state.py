"""State the first relation that holds of everything that it speaks of."""

import re
from collections.abc import Set

from autograder.diagnosis.case import Case
from autograder.diagnosis.relations.endings import relate_endings
from autograder.diagnosis.relations.kinds import relate_kinds, relate_parts
from autograder.diagnosis.relations.numbers import relate_numbers
from autograder.diagnosis.relations.reasons import quote_later_misfit, quote_misfit, quote_reason, quote_title
from autograder.diagnosis.relations.stops import describe_stop, is_missing
from autograder.diagnosis.sentence import RELATION, Sentence

ALL = re.compile(r"^(?:Where the public checks (?:compare numbers and )?fail,|In the public checks) ")
OTHER_INPUTS = "All public checks pass: it is right for their inputs, and wrong for other ones."


def state_relation(case: Case) -> Sentence | None:
    """Return a relation; of hidden checks nothing that lets anyone work out an expected value.

    Numbers are therefore compared in public checks alone.
    """
    if not case.failed:
        return None
    misfit = quote_misfit(case.failed[:1]) or quote_later_misfit(case)
    if misfit is not None:
        return Sentence(misfit, RELATION)
    text = relate_endings(case) or _compare_values(case) or quote_reason(case)
    stopped = describe_stop(case)
    if text is not None and (stopped is None or not _is_stopped(case)):
        return Sentence(text, RELATION)
    if stopped is None and all(one.check.hidden for one in case.failed):
        return Sentence(OTHER_INPUTS, RELATION) if not _asks_how_well(case) else None
    title = None if any(is_missing(one.raised) for one in case.failed) else quote_title(case)
    return stopped or (Sentence(title, RELATION) if title else None)


def _asks_how_well(case: Case) -> bool:
    """Return whether a failed check saw what varies among right answers: it is reached or not, and nothing is wrong."""
    return any(key in case.found.varying for one in case.failed for key in one.looks)


def _compare_values(case: Case) -> str | None:
    """Return what holds of all values that public checks saw."""
    text = _relate(case, case.wrong - case.hidden)
    if text is not None:
        return text
    # Of another than the one that is shown in full it would read as false.
    shown = case.failed[0]
    alone = None if shown.check.hidden else _relate(case, case.wrong & set(shown.looks), least=3)
    return alone and f"In the check “{shown.check.title}” {ALL.sub('', alone)}"


def _relate(case: Case, keys: Set[str], least: int = 1) -> str | None:
    """Return what holds of all values of some observations; of fewer numbers than `least` a factor may be chance."""
    shown = [(case.view(key), case.expected(key)) for key in sorted(keys)]
    values = [(seen["saw"], right["saw"]) for seen, right in shown if "saw" in seen and "saw" in right]
    text = relate_kinds(values) if values else None
    # Where right answers differ in their numbers, the solution's are not the expected ones.
    if text is None and values and not keys & case.free:
        text = relate_numbers(values, least)
    # What is like the solution's is right in any case, and then the rest is what the check found wrong.
    return text or (relate_parts(values) if values else None)


def _is_stopped(case: Case) -> bool:
    """Return whether an exception ended what should have given a value: that says more than values do.

    What ended in hidden checks alone says less than what public ones saw.
    """
    if case.is_endless:
        return True
    ended = {key for key in case.wrong if "raised" in case.view(key) and "saw" in case.expected(key)}
    return bool(ended - case.hidden) or (bool(ended) and not case.wrong - case.hidden)
