"""Find what was handed in of one assignment, as a class's intake does for several at once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from autograder.people import NOBODY, Directory
from autograder.submissions import Submission
from autograder.submissions.find import Search, find_each
from autograder.submissions.wanted import Wanted


def find_submissions(
    folder: Path,
    wanted: Wanted,
    directory: Directory = NOBODY,
    *,
    at: Callable[[str], datetime] | None = None,
    dated: bool = False,
) -> list[Submission]:
    """Give one submission per student, sorted by student."""
    return find_each(folder, [Search(wanted, at, dated)], directory)[0]
