"""`autograder check`: the public checks of a student's own file."""

import argparse
from pathlib import Path

from autograder.cli.folders import find_folder
from autograder.cli.junit import add_junit
from autograder.errors import AutograderError
from autograder.results.files import writing


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "assignment", nargs="?", default=".", help="an assignment's folder or name; default: this folder"
    )
    parser.add_argument("file", nargs="?", type=Path, help="check this file instead of the one in the folder")
    parser.add_argument("--unofficial", action="store_true", help="run in a plain process, as macOS and Windows do")
    parser.add_argument("--all", action="store_true", help="show every failing check in full")
    add_junit(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run pytest on the assignment's checks; 0 if all of them pass."""
    # No other command needs it, and it takes as long to import as all the rest.
    import pytest

    folder = find_folder(options.assignment, "check")
    arguments = [str(path) for path in sorted(folder.glob("test_*.py"))]
    if options.file is not None:
        if not options.file.is_file():
            raise AutograderError(f"there is no file {options.file}")
        arguments += ["--submission", str(options.file)]
    arguments += [option for option in ("--unofficial", "--all") if getattr(options, option.strip("-"))]
    if options.junit is not None:
        with writing(options.junit):
            options.junit.parent.mkdir(parents=True, exist_ok=True)
            options.junit.open("a").close()
        # Pytest writes it itself, of what the student's checks said.
        arguments.append(f"--junitxml={options.junit}")
    # We are imported already; somebody's settings above the course may make an error of that.
    quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:cacheprovider"]
    return int(pytest.main([*quiet, *arguments]))
