"""Write one student's feedback as Markdown: their points, and for every exercise what to look at."""

import re
from pathlib import Path

from autograder.reports.failures import count_alike, list_failures
from autograder.reports.notes import list_notes
from autograder.reports.text import MESSAGE_LIMIT, SYMBOLS, clean, clean_line, put_date
from autograder.results import Check, Exercise, Record


def format_feedback(record: Record) -> str:
    """Give the feedback of one record; every word in it that a student chose is escaped or fenced."""
    blocks = [f"# {escape(record.assignment)}: {record.final_score} of {record.max_score} points"]
    blocks.append(", ".join([escape(clean_line(record.student)), *_describe_origin(record)]))
    blocks += [f"> {escape(clean_line(note))}" for note in list_notes(record)]
    if record.error is None:
        blocks.append(tabulate(record))
        blocks += [block for exercise in record.exercises for block in explain(exercise)]
    return "\n\n".join(blocks) + "\n"


def _describe_origin(record: Record) -> list[str]:
    """Say which file was graded, and which commit brought it when, where that is known."""
    # Where it lies on the instructor's machine is nobody's business.
    place = clean_line("/".join(Path(record.path).parts[-2:])).replace("`", "'")
    origin = [f"commit `{record.commit[:10]}`"] if record.commit else []
    if record.submitted:
        origin.append(f"{'of' if record.commit else 'handed in'} {put_date(record.submitted)}")
    return [f"`{place}`", *([" ".join(origin)] if origin else [])]


def tabulate(record: Record) -> str:
    """Give the points of every exercise as a table."""
    rows = ["| | exercise | points |", "|---|---|---:|"]
    for exercise in record.exercises:
        points = f"{exercise.score} of {exercise.max_score}"
        rows.append(f"| {SYMBOLS[exercise.status]} | {escape(exercise.name)} | {points} |")
    return "\n".join(rows)


def explain(exercise: Exercise) -> list[str]:
    """Give what there is to say of an exercise, in blocks that can each stand alone; nothing if it passed."""
    if exercise.status == "passed" and exercise.manual is None:
        return []
    blocks = [f"## {escape(exercise.name)}"]
    if exercise.manual is not None:
        given = f"**{exercise.score} of {exercise.max_score} points, given by a person.**"
        blocks.append(f"{given} {escape(clean_line(exercise.manual.comment, MESSAGE_LIMIT))}".strip())
    if exercise.sentence:
        blocks.append(escape(clean_line(exercise.sentence, MESSAGE_LIMIT)))
    if exercise.status == "not_started":
        return [*blocks, "Not started."]
    for failure in list_failures(exercise):
        blocks += _show(failure.shown)
        if failure.alike:
            titles = [f"- {escape(clean_line(check.title))}{_name_kind(check)}" for check in failure.alike]
            blocks.append("\n".join([f"And {count_alike(failure)}:\n", *titles]))
    waiting = [escape(clean_line(check.title)) for check in exercise.checks if check.status == "not_started"]
    return blocks + [f"{SYMBOLS['not_started']} {title}: not started" for title in waiting]


def _name_kind(check: Check) -> str:
    return ", hidden check" if check.hidden else ""


def _show(check: Check) -> list[str]:
    place = f", line {check.line}" if check.line is not None else ""
    blocks = [f"{SYMBOLS[check.status]} **{escape(clean_line(check.title))}**{place}{_name_kind(check)}"]
    if check.message.strip():
        blocks.append(_fence(check.message))
    if check.shown_print.strip():
        blocks += ["It printed:", _fence(check.shown_print)]
    return blocks


def _fence(text: str) -> str:
    """Put the text in a fence that nothing in it can close."""
    shown = clean(text, MESSAGE_LIMIT).strip("\n")
    longest = max(map(len, re.findall(r"`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{shown}\n{fence}"


def escape(text: str) -> str:
    """Give the text with everything that Markdown or HTML would read as markup made plain."""
    marked = re.sub(r"([\\`*_\[\]<>|#&~$])", r"\\\1", text)
    # At the beginning of a line: an entry of a list, or the line below a heading.
    return re.sub(r"^(\s*\d*)(?=[-+=]|(?<=\d)[.)](?:\s|$))", r"\1\\", marked, flags=re.MULTILINE)
