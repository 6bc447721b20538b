"""Pin what students install, and nothing that only instructors do."""

import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.results.versions import versions

PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.ASCII)


def pin(constraints: Path, more: Sequence[str] = ()) -> bytes:
    """Return those lines of a constraints file that bear on the autograder and on `more`, comments included.

    Where there is no such file, torch alone is pinned, to what is installed here.
    """
    if not constraints.is_file():
        return f"torch=={versions()['torch']}\n".encode()
    wanted = _list_needed(["autograder", *more])
    lines = constraints.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if (found := PIN.match(line)) is None or canonicalize_name(found[1]) in wanted]
    return ("\n".join(kept) + "\n").encode()


def _list_needed(names: Sequence[str]) -> set[str]:
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
