"""A new course, as one command makes it."""

import shutil
from pathlib import Path

import pytest

from autograder.author.new.course import make_course
from autograder.course import Course, read_course


@pytest.fixture(scope="session")
def made_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course, once: its wheel takes longer than all else."""
    root = tmp_path_factory.mktemp("made") / "statistics"
    make_course(root)
    return root


@pytest.fixture
def course(made_course: Path, tmp_path: Path) -> Course:
    """Give a new course."""
    shutil.copytree(made_course, tmp_path / "statistics")
    return read_course(tmp_path / "statistics")
