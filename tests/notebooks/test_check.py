"""`check` in a real kernel: it looks at what was run last, and says what the course's report says."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

manager = pytest.importorskip("jupyter_client.manager", reason="jupyter_client is not installed")
pytest.importorskip("ipykernel", reason="ipykernel is not installed")

TOY = Path(__file__).parents[1] / "toy"
IMPORT = "from autograder.notebook import check"


class Kernel:
    """A kernel in the folder of an assignment."""

    def __init__(self, folder: Path) -> None:
        self.manager, self._client = manager.start_new_kernel(cwd=str(folder))

    def run(self, source: str) -> dict[str, str]:
        """Run a cell; return what it showed by kind, and the names of its errors."""
        shown: dict[str, str] = {}

        def keep(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                shown[content["name"]] = shown.get(content["name"], "") + content["text"]
            elif message["msg_type"] == "error":
                shown["error"] = f"{content['ename']}: {content['evalue']}"
            elif "data" in content:
                shown.update(content["data"])

        self._client.execute_interactive(source, output_hook=keep, timeout=120)
        return shown

    def close(self) -> None:
        """End the kernel."""
        self._client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """Start a kernel beside the toy course's checks."""
    folder = tmp_path_factory.mktemp("course") / "01_toy"
    folder.mkdir()
    shutil.copy(TOY / "solutions/01_toy/test_toy.py", folder)
    (folder / "toy.ipynb").write_text("{}")
    kernel = Kernel(folder)
    kernel.run(IMPORT)
    yield kernel
    kernel.close()


def test_what_was_run_last_is_checked(kernel: Kernel) -> None:
    """Running a cell again changes the verdict, as text and as HTML."""
    kernel.run("def double(x):\n    return x")
    before = kernel.run('check("double")')
    kernel.run("def double(x):\n    return 2 * x")
    after = kernel.run('check("double")')

    assert "✗ every number is doubled" in before["text/plain"]
    assert "yours     tensor([ 1.5000, -0.5000])" in before["text/html"]
    assert after["text/plain"].startswith("✓ double")
    assert set(before) == {"text/plain", "text/html"}


def test_an_error_names_the_cell_and_the_line(kernel: Kernel) -> None:
    """By the number that stands beside the cell."""
    number = kernel.run("%time\ndef count_up(n):\n    return [] + n\nlen(In) - 1")["text/plain"]

    assert f"at        In [{number}], line 3: return [] + n" in kernel.run('check("count_up")')["text/plain"]


def test_objects_of_the_kernel_are_not_believed(kernel: Kernel) -> None:
    """What is checked is source: a report cannot be talked round."""
    kernel.run("def double(x):\n    return x")
    kernel.run("import torch\ntorch.Tensor.__eq__ = lambda a, b: True\nglobals()['double'] = lambda x: 2 * x")

    assert "✗ double" in kernel.run('check("double")')["text/plain"]


def test_all_exercises_are_checked_together(kernel: Kernel) -> None:
    """With what to do next."""
    shown = kernel.run("check()")["text/plain"]

    assert "01_toy · toy" in shown
    assert "of 3 public checks." in shown
    assert "Next: " in shown


def test_a_wrong_name_is_one_line(kernel: Kernel) -> None:
    """With the right one."""
    assert kernel.run('check("count")') == {"stdout": "check: there is no exercise count; did you mean count_up?\n"}


def test_an_interrupted_kernel_checks_on(kernel: Kernel) -> None:
    """The interrupt ends the judge as well."""
    kernel.manager.interrupt_kernel()

    assert "double" in kernel.run('check("double")')["text/plain"]


def test_nbgraders_validation_fails_where_a_check_does(kernel: Kernel) -> None:
    """It would say "success" of any cell that raises nothing."""
    kernel.run("def double(x):\n    return x\nimport os\nos.environ['NBGRADER_EXECUTION'] = 'validate'")
    shown = kernel.run('check("double")')
    kernel.run("del os.environ['NBGRADER_EXECUTION']")

    assert shown["error"] == "AssertionError: not every public check passes: double"
    assert "✗ double" in shown["text/plain"]


def test_a_folder_without_checks_is_told_in_a_line(kernel: Kernel) -> None:
    """No traceback, and what can be done."""
    shown = kernel.run(f"os.chdir({os.fspath(TOY)!r})\ncheck('double')")

    assert shown["stdout"].startswith("check: there are no checks for toy here. It is checked when you hand it in")


def test_outside_of_a_notebook_there_is_nothing_to_check(tmp_path: Path) -> None:
    """A script has a command for it."""
    shutil.copytree(TOY / "solutions/01_toy", tmp_path, dirs_exist_ok=True)
    done = subprocess.run([sys.executable, "-c", f"{IMPORT}; check()"], cwd=tmp_path, capture_output=True, text=True)

    assert done.stdout == "check: this works in a notebook; elsewhere run autograder check\n"
