"""Answers in several files: whoever is chosen as the answer brings those that belong to it."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.submissions.kinds import is_script
from autograder.submissions.submission import Submission, Unit


def complete(
    answer: Submission, files: Sequence[str], label: str, there: Collection[Path], read: Callable[[Path], Submission]
) -> Submission:
    """Return an answer with all `files` that it consists of, from the folder that it lies in, the first of them.

    A notebook is whole by itself. What is missing or cannot be read is left out, with a note; `label` names the folder
    in what messages call a file.
    """
    if len(files) < 2 or not is_script(answer.path) or answer.error is not None:
        return answer
    others = [answer.path.with_name(name) for name in files[1:]]
    parts = [answer, *(read(path) for path in others if path in there)]
    notes = [f"{path.name} is not there. Graded without it." for path in others if path not in there]
    notes += [f"{part.error} Graded without it." for part in parts if part.error is not None]
    units = tuple(
        Unit(f"{label}/{part.path.name}", unit.text) for part in parts if part.error is None for unit in part.units
    )
    digest = hashlib.sha256("".join(f"{part.path.name} {part.sha256}\n" for part in parts).encode()).hexdigest()
    return replace(answer, units=units, sha256=digest, notes=(*answer.notes, *notes))
