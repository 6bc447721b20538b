"""Examine every variation of an assignment's right answers: one that loses a point shows a check that is wrong."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from autograder.author.prove.variations import Variation, make_variations
from autograder.course import Assignment
from autograder.course.solution import join_sources, read_solution
from autograder.course.texts import read_text
from autograder.grading.judges import Judges
from autograder.submissions.read import parse_submission


@dataclass
class VariationReport:
    """How one assignment's right answers fared when they were written otherwise."""

    assignment: str
    answers: int
    count: int = 0
    losses: list[str] = field(default_factory=list)  # a line for each variation that loses points


def run_variations(
    assignment: Assignment, folder: Path | None, *, jobs: int, note: Callable[[str], object]
) -> VariationReport:
    """Examine the variations of the solution, and of the right answers in a folder; `note` is told of the progress."""
    answers = {assignment.path(".py"): read_solution(assignment)}
    answers |= _read_answers(assignment, folder) if folder else {}
    report = VariationReport(assignment.name, len(answers))
    cases = [(path, variation) for path, text in answers.items() for variation in make_variations(text)]
    with Judges(assignment, jobs) as judges, ThreadPoolExecutor(judges.jobs) as pool:
        for lost in pool.map(lambda case: find_losses(case[0], case[1], judges), cases):
            report.count += 1
            report.losses += lost
            note(f"{assignment.name}: variation {report.count} of {len(cases)}")
    return report


def _read_answers(assignment: Assignment, folder: Path) -> dict[Path, str]:
    """Return the right answers in a folder, by path: files, or folders with several files."""
    if len(assignment.sources) == 1:
        return {path: read_text(path) for path in sorted(folder.glob("*.py"))}
    names = [path.name for path in assignment.sources]
    return {
        path: join_sources({path / name: read_text(path / name) for name in names})
        for path in sorted(folder.glob("*/"))
    }


def find_losses(answer: Path, variation: Variation, judges: Judges) -> Sequence[str]:
    """Return a line for a variation that loses points: where it began, and what the first check said."""
    return list(_losses(answer, variation, judges))[:1]


def _losses(answer: Path, variation: Variation, judges: Judges) -> Iterator[str]:
    came = parse_submission(answer.stem, answer.with_suffix(variation.suffix), variation.data)
    where = f"{answer.name} with {variation.name}"
    if came.error:
        yield f"{where}: {came.error}"
        return
    for one in judges.examine(came.units).checks:
        if one.check.status != "passed":
            said = " ".join((one.check.message or one.check.status).split())
            yield f"{where} loses {one.check.id}: {said[:300]}"
