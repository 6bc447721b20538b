"""Keep requirements.txt, with which `make` and CI set a course up, in step with what its assignments require."""

from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from autograder.course.texts import read_text
from autograder.release.pins import TORCH, TORCH_INDEX
from autograder.results.files import write_atomically

REQUIREMENTS = "requirements.txt"


def add_requirements(path: Path, packages: Sequence[str]) -> None:
    """Add packages that the file does not name yet, torch for processors alone; do nothing where there is no file."""
    if not path.is_file():
        return
    lines = read_text(path).rstrip().split("\n")
    named = set(map(_name, lines))
    new = [package for package in packages if canonicalize_name(package) not in named]
    if TORCH in new and not any("download.pytorch.org" in line for line in lines):
        lines.append(TORCH_INDEX)
    if new:
        write_atomically(path, "\n".join([*lines, *new]) + "\n", irreplaceable=True)


def _name(line: str) -> str:
    try:
        return canonicalize_name(Requirement(line.partition("#")[0].strip()).name)
    # An option, a path, a remark.
    except InvalidRequirement:
        return ""
