"""A course with one assignment of ours, its release, and a machine on which the release is installed."""

import re
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from autograder.course import Assignment, need_course
from autograder.release.contents import describe_course

ASSIGNMENT = "01_network"
OURS = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """Give the assignment in a course of its own, solution and all, where it has been built."""
    root = tmp_path_factory.mktemp("course")
    course = need_course(OURS)
    shutil.copytree(OURS / "solutions" / ASSIGNMENT, root / "solutions" / ASSIGNMENT)
    shutil.copy(OURS / "constraints.txt", root)
    (root / "course.toml").write_text(describe_course(course, [course.get(ASSIGNMENT)]))
    autograder("build", cwd=root)
    return need_course(root).get(ASSIGNMENT)


@pytest.fixture(scope="session")
def released(assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the student's repository; the Classroom 50 bundle lies in `bundle` beside it."""
    folder = tmp_path_factory.mktemp("release")
    root = assignment.folder.parents[1]
    autograder("release", assignment.name, "--to", folder / "repository", "--classroom50", folder / "bundle", cwd=root)
    return folder / "repository"


@pytest.fixture(scope="session")
def machine(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of programs of a machine that has torch and pip, and the released autograder but not its checks.

    Everything but the release comes from the environment of this test: nothing is downloaded.
    """
    folder = tmp_path_factory.mktemp("machine")
    # Links: a copied interpreter would not find the libraries of some installations.
    venv.create(folder, with_pip=False, symlinks=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    lines = (f"import site; site.addsitedir({path!r})" for path in site.getsitepackages())
    (packages / "installed.pth").write_text("\n".join(lines))
    # A release asks for torch's build for processors, and this environment may have another one.
    (pinned,) = re.findall(r"^torch==(\S+)", (released / "requirements.txt").read_text(), re.MULTILINE)
    (packages / f"torch-{pinned}.dist-info").mkdir()
    metadata = f"Metadata-Version: 2.1\nName: torch\nVersion: {pinned}\n"
    (packages / f"torch-{pinned}.dist-info" / "METADATA").write_text(metadata)
    wheel = next(released.glob("wheels/autograder-*.whl"))
    pip = [folder / "bin" / "python", "-I", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    # pip would take the autograder of this environment, which has the same version, for the one in the wheel.
    subprocess.run([*pip, "--ignore-installed", wheel], check=True)
    return folder / "bin"


def autograder(*arguments: str | Path, cwd: Path) -> str:
    """Run the command and give what it printed; it must succeed."""
    command = [sys.executable, "-m", "autograder", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
