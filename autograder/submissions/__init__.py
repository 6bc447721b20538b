"""Find what students handed in and read it safely, as text: nothing here runs or imports it."""

from autograder.submissions.read import read_submission
from autograder.submissions.submission import Submission, Unit

__all__ = ["Submission", "Unit", "read_submission"]
