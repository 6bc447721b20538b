"""Run `autograder grade` on the toy assignment as an instructor does: in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Assignment

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def start(toy: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Give a function that starts `autograder grade` with some submissions, an out folder and further options."""
    cache = tmp_path_factory.mktemp("cache")

    def start(submissions: Path, out: Path, *options: str, first: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *(first or ("-m", "autograder")), "grade", "01", submissions, "--out", out, *options],
            cwd=toy.folder,
            env={**os.environ, "XDG_CACHE_HOME": str(cache), "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return start
