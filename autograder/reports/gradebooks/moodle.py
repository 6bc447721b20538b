"""Know the gradebook that Moodle exports and imports."""

import re

from autograder.reports.gradebooks.platform import Platform

PEOPLE = ("First name", "Last name", "Surname", "Institution", "Department", "Last downloaded from this course")
KNOWN_BY = ("Email address", "Username", "ID number")


def _label(column: str) -> str | None:
    if column in PEOPLE + KNOWN_BY or column.startswith(("Course total", "Category total")):
        return None
    # "Assignment: 01_network (Real)". The same grade as a percentage or a letter is not for points.
    if column.endswith(("(Percentage)", "(Letter)", "(Feedback)")):
        return None
    return re.sub(r"^(Assignment|Quiz|Workshop|Lesson|External tool|Manual item): ", "", column.removesuffix(" (Real)"))


MOODLE = Platform("Moodle", KNOWN_BY, _label, lambda sheet: 1, lambda sheet: None)
