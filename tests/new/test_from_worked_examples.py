"""Worked examples of a solution become checks of the assignment that is begun from it."""

from pathlib import Path

import pytest
from solutions_to_begin_from import MOMENTS

from autograder.author.build.stubs import make_stub
from autograder.author.new.assignment import make_assignment
from autograder.course import Course


@pytest.fixture
def sessions(course: Course, tmp_path: Path) -> tuple[str, str]:
    """Give an assignment's solution, of which examples need several lines, and its checks."""
    (tmp_path / "moments.py").write_text(MOMENTS)
    made = make_assignment(course, "02_moments", tmp_path / "moments.py")
    return made.files[0].read_text(), made.files[1].read_text()


@pytest.mark.parametrize(
    "piece",
    [
        "def result(student, values, by) -> np.ndarray | None:\n        return student.scale(values, by=by)\n",
        "assert_close(result, np.array([3.0, 6.0]))",
        "assert_close(result, np.array([2.0, 4.0]))",
        '    @raises(ValueError)\n    @points(7)\n    @pytest.mark.parametrize("values", [np.array([])])',
        "        drawn = student.draw(np.array([1.0, 2.0]), np.mean)\n        return drawn.shape\n",
        "        running.add(2.0)\n        seen.append(running.mean)\n        seen.append(str(running.twice()))\n",
        "seen.append([str(running.twice() + number) for number in range(2)])\n",
        "assert_close(example, [2.0, '4.0', ['4.0', '5.0']])",
        "        made.add(value)\n        return made.window(width)\n",
    ],
)
def test_every_example_becomes_a_check(sessions, piece):
    """With the lines above it, what is refused, and methods that no example calls."""
    assert piece in sessions[1]


def test_what_only_annotations_use_stays(sessions):
    """In the solution and in what students get, with the import that changes how annotations are read."""
    needed = ("from __future__ import annotations", "from numpy.typing import NDArray", "Array = NDArray[np.float64]")

    assert all(line in sessions[0] and line in make_stub(sessions[0]) for line in needed)
