"""What students hand in, and what is said of it where it cannot be graded."""

import json
from pathlib import Path

from autograder.submissions import read_submission


def as_notebook(text: str) -> str:
    """Give a notebook with one cell of code."""
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": text}]})


def read_error(path: Path) -> str:
    """Give what is wrong with a file: one line, and nothing of the file is graded."""
    submission = read_submission("ada", path)
    assert submission.units == ()
    assert submission.error is not None
    assert len(submission.error.splitlines()) == 1
    return submission.error
