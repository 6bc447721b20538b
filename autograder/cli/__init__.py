"""The command `autograder`: one module a command, errors rendered here and nowhere else."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from autograder import __version__
from autograder.cli import (
    build,
    check,
    ci,
    comment,
    export,
    grade,
    hint,
    history,
    nbgrader,
    prove,
    release,
    report,
    show,
    similar,
    watch,
)
from autograder.errors import AutograderError

COMMANDS = (
    check,
    watch,
    hint,
    build,
    prove,
    release,
    grade,
    show,
    comment,
    history,
    report,
    similar,
    export,
    ci,
    nbgrader,
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments in one line, and where to read more."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 2, with one clear line, for what its user can mend."""
    parser = _Parser(prog="autograder", description="Grade PyTorch exercises, and name the misconception.")
    parser.add_argument("--version", action="version", version=f"autograder {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except AutograderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("autograder: interrupted; what was finished is kept", file=sys.stderr)
        return 130
    except FileNotFoundError as error:
        if "temporary directory" not in str(error):
            raise
        print("autograder: no folder for temporary files can be written to; name one in TMPDIR", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; nothing is left to say and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
