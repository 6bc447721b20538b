"""Find the column of a gradebook that takes an assignment's grades."""

import re
from pathlib import Path

from autograder.errors import AutograderError
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.gradebooks.platform import Platform
from autograder.reports.text import clean_line
from autograder.tables import Sheet, simplify


def find_column(platform: Platform, sheet: Sheet, graded: Graded, wanted: str | None, template: Path) -> int:
    """Return the column of the assignment, or of the name that was chosen for it.

    Raise AutograderError where there is none or more than one, and where the gradebook gives other points.
    """
    column = _find(platform, sheet, graded, wanted, template)
    for stated in platform.state_points(sheet, column):
        points = read_number(stated)
        if points is not None and points != graded.max_score:
            raise AutograderError(
                f"{template} gives {points:g} points for {graded.assignment}, which has {graded.max_score}; "
                f"change that in {platform.name} and download the gradebook again"
            )
    return column


def read_number(text: str) -> float | None:
    """Return the number that a cell says, with a decimal point or a decimal comma; None where it says none."""
    plain = re.sub(r"[\s']", "", text)
    # Of two marks, the last is the decimal one.
    decimal, other = (",", ".") if plain.rfind(",") > plain.rfind(".") else (".", ",")
    plain = plain.replace(other, "").replace(decimal, ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d*)?", plain) else None


def _find(platform: Platform, sheet: Sheet, graded: Graded, wanted: str | None, template: Path) -> int:
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
