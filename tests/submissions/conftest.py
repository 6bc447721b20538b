"""Notebooks and clones to read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from student_clone import Clone


@pytest.fixture
def write_notebook(tmp_path: Path) -> Callable[..., Path]:
    """Write a notebook with these code cells; keywords replace its other parts."""

    def write(*sources: object, name: str = "network.ipynb", **parts: object) -> Path:
        cells = [
            {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
            for source in sources
        ]
        path = tmp_path / name
        path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **parts}))
        return path

    return write


@pytest.fixture
def ada(tmp_path: Path) -> Clone:
    """Give a clone whose last commit came a day late."""
    clone = Clone(tmp_path / "nets-submissions" / "nets-ada")
    clone.commit("2026-11-18T10:00:00Z", network="x = 'first'\n")
    clone.commit("2026-11-20T22:00:00Z", network="x = 'in time'\n")
    clone.commit("2026-11-21T22:00:00Z", network="x = 'late'\n")
    return clone
