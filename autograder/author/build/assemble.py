"""Gather what students receive of an assignment, write it, and tell whether what is written is up to date."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.author.build.stubs import make_stub
from autograder.course import Assignment
from autograder.course.texts import parse, read_text
from autograder.errors import CourseError
from autograder.results.files import holds, write_atomically

PICTURE = re.compile(r'!\[[^\]]*\]\(([^)\s]+)|<img [^>]*src="([^"]+)"')


def assemble(assignment: Assignment, *, slip_data: bytes | None) -> dict[str, bytes]:
    """Return the files of an assignment by name, and nothing that gives an answer away.

    slip_data is what students may know of the slips, their observations; None leaves it out. Refuse a folder in which
    a file is missing, a solution that gives no stub, and a README with a picture from elsewhere.
    """
    readme = assignment.folder / "README.md"
    stubs = {path.name: _make_stub(path) for path in assignment.sources}
    if not assignment.visible_checks:
        raise CourseError(f"{assignment.folder}/test_{assignment.module}.py is missing: without it nothing is checked")
    texts = [*assignment.visible_checks, assignment.path(".hints.md"), readme]
    files = stubs | {path.name: _read_text(path).encode() for path in texts}
    files |= {path.name: _read(path) for path in _pictures(readme)}
    files |= {name: _read(Path(path)) for name, path in assignment.data_files.items()}
    return files if slip_data is None else files | {assignment.path(".slips.json").name: slip_data}


def _make_stub(solution: Path) -> bytes:
    text = _read_text(solution)
    parse(solution, text)
    try:
        return make_stub(text).encode()
    # It begins with the line.
    except CourseError as error:
        raise CourseError(f"{Path(*solution.parts[-2:])}, {error}") from None


def fill_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Make a folder hold exactly these files, leaving alone those that are up to date, subfolders and hidden files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _strangers(files, folder):
        (folder / name).unlink()
    for name, content in files.items():
        if not _is_current(folder / name, content):
            write_atomically(folder / name, content)


def compare(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return one line for each file of a folder that is not as it would be written now."""
    verdicts = dict.fromkeys(_strangers(files, folder), "does not belong here")
    for name, content in files.items():
        if not (folder / name).exists():
            verdicts[name] = "is missing"
        elif not _is_current(folder / name, content):
            verdicts[name] = "is stale"
    # Wherever the course lies: assignments/01_network/network.py
    shown = "/".join(folder.parts[-2:])
    return [f"{shown}/{name} {verdict}: run autograder build" for name, verdict in sorted(verdicts.items())]


def _read(path: Path) -> bytes:
    _need(path)
    return path.read_bytes()


def _read_text(path: Path) -> str:
    _need(path)
    return read_text(path)


def _need(path: Path) -> None:
    if not path.is_file():
        raise CourseError(f"{path} is missing: without it the assignment cannot be built")


def _pictures(readme: Path) -> Iterator[Path]:
    for picture in map("".join, PICTURE.findall(_read_text(readme))):
        if "://" in picture:
            continue
        if "/" in picture:
            raise CourseError(f"{readme} shows {picture}: put the picture beside the README")
        yield readme.parent / picture


def _strangers(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Return what does not belong into a folder; subfolders and hidden files are caches, so nobody's business."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.is_symlink() or not path.is_dir())
    return sorted(path.name for path in found if path.name not in files and not path.name.startswith("."))


def _is_current(path: Path, content: bytes) -> bool:
    return holds(path, content) or (path.name.endswith(".slips.json") and _observes_the_same(path, content))


def _observes_the_same(path: Path, content: bytes) -> bool:
    try:
        return not path.is_symlink() and _agree(_read_table(path.read_bytes()), _read_table(content))
    except (OSError, ValueError):
        return False


def _read_table(text: bytes) -> dict[str, Any]:
    """Read a table of slips without what was seen of them: its hash of their programs stands for that.

    A training that diverges magnifies how a processor rounds, up to other numbers altogether.
    """
    table: dict[str, Any] = json.loads(text)
    slips = [{key: value for key, value in slip.items() if key != "differs"} for slip in table.get("slips", ())]
    return {**table, "slips": slips}


def _agree(one: object, other: object) -> bool:
    """Compare parsed JSON; another processor rounds sums differently, so numbers may differ in their last digits.

    Another version of torch may count more in the text of the same exception.
    """
    match one, other:
        case {"raised": first, "text": str()}, {"raised": second, "text": str()}:
            return bool(first == second)
        case dict(), dict():
            return one.keys() == other.keys() and all(_agree(one[key], other[key]) for key in one)
        case list(), list():
            return len(one) == len(other) and all(map(_agree, one, other))
        case float(), float():
            return math.isclose(one, other, rel_tol=1e-3, abs_tol=1e-6) or (math.isnan(one) and math.isnan(other))
        case _:
            return type(one) is type(other) and one == other
