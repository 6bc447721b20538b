"""Put records into nbgrader's gradebook, through its own models."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from alembic.script import ScriptDirectory
from nbgrader.api import (
    Base,
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError

from autograder.errors import AutograderError
from autograder.nbgrader.entries import enter, list_solutions
from autograder.nbgrader.names import name_grade_cell, name_solution_cell
from autograder.reports.gradebooks.graded import Graded
from autograder.reports.text import clean_line
from autograder.results import Record

VERSION = "alembic_version"  # the table in which nbgrader keeps it
WAITS = (0.2, 0.5, 1.0, 2.0)  # seconds

Clock = Callable[[Record], datetime | None]


@contextmanager
def open_gradebook(url: str) -> Iterator[Gradebook]:
    """Open the gradebook at a URL, made if need be; what its database refuses becomes one clear line."""
    try:
        with _open(url) as gradebook:
            yield gradebook
    except (SQLAlchemyError, InvalidEntry, ImportError, OSError) as error:
        raise AutograderError(f"the gradebook cannot be written: {_say_first_line(error)}") from None


def _open(url: str) -> Gradebook:
    """Open the gradebook; wait for whoever is making the same one at this moment, as nbgrader itself does not."""
    for seconds in WAITS:
        try:
            return _complete(_make(url))
        # Its tables, or its first rows, were made by somebody else meanwhile.
        except (IntegrityError, ProgrammingError, OperationalError):
            time.sleep(seconds)
    return _complete(_make(url))


def _make(url: str) -> Gradebook:
    """Open the gradebook, whose tables are made before nbgrader misses them.

    It would ask the program alembic for its own version then, which takes seconds, has to be found, and leaves a folder
    behind where it is killed.
    """
    engine = create_engine(url)
    try:
        Base.metadata.create_all(engine)
    finally:
        engine.dispose()
    return Gradebook(url)


def _complete(gradebook: Gradebook) -> Gradebook:
    """Write down the version of a gradebook whose maker was ended before: nbgrader upgrades none without it."""
    inspector = inspect(gradebook.engine)
    if VERSION in inspector.get_table_names():
        is_known = gradebook.db.execute(text(f"SELECT count(*) FROM {VERSION}")).scalar()
    else:
        # One of an nbgrader that kept no version yet lacks columns; it is not this version's.
        is_known = any(
            not {column.name for column in table.columns} <= {column["name"] for column in inspector.get_columns(name)}
            for name, table in Base.metadata.tables.items()
        )
    if not is_known:
        version = ScriptDirectory(ALEMBIC_DIR).get_current_head()
        gradebook.db.execute(text(f"CREATE TABLE IF NOT EXISTS {VERSION} (version_num VARCHAR(32) NOT NULL)"))
        gradebook.db.execute(text(f"INSERT INTO {VERSION} VALUES (:version)"), {"version": version})
        gradebook.db.commit()
    return gradebook


def write_assignment(gradebook: Gradebook, graded: Graded, clock: Clock) -> dict[str, str]:
    """Write an assignment's cells, and each student's points and comments in one transaction.

    Scores and comments of a person stay, and count. `clock` says when a submission was handed in, in UTC. Return the
    students whom the database refuses, such as those whose names it cannot spell, with its reasons.
    """
    _commit(gradebook, partial(_prepare, gradebook, graded))
    refused = {}
    for record in graded.records:
        try:
            _commit(gradebook, partial(_write_student, gradebook, graded, record, clock(record)))
        except (DataError, IntegrityError, UnicodeError) as error:
            gradebook.db.rollback()
            refused[record.student] = _say_first_line(error)
        except BaseException:
            gradebook.db.rollback()
            raise
    return refused


def _commit(gradebook: Gradebook, write: Callable[[], None]) -> None:
    """Write in one transaction; once more where another export has made one of the same rows meanwhile."""
    try:
        write()
        gradebook.db.commit()
    except (IntegrityError, InvalidEntry):
        gradebook.db.rollback()
        write()
        gradebook.db.commit()


def _say_first_line(error: Exception) -> str:
    return clean_line(str(error).strip().partition("\n")[0])


def _prepare(gradebook: Gradebook, graded: Graded) -> None:
    gradebook.update_or_create_assignment(graded.assignment)
    where = graded.known.module, graded.assignment
    gradebook.update_or_create_notebook(*where, kernelspec='{"name": "python3", "display_name": "Python 3"}')
    sample = graded.records[0]
    for exercise in sample.exercises:
        gradebook.update_or_create_grade_cell(
            name_grade_cell(exercise.name), *where, max_score=exercise.max_score, cell_type="code"
        )
    for name in list_solutions(sample):
        gradebook.update_or_create_solution_cell(name_solution_cell(name), *where)


def _write_student(gradebook: Gradebook, graded: Graded, record: Record, moment: datetime | None) -> None:
    session, assignment = gradebook.db, gradebook.find_assignment(graded.assignment)
    student = session.get(Student, record.student) or Student(id=record.student)
    session.add(student)
    known = {"assignment_id": assignment.id, "student_id": record.student}
    submission = session.query(SubmittedAssignment).filter_by(**known).one_or_none()
    if submission is None:
        submission = SubmittedAssignment(assignment=assignment, student=student)
        session.add(submission)
    submission.timestamp = moment
    for notebook in assignment.notebooks:
        submitted = _mirror(session, submission, notebook)
        if notebook.name == graded.known.module:
            submitted.late_submission_penalty = float(record.late.penalty) if record.late else None
            enter(submitted, record)


def _mirror(session: Any, submission: SubmittedAssignment, notebook: Notebook) -> SubmittedNotebook:
    """Return the notebook of a submission, with a row for each cell that may have been added since it was made."""
    submitted = next((each for each in submission.notebooks if each.notebook is notebook), None)
    if submitted is None:
        submitted = SubmittedNotebook(notebook=notebook, assignment=submission)
        session.add(submitted)
    graded = {grade.cell for grade in submitted.grades}
    commented = {comment.cell for comment in submitted.comments}
    for cell in [*notebook.grade_cells, *notebook.task_cells]:
        if cell not in graded:
            session.add(Grade(cell=cell, notebook=submitted))
    for cell in [*notebook.solution_cells, *notebook.task_cells]:
        if cell not in commented:
            session.add(Comment(cell=cell, notebook=submitted))
    return submitted
