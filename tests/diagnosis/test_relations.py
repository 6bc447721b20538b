"""A relation is said as what was seen, never as the mistake, and never of hidden numbers."""

import math

import pytest

from autograder.diagnosis.case import Case
from autograder.diagnosis.relations.numbers import relate_numbers
from autograder.diagnosis.relations.state import state_relation
from autograder.diagnosis.slips import SlipTable
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination, ExaminedCheck, Raised
from autograder.results.check import Check

FAIL = "Where the public checks fail, "


def tensor(*values, dtype="float32", shape=None):
    return {"saw": {"tensor": dtype, "shape": shape or [len(values)], "values": list(values)}}


def say(*pairs, hidden=False, raised=None):
    """Return the relation of (yours, expected) views, one check each."""
    names = [f"probe {number}" for number in range(len(pairs))]
    checks = tuple(
        ExaminedCheck("f", Check(name, name, "failed", 0, 1, hidden), (name,), math.inf, raised and Raised(*raised))
        for name in names
    )
    views, solution = ({name: pair[side] for name, pair in zip(names, pairs, strict=True)} for side in (0, 1))
    said = state_relation(Case(Examination(checks, views, (), "full", 0.0), "f", SlipTable(solution), Source(())))
    return said and said.text


RIGHT = tensor(1.0, 2.0, 4.0)
NO_ERROR, ERROR = {"saw": 1.0}, {"raised": "ValueError", "text": ""}


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([(tensor(-1.0, -2.0, -4.0), RIGHT)], FAIL + "every number of yours is the expected one with the other sign."),
        ([(tensor(3.0, 6.0, 12.0), RIGHT)], FAIL + "every number of yours is the expected one times 3."),
        (
            [({"saw": 8.0}, {"saw": 2.0}), ({"saw": 9.0}, {"saw": 3.0})],
            FAIL + "every number of yours is the expected one times a whole number that changes with the input (4, 3).",
        ),
        ([(tensor(1.5, 2.5, 4.5), RIGHT)], FAIL + "every number of yours is 0.5 more than the expected one."),
        ([(tensor(4.0, 1.0, 2.0), RIGHT)], FAIL + "the numbers are the expected ones in another order."),
        (
            [(tensor(1.0, 3.0, 2.0, 4.0, shape=[2, 2]), tensor(1.0, 2.0, 3.0, 4.0, shape=[2, 2]))],
            FAIL + "the numbers are the expected ones with rows and columns exchanged.",
        ),
        # Right numbers of another kind are neither close nor in another order.
        (
            [({"saw": [tensor(1.0, 2.0, dtype="float64")["saw"], 1]}, {"saw": [tensor(1.0, 2.0)["saw"], 2]})],
            FAIL + "the first numbers are right, and all later ones are not.",
        ),
        ([({"saw": {"float": "nan"}}, {"saw": 2.0})], FAIL + "every number of yours is nan, which is no number."),
        ([(tensor(1.0, 9.0, 7.0), RIGHT)], FAIL + "the first numbers are right, and all later ones are not."),
        ([(tensor(3.0, 9.0, 5.0), RIGHT)], FAIL + "every number of yours is larger than the expected one."),
        ([(tensor(9.0, 2.0, 7.0), RIGHT)], FAIL + "only 1 of the 3 numbers that were compared is right."),
        # Close to the largest number, and not to itself.
        ([(tensor(0.5, 100.0), tensor(0.75, 100.0))], FAIL + "1 of the 2 numbers that were compared is right."),
        (
            [({"saw": [{"array": "int64", "shape": [1], "values": [1]}]}, {"saw": [tensor(2)["saw"]]})],
            "In the public checks it gives NumPy arrays where tensors are expected.",
        ),
        (
            [(tensor(0.0, 2.0, 0.0), RIGHT)],
            FAIL + "only 1 of the 3 numbers that were compared is right; in place of the others there is 0.",
        ),
        (
            [({"saw": [1, 2]}, {"saw": [1, 2, 3]})],
            "In the public checks it gives only the first 2 of the 3 that are expected.",
        ),
        (
            [({"saw": [0, 1]}, {"saw": [1]})],
            "In the public checks it gives 1 too many at the beginning; the others are right.",
        ),
        (
            [(tensor(1.0, 2.0, 4.0, dtype="float64"), RIGHT)],
            "In the public checks the numbers are right, but as float64, where float32 is expected.",
        ),
        (
            [(tensor(1.0, 2.0, 4.0, shape=[3, 1]), RIGHT)],
            "In the public checks the numbers are right, but their shape is not: (3, 1), where (3,) is expected.",
        ),
        ([({"saw": None}, RIGHT)], "In the public checks it gives None where a value is expected."),
        (
            [({"saw": [{"dict": [["a", 1], ["loss", 2]]}]}, {"saw": [{"dict": [["a", 1], ["losses", 2]]}]})],
            "In the public checks it has an entry 'loss', and none called 'losses'.",
        ),
        (
            [
                (
                    {"saw": {"tuple": [tensor(1.0, dtype="float64")["saw"], 3]}},
                    {"saw": {"tuple": [tensor(1.0)["saw"], 3]}},
                )
            ],
            "In the public checks the numbers are right, but as float64, where float32 is expected.",
        ),
        (
            [(NO_ERROR, ERROR)],
            "What should be refused is not: no ValueError is raised. All else that was looked at is right.",
        ),
        (
            [(ERROR, NO_ERROR)],
            "ValueError is raised for input that should be taken. All else that was looked at is right.",
        ),
    ],
)
def test_a_relation_is_said_as_what_was_seen(pairs, says):
    """Over every wrong observation at once."""
    assert say(*pairs) == says


def test_nothing_is_said_of_numbers_that_are_all_right():
    """What is wrong is their type alone, which is told elsewhere."""
    assert relate_numbers([(tensor(1.0, 2.0, 4.0, dtype="float64")["saw"], RIGHT["saw"])]) is None


def test_a_factor_must_hold_of_every_wrong_observation():
    """Of one alone it may be chance."""
    said = say((tensor(2.0, 4.0, 8.0), RIGHT), (tensor(5.0, 3.0, 1.0), RIGHT))

    assert said == FAIL + "shape and type are right, and no number is."


@pytest.mark.parametrize("seen", [tensor(-1.0, -2.0, -4.0), tensor(1.0, 2.0, 4.0, dtype="float64"), {"saw": None}])
def test_nothing_is_told_of_what_hidden_checks_expect(seen):
    """A relation and the student's own numbers would give it away."""
    assert (
        say((seen, RIGHT), hidden=True)
        == "All public checks pass: it is right for their inputs, and wrong for other ones."
    )


def test_a_relation_of_one_check_alone_names_it_and_is_of_the_one_that_is_shown():
    """Another one's would read as false beside it."""
    alone, other = ({"saw": [3]}, {"saw": [1, 2, 3]}), ({"saw": "b"}, {"saw": "a"})

    assert say(alone, other) == "In the check “probe 0” it gives only the last of the 3 that are expected."
    assert say(other, alone) == "This does not hold: probe 0."


def test_no_factor_is_told_of_a_single_number_that_others_contradict():
    assert say(({"saw": 12.0}, {"saw": 3.0}), ({"saw": 1.0}, {"saw": 4.0})) == "This does not hold: probe 0."


def test_nothing_is_said_of_a_call_where_there_is_nothing_to_call():
    """The check says already where the file ended."""
    pair = ({"raised": "AttributeError", "text": "…"}, RIGHT)

    assert say(pair, raised=("AttributeError", "module 'net' has no attribute 'f'", None, None)) is None


def test_the_text_of_an_exception_in_a_hidden_check_is_not_told():
    """It may hold the hidden input."""
    raised = "RuntimeError", "mat1 and mat2 shapes cannot be multiplied (4x576 and 400x120)", "answer.py", 3
    pair = ({"raised": "RuntimeError", "text": "…"}, RIGHT)

    assert say(pair, raised=raised) == "Here rows of 576 numbers come to a layer or product that takes rows of 400."
    assert say(pair, raised=raised, hidden=True) == "Python stops here with a RuntimeError."


def test_a_check_that_gives_its_reason_is_quoted():
    """Where nothing can be compared."""
    check = Check("a", "a", "failed", 0, 1, False, message="settings  {}\nbecause   the file holds a Net")
    examined = ExaminedCheck("f", check, ("a",), math.inf)
    found = Examination((examined,), {"a": {"saw": "x"}}, (), "full", 0.0)

    said = state_relation(Case(found, "f", SlipTable({"a": {"saw": "y"}}), Source(())))

    assert said.text == "The file holds a Net."


def test_a_passed_check_shows_that_right_answers_differ():
    """Then the solution's numbers are not the expected ones, and only kinds can be compared."""
    checks = tuple(
        ExaminedCheck("f", Check(status, status, status, 0, 1, False, message="because   too few"), ("a",), math.inf)
        for status in ("passed", "failed")
    )
    found = Examination(checks, {"a": tensor(1.0, 9.0, 7.0)}, (), "full", 0.0)

    said = state_relation(Case(found, "f", SlipTable({"a": RIGHT}), Source(())))

    assert said.text == "Too few."


@pytest.mark.parametrize(
    ("seen", "right", "name"),
    [
        ({"tuple": [0.5, 2.5]}, {"tuple": [0.5, 0.25]}, "the second"),
        ({"dict": [["loss", 3], ["accuracy", 1]]}, {"dict": [["loss", 3], ["accuracy", 3]]}, "`accuracy`"),
    ],
)
def test_of_what_right_answers_differ_in_the_only_other_part_is_named(seen, right, name):
    """What is like the solution's is right in any case."""
    checks = tuple(
        ExaminedCheck("f", Check(status, status, status, 0, 1, False), ("a",), math.inf)
        for status in ("passed", "failed")
    )
    found = Examination(checks, {"a": {"saw": seen}}, (), "full", 0.0)

    said = state_relation(Case(found, "f", SlipTable({"a": {"saw": right}}), Source(())))

    assert said.text == f"In the public checks only {name} of the 2 values that are looked at is wrong."


def test_what_ended_in_hidden_checks_alone_says_less_than_what_public_ones_saw():
    """The line that a hidden input stops at need not be the mistake."""
    raised = Raised("ValueError", "…", "answer.py", 3)
    checks = (
        ExaminedCheck("f", Check("a", "a", "failed", 0, 1, False), ("a",), math.inf),
        ExaminedCheck("f", Check("b", "b", "failed", 0, 1, True), ("b",), math.inf, raised),
    )
    found = Examination(checks, {"a": tensor(3.0, 6.0, 12.0), "b": ERROR}, (), "full", 0.0)

    said = state_relation(Case(found, "f", SlipTable({"a": RIGHT, "b": RIGHT}), Source(())))

    assert said.text == FAIL + "every number of yours is the expected one times 3."


def look(name, message, raised=None):
    """Return a public check that failed with a message."""
    check = Check(name, f"check {name}", "failed", 0, 1, False, message=message)
    return ExaminedCheck("f", check, (name,), math.inf, raised)


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ((), "f should give a list; yours gave a number."),
        ((look("b", "they differ"),), "In the check “check a”, f should give a list; yours gave a number."),
    ],
)
def test_a_value_of_another_kind_is_said_as_the_check_says_it(before, says):
    """What came of it elsewhere says less; of another check than the one that is shown it would read as false."""
    message = "x  1\nyours     f should give a list; yours gave a number"
    misfit = look("a", message, Raised("TypeError", "…", None, None))
    found = Examination((*before, misfit), {"a": ERROR}, (), "full", 0.0)

    said = state_relation(Case(found, "f", SlipTable({"a": RIGHT}), Source(())))

    assert said.text == says
