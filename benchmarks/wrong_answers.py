"""Wrong answers to an assignment, each examined once: its slips, its mutants, and mutants of mutants."""

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from autograder.author.prove.mutants import Mutant, make_mutants
from autograder.course import Assignment
from autograder.diagnosis.slips import SlipTable, read_slips
from autograder.examination.found import Examination
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.grading.slip_table import need_table
from autograder.results.files import write_atomically
from autograder.submissions import Unit

SLIPS, MUTANTS, TWICE = KINDS = ("slips", "mutants", "two mutants")
TRIES = 20  # of a second fault in the same exercise, before another first one is taken


@dataclass(frozen=True)
class WrongAnswer:
    """One wrong program, what its author knows of it, and what examining it found."""

    kind: str  # one of KINDS
    exercise: str  # "" for a mutant of a helper
    truth: str  # the slip's own sentence, or what was changed
    source: str
    found: Examination
    slip: int | None = None  # its place in the table of slips


def need_answers(assignment: Assignment, folder: Path, twice: int, jobs: int) -> tuple[SlipTable, list[WrongAnswer]]:
    """Return the table of slips and the wrong answers that a check notices, from the folder if they are kept there."""
    path = folder / f"{assignment.name}-{twice}.json"
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        table = SlipTable.from_json(kept["table"])
        return table, [WrongAnswer(**{**one, "found": Examination.from_dict(one["found"])}) for one in kept["answers"]]
    with Judges(assignment, jobs) as judges:
        table = need_table(assignment, judges)

        def examine(answer: WrongAnswer) -> WrongAnswer:
            unit = Unit(f"{assignment.module}.py", answer.source)
            return replace(answer, found=judges.examine([unit], Extent(exercise=answer.exercise or None)))

        with ThreadPoolExecutor(jobs) as pool:
            answers = [one for one in pool.map(examine, _make(assignment, twice)) if _is_noticed(one)]
    folder.mkdir(parents=True, exist_ok=True)
    data = {"table": table.to_json(), "answers": [{**asdict(one), "found": one.found.to_dict()} for one in answers]}
    write_atomically(path, json.dumps(data))
    return table, answers


def _make(assignment: Assignment, twice: int) -> Iterator[WrongAnswer]:
    solution = assignment.path(".py").read_text(encoding="utf-8")
    unseen = Examination((), {}, (), "", 0.0)
    for number, slip in enumerate(read_slips(assignment.path(".slips.toml"))):
        yield WrongAnswer(SLIPS, slip.exercise, slip.says, slip.apply(solution), unseen, number)
    names = list(assignment.points)
    mutants = list(make_mutants(solution, names))
    for one in mutants:
        yield WrongAnswer(MUTANTS, one.exercise, one.description, one.source, unseen)
    for first, second in _make_twice(mutants, names, twice):
        truth = f"{first.description}; {second.description}"
        yield WrongAnswer(TWICE, first.exercise, truth, second.source, unseen)


def _make_twice(mutants: list[Mutant], names: list[str], count: int) -> Iterator[tuple[Mutant, Mutant]]:
    """Yield a sample of mutants of mutants, both faults in the same exercise; the same sample each time."""
    chance = random.Random(0)
    usable = [one for one in mutants if one.exercise]
    for _ in range(count):
        first = chance.choice(usable)
        again = list(make_mutants(first.source, names))
        second = next(
            (one for one in chance.sample(again, min(TRIES, len(again))) if one.exercise == first.exercise), None
        )
        if second is not None:
            yield first, second


def _is_noticed(answer: WrongAnswer) -> bool:
    return any(one.check.status != "passed" for one in answer.found.checks)
