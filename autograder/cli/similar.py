"""`autograder similar`: pairs of answers that are nearer to each other than honest ones are."""

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.folders import find_graded
from autograder.cli.options import add_course, name_lacking
from autograder.course import find_course
from autograder.reports.page import Page
from autograder.results.files import writing

SHOWN = 20


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the --out folder of one `autograder grade`")
    parser.add_argument(
        "--with",
        dest="others",
        type=Path,
        nargs="+",
        default=[],
        metavar="DIR",
        help="compare with these, too, such as last year's",
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="where the page goes; default: similar.html in DIR")
    add_course(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the pairs and write the page."""
    try:
        from autograder.cohort.similar.report import find_similar, write_page
    except ImportError as error:
        raise name_lacking(error) from None
    found = find_similar([options.folder, *options.others], _read_starter(options.folder, options.course))
    to = options.to or options.folder / "similar.html"
    with writing(to):
        write_page(found, to)
    page = Page(Console(highlight=False))
    pairs = found.list_pairs()
    for pair in pairs[:SHOWN]:
        names = " and ".join(found.answers[number].name for number in (pair.one, pair.other))
        wrong = found.wrong.get((pair.one, pair.other), ())
        page.sides(
            names, f"nearness {pair.nearness:.2f}" if pair.nearness else f"wrong alike in {', '.join(sorted(wrong))}"
        )
    more = f" The other {len(pairs) - SHOWN} are there, too." if len(pairs) > SHOWN else ""
    said = "Likeness is a reason to talk, and no proof." if pairs else "No pair stands out."
    page.line(f"{said} Side by side: {to}.{more}")
    return 0


def _read_starter(folder: Path, start: Path) -> list[str]:
    """Return the stubs that students began with, one a file, where the course is at hand."""
    course = find_course(start)
    known = find_graded(folder, course)
    if course is None or known is None:
        return []
    paths = [course.root / "assignments" / known.name / source.name for source in known.sources]
    return [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
