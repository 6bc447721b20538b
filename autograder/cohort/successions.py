"""Let the records of earlier runs follow their students: to another spelling of their name, or out of the class."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.cohort.feedback import hand_out
from autograder.cohort.leaderboard_names import rename
from autograder.errors import GradingError
from autograder.people import NOBODY, Directory
from autograder.reports.feedback import name_markdown, name_page, remove_feedback
from autograder.results import Record, Store
from autograder.results.class_list import read_class
from autograder.results.observations import ObservationStore
from autograder.results.standing import Standing
from autograder.results.store import file_stem
from autograder.submissions import Submission

LEFT = "left"


def insist_on_assignment(standing: Standing, out: Path, assignment: str) -> None:
    """Raise GradingError if the folder holds results of another assignment: the new ones would take their places."""
    others = sorted({record.assignment for record in standing} - {assignment})
    if others:
        raise GradingError(f"{out} holds results of {' and '.join(others)}: give {assignment} a folder of its own")


def follow_students(
    submissions: Sequence[Submission], directory: Directory, standing: Standing, out: Path, *, what_if: bool = False
) -> list[str]:
    """Rename the records of students who go by another name now, and put those of nobody aside.

    Return the names of those whose records were put aside, into the folder `left`: a mistake can be taken back.
    With `what_if` the standing alone follows, in outline, and nothing is written.
    """
    names = {directory.identify(one.student): one.student for one in submissions}
    # By a name of then that the roster does not know, what the school called its student may still find them.
    unknown = directory.find_strangers(one.student for one in standing)
    before = read_class(out) if unknown else NOBODY
    store = Store(out / "results")
    left = []
    for outline in sorted(standing, key=lambda each: each.student):
        known = _recall(before, outline.student) if outline.student in unknown else outline.student
        now = names.get(directory.identify(known))
        record = None if now == outline.student else outline if what_if else store.read(outline.student)
        if record is None:
            continue
        standing.remove(record.student)
        if now is None:
            if not what_if:
                _put_aside(record, store, out)
            left.append(record.student)
        elif what_if:
            standing.put(_choose_newer(record, now, standing.get(now)))
        else:
            standing.put(_take_over(record, now, store, out))
    return left


def _recall(before: Directory, student: str) -> str:
    """Return what the school called a student in the run before: it stays where an account is given up."""
    person = before.find(student)
    return person.identifier or student if person else student


def _take_over(record: Record, student: str, store: Store, out: Path) -> Record:
    kept = _choose_newer(record, student, store.read(student))
    for path in _list_companions(record.student, out):
        target = path.with_name(file_stem(student) + path.suffix)
        if not target.exists():
            path.rename(target)
    _remove(record.student, store, out)
    seen = ObservationStore(out / "observations").read(student)
    hand_out(out, kept, seen[0] if seen else None, rename(out, record.student, student))
    store.write(kept)
    return kept


def _choose_newer(record: Record, student: str, newer: Record | None) -> Record:
    """Return the result under the present name, unless it only says that there is none; else the one of before."""
    return newer if newer is not None and not newer.is_missing else replace(record, student=student)


def _put_aside(record: Record, store: Store, out: Path) -> None:
    aside = out / LEFT
    Store(aside / store.folder.name).write(record)
    feedback = [name(record.student, out / "feedback") for name in (name_markdown, name_page)]
    for path in (*filter(Path.is_file, feedback), *_list_companions(record.student, out)):
        target = aside / path.relative_to(out)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    _remove(record.student, store, out)


def _list_companions(student: str, out: Path) -> list[Path]:
    """Return what is kept of a student beside the record and the feedback."""
    stem = file_stem(student)
    kept = (out / "history" / f"{stem}.jsonl", out / "observations" / f"{stem}.observations")
    return [path for path in kept if path.is_file()]


def _remove(student: str, store: Store, out: Path) -> None:
    remove_feedback(student, out / "feedback")
    store.remove(student)
