"""Notebooks to read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


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
