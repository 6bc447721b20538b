"""What decides an exercise's results has a digest that no change of it escapes, and that another's leaves as it is."""

import shutil
from dataclasses import replace

import pytest

from autograder.course import Assignment
from autograder.errors import CourseError
from autograder.grading.digests import digest_exercises, digest_questions

SHARED = "import torch\n"
SLIP = 'says = "You squared x. Twice x is x + x."'


@pytest.fixture
def own(toy, tmp_path) -> Assignment:
    shutil.copytree(toy.folder, tmp_path / "01_toy")
    return replace(toy, folder=tmp_path / "01_toy")


def change(assignment: Assignment, suffix: str, before: str, after: str) -> None:
    path = assignment.path(suffix) if suffix != "checks" else assignment.visible_checks[0]
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


@pytest.mark.parametrize(
    ("where", "before", "after"),
    [
        ("checks", "assert_close(doubled, 2 * x)", "assert_close(doubled, x + x)"),
        ("checks", '"""every number is doubled"""', '"""each number is doubled"""'),
        ("checks", "return torch.tensor([1.5, -0.5])", "return torch.tensor([1.5, 2.5])"),
        (".slips.toml", SLIP, 'says = "You squared x."'),
        (".slips.toml", SLIP, SLIP + '\nwhere = ["x * x"]'),
        (".slips.toml", SLIP, SLIP + '\nunless = ["x ** 2"]'),
    ],
)
def test_what_an_exercise_alone_has_changes_its_digest_alone(own, where, before, after):
    then = digest_exercises(own)

    change(own, where, before, after)

    now = digest_exercises(own)
    assert now["double"] != then["double"]
    assert now["count_up"] == then["count_up"]


@pytest.mark.parametrize("more", ["LARGEST = 3\n", "def helper(x):\n    return x\n"])
def test_what_stands_outside_of_a_class_belongs_to_all(own, more):
    change(own, "checks", SHARED, SHARED + more)
    then = digest_exercises(own), digest_questions(own)

    change(own, "checks", more, more.replace("3", "4").replace("return x", "return -x"))

    now = digest_exercises(own), digest_questions(own)
    assert all(now[at][name] != then[at][name] for at in (0, 1) for name in ("double", "count_up"))


def test_points_are_decided_by_the_course(own):
    then = digest_exercises(own)

    now = digest_exercises(replace(own, points={**own.points, "double": 41}))

    assert [name for name in now if now[name] != then[name]] == ["double"]


@pytest.mark.parametrize(
    ("before", "after", "is_asked"),
    [
        ("assert counted == [1, 2, 3]", "assert counted != []", False),
        ("return student.count_up(n)", "return list(student.count_up(n))", True),
        ('("n", [-1])', '("n", [-2])', True),
        ("@raises(ValueError)", "@raises(KeyError)", True),
        ("def test_counts(self, counted):", "def test_counts(self, counted, request):", True),
    ],
)
def test_a_check_that_makes_another_thing_of_an_answer_asks_the_same(own, before, after, is_asked):
    then = digest_questions(own)["count_up"]

    change(own, "checks", before, after)

    assert (digest_questions(own)["count_up"] != then) == is_asked


def test_a_check_that_can_ask_by_itself_is_a_question_as_a_whole(own):
    change(own, "checks", "def test_counts(self, counted):", "def test_counts(self, counted, request):")
    then = digest_questions(own)["count_up"]

    change(own, "checks", "assert counted == [1, 2, 3]", "assert counted != []")

    assert digest_questions(own)["count_up"] != then


def test_an_exercise_has_the_digest_of_those_that_it_builds_on(own):
    change(own, "checks", '@exercise("count_up")', '@exercise("count_up", builds_on=[double])')
    then = digest_exercises(own)

    change(own, "checks", "assert_close(doubled, 2 * x)", "assert_close(doubled, x + x)")

    assert digest_exercises(own)["count_up"] != then["count_up"]


def test_checks_that_another_class_hands_on_are_part_of_the_digest(own):
    change(own, "checks", "class TestCountUp:", "class TestCountUp(TestDouble):")
    then = digest_exercises(own)

    change(own, "checks", "assert_close(doubled, 2 * x)", "assert_close(doubled, x + x)")

    assert digest_exercises(own)["count_up"] != then["count_up"]


def test_checks_that_are_no_python_are_named_by_line(own):
    change(own, "checks", "class TestDouble:", "class TestDouble")

    with pytest.raises(CourseError, match=r"test_toy\.py, line 10: expected ':'"):
        digest_exercises(own)
