"""A course for stock nbgrader, and the preprocessors that let it grade in our sandbox instead of a kernel."""

from importlib import import_module
from typing import Any

PREPROCESSORS = {"Grade": "preprocessors", "Comment": "preprocessors", "Tidy": "tidy"}


def __getattr__(name: str) -> Any:
    # nbgrader is an extra, and takes a second to import: nothing else here needs it.
    if name in PREPROCESSORS:
        return getattr(import_module(f"autograder.nbgrader.{PREPROCESSORS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
