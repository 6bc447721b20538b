"""What grading found: the record of one submission, and the folder that keeps them."""

from autograder.results.check import Check
from autograder.results.exercise import Exercise
from autograder.results.record import Record
from autograder.results.store import Store, read_records

__all__ = ["Check", "Exercise", "Record", "Store", "read_records"]
