"""The words of a check author: `probe`, `helper`, `exercise`, `points`, `raises`, `assert_close`."""

from autograder.checks.closeness import assert_close
from autograder.checks.crossing import helper
from autograder.checks.marks import exercise, points, raises
from autograder.checks.probes import probe

__all__ = ["assert_close", "exercise", "helper", "points", "probe", "raises"]
