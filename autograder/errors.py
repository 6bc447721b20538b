"""What can stop a command, said in one line for the person who ran it.

AutograderError        one clear line: what is wrong, where, what to do; the command ends with status 2
├── CourseError        course.toml or a folder of the course is not as it should be
├── GradingError       a judge or a sandbox that cannot do its work
└── RecordError        a result that breaks the rules of a result: points that do not add up, a truncated file
"""

import difflib
from collections.abc import Iterable


class AutograderError(Exception):
    """Stop the command with one clear line for its user."""


class RecordError(AutograderError):
    """Refuse a result that breaks the rules of a result."""


class CourseError(AutograderError):
    """Refuse a course.toml, an assignment's name or a folder that is not as it should be."""


class GradingError(AutograderError):
    """Stop grading: a judge or a sandbox cannot do its work."""


def propose(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the end of a line that refuses a name: the known one that was perhaps meant, or else `otherwise`."""
    # Capitals are no distance.
    forms = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold(), forms, n=1)
    return f"; did you mean {forms[near[0]]}?" if near else otherwise
