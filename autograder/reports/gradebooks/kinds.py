"""Tell of which platform a gradebook is."""

from pathlib import Path

from autograder.errors import AutograderError
from autograder.reports.gradebooks.canvas import CANVAS
from autograder.reports.gradebooks.moodle import MOODLE
from autograder.reports.gradebooks.platform import Platform
from autograder.tables import Sheet, simplify

PLATFORMS = (CANVAS, MOODLE)


def insist_on_kind(platform: Platform, sheet: Sheet, template: Path) -> None:
    """Raise AutograderError for the gradebook of another platform: some of its columns are called alike."""
    columns = {simplify(name) for name in sheet.header}
    kinds = [each for each in PLATFORMS if _lists_people(each, columns)]
    if kinds and platform not in kinds:
        name = kinds[0].name
        raise AutograderError(
            f"{template} has the columns of a gradebook of {name}: autograder export {name.lower()} fills it"
        )


def _lists_people(platform: Platform, columns: set[str]) -> bool:
    has_names = any(set(group) <= columns for group in platform.named_by)
    return has_names and not columns.isdisjoint(platform.known_by)
