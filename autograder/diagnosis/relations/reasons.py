"""What a public check itself says of what it found."""

import re

from autograder.diagnosis.case import Case

BECAUSE = re.compile(r"^because +(.+)$", re.MULTILINE)


def quote_reason(case: Case) -> str | None:
    """Return the reason that the first public check with one gives for its failure, as a sentence."""
    for one in case.failed:
        found = None if one.check.hidden else BECAUSE.search(one.check.message)
        if found:
            return f"{found[1][:1].upper()}{found[1][1:].rstrip('.')}."
    return None
