"""Everything that a class's folder of results knows of one student."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course import Assignment, Course
from autograder.course.exercises import match_exercise
from autograder.errors import RecordError, propose
from autograder.grading.grade import LocalWorkforce
from autograder.grading.regrade import Archive
from autograder.results import Exercise, Record, Store, read_records
from autograder.results.class_list import read_class
from autograder.results.files import writing
from autograder.results.history import Entry, History
from autograder.results.manual import Given, apply_manual
from autograder.results.manual_file import FILE, Fields, add_given, read_manual
from autograder.results.observations import ObservationStore
from autograder.results.standing import read_outlines
from autograder.submissions import Submission
from autograder.submissions.read import read_submission
from autograder.submissions.several import complete
from autograder.submissions.submission import join_words
from autograder.submissions.wanted import want


def find_record(out: Path, student: str) -> Record:
    """Return a student's record, by any of their names; raise RecordError, with a proposal, if there is none."""
    if (exact := Store(out / "results").read(student)) is not None:
        return exact
    directory = read_class(out)
    named = directory.list_named(student)
    person = directory.find(student) or next(iter(named), None)
    if len(named) > 1 and directory.find(student) is None:
        raise RecordError(f"{student} is the name of {join_words([one.student for one in named])}: name one of them")
    meant = directory.identify(person.student if person else student)
    records = read_records(out)
    found = next((record for record in records if directory.identify(record.student) == meant), None)
    if found is None:
        names = [name for one in directory.people for name in (one.identifier, one.name) if name]
        names += [record.student for record in records]
        near = propose(student, names, otherwise=": grades.csv there lists everybody")
        raise RecordError(f"{out} has no result of {student!r}{near}")
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


def regrade(course: Course, out: Path, record: Record) -> Record:
    """Run a student's answer again, all of it, and return what it earns now, with what hidden checks expected.

    What being late costs and what a person gives are as in the result that is kept; nothing is kept of the new one.
    Raise AutograderError where the file or a sandbox is not at hand.
    """
    assignment = course.get(record.assignment)
    path = Path(record.path)
    if not path.is_file():
        raise RecordError(f"{path} is not there any more: grade the class again, or run this where it was graded")
    submission = _read_again(record, path, assignment)
    given = _read_manual(out, assignment.points)
    found: list[Record] = []
    with TemporaryDirectory() as name, LocalWorkforce(assignment) as workforce:
        archive = Archive(assignment, Path(name), workforce.graded_with)
        workforce.grade([submission], archive, lambda record, plan, asked: found.append(record))
        regraded = reveal(Path(name), found[0])
    dated = replace(regraded, commit=record.commit, submitted=record.submitted, late=record.late)
    return apply_manual(dated, given)


def _read_again(record: Record, path: Path, assignment: Assignment) -> Submission:
    def read(each: Path) -> Submission:
        return read_submission(record.student, each)

    wanted = want(assignment)
    beside = [each for name in wanted.sources if (each := path.with_name(name)).exists()]
    return complete(read(path), wanted.sources, wanted.assignment, beside, read)


def _read_manual(out: Path, points: Mapping[str, int], *, adding: Sequence[Fields] = ()) -> list[Given]:
    students = [one.student for one in read_outlines(out)]
    return read_manual(out / FILE, students, points, read_class(out).identify, adding=adding)


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
    given = _read_manual(out, most, adding=[entry])
    with writing(out / FILE):
        add_given(out / FILE, entry)
    at = list(most).index(name)
    return record.exercises[at], apply_manual(record, given).exercises[at]
