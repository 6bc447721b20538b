"""The checks that a student's CI trusts: packed into a wheel at release, found again where that wheel is installed.

They never come from the student's repository: whoever can edit a check can pass it. Hidden checks are not among them,
since every student can open the wheel.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatch
from glob import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from autograder.course import COURSE_FILE, Assignment, find_assignment, read_course
from autograder.errors import GradingError
from autograder.release.wheels import make_wheel

PACKAGE = "autograder_checks"
WORKFLOW = ".github/workflows/classroom.yml"
RELEASED = "released.json"
INIT = b'"""Checks of a released assignment, as `autograder ci` trusts them."""\n'
NEEDED = (COURSE_FILE, "assignments/*/test_*.py", "assignments/*/*.slips.json")
T = TypeVar("T")
PROTECTED = (".github/*", "wheels/*", "requirements.txt", "constraints.txt")


def _name_needed(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return patterns of what checks are run with: themselves, slips, and the data that the course names."""
    assignments = tomllib.loads(files[COURSE_FILE].decode()).get("assignments", {})
    data = [f"assignments/{name}/{path}" for name, entry in assignments.items() for path in entry.get("data", ())]
    return (*NEEDED, *map(escape, data))


def choose_version(files: Mapping[str, bytes]) -> str:
    """Return a version that changes with any protected file, so that pip never keeps checks of an earlier release."""
    digest = hashlib.sha256()
    for path, data in sorted(_select(files, (*_name_needed(files), *PROTECTED)).items()):
        digest.update(f"{path} {hashlib.sha256(data).hexdigest()}\n".encode())
    return f"0.{int(digest.hexdigest()[:8], 16)}"


def name_wheel(version: str) -> str:
    """Return the name of the file that `pack_checks` gives for a version."""
    return f"{PACKAGE}-{version}-py3-none-any.whl"


def pack_checks(files: Mapping[str, bytes], version: str) -> bytes:
    """Return the wheel with a release's visible checks, and with the hashes of what its students are not to change."""
    needed = _name_needed(files)
    released = {path: _digest(data) for path, data in _select(files, (*needed, *PROTECTED)).items()}
    content = {**_select(files, needed), RELEASED: json.dumps(released, indent=1).encode()}
    package = {f"{PACKAGE}/{path}": data for path, data in content.items()}
    return make_wheel(PACKAGE, version, {f"{PACKAGE}/__init__.py": INIT, **package})[1]


def find_trusted() -> list[Assignment]:
    """Return the assignments whose checks are installed; raise GradingError if there are none."""
    root = _find_root()
    return [find_assignment(root / "assignments" / name) for name in read_course(root).assignments]


def list_changed(repository: Path) -> list[str]:
    """Return the protected files of a student's repository that are not as they were released.

    Where its workflow calls that of another repository, what is installed is that one's, too.
    """
    root = _find_root()
    released = json.loads((root / RELEASED).read_text(encoding="utf-8"))
    if _calls_another(repository / WORKFLOW):
        inside = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        released = {path: digest for path, digest in released.items() if path in inside}
    return [path for path, digest in released.items() if _digest_file(repository / path) != digest]


def _find_root() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise GradingError(
            "the checks of this assignment are not installed: python -m pip install -r requirements.txt, "
            "in the repository that was released"
        )
    return Path(spec.origin).parent


def _calls_another(workflow: Path) -> bool:
    text = workflow.read_bytes() if workflow.is_file() and not workflow.is_symlink() else b""
    return re.search(rb"^ *uses: \S+/" + re.escape(WORKFLOW.encode()) + b"@", text, re.MULTILINE) is not None


def _select(files: Mapping[str, T], patterns: tuple[str, ...]) -> dict[str, T]:
    return {path: data for path, data in files.items() if any(fnmatch(path, pattern) for pattern in patterns)}


def _digest_file(path: Path) -> str | None:
    # A link could lead to a device that never ends.
    return _digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else None


def _digest(data: bytes) -> str:
    # Git may have turned line ends into those of the machine.
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
