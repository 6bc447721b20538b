"""Make the table of slips: run the assignment's own checks on the solution and on every slip, once per content."""

import contextlib
import hashlib
from collections.abc import Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.slips import Slip, SlipTable, SlipViews, agree, read_slips
from autograder.errors import CourseError
from autograder.examination.found import Examination
from autograder.grading.cache import cache_folder
from autograder.grading.digests import digest_asking, digest_assignment, digest_exercises
from autograder.grading.judge_process import Extent, KnownCheck
from autograder.grading.judges import Judges
from autograder.results.files import write_atomically
from autograder.submissions import Unit


def need_table(assignment: Assignment, judges: Judges) -> SlipTable:
    """Return the assignment's table of slips, from the cache as far as nothing that it depends on has changed.

    Where one exercise's checks or slips changed, those of the others are not examined again. Raise CourseError if
    nothing should be graded with these checks: their points are not those of course.toml, or the solution itself does
    not pass them.
    """
    _insist_on_points(assignment, judges.checks)
    if (whole := _read_table(_cache_path(assignment))) is not None:
        return whole
    paths = _part_paths(assignment)
    known = {name: part.slips for name, path in paths.items() if (part := _read_table(path))}
    solution, examined = examine_slips(assignment, judges, views_alone=True, known=known)
    _insist_on_solution(assignment, solution)
    fresh = make_table(solution, examined)
    parts = {name: iter((*known.get(name, ()), *fresh.list_slips(name))) for name in paths}
    order = [slip.exercise for slip in read_slips(assignment.path(".slips.toml"))]
    table = replace(fresh, slips=tuple(next(parts[name]) for name in order))
    keep_table(assignment, table)
    return table


def keep_table(assignment: Assignment, table: SlipTable) -> None:
    """Keep a table for whoever needs it next."""
    # Without a folder for it, the next run examines the slips again.
    with contextlib.suppress(OSError):
        # It has what hidden checks see.
        write_atomically(_cache_path(assignment), table.to_json(), private=True)
        for name, path in _part_paths(assignment).items():
            write_atomically(path, SlipTable(slips=table.list_slips(name)).to_json(), private=True)


def _read_table(path: Path) -> SlipTable | None:
    try:
        return SlipTable.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def examine_slips(
    assignment: Assignment, judges: Judges, *, views_alone: bool = False, known: Container[str] = ()
) -> tuple[Examination, list[tuple[Slip, Examination]]]:
    """Examine the solution, and every slip by the checks of its own exercise, but slips of exercises that are known.

    With `views_alone`, slips are spared the checks that ask what no slip is told by: those of an open task may be long.
    """
    name = f"{assignment.module}.py"
    if not assignment.path(".py").is_file():
        raise CourseError(f"{assignment.name} has no solution: there is no {assignment.path('.py')}")
    solution = read_solution(assignment)
    slips = [slip for slip in read_slips(assignment.path(".slips.toml")) if slip.exercise not in known]

    def examine(work: tuple[str, str | None]) -> Examination:
        source, exercise = work
        spared = views_alone and exercise is not None
        return judges.examine([Unit(name, source)], Extent(exercise=exercise, all_views=True, comparable=spared))

    with ThreadPoolExecutor(judges.jobs) as pool:
        first, *others = pool.map(
            examine, [(solution, None), *((slip.apply(solution), slip.exercise) for slip in slips)]
        )
    return first, list(zip(slips, others, strict=True))


def make_table(solution: Examination, slips: Iterable[tuple[Slip, Examination]]) -> SlipTable:
    """Return what tells the slips from the solution and from each other."""
    views = [
        SlipViews(
            slip.exercise,
            slip.says,
            {key: seen for key, seen in found.views.items() if not agree(seen, solution.views.get(key))},
        )
        for slip, found in slips
    ]
    hidden = sum(one.check.hidden for one in solution.checks)
    return SlipTable(solution.views, tuple(views), hidden)


def _insist_on_points(assignment: Assignment, checks: Sequence[KnownCheck]) -> None:
    for name in {**assignment.points, **{check.exercise: 0 for check in checks}}:
        given = sum(check.max_score for check in checks if check.exercise == name)
        promised = assignment.points.get(name, 0)
        if given != promised:
            raise CourseError(f"{name}: its checks give {given} points, course.toml says {promised}; make them agree")


def _insist_on_solution(assignment: Assignment, solution: Examination) -> None:
    for one in solution.checks:
        if one.check.status != "passed":
            said = " ".join(one.check.message.split()) or one.check.status
            raise CourseError(
                f"the solution itself fails {one.check.id} ({said}); see autograder prove {assignment.name}"
            )


def _part_paths(assignment: Assignment) -> dict[str, Path]:
    """Return where the slips of each exercise are kept."""
    asked_with = digest_asking(assignment)
    return {
        name: cache_folder("slips") / f"{hashlib.sha256(f'{name} {digest} {asked_with}'.encode()).hexdigest()}.json"
        for name, digest in digest_exercises(assignment).items()
    }


def _cache_path(assignment: Assignment) -> Path:
    return cache_folder("slips") / f"{digest_assignment(assignment)}.json"
