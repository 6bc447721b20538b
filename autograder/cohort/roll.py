"""Call the roll: who handed something in, and who did not."""

from collections.abc import Sequence
from pathlib import Path

from autograder.people import Directory
from autograder.people.person import NO_SUBMISSION
from autograder.submissions import Submission


def add_missing(submissions: Sequence[Submission], directory: Directory, folder: Path) -> list[Submission]:
    """Return the submissions, and one that says so for each student who handed nothing in; sorted by student."""
    there = {directory.identify(one.student) for one in submissions}
    missing = [
        Submission(person.student, folder / person.student, None, (), NO_SUBMISSION)
        for person in directory.people
        if directory.identify(person.student) not in there
    ]
    return sorted([*submissions, *missing], key=lambda one: one.student)
