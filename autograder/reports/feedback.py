"""Write what a student is handed: as Markdown, and as a page that needs no other file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from autograder.reports.markdown import format_feedback
from autograder.reports.site.render import Picture
from autograder.reports.site.student import Beside, format_student
from autograder.results import Record
from autograder.results.files import write_atomically
from autograder.results.store import file_stem

NONE: Mapping[str, Sequence[Picture]] = MappingProxyType({})


def write_feedback(
    record: Record, folder: Path, pictures: Mapping[str, Sequence[Picture]] = NONE, said: Sequence[str] = ()
) -> None:
    """Write STUDENT.md and STUDENT.html into the folder, with pictures of some exercises, and what else is `said`."""
    record = replace(record, notes=(*record.notes, *said))
    write_atomically(name_markdown(record.student, folder), format_feedback(record))
    write_atomically(
        name_page(record.student, folder),
        format_student(record, record.assignment, Beside(pictures=pictures)),
    )


def reads_alike(before: Record | None, after: Record) -> bool:
    """Say whether two results of a student give the same feedback; the checks' digest and seconds do not show in it."""
    if before is None or {**before.graded_with, "checks": ""} != {**after.graded_with, "checks": ""}:
        return False
    return replace(before, graded_with=after.graded_with, seconds=after.seconds) == after


def remove_feedback(student: str, folder: Path) -> None:
    """Take a student's feedback away, if there is any."""
    for path in (name_markdown(student, folder), name_page(student, folder)):
        path.unlink(missing_ok=True)


def name_page(student: str, folder: Path) -> Path:
    """Return where a student's page lies."""
    return folder / f"{file_stem(student)}.html"


def name_markdown(student: str, folder: Path) -> Path:
    """Return where a student's Markdown lies."""
    return folder / f"{file_stem(student)}.md"
