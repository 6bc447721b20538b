"""The words of a check author: `exercise`, `probe`, `points`, `assert_close`, and those for rarer needs."""

from autograder.checks.closeness import assert_close
from autograder.checks.crossing import helper
from autograder.checks.devices import on_device
from autograder.checks.marks import exercise, points, raises
from autograder.checks.pictures import picture
from autograder.checks.probes import probe
from autograder.course.secret import read_seed
from autograder.results.pictures import Curves, Images, Matrix, Plane

__all__ = [
    "Curves",
    "Images",
    "Matrix",
    "Plane",
    "assert_close",
    "exercise",
    "helper",
    "on_device",
    "picture",
    "points",
    "probe",
    "raises",
    "read_seed",
]
