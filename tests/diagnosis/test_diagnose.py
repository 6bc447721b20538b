"""One sentence for what went wrong, or none."""

import math
from dataclasses import replace

import pytest

from autograder.diagnosis.case import Case
from autograder.diagnosis.one_slip import name_slip, name_slip_of_first_answer, name_slip_of_public_checks
from autograder.diagnosis.slips import SlipTable, SlipViews
from autograder.diagnosis.source import Source
from autograder.examination.found import Examination, ExaminedCheck
from autograder.results.check import Check

RIGHT = {"a": {"saw": 1.0}, "b": {"saw": 2.0}, "c": {"saw": 3.0}}


def slip(says, exercise="f", **differs):
    """Return a slip that sees something else at some probes."""
    return SlipViews(exercise, says, {key: {"saw": value} for key, value in differs.items()})


def found(failed="", exercise="f", status="failed", **seen):
    """Return an examination: one check a probe; those named in `failed` did not pass."""
    views = {**RIGHT, **{key: {"saw": value} for key, value in seen.items()}}
    checks = tuple(
        ExaminedCheck(exercise, Check(key, key, status, 0, 1, False), (key,), math.inf)
        if key in failed
        else ExaminedCheck(exercise, Check(key, key, "passed", 1, 1, False), (key,), 0.0)
        for key in RIGHT
    )
    return Examination(checks, views, (), "full", 0.0)


def diagnose(examination, exercise, table):
    """Return the sentence of the slip that is named, or None."""
    said = name_slip(Case(examination, exercise, table, Source(())))
    return said and said.text


def test_the_slip_that_explains_the_wrong_observation_is_named():
    """Another slip would have shown itself otherwise."""
    table = SlipTable(RIGHT, (slip("one", a=9.0), slip("two", a=8.0)))

    assert diagnose(found("a", a=9.0), "f", table) == "one"


def test_a_slip_must_explain_every_wrong_observation():
    """Half an explanation is none."""
    table = SlipTable(RIGHT, (slip("one", a=9.0), slip("two", b=9.0)))

    assert diagnose(found("ab", a=9.0, b=9.0), "f", table) is None


def test_of_two_slips_the_one_that_agrees_with_more_is_named():
    """A right observation speaks against a slip that gets it wrong."""
    table = SlipTable(RIGHT, (slip("one", a=9.0, b=9.0), slip("two", a=9.0)))

    assert diagnose(found("a", a=9.0), "f", table) == "two"


def test_of_two_slips_that_explain_alike_none_is_named():
    """A wrong name is worse than no name."""
    table = SlipTable(RIGHT, (slip("one", a=9.0), slip("two", a=9.0)))

    assert diagnose(found("a", a=9.0), "f", table) is None


def test_two_slips_with_one_sentence_are_no_contradiction():
    """Two ways to the same mistake."""
    table = SlipTable(RIGHT, (slip("one", a=9.0), slip("one", a=9.0, b=9.0)))

    assert diagnose(found("a", a=9.0), "f", table) == "one"


def test_slips_of_other_exercises_are_not_asked():
    """Each exercise is explained by its own."""
    table = SlipTable(RIGHT, (slip("one", exercise="g", a=9.0),))

    assert diagnose(found("a", a=9.0), "f", table) is None


def test_nothing_is_said_of_what_passed():
    """Even if some slip agrees with it."""
    table = SlipTable(RIGHT, (slip("one", c=3.0),))

    assert diagnose(found(), "f", table) is None


def test_nothing_is_said_of_what_was_not_started():
    """There is nothing to explain yet."""
    table = SlipTable(RIGHT, (slip("one", a=9.0),))

    assert diagnose(found("a", status="not_started", a=9.0), "f", table) is None


def test_a_failure_on_right_observations_is_not_explained():
    """A forbidden name, for one: what the probes saw was right."""
    table = SlipTable(RIGHT, (slip("one", b=9.0),))

    assert diagnose(found("a"), "f", table) is None


def test_observations_that_the_table_does_not_know_are_left_out():
    """Students have the public part of the table alone."""
    table = SlipTable({"a": RIGHT["a"]}, (slip("one", a=9.0),))

    assert diagnose(found("ab", a=9.0, b=5.0), "f", table) == "one"


@pytest.mark.parametrize(("given", "kept"), [({"a"}, {"b"}), (set(), {"a", "b"}), ({"a", "b"}, set())])
def test_the_public_part_of_a_table_holds_nothing_hidden(given, kept):
    """Neither of the solution nor of a slip; a slip that shows nothing any more is gone."""
    table = SlipTable(RIGHT, (slip("one", a=9.0, b=9.0),)).without(given, 3)

    assert set(table.solution) == set(RIGHT) - given
    assert {key for one in table.slips for key in one.differs} == kept
    assert table.hidden_checks == 3


def test_a_table_survives_its_file():
    """It is cached, and given to students."""
    table = SlipTable(RIGHT, (slip("ein Wort: ü", a=9.0),), 2)

    assert SlipTable.from_json(table.to_json()) == table


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "autograder/slips/v0"}'])
def test_what_is_no_table_is_refused(text):
    """Whoever reads it goes on without."""
    with pytest.raises(ValueError):
        SlipTable.from_json(text)


REFUSED = {"raised": "ValueError", "text": ""}
MET_NONE = {"raised": "AttributeError", "text": "'NoneType' object has no attribute 'data'"}


def first_answer(refusal=REFUSED, **views):
    """Return what is said of an answer that also lacks a refusal at `c`, by a table of one slip."""
    table = SlipTable({**RIGHT, "c": refusal}, (slip("one", a=9.0, b=9.0),))
    seen = found("abc")
    case = Case(replace(seen, views={**seen.views, **views}), "f", table, Source(()))
    said = name_slip(case) or name_slip_of_first_answer(case)
    return said and said.text


def test_a_slip_is_named_though_bad_input_is_not_refused_either():
    """First answers seldom think of that, and guards stand before the work."""
    assert first_answer(a={"saw": 9.0}, b={"saw": 9.0}, c={"saw": 1.0}) == "one"


def test_a_refusal_that_a_probe_has_caught_and_names_is_one_too():
    """Some look at what is left after it."""
    seen = {"a": {"saw": 9.0}, "b": {"saw": 9.0}, "c": {"saw": ["a loss", False]}}

    assert first_answer({"saw": ["ValueError", True]}, **seen) == "one"
    assert first_answer({"saw": ["no loss", True]}, **seen) is None


def test_a_slip_is_named_though_a_missing_gradient_is_not_skipped_either():
    """What ended with None says nothing of the work."""
    assert first_answer(a={"saw": 9.0}, b=MET_NONE, c=REFUSED) == "one"


def test_a_first_answer_with_another_fault_in_its_work_is_not_named():
    """All of the work must agree."""
    assert first_answer(a={"saw": 9.0}, b={"saw": 7.0}, c={"saw": 1.0}) is None


@pytest.mark.parametrize(("unseen", "says"), [({"raised": "RuntimeError", "text": ""}, "one"), ({"saw": 7.0}, None)])
def test_a_slip_that_a_report_at_home_names_is_named_unless_a_hidden_check_speaks_against_it(unseen, says):
    """An exception there ends what the slip would have given."""
    table = SlipTable(RIGHT, (slip("one", a=9.0, b=9.0),))
    examination = found("ab", a=9.0)
    checks = tuple(replace(one, check=replace(one.check, hidden="b" in one.looks)) for one in examination.checks)
    examination = replace(examination, checks=checks, views={**examination.views, "b": unseen})

    said = name_slip_of_public_checks(Case(examination, "f", table, Source(())))

    assert (said and said.text) == says


def test_where_nothing_but_a_refusal_is_missing_no_slip_of_the_work_is_named():
    """There is no fault in the work."""
    assert first_answer(c={"saw": 1.0}) is None
