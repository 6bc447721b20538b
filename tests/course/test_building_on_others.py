"""Where an exercise builds on another, a right function of the student's is believed, and a wrong one replaced."""

from pathlib import Path

import pytest

from autograder.course import Assignment, need_course
from autograder.examination.found import Examination
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.submissions import Unit

ALSO_WRONG = ("append(right.float().mean().item())", "append(right.float().sum().item())")

TELLING = """
asked, right_folds = set(), k_fold_indices
def k_fold_indices(n, k, generator):
    asked.add((n, k))
    return right_folds(n, k, generator)
def cross_validate(*_, **__):
    print(asked)
    raise type(f"Asked{len(asked)}", (Exception,), {})(f"asked {asked}")
"""


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return need_course(Path(__file__)).get("08_selection")


def examine(assignment: Assignment, judges: Judges, *edits: tuple[str, str]) -> Examination:
    """Return what is found of cross_validate in the solution with some edits."""
    text = assignment.path(".py").read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return judges.examine([Unit("selection.py", text)], Extent(exercise="cross_validate"))


@pytest.mark.parametrize(
    "wrong",
    [
        ("    parts = torch.randperm", "    raise NotImplementedError\n    parts = torch.randperm"),
        ("def k_fold_indices(", "def folds("),
        ("torch.randperm(n, generator=generator).tensor_split(k)", "torch.arange(n).tensor_split(k)"),
        ("train.mean(dim=0), train.std(dim=0)", "train.mean(), train.std()"),
    ],
    ids=["not started", "missing", "not drawn", "one mean for all"],
)
def test_a_wrong_function_costs_no_points_where_another_exercise_calls_it(assignment, judges, wrong):
    """cross_validate is checked with the course's function in its place."""
    found = examine(assignment, judges, wrong)

    assert {one.check.status for one in found.checks} == {"passed"}


def test_an_own_helper_of_two_functions_is_believed(assignment, judges):
    """It gives the right folds, though it refuses nothing, so that the function that it also serves is wrong."""
    found = examine(
        assignment,
        judges,
        (
            "    if not 2 <= k <= n:\n",
            "    return deal(n, k, generator)\n\n\ndef deal(n, k, generator):\n    if False:\n",
        ),
        ("in k_fold_indices(len(x), k, generator):", "in deal(len(x), k, generator):"),
    )
    failed = [one.check.id for one in found.checks if one.check.status != "passed"]

    assert all("test_bad_k" in name for name in failed), failed


def test_what_stands_in_is_said(assignment, judges):
    """A student sees with what a failing check was run."""
    found = examine(assignment, judges, ("def k_fold_indices(", "def folds("), ALSO_WRONG)
    failed = [one.check.message for one in found.checks if one.check.status != "passed"]

    assert failed
    assert all("with      the course's k_fold_indices, since yours does not pass its checks" in said for said in failed)


def test_nothing_stands_in_for_a_right_function(assignment, judges):
    """The student's own is what they can look into."""
    found = examine(assignment, judges, ALSO_WRONG)

    assert not any("the course's" in one.check.message for one in found.checks)


def test_what_hidden_checks_asked_is_not_told_to_those_that_are_shown(assignment, judges):
    """They run later, since their exercise builds on others."""
    text = assignment.path(".py").read_text(encoding="utf-8")
    found = judges.examine([Unit("selection.py", text + TELLING)])
    shown = [repr(one) for one in found.checks if one.exercise == "cross_validate" and not one.check.hidden]

    assert any("asked set()" in one for one in shown)
    assert not any("(13, 5)" in one for one in shown)
