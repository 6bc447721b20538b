"""Points and words of a person: read at every run, and they win over automatic ones."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from autograder.errors import RecordError
from autograder.results.check import Check
from autograder.results.exercise import Exercise, Manual
from autograder.results.manual import apply_manual
from autograder.results.manual_file import add_given, read_manual
from autograder.results.record import Record

ITEM = '[items.late]\npoints = -2\nsays = "The plot has no labels."\n'


def record() -> Record:
    check = Check("t", "a title", "failed", 4, 10, False)
    return Record("01", "ada", "ada.py", "f00d", {}, 0.1, None, (), (Exercise("Net", None, (check,)),))


@pytest.fixture
def judged(tmp_path: Path):
    """Give a function that applies what stands in the file."""

    def judge(text: str) -> Exercise:
        (tmp_path / "manual.toml").write_text(text)
        return apply_manual(record(), read_manual(tmp_path / "manual.toml", ["ada"], {"Net": 10})).exercises[0]

    return judge


def given(line: str, student: str = "ada", exercise: str = "Net") -> str:
    return f'[[given]]\nstudent = "{student}"\nexercise = "{exercise}"\n{line}\n'


@pytest.mark.parametrize(("points", "score"), [("7", 7), ('"+3"', 7), ('"-1"', 3), ('"+9"', 10), ('"-9"', 0)])
def test_points_count_in_place_of_or_with_the_automatic_ones(judged, points, score) -> None:
    assert judged(given(f"points = {points}")).score == score


def test_a_comment_alone_changes_no_points(judged) -> None:
    assert judged(given('comment = "well tried"')).manual == Manual(4, "well tried")


def test_an_item_is_defined_once_and_given_to_many(judged) -> None:
    assert judged(ITEM + given('items = ["late"]')).manual == Manual(2, "The plot has no labels.")


def test_entries_of_one_exercise_add_up(judged) -> None:
    assert judged(given("points = 7") + given('points = "+1"')).score == 8


def test_what_was_given_before_and_is_no_more_does_not_count(judged) -> None:
    before = replace(record(), exercises=(judged(given("points = 7")),))

    assert apply_manual(before, []) == record()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (given("points = 11"), "line 1: points are a whole number from 0 to 10"),
        (given("", student="adda"), "line 1: there is no student 'adda'; did you mean ada?"),
        (ITEM + given("", exercise="Nett"), "line 4: there is no exercise Nett; did you mean Net?"),
        (given('items = ["late"]'), "line 1: there is no item 'late'"),
        (given('items = "late"'), 'line 1: items is a list: write items = ["late"]'),
        (given("points = +2"), 'line 1: to add points, write them in quotes: points = "+2"'),
        ('given = [{student="ada", exercise="Net", points=+2}]', "to add points, write them in quotes"),
        (given("'points' = +2"), "line 1: to add points, write them in quotes"),
        (given('points = "+٣"'), "line 1: points are a whole number"),
        ('[items.x]\npoints = 1\nsays = """\n[[given]]\n"""\n' + given("points = 11"), "line 6: points are"),
        (given("comment = 5"), "line 1: a comment is text in quotes"),
        (given("comment = " + "[" * 5000 + "]" * 5000), "too long to be read"),
        (given("points = " + "9" * 5000), "too long to be read"),
        (given('points = "-500"'), "line 1: points are a whole number from 0 to 10"),
        ('# [[given]]\n[[ given ]]\nexercise = "Net"\n', "line 2: it needs student"),
        (given("point = 3"), "line 1: there is no 'point'; there are student, exercise, points"),
        ("[items.x]\npoints = 2.5\n", "line 1: the item 'x' needs points"),
        ("points = ", "Invalid value"),
    ],
)
def test_what_cannot_be_meant_is_one_clear_line(judged, text, reason) -> None:
    with pytest.raises(RecordError, match=r"manual\.toml") as refused:
        judged(text)

    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_entry_is_added_below_what_a_person_wrote(tmp_path) -> None:
    path = tmp_path / "manual.toml"
    path.write_text("# my own words\n")

    add_given(path, {"student": 'a"da', "exercise": "Net", "points": "+2", "comment": "né\n\x7f"})

    assert path.read_text().startswith("# my own words\n\n[[given]]\n")
    assert read_manual(path, ['a"da'], {"Net": 10})[0].comment == "né\n\x7f"


def test_a_comment_may_hold_what_looks_like_an_entry(judged) -> None:
    assert judged(given('comment = """\npoints = +2\n[[given]]\n"""')).manual.comment == "points = +2\n[[given]]\n"


def test_an_item_adds_with_a_plus_or_without(judged) -> None:
    assert judged(ITEM.replace("-2", "+2") + given('items = ["late"]')).score == 6


def test_without_a_file_nothing_is_given(tmp_path) -> None:
    assert read_manual(tmp_path / "manual.toml", [], {}) == []


def test_a_record_keeps_what_a_person_gave(judged) -> None:
    exercise = judged(given('points = 7\ncomment = "see me"'))

    assert msgspec.convert(exercise.to_dict(), Exercise) == exercise
