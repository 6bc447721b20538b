"""A class that was graded: results of two assignments, as `autograder grade` leaves them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filling import CANVAS
from graded_class import keep, make_record

from autograder.cli import main


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Give the results of 01_network: ada has all points, bob 30."""
    return keep(tmp_path / "out1", make_record("ada"), make_record("bob", passed=False))


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Give the results of 02_losses, which bob did not hand in."""
    return keep(tmp_path / "out2", make_record("ada", False, "02_losses"), make_record("cyd", True, "02_losses"))


@pytest.fixture
def export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run `autograder export` outside of any course; give its exit status and what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str]:
        status = main(["export", *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Give Canvas's gradebook as it was downloaded."""
    path = tmp_path / "canvas.csv"
    path.write_bytes(CANVAS.encode())
    return path
