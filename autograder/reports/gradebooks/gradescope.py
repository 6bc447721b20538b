"""Write what Gradescope reads of an autograder: results.json, one test for each check."""

import json
from pathlib import Path
from typing import Any

from autograder.reading import read_file
from autograder.reports.leaderboard.ladder import PUBLIC, climb
from autograder.reports.text import MESSAGE_LIMIT, clean, clean_line
from autograder.results import Check, Exercise, Record
from autograder.results.files import write_atomically

LEADERBOARD = "Right answers"


def write_results(record: Record, path: Path, metadata: Path | None = None) -> None:
    """Write the points and the messages of every check; students see those of the visible ones.

    The score of an open task goes onto the leaderboard by the Ladder's rule, by what it showed of earlier submissions:
    Gradescope says so in its `submission_metadata.json`.
    """
    results = _describe(record)
    score = record.measures.get(PUBLIC)
    if score is not None:
        shown = climb(_read_shown(metadata), score)
        results["leaderboard"] = [{"name": LEADERBOARD, "value": shown, "order": "desc"}]
    write_atomically(path, json.dumps(results, indent=1) + "\n")


def _read_shown(metadata: Path | None) -> float | None:
    """Return the best that the leaderboard has shown of earlier submissions."""
    try:
        data = json.loads(read_file(metadata)) if metadata is not None else {}
        boards = [(one.get("results") or {}).get("leaderboard") or [] for one in data.get("previous_submissions", [])]
        return max(float(entry["value"]) for board in boards for entry in board if entry["name"] == LEADERBOARD)
    # Nothing was shown before, or Gradescope says it in another way by now.
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


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
        if check.shown_print.strip():
            parts += ["It printed:", clean(check.shown_print, MESSAGE_LIMIT).strip("\n")]
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
