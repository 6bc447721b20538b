"""Give hints one at a time."""

from autograder.course import Assignment
from autograder.course.hints import find_hints
from autograder.errors import AutograderError
from autograder.student.progress import read_progress, write_progress


def next_hint(assignment: Assignment, exercise: str) -> str:
    """Return the next hint for an exercise and remember that it was given; say so where there is none left."""
    hints = find_hints(assignment).get(exercise, [])
    if not hints:
        return f"There are no hints for {exercise}."
    progress = read_progress(assignment.folder)
    seen = progress.hints.get(exercise, 0)
    if seen >= len(hints):
        return (
            f"You have had all {len(hints)} hints for {exercise}; they stand in {assignment.path('.hints.md').name}. "
            "If they were not enough, ask somebody: that is a good way to learn, too."
        )
    progress.hints[exercise] = seen + 1
    last = ", the last one" if seen + 1 == len(hints) else ""
    hint = f"Hint {seen + 1} of {len(hints)} for {exercise}{last}: {hints[seen]}"
    try:
        write_progress(assignment.folder, progress)
    except AutograderError as error:
        return f"{hint} (All {len(hints)} stand in {assignment.path('.hints.md').name}. Not remembered: {error}.)"
    return hint
