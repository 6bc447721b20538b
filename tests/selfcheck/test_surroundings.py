"""What lies above a course has no part in a student's own check."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOY = Path(__file__).parents[1] / "toy"
SETTINGS = """[pytest]
addopts = -x --tb=no --strict-config
filterwarnings = error
python_files = check_*.py
testpaths = nowhere
unheard_of = 1
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an assignment without a course, below somebody's settings for pytest."""
    top = tmp_path_factory.mktemp("top")
    (top / "pytest.ini").write_text(SETTINGS)
    (top / "conftest.py").write_text("raise SystemExit('a stranger ran')")
    folder = top / "01_toy"
    folder.mkdir()
    for name in ("test_toy.py", "toy.py"):
        shutil.copy(TOY / "solutions" / "01_toy" / name, folder)
    return folder


@pytest.mark.parametrize("command", [["pytest", "-p", "no:cacheprovider"], ["autograder", "check"]])
def test_settings_above_an_assignment_change_nothing(folder: Path, command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True)

    assert "3 of 3 public checks" in done.stdout + done.stderr
