"""Who is who: every spelling of a student's name, on every platform and in every file, means one person."""

from autograder.people.directory import Directory
from autograder.people.names import fold
from autograder.people.person import Person
from autograder.people.roster import read_roster

__all__ = ["Directory", "Person", "fold", "read_roster"]
