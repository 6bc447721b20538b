"""Who is who: every spelling of a student's name, on every platform and in every file, means one person."""

from autograder.people.directory import NOBODY, Directory
from autograder.people.names import fold
from autograder.people.person import Person
from autograder.people.roster import read_roster

__all__ = ["NOBODY", "Directory", "Person", "fold", "read_roster"]
