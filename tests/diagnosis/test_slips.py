"""Slips as authors write them, and when two views agree."""

import pytest

from autograder.diagnosis.slips import Slip, SlipTable, SlipViews, agree, read_slips
from autograder.errors import CourseError

SLIP = Slip("f", "a + b", "a - b", "You subtracted.")


def test_a_slip_changes_its_piece_of_the_solution():
    """And nothing else."""
    assert SLIP.apply("def f(a, b): return a + b\n") == "def f(a, b): return a - b\n"


@pytest.mark.parametrize(("solution", "count"), [("", 0), ("a + b, a + b", 2)])
def test_a_piece_that_is_not_there_exactly_once_is_refused(solution, count):
    """A slip that changes nothing, or two places, is not the program that its author had in mind."""
    with pytest.raises(CourseError, match=f"occurs {count} times"):
        SLIP.apply(solution)


def test_an_assignment_may_have_no_slips(tmp_path):
    """Nothing is explained then."""
    assert read_slips(tmp_path / "none.slips.toml") == []


@pytest.mark.parametrize(
    "text",
    [
        "[[slip",
        '[[slip]]\nexercise = "f"\n',
        '[[slip]]\nexercise = "f"\nwrite = "a"\ninstead = "b"\nsays = "c"\nextra = 1',
        "slip = 3",
        "slip = [3]",
        '[[slip]]\nexercise = "f"\nwrite = 1\ninstead = "b"\nsays = "c"',
        '[[slip]]\nexercise = "f"\nwrite = "a"\ninstead = "b"\nsays = "c"\nwhere = "d"',
    ],
)
def test_a_file_that_is_no_list_of_slips_is_refused_with_its_name(tmp_path, text):
    """In one line."""
    path = tmp_path / "toy.slips.toml"
    path.write_text(text)

    with pytest.raises(CourseError, match=r"toy\.slips\.toml") as refused:
        read_slips(path)

    assert "\n" not in str(refused.value)


def test_a_table_keeps_where_a_sentence_is_true():
    """Students' machines need it, too."""
    table = SlipTable(slips=(SlipViews("f", "You round.", {}, ["round"], ["floor"]), SlipViews("f", "No.", {})))

    assert SlipTable.from_json(table.to_json()) == table


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (1.0, 1.00001, True),
        (1.0, 1.001, False),
        (0.0, 1e-7, True),
        (1, 1, True),
        (1, 1.0, False),
        (1, True, False),
        ([1.0, 2.0], [1.0, 2.0], True),
        ([1.0], [1.0, 2.0], False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"b": 1}, False),
        (None, None, True),
        (None, {"saw": None}, False),
    ],
)
def test_views_agree_up_to_rounding(a, b, same):
    """Types count."""
    assert agree(a, b) is same
