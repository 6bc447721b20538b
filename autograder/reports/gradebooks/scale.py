"""Say what an assignment's points are worth in a gradebook that gives other ones for it."""

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.gradebooks.platform import Platform
from autograder.tables import Sheet

DECIMALS = 2
USUAL = 100  # what a new column of every platform gives


@dataclass(frozen=True)
class Scale:
    """An assignment's points here, and in the gradebook: None where that does not say."""

    own: int
    theirs: float | None
    decimal: str = "."

    @property
    def is_one(self) -> bool:
        """Tell whether points are the same on both sides, as far as that is known."""
        return self.theirs is None or self.theirs == self.own or not self.own

    @property
    def is_open(self) -> bool:
        """Tell whether somebody should look at how many points the gradebook gives."""
        return self.theirs is None and self.own != USUAL

    def convert(self, points: int) -> str:
        """Return what a cell of the gradebook says for so many points."""
        if self.theirs is None or self.is_one:
            return str(points)
        number = f"{points * self.theirs / self.own:.{DECIMALS}f}".rstrip("0").rstrip(".")
        return number.replace(".", self.decimal)


def read_scale(platform: Platform, sheet: Sheet, column: int, graded: Graded, template: Path) -> Scale:
    """Return how points become those of a column; raise AutograderError where it gives some students other points."""
    stated = [each for each in platform.state_points(sheet, column) if read_number(each) is not None]
    numbers = sorted({number for each in stated if (number := read_number(each)) is not None})
    if len(numbers) > 1 or numbers == [0]:
        given = " and ".join(f"{number:g}" for number in numbers)
        raise AutograderError(
            f"{template} gives {given} points for {graded.assignment}; "
            f"make that one number in {platform.name}, more than 0, and download the gradebook again"
        )
    decimal = "," if any(re.search(r",\d{1,2}$", each) for each in stated) else "."
    return Scale(graded.max_score, numbers[0] if numbers else None, decimal)


def read_number(text: str) -> float | None:
    """Return the number that a cell says, with a decimal point or a decimal comma; None where it says none."""
    plain = re.sub(r"[\s']", "", text)
    # Of two marks, the last is the decimal one.
    decimal, other = (",", ".") if plain.rfind(",") > plain.rfind(".") else (".", ",")
    plain = plain.replace(other, "").replace(decimal, ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d*)?", plain) else None
