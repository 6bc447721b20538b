"""Lay records out in the folders of an nbgrader course, as if nbgrader itself had collected and graded."""

from datetime import UTC, datetime
from pathlib import Path

from autograder.course import Course
from autograder.errors import AutograderError
from autograder.nbgrader.answers import make_answer_notebook
from autograder.nbgrader.course import make_source_notebook
from autograder.reading import read_text
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.text import clean_line
from autograder.results import Record
from autograder.results.files import write_atomically
from autograder.results.store import file_stem
from autograder.submissions import Unit
from autograder.submissions.find import STAMP
from autograder.submissions.read import read_submission
from autograder.submissions.timestamps import read_timestamp

FORMAT = "%Y-%m-%d %H:%M:%S.%f UTC"


class CourseFolder:
    """The folder with nbgrader's source, submitted and autograded."""

    def __init__(self, root: Path, course: Course | None) -> None:
        self._root = root
        self._course = course

    def insist(self, graded: Graded) -> None:
        """Raise AutograderError if the assignment cannot be laid out here; nothing is written."""
        for record in graded.records:
            if file_stem(record.student) != record.student:
                raise AutograderError(f"{clean_line(record.student)} cannot be the name of a folder of nbgrader's")
        if not self._source(graded).is_dir() and (
            self._course is None or graded.assignment not in self._course.assignments
        ):
            raise AutograderError(
                f"{self._source(graded)} is missing: run this in the course's repository, which has the solution"
            )

    def find_moment(self, record: Record) -> datetime | None:
        """Return when a submission was handed in, in UTC as nbgrader keeps it: what its folder says, if it is there."""
        folder = self._root / "submitted" / record.student / record.assignment
        if not folder.is_dir():
            return find_moment(record)
        try:
            moment = read_timestamp(read_text(folder / STAMP))
            return moment.astimezone(UTC).replace(tzinfo=None)
        except FileNotFoundError:
            return None
        except (ValueError, OverflowError) as error:
            raise AutograderError(f"{folder / STAMP}: {error}") from None

    def write(self, graded: Graded) -> None:
        """Write the autograded notebooks, and what formgrader looks for beside them where it is missing."""
        name = f"{graded.known.module}.ipynb"
        if not self._source(graded).is_dir() and self._course is not None:
            source = make_source_notebook(self._course.assignments[graded.assignment])
            write_atomically(self._source(graded) / name, source)
        for record in graded.records:
            moment = self.find_moment(record)
            units = _read_answer(record)
            submitted, autograded = (
                self._root / step / record.student / record.assignment for step in ("submitted", "autograded")
            )
            if not submitted.is_dir():
                _write(submitted, name, make_answer_notebook(record, units, graded=False), moment)
            _write(autograded, name, make_answer_notebook(record, units, graded=True), moment)

    def _source(self, graded: Graded) -> Path:
        return self._root / "source" / graded.assignment


def find_moment(record: Record) -> datetime | None:
    """Return when a submission was handed in, as far as its record knows, in UTC as nbgrader keeps it."""
    if record.submitted is None:
        return None
    return datetime.fromisoformat(record.submitted).astimezone(UTC).replace(tzinfo=None)


def _read_answer(record: Record) -> tuple[Unit, ...]:
    """Return the source that was graded, if it still lies where it was."""
    submission = read_submission(record.student, Path(record.path))
    if submission.sha256 != record.sha256 or submission.sha256 is None:
        return (Unit("gone", f"# {clean_line(record.path)} is not there, or is not what was graded."),)
    if submission.error is not None:
        return (Unit("broken", f"# {clean_line(submission.error)}"),)
    return tuple(submission.units)


def _write(folder: Path, name: str, notebook: bytes, moment: datetime | None) -> None:
    write_atomically(folder / name, notebook)
    if moment is not None:
        write_atomically(folder / STAMP, moment.strftime(FORMAT))
