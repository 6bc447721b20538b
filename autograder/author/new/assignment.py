"""Write the folder of a new assignment, with every file that `prove` asks for and what belongs into each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.author.new.checks import write_checks
from autograder.author.new.outline import outline
from autograder.author.new.requirements import REQUIREMENTS, add_requirements
from autograder.author.new.skeleton import Skeleton
from autograder.author.new.source import NOTEBOOK, Source, gather
from autograder.author.new.texts import write_hints, write_slips
from autograder.author.prove.left_behind import find_strange_packages
from autograder.course import COURSE_FILE, HIDDEN, Course, module_name, read_course
from autograder.course.read import refuse_name
from autograder.course.solution import join_sources
from autograder.course.texts import quote_toml, read_text
from autograder.errors import AutograderError, CourseError
from autograder.results.files import write_atomically, write_files

EMPTY_SOLUTION = '''"""TODO: the solution. Students receive its signatures and docstrings, and this line."""
'''
README = """# {title}

TODO: what it is about, with a picture that lies beside this file, and what to read.
"""
TOTAL = 100


@dataclass(frozen=True)
class Made:
    """What there is of a new assignment: its files, places of a solution that are not in them, and what it requires."""

    files: list[Path]
    left_out: list[str]
    packages: list[str]  # that the course did not require until now


def make_assignment(course: Course, name: str, path: Path | None = None) -> Made:
    """Add an assignment to a course; nothing is changed where that cannot be done.

    From the file, or the notebook, of an existing solution come the exercises, a check for each, and slips.
    """
    name = _need_free_name(course, name)
    source = gather(path) if path is not None else Source({Path(f"{module_name(name)}.py"): EMPTY_SOLUTION})
    solution = join_sources(source.texts)
    exercises = outline(solution, TOTAL)
    if path is not None and not exercises:
        raise AutograderError(
            f"{path} has no function and no class that students could write: name a file that has one"
        )
    folder = course.root / "solutions" / name
    title = module_name(name).replace("_", " ").capitalize()
    toml = course.root / COURSE_FILE
    before = read_text(toml)

    def enter(requirements: Sequence[str]) -> None:
        text = _describe(name, title, exercises, source, requirements)
        write_atomically(toml, before.rstrip("\n") + "\n\n" + text, irreplaceable=True)

    enter(())
    try:
        module = read_course(course.root).get(name).module
        content = {
            **_name_sources(source, module),
            f"test_{module}.py": write_checks(exercises, solution, hidden=False),
            f"test_{module}{HIDDEN}.py": write_checks(exercises, solution, hidden=True),
            f"{module}.slips.toml": write_slips(exercises, solution),
            f"{module}.hints.md": write_hints(exercises),
            "README.md": README.format(title=title),
        }
        write_files(folder, {file: text.encode() for file, text in content.items()} | source.data)
        made = read_course(course.root).get(name)
        if strangers := list(find_strange_packages(made)):
            enter((*made.requirements, *strangers))
            add_requirements(course.root / REQUIREMENTS, strangers)
    # A file that nothing could import, a course.toml that goes on in the middle of a table, a full disk.
    except AutograderError:
        write_atomically(toml, before, irreplaceable=True)
        raise
    return Made([folder / file for file in (*content, *source.data)], source.left_out, strangers)


def _need_free_name(course: Course, name: str) -> str:
    """Return the name of a folder that can be an assignment's, and is none yet."""
    name = name.strip().rstrip("/")
    if not name:
        raise CourseError("an assignment needs a name, such as 02_averages")
    try:
        refuse_name(name)
    except ValueError as error:
        raise CourseError(str(error)) from None
    if name in course.assignments or (course.root / "solutions" / name).exists():
        raise CourseError(f"{course.root}: there is an assignment {name} already; choose another name")
    return name


def _name_sources(source: Source, module: str) -> dict[str, str]:
    """Return the texts by the names of students' files: the only one is called as the assignment is."""
    if len(source.texts) == 1:
        return {f"{module}.py": text for text in source.texts.values()}
    return {path.with_suffix(".py").name: text for path, text in source.texts.items()}


def _describe(name: str, title: str, exercises: list[Skeleton], source: Source, requirements: Sequence[str]) -> str:
    key = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quote_toml(name)
    files = [path.name.replace(NOTEBOOK, ".py") for path in source.texts]
    points = [f'"{each.name}" = {each.points}' for each in exercises]
    remark = "" if points else '   # TODO: each exercise and its points, such as "moving_average" = 60'
    lines = [f"[assignments.{key}]", f"title = {quote_toml(title)}"]
    lines += [f"files = {quote_toml(files)}"] * (len(files) > 1)
    lines += [f"data = {quote_toml(list(source.data))}"] * bool(source.data)
    lines += [f"requirements = {quote_toml(requirements)}"] * bool(requirements)
    return "\n".join([*lines, f"[assignments.{key}.points]{remark}", *points]) + "\n"
