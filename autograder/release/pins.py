"""Pin what students install, and nothing that only instructors do."""

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, requires
from importlib.resources import files
from pathlib import Path
from string import Template

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.course import Assignment
from autograder.errors import CourseError
from autograder.grading.libraries import explain_lacking
from autograder.results.versions import find_version

TEMPLATES = files("autograder.release") / "templates"
PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.ASCII)
TORCH = "torch"
# Of the wheels of torch that pip finds there and elsewhere, it takes these, for processors alone: they count as newer.
TORCH_INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"


def list_requirements(assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """Return what assignments require, each once."""
    return tuple(dict.fromkeys(text for assignment in assignments for text in assignment.requirements))


def list_names(requirements: Sequence[str]) -> list[str]:
    """Return the names of the packages that are required."""
    return [canonicalize_name(Requirement(text).name) for text in requirements]


def pin(constraints: Path, requirements: Sequence[str], more: Sequence[str] = ()) -> bytes:
    """Return those lines of a constraints file that bear on the autograder, on requirements and on `more`.

    Comments are kept. Where there is no such file, the requirements are pinned to what is installed here. Raise
    CourseError where torch is required and not pinned: without a number, pip would bring gigabytes.
    """
    names = list_names(requirements)
    if not constraints.is_file():
        return "".join(f"{name}=={_find_version(name)}\n" for name in names).encode()
    wanted = list_needed(["autograder", *names, *more])
    lines = constraints.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if (found := PIN.match(line)) is None or canonicalize_name(found[1]) in wanted]
    if TORCH in names and not any(line.startswith(f"{TORCH}==") for line in kept):
        raise CourseError(f"{constraints} does not pin torch: write a line such as torch=={_find_version(TORCH)}")
    return ("\n".join(kept) + "\n").encode()


def write_requirements(constraints: bytes, requirements: Sequence[str], more: Sequence[str]) -> bytes:
    """Return what pip installs: the requirements, torch for processors alone, and `more`."""
    others = [text for text in requirements if Requirement(text).name != TORCH]
    torch = re.search(r"^torch==([\w.]+)", constraints.decode(), re.MULTILINE)
    opening = "--constraint constraints.txt\n"
    if len(others) < len(requirements) and torch:
        opening = Template((TEMPLATES / "torch.txt").read_text(encoding="utf-8")).substitute(torch=torch[1])
    return (opening + "\n".join([*others, *more]) + "\n").encode()


def _find_version(name: str) -> str:
    found = find_version(name)
    if found is None:
        raise CourseError(explain_lacking(name))
    return found


def list_needed(names: Sequence[str]) -> set[str]:
    """Return the packages that pip would install for these, by what is installed here."""
    needed: set[str] = set()
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed.add(name)
        try:
            wanted = [Requirement(text) for text in requires(name) or ()]
        except PackageNotFoundError:
            continue
        waiting += [canonicalize_name(each.name) for each in wanted if _applies(each)]
    return needed


def _applies(requirement: Requirement) -> bool:
    # Everywhere, not on this machine alone: a student's may be of another kind.
    return requirement.marker is None or "extra" not in str(requirement.marker)
