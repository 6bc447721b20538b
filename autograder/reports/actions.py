"""Show results on GitHub Actions: a job's summary, annotations at the student's lines, a log that forges nothing."""

import secrets
from collections.abc import Iterator, Mapping, Sequence

from autograder.reports.failures import Failure, count_alike, list_failures, put_in_words
from autograder.reports.markdown import escape, explain, tabulate
from autograder.reports.text import clean, clean_line
from autograder.results import Exercise, Record
from autograder.submissions.kinds import is_script

# GitHub drops a summary of more than 1 MiB whole, and shows 10 errors of 4096 characters a step.
SUMMARY_LIMIT = 256 * 1024
ANNOTATIONS = 10
ANNOTATION_LIMIT = 2000


def format_summary(records: Sequence[Record], verdict: str, notices: Sequence[str] = ()) -> str:
    """Give the job's summary as Markdown: the verdict, the points, then the explanations as far as there is room."""
    head = [f"# {_add_up(records)}", escape(verdict), *(f"> {escape(notice)}" for notice in notices)]
    for record in records:
        head += [f"**{escape(record.assignment)}**: {_add_up([record])}", tabulate(record)]
        head += [f"> {escape(clean_line(note))}" for note in (record.error, *record.notes) if note]
    details = (
        block
        for record in records
        if record.error is None
        for exercise in record.exercises
        for block in explain(exercise)
    )
    return "\n\n".join([*head, *_fit(details, SUMMARY_LIMIT - sum(_measure(block) for block in head))]) + "\n"


def format_failure(reason: str) -> str:
    """Give the summary of a grading that failed."""
    return f"# No points: grading itself failed\n\n{escape(clean_line(reason))}\n\nThis is no verdict on the answer.\n"


def annotate(record: Record, places: Mapping[str, int]) -> list[str]:
    """Give workflow commands that put what is wrong at the student's own lines, each line once.

    `places` says in which line an exercise begins, for what went wrong in no line of its own: a wrong value.
    """
    path = clean_line(record.path)
    if record.error is not None:
        return [command("error", clean(record.error, ANNOTATION_LIMIT), file=path, title=record.assignment)]
    # A notebook's lines are counted in its cells, and GitHub shows those of the file.
    if not is_script(path):
        return []
    marks: dict[int, str] = {}
    for exercise in record.exercises:
        for failure in list_failures(exercise):
            line = failure.shown.line or places.get(exercise.name)
            if line is not None and line not in marks:
                title = f"{exercise.name}: {exercise.score} of {exercise.max_score} points"
                marks[line] = command("error", _explain(exercise, failure), file=path, line=line, title=title)
    return list(marks.values())


def command(kind: str, message: str, **properties: object) -> str:
    """Give a workflow command; nothing in its message or its properties can end it or start another."""
    settings = ",".join(
        f"{name}={_quote(str(value)).replace(':', '%3A').replace(',', '%2C')}" for name, value in properties.items()
    )
    return f"::{kind} {settings}::{_quote(message)}"


def shield(text: str) -> str:
    """Give text for the log of a job: no line of it is a workflow command, whatever a student had printed."""
    token = secrets.token_hex(16)
    lines = [f"| {line}" for line in clean(text, len(text)).split("\n")]
    return "\n".join([f"::stop-commands::{token}", *lines, f"::{token}::"])


def _explain(exercise: Exercise, failure: Failure) -> str:
    words = put_in_words(failure.shown, exercise.sentence or "")[:ANNOTATION_LIMIT]
    return "\n".join(line for line in (words, count_alike(failure)) if line)


def _add_up(records: Sequence[Record]) -> str:
    return f"{sum(record.score for record in records)} of {sum(record.max_score for record in records)} points"


def _fit(blocks: Iterator[str], room: int) -> Iterator[str]:
    for block in blocks:
        room -= _measure(block)
        if room < 0:
            yield "There is more to say than there is room for: the whole feedback is among the files of this run."
            return
        yield block


def _measure(block: str) -> int:
    return len(block.encode()) + 2


def _quote(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
