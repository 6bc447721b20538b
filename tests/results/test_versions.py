"""What decides a result is named in it: an engine that was mended grades anew."""

import ast
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from autograder import results
from autograder.results.versions import versions

COPY = (
    "import sys; sys.path.insert(0, sys.argv[1]); from autograder.results.versions import versions; print(versions())"
)


def digest_copy(folder: Path) -> str:
    done = subprocess.run([sys.executable, "-I", "-c", COPY, str(folder)], capture_output=True, text=True, check=True)
    return str(ast.literal_eval(done.stdout)["engine"])


def test_python_and_torch_are_named() -> None:
    found = versions()

    assert found["python"] == platform.python_version()
    assert found["torch"].count(".") == 2


def test_a_changed_line_of_the_engine_is_another_engine(tmp_path: Path) -> None:
    shutil.copytree(Path(results.__file__).parent.parent, tmp_path / "autograder")
    before = digest_copy(tmp_path)
    with (tmp_path / "autograder/sandbox/load.py").open("a") as file:
        file.write("# mended\n")

    assert before == versions()["engine"]
    assert digest_copy(tmp_path) != before
