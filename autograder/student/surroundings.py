"""Keep what lies above a course out of how its checks run: other people's `conftest.py`, and settings for pytest."""

import copy
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.course.read import find_root


def cut_off(config: pytest.Config, parser: pytest.Parser, arguments: list[str], folders: Sequence[Path]) -> None:
    """Forget what pytest has found above the course of the assignments in these folders, but not what was typed."""
    top = Path(os.path.commonpath([folder.resolve() for folder in folders]))
    if config.inipath is not None and not config.inipath.is_relative_to(find_root(top) or top):
        added = config.getini("addopts")
        if added and arguments[: len(added)] == added:
            del arguments[: len(added)]
        # Versions differ in the name, and the newest warns of the older one.
        vars(config).get("_inicfg", vars(config).get("inicfg", {})).clear()
        config._inicache.clear()
        config.known_args_namespace = parser.parse_known_args(arguments, namespace=copy.copy(config.option))
    config.known_args_namespace.confcutdir = str(top)
