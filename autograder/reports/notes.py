"""What there is to say of a whole submission, above its exercises, in every report that a person reads."""

import math

from autograder.results import Record


def list_notes(record: Record) -> list[str]:
    """Return what stopped the grading, what was noticed, whether an earlier result counts, and how late it was."""
    notes = (record.error, *record.notes, record.kept, _describe_lateness(record))
    return [note for note in notes if note]


def _describe_lateness(record: Record) -> str:
    if record.late is None:
        return ""
    hours, minutes = divmod(math.ceil(record.late.seconds / 60), 60)
    late = f"Handed in {hours} h {minutes} min after it was due"
    if record.late.penalty == 0:
        return f"{late}, which costs no points."
    penalty = record.late.penalty
    return f"{late}: {record.score} points less {penalty} are {record.final_score}, and these count."
