"""What a public check itself says of what it found."""

import re
from collections.abc import Iterable

from autograder.diagnosis.case import Case
from autograder.examination.found import ExaminedCheck

BECAUSE = re.compile(r"^because +(.+)$", re.MULTILINE)


MISFIT = re.compile(r"^yours +(\w+ should give .+; yours gave .+)$", re.MULTILINE)


def quote_misfit(checks: Iterable[ExaminedCheck]) -> str | None:
    """Return what the first public check that does says of a value of another kind than the exercise asks for."""
    found = [MISFIT.search(one.check.message) for one in checks if not one.check.hidden]
    return next((f"{one[1].rstrip('.')}." for one in found if one), None)


def quote_later_misfit(case: Case) -> str | None:
    """Return the same of a check that is not the one shown in full, with its title: of that one it would be false."""
    for one in case.failed[1:]:
        misfit = quote_misfit([one])
        if misfit is not None:
            return f"In the check “{one.check.title}”, {misfit}"
    return None


def quote_reason(case: Case) -> str | None:
    """Return the reason that the first public check with one gives for its failure, as a sentence."""
    for one in case.failed:
        found = None if one.check.hidden else BECAUSE.search(one.check.message)
        if found:
            reason = found[1].rstrip(".")
            # A name from the code keeps its first letter.
            is_name = "_" in reason.split()[0]
            return f"{reason if is_name else reason[:1].upper() + reason[1:]}."
    return None


def quote_title(case: Case) -> str | None:
    """Return what the first public check that failed has found not to hold; one that was stopped has found nothing."""
    titles = [one.check.title for one in case.failed if not one.check.hidden and one.raised is None]
    return f"This does not hold: {titles[0].rstrip('.')}." if titles else None
