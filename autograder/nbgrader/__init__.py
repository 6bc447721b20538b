"""A course for stock nbgrader, and the preprocessors that let it grade in our sandbox instead of a kernel."""

from typing import Any

PREPROCESSORS = ("Grade", "Comment")


def __getattr__(name: str) -> Any:
    # nbgrader is an extra, and takes a second to import: nothing else here needs it.
    if name in PREPROCESSORS:
        from autograder.nbgrader import preprocessors

        return getattr(preprocessors, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
