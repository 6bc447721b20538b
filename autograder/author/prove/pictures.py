"""Every picture can be made of what the solution does, and drawn."""

from collections.abc import Sequence
from importlib.util import find_spec

from autograder.results.pictures import Drawn


def prove_pictures(pictures: Sequence[Drawn]) -> list[str]:
    """Draw each picture of the solution; those that cannot be drawn are problems."""
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
