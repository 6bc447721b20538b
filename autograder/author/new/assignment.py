"""Write the folder of a new assignment, with every file that `prove` asks for and what belongs into each."""

import re
from pathlib import Path

from autograder.author.new.skeletons import Skeleton, outline, write_checks, write_hints, write_slips
from autograder.course import COURSE_FILE, HIDDEN, Course, module_name, read_course
from autograder.errors import AutograderError, CourseError
from autograder.results.files import write_atomically

EMPTY_SOLUTION = '''"""TODO: the solution. Students receive its signatures and docstrings, and this line."""
'''
README = """# {title}

TODO: what it is about, with a picture that lies beside this file, and what to read.
"""
TOTAL = 100


def make_assignment(course: Course, name: str, source: Path | None = None) -> list[Path]:
    """Add an assignment to a course and return its new files; nothing is changed where that cannot be done.

    From the `source` of an existing solution come the exercises, a check for each, and slips.
    """
    if not name.strip():
        raise CourseError("an assignment needs a name, such as 02_averages")
    folder = course.root / "solutions" / name
    if name in course.assignments or folder.exists():
        raise CourseError(f"{course.root}: there is an assignment {name} already; choose another name")
    solution = _read(source) if source is not None else EMPTY_SOLUTION
    exercises = _read_exercises(solution, source)
    title = module_name(name).replace("_", " ").capitalize()
    toml = course.root / COURSE_FILE
    before = toml.read_text(encoding="utf-8")
    write_atomically(toml, before.rstrip("\n") + "\n\n" + _describe(name, title, exercises), irreplaceable=True)
    try:
        assignment = read_course(course.root).get(name)
    # A name that can be no folder, or a course.toml that goes on in the middle of a table.
    except CourseError:
        write_atomically(toml, before, irreplaceable=True)
        raise
    module = assignment.module
    content = {
        f"{module}.py": solution,
        f"test_{module}.py": write_checks(exercises, solution, hidden=False),
        f"test_{module}{HIDDEN}.py": write_checks(exercises, solution, hidden=True),
        f"{module}.slips.toml": write_slips(exercises, solution),
        f"{module}.hints.md": write_hints(exercises),
        "README.md": README.format(title=title),
    }
    folder.mkdir(parents=True)
    for file, text in content.items():
        (folder / file).write_text(text, encoding="utf-8")
    return [folder / file for file in content]


def _read(source: Path) -> str:
    try:
        return source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AutograderError(f"{source} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _read_exercises(solution: str, source: Path | None) -> list[Skeleton]:
    try:
        exercises = outline(solution, TOTAL)
    except SyntaxError as error:
        raise AutograderError(f"{source}, line {error.lineno}: {error.msg}") from None
    if source is not None and not exercises:
        raise AutograderError(f"{source} has no function and no class that students could write")
    return exercises


def _describe(name: str, title: str, exercises: list[Skeleton]) -> str:
    key = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else f'"{name}"'
    points = [f'"{each.name}" = {each.points}' for each in exercises]
    remark = "" if points else '   # TODO: each exercise and its points, such as "moving_average" = 60'
    lines = [f"[assignments.{key}]", f'title = "{title}"', f"[assignments.{key}.points]{remark}", *points]
    return "\n".join(lines) + "\n"
