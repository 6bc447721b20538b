"""What a student's page says: once for instructors, and once, without what is hidden, for the student alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.reports.notes import list_notes
from autograder.reports.site.render import Picture, render
from autograder.reports.text import MESSAGE_LIMIT, SYMBOLS, clean, clean_line, put_date
from autograder.results import Check, Exercise, Record
from autograder.results.history import Entry

PRINTED_LIMIT = 2000


@dataclass(frozen=True)
class Beside:
    """What is known of a student beside the record: earlier results, what was handed in, pictures of exercises.

    `revealed` holds the messages of hidden checks with what they expected: for instructors alone.
    """

    history: Sequence[Entry] = ()
    units: Sequence[tuple[str, str]] = ()
    pictures: Mapping[str, Sequence[Picture]] = field(default_factory=dict)
    revealed: Mapping[str, str] = field(default_factory=dict)


def format_student(record: Record, title: str, known: Beside, links: Sequence[tuple[str, str]] = ()) -> str:
    """Return a page that needs no other file."""
    return render(
        "student.html",
        title=f"{clean_line(record.student)} · {title}: {record.final_score} of {record.max_score} points",
        links=links,
        handed_in=_describe_submission(record),
        notes=[clean_line(note) for note in list_notes(record)],
        points=[_describe_points(exercise) for exercise in record.exercises] if record.error is None else [],
        exercises=[
            _describe_exercise(exercise, known)
            for exercise in record.exercises
            if exercise.manual
            or known.pictures.get(exercise.name)
            or (record.error is None and exercise.status != "passed")
        ],
        history=[_describe_entry(entry) for entry in reversed(known.history)] if len(known.history) > 1 else [],
        units=[(clean_line(name), number_lines(text)) for name, text in known.units],
    )


def number_lines(text: str) -> list[tuple[str, str]]:
    """Return the lines of a source with their numbers, as wide as the last one."""
    lines = clean(text, len(text)).split("\n")
    width = len(str(len(lines)))
    return [(str(number).rjust(width), line) for number, line in enumerate(lines, 1)]


def describe_failure(check: Check, known: Beside) -> dict[str, Any]:
    """Return what there is to show of a check that did not pass."""
    return {
        "title": clean_line(check.title),
        "line": check.line,
        "hidden": check.hidden,
        "points": f"{check.score} of {check.max_score} point{'s' * (check.max_score != 1)}",
        "message": clean(known.revealed.get(check.id, check.message), MESSAGE_LIMIT),
        "printed": clean(check.shown_print, PRINTED_LIMIT),
    }


def _describe_submission(record: Record) -> str:
    name = clean_line(record.path.replace("\\", "/").rpartition("/")[2])
    when = f", handed in {put_date(record.submitted)}" if record.submitted else ""
    commit = f", commit {record.commit[:10]}" if record.commit else ""
    return f"{name}{commit}{when}"


def _describe_points(exercise: Exercise) -> tuple[str, str, str]:
    given = "given by a person" if exercise.manual else ""
    return (
        f"{SYMBOLS[exercise.status]}\N{NO-BREAK SPACE}{exercise.name}",
        f"{exercise.score} of {exercise.max_score}",
        given,
    )


def _describe_exercise(exercise: Exercise, known: Beside) -> dict[str, Any]:
    failed = [check for check in exercise.checks if check.went_wrong]
    return {
        "name": exercise.name,
        "points": f"{exercise.score} of {exercise.max_score} points",
        "comment": clean(exercise.manual.comment, MESSAGE_LIMIT) if exercise.manual else "",
        "says": clean_line(exercise.sentence) if exercise.sentence else "",
        "pictures": known.pictures.get(exercise.name, ()),
        "failures": [describe_failure(check, known) for check in failed],
        "waiting": _tell_waiting(exercise),
    }


def _tell_waiting(exercise: Exercise) -> str:
    """Say which checks are not started; where none is, a list of all would say no more."""
    waiting = [clean_line(check.title) for check in exercise.checks if check.status == "not_started"]
    if len(waiting) == len(exercise.checks):
        return "Not started."
    return f"Not started: {', '.join(waiting)}" if waiting else ""


def _describe_entry(entry: Entry) -> tuple[str, ...]:
    checks = entry.graded_with.get("checks", "")[:8]
    score = f"{entry.score} of {entry.max_score}"
    what = entry.submission[:10] if entry.submission else clean_line(entry.error or "")
    return put_date(entry.when), score, str(entry.final), clean_line(checks), clean_line(what)
