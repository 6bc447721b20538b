"""What a file is by its name: a script or a notebook, whatever the case of the letters."""

from pathlib import PurePath

SCRIPT, NOTEBOOK = SOURCES = (".py", ".ipynb")


def is_script(name: str | PurePath) -> bool:
    """Say whether a file of this name is a Python script; the cell of a notebook, as units are named, is none."""
    return PurePath(name).suffix.lower() == SCRIPT


def is_notebook(name: str | PurePath) -> bool:
    """Say whether a file of this name is a notebook."""
    return PurePath(name).suffix.lower() == NOTEBOOK


def is_source(name: str | PurePath) -> bool:
    """Say whether a file of this name can be an answer: a script or a notebook."""
    return PurePath(name).suffix.lower() in SOURCES
