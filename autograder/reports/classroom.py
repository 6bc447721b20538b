"""Report points in the format of GitHub Classroom's reporter, which outlived the service."""

import json
import math
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.reports.text import clean_line
from autograder.results import Check, Exercise, Record

# The reporter takes it from an environment variable, which Linux limits to 128 KiB; base64 makes four bytes of three.
JSON_LIMIT = 90_000


def encode_result(records: Sequence[Record]) -> str:
    """Give the results as the reporter's input: one line of base64."""
    text = _dump(records, titles=True)
    return _encode(text if len(text) <= JSON_LIMIT else _dump(records, titles=False))


def encode_failure(reason: str) -> str:
    """Give the input that makes the reporter say why there are no points."""
    row = {"name": "grading", "status": "error", "score": 0, "message": clean_line(reason), "line_no": 0}
    return _encode(json.dumps({"version": 1, "status": "error", "max_score": 0, "tests": [row]}))


def _dump(records: Sequence[Record], *, titles: bool) -> str:
    score, maximum = _add_up(records)
    checks = [(exercise, check) for record in records for exercise in record.exercises for check in exercise.checks]
    # The reporter's table counts rows and its notices add up scores: they agree where every row is worth the same.
    unit = math.gcd(*(points for _, check in checks for points in (check.score, check.max_score))) or 1
    rows = [row for exercise, check in checks for row in _cut(exercise, check, unit, titles)]
    status = "pass" if score == maximum else "fail"
    return json.dumps({"version": 1, "status": status, "max_score": maximum, "tests": rows}, separators=(",", ":"))


def _cut(exercise: Exercise, check: Check, unit: int, titles: bool) -> Iterator[dict[str, Any]]:
    """Cut a check into rows of `unit` points."""
    name = clean_line(f"{exercise.name}: {check.title}" if titles else exercise.name)
    count = check.max_score // unit
    for number in range(count):
        passed = number < check.score // unit
        yield {
            "name": f"{name} ({number + 1} of {count})" if count > 1 else name,
            "status": "pass" if passed else "fail",
            "score": unit if passed else 0,
            # 0 means to the reporter: name no line.
            "line_no": 0 if passed else check.line or 0,
        }


def _add_up(records: Sequence[Record]) -> tuple[int, int]:
    return sum(record.score for record in records), sum(record.max_score for record in records)


def _encode(text: str) -> str:
    return b64encode(text.encode()).decode()
