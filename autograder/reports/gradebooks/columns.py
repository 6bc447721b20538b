"""Find the column of a gradebook that takes an assignment's grades."""

from pathlib import Path

from autograder.errors import AutograderError
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.gradebooks.platform import Platform
from autograder.reports.text import clean_line
from autograder.tables import Sheet, simplify


def find_column(platform: Platform, sheet: Sheet, graded: Graded, wanted: str | None, template: Path) -> int:
    """Return the column of the assignment, or of the name that was chosen for it.

    Raise AutograderError where there is none or more than one.
    """
    labels = {number: label for number, name in enumerate(sheet.header) if (label := platform.label(name))}
    only = platform.only_column(sheet)
    if wanted is not None:
        found = [number for number in labels if wanted in (sheet.header[number], labels[number])]
    elif only is not None:
        found = [only]
    else:
        names = {simplify(name) for name in graded.names}
        found = [number for number, label in labels.items() if simplify(label) in names]
    if len(found) == 1:
        return found[0]
    what = f"{template} has {len(found) or 'no'} column{'s' * (len(found) > 1)} for {wanted or graded.assignment}"
    there = ", ".join(repr(clean_line(sheet.header[number])) for number in found or labels) or "none for assignments"
    raise AutograderError(f"{what}; there are {there}. Choose with --column {graded.assignment}=COLUMN")
