"""Run a command of which something is wrong."""

from collections.abc import Sequence

import pytest

from autograder.cli import main


def complain(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> str:
    """Run a command that must fail with status 2 and one line; give the line."""
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    said = capsys.readouterr()
    assert (status, said.out, said.err.count("\n")) == (2, "", 1), said
    assert said.err.removesuffix("\n").isprintable()
    return said.err
