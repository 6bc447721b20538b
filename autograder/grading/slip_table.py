"""Make the table of slips: run the assignment's own checks on the solution and on every slip, once per content."""

import contextlib
import hashlib
from collections.abc import Collection, Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.diagnosis.slips import Slip, SlipTable, SlipViews, agree, read_slips, read_table
from autograder.errors import CourseError
from autograder.examination.found import Examination
from autograder.grading.cache import cache_folder
from autograder.grading.digests import digest_asking, digest_assignment, digest_questions
from autograder.grading.judge_process import Extent, KnownCheck
from autograder.grading.judges import Judges
from autograder.results.files import write_atomically
from autograder.submissions import Unit


@dataclass(frozen=True)
class TableFiles:
    """Where a table is kept, as a whole and by exercises: named by the content of all that it is made from."""

    whole: Path
    parts: dict[str, Path]


def find_table_files(assignment: Assignment) -> TableFiles:
    """Return where the table of an assignment belongs, as its files are now."""
    asked_with = digest_asking(assignment)
    names = {
        name: hashlib.sha256(f"{name} {digest} {asked_with}".encode()).hexdigest()
        for name, digest in digest_questions(assignment).items()
    }
    folder = cache_folder("slips")
    return TableFiles(_find_whole(assignment), {name: folder / f"{digest}.json" for name, digest in names.items()})


def insist_on_files(assignment: Assignment, files: TableFiles) -> None:
    """Raise CourseError if what was examined since `files` were found is no longer what stands there."""
    # A table made of both would be kept for good.
    if find_table_files(assignment) != files:
        raise CourseError(f"the files of {assignment.name} changed while its slips were examined; run this again")


def need_table(assignment: Assignment, judges: Judges) -> SlipTable:
    """Return the assignment's table of slips, from the cache as far as nothing that it depends on has changed.

    Where one exercise's probes or slips changed, those of the others are not examined again. Raise CourseError if
    nothing should be graded with these checks: their points are not those of course.toml, the solution itself does
    not pass them, or they change meanwhile.
    """
    _insist_on_points(assignment, judges.checks)
    if (whole := read_table(_find_whole(assignment))) is not None:
        return whole
    files = find_table_files(assignment)
    known = {name: part.slips for name, path in files.parts.items() if (part := read_table(path))}
    # By these no slip is told, and those of an open task may be long.
    varying = [check.id for check in judges.checks if check.varies]
    solution, examined = examine_slips(assignment, judges, spared=varying, known=known)
    _insist_on_solution(assignment, solution)
    fresh = make_table(solution, examined)
    order = [slip.exercise for slip in read_slips(assignment.path(".slips.toml"))]
    insist_on_files(assignment, files)
    parts = {name: iter((*known.get(name, ()), *fresh.list_slips(name))) for name in files.parts}
    table = replace(fresh, slips=tuple(next(parts[name]) for name in order))
    keep_table(files, table)
    return table


def keep_table(files: TableFiles, table: SlipTable) -> None:
    """Keep a table for whoever needs it next."""
    # Without a folder for it, the next run examines the slips again.
    with contextlib.suppress(OSError):
        # It has what hidden checks see.
        write_atomically(files.whole, table.to_json(), private=True)
        for name, path in files.parts.items():
            write_atomically(path, SlipTable(slips=table.list_slips(name)).to_json(), private=True)


def _find_whole(assignment: Assignment) -> Path:
    return cache_folder("slips") / f"{digest_assignment(assignment)}.json"


def examine_slips(
    assignment: Assignment,
    judges: Judges,
    *,
    solution: Examination | None = None,
    spared: Collection[str] = (),
    known: Container[str] = (),
) -> tuple[Examination, list[tuple[Slip, Examination]]]:
    """Examine every slip by the checks of its own exercise, and the solution unless it was.

    Slips of exercises that are `known` are left out, and checks in `spared` for all slips.
    """
    name = f"{assignment.module}.py"
    if not assignment.path(".py").is_file():
        raise CourseError(f"{assignment.name} has no solution: there is no {assignment.path('.py')}")
    source = read_solution(assignment)
    slips = [slip for slip in read_slips(assignment.path(".slips.toml")) if slip.exercise not in known]

    def examine(slip: Slip) -> Examination:
        extent = Extent(exercise=slip.exercise, all_views=True, spared=tuple(spared))
        return judges.examine([Unit(name, slip.apply(source))], extent)

    with ThreadPoolExecutor(judges.jobs) as pool:
        first = pool.submit(lambda: solution or judges.examine([Unit(name, source)], Extent(all_views=True)))
        others = pool.map(examine, slips)
        return first.result(), list(zip(slips, others, strict=True))


def make_table(solution: Examination, slips: Iterable[tuple[Slip, Examination]]) -> SlipTable:
    """Return what tells the slips from the solution and from each other.

    What is seen only beside what varies among right answers does not: slips may be spared the checks that ask for it.
    """
    asked = {key for one in solution.checks if not solution.varying.keys() & one.looks for key in one.looks}
    right = {key: seen for key, seen in solution.views.items() if key in asked}
    views = [
        SlipViews(
            slip.exercise,
            slip.says,
            {key: seen for key, seen in found.views.items() if key in asked and not agree(seen, right.get(key))},
            slip.where,
            slip.unless,
        )
        for slip, found in slips
    ]
    hidden = sum(one.check.hidden for one in solution.checks)
    return SlipTable(right, tuple(views), hidden)


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
