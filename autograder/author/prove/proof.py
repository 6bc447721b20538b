"""What is proved of an assignment, and what stands in its way: problems, each with its remedy."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.author.prove.ways import diagnose_unknown
from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.case import Case
from autograder.diagnosis.one_slip import name_slip
from autograder.diagnosis.slips import Slip, SlipTable, agree
from autograder.diagnosis.source import Source
from autograder.errors import propose
from autograder.examination.found import Examination, ExaminedCheck
from autograder.grading.judge_process import KnownCheck
from autograder.submissions import Unit

ENOUGH = 100.0  # allowed differences that a slip must be off by, so that no rounding can make it right
SOLUTION = "the solution"
HIDDEN_SHARE = (0.25, 0.40)
OPEN_SHARE = (0.25, 0.75)  # where hidden checks draw from a secret, they are what tells good answers from better ones


@dataclass
class Proof:
    """One assignment's proof."""

    assignment: str
    visible: int = 0
    hidden: int = 0
    slips: int = 0
    runs: int = 0
    seconds: float = 0.0
    # Of the solution and of every slip: the status of each check, by its id.
    verdicts: dict[str, dict[str, str]] = field(default_factory=dict)
    # Of the same, and of references: digests of what right answers differ in.
    varying: dict[str, dict[str, str]] = field(default_factory=dict)
    # Of an open task, the points of each answer of known quality.
    references: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    # Which way of diagnosis speaks of each slip where the table lacks its own entry, and for how many of them.
    ways: Counter[str] = field(default_factory=Counter)

    def keep(self, name: str, found: Examination) -> None:
        """Keep what a program showed first, for later runs to be held to."""
        self.verdicts[name], self.varying[name] = list_verdicts(found), found.varying


def list_verdicts(found: Examination) -> dict[str, str]:
    """Return the status of each check, by its id."""
    return {one.check.id: one.check.status for one in found.checks}


def number_slip(slip: Slip, number: int) -> str:
    """Name a slip so that no two of an assignment share the name."""
    return f"{slip.name} (number {number + 1})"


def name_reference(path: Path) -> str:
    """Name a reference answer as problems do."""
    return f"the reference {path.stem}"


def prove_points(assignment: Assignment, checks: Sequence[KnownCheck]) -> list[str]:
    """Compare the checks' points with course.toml: their sums, and the share of hidden ones."""
    problems = []
    for name, file in {check.exercise: check.id.partition("::")[0] for check in checks}.items():
        if name not in assignment.points:
            remedy = propose(name, assignment.points, f"; add it under [assignments.{assignment.name}.points]")
            problems.append(f"{file}: {name} is checked but not in course.toml{remedy}")
    for name, points in assignment.points.items():
        own = [check for check in checks if check.exercise == name]
        given = sum(check.max_score for check in own)
        if given != points:
            has_cases = len({check.id.partition("[")[0] for check in own}) < len(own)
            remark = "; each case of a parametrize counts" if has_cases else ""
            problems.append(
                f"{name}: its checks give {given} points, course.toml says {points}: make them agree{remark}"
            )
        share = sum(check.max_score for check in own if check.hidden) / max(given, 1)
        least, most = OPEN_SHARE if assignment.secret else HIDDEN_SHARE
        if not least <= share <= most:
            problems.append(
                f"{name}: {share:.0%} of its points are on hidden checks: make it {least:.0%} to {most:.0%}"
            )
    for identity, count in Counter(check.id for check in checks).items():
        if count > 1:
            problems.append(f"{identity} is there {count} times: give each check a name of its own")
    return problems


def prove_refusals(checks: Sequence[KnownCheck]) -> list[str]:
    """Every check of a refusal must ask a probe whose text serves good input, too: else the text tells to refuse."""
    problems = []
    for check in checks:
        twins = [other for other in checks if not other.refuses and other.exercise == check.exercise]
        if check.refuses and not any(set(check.probes) & set(twin.probes) for twin in twins):
            problems.append(
                f"{check.id}: no check of {check.exercise} that wants a value asks its probe, so that the probe's text "
                "alone tells a student's code to refuse: ask a probe that good input is given to as well"
            )
    return problems


def prove_stub(found: Examination, failing: Collection[str]) -> list[str]:
    """Every check of the stub must be not started; what fails with the solution, too, is told of that alone."""
    wrong: dict[str, list[ExaminedCheck]] = {}
    for one in found.checks:
        if one.check.status != "not_started" and one.check.id not in failing:
            wrong.setdefault(one.check.message, []).append(one)
    return [
        f"the stub: {checks[0].check.id}{f' and {len(checks) - 1} more' if checks[1:] else ''} "
        f"{'are' if checks[1:] else 'is'} {checks[0].check.status}, not 'not started': {reason or 'it asks no probe'}"
        for reason, checks in wrong.items()
    ]


def prove_solution(found: Examination, unwritten: Collection[str]) -> list[str]:
    """Every check of the solution must pass; of those that are not written yet, only how many is told."""
    failed = [one for one in found.checks if one.check.status != "passed"]
    waiting = [one for one in failed if one.check.id.partition("[")[0] in unwritten]
    problems = [
        f"the solution fails {one.check.id}\n{one.revealed or one.check.message or one.check.status}"
        for one in failed
        if one not in waiting
    ]
    if waiting:
        count = f"{len(waiting)} of {len(found.checks)} checks"
        problems.append(f"the solution fails {count} where TODO still stands for inputs, or for what is right")
    return [*problems, *(f"the solution: {note}" for note in found.notes)]


def prove_slips(examined: Sequence[tuple[Slip, Examination]], table: SlipTable, exercises: Sequence[str]) -> list[str]:
    """Every slip must fail by far, be called by its own sentence, and look like no other slip."""
    problems = [
        f"{name} has no slip: write at least one into the slips file"
        for name in exercises
        if all(slip.exercise != name for slip, _ in examined)
    ]
    for slip, found in examined:
        problems += [f"{_place(slip)}{problem}" for problem in _prove_slip(slip, found, table, exercises)]
    for index, (slip, found) in enumerate(examined):
        for other, seen in examined[index + 1 :]:
            # Of one that passes every check, that is told.
            are_wrong = bool(_fails(slip, found) and _fails(other, seen))
            if slip.exercise == other.exercise and are_wrong and agree(found.views, seen.views):
                problems.append(
                    f"{_place(other)}{slip.name} and {other.name} look alike to every probe: "
                    "add a check on an input where they differ, or keep one of them"
                )
    return problems


def _fails(slip: Slip, found: Examination) -> list[ExaminedCheck]:
    """Return the checks of its exercise that a slip fails."""
    return [one for one in found.checks if one.check.status != "passed" and one.exercise == slip.exercise]


def _place(slip: Slip) -> str:
    return f"{Path(slip.place).name}: " if slip.place else ""


def count_ways(assignment: Assignment, examined: Sequence[tuple[Slip, Examination]], table: SlipTable) -> Counter[str]:
    """Return how many slips each way of diagnosis would speak of, had their author not thought of them."""
    solution = read_solution(assignment)
    ways: Counter[str] = Counter()
    for number, (slip, found) in enumerate(examined):
        units = [Unit(f"{assignment.module}.py", slip.apply(solution))]
        said = diagnose_unknown(number, slip, found, table, units)
        ways[said.way if said else "nothing"] += 1
    return ways


def _prove_slip(slip: Slip, found: Examination, table: SlipTable, exercises: Sequence[str]) -> list[str]:
    if slip.exercise not in exercises:
        return [f"{slip.name}: there is no exercise {slip.exercise!r} in course.toml"]
    if found.notes:
        return [f"{slip.name} does not even load: {found.notes[0]}"]
    failed = _fails(slip, found)
    if not failed:
        return [
            f"{slip.name} passes every check of {slip.exercise}: add a check on an input where it is wrong, "
            "or take the slip out if there is none"
        ]
    if max(one.excess for one in failed) < ENOUGH:
        excess = max(one.excess for one in failed)
        return [
            f"{slip.name} is off by only {excess:.1f} times the tolerance: "
            f"choose inputs where it is off by {ENOUGH:.0f} times"
        ]
    said = name_slip(Case(found, slip.exercise, table, Source(())))
    if said is None or said.text != slip.says:
        called = f"called by another's sentence ({said.text!r})" if said else "not called by its sentence"
        return [f"{slip.name} is {called}: make it look unlike the other slips"]
    return []
