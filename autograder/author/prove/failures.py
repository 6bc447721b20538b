"""What students read when a check fails, as its slips show it: no check fails without saying anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Assignment
from autograder.diagnosis.slips import Slip
from autograder.examination.found import Examination
from autograder.grading.judges import Judges
from autograder.grading.slip_table import examine_slips


@dataclass(frozen=True)
class Failure:
    """How a check fails: with which slip, and what is said; both are empty if it fails with none."""

    check: str
    slip: str = ""
    text: str = ""


def list_failures(assignment: Assignment, *, jobs: int) -> list[Failure]:
    """Return for each check how it fails with the first of its slips; of a hidden check, what instructors read."""
    with Judges(assignment, jobs) as judges:
        _, examined = examine_slips(assignment, judges)
        known = judges.checks
    failures = {
        one.check.id: Failure(one.check.id, slip.name, one.revealed or one.check.message)
        for slip, found in reversed(examined)
        for one in found.checks
        if one.check.status == "failed"
    }
    return [failures.get(check.id, Failure(check.id)) for check in known]


def prove_failures(examined: Sequence[tuple[Slip, Examination]]) -> list[str]:
    """A public check that fails says what was seen, and not only what was given."""
    mute: dict[str, str] = {}
    for slip, found in examined:
        for one in found.checks:
            if one.check.status == "failed" and not one.check.hidden and not one.check.reason:
                mute.setdefault(one.check.id, slip.name)
    return [
        f"{check} fails with {slip} and does not say what was seen: compare with assert_close or ==, "
        "or give the assert a message"
        for check, slip in mute.items()
    ]
