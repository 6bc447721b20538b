"""Write a new course: one small worked assignment, and what proves, builds and tests it."""

import re
from importlib.resources import files
from pathlib import Path

from autograder.errors import AutograderError
from autograder.release.wheels import make_own_wheel
from autograder.results.files import write_files
from autograder.results.resources import read_tree

TEMPLATES = files("autograder.author.new") / "templates"
# Named without a dot, so that no tool takes them for this project's own.
PLACES = {"gitignore": ".gitignore", "ci.yml": ".github/workflows/ci.yml"}


def make_course(folder: Path) -> list[str]:
    """Write a new course into a folder and return the paths in it; refuse a folder in which something is.

    The course brings the autograder that made it as a wheel, so that whoever works on it has the same.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AutograderError(f"{folder} is there and not empty: name a new folder")
    name, wheel = make_own_wheel()
    title = re.sub(r"[\W_]+", " ", folder.resolve().name).strip().capitalize() or "A course"
    content = {f"wheels/{name}": wheel}
    for path, data in read_tree(TEMPLATES / "course").items():
        content[PLACES.get(path, path)] = data.replace(b"TITLE", title.encode()).replace(b"WHEEL", name.encode())
    write_files(folder, content)
    return sorted(content)
