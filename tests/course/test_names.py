"""Which assignment a word means, for every command and every gradebook."""

from pathlib import Path

import pytest

from autograder.course import Assignment, Course, Limits

TITLES = {"01_net_two": "Two nets", "02_net": "A net", "net": "The net itself", "03-my-net": "Mine"}
COURSE = Course(Path(), "", Limits(), {name: Assignment(Path(name), title) for name, title in TITLES.items()})


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("01_net_two", "01_net_two"),
        ("01-net-two", "01_net_two"),
        ("01", "01_net_two"),
        ("net_two", "01_net_two"),
        ("Two nets", "01_net_two"),
        ("net", "net"),  # before another's module
        ("03", "03-my-net"),
        ("my_net", "03-my-net"),
        ("01_net", None),
        ("", None),
    ],
)
def test_an_assignment_goes_by_name_number_module_and_title(word: str, meant: str | None) -> None:
    found = COURSE.find(word)

    assert (found and found.name) == meant
