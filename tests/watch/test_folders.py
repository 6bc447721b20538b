"""A student's assignment is found from wherever they are, by whatever they call it."""

import shutil
from pathlib import Path

import pytest

from autograder.cli.folders import find_folder
from autograder.errors import AutograderError


@pytest.fixture
def root(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a repository with one assignment, and be there."""
    shutil.copytree(folder.parents[1], tmp_path / "course")
    monkeypatch.chdir(tmp_path / "course")
    return tmp_path / "course"


@pytest.mark.parametrize("name", [".", "01", "01_toy", "toy", "assignments/01_toy", "assignments/01_toy/toy.py"])
def test_an_assignment_goes_by_path_number_and_name(root: Path, name: str) -> None:
    assert find_folder(name, "watch").resolve() == root / "assignments" / "01_toy"


def test_it_is_found_from_its_own_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "assignments" / "01_toy")

    assert find_folder(".", "watch").resolve() == Path.cwd()


def test_of_several_one_must_be_named(root: Path) -> None:
    shutil.copytree(root / "assignments" / "01_toy", root / "assignments" / "02_toy")

    with pytest.raises(AutograderError, match="run autograder watch assignments/01_toy or autograder watch ass"):
        find_folder(".", "watch")


def test_a_folder_without_checks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(AutograderError, match="there are no checks here"):
        find_folder(".", "watch")
