"""What checks see of a student's file, and what the student sees of them; wall_checks.py has the checks."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.checks.annotations import understand_annotation
from autograder.checks.probes import Probe
from autograder.examination.found import Examination
from autograder.examination.stops import Stops
from autograder.examination.verdicts import Verdict, accept
from autograder.grading.judge_process import Extent
from autograder.grading.judges import Judges
from autograder.results.check import Check
from autograder.sandbox import landlock
from autograder.sandbox.session import Observation
from autograder.submissions import Unit

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def examined(toy, tmp_path_factory) -> Examination:
    folder = tmp_path_factory.mktemp("wall")
    for suffix in ("", "_hidden"):
        shutil.copy(HERE / f"wall_checks{suffix}.py", folder / f"test_wall{suffix}.py")
    text = (HERE / "wall_answers.py").read_text()
    checks = [folder / "test_wall.py", folder / "test_wall_hidden.py"]
    with Judges(toy, official=landlock.abi() > 0, checks=checks) as judges:
        return judges.examine([Unit("wall.py", text)], Extent(all_views=True))


@pytest.fixture(scope="module")
def checks(examined) -> dict[str, Check]:
    """Give the results by class and name."""
    return {one.check.id.partition("::")[2]: one.check for one in examined.checks}


@pytest.mark.parametrize(
    "name",
    [
        "TestInputs::test_the_judges_copy_is_untouched",
        "TestInputs::test_each_probe_has_its_own",
        "TestInputs::test_each_check_has_its_own_value",
        "TestInputs::test_each_check_has_its_own_value_still",
    ],
)
def test_every_run_has_its_own_copy_of_its_inputs(checks, name):
    """Whatever the student's code does to a tensor, nobody else sees it."""
    assert checks[name].status == "passed"


def test_a_helper_of_another_file_runs_on_the_other_side(checks):
    """It is imported as pytest imports it, and its text crosses with the probe's."""
    assert checks["TestHelpers::test_helper_of_another_file"].status == "passed"


@pytest.mark.parametrize("name", ["test_first", "test_second", "test_each[1]", "test_each[2]"])
def test_equal_inputs_are_run_once(checks, name):
    """Checks that ask for the same share one run; other inputs are another run."""
    assert checks[f"TestOnce::{name}"].status == "passed"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("test_numbers", "yours     kinds should give a list of numbers; yours gave None"),
        ("test_tensor", "yours     kinds should give a tensor; yours gave a torch.nn.modules.linear.Linear"),
        (
            "test_pair",
            "yours     kinds should give a tuple of two whole numbers; yours gave a list",
        ),
        ("test_refused", "yours     kinds should raise ValueError; yours gave None"),
    ],
)
def test_the_wrong_kind_is_said_in_plain_words(checks, name, message):
    """Before any check looks at the value."""
    assert checks[f"TestKinds::{name}"].message == message


def test_a_refusal_counts_where_good_input_is_not_refused(checks):
    """A function that looks at what it is given."""
    assert [checks[f"TestRoot::{name}"].score for name in ("test_value", "test_refusal[-4.0]")] == [1, 1]


def test_to_refuse_everything_earns_nothing(checks):
    """And the student reads why the check of the refusal is red."""
    refusal = checks["TestNoRoot::test_refusal[-4.0]"]

    assert (refusal.status, refusal.score, refusal.refuses) == ("failed", 0, True)
    assert refusal.message == "yours     the same is raised for good input, too, so that it refuses nothing yet"


def test_another_exception_than_the_wanted_is_shown_beside_it(checks):
    """With its text and the student's line."""
    expected, yours, place = checks["TestKinds::test_other_error"].message.splitlines()

    assert expected == "expected  ValueError"
    assert yours == "yours     KeyError: 'on purpose'"
    assert place.endswith('raise kind("on purpose")')


def test_a_subclass_of_the_wanted_exception_will_do(checks):
    """KeyError is a LookupError."""
    assert checks["TestKinds::test_subclass"].status == "passed"


def test_a_difference_is_shown_with_its_input(checks):
    """Input, expected, yours, in that order, names aligned."""
    assert checks["TestShown::test_close"].message.splitlines() == [
        "x         tensor([1., 2.])",
        "expected  tensor([2., 4.])",
        "yours     tensor([1., 2.])",
    ]


def test_a_plain_assert_is_shown_alike(checks):
    """What stands left of == is the student's."""
    assert checks["TestShown::test_equal"].message.splitlines()[1:] == [
        "expected  [2.0, 4.0]",
        "yours     [1.0, 2.0]",
    ]


def test_a_sentence_of_the_checks_own_is_shown(checks):
    """In place of expected and yours."""
    assert checks["TestShown::test_sentence"].message.splitlines()[1:] == ["because   the first number is too small"]


def test_a_comparison_inside_of_what_failed_is_not_shown(checks):
    """`(said == 0)` is compared on the way to another comparison, which is the one that failed."""
    assert checks["TestShown::test_inner"].message.splitlines()[1:] == []
    assert checks["TestShown::test_last"].message.splitlines()[1:] == ["expected  2", "yours     1"]


def test_prints_are_shown_under_a_failing_check_alone(checks):
    """What a right answer prints interests nobody."""
    assert "I got [1.0, 2.0]" in checks["TestShown::test_close"].printed
    assert checks["TestShown::test_silent"].printed == ""


def test_an_exception_is_shown_with_the_students_line(checks):
    """Never with a traceback of ours."""
    check = checks["TestShown::test_failing"]

    assert "RuntimeError: on purpose" in check.message
    assert 'raise kind("on purpose")' in check.message
    assert check.line == 23


@pytest.mark.parametrize("name", ["test_started", "test_started_by_refusing"])
def test_not_started_is_neither_wrong_nor_right(checks, name):
    """NotImplementedError from the student's own line, also where any exception is wanted."""
    check = checks[f"TestShown::{name}"]

    assert (check.status, check.message) == ("not_started", "")


def test_a_missing_name_is_said(checks):
    """In place of an AttributeError of our probe."""
    assert checks["TestShown::test_absent"].message == "yours     toy.py has no absent"


def test_an_exception_in_the_probe_itself_shows_the_probes_line(checks):
    """The student can see what was done with what they gave."""
    assert "this line of the check: return student.count_calls() / 0" in checks["TestShown::test_broken_probe"].message


def test_an_exception_in_the_check_names_its_line(checks):
    """What came back was of a form that its author did not think of."""
    message = checks["TestShown::test_broken_check"].message

    assert "could not be used by the check (IndexError" in message
    assert "of test_wall.py)" in message


def test_titles_are_filled_in_and_every_case_has_its_points(checks):
    """A parametrized check is one check a case."""
    cases = [checks[f"TestShown::test_title[{n}]"] for n in (3, 4)]

    assert [case.title for case in cases] == ["the 3 of {them}", "the 4 of {them}"]
    assert [(case.score, case.max_score) for case in cases] == [(2, 2), (0, 2)]


def test_hidden_checks_show_nothing_that_they_expect(examined):
    """Neither values nor inputs, not by way of the student's own prints and exceptions either."""
    hidden = [one.check for one in examined.checks if one.check.hidden and one.exercise == "hidden"]

    assert len(hidden) == 5
    assert not any(check.score for check in hidden)
    assert not any("271828" in check.message + check.printed for check in hidden)


def test_hidden_checks_show_what_the_students_code_gave(checks):
    """That is no secret."""
    yours = [checks[f"TestHidden::{name}"].message for name in ("test_close", "test_equal", "test_sentence")]

    assert yours == ["yours     tensor([0., 0.])", "yours     [0.0, 0.0]", "yours     tensor(0.)"]


def test_observations_are_named_by_class_and_case(examined):
    """The same names for every submission, so that slips can be compared."""
    keys = set(examined.views)

    assert "test_wall.py::TestInputs::spoilt" in keys
    assert {"test_wall.py::TestOnce::counted_for_each[1]", "test_wall.py::TestOnce::counted_for_each[2]"} <= keys


def test_unlike_observations_have_unlike_names(examined):
    """Even where pytest gives their parameters the same name; and one observation has one name."""
    seen = {key.partition("::given")[2]: view for key, view in examined.views.items() if "TestNames" in key}

    assert seen == {
        "[start0]": {"saw": {"dict": [["a", 1]]}},
        "[start0]#2": {"saw": {"dict": [["a", 2]]}},
        "[first-start0]": {"saw": {"dict": [["a", 3]]}},
    }


def test_one_exercise_can_be_examined_alone(examined):
    """Every check knows its exercise."""
    exercises = {"inputs", "once", "kinds", "shown", "hidden", "root", "no_root"}

    assert {one.exercise for one in examined.checks} == exercises
    assert replace(examined, seconds=0.0) == replace(Examination.from_dict(examined.to_dict()), seconds=0.0)


def test_what_has_not_begun_when_all_time_is_used_up_times_out(toy, solution):
    """One student's endless loops cannot keep a class waiting."""
    hurried = replace(toy, limits=replace(toy.limits, submission_seconds=1e-6))
    with Judges(hurried, official=landlock.abi() > 0) as judges:
        checks = [one.check for one in judges.examine([solution]).checks]

    assert {check.status for check in checks} == {"timed_out"}
    assert "the 1e-06 s for the whole file were used up" in checks[0].message


def test_what_a_probe_makes_of_a_result_is_not_said_to_be_the_students():
    """Here the probe packs it into a dict."""
    source = "def probe(student): return {'doubled': student.double(1)}"
    probe = Probe("seen", source, (), False, understand_annotation(dict, "seen"))

    with pytest.raises(Verdict) as verdict:
        accept(Observation("saw", {"dict": []}), probe, "double", Stops("toy.py", (), ()), False, "ValueError")

    assert verdict.value.lines == {"yours": "double should raise ValueError; yours raised no exception"}
