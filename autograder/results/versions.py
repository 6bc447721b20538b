"""The versions that a result depends on: with others, the same submission could get another one."""

import hashlib
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from autograder.results.resources import read_tree

LIBRARIES = ("torch", "numpy", "scikit-learn", "autograder")

# The rooms that decide what a probe sees, and those that decide what is judged and said of it; reports only show it.
ASKING = ("sandbox", "submissions")
DECIDING = ("checks", "diagnosis", "examination", "forbidden", "grading", "sandbox", "submissions")


def versions() -> dict[str, str]:
    """Return the versions of Python, of the libraries that are installed, and of the engine's own code."""
    found = {library: number for library in LIBRARIES if (number := find_version(library)) is not None}
    return {"python": platform.python_version(), "engine": digest_engine(), **found}


@lru_cache
def find_version(library: str) -> str | None:
    """Return the version of a library, without what says for which machine it was built; None where it is not here."""
    try:
        return version(library).partition("+")[0]
    except PackageNotFoundError:
        return None


@lru_cache
def digest_engine(rooms: tuple[str, ...] = DECIDING) -> str:
    """Return a hash of the code in some rooms: a version's number stays the same while an engine is mended."""
    digest = hashlib.sha256()
    for room in rooms:
        for path, data in read_tree(files("autograder") / room, room).items():
            digest.update(f"{path} {hashlib.sha256(data).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]
