"""How often an exercise was tried: the line of a mistake is for those who have looked for it themselves."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from autograder.diagnosis.repairs.region import digest_region
from autograder.diagnosis.sentence import Sentence
from autograder.errors import AutograderError
from autograder.results.exercise import put_place
from autograder.results.record import Record
from autograder.student.progress import read_progress, write_progress
from autograder.submissions import Unit

FIRST_WITH_LINE = 2


def count_attempts(folder: Path, record: Record, units: Sequence[Unit]) -> dict[str, int]:
    """Count one more failed attempt at each exercise whose answer has changed since the last; return all counts."""
    progress = read_progress(folder)
    before = dict(progress.attempts)
    names = [exercise.name for exercise in record.exercises]
    for exercise in record.exercises:
        if exercise.status in ("passed", "not_started"):
            progress.attempts.pop(exercise.name, None)
            continue
        count, last = progress.attempts.get(exercise.name, (0, ""))
        digest = digest_region(units, exercise.name, names)[:8]
        progress.attempts[exercise.name] = (count + (digest != last), digest)
    if progress.attempts != before:
        # A folder that cannot be written to forgets, and tells no line.
        with suppress(AutograderError):
            write_progress(folder, progress)
    return {name: count for name, (count, _) in progress.attempts.items()}


def phrase(said: Sentence, attempts: int) -> str:
    """Return what is said of a repair at this attempt, without its line at the first."""
    if attempts < FIRST_WITH_LINE:
        return said.text
    return put_place(said.text, said.line, said.cell)
