"""docs/reference.md says every key, word and file that the code knows, and none that it does not."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import autograder.checks
from autograder.author.prove.survivors import Explanation
from autograder.course import LatePolicy, Limits
from autograder.course.read import ASSIGNMENT_KEYS, COURSE_KEYS
from autograder.diagnosis.slips import PARTS

REFERENCE = (Path(__file__).parents[1] / "docs" / "reference.md").read_text(encoding="utf-8")


def read_tables(section: str) -> list[list[str]]:
    """Return the names in the first column of each table of a section."""
    text = REFERENCE.split(f"## {section}\n")[1].split("\n## ")[0]
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    columns = ["".join(row.split("|")[1] for row in table.splitlines()[2:]) for table in tables]
    return [re.findall(r"`([^`]+)`", column) for column in columns]


@pytest.mark.parametrize(
    ("number", "known"),
    [
        (0, COURSE_KEYS),
        (1, ASSIGNMENT_KEYS),
        (2, [field.name for field in fields(Limits)]),
        (3, [field.name for field in fields(LatePolicy)]),
    ],
)
def test_every_key_of_course_toml_stands_in_the_reference(number, known):
    """And no other."""
    assert sorted(read_tables("course.toml")[number]) == sorted(known)


def test_the_defaults_of_limits_are_as_the_reference_says():
    """In seconds."""
    for name, value in vars(Limits()).items():
        assert re.search(rf"^\| `{name}` \|.*\| {value:g} \|$", REFERENCE, re.MULTILINE)


def test_every_word_of_check_files_stands_in_the_reference():
    """And no other."""
    assert sorted(read_tables("Words of check files")[0]) == sorted(autograder.checks.__all__)


def test_every_part_of_slips_and_survivors_stands_in_the_reference():
    """In the order in which they are written."""
    survivor = [field.name for field in fields(Explanation)]

    assert f"`[[slip]]` with {', '.join(f'`{part}`' for part in PARTS)}" in REFERENCE
    assert f"`[[survivor]]` with {', '.join(f'`{part}`' for part in survivor)}" in REFERENCE
