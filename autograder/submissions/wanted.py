"""What is looked for among the files of a student: the answer to one assignment."""

from dataclasses import dataclass
from functools import cached_property

from autograder.course import Assignment, Course, module_name


@dataclass(frozen=True)
class Wanted:
    """An assignment, the functions and classes that its students write, and what its course calls other answers."""

    assignment: str
    names: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()  # its files, where they are not the one that is named after the assignment
    namesakes: frozenset[str] = frozenset()  # other assignments with a file of the same name

    @cached_property
    def stem(self) -> str:
        """Return the name of the answer without its suffix, such as "network"; of several files, of the first."""
        return self.sources[0].removesuffix(".py") if self.sources else module_name(self.assignment)

    @cached_property
    def files(self) -> tuple[str, str]:
        """Return the names that an answer may have."""
        return f"{self.stem}.py", f"{self.stem}.ipynb"


def want(assignment: Assignment, course: Course | None = None) -> Wanted:
    """Return what to look for as an answer to the assignment."""
    names = frozenset(exercise.partition(".")[0] for exercise in assignment.points)
    others = [each for each in course.assignments.values() if each.name != assignment.name] if course else []
    own = {path.name for path in assignment.sources}
    modules = {each.module for each in others} | {path.stem for path in assignment.sources}
    namesakes = {each.name for each in others if not own.isdisjoint(path.name for path in each.sources)}
    return Wanted(
        assignment.name, names, frozenset(modules - {assignment.module}), assignment.files, frozenset(namesakes)
    )
