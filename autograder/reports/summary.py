"""Show an instructor how a class did: the table at the end of grading."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from statistics import fmean

from rich.console import Console

from autograder.diagnosis.sentence import names_mistake
from autograder.reports.left_out import count_class, sort_out
from autograder.reports.page import Page
from autograder.reports.text import clean_line
from autograder.results import Exercise, Record

MISTAKES_SHOWN = 3
ERRORS_SHOWN = 5
NAMES_SHOWN = 10
NAME_LIMIT = 40


def render_summary(
    records: Sequence[Record], *, console: Console, title: str, strangers: Set[str] = frozenset()
) -> None:
    """Print how a class did, in total and per exercise; there must be at least one record.

    Only what members of the class wrote counts: no starter that nobody touched, nobody who handed nothing in, and none
    of `strangers`, who are not on the roster.
    """
    page = Page(console)
    counted, left_out = sort_out(records, strangers)
    students = f"{len(counted)} student{'s' * (len(counted) != 1)}"
    mean = f", mean {fmean(record.final_score for record in counted):.1f} of {records[0].max_score}" if counted else ""
    page.sides(f"{records[0].assignment} · {title}", f"{students}{mean}", style="bold", right_style="bold")
    for reason, some in left_out.items():
        page.line(f"not counted: {len(some)} {reason}: {_name(some)}", style="dim", hang=2)
    if late := [record for record in counted if record.penalty]:
        page.line(f"{len(late)} lost points by being late: {_name(late)}", style="dim", hang=2)
    page.blank()
    _render_exercises(page, counted or records)
    _render_mistakes(page, counted)
    _render_errors(page, [record for record in records if record.error is not None and not record.is_missing])
    if zeros := [record for record in counted if record.score == 0 and record.error is None]:
        page.blank()
        page.line(f"{len(zeros)} with 0 points: {_name(zeros)}", style="dim", hang=2)


def _name(records: Sequence[Record]) -> str:
    """Name some students."""
    names = ", ".join(clean_line(record.student, NAME_LIMIT) for record in records[:NAMES_SHOWN])
    return f"{names} and {len(records) - NAMES_SHOWN} more" if len(records) > NAMES_SHOWN else names


def _render_exercises(page: Page, records: Sequence[Record]) -> None:
    by_name: dict[str, list[Exercise]] = {}
    for record in records:
        for exercise in record.exercises:
            by_name.setdefault(exercise.name, []).append(exercise)
    page.sides("exercise", f"{'full points':>12}{'mean points':>15}", style="dim")
    for name, results in by_name.items():
        full = sum(result.score == result.max_score for result in results) / len(results)
        mean = sum(result.score for result in results) / len(results)
        page.sides(name, f"{full:>12.0%}{f'{mean:.1f} of {results[0].max_score}':>15}", right_style="")


def _render_mistakes(page: Page, records: Sequence[Record]) -> None:
    exercises = [exercise for record in records for exercise in record.exercises]
    mistakes = Counter((each.name, each.says) for each in exercises if each.says and names_mistake(each.way))
    if mistakes:
        page.blank()
        page.line("most frequent mistakes", style="dim")
    for (name, says), count in mistakes.most_common(MISTAKES_SHOWN):
        page.line(f"{name}: {clean_line(says)}", indent=f"{count:>4} × ")


def _render_errors(page: Page, stopped: Sequence[Record]) -> None:
    if stopped:
        page.blank()
        page.line(f"{len(stopped)} could not be graded", style="dim")
    by_error: dict[str, list[str]] = {}
    for record in stopped:
        by_error.setdefault(clean_line(record.error or ""), []).append(clean_line(record.student, NAME_LIMIT))
    for error, students in list(by_error.items())[:ERRORS_SHOWN]:
        more = f" and {len(students) - ERRORS_SHOWN} more" if len(students) > ERRORS_SHOWN else ""
        page.line(f"{', '.join(students[:ERRORS_SHOWN])}{more}: {error}", indent="   ✗ ")
    if len(by_error) > ERRORS_SHOWN:
        left = sum(len(students) for students in list(by_error.values())[ERRORS_SHOWN:])
        page.line(f"and {left} more; all are in grades.csv", indent="     ")


def render_course_summary(
    graded: Mapping[str, Sequence[Record]], *, console: Console, title: str, strangers: Set[str] = frozenset()
) -> None:
    """Print how a class did in each assignment of a course, by those who count, as in the table of one assignment."""
    page = Page(console)
    page.blank()
    page.sides(title, f"{'handed in':>12}{'mean points':>15}", style="bold", right_style="dim")
    for name, records in graded.items():
        counted, _ = sort_out(records, strangers)
        mean = f"{fmean(record.final_score for record in counted):.1f} of {records[0].max_score}" if counted else "-"
        page.sides(name, f"{f'{len(counted)} of {count_class(records, strangers)}':>12}{mean:>15}", right_style="")
