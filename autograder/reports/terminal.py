"""Show one student their result in the terminal: what they gave, what was expected, and one thing to do next."""

from collections.abc import Mapping

from rich.cells import cell_len
from rich.console import Console

from autograder.reports.failures import count_alike, list_failures
from autograder.reports.page import LABEL, Page
from autograder.reports.text import MESSAGE_LIMIT, SYMBOLS, clean, clean_line
from autograder.results import Check, Exercise, Record

STYLES = {"passed": "green", "partial": "yellow", "failed": "red", "not_started": "dim"}
LABEL_WIDTH = 10
DETAILS = " " * 6
PRINTED_LINES = 10


def render_record(
    record: Record,
    *,
    console: Console,
    file: str,
    title: str,
    hints: str,
    hidden_checks: int = 0,
    unofficial: bool = False,
    full: bool = False,
    how_to_see_all: str = "",
    counts: Mapping[str, int] | None = None,
) -> None:
    """Print the result of one submission; `hidden_checks` is how many more run when it is graded.

    `hints` is the file that has hints for the assignment.
    Of each exercise one failing check is shown, or every one if `full`; `how_to_see_all` says how to get there.
    Where only a part of the checks may have been run, `counts` says how many each exercise has.
    """
    page = Page(console)
    file = clean_line(file)
    page.sides(f"{record.assignment} · {title}", file, style="bold")
    page.blank()
    for note in record.notes:
        page.line(clean_line(note, MESSAGE_LIMIT), indent="! ", style="yellow")
    if record.notes:
        page.blank()
    if record.error is not None:
        page.line(clean_line(record.error, MESSAGE_LIMIT), indent="✗ ", style="red")
        page.blank()
        page.line("Nothing was checked. Next: mend this, then check again.")
        return
    for exercise in record.exercises:
        render_exercise(page, exercise, full=full, count=(counts or {}).get(exercise.name))
    if record.exercises:
        page.blank()
    number = sum(len(exercise.checks) for exercise in record.exercises)
    is_part = counts is not None and number < sum(counts.values())
    page.line(_count_part(record, sum((counts or {}).values())) if is_part else _count_checks(record, hidden_checks))
    if unofficial:
        page.line("Unofficial: checked on your own machine; grading gives the points that count.")
    page.line(choose_next(record, file, is_part=is_part), style="bold")
    if _find_unfinished(record):
        page.line(f"Stuck? {hints} has three hints.")
    if how_to_see_all and not full and any(_is_abridged(exercise) for exercise in record.exercises):
        page.line(how_to_see_all)


def render_exercise(page: Page, exercise: Exercise, *, full: bool = False, count: int | None = None) -> None:
    """Print the result of one exercise: its points, the sentence, then what failed; all of it if `full`.

    `count` is how many checks it has, where only a part of them may have been run: a part of the points says nothing.
    """
    status = exercise.status
    is_part = count is not None and len(exercise.checks) < count
    right = f"{len(exercise.checks)} of {count} checks run" if is_part else tell_points(exercise)
    page.sides(f"{SYMBOLS[status]} {exercise.name}", right, style=STYLES[status])
    if exercise.manual:
        page.line(f"Given by a person. {clean_line(exercise.manual.comment, MESSAGE_LIMIT)}".strip(), indent="  ")
    if status == "passed":
        return
    if exercise.sentence:
        page.line(clean_line(exercise.sentence, MESSAGE_LIMIT), indent="  ➜ ", style="cyan")
    if status == "not_started":
        return
    if full:
        for check in exercise.checks:
            _render_check(page, check, detailed=True)
    else:
        for number, failure in enumerate(list_failures(exercise)):
            _render_check(page, failure.shown, detailed=number == 0)
            if failure.alike:
                page.line(f"and {count_alike(failure)}", indent=DETAILS, style="dim")
        _render_others(page, exercise)


def tell_points(exercise: Exercise) -> str:
    """Say how many points an exercise has, or that it is not started."""
    if exercise.status == "not_started":
        return "not started"
    return f"{exercise.score} of {exercise.max_score} point{'s' * (exercise.max_score != 1)}"


def _render_check(page: Page, check: Check, *, detailed: bool) -> None:
    style = STYLES.get(check.status, "red")
    hidden = " (hidden check)" if check.hidden else ""
    page.line(clean_line(check.title) + hidden, indent=f"  {SYMBOLS[check.status]} ", style=style)
    if detailed and check.went_wrong:
        page.labelled(_describe(check), indent=DETAILS)


def _render_others(page: Page, exercise: Exercise) -> None:
    """Print how many of the exercise's checks are not started, and how many pass."""
    for status, words in (("not_started", "not started"), ("passed", "right")):
        count = sum(check.status == status for check in exercise.checks)
        if count:
            text = f"{count} other check{'s' * (count != 1)} {'is' if count == 1 else 'are'} {words}"
            page.line(text, indent=f"  {SYMBOLS[status]} ", style=STYLES[status])


def _is_abridged(exercise: Exercise) -> bool:
    failures = list_failures(exercise)
    return len(failures) > 1 or any(failure.alike for failure in failures)


def _describe(check: Check) -> str:
    """Give the check's message, then what was printed, in the message's columns."""
    message = clean(check.message, MESSAGE_LIMIT).strip("\n")
    label = LABEL.match(message)
    width = cell_len(label[0]) if label else LABEL_WIDTH
    lines = [message] if message else []
    if check.shown_print.strip():
        printed = clean(check.shown_print, MESSAGE_LIMIT).strip("\n").split("\n")
        lines += [
            f"{'printed':<{width}}| {printed[0]}",
            *(f"{'':<{width}}| {line}" for line in printed[1:PRINTED_LINES]),
        ]
        if len(printed) > PRINTED_LINES:
            lines.append(f"{'':<{width}}… and {len(printed) - PRINTED_LINES} more lines")
    return "\n".join(lines)


def _count_checks(record: Record, hidden_checks: int) -> str:
    checks = [check for exercise in record.exercises for check in exercise.checks]
    counts = []
    for kind, hidden in (("public", False), ("hidden", True)):
        of_kind = [check for check in checks if check.hidden is hidden]
        if of_kind:
            passed = sum(check.status == "passed" for check in of_kind)
            counts.append(f"{passed} of {len(of_kind)} {kind} check{'s' * (len(of_kind) != 1)}")
    more = (
        f"; {hidden_checks} more, for more points, run{'s' * (hidden_checks == 1)} when graded" if hidden_checks else ""
    )
    return f"{', '.join(counts)}{more}."


def _count_part(record: Record, count: int) -> str:
    statuses = [check.status for exercise in record.exercises for check in exercise.checks]
    passed = statuses.count("passed")
    right = f": {passed} {'is' if passed == 1 else 'are'} right"
    if passed == len(statuses):
        right = ", and right" if statuses else ": none was selected"
    return f"{len(statuses)} of {count} public checks {'was' if len(statuses) == 1 else 'were'} run{right}."


def _find_line(exercise: Exercise) -> int | None:
    """Return the line of the file that the sentence is about, or else the one at which the shown check stopped."""
    if exercise.says_line is not None and exercise.says_cell is None:
        return exercise.says_line
    return next((failure.shown.line for failure in list_failures(exercise)[:1]), None)


def choose_next(record: Record, file: str, *, is_part: bool = False) -> str:
    """Give the one thing to do next; nobody hands in after a part of the checks."""
    exercise = _find_unfinished(record)
    if exercise is None:
        return "Next: run all of them." if is_part else f"Next: hand in {file}."
    if exercise.status == "not_started":
        return f"Next: write {exercise.name}."
    line = _find_line(exercise)
    return f"Next: {exercise.name}{f', {file} line {line}' if line is not None else ''}."


def _find_unfinished(record: Record) -> Exercise | None:
    """Return the first exercise that fails, or else the first that is not started; None if all are right."""
    unfinished = [exercise for exercise in record.exercises if exercise.status != "passed"]
    return min(unfinished, key=lambda exercise: exercise.status == "not_started", default=None)
