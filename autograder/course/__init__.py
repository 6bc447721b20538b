"""What exists: the course, its assignments, their folders and their hints."""

from autograder.course.course import (
    COURSE_FILE,
    HIDDEN,
    REQUIREMENTS,
    Assignment,
    Course,
    LatePolicy,
    Limits,
    module_name,
)
from autograder.course.read import find_assignment, find_course, need_course, read_course

__all__ = [
    "COURSE_FILE",
    "HIDDEN",
    "REQUIREMENTS",
    "Assignment",
    "Course",
    "LatePolicy",
    "Limits",
    "find_assignment",
    "find_course",
    "module_name",
    "need_course",
    "read_course",
]
