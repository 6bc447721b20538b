"""Write what a student is handed: as Markdown, and as a page that needs no other file."""

from pathlib import Path

from autograder.reports.markdown import format_feedback
from autograder.reports.site.student import Known, format_student
from autograder.results import Record
from autograder.results.files import write_atomically
from autograder.results.store import file_stem


def write_feedback(record: Record, folder: Path) -> None:
    """Write STUDENT.md and STUDENT.html into the folder."""
    markdown, page = _name_files(record.student, folder)
    write_atomically(markdown, format_feedback(record))
    write_atomically(page, format_student(record, record.assignment, Known()))


def remove_feedback(student: str, folder: Path) -> None:
    """Take a student's feedback away, if there is any."""
    for path in _name_files(student, folder):
        path.unlink(missing_ok=True)


def _name_files(student: str, folder: Path) -> tuple[Path, Path]:
    return folder / f"{file_stem(student)}.md", folder / f"{file_stem(student)}.html"
