"""`autograder release`: built assignments → a repository for students, ready to push."""

import argparse
import re
from pathlib import Path

from autograder.author.build.assemble import compare
from autograder.cli.build import build_files
from autograder.cli.lines import say
from autograder.cli.options import add_course
from autograder.course import COURSE_FILE, Assignment, Course, need_course, read_course
from autograder.errors import CourseError
from autograder.release.contents import collect
from autograder.release.repository import insist_on_place, insist_on_release, start_repository, update


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("assignments", nargs="+", metavar="ASSIGNMENT", help="such as 01_network")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the repository, new or to be updated")
    parser.add_argument("--notebook", action="store_true", help="add notebooks, to write in instead")
    parser.add_argument(
        "--autograder", metavar="GIT_URL", help="install the autograder from there instead of a wheel in the repository"
    )
    parser.add_argument(
        "--hosted-by",
        type=_repository,
        metavar="OWNER/NAME",
        help="let students' CI call the workflow, and use the checks, of a release that you pushed there",
    )
    parser.add_argument("--classroom50", type=Path, metavar="DIR", help="also make the bundle that grades it there")
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the repository and say what changed in it."""
    course = need_course(options.course)
    assignments = course.choose(*dict.fromkeys(options.assignments))
    if options.classroom50 and len(assignments) > 1:
        raise CourseError("Classroom 50 grades one assignment a bundle: release one at a time")
    for folder in filter(None, (options.to, options.classroom50)):
        insist_on_place(folder, course.root)
    for assignment in assignments:
        _need_built(course, assignment)
    source = f"autograder @ git+{options.autograder.removeprefix('git+')}" if options.autograder else None
    release = collect(course, assignments, source=source, host=options.hosted_by, notebook=options.notebook)
    insist_on_release(options.to, release.files)
    gone = [name for name in _list_released(options.to) if name not in {one.name for one in assignments}]
    changes = update(options.to, release.files, release.answers)
    if start_repository(options.to, release.files):
        say(f"{options.to}: a git repository with {len(release.files)} files, ready to push")
    else:
        _report(options.to, changes)
    if gone:
        both = " ".join([*gone, *(one.name for one in assignments)])
        say(
            f"No longer graded there: {', '.join(gone)}. To keep what was released, name it, too: "
            f"autograder release {both} --to {options.to}"
        )
    if options.classroom50:
        _report(options.classroom50, update(options.classroom50, release.bundle()))
    return 0


def _need_built(course: Course, assignment: Assignment) -> None:
    """Refuse to release what is not as the solution would give it now."""
    stale = compare(build_files(assignment), course.root / "assignments" / assignment.name)
    if stale:
        more = f" (and {len(stale) - 1} more)" if len(stale) > 1 else ""
        raise CourseError(f"{stale[0]}{more}")


def _list_released(folder: Path) -> list[str]:
    """Return the assignments of the release that a folder holds."""
    try:
        return list(read_course(folder).assignments) if (folder / COURSE_FILE).is_file() else []
    # It is written anew.
    except CourseError:
        return []


def _report(folder: Path, changes: list[str]) -> None:
    say(f"{folder}: {len(changes)} file{'s' * (len(changes) != 1)} changed" if changes else f"{folder} is up to date")
    for change in changes:
        say(f"  {change}")


def _repository(text: str) -> str:
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no repository: write OWNER/NAME")
    return text
