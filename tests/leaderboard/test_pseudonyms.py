"""Names on the leaderboard: chosen within bounds, or drawn; never somebody else's."""

import pytest

from autograder.reports.leaderboard.pseudonyms import find_chosen, name_all

PEOPLE = {"ada": ["ada", "Ada Lovelace"], "bob": ["bob", "Bob Ross"]}


def choose(name: str) -> list[str]:
    return [f"import torch\n# leaderboard: {name}\n"]


@pytest.mark.parametrize("line", ["# leaderboard: Deep Thought", "  #Leaderboard :  Deep   Thought  "])
def test_a_name_is_chosen_in_a_comment(line):
    assert find_chosen(["x = 1\n", f"{line}\nimport torch\n"]) == "Deep Thought"


@pytest.mark.parametrize("name", ["", "ab", "x" * 25, "<b>me</b>", "=1+1", "a\u202egnp", "12345", "a​b c"])
def test_what_is_too_short_too_long_or_no_plain_name_is_not_shown(name):
    assert find_chosen(choose(name)) is None


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "lovelace", "A d a", "Lövelace", "L0velace", "Not Ada", "ada_lovelace"]
)
def test_nobody_goes_by_the_name_of_somebody_else(name):
    assert name_all({"bob": choose(name)}, PEOPLE, {}, b"key")["bob"] != name


def test_everybody_may_go_by_their_own_name():
    assert name_all({"ada": choose("Ada")}, PEOPLE, {}, b"key") == {"ada": "Ada"}


def test_a_name_is_there_once_and_stays_with_who_held_it():
    sources = {"ada": choose("Deep Thought"), "bob": choose("deep th0ught")}

    first = name_all(sources, PEOPLE, {}, b"key")
    held = name_all(sources, PEOPLE, {"bob": "deep th0ught"}, b"key")

    assert first["ada"] == "Deep Thought"
    assert first["bob"] != "deep th0ught"
    assert held["bob"] == "deep th0ught"
    assert held["ada"] != "Deep Thought"


def test_drawn_names_follow_from_the_key_and_differ():
    students = {f"student{number}": [] for number in range(1500)}

    names = name_all(students, {}, {}, b"key")

    assert names == name_all(students, {}, {}, b"key")
    assert len(set(names.values())) == 1500
    assert names != name_all(students, {}, {}, b"other")
