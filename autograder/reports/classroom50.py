"""Write the result of one assignment as Classroom 50 collects it."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.reports.markdown import format_feedback
from autograder.reports.text import clean, clean_line
from autograder.results import Record
from autograder.results.files import write_atomically

SCHEMA = "classroom50/result/v1"
NEEDED = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG")
MESSAGE_LIMIT = 1000


def is_called(environment: Mapping[str, str]) -> bool:
    """Say whether Classroom 50 is what runs this program."""
    return all(environment.get(name) for name in NEEDED)


def write_result(record: Record, folder: Path, environment: Mapping[str, str]) -> None:
    """Write result.json, and release-body.md for the student, into the folder where Classroom 50 looks for them."""
    result = describe(record, environment)
    write_atomically(folder / "result.json", json.dumps(result, indent=1, allow_nan=False) + "\n")
    write_atomically(folder / "release-body.md", format_feedback(record))


def describe(record: Record, environment: Mapping[str, str]) -> dict[str, Any]:
    """Give the result: every score a whole number, and every test's name its own."""
    commit = environment.get("COMMIT_URL", "")
    return {
        "schema": SCHEMA,
        "classroom": environment["CLASSROOM"],
        "assignment": environment["ASSIGNMENT"],
        "submission": environment["SUBMISSION_TAG"],
        "commit": commit,
        "release": environment.get("RELEASE_URL", ""),
        "review": environment.get("REVIEW_URL") or commit,
        "datetime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": record.score,
        "max-score": record.max_score,
        "tests": _list_tests(record),
    }


def summarise(record: Record) -> dict[str, str]:
    """Give the outputs from which Classroom 50 makes the commit's status."""
    status = "success" if record.score == record.max_score else "failure"
    return {"status": status, "summary": f"{record.score} of {record.max_score} points"}


def _list_tests(record: Record) -> list[dict[str, Any]]:
    tests = []
    used: Counter[str] = Counter()
    for exercise in record.exercises:
        for check in exercise.checks:
            name = clean_line(f"{exercise.name}: {check.title}")
            used[name] += 1
            tests.append(
                {
                    "test-name": name if used[name] == 1 else f"{name} ({used[name]})",
                    "passed": check.status == "passed",
                    "score": check.score,
                    "max-score": check.max_score,
                    "message": clean(check.message, MESSAGE_LIMIT),
                }
            )
    return tests
