"""Every picture can be made of what the solution does, and drawn."""

from importlib.util import find_spec

from autograder.course import Assignment
from autograder.course.solution import read_solution
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.results.pictures import Drawn
from autograder.submissions import Unit


def prove_pictures(assignment: Assignment, judges: Judges) -> list[str]:
    """Draw each picture of the solution; those that cannot be drawn are problems."""
    solution = Unit(f"{assignment.module}.py", read_solution(assignment))
    pictures = judges.examine([solution], Extent(keep=True)).pictures
    if pictures and not find_spec("matplotlib"):
        return [f"{len(pictures)} pictures need matplotlib to be drawn: python -m pip install 'autograder[instructor]'"]
    return [problem for drawn in pictures if (problem := _try(drawn))]


def _try(drawn: Drawn) -> str:
    # An extra: a course without pictures is proved without it.
    from autograder.reports.site.drawings import draw_picture, tabulate

    try:
        if drawn.drawing is not None:
            draw_picture(drawn.drawing, drawn.title, drawn.title)
            tabulate(drawn.drawing)
    # Whatever stops it would leave a class without the picture.
    except Exception as error:
        return _say(drawn, f"{type(error).__name__}: {error}")
    return _say(drawn, drawn.problem) if drawn.problem else ""


def _say(drawn: Drawn, reason: str) -> str:
    return (
        f"{drawn.exercise}: the picture {drawn.title!r} cannot be drawn of the solution ({reason}): "
        "ask what a check asks, and return finite numbers"
    )
