"""The words of a check author: `probe`, `helper`, `exercise`, `points`, `raises`, `assert_close`, `picture`."""

from autograder.checks.closeness import assert_close
from autograder.checks.crossing import helper
from autograder.checks.marks import exercise, points, raises
from autograder.checks.pictures import picture
from autograder.checks.probes import probe
from autograder.results.pictures import Curves, Images, Matrix, Plane

__all__ = [
    "Curves",
    "Images",
    "Matrix",
    "Plane",
    "assert_close",
    "exercise",
    "helper",
    "picture",
    "points",
    "probe",
    "raises",
]
