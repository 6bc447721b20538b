"""Grade PyTorch exercises: points that can be trusted, and one sentence that names the misconception.

What a Python user calls is what the commands call: `read_course`, `take_in`, `grade_class`, `read_records`,
`read_observations`.
"""

# Type checkers know better. What `typing` takes to import is time in which Ctrl-C shows a traceback.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from autograder.cohort.grade import GradedClass, grade_class
    from autograder.cohort.intake import Intake, take_in
    from autograder.cohort.seen import Seen, read_observations
    from autograder.course import Assignment, Course, read_course
    from autograder.results import Check, Exercise, Record, read_records

__version__ = "0.1.0"

# Each is imported when it is asked for: a sandbox imports this package, too, and a command should start soon.
_PLACES = {
    "GradedClass": "cohort.grade",
    "grade_class": "cohort.grade",
    "Intake": "cohort.intake",
    "take_in": "cohort.intake",
    "Seen": "cohort.seen",
    "read_observations": "cohort.seen",
    "Assignment": "course",
    "Course": "course",
    "read_course": "course",
    "Check": "results",
    "Exercise": "results",
    "Record": "results",
    "read_records": "results",
}
__all__ = [
    "Assignment",
    "Check",
    "Course",
    "Exercise",
    "GradedClass",
    "Intake",
    "Record",
    "Seen",
    "__version__",
    "grade_class",
    "read_course",
    "read_observations",
    "read_records",
    "take_in",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"autograder.{_PLACES[name]}"), name)
    return found
