"""What is looked for among the files of a student: the answer to one assignment."""

from dataclasses import dataclass
from functools import cached_property

from autograder.course import Assignment, Course, module_name


@dataclass(frozen=True)
class Neighbour:
    """Another assignment of the course: whoever mixes them up hands in its answer."""

    assignment: str
    module: str
    names: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """An assignment, the functions and classes that its students write, and the other ones of its course."""

    assignment: str
    names: frozenset[str] = frozenset()
    neighbours: tuple[Neighbour, ...] = ()
    sources: tuple[str, ...] = ()  # its files, where they are not the one that is named after the assignment
    namesakes: frozenset[str] = frozenset()  # other assignments with a file of the same name

    @cached_property
    def stem(self) -> str:
        """Return the name of the answer without its suffix, such as "network"; of several files, of the first."""
        return self.sources[0].removesuffix(".py") if self.sources else module_name(self.assignment)

    @cached_property
    def others(self) -> frozenset[str]:
        """Return the names, without suffix, of files that are no answer by themselves, or to another assignment."""
        modules = {each.module for each in self.neighbours} | {name.removesuffix(".py") for name in self.sources}
        return frozenset(modules - {self.stem})

    @cached_property
    def files(self) -> tuple[str, str]:
        """Return the names that an answer may have."""
        return f"{self.stem}.py", f"{self.stem}.ipynb"


def want(assignment: Assignment, course: Course | None = None) -> Wanted:
    """Return what to look for as an answer to the assignment."""
    others = [each for each in course.assignments.values() if each.name != assignment.name] if course else []
    own = {path.name for path in assignment.sources}
    namesakes = {each.name for each in others if not own.isdisjoint(path.name for path in each.sources)}
    neighbours = tuple(Neighbour(each.name, each.module, _list_names(each)) for each in others)
    return Wanted(assignment.name, _list_names(assignment), neighbours, assignment.files, frozenset(namesakes))


def _list_names(assignment: Assignment) -> frozenset[str]:
    return frozenset(exercise.partition(".")[0] for exercise in assignment.points)
