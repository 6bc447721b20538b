"""The command `autograder`: one module a command, errors rendered here and nowhere else."""

import argparse
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from autograder import __version__
from autograder.cli.lines import say
from autograder.errors import AutograderError
from autograder.sandbox.program import importing

# Only the module of the chosen one is imported: they take up to a second.
COMMANDS = {
    "check": "the public checks of your own file (as pytest does)",
    "watch": "check your own file again on every save, with hints at hand",
    "hint": "the next hint for an exercise, one more each time",
    "new": "begin a course, or an assignment of one",
    "build": "make assignments/ from solutions/",
    "prove": "prove an assignment: stub, solution, slips, examples, steadiness",
    "release": "make a student's repository, ready to push",
    "grade": "grade a class: one record per submission, grades.csv, feedback",
    "show": "everything of one student, with what hidden checks expected",
    "comment": "give points, words or rubric items to one exercise of a student",
    "history": "every result that a student has had, and by which checks",
    "report": "a class on pages: how it did, what it gets wrong, every student",
    "leaderboard": "who is how good at an open task, under chosen names",
    "similar": "pairs of answers that are unusually alike: a reason to talk, no proof",
    "export": "hand grades to a gradebook: csv, canvas, moodle, gradescope, nbgrader",
    "ci": "grade a student's repository in their CI",
    "nbgrader": "a course for stock nbgrader",
}
MOST_LETTERS = 2000  # of a line that may quote what a file holds


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments in one line, and where to read more."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 2, with one clear line, for what its user can mend."""
    parser = _Parser(prog="autograder", description="Grade PyTorch exercises, and name the misconception.")
    parser.add_argument("--version", action="version", version=f"autograder {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    given = sys.argv[1:] if arguments is None else arguments
    chosen = next((one for one in given if not one.startswith("-")), None)
    for name, does in COMMANDS.items():
        command = commands.add_parser(name, help=does)
        if name == chosen:
            with importing():
                module = importlib.import_module(f"autograder.cli.{name}")
            module.add_to(command)
    options = parser.parse_args(given)
    try:
        _refuse_loops(options)
        return int(options.run(options))
    except AutograderError as error:
        _complain(str(error))
        return 2
    except KeyboardInterrupt:
        print("autograder: interrupted; what was finished is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; nothing is left to say and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        _complain(_tell_of_file(error))
        return 2


def _refuse_loops(options: argparse.Namespace) -> None:
    for path in (value for value in vars(options).values() if isinstance(value, Path)):
        try:
            path.stat()
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise AutograderError(
                    f"{path} is a link that leads back to itself; name what it should lead to"
                ) from None


def _tell_of_file(error: OSError) -> str:
    """Say what is wrong with a file or a folder of which no command knows more."""
    if "temporary directory" in str(error):
        return "no folder for temporary files can be written to; name one in TMPDIR"
    place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "a file"
    return f"{place} cannot be read or written: {error.strerror or error}; what was finished is kept"


def _complain(words: str) -> None:
    """Print one line, whatever stands in names and contents of files."""
    from autograder.reports.text import clean

    line = words.replace("\n", "\\n")
    # Inside a line a CI runner takes no :: for a command, and pytest's names have it.
    shown = "::".join(clean(part, MOST_LETTERS) for part in line[:MOST_LETTERS].split("::"))
    say(f"autograder: {shown}{'…' * (len(line) > MOST_LETTERS)}", sys.stderr)
