"""Everything that a class's folder of results knows of one student."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course import Course
from autograder.course.exercises import match_exercise
from autograder.errors import RecordError, propose
from autograder.grading.grade import LocalWorkforce
from autograder.grading.regrade import Archive
from autograder.people.names import fold
from autograder.results import Exercise, Record, Store, read_records
from autograder.results.files import writing
from autograder.results.history import Entry, History
from autograder.results.manual import apply_manual
from autograder.results.manual_file import FILE, Fields, add_given, read_manual
from autograder.results.observations import ObservationStore
from autograder.submissions.read import read_submission


def find_record(out: Path, student: str) -> Record:
    """Return a student's record, by any spelling of the name; raise RecordError, with a proposal, if there is none."""
    if (exact := Store(out / "results").read(student)) is not None:
        return exact
    records = read_records(out)
    found = next((record for record in records if fold(record.student) == fold(student)), None)
    if found is None:
        raise RecordError(f"{out} has no result of {student!r}{propose(student, [one.student for one in records])}")
    return found


def reveal(out: Path, record: Record) -> Record:
    """Return the record with what its hidden checks expected, for instructors alone."""
    kept = ObservationStore(out / "observations").read(record.student)
    # Of an earlier result that counts, only what students may see is known: what was seen is of the later submission.
    is_same = kept is not None and kept[0].sha256 == record.sha256 and record.kept is None
    revealed = kept[0].revealed if kept is not None and is_same else {}
    return replace(
        record,
        exercises=tuple(
            replace(
                exercise,
                checks=tuple(
                    replace(check, message=revealed.get(check.id, check.message), given=0) for check in exercise.checks
                ),
            )
            for exercise in record.exercises
        ),
    )


def regrade(course: Course, record: Record) -> Record:
    """Run a student's file again, all of it, and return what it earns now, with what hidden checks expected.

    Nothing is kept. Raise AutograderError where the file or a sandbox is not at hand.
    """
    assignment = course.get(record.assignment)
    path = Path(record.path)
    if not path.is_file():
        raise RecordError(f"{path} is not there any more: grade the class again, or run this where it was graded")
    submission = read_submission(record.student, path)
    found: list[Record] = []
    with TemporaryDirectory() as name, LocalWorkforce(assignment) as workforce:
        archive = Archive(assignment, Path(name), workforce.graded_with)
        workforce.grade([submission], archive, lambda record, plan, asked: found.append(record))
        return reveal(Path(name), found[0])


def read_history(out: Path, student: str) -> list[Entry]:
    """Return a student's results, oldest first."""
    return History(out / "history").read(find_record(out, student).student)


def comment(
    out: Path, student: str, exercise: str, *, points: int | str | None = None, words: str = "", items: list[str]
) -> tuple[Exercise, Exercise]:
    """Add points, words or rubric items of a person to manual.toml; raise RecordError for what cannot be meant.

    Return the exercise as it is, and as the next grading is going to find it.
    """
    record = find_record(out, student)
    most = {one.name: one.max_score for one in record.exercises}
    name = match_exercise(exercise, list(most))
    said = {"points": points, "comment": words or None, "items": items or None}
    entry: Fields = {
        "student": record.student,
        "exercise": name,
        **{key: value for key, value in said.items() if value is not None},
    }
    # Before it is written: a wrong entry would stop every later run.
    given = read_manual(out / FILE, [one.student for one in read_records(out)], most, adding=[entry])
    with writing(out / FILE):
        add_given(out / FILE, entry)
    at = list(most).index(name)
    return record.exercises[at], apply_manual(record, given).exercises[at]
