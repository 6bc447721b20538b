"""`autograder export`: what `autograder grade` found → the gradebooks of learning platforms."""

import argparse
from pathlib import Path
from typing import Any

from autograder.cli.folders import find_people
from autograder.cli.lines import say
from autograder.cli.options import add_course, name_lacking
from autograder.cohort.handing_back import BRANCH, NAMES, branch_feedback, pack_feedback
from autograder.cohort.platforms import export_csv, export_platform
from autograder.course import find_course, need_course
from autograder.errors import AutograderError
from autograder.nbgrader.names import GRADEBOOK
from autograder.reports.gradebooks.fill import Choices
from autograder.reports.gradebooks.graded import Graded, read_graded
from autograder.reports.gradebooks.kinds import PLATFORMS
from autograder.reports.gradebooks.platform import Platform
from autograder.reports.text import clean_line
from autograder.results.files import writing

CLONES = "clones"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the formats."""
    formats = parser.add_subparsers(title="formats", metavar="FORMAT", required=True)
    _add_csv(formats)
    for platform in PLATFORMS:
        _add_platform(formats, platform)
    _add_gradescope(formats)
    _add_feedback(formats)
    _add_nbgrader(formats)


def _add_csv(formats: Any) -> None:
    parser = formats.add_parser("csv", help="one table of all assignments: a row per student")
    _add_folders(parser)
    _add_target(parser, "the table")
    _add_roster(parser)
    _add_missing(parser)
    add_course(parser)
    parser.set_defaults(run=_run_csv)


def _add_platform(formats: Any, platform: Platform) -> None:
    name = platform.name
    parser = formats.add_parser(name.lower(), help=f"fill the gradebook that you downloaded from {name}")
    _add_folders(parser)
    parser.add_argument("--template", type=Path, required=True, metavar="FILE", help=f"the gradebook from {name}")
    _add_target(parser, "the filled gradebook")
    parser.add_argument(
        "--column",
        action="append",
        type=_choice,
        default=[],
        metavar="ASSIGNMENT=COLUMN",
        help="where the gradebook calls an assignment by another name",
    )
    _add_roster(parser)
    parser.add_argument("--known-by", metavar="COLUMN", help="the column that tells who a student is")
    _add_missing(parser)
    add_course(parser)
    parser.set_defaults(run=_run_platform, platform=platform)


def _add_gradescope(formats: Any) -> None:
    parser = formats.add_parser("gradescope", help="make the archive by which Gradescope grades an assignment itself")
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="such as 01_network")
    _add_target(parser, "the archive")
    parser.add_argument(
        "--allow-weak-sandbox",
        action="store_true",
        help="grade even where Gradescope's machine cannot lock students' code down",
    )
    add_course(parser)
    parser.set_defaults(run=_run_gradescope)


def _add_nbgrader(formats: Any) -> None:
    parser = formats.add_parser("nbgrader", help="put points and comments into nbgrader's gradebook")
    _add_folders(parser)
    parser.add_argument("--db", metavar="URL", help=f"default: sqlite:///{GRADEBOOK}, in the --course folder if any")
    parser.add_argument(
        "--course", type=Path, metavar="FOLDER", help="nbgrader's course: write autograded notebooks there too"
    )
    parser.set_defaults(run=_run_nbgrader)


def _add_feedback(formats: Any) -> None:
    parser = formats.add_parser("feedback", help="put students' feedback where they look")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the --out folder of one `autograder grade`")
    parser.add_argument(
        "--for",
        dest="platform",
        choices=[*sorted(NAMES), CLONES],
        required=True,
        help=f"pack pages as a platform takes them back, or commit FEEDBACK.md to the branch {BRANCH} of each clone",
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="where the archive of a platform goes")
    parser.set_defaults(run=_run_feedback)


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders",
        nargs="+",
        type=Path,
        metavar="DIR",
        help="the --out folder of one `autograder grade`; several: one an assignment",
    )


def _add_roster(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="the class: which names are one student's; default: the one that was graded",
    )


def _add_missing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--missing", type=_points, metavar="POINTS", help="give who handed nothing in so many points")


def _add_target(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help=f"where {what} goes")


def _run_csv(options: argparse.Namespace) -> int:
    assignments = _read(options.folders, options.course)
    people = find_people(options.roster, options.folders)
    with writing(options.to):
        count = export_csv(assignments, options.to, people=people, missing=options.missing)
    say(f"{options.to}: {count} student{'s' * (count != 1)}")
    return 0


def _run_platform(options: argparse.Namespace) -> int:
    assignments = _read(options.folders, options.course)
    people = find_people(options.roster, options.folders)
    with writing(options.to):
        filled = export_platform(
            options.platform,
            assignments,
            options.template,
            options.to,
            Choices(dict(options.column), options.known_by, options.missing),
            people,
        )
    say(f"{options.to}: {filled.grades} grade{'s' * (filled.grades != 1)}")
    for assignment, scale in filled.scales.items():
        if not scale.is_one:
            say(f"{assignment}: its {scale.own} points were scaled to the {scale.theirs:g} that the gradebook gives")
        if scale.is_open:
            say(f"! {assignment}: the file does not say how many points {options.platform.name} gives: set {scale.own}")
    _list("not in the gradebook", filled.not_in_gradebook)
    if filled.not_in_gradebook and not people.people:
        say("(--roster FILE says what the school calls those whom you know by a user name, --known-by COLUMN in which")
        say("column of the gradebook students' names stand)")
    for assignment, names in filled.not_handed_in.items():
        _list(f"without a submission for {assignment}, and left as they were (--missing 0 fills empty cells)", names)
    _list("decided by a person in the gradebook, and left as they were", filled.decided)
    _list("locked in the gradebook, which takes no grade there, and left as they were", filled.locked)
    for assignment, names in filled.not_graded.items():
        _list(f"without a result for {assignment}, and left as they were", names)
    return 0


def _run_feedback(options: argparse.Namespace) -> int:
    if options.platform == CLONES:
        if options.to is not None:
            raise AutograderError(f"--to names an archive, and --for {CLONES} writes none: leave it out")
        return _run_clones(options.folder)
    if options.to is None:
        raise AutograderError("say with --to FILE where the archive goes")
    with writing(options.to):
        count, left_out = pack_feedback(options.folder, options.platform, options.to)
    say(f"{options.to}: {count} page{'s' * (count != 1)}")
    _list(f"left out, whose submissions did not come from {options.platform.capitalize()}", left_out)
    return 0


def _run_clones(folder: Path) -> int:
    with writing(folder):
        clones, left_out = branch_feedback(folder)
    say(f"{len(clones)} clone{'s have' if len(clones) != 1 else ' has'} the branch {BRANCH}; nothing was pushed")
    for reason, names in left_out.items():
        _list(f"left out, {clean_line(reason)}", names)
    if clones:
        say(f"Next, for each: git -C {clones[0]} push origin {BRANCH}")
    return 0


def _run_gradescope(options: argparse.Namespace) -> int:
    from autograder.cohort.gradescope import export_gradescope

    course = need_course(options.course)
    assignment = course.get(options.assignment)
    with writing(options.to):
        export_gradescope(course, assignment, options.to, allow_weak=options.allow_weak_sandbox)
    points = f"with {sum(assignment.points.values())} autograder points"
    say(f"{options.to}: upload it as the autograder of {assignment.name}, {points}; students do not get to see it")
    return 0


def _run_nbgrader(options: argparse.Namespace) -> int:
    assignments = _read(options.folders, Path.cwd())
    try:
        from autograder.nbgrader.export import export_nbgrader
    except ImportError as error:
        raise name_lacking(error) from None
    folder = options.course
    file = (folder or Path()) / GRADEBOOK
    url, place = (options.db, "the gradebook") if options.db else (f"sqlite:///{file}", file)
    refused: dict[str, str] = {}
    with writing(folder or Path()):
        for name, count, left_out in export_nbgrader(assignments, url, folder, find_course(Path.cwd())):
            say(f"{name}: {count} student{'s are' if count != 1 else ' is'} in {place}")
            refused |= left_out
    for student, reason in refused.items():
        say(f"! not in the gradebook: {clean_line(student)}: {reason}")
    return 1 if refused else 0


def _points(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of points: write a whole number of at least 0")
    return int(text)


def _choice(text: str) -> tuple[str, str]:
    assignment, _, column = text.partition("=")
    if not column:
        raise argparse.ArgumentTypeError(f"{text!r} is no choice of a column: write 01_network='Homework 1'")
    return assignment, column


def _list(what: str, names: list[str]) -> None:
    if names:
        say(f"! {what}: {'; '.join(clean_line(name) for name in names)}")


def _read(folders: list[Path], start: Path) -> list[Graded]:
    return read_graded(folders, find_course(start))
