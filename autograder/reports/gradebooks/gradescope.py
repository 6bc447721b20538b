"""Write what Gradescope reads of an autograder: results.json, one test for each check."""

import json
from pathlib import Path
from typing import Any

from autograder.reports.text import MESSAGE_LIMIT, clean, clean_line
from autograder.results import Check, Exercise, Record
from autograder.results.files import write_atomically


def write_results(record: Record, path: Path) -> None:
    """Write the points and the messages of every check; students see those of the visible ones."""
    write_atomically(path, json.dumps(_describe(record), indent=1) + "\n")


def _describe(record: Record) -> dict[str, Any]:
    notes = [note for note in (record.error, *record.notes) if note]
    # A sentence whose exercise failed in hidden checks alone would be seen by nobody there.
    notes += [f"{each.name}: {each.sentence}" for each in record.exercises if each.says and not _choose_speaker(each)]
    return {
        "output": "\n".join(clean_line(note, MESSAGE_LIMIT) for note in notes),
        "stdout_visibility": "hidden",
        "tests": [
            _describe_check(each, check, record.error is None) for each in record.exercises for check in each.checks
        ],
    }


def _describe_check(exercise: Exercise, check: Check, was_run: bool) -> dict[str, Any]:
    parts = []
    if was_run and check.status != "passed":
        parts = ["Not started." if check.status == "not_started" else clean(check.message, MESSAGE_LIMIT).strip("\n")]
        if check.line is not None:
            parts.insert(0, f"Line {check.line}:")
        # What a hidden check makes the student's code print may spell out its inputs.
        if check.printed.strip() and not check.hidden:
            parts += ["It printed:", clean(check.printed, MESSAGE_LIMIT).strip("\n")]
    if exercise.sentence and check is _choose_speaker(exercise):
        parts.append(clean_line(exercise.sentence, MESSAGE_LIMIT))
    return {
        "name": clean_line(f"{exercise.name}: {check.title}"),
        "score": check.score,
        "max_score": check.max_score,
        "status": "passed" if check.status == "passed" else "failed",
        "output": "\n".join(part for part in parts if part),
        "visibility": "hidden" if check.hidden else "visible",
    }


def _choose_speaker(exercise: Exercise) -> Check | None:
    """Return the check that says the tutor's sentence, once for all: the first visible one that did not pass."""
    return next((check for check in exercise.checks if check.status != "passed" and not check.hidden), None)
