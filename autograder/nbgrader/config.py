"""Write nbgrader's configuration."""

import os
from pathlib import Path

from autograder.course import Course
from autograder.grading.notebooks import COURSE_VARIABLE

CONFIG_FILE = "nbgrader_config.py"
CONFIG = '''"""nbgrader's configuration for: {title}

Graded cells get their points and reports from the course's own checks, run in a sandbox by autograder.nbgrader.Grade;
no kernel is started. Take the setting of Autograde.autograde_preprocessors out, and nbgrader executes notebooks in a
kernel as it does by default: for the same points, but slowly, and on the word of code that the student wrote.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821

HERE = Path(__file__).resolve().parent
COURSE = HERE / {course!r}

c.CourseDirectory.root = str(HERE)
c.ClearSolutions.code_stub = {{"python": 'raise NotImplementedError("TODO")'}}
# A copied cell, or marks that somebody edited, cost nobody else their grade.
c.Autograde.sanitize_preprocessors = [
    "autograder.nbgrader.Tidy",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.Grade",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.nbgrader.Comment",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Grade.course = str(COURSE)

# Only where notebooks are executed: the first graded cell of each warms up a judge, and of the first also its tables.
c.Execute.timeout = 300
os.environ[{variable!r}] = str(COURSE)
'''


def format_config(course: Course, folder: Path) -> str:
    """Return the text of nbgrader_config.py for a folder: it finds the course where the course is now."""
    root, here = course.root.resolve(), folder.resolve()
    # Inside of the course's repository the two move together.
    found = os.path.relpath(root, here) if here.is_relative_to(root) else str(root)
    return CONFIG.format(title=course.title, course=found, variable=COURSE_VARIABLE)
