"""The four words of a check author: `probe`, `points`, `exercise`, `assert_close`."""

from autograder.checks.closeness import assert_close
from autograder.checks.marks import exercise, points
from autograder.checks.probes import probe

__all__ = ["assert_close", "exercise", "points", "probe"]
