"""After the report: look for the place of what nothing else explains, and not for long."""

import time
from collections.abc import Iterator, Sequence

import pytest

from autograder.course import Assignment
from autograder.diagnosis.case import Case
from autograder.diagnosis.sentence import Sentence
from autograder.examination.trials import Trials
from autograder.grading.bench import limit_trials, repair_in_session
from autograder.grading.repairs import make_task
from autograder.sandbox.channel import NoSandbox
from autograder.sandbox.session import Sandboxing

SECONDS = 2.0


def look_closer(
    session: pytest.Session, assignment: Assignment, how: Sandboxing, cases: Sequence[Case]
) -> Iterator[tuple[str, Sentence]]:
    """Yield the exercises that a small change repairs, each with what that shows, until the time is up."""
    end = time.monotonic() + SECONDS
    for case in cases:
        task = make_task(case, tuple(assignment.points), SECONDS)
        if task is None or time.monotonic() > end:
            continue
        trials = Trials(how, limit_trials(task), assignment.limits, wrong=task.wrong)
        try:
            said = repair_in_session(session, trials, case.source.units, task, lambda: time.monotonic() > end)
        # The report is there; what might have been added to it is not.
        except (NoSandbox, pytest.exit.Exception):
            return
        if said is not None:
            yield case.exercise, said
