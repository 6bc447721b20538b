"""Show an instructor how a class did: the table at the end of grading."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from autograder.diagnosis.sentence import names_mistake
from autograder.reports.page import Page
from autograder.reports.text import clean_line
from autograder.results import Exercise, Record

MISTAKES_SHOWN = 3
ERRORS_SHOWN = 5
NAME_LIMIT = 40


def render_summary(records: Sequence[Record], *, console: Console, title: str) -> None:
    """Print how a class did, in total and per exercise; there must be at least one record."""
    page = Page(console)
    mean = sum(record.score for record in records) / len(records)
    maximum = max(record.max_score for record in records)
    students = f"{len(records)} student{'s' * (len(records) != 1)}"
    page.sides(
        f"{records[0].assignment} · {title}",
        f"{students}, mean {mean:.1f} of {maximum}",
        style="bold",
        right_style="bold",
    )
    page.blank()
    _render_exercises(page, records)
    _render_mistakes(page, records)
    _render_errors(page, records)


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
    mistakes = Counter(
        (each.name, each.says) for each in exercises if each.says and names_mistake(each.way, each.says_line)
    )
    if mistakes:
        page.blank()
        page.line("most frequent mistakes", style="dim")
    for (name, says), count in mistakes.most_common(MISTAKES_SHOWN):
        page.line(f"{name}: {says}", indent=f"{count:>4} × ")


def _render_errors(page: Page, records: Sequence[Record]) -> None:
    stopped = [record for record in records if record.error is not None]
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
