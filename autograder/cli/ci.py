"""`autograder ci`: grade a student's repository in their CI, with checks that are not from it."""

import argparse
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from autograder.cli.junit import add_junit, write_report
from autograder.errors import AutograderError, GradingError
from autograder.grading.repository import Graded, grade_repository
from autograder.release.trusted import find_trusted, list_changed
from autograder.reports import actions, classroom, classroom50
from autograder.reports.markdown import format_feedback
from autograder.reports.terminal import render_record
from autograder.reports.text import clean_line
from autograder.results import Record
from autograder.results.files import write_atomically


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--repository", type=Path, default=Path(), metavar="DIR", help="the student's repository; default: this folder"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the record and the feedback are kept")
    add_junit(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Grade and report; 0 if every check passed, 1 if points are missing, 2 if grading itself failed."""
    try:
        student = _name_student(options.repository)
        graded = [grade_repository(assignment, options.repository, student) for assignment in find_trusted()]
        _tell(options, graded, list_changed(options.repository))
    # Whatever it was: status 1 would say that points are missing.
    except Exception as error:
        reason = clean_line(str(error) if isinstance(error, AutograderError) else f"{type(error).__name__}: {error}")
        _append("GITHUB_STEP_SUMMARY", actions.format_failure(reason))
        _append("GITHUB_OUTPUT", f"result={classroom.encode_failure(reason)}\n")
        raise GradingError(reason) from error
    return 0 if all(one.passed for one in graded) else 1


def _tell(options: argparse.Namespace, graded: Sequence[Graded], changed: Sequence[str]) -> None:
    if options.out is not None:
        _keep(graded, options.out)
    if options.junit is not None:
        write_report([one.record for one in graded], options.junit)
    if classroom50.is_called(os.environ):
        _tell_classroom50(graded[0].record, options.repository)
    else:
        _tell_actions(graded, changed)
    _print(graded, changed)


def _name_student(repository: Path) -> str:
    student = os.environ.get("USERNAME" if classroom50.is_called(os.environ) else "GITHUB_REPOSITORY", "")
    return student.rpartition("/")[2] or repository.resolve().name


def _keep(graded: Sequence[Graded], folder: Path) -> None:
    for one in graded:
        record = json.dumps(one.record.to_dict(), indent=1, allow_nan=False)
        write_atomically(folder / f"{one.assignment.name}.json", record + "\n")
        write_atomically(folder / f"{one.assignment.name}.md", format_feedback(one.record))


def _tell_classroom50(record: Record, repository: Path) -> None:
    # It shows release-body.md as the job's summary itself.
    classroom50.write_result(record, repository, os.environ)
    for name, value in classroom50.summarise(record).items():
        _append("GITHUB_OUTPUT", f"{name}={value}\n")


def _tell_actions(graded: Sequence[Graded], changed: Sequence[str]) -> None:
    records = [one.record for one in graded]
    _append("GITHUB_STEP_SUMMARY", actions.format_summary(records, _judge(graded), _list_notices(changed)))
    _append("GITHUB_OUTPUT", f"result={classroom.encode_result(records)}\n")


def _judge(graded: Sequence[Graded]) -> str:
    if not all(one.passed for one in graded):
        return "Points are missing: what stands below says where."
    number = sum(one.hidden_checks for one in graded)
    return f"Everything here passes. {number} more check{'s run' if number != 1 else ' runs'} when it is graded."


def _list_notices(changed: Sequence[str]) -> list[str]:
    return [f"Changed, and not used when it is graded: {', '.join(changed)}."] if changed else []


def _print(graded: Sequence[Graded], changed: Sequence[str]) -> None:
    """Print the reports; on Actions as lines that cannot be commands, with annotations and notices after them."""
    on_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    lines = io.StringIO()
    console = Console(file=lines, width=80) if on_actions else Console(highlight=False)
    for one in graded:
        render_record(
            one.record,
            console=console,
            file=Path(one.record.path).name,
            title=one.assignment.title,
            hints=one.assignment.path(".hints.md").name,
            hidden_checks=one.hidden_checks,
        )
    notices = _list_notices(changed)
    if not on_actions:
        print(*notices, sep="\n", end="\n" if notices else "")
        return
    marks = [mark for one in graded for mark in actions.annotate(one.record, one.places)][: actions.ANNOTATIONS]
    said = [actions.command("notice", notice, title="Changed files") for notice in notices]
    # The points are told by Classroom's reporter, which reads them from the step's output.
    print(actions.shield(lines.getvalue()), *marks, *said, sep="\n")


def _append(variable: str, text: str) -> None:
    """Add to one of the files in which Actions collects what a step says; elsewhere there is none."""
    if path := os.environ.get(variable):
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
